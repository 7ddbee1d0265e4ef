//! What a client sends its requests with.

use std::sync::Arc;
use std::time::Duration;

use http::uri::InvalidUri;
use http::{HeaderMap, Method, Uri};

use super::over_reqwest::{self, BuiltIn};
use super::{
    Body, ConnectTimeout, FailureKind, Request, Transport, TransportError, TransportFuture,
};
use crate::Operation;

/// The longest URL, in bytes, that an [`Uri`] can be.
const LONGEST: usize = u16::MAX as usize - 1;

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

impl Carrier {
    /// Sends a request; an error if the URL is none for HTTP: too long, that is.
    pub(crate) fn send(&self, outbound: Outbound) -> Result<TransportFuture, InvalidUri> {
        match self {
            Self::BuiltIn(clients) => match clients.client(outbound.connect_timeout) {
                Ok(client) => directly(client, outbound),
                Err(error) => {
                    let failure = TransportError::new(FailureKind::Connect, error);
                    Ok(Box::pin(std::future::ready(Err(failure))))
                }
            },
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
                Ok(transport.send(request))
            }
        }
    }
}

/// Without a detour: no [`Uri`], which would become a URL again, and no extensions.
fn directly(client: &reqwest::Client, outbound: Outbound) -> Result<TransportFuture, InvalidUri> {
    if outbound.url.as_str().len() > LONGEST {
        Uri::try_from(outbound.url.as_str())?;
    }
    Ok(over_reqwest::send(client, outbound))
}
