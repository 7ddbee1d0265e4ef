//! Finds the server's own words in the body of an error.

use std::borrow::Cow;

use serde_json::Value;

use crate::redaction::{Secrets, text_without_secrets, visible};

/// The longest message, in characters.
const LONGEST: usize = 300;

/// The members in which servers put the reason, the most telling first.
const MEMBERS: [&str; 9] = [
    "message",
    "error",
    "detail",
    "error_description",
    "errors",
    "reason",
    "msg",
    "description",
    "title",
];

/// The reason that a body gives: from JSON, from the text of an HTML page, or the text itself.
pub(crate) fn find(body: &[u8], secrets: &Secrets) -> Option<String> {
    let text = match serde_json::from_slice::<Value>(body) {
        Ok(value) => in_json(&value, 0)?,
        Err(_) => in_xml(body).unwrap_or_else(|| {
            // Before what looks like markup is taken out, which may be a part of a secret.
            in_text(&secrets.redact_unescaped(&unfinished(body)))
        }),
    };
    shown(&text, secrets)
}

/// A text. Of what looks like JSON, but is none, nobody knows what is a reason: not what is a secret by its name.
fn unfinished(body: &[u8]) -> Cow<'_, str> {
    let text = String::from_utf8_lossy(body);
    match text.trim_start().starts_with(['{', '[']) {
        true => text_without_secrets(&text).into(),
        false => text,
    }
}

/// The reason that a value gives, in all its length.
pub(crate) fn reason_in(value: &Value) -> Option<String> {
    in_json(value, 0)
}

/// Words of a server as they may be shown: in one line, and not too long. Secrets are redacted before the end is cut,
/// lest the beginning of one is left.
pub(crate) fn shown(text: &str, secrets: &Secrets) -> Option<String> {
    let text = secrets.redact(text);
    let text = visible(&text.split_whitespace().collect::<Vec<_>>().join(" "));
    if text.is_empty() {
        return None;
    }
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => Some(format!("{}…", &text[..end])),
        None => Some(text),
    }
}

/// Texts as they are; of an array its elements' reasons; of an object the most telling member.
fn in_json(value: &Value, depth: usize) -> Option<String> {
    if depth > 4 {
        return None;
    }
    match value {
        Value::String(text) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
        Value::Array(elements) => {
            let reasons: Vec<_> =
                elements.iter().filter_map(|element| in_json(element, depth + 1)).collect();
            Some(reasons.join("; ")).filter(|text| !text.is_empty())
        }
        Value::Object(members) => {
            let named = MEMBERS.iter().find_map(|name| in_json(members.get(*name)?, depth + 1));
            // Reasons by field: {"errors": {"email": ["is taken"]}}.
            named.or_else(|| {
                let by_field = members.iter().filter(|_| depth > 0).filter_map(|(name, value)| {
                    Some(format!("{name}: {}", in_json(listed(name, value)?, depth + 1)?))
                });
                Some(by_field.collect::<Vec<_>>().join("; ")).filter(|text| !text.is_empty())
            })
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

/// The reasons of one field. XML has them below the name of an item: `<email><email>is taken</email></email>`.
fn listed<'v>(name: &str, value: &'v Value) -> Option<&'v Value> {
    match value {
        Value::Array(_) => Some(value),
        Value::Object(members) if members.len() == 1 => {
            let (item, reasons) = members.iter().next()?;
            (name.starts_with(item) && (reasons.is_array() || reasons.is_string()))
                .then_some(reasons)
        }
        _ => None,
    }
}

#[cfg(not(feature = "xml"))]
fn in_xml(_: &[u8]) -> Option<String> {
    None
}

/// What the same would be in JSON; nothing of pages for people.
#[cfg(feature = "xml")]
fn in_xml(body: &[u8]) -> Option<String> {
    let rules = crate::XmlRules::new();
    let (root, document) = crate::xml::parse(body, &rules).ok()?;
    let value = crate::xml::plain(document.get(&root)?);
    // `<error>` is the reason; any other root is a name for what holds it.
    in_json(&crate::json::enveloped(&root, value.clone()), 0).or_else(|| in_json(&value, 0))
}

/// The text of a page without its markup, styles and scripts.
fn in_text(text: &str) -> String {
    if !text.trim_start().starts_with('<') {
        return text.chars().map(|it| if it.is_control() { ' ' } else { it }).collect();
    }
    let mut shown = String::new();
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        shown.push_str(&rest[..start]);
        shown.push(' ');
        rest = &rest[start..];
        let end = ["style", "script", "!--"]
            .iter()
            .find(|tag| rest.get(1..=tag.len()).is_some_and(|it| it.eq_ignore_ascii_case(tag)))
            .map(|tag| if *tag == "!--" { "-->".to_owned() } else { format!("</{tag}") })
            .and_then(|closing| find_ignoring_case(rest, &closing))
            .unwrap_or(0);
        let Some(close) = rest[end..].find('>') else { return shown };
        rest = &rest[end + close + 1..];
    }
    shown.push_str(rest);
    shown
}

fn find_ignoring_case(text: &str, ascii: &str) -> Option<usize> {
    text.as_bytes()
        .windows(ascii.len())
        .position(|window| window.eq_ignore_ascii_case(ascii.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(body: &[u8]) -> Option<String> {
        super::find(body, &Secrets::default())
    }

    #[test]
    fn table() {
        for (body, expected) in [
            (r#"{"status":"Not Found","message":"No such app"}"#, Some("No such app")),
            (r#"{"error":"bad token"}"#, Some("bad token")),
            (r#"{"error":{"code":5,"message":"quota"}}"#, Some("quota")),
            (
                r#"{"type":"about:blank","title":"Forbidden","detail":"Not yours"}"#,
                Some("Not yours"),
            ),
            (r#"{"title":"Forbidden"}"#, Some("Forbidden")),
            (r#"{"errors":[{"code":1,"message":"one"},{"message":"two"}]}"#, Some("one; two")),
            (r#"{"errors":["one","two"]}"#, Some("one; two")),
            (r#"{"errors":{"email":["is taken"]}}"#, Some("email: is taken")),
            (r#"{"error":{"data":{"id":"5"}}}"#, None),
            (r#"{"detail":[{"loc":["body"],"msg":"field required"}]}"#, Some("field required")),
            (r#"{"message":"","error":"second"}"#, Some("second")),
            (r#""just text""#, Some("just text")),
            (r#"{"code":5}"#, None),
            ("[]", None),
            ("", None),
            ("  \n ", None),
            ("upstream  died\n", Some("upstream died")),
            (
                "<!DOCTYPE html><html><head><title>502 Bad Gateway</title><style>b > i { }</style></head>\
                 <body><!-- a > b --><h1>nginx</h1></body></html>",
                Some("502 Bad Gateway nginx"),
            ),
            ("<html", None),
        ] {
            assert_eq!(find(body.as_bytes()).as_deref(), expected, "{body}");
        }
    }

    #[cfg(feature = "xml")]
    #[test]
    fn in_xml_as_in_json() {
        let errors = "<errors><email type='array'><email>is taken</email></email>\
            <names type='array'><name>is short</name><name>is odd</name></names></errors>";
        for (body, expected) in [
            ("<errors><error>one</error><error>two</error></errors>", "one; two"),
            ("<error>Resource not found</error>", "Resource not found"),
            (&format!("<hash>{errors}</hash>"), "email: is taken; names: is short; is odd"),
            (errors, "email: is taken; names: is short; is odd"),
        ] {
            assert_eq!(find(body.as_bytes()).as_deref(), Some(expected), "{body}");
        }
    }

    #[test]
    fn is_bounded() {
        let long = find("ü".repeat(10_000).as_bytes()).unwrap();
        assert_eq!(long.chars().count(), LONGEST + 1);
        assert_eq!(find(&[0xff, 0xfe]).as_deref(), Some("\u{fffd}\u{fffd}"));
    }
}
