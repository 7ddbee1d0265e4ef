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
    phase: Phase,
    key: Option<Arc<str>>,
    source: Option<BoxError>,
}

/// How far a call was when the time was over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// It waited for one of the client's connections.
    Queued,
    /// A file of the body was to be opened.
    Opening,
    Connecting,
    Sent,
    /// The answer had begun to arrive: it is not asked for again, because it may have no end.
    Receiving,
}

impl Phase {
    /// What there was none of, and what that means for the request.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Queued => (
                "no connection was free",
                "nothing was sent; `max_connections` others were in use all the time",
            ),
            Self::Opening => ("a file of the body did not open", "nothing was sent"),
            Self::Connecting => ("no connection", "nothing was sent"),
            Self::Sent => ("no complete answer", "the server may have acted on it"),
            Self::Receiving => ("no complete answer", "it had begun to arrive"),
        }
    }
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
        let phase = Phase::Sent;
        Self { operation, url, attempts, limit, phase, key: None, source: None }
    }

    /// It was sent with this idempotency key.
    pub(crate) fn keyed(mut self, key: Option<Arc<str>>) -> Self {
        self.key = key;
        self
    }

    pub(crate) fn idempotency_key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    /// How far it was; sent, unless this says otherwise.
    pub(crate) fn when(mut self, phase: Phase) -> Self {
        self.phase = phase;
        self
    }

    pub(crate) fn is_receiving(&self) -> bool {
        self.phase == Phase::Receiving
    }

    /// Whether it is for reasons of this side, so that there is no use in trying again at once.
    pub(crate) fn is_local(&self) -> bool {
        matches!(self.phase, Phase::Queued | Phase::Opening)
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
        matches!(self.phase, Phase::Sent | Phase::Receiving)
    }
}

impl fmt::Display for TimeoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let f = &mut Visible(f);
        let (what, state) = self.phase.words();
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
