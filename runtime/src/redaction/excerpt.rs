//! The beginning of a body for an error: short, and without what is a secret by its name.

use super::{REDACTED, visible};

/// The longest excerpt of a value, in characters.
const LONGEST: usize = 80;

/// As much of a value is kept until it is known what is a secret, in bytes: a cut could leave the beginning of one.
const KEPT: usize = 4096;

/// The beginning of a text for an error: without what is a secret by its name, and cut between characters.
pub(crate) fn excerpt(text: &str) -> String {
    let mut shown = visible(&text_without_secrets(bounded(text)));
    if let Some((end, _)) = shown.char_indices().nth(LONGEST) {
        shown.truncate(end);
        shown.push('…');
    }
    shown
}

/// As much of a text as is ever looked at.
pub(crate) fn bounded(text: &str) -> &str {
    let mut end = text.len().min(KEPT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// A text that may be no document, without what follows names of secrets: `"token": ".."`, `token=..`, `<token>..`.
pub(crate) fn text_without_secrets(text: &str) -> String {
    let is_of_name = |it: char| it.is_alphanumeric() || matches!(it, '_' | '-' | '.');
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(is_of_name) {
        let end = rest[start..].find(|it| !is_of_name(it)).map_or(rest.len(), |it| it + start);
        let (before, name) = (&rest[..start], &rest[start..end]);
        shown.push_str(before);
        shown.push_str(name);
        rest = &rest[end..];
        if before.ends_with('/') || !openapi_media::is_secret_name(name) {
            continue;
        }
        let Some(value) = begin_of_value(rest) else { continue };
        let (between, from) = rest.split_at(value);
        let end = end_of_value(from, between.ends_with('>'));
        if end > 0 && !matches!(&from[..end], "null" | "true" | "false" | "\"\"") {
            shown.push_str(between);
            shown.push_str(REDACTED);
            rest = &from[end..];
        }
    }
    shown.push_str(rest);
    shown
}

/// Where behind a name its value begins. A word of a sentence has none: `password: is too short`.
fn begin_of_value(behind: &str) -> Option<usize> {
    let unquoted = behind.trim_start_matches(['"', '\'', '\\']);
    let is_quoted = unquoted.len() < behind.len();
    let value = match unquoted.trim_start().strip_prefix(':') {
        Some(value) => value.trim_start(),
        None => unquoted.strip_prefix(['=', '>'])?,
    };
    let is_text = value.starts_with(['"', '\'']);
    (is_quoted || is_text || !unquoted.trim_start().starts_with(':'))
        .then(|| behind.len() - value.len())
}

/// Where a value ends that a text begins with.
fn end_of_value(text: &str, is_element: bool) -> usize {
    let Some(quote @ ('"' | '\'')) = text.chars().next() else {
        let ends = |it: char| match is_element {
            true => it == '<',
            false => it.is_whitespace() || matches!(it, ',' | '&' | '}' | ']' | '<' | ';'),
        };
        return text.find(ends).unwrap_or(text.len());
    };
    let mut is_escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            it if it == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}
