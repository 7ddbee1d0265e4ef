//! Arguments -> the request as it goes over the wire.

use std::sync::Arc;

use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use openapi_media::JSON;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use reqwest::Url;

use super::content::Content;
use super::outgoing::{Activity, Outgoing};
use super::server::{Server, not_named};
use super::{Arguments, Proofs, path, query, sent_secrets};
use crate::credential::Proof;
use crate::error::{ArgumentError, Operation};
use crate::redaction::Secrets;
use crate::transport::{Body, IDENTITY, Outbound, Sending};
use crate::{Error, HttpClient, Secret, shown};

/// Room for as many headers, the transport's own included, is made at once.
const HEADERS: usize = 6;

/// What a cookie's value cannot contain.
const COOKIE: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b',').add(b';').add(b'\\');

/// Everything about a request but its credentials; can be made a request again and again.
pub(crate) struct Plan {
    arguments: Box<Arguments>,
    method: Method,
    content: Option<Content>,
    content_type: Option<HeaderValue>,
    /// Without credentials; until it is sent, further attempts make it again.
    url: Option<Url>,
    /// What of it is secret by its type, or by where it is.
    sent: Option<Arc<[Secret]>>,
    /// By which the server does it once, however often it is sent.
    key: Option<Arc<str>>,
}

impl Plan {
    /// Checks all arguments.
    pub(crate) fn new(mut arguments: Box<Arguments>) -> Result<Self, Error> {
        let operation = arguments.operation;
        if let Some(fault) = arguments.take_fault() {
            return Err(fault.into());
        }
        let method = Method::from_bytes(operation.method().as_bytes()).map_err(|error| {
            ArgumentError::new("method", "is not a valid method").because(error).of(operation)
        })?;
        if let Some(described) = arguments.described_server {
            let client = arguments.client.shared();
            let server =
                Server::new(described, client).map_err(|fault| Error::from(fault.of(operation)))?;
            if !server.is_named && client.proofs(arguments.auth).next().is_some() {
                return Err(not_named(described).of(operation).into());
            }
            arguments.server = Some(Box::new(server));
        }
        let key = arguments.settle_key()?;
        let url = url(&arguments).map_err(|fault| fault.of(operation))?;
        let mut body = std::mem::take(&mut arguments.body);
        for name in arguments.envelopes.iter().rev() {
            body.envelope(name);
        }
        let content = body
            .into_content()
            .map_err(|reason| Error::from(ArgumentError::new("body", reason).of(operation)))?;
        let mut content_type = None;
        if let Some(content) = &content {
            let media_type = match &*content.media_type {
                JSON => Ok(HeaderValue::from_static(JSON)),
                other => HeaderValue::from_str(other),
            };
            content_type = Some(media_type.map_err(|error| {
                let fault = ArgumentError::new("content_type", "is not a media type");
                fault.because(error).of(operation)
            })?);
        }
        let sent = sent_secrets::by_type(&mut arguments);
        Ok(Self { arguments, method, content, content_type, url: Some(url), sent, key })
    }

    pub(crate) fn operation(&self) -> Operation {
        self.arguments.operation
    }

    pub(crate) fn client(&self) -> &HttpClient {
        &self.arguments.client
    }

    /// What the call was given.
    pub(crate) fn arguments(&self) -> &Arguments {
        &self.arguments
    }

    /// What of the request is secret by its type, or by where it is.
    pub(crate) fn sent(&self) -> Option<Arc<[Secret]>> {
        self.sent.clone()
    }

    /// The same, and what is secret by its name.
    pub(crate) fn all_sent(&self) -> Arc<[Secret]> {
        let by_type = self.sent.iter().flat_map(|sent| sent.iter().cloned());
        let body = self.content.as_ref().and_then(Content::small);
        by_type.chain(sent_secrets::by_name(&self.arguments, body.as_deref())).collect()
    }

    /// What an answer may repeat and nobody may see.
    pub(crate) fn secrets(&self, proofs: &Proofs) -> Secrets {
        proofs.secrets(self.client().shared(), &self.all_sent())
    }

    /// The media types that the call asks for.
    pub(crate) fn accepted(&self) -> Option<&str> {
        self.arguments.accept.as_ref()?.to_str().ok()
    }

    /// Whether it may be done twice without harm.
    pub(crate) fn is_idempotent(&self) -> bool {
        self.method.is_idempotent() || self.key.is_some()
    }

    /// The idempotency key, if it has one.
    pub(crate) fn key(&self) -> Option<Arc<str>> {
        self.key.clone()
    }

    /// Whether its body can be sent again.
    pub(crate) fn can_be_repeated(&self) -> bool {
        self.content.as_ref().is_none_or(Content::can_be_repeated)
    }

    pub(crate) fn method(&self) -> &Method {
        &self.method
    }

    /// The URL without credentials.
    pub(crate) fn address(&self) -> Result<Url, ArgumentError> {
        url(&self.arguments)
    }

    /// Whether the response is asked for as it is, not compressed.
    pub(crate) fn asks_for_no_coding(&self) -> bool {
        let Arguments { extra_headers, headers, .. } = &*self.arguments;
        let mut all = extra_headers.iter().chain(headers.iter());
        all.find(|(name, _)| *name == header::ACCEPT_ENCODING).is_some_and(|(_, it)| it == IDENTITY)
    }

    pub(crate) fn is_get(&self) -> bool {
        self.method == Method::GET
    }

    /// Sets or removes a header for all further attempts.
    pub(crate) fn set_header(&mut self, name: HeaderName, value: Option<HeaderValue>) {
        match value {
            Some(value) => self.arguments.extra_headers.insert(name, value),
            None => self.arguments.extra_headers.remove(&name),
        }
    }

    /// Sets a query parameter for all further attempts.
    pub(crate) fn set_query(&mut self, name: &str, value: &str) -> Result<(), Error> {
        self.arguments.query.set(name, value);
        let url = url(&self.arguments);
        self.url = Some(url.map_err(|fault| fault.of(self.operation()))?);
        Ok(())
    }

    /// The body for the next attempt, if it is in memory and small.
    pub(crate) fn small_body(&self) -> Option<Body> {
        let Some(content) = &self.content else { return Some(Body::empty()) };
        content.small().map(Body::from)
    }

    /// The body for the next attempt, to be sent piece by piece; opens the files.
    pub(crate) async fn open_body(&mut self) -> Result<(Body, Arc<Activity>), Error> {
        let pieces = self.content.as_mut().map(Content::again).unwrap_or_default();
        let moves = Activity::new();
        let body = Outgoing::open(self.arguments.operation, pieces, Arc::clone(&moves)).await?;
        Ok((Body::wrap(body), moves))
    }

    /// The request of one attempt. Nothing is sent yet.
    pub(crate) fn request(&mut self, proofs: &Proofs, body: Body) -> Result<Outbound, Error> {
        let operation = self.operation();
        let url = self.url(proofs).map_err(|fault| fault.of(operation))?;
        let (arguments, client) = (&*self.arguments, self.client().shared());
        // Those of a body come on top.
        let expected = HEADERS + usize::from(self.content.is_some());
        let mut headers = HeaderMap::with_capacity(expected);
        // Those of the client may be credentials, too.
        let is_named = arguments.server.as_ref().is_none_or(|it| it.is_named);
        let sent =
            |(name, _): &(&HeaderName, &HeaderValue)| is_named || *name == header::USER_AGENT;
        replace(&mut headers, client.headers.iter().filter(sent));
        replace(&mut headers, arguments.accept.iter().map(|value| (&header::ACCEPT, value)));
        replace(&mut headers, arguments.headers.iter());
        if let Some(value) = &self.content_type {
            headers.insert(header::CONTENT_TYPE, value.clone());
        } else if [Method::POST, Method::PUT, Method::PATCH].contains(&self.method) {
            // Without it some servers wait, or refuse.
            headers.insert(header::CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        let mut cookies = String::new();
        for (name, value) in &arguments.cookies {
            add_cookie(&mut cookies, name, value);
        }
        for proof in proofs.each(client) {
            match proof {
                Proof::Header(name, value) => _ = headers.insert(name, value.clone()),
                Proof::Cookie(name, value) => add_cookie(&mut cookies, name, value.expose()),
                Proof::Query(..) => {}
            }
        }
        if !cookies.is_empty() {
            let value = cookie_header(&cookies).map_err(|fault| fault.of(operation))?;
            headers.insert(header::COOKIE, value);
        }
        replace(&mut headers, arguments.extra_headers.iter());
        let method = self.method.clone();
        let connect_timeout = arguments.settings().connect_timeout;
        Ok(Outbound { operation, method, url, headers, body, connect_timeout })
    }

    /// Sends a request.
    pub(crate) fn send(&self, request: Outbound) -> Result<Sending, Error> {
        self.client().shared().carrier.send(request).map_err(|error| {
            let reason = format!("makes no valid URL: {error}");
            ArgumentError::new("path", reason).because(error).of(self.operation()).into()
        })
    }

    fn url(&mut self, proofs: &Proofs) -> Result<Url, ArgumentError> {
        let mut url = match self.url.take() {
            Some(url) => url,
            None => url(&self.arguments)?,
        };
        for proof in proofs.each(self.client().shared()) {
            if let Proof::Query(name, value) = proof {
                let pair = format!("{}={}", query::encode(name), query::encode(value.expose()));
                let query = match url.query().filter(|query| !query.is_empty()) {
                    Some(query) => format!("{query}&{pair}"),
                    None => pair,
                };
                url.set_query(Some(&query));
            }
        }
        Ok(url)
    }

    /// The server's name or address, and its port.
    #[cfg(feature = "tracing")]
    pub(crate) fn server(&self) -> Option<(&str, u16)> {
        let url = base_url(&self.arguments);
        Some((url.host_str()?, url.port_or_known_default()?))
    }

    /// The URL as it may be shown: credentials redacted, and arguments that are not known to be harmless.
    pub(crate) fn shown(&self, proofs: &Proofs) -> String {
        let arguments = self.arguments.path.iter();
        let arguments: Vec<_> = arguments
            .map(|(name, value)| match shown::path(name) {
                true => (*name, value.clone()),
                false => (*name, "REDACTED".to_owned()),
            })
            .collect();
        let client = self.client().shared();
        let mut url = base(&self.arguments).to_owned();
        // It was filled before.
        let fixed = path::fill(self.arguments.operation.path(), &arguments, &mut url);
        if !url.ends_with('/') {
            url.push_str(suffix(&self.arguments));
        }
        let is_credential = |name: &str| {
            client.is_secret_query(name) || proofs.each(client).any(|it| it.is_query(name))
        };
        let is_secret = |name: &str| {
            let decoded = decoded(name);
            !shown::query(&decoded) || is_credential(name) || is_credential(&decoded)
        };
        let mut queries = vec![fixed.ok().flatten().unwrap_or_default().to_owned()];
        queries.push(self.arguments.query.redacted(is_secret));
        for proof in proofs.each(client) {
            if let Proof::Query(name, _) = proof {
                queries.push(format!("{}=REDACTED", query::encode(name)));
            }
        }
        add_queries(&mut url, queries.iter().map(String::as_str));
        url
    }
}

/// What stands behind the path.
fn suffix(arguments: &Arguments) -> &'static str {
    let formats = &arguments.client.shared().formats;
    if formats.suffix && !arguments.is_exact { formats.format.suffix() } else { "" }
}

/// The address of the server, without a slash at its end.
fn base(arguments: &Arguments) -> &str {
    arguments.server.as_ref().map_or(&arguments.client.shared().base, |it| &it.base)
}

fn base_url(arguments: &Arguments) -> &Url {
    arguments.server.as_ref().map_or(&arguments.client.shared().base_url, |it| &it.url)
}

/// The URL without credentials.
fn url(arguments: &Arguments) -> Result<Url, ArgumentError> {
    let client = arguments.client.shared();
    let (template, suffix) = (arguments.operation.path(), suffix(arguments));
    let before = base_url(arguments).path().trim_end_matches('/');
    let room: usize = arguments.path.iter().map(|(_, value)| value.len()).sum();
    let mut path = String::with_capacity(before.len() + template.len() + room + suffix.len());
    path.push_str(before);
    let fixed = path::fill(template, &arguments.path, &mut path)?;
    if !path.ends_with('/') {
        path.push_str(suffix);
    }
    let query = arguments.query.as_str();
    if path.contains('#') {
        // Part of the template: a fragment, which is not sent.
        path.replace_range(..before.len(), base(arguments));
        add_queries(&mut path, [fixed.unwrap_or_default(), query].into_iter());
        return Url::parse(&path).map_err(|error| {
            ArgumentError::new("path", format!("makes no valid URL: {error}")).because(error)
        });
    }
    // The host, the costly part, was read when the client was built.
    let mut url = match &arguments.server {
        Some(server) => server.url.clone(),
        None => client.roomy_url.clone(),
    };
    url.set_path(&path);
    match (fixed.filter(|it| !it.is_empty()), query) {
        (None, "") => {}
        (None, query) => url.set_query(Some(query)),
        (fixed, "") => url.set_query(fixed),
        (Some(fixed), query) => url.set_query(Some(&[fixed, query].join("&"))),
    }
    Ok(url)
}

/// Those that are not empty.
fn add_queries<'q>(url: &mut String, queries: impl Iterator<Item = &'q str>) {
    let mut delimiter = "?";
    for query in queries.filter(|it| !it.is_empty()) {
        url.extend([delimiter, query]);
        delimiter = "&";
    }
}

fn decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}

fn add_cookie(cookies: &mut String, name: &str, value: &str) {
    if !cookies.is_empty() {
        cookies.push_str("; ");
    }
    cookies.push_str(&query::encode(name));
    cookies.push('=');
    cookies.extend(utf8_percent_encode(value, COOKIE));
}

fn cookie_header(cookies: &str) -> Result<HeaderValue, ArgumentError> {
    let mut value = HeaderValue::from_str(cookies).map_err(|error| {
        ArgumentError::new("cookie", "has characters that cannot be sent").because(error)
    })?;
    value.set_sensitive(true);
    Ok(value)
}

/// Each of the others replaces what has its name.
fn replace<'h>(
    headers: &mut HeaderMap,
    others: impl Iterator<Item = (&'h HeaderName, &'h HeaderValue)>,
) {
    for (name, value) in others {
        headers.insert(name, value.clone());
    }
}
