//! The settings of a client.

mod base_url;
mod formats;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::client::{Held, Shared};
use crate::difference::Observer;
use crate::error::ArgumentError;
use crate::format::Formats;
use crate::redaction::is_secret_header;
use crate::request::trimmed;
use crate::retry::Statuses;
use crate::transport::{BuiltIn, Carrier, ConnectionSettings, HAS_TLS, NO_TLS, Transport};
use crate::{Credential, Difference, Error, HttpClient, RetryPolicy};

/// The path and the query of most calls have fewer bytes.
const ROOM: usize = 128;

/// What can be set for a client, and again for each of its calls.
#[derive(Clone)]
pub(crate) struct CallSettings {
    /// For one attempt.
    pub(crate) timeout: Option<Duration>,
    /// For connecting, if a call has its own.
    pub(crate) connect_timeout: Option<Duration>,
    /// For all attempts together.
    pub(crate) total_timeout: Option<Duration>,
    /// For the time in which nothing comes of a body that is handed out while it comes in.
    pub(crate) silence: Silence,
    pub(crate) retries: RetryPolicy,
    /// That are tried again, unless the policy has others.
    pub(crate) retry_statuses: Statuses,
    /// Of event streams, in a row without a new event; `None` if nobody has said it.
    pub(crate) reconnects: Option<u32>,
    /// For what is held in memory of a response, in bytes.
    pub(crate) response_limit: Option<u64>,
}

/// How long a body may be silent while it comes in.
#[derive(Clone, Copy)]
pub(crate) enum Silence {
    /// Nobody has said it: a file keeps coming, and a stream has something to say when something happens.
    Usual,
    AtMost(Option<Duration>),
}

impl Silence {
    /// The limit for a body that is a stream of events or of values, or a file.
    pub(crate) fn limit(self, is_stream: bool) -> Option<Duration> {
        match self {
            Self::Usual => (!is_stream).then_some(Duration::from_secs(30)),
            Self::AtMost(limit) => limit,
        }
    }
}

/// The default of [`CallSettings::response_limit`].
const RESPONSE_LIMIT: u64 = 256 * 1024 * 1024;

impl CallSettings {
    /// Statuses that are tried again.
    pub(crate) fn statuses(&self) -> &Statuses {
        self.retries.own_statuses().unwrap_or(&self.retry_statuses)
    }

    /// How long to wait before the same call is made again, if it may be; `number` retries were made.
    pub(crate) fn wait(&self, error: &Error, idempotent: bool, number: u32) -> Option<Duration> {
        self.retries.wait(error, idempotent, number, self.statuses())
    }
}

impl Default for CallSettings {
    fn default() -> Self {
        Self {
            timeout: Some(Duration::from_secs(60)),
            connect_timeout: None,
            total_timeout: None,
            silence: Silence::Usual,
            retries: RetryPolicy::default(),
            retry_statuses: Statuses::default(),
            reconnects: None,
            response_limit: Some(RESPONSE_LIMIT),
        }
    }
}

/// The settings of a client.
#[must_use]
pub struct HttpClientBuilder {
    base_url: String,
    credentials: Vec<(&'static str, Credential)>,
    headers: Vec<(String, String)>,
    servers: Vec<(String, String)>,
    /// What the client calls itself.
    agent: String,
    /// What the calling program calls itself.
    program: Option<String>,
    formats: Formats,
    settings: CallSettings,
    idempotency_header: Option<String>,
    connection: ConnectionSettings,
    carrier: Option<Carrier>,
    observer: Option<Observer>,
}

impl HttpClientBuilder {
    pub(crate) fn new(base_url: String) -> Self {
        Self {
            base_url,
            credentials: Vec::new(),
            headers: Vec::new(),
            servers: Vec::new(),
            agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")).to_owned(),
            program: None,
            formats: Formats::default(),
            settings: CallSettings::default(),
            idempotency_header: None,
            connection: ConnectionSettings::default(),
            carrier: None,
            observer: None,
        }
    }

    /// The credential for a security scheme of the description; replaces an earlier one.
    pub fn credential(mut self, scheme: &'static str, credential: Credential) -> Self {
        self.credentials.retain(|(it, _)| *it != scheme);
        self.credentials.push((scheme, credential));
        self
    }

    /// What the client calls itself.
    pub fn user_agent(mut self, user_agent: &str) -> Self {
        user_agent.clone_into(&mut self.agent);
        self
    }

    /// What the program that uses the client calls itself (`backup-tool/1.2`), put before the client's own name.
    pub fn calling_program(mut self, program: &str) -> Self {
        self.program = Some(program.to_owned());
        self
    }

    /// A header of every request; replaces an earlier one of that name.
    pub fn default_header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The address of a server that the description has for single operations, by its URL in the description (as their
    /// documentation shows it); it may be the same. Credentials are then sent there as well.
    ///
    /// Without this, such operations go where the description says, without credentials and headers of the client. One
    /// that needs credentials is an error before anything is sent, unless the server has the origin of the base URL.
    pub fn server(mut self, described: impl Into<String>, url: impl Into<String>) -> Self {
        self.servers.push((described.into(), url.into()));
        self
    }

    /// How long one attempt may take (60 s unless told otherwise); `None` for any time.
    ///
    /// Counted from the last piece of the request's body that was sent until the answer is complete; of a download
    /// and an event stream until it begins.
    pub fn timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.settings.timeout = timeout.into();
        self
    }

    /// How long a call may take in all, with its retries and the time between them (any time unless told otherwise).
    ///
    /// Of a download and an event stream until it begins.
    pub fn total_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.settings.total_timeout = timeout.into();
        self
    }

    /// How long the body of a response may stay silent while it is handed out; `None` for any time. Unless told
    /// otherwise a download may for 30 s, and a stream of events or of lines of JSON for any time.
    ///
    /// The time in which nobody asks for more does not count. That the other side is gone is found without it: the
    /// system asks for a sign of life every 15 s, and ends the connection if none comes for about a minute (TCP
    /// keep-alive; with an [`http_client`](Self::http_client) of your own, that is up to you).
    pub fn stall_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.settings.silence = Silence::AtMost(timeout.into());
        self
    }

    /// What is tried again, when and how often.
    pub fn retries(mut self, policy: RetryPolicy) -> Self {
        self.settings.retries = policy;
        self
    }

    /// The statuses of errors that are tried again (408, 429, 500, 502, 503 and 504 unless set), for policies that have no
    /// [statuses](RetryPolicy::statuses) of their own.
    pub fn retry_statuses(mut self, statuses: impl IntoIterator<Item = u16>) -> Self {
        self.settings.retry_statuses = Statuses::new(statuses);
        self
    }

    /// The header that carries [idempotency keys](crate::Call::idempotency_key) (`Idempotency-Key` unless set).
    pub fn idempotency_header(mut self, name: impl Into<String>) -> Self {
        self.idempotency_header = Some(name.into());
        self
    }

    /// How often in a row an event stream connects again without a new event, whenever the connection breaks or ends
    /// and whatever the server knows of it; 0 for never. Unless told otherwise it does so where that is safe, and 5 times.
    /// See [`EventStream`](crate::EventStream).
    pub fn reconnects(mut self, reconnects: u32) -> Self {
        self.settings.reconnects = Some(reconnects);
        self
    }

    /// How many bytes a response may have that is held in memory (256 MiB unless told otherwise); `None` for any number.
    ///
    /// Counted after decompression, while it comes in: a small response that unpacks to a huge one never occupies much
    /// more than this. A larger one is an [`Error::Body`] that [says so](crate::BodyError::is_too_large), at once if its
    /// `Content-Length` is larger. What is decoded from it may take twice as much again: a response of so many tiny values
    /// that they take more is such an error as well.
    /// What is handed out while it comes in has no such limit: downloads but for
    /// [`Download::bytes`](crate::Download::bytes), files that are saved, event streams and lines.
    pub fn response_limit(mut self, bytes: impl Into<Option<u64>>) -> Self {
        self.settings.response_limit = bytes.into();
        self
    }

    /// The settings of connections, for the macro that writes their functions.
    #[doc(hidden)]
    pub fn connection_mut(&mut self) -> &mut ConnectionSettings {
        &mut self.connection
    }

    /// A `reqwest::Client` of your own, for what the settings of the builder do not cover.
    ///
    /// Its connect timeout and its redirect policy are then yours as well: follow no redirect to another origin,
    /// or keys in headers travel along. So is what it does with compressed responses: if it unpacks them, it does so also with
    /// a file that is compressed and is called encoded.
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.carrier = Some(Carrier::Reqwest(client));
        self
    }

    /// A transport of your own, below credentials and retries; see [`transport`](crate::transport).
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.carrier = Some(Carrier::Own(Arc::new(transport)));
        self
    }

    /// Is told of each [`Difference`] between an answer and the description: what the server has that the
    /// description has not. See [the chapter](crate::guide::descriptions).
    ///
    /// It is called before the call returns, on the thread that polls it, so it should be quick. Without an observer
    /// nothing is compared.
    pub fn observer(mut self, observer: impl Fn(&Difference) + Send + Sync + 'static) -> Self {
        self.observer = Some(Observer::new(observer));
        self
    }

    /// The client, if the settings make sense.
    pub fn build(self) -> Result<HttpClient, Error> {
        let base_url = base_url::check("base_url", &self.base_url)?;
        let base = base_url.as_str().trim_end_matches('/').to_owned();
        let mut roomy_url = base_url.clone();
        roomy_url.set_path(&"x".repeat(base_url.path().len() + ROOM));
        let mut servers = Vec::with_capacity(self.servers.len());
        for (described, url) in &self.servers {
            let url = base_url::check("server", url)?;
            servers.push((trimmed(described).to_owned(), url));
        }
        let mut headers = HeaderMap::new();
        for (name, value) in &self.headers {
            let (name, value) = check_header(name, value)?;
            headers.insert(name, value);
        }
        let idempotency_header = match &self.idempotency_header {
            None => HeaderName::from_static("idempotency-key"),
            Some(name) => check_header(name, "")?.0,
        };
        if !headers.contains_key(header::USER_AGENT) {
            let program = self.program.iter().map(String::as_str);
            let agent = program.chain([self.agent.as_str()]).collect::<Vec<_>>().join(" ");
            let (name, agent) = check_header(header::USER_AGENT.as_str(), &agent)?;
            headers.insert(name, agent);
        }
        let mut proofs = Vec::with_capacity(self.credentials.len());
        for (scheme, credential) in &self.credentials {
            let held = match credential.as_provider() {
                Some(provider) => Held::Provided(Arc::clone(provider)),
                None => Held::Fixed(credential.check(scheme)?),
            };
            proofs.push((*scheme, held));
        }
        let carrier = match self.carrier {
            Some(carrier) => {
                if let Some(setting) = self.connection.only_built_in() {
                    let reason = "has no effect on an `http_client` or a `transport` of your own: set it there";
                    return Err(ArgumentError::new(setting, reason).into());
                }
                carrier
            }
            None => {
                let urls = servers.iter().map(|(_, url)| ("server", url));
                let mut urls = std::iter::once(("base_url", &base_url)).chain(urls);
                if let Some((argument, _)) =
                    urls.find(|(_, url)| !HAS_TLS && url.scheme() == "https")
                {
                    return Err(ArgumentError::new(argument, NO_TLS).into());
                }
                Carrier::BuiltIn(BuiltIn::new(&self.connection)?)
            }
        };
        let budget = self.settings.retries.new_budget();
        let (formats, settings, observer) = (self.formats, self.settings, self.observer);
        Ok(HttpClient::new(Shared {
            carrier,
            base,
            base_url,
            roomy_url,
            proofs,
            servers,
            headers,
            formats,
            settings,
            connections: self.connection.permits()?,
            idempotency_header,
            budget,
            observer,
        }))
    }
}

crate::connection_settings!(HttpClientBuilder);

impl fmt::Debug for HttpClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpClientBuilder")
            .field("credentials", &self.credentials)
            .finish_non_exhaustive()
    }
}

/// A header that can be sent.
pub(crate) fn check_header(
    name: &str,
    value: &str,
) -> Result<(HeaderName, HeaderValue), ArgumentError> {
    let header = HeaderName::from_bytes(name.as_bytes())
        .map_err(|error| ArgumentError::new(name, "is not a valid header name").because(error))?;
    let mut value = HeaderValue::from_bytes(value.as_bytes()).map_err(|error| {
        ArgumentError::new(name, "has characters that cannot be in a header, such as a line break")
            .because(error)
    })?;
    value.set_sensitive(is_secret_header(&header));
    Ok((header, value))
}
