//! Path templates, filled in so that an argument stays inside its segment.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use super::{plain_text, query};
use crate::error::ArgumentError;
use crate::json::tree_to_text;

/// Everything but what RFC 3986 calls unreserved.
pub(crate) const RESERVED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// How an argument is written in the path; the names are OpenAPI's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PathStyle {
    /// `a`, `a,b`, `name,a`; members of an object as `name=a` if exploded.
    Simple {
        /// Whether each member is written with its name.
        explode: bool,
    },
    /// `a/b`: the slashes of a text, and those between the elements of a list, divide segments.
    Segments,
    /// `.a`, `.a,b`; exploded `.a.b`.
    Label {
        /// Whether each element stands on its own.
        explode: bool,
    },
    /// JSON text.
    Json,
    /// `;name=a`, `;name=a,b`; exploded `;name=a;name=b`.
    Matrix {
        /// Whether each element stands on its own.
        explode: bool,
    },
}

/// An empty argument would change which path is asked for, so it is never sent.
const EMPTY: &str = "is empty: without it the path is that of another operation; give a value, or call that operation";

/// An argument, ready to be put into the path.
pub(crate) fn argument(
    name: &str,
    value: &Value,
    style: PathStyle,
) -> Result<String, ArgumentError> {
    match style {
        PathStyle::Segments => return segments(name, value),
        PathStyle::Json => return Ok(query::encode(&tree_to_text(value))),
        _ => {}
    }
    if let (Value::String(text), PathStyle::Simple { .. }) = (value, style)
        && !text.is_empty()
    {
        // What most of them are.
        return Ok(query::encode(text));
    }
    let parts = parts(value);
    if parts.iter().all(|(key, text)| key.is_none() && text.is_empty()) {
        return Err(ArgumentError::new(name, EMPTY));
    }
    let named = utf8_percent_encode(name, RESERVED);
    Ok(match style {
        PathStyle::Simple { explode } => written(&parts, explode, ","),
        PathStyle::Segments | PathStyle::Json => written(&parts, false, "/"),
        PathStyle::Label { explode: false } => format!(".{}", written(&parts, false, ",")),
        PathStyle::Label { explode: true } => format!(".{}", written(&parts, true, ".")),
        PathStyle::Matrix { explode: false } => format!(";{named}={}", written(&parts, false, ",")),
        PathStyle::Matrix { explode: true } => parts
            .iter()
            .map(|(key, text)| match key {
                Some(key) => format!(";{key}={text}"),
                None => format!(";{named}={text}"),
            })
            .collect(),
    })
}

/// Several segments, none of which may lead out of the path.
fn segments(name: &str, value: &Value) -> Result<String, ArgumentError> {
    let texts: Vec<String> = match value {
        Value::Array(elements) => elements.iter().filter_map(plain_text).collect(),
        other => plain_text(other).into_iter().collect(),
    };
    let whole = texts.join("/");
    let mut res = Vec::new();
    for segment in whole.split('/') {
        match segment {
            "" if whole.is_empty() => return Err(ArgumentError::new(name, EMPTY)),
            "" => return Err(ArgumentError::new(name, "must not have an empty segment")),
            "." | ".." => {
                return Err(ArgumentError::new(name, "must not have a segment `.` or `..`"));
            }
            other => res.push(utf8_percent_encode(other, RESERVED).to_string()),
        }
    }
    Ok(res.join("/"))
}

/// The values of an argument, percent-encoded; those of an object with their names.
fn parts(value: &Value) -> Vec<(Option<String>, String)> {
    match value {
        Value::Array(elements) => elements.iter().map(|it| (None, encode(it))).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(key, it)| (Some(utf8_percent_encode(key, RESERVED).to_string()), encode(it)))
            .collect(),
        scalar => vec![(None, encode(scalar))],
    }
}

fn written(parts: &[(Option<String>, String)], explode: bool, separator: &str) -> String {
    let part = |(key, text): &(Option<String>, String)| match (key, explode) {
        (Some(key), true) => format!("{key}={text}"),
        (Some(key), false) => format!("{key},{text}"),
        (None, _) => text.clone(),
    };
    parts.iter().map(part).collect::<Vec<_>>().join(separator)
}

fn encode(value: &Value) -> String {
    utf8_percent_encode(&plain_text(value).unwrap_or_default(), RESERVED).to_string()
}

/// Adds the path to what is there; gives the template's query, if it has one.
pub(crate) fn fill<'t>(
    template: &'t str,
    arguments: &[(&'static str, String)],
    path: &mut String,
) -> Result<Option<&'t str>, ArgumentError> {
    let mut filling = Filling { arguments, path, segment: 0, last: None };
    let mut rest = template.strip_prefix('/').unwrap_or(template);
    filling.begin_segment();
    // In one go: calls fill their templates each time.
    while let Some(at) = rest.bytes().position(|it| matches!(it, b'/' | b'?' | b'{' | b'\\')) {
        let (text, after) = (&rest[..at], &rest[at + 1..]);
        filling.path.push_str(text);
        match rest.as_bytes()[at] {
            b'/' => {
                filling.end_segment()?;
                filling.begin_segment();
            }
            b'?' => {
                filling.end_segment()?;
                return Ok(Some(after));
            }
            b'{' => {
                if let Some((name, after)) = parameter(after) {
                    filling.argument(name)?;
                    rest = after;
                    continue;
                }
                filling.path.push('{');
            }
            // URLs take a `\` for a `/`.
            _ => filling.path.push_str("%5C"),
        }
        rest = after;
    }
    filling.path.push_str(rest);
    filling.end_segment()?;
    Ok(None)
}

/// The name behind an opening brace, and what comes after it. A brace that its segment does not close is a brace.
fn parameter(text: &str) -> Option<(&str, &str)> {
    let end = text.bytes().position(|it| matches!(it, b'/' | b'?' | b'}'))?;
    let after = text[end..].strip_prefix('}')?;
    Some((&text[..end], after))
}

/// A path on its way.
struct Filling<'f> {
    arguments: &'f [(&'static str, String)],
    path: &'f mut String,
    /// Where the present segment begins.
    segment: usize,
    /// Its last argument.
    last: Option<&'static str>,
}

impl Filling<'_> {
    fn begin_segment(&mut self) {
        self.path.push('/');
        (self.segment, self.last) = (self.path.len(), None);
    }

    fn argument(&mut self, name: &str) -> Result<(), ArgumentError> {
        let argument = self.arguments.iter().find(|(it, _)| *it == name);
        let (name, value) = argument.ok_or_else(|| ArgumentError::new(name, "is missing"))?;
        self.path.push_str(value);
        self.last = Some(name);
        Ok(())
    }

    fn end_segment(&self) -> Result<(), ArgumentError> {
        match (self.last, &self.path[self.segment..]) {
            // Even percent-encoded, these two mean another directory.
            (Some(name), "." | "..") => Err(ArgumentError::new(name, "must not be `.` or `..`")),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn filled(template: &'static str, value: &str) -> Result<String, String> {
        let value = argument("name", &json!(value), PathStyle::Simple { explode: false })
            .map_err(|error| error.to_string())?;
        let mut path = String::new();
        fill(template, &[("name", value)], &mut path).map_err(|error| error.to_string())?;
        Ok(path)
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
            ("", &format!("argument `name` {EMPTY}")),
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
        assert_eq!(filled("/a\\b/{name}\\", "c").unwrap(), "/a%5Cb/c%5C");
        assert_eq!(filled("/a{b/c?d={name}", "e").unwrap(), "/a{b/c");
        let mut path = "/base".to_owned();
        assert_eq!(fill("/x?action=run", &[], &mut path).unwrap(), Some("action=run"));
        assert_eq!(path, "/base/x");
    }

    #[test]
    fn several_segments() {
        let of = |value| argument("n", &value, PathStyle::Segments).map_err(|it| it.to_string());
        assert_eq!(of(json!("projects/a b/c?d")).unwrap(), "projects/a%20b/c%3Fd");
        assert_eq!(of(json!(["projects", "a"])).unwrap(), "projects/a");
        assert_eq!(
            of(json!("a/../b")).unwrap_err(),
            "argument `n` must not have a segment `.` or `..`"
        );
        assert_eq!(of(json!("/a")).unwrap_err(), "argument `n` must not have an empty segment");
        assert_eq!(of(json!("")).unwrap_err(), format!("argument `n` {EMPTY}"));
        assert_eq!(of(json!(null)).unwrap_err(), format!("argument `n` {EMPTY}"));
    }

    #[test]
    fn every_style() {
        let simple = |explode| PathStyle::Simple { explode };
        let label = |explode| PathStyle::Label { explode };
        let matrix = |explode| PathStyle::Matrix { explode };
        let (scalar, list) = (json!("a/b"), json!(["a,b", 2]));
        let object = json!({ "r": 1, "g;": true });
        for (style, value, expected) in [
            (simple(false), &scalar, "a%2Fb"),
            (simple(false), &list, "a%2Cb,2"),
            (simple(true), &list, "a%2Cb,2"),
            (simple(false), &object, "r,1,g%3B,true"),
            (simple(true), &object, "r=1,g%3B=true"),
            (label(false), &scalar, ".a%2Fb"),
            (label(false), &list, ".a%2Cb,2"),
            (label(true), &list, ".a%2Cb.2"),
            (label(false), &object, ".r,1,g%3B,true"),
            (label(true), &object, ".r=1.g%3B=true"),
            (matrix(false), &scalar, ";n=a%2Fb"),
            (matrix(false), &list, ";n=a%2Cb,2"),
            (matrix(true), &list, ";n=a%2Cb;n=2"),
            (matrix(false), &object, ";n=r,1,g%3B,true"),
            (matrix(true), &object, ";r=1;g%3B=true"),
        ] {
            assert_eq!(argument("n", value, style).unwrap(), expected, "{style:?} {value}");
        }
        for style in [simple(false), label(true), matrix(false), matrix(true)] {
            assert!(argument("n", &json!(null), style).is_err());
            assert!(argument("n", &json!([]), style).is_err());
        }
    }
}
