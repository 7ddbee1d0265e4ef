//! The head of an answer.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, StatusCode, header};
use openapi_media::Kind;

use crate::difference::Observer;
use crate::error::Operation;
use crate::format::Formats;
use crate::media::Offer;
use crate::recovery::Tolerance;
use crate::redaction::{Headers, Secrets, excerpt};
use crate::request::Proofs;
use crate::{HttpClient, Secret};

/// As many bytes of a body are searched for its excerpt.
const SEARCHED: usize = 16 * 1024;

/// An answer with its status and headers. `Debug` does not show headers that hold secrets.
#[derive(Clone)]
#[non_exhaustive]
pub struct Response<T> {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The answer itself.
    pub value: T,
}

impl<T> Response<T> {
    /// A header as text; `None` if it is not there or not text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("headers", &Headers(&self.headers))
            .field("value", &self.value)
            .finish()
    }
}

/// The operation, and what is known of its answer before the body.
#[derive(Clone)]
pub(crate) struct Head {
    pub(crate) operation: Operation,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// How often the request was sent.
    pub(crate) attempts: u32,
    /// What the request was sent with, if it had one.
    pub(crate) idempotency_key: Option<Arc<str>>,
    /// What it was asked with.
    pub(crate) proofs: Proofs,
    /// The secrets among what was sent with it.
    pub(crate) sent: Option<Arc<[Secret]>>,
    /// As many bytes of it may be held in memory.
    pub(crate) response_limit: Option<u64>,
    /// How the body is read.
    pub(crate) formats: Formats,
    /// Who asked: an answer may lead to further calls.
    pub(crate) client: HttpClient,
    /// How long it took from the first attempt to the head of the answer.
    pub(crate) took: Duration,
}

impl Head {
    /// Who wants to know where the answer differs from the description.
    pub(crate) fn observer(&self) -> Option<&Observer> {
        self.client.shared().observer.as_ref()
    }

    /// Whether the server has made a change, and says so.
    pub(crate) fn is_done(&self) -> bool {
        let reads =
            matches!(self.operation.method(), "GET" | "HEAD" | "OPTIONS" | "TRACE" | "QUERY");
        !reads && self.status.is_success()
    }

    /// How much of a response may be missing.
    pub(crate) fn tolerance(&self) -> Tolerance {
        let is_done = self.is_done();
        Tolerance { is_lenient: is_done || self.formats.lenient, is_done }
    }

    /// How much of a value in a stream may be missing.
    pub(crate) fn tolerance_in_stream(&self) -> Tolerance {
        Tolerance { is_lenient: self.formats.lenient, is_done: false }
    }

    /// The media type without its parameters, in lower case; empty if there is none.
    pub(crate) fn media_type(&self) -> String {
        let value = self
            .headers
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        openapi_media::essence(value)
    }

    /// Whether a body is XML: by its media type, or by how it begins if that says nothing.
    #[cfg(feature = "xml")]
    pub(crate) fn is_xml(&self, body: &[u8]) -> bool {
        match Kind::of(&self.media_type()) {
            Kind::Xml => true,
            Kind::Json | Kind::Html => false,
            _ => body.trim_ascii_start().starts_with(b"<"),
        }
    }

    /// Whether the media type is XML.
    #[cfg(feature = "xml")]
    pub(crate) fn is_declared_xml(&self) -> bool {
        Kind::of(&self.media_type()) == Kind::Xml
    }

    /// What the answer may repeat and nobody may see.
    pub(crate) fn secrets(&self) -> Secrets {
        self.proofs.secrets(self.client.shared(), self.sent.as_deref().unwrap_or_default())
    }

    /// The beginning of a body as it may be shown.
    pub(crate) fn excerpt(&self, body: &[u8]) -> String {
        let begin = String::from_utf8_lossy(&body[..body.len().min(SEARCHED)]);
        excerpt(&self.secrets().redact(&begin))
    }

    /// Whether this is a page for people.
    pub(crate) fn is_html(&self) -> bool {
        Kind::of(&self.media_type()) == Kind::Html
    }
}

/// How the body of a successful answer is handed on.
pub(crate) enum Delivery {
    /// Complete, within the time limit.
    Whole,
    /// Complete, without a limit for all of it: what would be a stream, at once.
    WholeStream,
    /// As it comes, without a limit for all of it: a file.
    File,
    /// As it comes: events or values, whenever there are any.
    Stream,
    /// As the alternative for its media type wants it.
    ByMediaType(Vec<Offer>),
}

/// Of the headers only those that cannot hold a secret.
impl fmt::Debug for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Head")
            .field("operation", &self.operation)
            .field("status", &self.status)
            .field("content_type", &self.media_type())
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}
