//! The default transport.

use std::future::Future;
use std::pin::Pin;
use std::sync::OnceLock;
use std::time::Duration;

use reqwest::redirect::Policy;

use super::connect_limit::{ConnectLimit, with_limit};
use super::{Answered, Body, FailureKind, Outbound, TransportError};
use crate::Error;
use crate::error::ArgumentError;

/// An answer of `reqwest` on its way.
pub(super) type Sending = Pin<Box<dyn Future<Output = reqwest::Result<reqwest::Response>> + Send>>;

/// Sends a request over `reqwest`.
pub(super) fn send(client: &reqwest::Client, outbound: Outbound) -> Sending {
    let mut request = reqwest::Request::new(outbound.method, outbound.url);
    *request.headers_mut() = outbound.headers;
    *request.body_mut() = outbound.body.into_reqwest();
    let sending = client.execute(request);
    match outbound.connect_timeout {
        Some(limit) => Box::pin(with_limit(limit, sending)),
        None => Box::pin(sending),
    }
}

/// What came of it.
pub(super) fn answered(
    answer: reqwest::Result<reqwest::Response>,
) -> Result<Answered, TransportError> {
    let mut answer = answer.map_err(failure)?;
    Ok(Answered {
        status: answer.status(),
        version: answer.version(),
        headers: std::mem::take(answer.headers_mut()),
        body: Body::of_reqwest(answer),
    })
}

/// What `reqwest`'s error means.
fn failure(error: reqwest::Error) -> TransportError {
    let kind = match (error.is_timeout(), error.is_connect()) {
        (true, true) => FailureKind::ConnectTimeout,
        (true, false) => FailureKind::Timeout,
        (false, true) => FailureKind::Connect,
        (false, false) => FailureKind::Broken,
    };
    // The transport's own text has the URL as it was sent, credentials included.
    TransportError::new(kind, error.without_url())
}

/// The clients that are used unless there is one of the user's own.
pub(crate) struct BuiltIn {
    client: reqwest::Client,
    connect_timeout: Duration,
    /// For calls that have a limit of their own for connecting: made for the first of them. With a layer around its
    /// connector a client is slower, for it copies the connector for each call.
    limited: OnceLock<reqwest::Client>,
}

impl BuiltIn {
    pub(crate) fn new(connect_timeout: Duration) -> Result<Self, Error> {
        let client = built(builder(connect_timeout))?;
        Ok(Self { client, connect_timeout, limited: OnceLock::new() })
    }

    /// The client for a call with this limit for connecting.
    pub(super) fn client(&self, limit: Option<Duration>) -> reqwest::Result<&reqwest::Client> {
        if limit.is_none() {
            return Ok(&self.client);
        }
        if let Some(limited) = self.limited.get() {
            return Ok(limited);
        }
        let limited = builder(self.connect_timeout).connector_layer(ConnectLimit).build()?;
        Ok(self.limited.get_or_init(|| limited))
    }
}

fn builder(connect_timeout: Duration) -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .connect_timeout(connect_timeout)
        // Which ones are followed depends on the operation.
        .redirect(Policy::none())
        // A referrer would carry the query, and with it a key.
        .referer(false)
}

fn built(builder: reqwest::ClientBuilder) -> Result<reqwest::Client, Error> {
    builder.build().map_err(|error| {
        ArgumentError::new("http_client", format!("cannot be made: {error}")).because(error).into()
    })
}
