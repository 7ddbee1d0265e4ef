//! What the server answers.

use axum::body::Body as Stream;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use serde_json::Value;

use crate::description::Operation;
use crate::xml::Element;

use super::format::{Format, JSON, XML};
use super::received::Received;
use super::xml::Writer;

/// A status, and a body if there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    status: u16,
    body: Option<Body>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Body {
    /// A value, to be written in the format that is asked for.
    Value(Value),
    /// A media type, and a body as it is.
    Raw(String, Bytes),
}

impl Answer {
    /// An answer without a body.
    pub fn empty(status: u16) -> Self {
        Self { status, body: None }
    }

    /// JSON, or XML where that is asked for.
    pub fn json(status: u16, value: &Value) -> Self {
        Self { status, body: Some(Body::Value(value.clone())) }
    }

    /// A body as it is.
    pub fn raw(status: u16, media_type: &str, body: impl Into<Bytes>) -> Self {
        Self { status, body: Some(Body::Raw(media_type.to_owned(), body.into())) }
    }

    /// The example of an operation's first success.
    ///
    /// # Errors
    ///
    /// An operation that never succeeds, or whose success has no example.
    pub fn of(operation: &Operation, empty_object: bool) -> Result<Self, String> {
        let success =
            operation.success().ok_or_else(|| format!("{} never succeeds", operation.place))?;
        let status = success.code().unwrap_or(200);
        let Some(media) = success.media.first() else {
            let with_body = empty_object && status != 204;
            return Ok(if with_body {
                Self::json(status, &serde_json::json!({}))
            } else {
                Self::empty(status)
            });
        };
        let example = media
            .example
            .as_ref()
            .ok_or_else(|| format!("{} has no example to answer", media.place))?;
        Ok(match example {
            Value::String(text) if !media.is_json() => {
                Self::raw(status, &media.media_type, text.clone())
            }
            other if media.media_type == JSON => Self::json(status, other),
            other => Self::raw(status, &media.media_type, other.to_string()),
        })
    }

    /// The body, where it is JSON.
    pub fn value(&self) -> Option<&Value> {
        match &self.body {
            Some(Body::Value(value)) => Some(value),
            Some(Body::Raw(..)) | None => None,
        }
    }

    /// The same in XML, if it is a value.
    pub(super) fn in_xml(self, writer: &Writer<'_>, operation: &Operation) -> Result<Self, String> {
        match &self.body {
            Some(Body::Value(value)) => {
                let document = self.root(value, writer, operation)?.document();
                Ok(Self::raw(self.status, XML, document))
            }
            Some(Body::Raw(..)) | None => Ok(self),
        }
    }

    /// What is wrong with a request is a root of its own: `<errors>`.
    fn root(
        &self,
        value: &Value,
        writer: &Writer<'_>,
        operation: &Operation,
    ) -> Result<Element, String> {
        let of_status = operation.responses.iter().find(|it| it.code() == Some(self.status));
        let media = of_status.into_iter().flat_map(|it| &it.media).find(|it| it.is_json());
        let schema = media.or(operation.json_answer()).and_then(|it| it.schema.as_ref());
        match self.status {
            400.. => writer.request(schema, value),
            _ => writer.answer(schema, value),
        }
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response<Stream> {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let (media_type, body) = match self.body {
            Some(Body::Value(value)) => (JSON.to_owned(), value.to_string().into()),
            Some(Body::Raw(media_type, body)) => (media_type, body),
            None => return status.into_response(),
        };
        (status, [(CONTENT_TYPE, media_type)], body).into_response()
    }
}

/// The request must accept what the description says that it gets.
pub(super) fn check_accept(
    operation: &Operation,
    format: Format,
    received: &Received,
) -> Vec<String> {
    let Some(accept) = received.header("accept") else { return Vec::new() };
    let media = operation.success().into_iter().flat_map(|it| &it.media);
    let media_types = media.map(|it| format.of(&it.media_type));
    let refused = media_types.filter(|it| !accepts(accept, it));
    refused.map(|it| format!("`Accept: {accept}` does not admit the answer's `{it}`")).collect()
}

fn accepts(accept: &str, media_type: &str) -> bool {
    let kind = media_type.split('/').next().unwrap_or_default();
    let mut ranges = accept.split(',').map(|it| it.split(';').next().unwrap_or_default().trim());
    ranges.any(|it| it == "*/*" || it.eq_ignore_ascii_case(media_type) || it == format!("{kind}/*"))
}

#[cfg(test)]
mod tests {
    use super::accepts;

    #[test]
    fn a_range_admits_what_it_names() {
        for accept in ["*/*", "image/*;q=0.8", "text/plain, image/png", "IMAGE/PNG"] {
            assert!(accepts(accept, "image/png"), "{accept}");
        }
        for accept in ["application/json", "image/jpeg", "text/*", ""] {
            assert!(!accepts(accept, "image/png"), "{accept}");
        }
    }
}
