//! The default transport.

use std::time::Duration;

use reqwest::redirect::{Attempt, Policy};

use super::connect_limit::{ConnectLimit, with_limit};
use super::{
    Body, ConnectTimeout, FailureKind, Request, Transport, TransportError, TransportFuture,
};
use crate::Error;
use crate::error::ArgumentError;

/// As many redirects are followed, all on the same origin.
const REDIRECTS: usize = 10;

/// The URI of a request, so that it need not be parsed again; an extension of the request.
#[derive(Clone)]
pub(crate) struct ParsedUrl(pub(crate) reqwest::Url);

/// `reqwest` as a transport.
pub(crate) struct OverReqwest(pub(crate) reqwest::Client);

impl Transport for OverReqwest {
    fn send(&self, request: Request) -> TransportFuture {
        let (mut parts, body) = request.into_parts();
        let limit = parts.extensions.remove();
        let request = match parts.extensions.remove() {
            Some(ParsedUrl(url)) => {
                let mut request = reqwest::Request::new(parts.method, url);
                *request.headers_mut() = parts.headers;
                Ok(request)
            }
            // From a transport around this one that made a request of its own.
            None => reqwest::Request::try_from(http::Request::from_parts(parts, "")),
        };
        let sending = request.map(|mut request| {
            *request.body_mut() = body.into_reqwest();
            self.0.execute(request)
        });
        Box::pin(async move {
            let sending = sending.map_err(failure)?;
            let response = match limit {
                Some(ConnectTimeout(limit)) => with_limit(limit, sending).await,
                None => sending.await,
            };
            let response = response.map_err(failure)?;
            Ok(http::Response::from(response).map(Body::of_reqwest))
        })
    }
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

/// The client that is used unless there is one of the user's own.
pub(crate) fn reqwest_client(connect_timeout: Duration) -> Result<reqwest::Client, Error> {
    let builder = reqwest::Client::builder()
        .connect_timeout(connect_timeout)
        .connector_layer(ConnectLimit)
        .redirect(Policy::custom(follow))
        // A referrer would carry the query, and with it a key.
        .referer(false);
    builder.build().map_err(|error| {
        ArgumentError::new("http_client", format!("cannot be made: {error}")).because(error).into()
    })
}

/// Same origin only. A redirect that is not followed is the answer.
fn follow(attempt: Attempt<'_>) -> reqwest::redirect::Action {
    let same =
        attempt.previous().last().is_some_and(|from| from.origin() == attempt.url().origin());
    if same && attempt.previous().len() <= REDIRECTS { attempt.follow() } else { attempt.stop() }
}
