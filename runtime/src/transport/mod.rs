//! What carries requests to the server and answers back, below credentials and retries.
//!
//! The default is [`reqwest`]. One of your own gets each attempt as it would go over the wire, credentials
//! included, and follows redirects or does not:
//!
//! ```
//! use openapi_runtime::HttpClient;
//! use openapi_runtime::transport::{Body, Request, Response, Transport, TransportFuture};
//!
//! /// Answers everything with its own path.
//! struct Echo;
//!
//! impl Transport for Echo {
//!     fn send(&self, request: Request) -> TransportFuture {
//!         let path = request.uri().path().to_owned();
//!         Box::pin(async move { Ok(Response::new(Body::from(path))) })
//!     }
//! }
//!
//! # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
//! let http = HttpClient::builder("https://example.com/api").transport(Echo).build()?;
//! assert_eq!(http.get("op", "/hello").text().await?, "/api/hello");
//! # Ok::<_, openapi_runtime::Error>(()) }).unwrap();
//! ```

mod body;
mod carrier;
mod connect_limit;
mod connection;
mod failure;
mod over_reqwest;
mod proxy;
mod tls;

use std::fmt;
use std::future::Future;
use std::pin::Pin;

pub use body::Body;
pub(crate) use carrier::{Answered, Carrier, IDENTITY, Outbound, Sending};
#[doc(hidden)]
pub use connection::ConnectionSettings;
pub(crate) use failure::PROXY_PASSWORD;
pub(crate) use over_reqwest::BuiltIn;
pub use proxy::Proxy;
pub(crate) use tls::{IS_THERE as HAS_TLS, MISSING as NO_TLS};

/// Any error.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// A request as it goes over the wire: the URI is absolute. Among its extensions is the
/// [`Operation`](crate::Operation), and a [`ConnectTimeout`] if the call has one.
pub type Request = http::Request<Body>;

/// How long connecting may take for this request, if the call says so
/// ([`Call::connect_timeout`](crate::Call::connect_timeout)); an extension of the [`Request`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConnectTimeout(pub std::time::Duration);

/// An answer as it comes in.
pub type Response = http::Response<Body>;

/// An answer on its way.
pub type TransportFuture = Pin<Box<dyn Future<Output = Result<Response, TransportError>> + Send>>;

/// Carries requests to the server and answers back.
///
/// Time limits are kept by who calls it: the future is dropped when one is exceeded.
pub trait Transport: Send + Sync + 'static {
    /// Sends a request; gives the answer as soon as its headers are there.
    fn send(&self, request: Request) -> TransportFuture;
}

/// Why no answer came.
#[derive(Debug)]
pub struct TransportError {
    pub(crate) kind: FailureKind,
    pub(crate) source: BoxError,
    /// Why it will be the same next time, and what to do.
    pub(crate) permanent: Option<Box<str>>,
}

/// What a failure means for the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FailureKind {
    /// No connection came about: nothing was sent.
    Connect,
    /// No connection came about in time: nothing was sent.
    ConnectTimeout,
    /// The server refused the connection or the request before it looked at it, and says so: it did not act on it.
    Refused,
    /// It took too long; the server may have acted on the request.
    Timeout,
    /// The connection broke; the server may have acted on the request.
    Broken,
}

impl TransportError {
    /// A failure; `source` must not contain credentials.
    pub fn new(kind: FailureKind, source: impl Into<BoxError>) -> Self {
        Self { kind, source: source.into(), permanent: None }
    }

    /// The same would happen again, so there are no retries. `explanation` says in plain words what is wrong and what to
    /// do; errors show it in place of the source.
    #[must_use]
    pub fn permanent(mut self, explanation: impl Into<String>) -> Self {
        self.permanent = Some(explanation.into().into());
        self
    }

    /// Whether the same would happen again.
    pub fn is_permanent(&self) -> bool {
        self.permanent.is_some()
    }

    /// What it means for the request.
    pub fn kind(&self) -> FailureKind {
        self.kind
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.permanent {
            Some(explanation) => f.write_str(explanation),
            None => self.source.fmt(f),
        }
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.source()
    }
}
