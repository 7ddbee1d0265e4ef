//! Failures below HTTP: no connection, a broken one, too slow a one.

use std::fmt;
use std::time::Duration;

use super::Operation;

/// No connection, or it broke before an answer began.
#[derive(Debug)]
pub struct ConnectionError {
    operation: Operation,
    url: String,
    sent: bool,
    source: Box<dyn std::error::Error + Send + Sync>,
}

impl ConnectionError {
    /// `url` is fit to be shown.
    pub(crate) fn new(operation: Operation, url: String, error: reqwest::Error) -> Self {
        let sent = !error.is_connect();
        // The transport's own text has the URL as it was sent, credentials included.
        Self { operation, url, sent, source: Box::new(error.without_url()) }
    }

    /// The operation.
    pub fn operation(&self) -> &Operation {
        &self.operation
    }

    /// The URL, credentials redacted.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// `false`: the request was certainly not sent. `true`: nobody knows, the server may have acted on it.
    pub fn may_have_been_sent(&self) -> bool {
        self.sent
    }
}

impl fmt::Display for ConnectionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, state) = if self.sent {
            ("connection broke before an answer came", "the server may have acted on it")
        } else {
            ("cannot connect", "nothing was sent")
        };
        write!(
            f,
            "{}: {what}: {} ({} {}; {state})",
            self.operation.id(),
            innermost(&*self.source),
            self.operation.method(),
            self.url
        )
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
    limit: Option<Duration>,
    connecting: bool,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl TimeoutError {
    pub(crate) fn new(
        operation: Operation,
        url: String,
        limit: Option<Duration>,
        connecting: bool,
    ) -> Self {
        Self { operation, url, limit, connecting, source: None }
    }

    pub(crate) fn because(mut self, error: reqwest::Error) -> Self {
        self.source = Some(error.without_url().into());
        self
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
        self.limit
    }

    /// `false`: the request was certainly not sent. `true`: nobody knows, the server may have acted on it.
    pub fn may_have_been_sent(&self) -> bool {
        !self.connecting
    }
}

impl fmt::Display for TimeoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, state) = if self.connecting {
            ("no connection", "nothing was sent")
        } else {
            ("no complete answer", "the server may have acted on it")
        };
        let Self { operation, url, limit, .. } = self;
        write!(f, "{}: {what} ", operation.id())?;
        match limit {
            Some(limit) => write!(f, "within {limit:?}")?,
            None => write!(f, "in time")?,
        }
        write!(f, " ({} {url}; {state})", operation.method())
    }
}

impl std::error::Error for TimeoutError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
