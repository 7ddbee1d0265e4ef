//! Text of plain words, which most descriptions are: it needs neither a parser nor an escape.

use super::inline::at_line_start;
use super::lines::WIDTH;

/// The lines of a text that has only letters and signs that never mean anything to Markdown; nothing for any other.
///
/// This is what [`Links::text`](super::Links::text) makes of it as well, a test says, at a fraction of the cost.
pub(super) fn lines(text: &str) -> Option<Vec<String>> {
    let text = text.trim_matches(['\n', ' ']);
    if text.contains("http") || !text.bytes().all(is_plain) {
        return None;
    }
    let mut res: Vec<String> = Vec::new();
    for line in text.split('\n') {
        if line.starts_with(' ') || line.ends_with(' ') || line.split(' ').any(means_more) {
            return None;
        }
        // More than one blank line is one.
        if line.is_empty() && res.last().is_none_or(String::is_empty) {
            continue;
        }
        wrap(line, &mut res)?;
    }
    if text.is_empty() { Some(Vec::new()) } else { Some(res) }
}

fn is_plain(it: u8) -> bool {
    it.is_ascii_alphanumeric() || b" \n,.;:'\"()?/%-_".contains(&it)
}

/// Whether signs stand where they could mean emphasis, an item of a list or a line below a heading.
fn means_more(word: &str) -> bool {
    let inner = |at: usize| {
        let bytes = word.as_bytes();
        let is_letter = |it: Option<&u8>| it.is_some_and(u8::is_ascii_alphanumeric);
        at > 0 && is_letter(bytes.get(at - 1)) && is_letter(bytes.get(at + 1))
    };
    word.bytes().enumerate().any(|(at, it)| matches!(it, b'-' | b'_') && !inner(at))
}

/// Breaks a line where it gets too long; nothing if it begins an item of a list.
fn wrap(line: &str, res: &mut Vec<String>) -> Option<()> {
    let mut current = String::with_capacity(line.len().min(WIDTH));
    for (index, word) in line.split(' ').filter(|it| !it.is_empty()).enumerate() {
        let start = at_line_start(word);
        if index == 0 && start != word {
            return None;
        }
        if !current.is_empty() && current.len() + 1 + word.len() > WIDTH {
            res.push(std::mem::take(&mut current));
        }
        match current.is_empty() {
            true => current.push_str(&start),
            false => current.extend([" ", word]),
        }
    }
    res.push(current);
    Some(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Links, blocks};
    use super::lines;

    fn parsed(text: &str) -> Vec<String> {
        Links::default().checked(text, &blocks::read(text), super::WIDTH)
    }

    #[test]
    fn what_is_plain_is_what_the_parser_makes_of_it() {
        let long = "Some words that go on and on. ".repeat(9);
        for text in [
            "",
            "A pet.",
            "A pet.\nIts name.",
            "First.\n\nSecond, \"quoted\" (and more).\n\n\nThird: 50%",
            "snake_case, kebab-case and a/b",
            long.trim(),
            &format!("{}12. is no item", "word ".repeat(19)),
        ] {
            assert_eq!(lines(text), Some(parsed(text)), "{text:?}");
        }
        for text in
            ["1. One", "- One", "a\n---", "_a_", "a  \nb", "    a\n\n    b", "http://a.bc", "a*b*"]
        {
            assert!(lines(text).is_none_or(|it| it == parsed(text)), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn plain_text_is_the_same_either_way(text in "[a-c1 ,.;:'\"()?/%_\n-]{0,160}") {
            if let Some(lines) = lines(&text) {
                prop_assert_eq!(lines, parsed(&text));
            }
        }

        #[test]
        fn words_are_the_same_either_way(
            words in proptest::collection::vec("[a-z]{1,12}[.,:]?|[0-9]{1,3}[.)]?|-|--|_", 0..60),
            breaks in proptest::collection::vec(0_usize..4, 60),
        ) {
            let joins = [" ", " ", "\n", "\n\n"];
            let text: String = words.iter().zip(breaks).map(|(word, it)| format!("{word}{}", joins[it])).collect();
            if let Some(lines) = lines(&text) {
                prop_assert_eq!(lines, parsed(&text));
            }
        }
    }
}
