//! Text of a description as it can be shown on a terminal.

use std::borrow::Cow;

/// The text with a picture in the place of each control character, so that it can neither move the cursor nor change
/// what stands around it.
pub(super) fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().all(|it| it == '\n' || !is_command(it)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|it| if it == '\n' { it } else { picture(it) }).collect())
}

/// The same in one line.
pub(super) fn visible_line(text: &str) -> Cow<'_, str> {
    match visible(text) {
        text if text.contains('\n') => Cow::Owned(text.replace('\n', "\u{240a}")),
        text => text,
    }
}

fn picture(it: char) -> char {
    match it {
        '\t' => ' ',
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(it)).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        it if is_command(it) => '\u{fffd}',
        it => it,
    }
}

/// Whether a terminal does something else with a character than to show it.
fn is_command(it: char) -> bool {
    it.is_control()
        || matches!(it, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::{visible, visible_line};

    #[test]
    fn commands_of_terminals_are_shown() {
        assert_eq!(
            visible("a\u{1b}[31mb\u{7}\u{9b}2J\u{202e}c"),
            "a\u{241b}[31mb\u{2407}\u{fffd}2J\u{fffd}c"
        );
        assert_eq!(visible("two\nlines of ä"), "two\nlines of ä");
        assert_eq!(visible_line("two\r\nlines"), "two\u{240d}\u{240a}lines");
    }
}
