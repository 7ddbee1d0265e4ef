//! One received request: what tells its kind, and its body in whichever format it came.

use std::fmt;

use bytes::Bytes;
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use percent_encoding::percent_decode;
use serde_json::{Map, Value};

use crate::json::{Reading, Tape, View};
use crate::redaction::Headers;
use crate::{Decode, DecodeError, Node, Wrap};

/// A received request, for generated code.
///
/// Making one never fails: what is wrong with the body is said by what needs it.
pub struct Incoming<'a> {
    headers: &'a HeaderMap,
    body: &'a [u8],
    content: Content<'a>,
}

/// Neither the body nor signatures and other headers that hold secrets.
impl fmt::Debug for Incoming<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Incoming")
            .field("headers", &Headers(self.headers))
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish()
    }
}

enum Content<'a> {
    Json(Tape<'a>),
    /// The members of a form, as text.
    Form(Value),
    Faulty(DecodeError),
}

impl<'a> Incoming<'a> {
    /// Reads the body as JSON, or as a form if the content type says so. An empty body is what `{}` would be.
    #[must_use]
    pub fn new(headers: &'a HeaderMap, body: &'a [u8]) -> Self {
        let text = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
        let content = if is_form(headers) {
            Content::Form(form(text))
        } else if text.trim_ascii().is_empty() {
            Content::Json(Tape::empty())
        } else {
            match Tape::parse(text) {
                Ok(tape) => Content::Json(tape),
                Err(error) => {
                    let shown = String::from_utf8_lossy(&text[..text.len().min(4096)]);
                    let found = format!("text that is not ({error})");
                    Content::Faulty(DecodeError::text("JSON", found, &shown))
                }
            }
        };
        Self { headers, body, content }
    }

    /// The text of a header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&'a str> {
        self.headers.get(name)?.to_str().ok().map(str::trim)
    }

    /// A property of the body that is text, a number or a boolean, as text. A name with dots leads into objects, if
    /// there is no property of the whole name.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<String> {
        let root = self.node().ok()?;
        let found = match root.member(name) {
            Some(found) => found,
            None => name.split('.').try_fold(root, |node, step| node.member(step))?,
        };
        match found.to_value() {
            Value::String(text) => Some(text),
            scalar @ (Value::Number(_) | Value::Bool(_)) => Some(scalar.to_string()),
            Value::Null | Value::Array(_) | Value::Object(_) => None,
        }
    }

    /// The body as a type.
    ///
    /// # Errors
    ///
    /// A body that is not of this type, or neither JSON nor a form.
    pub fn decode<T: Decode>(&self) -> Result<T, DecodeError> {
        self.decode_in(&[])
    }

    /// The same, of a value in envelopes.
    ///
    /// # Errors
    ///
    /// As [`decode`](Self::decode).
    pub fn decode_in<T: Decode>(&self, wraps: &'static [Wrap]) -> Result<T, DecodeError> {
        self.read(wraps).map_err(|error| error.hidden_if(T::holds_secrets()))
    }

    fn read<T: Decode>(&self, wraps: &'static [Wrap]) -> Result<T, DecodeError> {
        let read = self.node()?.inside(wraps).decode();
        match (&self.content, read) {
            // A form writes an object or an array in one of its fields as JSON.
            (Content::Form(fields), Err(error)) => {
                let opened = opened(fields);
                Node::new(&opened).read(Reading::Loose).inside(wraps).decode().map_err(|_| error)
            }
            (_, read) => read,
        }
    }

    /// The body as JSON.
    ///
    /// # Errors
    ///
    /// A body that is neither JSON nor a form.
    pub fn value(&self) -> Result<Value, DecodeError> {
        Ok(self.node()?.to_value())
    }

    /// The body as it came.
    #[must_use]
    pub fn bytes(&self) -> Bytes {
        Bytes::copy_from_slice(self.body)
    }

    fn node(&self) -> Result<Node<'_>, DecodeError> {
        match &self.content {
            Content::Json(tape) => Ok(Node::at(View::of(tape))),
            Content::Form(fields) => Ok(Node::new(fields).read(Reading::Loose)),
            Content::Faulty(error) => Err(error.clone()),
        }
    }
}

fn is_form(headers: &HeaderMap) -> bool {
    let media = headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or_default();
    let essence = media.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

/// The fields of a form; a name that comes several times is an array.
fn form(text: &[u8]) -> Value {
    let mut fields = Map::new();
    for pair in text.split(|it| *it == b'&').filter(|it| !it.is_empty()) {
        let at = pair.iter().position(|it| *it == b'=').unwrap_or(pair.len());
        let name = form_text(&pair[..at]);
        let value = Value::String(form_text(pair.get(at + 1..).unwrap_or_default()));
        match fields.get_mut(&name) {
            None => {
                fields.insert(name, value);
            }
            Some(Value::Array(values)) => values.push(value),
            Some(first) => *first = Value::Array(vec![first.take(), value]),
        }
    }
    Value::Object(fields)
}

fn form_text(raw: &[u8]) -> String {
    let spaced: Vec<u8> = raw.iter().map(|it| if *it == b'+' { b' ' } else { *it }).collect();
    percent_decode(&spaced).decode_utf8_lossy().into_owned()
}

/// The form with the fields opened that hold an object or an array as JSON.
fn opened(fields: &Value) -> Value {
    let open = |(name, value): (&String, &Value)| {
        let json = value.as_str().and_then(|text| serde_json::from_str::<Value>(text).ok());
        let inner = json.filter(|it| it.is_object() || it.is_array());
        (name.clone(), inner.unwrap_or_else(|| value.clone()))
    };
    fields.as_object().map_or(Value::Null, |fields| fields.iter().map(open).collect())
}
