//! Failures below HTTP: no connection, a broken one, too slow a one.

use std::fmt::{self, Write as _};
use std::sync::Arc;
use std::time::Duration;

use super::{Keyed, Operation, Tries};
use crate::redaction::Visible;
use crate::transport::{BoxError, FailureKind, TransportError};

/// No connection, or it broke before an answer began.
#[derive(Debug)]
pub struct ConnectionError {
    operation: Operation,
    url: String,
    attempts: u32,
    kind: FailureKind,
    /// Why it will be the same next time, and what to do.
    permanent: Option<Box<str>>,
    key: Option<Arc<str>>,
    source: BoxError,
}

impl ConnectionError {
    /// `url` is fit to be shown.
    pub(crate) fn new(
        operation: Operation,
        url: String,
        attempts: u32,
        error: TransportError,
    ) -> Self {
        let TransportError { kind, source, permanent } = error;
        Self { operation, url, attempts, kind, permanent, key: None, source }
    }

    /// It was sent with this idempotency key.
    pub(crate) fn keyed(mut self, key: Option<Arc<str>>) -> Self {
        self.key = key;
        self
    }

    pub(crate) fn idempotency_key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    /// The operation.
    pub fn operation(&self) -> &Operation {
        &self.operation
    }

    /// The URL, credentials redacted.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// How often it was tried.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// `false`: the request was not sent, or the server refused it before it looked at it. `true`: nobody knows, the
    /// server may have acted on it.
    pub fn may_have_been_sent(&self) -> bool {
        !matches!(self.kind, FailureKind::Connect | FailureKind::Refused)
    }

    /// The same would happen again until something is changed: a certificate that is not trusted, `https` where the
    /// server speaks `http`. It was tried once; the message says what to do.
    pub fn is_permanent(&self) -> bool {
        self.permanent.is_some()
    }
}

impl fmt::Display for ConnectionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let f = &mut Visible(f);
        let (what, state) = match self.kind {
            FailureKind::Connect => ("cannot connect", "nothing was sent"),
            FailureKind::Refused => ("the server refused", "it did not act on it"),
            _ => ("connection broke before an answer came", "the server may have acted on it"),
        };
        write!(f, "{}: {what}: ", self.operation.id())?;
        match &self.permanent {
            Some(explanation) => f.write_str(explanation)?,
            None => write!(f, "{}", innermost(&*self.source))?,
        }
        let (method, key) = (self.operation.method(), Keyed(self.idempotency_key()));
        write!(f, " ({method} {}; {state}{}{key})", self.url, Tries(self.attempts))
    }
}

impl std::error::Error for ConnectionError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.source)
    }
}

/// The cause of the causes: the one that says "connection refused".
fn innermost<'e>(
    error: &'e (dyn std::error::Error + 'static),
) -> &'e (dyn std::error::Error + 'static) {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost
}

/// It took too long.
#[derive(Debug)]
pub struct TimeoutError {
    operation: Operation,
    url: String,
    attempts: u32,
    limit: Option<Limit>,
    connecting: bool,
    receiving: bool,
    key: Option<Arc<str>>,
    source: Option<BoxError>,
}

/// A limit of the client.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Limit {
    /// For one attempt.
    Attempt(Duration),
    /// For all attempts together.
    Total(Duration),
}

impl TimeoutError {
    pub(crate) fn new(
        operation: Operation,
        url: String,
        attempts: u32,
        limit: Option<Limit>,
    ) -> Self {
        let (connecting, receiving) = (false, false);
        Self { operation, url, attempts, limit, connecting, receiving, key: None, source: None }
    }

    /// It was sent with this idempotency key.
    pub(crate) fn keyed(mut self, key: Option<Arc<str>>) -> Self {
        self.key = key;
        self
    }

    pub(crate) fn idempotency_key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    /// No connection came about.
    pub(crate) fn connecting(mut self) -> Self {
        self.connecting = true;
        self
    }

    /// The answer had begun to arrive: it is not asked for again, because it may have no end.
    pub(crate) fn receiving(mut self) -> Self {
        self.receiving = true;
        self
    }

    pub(crate) fn is_receiving(&self) -> bool {
        self.receiving
    }

    pub(crate) fn because(mut self, source: BoxError) -> Self {
        self.source = Some(source);
        self
    }

    /// Whether the limit for all attempts together was exceeded.
    pub(crate) fn is_total(&self) -> bool {
        matches!(self.limit, Some(Limit::Total(_)))
    }

    /// The operation.
    pub fn operation(&self) -> &Operation {
        &self.operation
    }

    /// The URL, credentials redacted.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The limit that was exceeded, if it is one of the client's.
    pub fn limit(&self) -> Option<Duration> {
        self.limit.map(|limit| match limit {
            Limit::Attempt(limit) | Limit::Total(limit) => limit,
        })
    }

    /// How often it was tried.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// `false`: the request was certainly not sent. `true`: nobody knows, the server may have acted on it.
    pub fn may_have_been_sent(&self) -> bool {
        !self.connecting
    }
}

impl fmt::Display for TimeoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let f = &mut Visible(f);
        let (what, state) = if self.connecting {
            ("no connection", "nothing was sent")
        } else {
            ("no complete answer", "the server may have acted on it")
        };
        let state = if self.receiving { "it had begun to arrive" } else { state };
        let Self { operation, url, attempts, limit, .. } = self;
        write!(f, "{}: {what} ", operation.id())?;
        match limit {
            Some(Limit::Attempt(limit)) => write!(f, "within {limit:?}")?,
            Some(Limit::Total(limit)) => write!(f, "within {limit:?} in all")?,
            None => write!(f, "in time")?,
        }
        let key = Keyed(self.idempotency_key());
        write!(f, " ({} {url}; {state}{}{key})", operation.method(), Tries(*attempts))
    }
}

impl std::error::Error for TimeoutError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
