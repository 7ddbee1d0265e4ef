//! Path templates, filled in so that an argument stays inside its segment.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use super::plain_text;
use crate::error::ArgumentError;

/// Everything but what RFC 3986 calls unreserved.
pub(crate) const RESERVED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// An argument, ready to be put into the path.
pub(crate) fn argument(name: &str, value: &Value) -> Result<String, ArgumentError> {
    let text = match value {
        Value::Array(elements) => elements.iter().map(encode).collect::<Vec<_>>().join(","),
        scalar => encode(scalar),
    };
    if text.is_empty() { Err(ArgumentError::new(name, "is empty")) } else { Ok(text) }
}

fn encode(value: &Value) -> String {
    utf8_percent_encode(&plain_text(value).unwrap_or_default(), RESERVED).to_string()
}

/// The path and, if the template has one, its query.
pub(crate) fn fill<'t>(
    template: &'t str,
    arguments: &[(&'static str, String)],
) -> Result<(String, Option<&'t str>), ArgumentError> {
    let (template, query) = match template.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (template, None),
    };
    let mut path = String::with_capacity(template.len() + 32);
    for segment in template.split('/').skip(usize::from(template.starts_with('/'))) {
        path.push('/');
        fill_segment(segment, arguments, &mut path)?;
    }
    Ok((path, query))
}

fn fill_segment(
    segment: &str,
    arguments: &[(&'static str, String)],
    path: &mut String,
) -> Result<(), ArgumentError> {
    let start = path.len();
    let mut last = None;
    let mut rest = segment;
    while let Some((text, name, after)) = next_parameter(rest) {
        path.push_str(text);
        let argument = arguments.iter().find(|(it, _)| *it == name);
        let (name, value) = argument.ok_or_else(|| ArgumentError::new(name, "is missing"))?;
        path.push_str(value);
        (last, rest) = (Some(*name), after);
    }
    path.push_str(rest);
    match (last, &path[start..]) {
        // Even percent-encoded, these two mean another directory.
        (Some(name), "." | "..") => Err(ArgumentError::new(name, "must not be `.` or `..`")),
        _ => Ok(()),
    }
}

/// The text before the next parameter, its name, and what comes after it.
fn next_parameter(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn filled(template: &'static str, value: &str) -> Result<String, String> {
        let value = argument("name", &json!(value)).map_err(|error| error.to_string())?;
        fill(template, &[("name", value)]).map(|(path, _)| path).map_err(|error| error.to_string())
    }

    #[test]
    fn arguments_stay_inside_their_segment() {
        for (value, encoded) in [
            ("a", "/x/a/y"),
            ("a/b", "/x/a%2Fb/y"),
            ("../b", "/x/..%2Fb/y"),
            ("...", "/x/.../y"),
            ("%2e%2e", "/x/%252e%252e/y"),
            ("a?b#c", "/x/a%3Fb%23c/y"),
            ("50 %", "/x/50%20%25/y"),
            ("ü\\;=", "/x/%C3%BC%5C%3B%3D/y"),
            ("{name}", "/x/%7Bname%7D/y"),
        ] {
            let path = filled("/x/{name}/y", value).unwrap();
            assert_eq!(path, encoded);
            // And the URL does not undo it.
            let url = reqwest::Url::parse(&format!("http://h{path}")).unwrap();
            assert_eq!(url.as_str(), format!("http://h{encoded}"));
        }
    }

    #[test]
    fn refused() {
        for (value, reason) in [
            (".", "argument `name` must not be `.` or `..`"),
            ("..", "argument `name` must not be `.` or `..`"),
            ("", "argument `name` is empty"),
        ] {
            assert_eq!(filled("/x/{name}", value).unwrap_err(), reason);
        }
        assert_eq!(
            filled("/x/.{name}", ".").unwrap_err(),
            "argument `name` must not be `.` or `..`"
        );
        assert_eq!(filled("/x/{other}", "a").unwrap_err(), "argument `other` is missing");
    }

    #[test]
    fn templates() {
        assert_eq!(filled("/files/{name}.json", "..").unwrap(), "/files/...json");
        assert_eq!(filled("/a-{name}:{name}", "b").unwrap(), "/a-b:b");
        assert_eq!(filled("x/{name}/", "b").unwrap(), "/x/b/");
        assert_eq!(filled("/", "b").unwrap(), "/");
        assert_eq!(fill("/x?action=run", &[]).unwrap(), ("/x".to_owned(), Some("action=run")));
    }

    #[test]
    fn scalars_and_lists() {
        assert_eq!(argument("n", &json!(7)).unwrap(), "7");
        assert_eq!(argument("n", &json!(true)).unwrap(), "true");
        assert_eq!(argument("n", &json!(["a,b", 2])).unwrap(), "a%2Cb,2");
        assert!(argument("n", &json!(null)).is_err());
        assert!(argument("n", &json!([])).is_err());
    }
}
