//! An answer that broke off.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::Operation;
use crate::json::excerpt;
use crate::response::Head;

/// The answer broke off: the connection was lost, or it ended before the announced length.
pub struct BodyError {
    head: Head,
    received: u64,
    expected: Option<u64>,
    body: Bytes,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl BodyError {
    pub(crate) fn new(
        head: Head,
        received: u64,
        expected: Option<u64>,
        source: Option<reqwest::Error>,
    ) -> Self {
        let source = source.map(|error| error.without_url().into());
        Self { head, received, expected, body: Bytes::new(), source }
    }

    pub(crate) fn too_long(head: Head, received: u64, what: &'static str) -> Self {
        Self { head, received, expected: None, body: Bytes::new(), source: Some(what.into()) }
    }

    pub(crate) fn with_body(mut self, body: Bytes) -> Self {
        self.body = body;
        self
    }

    /// The operation.
    pub fn operation(&self) -> &Operation {
        &self.head.operation
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.head.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// How many bytes came.
    pub fn received(&self) -> u64 {
        self.received
    }

    /// How many bytes were announced.
    pub fn expected(&self) -> Option<u64> {
        self.expected
    }

    /// The bytes that came, unless they were handed out already (downloads, event streams).
    pub fn body(&self) -> &[u8] {
        &self.body
    }
}

impl fmt::Display for BodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operation = &self.head.operation;
        write!(f, "{}: the answer broke off after {}", operation.id(), self.received)?;
        if let Some(expected) = self.expected {
            write!(f, " of {expected}")?;
        }
        write!(f, " bytes")?;
        if let Some(source) = &self.source {
            write!(f, ": {source}")?;
        }
        write!(f, " ({operation}, {})", self.head.status)
    }
}

impl std::error::Error for BodyError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

impl fmt::Debug for BodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BodyError")
            .field("head", &self.head)
            .field("body", &excerpt(&String::from_utf8_lossy(&self.body)))
            .field("received", &self.received)
            .field("expected", &self.expected)
            .field("source", &self.source)
            .finish()
    }
}
