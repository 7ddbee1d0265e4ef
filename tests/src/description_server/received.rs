//! A request as it came, taken apart as far as HTTP goes.

use std::fmt;

use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::HeaderMap;
use bytes::Bytes;
use percent_encoding::percent_decode_str;

/// The most that a request may hold; proxies before servers have the same limit.
const LARGEST_BODY: usize = 1 << 20;

/// A request with its body.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    pub(crate) method: String,
    /// Still percent-encoded.
    pub(crate) path: String,
    pub(crate) query: Vec<Pair>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// One `name=value` of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pair {
    pub(crate) name: String,
    /// Still percent-encoded, so that a separator can be told from a part of a value.
    pub(crate) raw: String,
}

impl Pair {
    /// The value, decoded.
    pub(crate) fn value(&self) -> String {
        decode_query(&self.raw)
    }
}

impl Received {
    /// Reads the whole request.
    pub(crate) async fn read(request: Request) -> Result<Self, String> {
        let (parts, body) = request.into_parts();
        let body = to_bytes(body, LARGEST_BODY)
            .await
            .map_err(|error| format!("its body breaks off: {error}"))?;
        Ok(Self {
            method: parts.method.to_string(),
            path: parts.uri.path().to_owned(),
            query: pairs(parts.uri.query().unwrap_or_default()),
            headers: parts.headers,
            body,
        })
    }

    /// A header's text; empty if it is not text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|it| it.to_str().unwrap_or_default())
    }

    /// The media type of the body, without its parameters.
    pub(crate) fn media_type(&self) -> Option<String> {
        let essence = self.header("content-type")?.split(';').next().unwrap_or_default();
        Some(essence.trim().to_ascii_lowercase())
    }
}

impl fmt::Display for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

/// The pairs of a query or of a form.
pub(crate) fn pairs(text: &str) -> Vec<Pair> {
    let parts = text.split('&').filter(|it| !it.is_empty());
    let pair = |part: &str| {
        let (name, raw) = part.split_once('=').unwrap_or((part, ""));
        Pair { name: decode_query(name), raw: raw.to_owned() }
    };
    parts.map(pair).collect()
}

/// A piece of a query, decoded.
pub(crate) fn decode_query(raw: &str) -> String {
    decode(&raw.replace('+', " "))
}

/// A piece of a path, decoded. What is no UTF-8 becomes a sign that no example has.
pub(crate) fn decode(raw: &str) -> String {
    percent_decode_str(raw).decode_utf8_lossy().into_owned()
}
