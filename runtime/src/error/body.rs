//! An answer that broke off.

use std::fmt::{self, Write as _};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};

use super::{Operation, Tries};
use crate::redaction::{self, Visible};
use crate::response::Head;
use crate::transport::BoxError;

/// The answer broke off: the connection was lost, it ended before the announced length, nothing more came, or it was too
/// large.
pub struct BodyError {
    head: Head,
    received: u64,
    expected: Option<u64>,
    body: Bytes,
    kind: Kind,
    source: Option<BoxError>,
    /// What to know or to do about it.
    help: Option<&'static str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Broken,
    Stalled,
    TooLong,
    /// For memory, where so many bytes may be held.
    TooLarge(u64),
    /// So many values, which take more memory than this limit leaves room for.
    TooManyValues {
        limit: u64,
        values: u64,
    },
    Gap,
    Encoded,
}

impl BodyError {
    pub(crate) fn new(
        head: Head,
        received: u64,
        expected: Option<u64>,
        source: Option<BoxError>,
    ) -> Self {
        let source = source.map(|source| redaction::hide(source, &head.secrets()));
        let (kind, body) = (Kind::Broken, Bytes::new());
        Self { head, received, expected, body, kind, source, help: None }
    }

    pub(crate) fn stalled(
        head: Head,
        received: u64,
        expected: Option<u64>,
        limit: Duration,
    ) -> Self {
        let source = format!("no byte came for {limit:?}");
        let help = Some("`stall_timeout` says how long it may be silent");
        let error = Self::new(head, received, expected, Some(source.into()));
        Self { kind: Kind::Stalled, help, ..error }
    }

    pub(crate) fn too_long(head: Head, received: u64, what: &'static str) -> Self {
        Self { kind: Kind::TooLong, ..Self::new(head, received, None, Some(what.into())) }
    }

    /// More than the limit for what is held in memory; what came is not kept.
    pub(crate) fn too_large(head: Head, received: u64, expected: Option<u64>, limit: u64) -> Self {
        Self { kind: Kind::TooLarge(limit), ..Self::new(head, received, expected, None) }
    }

    /// A file that was asked for as it is came compressed.
    pub(crate) fn encoded(head: Head) -> Self {
        let coding = head.headers.get(header::CONTENT_ENCODING);
        let coding = coding.map(|it| String::from_utf8_lossy(it.as_bytes()).into_owned());
        let source =
            format!("it came compressed (`Content-Encoding: {}`)", coding.unwrap_or_default());
        let help =
            Some("`extra_header(\"Accept-Encoding\", \"gzip\")` of the call lets it be unpacked");
        let error = Self::new(head, 0, None, Some(source.into()));
        Self { kind: Kind::Encoded, help, ..error }
    }

    /// The event stream that broke off here was connected again, and what it hands out need not be all.
    pub(crate) fn into_gap(self) -> Self {
        Self { kind: Kind::Gap, help: None, ..self }
    }

    /// So many values that they take much more memory than the limit for their text.
    pub(crate) fn too_many_values(head: Head, received: u64, values: u64, limit: u64) -> Self {
        let kind = Kind::TooManyValues { limit, values };
        Self { kind, ..Self::new(head, received, None, None) }
    }

    /// It came after as many bytes, of as many in all.
    pub(crate) fn as_part_of(mut self: Box<Self>, before: u64, length: Option<u64>) -> Self {
        self.received += before;
        self.expected = length;
        *self
    }

    pub(crate) fn with_help(mut self: Box<Self>, help: &'static str) -> Self {
        self.help = Some(help);
        *self
    }

    pub(crate) fn with_body(mut self, body: Bytes) -> Self {
        self.body = body;
        self
    }

    pub(crate) fn head(&self) -> &Head {
        &self.head
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

    /// How often the request was sent.
    pub fn attempts(&self) -> u32 {
        self.head.attempts
    }

    /// Whether the connection was still there, but no byte came for too long.
    pub fn is_stalled(&self) -> bool {
        self.kind == Kind::Stalled
    }

    /// Whether the response is larger than what may be held in memory
    /// ([`response_limit`](crate::Call::response_limit)). It was not received any further.
    pub fn is_too_large(&self) -> bool {
        self.limit().is_some()
    }

    /// The limit in bytes that was exceeded, if the response [is too large](Self::is_too_large).
    pub fn limit(&self) -> Option<u64> {
        match self.kind {
            Kind::TooLarge(limit) | Kind::TooManyValues { limit, .. } => Some(limit),
            _ => None,
        }
    }

    /// Whether nothing broke off for good: an event stream lost its connection and has another one, and events may be
    /// missing in between, or come a second time. The stream goes on.
    pub fn is_gap(&self) -> bool {
        self.kind == Kind::Gap
    }

    /// Whether it may go better next time.
    pub(crate) fn is_transient(&self) -> bool {
        matches!(self.kind, Kind::Broken | Kind::Stalled)
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

impl BodyError {
    /// What is too large about it, and what to do.
    fn write_size(&self, f: &mut dyn fmt::Write) -> fmt::Result {
        let (limit, received) = (self.limit().unwrap_or_default(), self.received);
        match (self.kind, self.expected.filter(|expected| *expected > limit)) {
            (Kind::TooManyValues { values, .. }, _) => write!(
                f,
                "too large for the limit of {limit} bytes: it has {values} values in {received} bytes, which take more \
                 memory; raise `response_limit` of the client or of the call, or take the bytes by `raw`"
            ),
            (_, announced) => {
                write!(f, "larger than the limit of {limit} bytes: ")?;
                match announced {
                    Some(announced) => write!(f, "{announced} bytes are announced")?,
                    None => write!(f, "{received} bytes came, decompressed, and not all of it")?,
                }
                f.write_str("; raise `response_limit` of the client or of the call, or take it as a download")
            }
        }
    }
}

impl fmt::Display for BodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let f = &mut Visible(f);
        let operation = &self.head.operation;
        if self.is_too_large() {
            write!(f, "{}: the response is ", operation.id())?;
            self.write_size(f)?;
            return write!(f, " ({operation}, {}{})", self.head.status, Tries(self.head.attempts));
        }
        let what = match self.kind {
            Kind::Gap => {
                "events may be missing here, or come again: the stream was connected again"
            }
            Kind::Encoded => "the response is not the file that was asked for",
            _ => "the answer broke off",
        };
        write!(f, "{}: {what}", operation.id())?;
        if self.kind != Kind::Encoded {
            write!(f, " after {}", self.received)?;
            if let Some(expected) = self.expected {
                write!(f, " of {expected}")?;
            }
            write!(f, " bytes")?;
        }
        if let Some(source) = &self.source {
            write!(f, ": {source}")?;
        }
        write!(f, " ({operation}, {}{}", self.head.status, Tries(self.head.attempts))?;
        if let Some(help) = self.help {
            write!(f, "; {help}")?;
        }
        f.write_str(")")
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
            // Half a document: nobody knows what of it is a secret.
            .field("body", &format_args!("{} bytes", self.body.len()))
            .field("received", &self.received)
            .field("expected", &self.expected)
            .field("kind", &self.kind)
            .field("source", &self.source)
            .finish()
    }
}
