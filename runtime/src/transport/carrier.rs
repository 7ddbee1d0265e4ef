//! What a client sends its requests with.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::response::Parts;
use http::uri::InvalidUri;
use http::{HeaderMap, Method, StatusCode, Uri, Version, header};

use super::over_reqwest::{self, BuiltIn};
use super::{
    Body, ConnectTimeout, FailureKind, Request, Transport, TransportError, TransportFuture,
};
use crate::Operation;

/// The longest URL, in bytes, that an [`Uri`] can be.
const LONGEST: usize = u16::MAX as usize - 1;

/// What is asked for that is not to be compressed.
pub(crate) const IDENTITY: &str = "identity";

/// The transport that is built in, or one of the user's own.
pub(crate) enum Carrier {
    BuiltIn(BuiltIn),
    /// A client of the user's own.
    Reqwest(reqwest::Client),
    Own(Arc<dyn Transport>),
}

/// A request as it goes over the wire.
pub(crate) struct Outbound {
    pub(crate) operation: Operation,
    pub(crate) method: Method,
    pub(crate) url: reqwest::Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Body,
    /// If the call has one.
    pub(crate) connect_timeout: Option<Duration>,
}

/// The head of an answer, and its body to come.
pub(crate) struct Answered {
    pub(crate) status: StatusCode,
    #[cfg_attr(not(feature = "tracing"), expect(dead_code, reason = "it is there to be recorded"))]
    pub(crate) version: Version,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Body,
}

/// A request on its way. As it comes from the carrier: a future around it would be one more piece of memory.
pub(crate) enum Sending {
    Reqwest(over_reqwest::Sending),
    Own(TransportFuture),
}

impl Future for Sending {
    type Output = Result<Answered, TransportError>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match self.get_mut() {
            Self::Reqwest(sending) => sending.as_mut().poll(context).map(over_reqwest::answered),
            Self::Own(sending) => sending.as_mut().poll(context).map_ok(|response| {
                let (Parts { status, version, headers, .. }, body) = response.into_parts();
                Answered { status, version, headers, body }
            }),
        }
    }
}

impl Carrier {
    /// Whether a redirect is left to the caller. What is the user's own follows redirects by itself, or does not.
    pub(crate) fn leaves_redirects(&self) -> bool {
        matches!(self, Self::BuiltIn(_))
    }

    /// Sends a request; an error if the URL is none for HTTP: too long, that is.
    pub(crate) fn send(&self, outbound: Outbound) -> Result<Sending, InvalidUri> {
        match self {
            Self::BuiltIn(clients) => {
                match clients.client(outbound.connect_timeout, unpacks(&outbound)) {
                    Ok(client) => directly(client, outbound),
                    Err(error) => {
                        let failure = TransportError::new(FailureKind::Connect, error);
                        Ok(Sending::Own(Box::pin(std::future::ready(Err(failure)))))
                    }
                }
            }
            Self::Reqwest(client) => directly(client, outbound),
            Self::Own(transport) => {
                let uri = Uri::try_from(outbound.url.as_str())?;
                let mut request = Request::new(outbound.body);
                *request.method_mut() = outbound.method;
                *request.uri_mut() = uri;
                *request.headers_mut() = outbound.headers;
                request.extensions_mut().insert(outbound.operation);
                if let Some(limit) = outbound.connect_timeout {
                    request.extensions_mut().insert(ConnectTimeout(limit));
                }
                Ok(Sending::Own(transport.send(request)))
            }
        }
    }
}

/// Whether a response may be compressed on its way.
fn unpacks(outbound: &Outbound) -> bool {
    outbound.headers.get(header::ACCEPT_ENCODING).is_none_or(|codings| codings != IDENTITY)
}

/// Without a detour: no [`Uri`], which would become a URL again, and no extensions.
fn directly(client: &reqwest::Client, outbound: Outbound) -> Result<Sending, InvalidUri> {
    if outbound.url.as_str().len() > LONGEST {
        Uri::try_from(outbound.url.as_str())?;
    }
    Ok(Sending::Reqwest(over_reqwest::send(client, outbound)))
}
