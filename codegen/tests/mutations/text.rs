//! What can be done to the text of a description, whatever it says.

use proptest::prelude::{Strategy, any};
use proptest::sample::{Index, select};

/// What means something to a parser of YAML or JSON.
const SCRAPS: &[&str] = &[
    "\t",
    "  ",
    "\n",
    "\r",
    "\r\n",
    "\u{feff}",
    "---\n",
    "\n---\n",
    "\n...\n",
    "%YAML 1.1\n---\n",
    "&a ",
    "*a ",
    "*a",
    "<<: *a\n",
    "<<: ",
    "!!binary ",
    "!!map ",
    "!<x> ",
    "? ",
    ": ",
    "- ",
    ", ",
    "|\n",
    ">-\n",
    "|9\n",
    "{",
    "}",
    "[",
    "]",
    "\"",
    "'",
    "#",
    " #",
    "\\",
    "\\u",
    "\\x",
    "\0",
    "\u{2028}",
    "\u{85}",
    "~",
    "1e999",
    "-1e999",
    "0x1f",
    "0o17",
    "1_000",
    ".inf",
    "-.inf",
    ".nan",
    "99999999999999999999999999",
    "-0",
    "0.1e-999",
    "2020-01-01",
    "yes",
    "null",
    "\u{1f4a5}",
    "$ref: '#'\n",
    "\"$ref\": \"#\",",
];

/// One change of a text.
#[derive(Clone, Copy, Debug)]
pub struct TextChange {
    what: What,
    at: Index,
    other: Index,
}

#[derive(Clone, Copy, Debug)]
enum What {
    /// Nothing is left after this.
    Cut,
    /// A bit is another.
    Flip,
    /// A scrap is put in.
    Insert,
    /// A part is left out.
    Leave,
    /// A line goes.
    DropLine,
    /// A line is there again, elsewhere.
    CopyLine,
    /// A line is indented otherwise.
    Indent,
    /// One value becomes an anchor, another one its alias.
    Alias,
    /// A value becomes a scrap.
    Replace,
}

/// Any change of a text.
pub fn text_change() -> impl Strategy<Value = TextChange> {
    use What::{Alias, CopyLine, Cut, DropLine, Flip, Indent, Insert, Leave, Replace};
    let what = select(
        &[
            Cut, Flip, Flip, Insert, Insert, Insert, Leave, DropLine, DropLine, CopyLine, CopyLine,
            Indent, Alias, Replace, Replace,
        ][..],
    );
    (what, any::<Index>(), any::<Index>()).prop_map(|(what, at, other)| TextChange {
        what,
        at,
        other,
    })
}

/// Does what a change says.
pub fn apply(bytes: &mut Vec<u8>, change: &TextChange) {
    if bytes.is_empty() {
        return;
    }
    let at = change.at.index(bytes.len());
    let scrap = SCRAPS[change.other.index(SCRAPS.len())];
    match change.what {
        What::Cut => bytes.truncate(at),
        What::Flip => bytes[at] ^= 1 << change.other.index(8),
        What::Insert => drop(bytes.splice(at..at, scrap.bytes())),
        What::Leave => {
            let end = (at + 1 + change.other.index(12)).min(bytes.len());
            bytes.drain(at..end);
        }
        What::DropLine => {
            let mut lines = lines(bytes);
            lines.remove(change.at.index(lines.len()));
            *bytes = lines.concat();
        }
        What::CopyLine => {
            let mut lines = lines(bytes);
            let line = lines[change.at.index(lines.len())].clone();
            lines.insert(change.other.index(lines.len()), line);
            *bytes = lines.concat();
        }
        What::Indent => {
            let mut lines = lines(bytes);
            let which = change.at.index(lines.len());
            let line = &lines[which];
            lines[which] = match change.other.index(3) {
                0 if line.starts_with(b" ") => line[1..].to_vec(),
                1 => [b"\t", &line[..]].concat(),
                _ => [b"  ", &line[..]].concat(),
            };
            *bytes = lines.concat();
        }
        What::Alias => {
            let mut lines = lines(bytes);
            let (first, second) = (change.at.index(lines.len()), change.other.index(lines.len()));
            after_colon(&mut lines[first], b"&a ", true);
            after_colon(&mut lines[second], b"*a", false);
            *bytes = lines.concat();
        }
        What::Replace => {
            let mut lines = lines(bytes);
            let which = change.at.index(lines.len());
            after_colon(&mut lines[which], scrap.as_bytes(), false);
            *bytes = lines.concat();
        }
    }
}

/// The lines with what ends them.
fn lines(bytes: &[u8]) -> Vec<Vec<u8>> {
    bytes.split_inclusive(|it| *it == b'\n').map(<[u8]>::to_vec).collect()
}

/// Puts something after the first colon of a line, before or instead of what is there.
fn after_colon(line: &mut Vec<u8>, text: &[u8], keep: bool) {
    let Some(colon) = line.windows(2).position(|it| it == b": ") else { return };
    let end = if keep { colon + 2 } else { line.len() };
    let tail: &[u8] = if keep { b"" } else { b"\n" };
    line.splice(colon + 2..end, text.iter().chain(tail).copied());
}
