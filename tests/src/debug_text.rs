//! Whether a `Debug` text shows what an answer said.

use serde_json::Value;

use crate::description::Leaf;

/// A word of a `Debug` text.
#[derive(Clone, Debug, PartialEq)]
enum Token {
    /// A text in quotes, as it stands there.
    Text(String),
    /// A number or a time, as it stands there.
    Number(String),
    /// A name that is not that of a field: a type, a variant, `true`.
    Name(String),
}

/// The leaves that a text does not show, one sentence each.
///
/// Each word of the text shows one leaf at most, so three `true` need three. A value that the schema lists may appear
/// as the name of a variant, a time without quotes. A secret must not appear.
pub fn unshown(leaves: &[Leaf], debug: &str) -> Vec<String> {
    let mut tokens = tokens(debug);
    let mut missing = Vec::new();
    let (secrets, shown): (Vec<&Leaf>, Vec<&Leaf>) = leaves.iter().partition(|it| it.secret);
    // Those that only one kind of word can show choose first.
    let shown = shown.into_iter().filter(|it| !it.hidden);
    let (listed, plain): (Vec<&Leaf>, Vec<&Leaf>) = shown.partition(|it| it.listed);
    for leaf in plain.into_iter().chain(listed) {
        match tokens.iter().position(|it| shows(it, leaf)) {
            Some(index) => drop(tokens.swap_remove(index)),
            None => missing.push(format!(
                "`{}` is {}, which is not in the decoded answer",
                leaf.pointer, leaf.value
            )),
        }
    }
    let exposed = secrets.into_iter().filter(|leaf| tokens.iter().any(|it| shows(it, leaf)));
    missing.extend(
        exposed.map(|it| format!("`{}` is a secret, and the Debug text shows it", it.pointer)),
    );
    missing
}

fn shows(token: &Token, leaf: &Leaf) -> bool {
    match (&leaf.value, token) {
        (Value::String(expected), Token::Text(actual)) => &format!("{expected:?}") == actual,
        (Value::String(expected), Token::Number(actual)) => leaf.time && expected == actual,
        (Value::String(expected), Token::Name(actual)) => {
            leaf.listed && letters(expected) == letters(actual)
        }
        (Value::Bool(expected), Token::Name(actual)) => &expected.to_string() == actual,
        (Value::Number(expected), Token::Number(actual)) => {
            same_number(&expected.to_string(), actual)
        }
        // An id that came as a number may be kept as text.
        (Value::Number(expected), Token::Text(actual)) => {
            &format!("{:?}", expected.to_string()) == actual
        }
        _ => false,
    }
}

fn same_number(expected: &str, actual: &str) -> bool {
    match (expected.parse::<i128>(), actual.parse::<i128>()) {
        (Ok(expected), Ok(actual)) => expected == actual,
        _ => expected.parse::<f64>().ok().is_some_and(|it| actual.parse() == Ok(it)),
    }
}

fn letters(text: &str) -> String {
    text.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn tokens(debug: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = debug;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => text_length(rest),
            it if it.is_ascii_digit() => {
                word_length(rest, |it| it.is_ascii_alphanumeric() || "._-+:".contains(it))
            }
            '-' => 1 + word_length(&rest[1..], |it| it.is_ascii_digit() || "._".contains(it)),
            it if it.is_alphabetic() || it == '_' => {
                word_length(rest, |it| it.is_alphanumeric() || it == '_')
            }
            it => it.len_utf8(),
        };
        let (word, after) = rest.split_at(length);
        match first {
            '"' => tokens.push(Token::Text(word.to_owned())),
            it if it.is_ascii_digit() || it == '-' => tokens.push(Token::Number(word.to_owned())),
            it if (it.is_alphabetic() || it == '_') && !is_field(after) => {
                tokens.push(Token::Name(word.to_owned()))
            }
            _ => {}
        }
        rest = after;
    }
    tokens
}

fn is_field(after: &str) -> bool {
    after.starts_with(':') && !after.starts_with("::")
}

fn word_length(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|it| !belongs(it)).unwrap_or(text.len())
}

/// The length of a text in quotes, both included.
fn text_length(text: &str) -> usize {
    let mut escaped = false;
    for (index, it) in text.char_indices().skip(1) {
        match it {
            '"' if !escaped => return index + 1,
            it => escaped = it == '\\' && !escaped,
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::unshown;
    use crate::description::Leaf;

    fn leaf(value: Value) -> Leaf {
        Leaf { pointer: "/it".to_owned(), value, ..Leaf::default() }
    }

    #[derive(Debug)]
    #[allow(dead_code, reason = "read by Debug")]
    struct Answer<T> {
        running: T,
    }

    #[track_caller]
    fn shown(leaves: &[Leaf], answer: impl std::fmt::Debug) {
        assert_eq!(unshown(leaves, &format!("{answer:?}")), Vec::<String>::new());
    }

    #[track_caller]
    fn not_shown(leaves: &[Leaf], answer: impl std::fmt::Debug) {
        assert_eq!(unshown(leaves, &format!("{answer:?}")).len(), 1, "{answer:?}");
    }

    #[test]
    fn scalars_are_found_as_debug_prints_them() {
        shown(&[leaf(json!("say \"hi\"\n"))], Answer { running: "say \"hi\"\n" });
        shown(&[leaf(json!("back\\"))], Answer { running: ("back\\", "slash") });
        shown(
            &[leaf(json!(-3)), leaf(json!(2.5)), leaf(json!(4.0))],
            Answer { running: (-3, 2.5, 4.0) },
        );
        shown(&[leaf(json!(1e21))], Answer { running: 1e21 });
        shown(
            &[leaf(json!(true)), leaf(json!("x"))],
            Answer { running: json!({ "a": [true, "x"] }) },
        );
        shown(&[leaf(json!(295))], Answer { running: "295" });
    }

    #[test]
    fn a_time_needs_no_quotes() {
        let time = Leaf { time: true, ..leaf(json!("2026-11-22T10:00:00.000Z")) };
        shown(
            std::slice::from_ref(&time),
            Answer { running: format_args!("2026-11-22T10:00:00.000Z") },
        );
        shown(std::slice::from_ref(&time), Answer { running: "2026-11-22T10:00:00.000Z" });
        not_shown(&[time], Answer { running: format_args!("2026-11-22T10:00:00.001Z") });
        not_shown(&[leaf(json!("295"))], Answer { running: format_args!("295") });
    }

    #[test]
    fn a_part_of_a_word_shows_nothing() {
        not_shown(&[leaf(json!("blog"))], Answer { running: "blogs" });
        not_shown(&[leaf(json!(5))], Answer { running: 25 });
        not_shown(&[leaf(json!(true))], Answer { running: "true" });
        not_shown(&[leaf(json!("295"))], Answer { running: 295 });
    }

    #[test]
    fn each_leaf_needs_a_word_of_its_own() {
        let leaves = [leaf(json!(true)), leaf(json!(true))];
        shown(&leaves, (true, true));
        not_shown(&leaves, (true, false));
    }

    #[test]
    fn a_listed_value_may_be_a_variant_but_not_a_field() {
        #[derive(Debug)]
        enum State {
            PendingInstall,
        }
        let listed = |value| Leaf { listed: true, ..leaf(json!(value)) };
        shown(&[listed("pending_install")], Answer { running: State::PendingInstall });
        not_shown(&[leaf(json!("pending_install"))], Answer { running: State::PendingInstall });
        not_shown(&[listed("running")], Answer { running: 1 });
    }

    #[test]
    fn a_secret_must_not_be_shown() {
        let secret = [Leaf { secret: true, ..leaf(json!("hunter2")) }];
        shown(&secret, Answer { running: "[REDACTED]" });
        not_shown(&secret, Answer { running: "hunter2" });
    }
}
