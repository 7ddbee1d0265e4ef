//! How many values a document has, counted before it is read: each takes memory, however short its text is.

use super::Head;
use crate::Error;
use crate::error::BodyError;

/// As many times the limit for the text may be taken by what is read from it.
const TIMES: u64 = 2;

/// As many bytes may be taken whatever the limit.
const LEAST: u64 = 1024 * 1024;

/// About as many bytes are taken by a value of JSON, while it is read and as a result of that.
const OF_JSON: u64 = 100;

/// The same of an element of XML.
#[cfg(feature = "xml")]
const OF_XML: u64 = 200;

/// The fewest bytes of a text that hold a value.
const SHORTEST: u64 = 2;

/// An error if the values of a document take much more memory than the limit for its text: `[[],[],[],..` takes thirty
/// times as much. Documents that are too short for that are not looked at.
pub(crate) fn check(head: &Head, body: &[u8]) -> Result<(), Error> {
    let Some(limit) = head.response_limit else { return Ok(()) };
    let room = limit.saturating_mul(TIMES).max(LEAST);
    let length = body.len() as u64;
    #[cfg(feature = "xml")]
    let (is_xml, cost) = match head.is_xml(body) {
        true => (true, OF_XML),
        false => (false, OF_JSON),
    };
    #[cfg(not(feature = "xml"))]
    let (is_xml, cost) = (false, OF_JSON);
    if length / SHORTEST * cost <= room {
        return Ok(());
    }
    let values = if is_xml { elements(body) } else { values(body) };
    if values.saturating_mul(cost) <= room {
        return Ok(());
    }
    Err(BodyError::too_many_values(head.clone(), length, values, limit).into())
}

/// The values of a JSON text, and the names of its properties, or a few more.
fn values(text: &[u8]) -> u64 {
    let mut count = 1;
    let (mut in_string, mut is_escaped) = (false, false);
    for byte in text {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if in_string => is_escaped = true,
            b'"' => in_string = !in_string,
            b',' | b':' | b'[' | b'{' if !in_string => count += 1,
            _ => {}
        }
    }
    count
}

/// The elements of an XML text, and what looks like one.
fn elements(text: &[u8]) -> u64 {
    text.windows(2).filter(|it| it[0] == b'<' && it[1] != b'/').count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_counted() {
        for (text, expected) in [
            ("", 1),
            ("5", 1),
            ("[1,2]", 3),
            (r#"{"a":[1],"b":"c"}"#, 6),
            // An empty one counts as one with a value.
            (r#"{"a":[],"b":"c"}"#, 6),
            (r#"["a,b:c[d{","\",\\",1]"#, 4),
        ] {
            assert_eq!(values(text.as_bytes()), expected, "{text}");
        }
        assert_eq!(elements(b"<a><b/>text</a>"), 2);
        assert_eq!(elements(b"<"), 0);
    }
}
