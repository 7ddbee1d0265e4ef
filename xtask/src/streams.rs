//! Where a command's words go: results to standard output, everything else to standard error.

use std::fmt;
use std::io::{self, Write};

use crate::failure::Failure;

/// The two streams of a command.
pub struct Streams<'a> {
    /// What was asked for.
    pub out: &'a mut dyn Write,
    /// What has to be said about it.
    pub err: &'a mut dyn Write,
    /// Whether `out` shows colours.
    pub out_colour: bool,
    /// Whether `err` shows colours.
    pub err_colour: bool,
}

impl Streams<'_> {
    /// Prints a part of the result.
    ///
    /// # Errors
    ///
    /// [`Failure::Closed`] when nobody reads any more.
    pub fn print(&mut self, text: fmt::Arguments<'_>) -> Result<(), Failure> {
        let text = shown(&text.to_string(), self.out_colour);
        self.out.write_all(text.as_bytes()).map_err(|error| output(&error))
    }

    /// Hands over what was printed so far.
    ///
    /// # Errors
    ///
    /// As [`print`](Self::print).
    pub fn flush(&mut self) -> Result<(), Failure> {
        self.out.flush().map_err(|error| output(&error))
    }

    /// Prints a remark. Standard error gone is no reason to stop.
    pub fn remark(&mut self, text: fmt::Arguments<'_>) {
        // The results first, so that remarks on them come after them on a terminal.
        let _ = self.out.flush();
        let text = shown(&text.to_string(), self.err_colour);
        let _ = self.err.write_all(text.as_bytes());
        let _ = self.err.flush();
    }

    /// Prints a failure.
    pub fn fail(&mut self, failure: &Failure) {
        self.remark(format_args!("{failure}\n"));
    }
}

fn output(error: &io::Error) -> Failure {
    match error.kind() {
        io::ErrorKind::BrokenPipe => Failure::Closed,
        _ => Failure::new(format!("cannot write the output: {error}")),
    }
}

/// The text without what a terminal would do instead of showing it. Names of files and words of a description are in
/// all that is printed. Colours stay, where there are any.
fn shown(text: &str, colour: bool) -> String {
    let mut res = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let style = style(rest).filter(|_| colour);
        let (part, length) = match (style, letter) {
            (Some(style), _) => (style, style.len()),
            (None, '\n' | '\t') => (&rest[..1], 1),
            (None, it) if it.is_control() => ("\u{fffd}", it.len_utf8()),
            (None, it) => (&rest[..it.len_utf8()], it.len_utf8()),
        };
        res.push_str(part);
        rest = &rest[length..];
    }
    res
}

/// The sequence at the beginning of a text that changes its colour and nothing else.
fn style(text: &str) -> Option<&str> {
    let parameters = text.strip_prefix("\u{1b}[")?;
    let end = parameters.find(|it: char| !it.is_ascii_digit() && it != ';')?;
    parameters[end..].starts_with('m').then(|| &text[..end + 3])
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn only_colours_reach_a_terminal() {
        let text = "a\u{1b}[1;31mb\u{1b}[0m\u{1b}]0;title\u{7}\u{1b}[2J\r\u{9b}c\n\td";
        assert_eq!(
            shown(text, true),
            "a\u{1b}[1;31mb\u{1b}[0m\u{fffd}]0;title\u{fffd}\u{fffd}[2J\u{fffd}\u{fffd}c\n\td"
        );
        assert_eq!(shown(text, false).matches('\u{1b}').count(), 0);
        assert_eq!(shown("ä\n", false), "ä\n");
    }
}
