//! Characters that do something to a terminal, or turn text around, written so that they are seen instead.

use std::fmt;

/// Whether a character is written by its number.
fn is_hidden(character: char) -> bool {
    match character {
        // Marks of direction, separators of lines, and what has no width.
        '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => {
            true
        }
        '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}' => true,
        other => other.is_control(),
    }
}

/// A text whose control characters and marks of direction are visible: `\u{1b}`. Line breaks and tabs are blanks.
pub(crate) fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    // Memory refuses nothing.
    let _ = fmt::Write::write_str(&mut Visible(&mut shown), text);
    shown
}

/// Makes what is written through it [`visible`], in one line.
pub(crate) struct Visible<'w, W: ?Sized>(pub(crate) &'w mut W);

impl<W: fmt::Write + ?Sized> fmt::Write for Visible<'_, W> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut rest = text;
        while let Some(at) = rest.find(is_hidden) {
            let (before, from) = rest.split_at(at);
            self.0.write_str(before)?;
            let Some(hidden) = from.chars().next() else { break };
            match hidden {
                '\n' | '\r' | '\t' => self.0.write_char(' ')?,
                other => write!(self.0, "{}", other.escape_unicode())?,
            }
            rest = &from[hidden.len_utf8()..];
        }
        self.0.write_str(rest)
    }
}
