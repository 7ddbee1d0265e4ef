//! The characters of a description that may stand in a source file.

use std::borrow::Cow;

/// The text without what is not seen: control characters, marks that turn the direction of text, and characters
/// without width. All of them can make a line say something else than it shows. Line breaks stay.
pub(crate) fn readable(text: &str) -> Cow<'_, str> {
    // Nearly every text is of letters that are all seen.
    if text.bytes().all(|it| matches!(it, b'\n' | b' '..=b'~')) {
        return Cow::Borrowed(text);
    }
    let text = text.replace("\r\n", "\n");
    text.chars().filter_map(printable).collect()
}

fn printable(it: char) -> Option<char> {
    match it {
        '\n' => Some(it),
        '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' => Some('\n'),
        '\t' => Some(' '),
        other => (!is_refused(other)).then_some(other),
    }
}

/// Whether a character must not reach a source file.
pub(super) fn is_refused(it: char) -> bool {
    it.is_control()
        || matches!(it,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}
