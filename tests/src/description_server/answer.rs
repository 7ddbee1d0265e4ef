//! What the server answers.

use axum::body::Body;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use serde_json::Value;

use crate::description::Operation;

use super::received::Received;

/// A status, and a body if there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    status: u16,
    /// The media type, and the body.
    body: Option<(String, Bytes)>,
}

impl Answer {
    /// An answer without a body.
    pub fn empty(status: u16) -> Self {
        Self { status, body: None }
    }

    /// JSON.
    pub fn json(status: u16, value: &Value) -> Self {
        Self::raw(status, "application/json", value.to_string())
    }

    /// A body as it is.
    pub fn raw(status: u16, media_type: &str, body: impl Into<Bytes>) -> Self {
        Self { status, body: Some((media_type.to_owned(), body.into())) }
    }

    /// The example of an operation's first success.
    pub(super) fn of(operation: &Operation, empty_object: bool) -> Result<Self, String> {
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
            other => Self::raw(status, &media.media_type, other.to_string()),
        })
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response<Body> {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        match self.body {
            Some((media_type, body)) => {
                (status, [(CONTENT_TYPE, media_type)], body).into_response()
            }
            None => status.into_response(),
        }
    }
}

/// The request must accept what the description says that it gets.
pub(super) fn check_accept(operation: &Operation, received: &Received) -> Vec<String> {
    let Some(accept) = received.header("accept") else { return Vec::new() };
    let media = operation.success().into_iter().flat_map(|it| &it.media);
    let refused = media.filter(|it| !accepts(accept, &it.media_type));
    refused
        .map(|it| format!("`Accept: {accept}` does not admit the answer's `{}`", it.media_type))
        .collect()
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
