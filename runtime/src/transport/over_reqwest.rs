//! The default transport.

use std::future::Future;
use std::pin::Pin;
use std::sync::OnceLock;
use std::time::Duration;

use reqwest::redirect::Policy;

use super::connect_limit::{ConnectLimit, with_limit};
use super::connection::ConnectionSettings;
use super::failure::failure;
use super::proxy::Proxy;
use super::tls::Tls;
use super::{Answered, Body, Outbound, TransportError};
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

/// The clients that are used unless there is one of the user's own.
pub(crate) struct BuiltIn {
    client: reqwest::Client,
    prepared: Box<Prepared>,
    /// For calls that have a limit of their own for connecting: made for the first of them. With a layer around its
    /// connector a client is slower, for it copies the connector for each call.
    limited: OnceLock<reqwest::Client>,
    /// For files that are asked for as they are: the other clients unpack whatever a server calls encoded, also if nobody
    /// asked for that. With and without a limit for connecting, made for the first that needs it.
    as_it_comes: [OnceLock<reqwest::Client>; 2],
}

impl BuiltIn {
    pub(crate) fn new(settings: &ConnectionSettings) -> Result<Self, Error> {
        let prepared = Box::new(Prepared::new(settings)?);
        let client = prepared.builder().build().map_err(|error| {
            let reason = format!("cannot be made: {error}");
            ArgumentError::new("http_client", reason).because(error)
        })?;
        let as_it_comes = Default::default();
        Ok(Self { client, prepared, limited: OnceLock::new(), as_it_comes })
    }

    /// The client for a call with this limit for connecting; `unpacks`: whether the body may be decompressed.
    pub(super) fn client(
        &self,
        limit: Option<Duration>,
        unpacks: bool,
    ) -> reqwest::Result<&reqwest::Client> {
        let place = match (limit, unpacks) {
            (None, true) => return Ok(&self.client),
            (Some(_), true) => &self.limited,
            (limit, false) => &self.as_it_comes[usize::from(limit.is_some())],
        };
        if let Some(client) = place.get() {
            return Ok(client);
        }
        let mut builder = self.prepared.builder();
        if !unpacks {
            builder = builder.no_gzip().no_brotli().no_zstd();
        }
        if limit.is_some() {
            builder = builder.connector_layer(ConnectLimit);
        }
        let client = builder.build()?;
        Ok(place.get_or_init(|| client))
    }
}

/// How often the system asks the other side for a sign of life, and how often in vain before the connection is ended:
/// a stream may be silent for as long as it likes, so nothing else would tell that there is nobody any more.
const KEEP_ALIVE: (Duration, u32) = (Duration::from_secs(15), 3);

/// The settings of connections, checked.
struct Prepared {
    connect_timeout: Duration,
    idle_connections: usize,
    idle_timeout: Option<Duration>,
    /// `None` for those of the environment.
    proxies: Option<Vec<reqwest::Proxy>>,
    tls: Tls,
}

impl Prepared {
    fn new(settings: &ConnectionSettings) -> Result<Self, Error> {
        let proxies = match &settings.proxies {
            Some(proxies) => Some(proxies.iter().map(Proxy::checked).collect::<Result<_, _>>()?),
            None => None,
        };
        Ok(Self {
            connect_timeout: settings.connect_timeout,
            idle_connections: settings.idle_connections,
            idle_timeout: settings.idle_timeout,
            proxies,
            tls: Tls::new(settings)?,
        })
    }

    fn builder(&self) -> reqwest::ClientBuilder {
        let builder = reqwest::Client::builder()
            .connect_timeout(self.connect_timeout)
            .tcp_keepalive(KEEP_ALIVE.0)
            .tcp_keepalive_interval(KEEP_ALIVE.0)
            .tcp_keepalive_retries(KEEP_ALIVE.1)
            .pool_max_idle_per_host(self.idle_connections)
            .pool_idle_timeout(self.idle_timeout)
            // Which ones are followed depends on the operation.
            .redirect(Policy::none())
            // A referrer would carry the query, and with it a key.
            .referer(false);
        let builder = match &self.proxies {
            None => builder,
            // After this, those that are added are all.
            Some(proxies) => {
                proxies.iter().cloned().fold(builder.no_proxy(), |it, proxy| it.proxy(proxy))
            }
        };
        self.tls.apply(builder)
    }
}
