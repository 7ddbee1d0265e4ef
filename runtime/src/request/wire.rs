//! Arguments -> the request as it goes over the wire.

use std::sync::Arc;

use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use reqwest::Url;

use super::content::Content;
use super::outgoing::{Activity, Outgoing};
use super::query::Query;
use super::{Arguments, Auth, JSON, Upload, path, query};
use crate::client::{Held, Shared};
use crate::credential::{Proof, Secrets};
use crate::error::{ArgumentError, CredentialError, Operation};
use crate::transport::{Body, Outbound, TransportFuture};
use crate::{Credential, CredentialProvider, Error, HttpClient, shown};

/// Room for as many headers, the transport's own included, is made at once.
const HEADERS: usize = 6;

/// What a cookie's value cannot contain.
const COOKIE: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b',').add(b';').add(b'\\');

/// Everything about a request but its credentials; can be made a request again and again.
pub(crate) struct Plan {
    pub(crate) operation: Operation,
    pub(crate) client: HttpClient,
    auth: Auth,
    method: Method,
    path: Vec<(&'static str, String)>,
    /// What stands behind the path.
    suffix: &'static str,
    query: Query,
    /// Besides those of the client.
    headers: HeaderMap,
    cookies: Vec<(String, String)>,
    extra_headers: HeaderMap,
    content: Option<Content>,
    /// Statuses, or their first digits.
    pub(crate) documented: &'static [u16],
    /// Without credentials.
    url: Url,
}

/// A request that is ready to be sent.
pub(crate) struct Prepared {
    pub(crate) request: Outbound,
    /// Of the body, if it is sent piece by piece.
    pub(crate) activity: Option<Arc<Activity>>,
}

/// The credentials of one attempt.
#[derive(Default)]
pub(crate) struct Proofs {
    proofs: Vec<Proof>,
    /// Those that came from a provider.
    provided: Vec<(Arc<dyn CredentialProvider>, Credential)>,
}

impl Proofs {
    /// What must not be shown of the answer, should it be in there.
    pub(crate) fn secrets(&self) -> Secrets {
        Secrets::new(&self.proofs)
    }

    /// Tells the providers that the server did not accept them; whether there are any.
    pub(crate) fn reject(&self) -> bool {
        self.provided.iter().for_each(|(provider, credential)| provider.rejected(credential));
        !self.provided.is_empty()
    }
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
        let mut arguments = *arguments;
        for name in arguments.envelopes.iter().rev() {
            arguments.body.envelope(name);
        }
        let client = arguments.client;
        let mut headers = arguments.headers;
        let formats = client.shared().formats;
        let suffix = match formats.suffix && !arguments.is_exact {
            true => formats.format.suffix(),
            false => "",
        };
        let content = arguments
            .body
            .into_content(&formats)
            .map_err(|reason| Error::from(ArgumentError::new("body", reason).of(operation)))?;
        if let Some(content) = &content {
            let media_type = match content.media_type.as_str() {
                JSON => Ok(HeaderValue::from_static(JSON)),
                other => HeaderValue::from_str(other),
            };
            let media_type = media_type.map_err(|error| {
                let fault = ArgumentError::new("content_type", "is not a media type");
                fault.because(error).of(operation)
            })?;
            headers.insert(header::CONTENT_TYPE, media_type);
        } else if [Method::POST, Method::PUT, Method::PATCH].contains(&method) {
            // Without it some servers wait, or refuse.
            headers.insert(header::CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        let (auth, path, query) = (arguments.auth, arguments.path, arguments.query);
        let (cookies, extra_headers) = (arguments.cookies, arguments.extra_headers);
        let plan = Self {
            url: url(&client, &operation, &path, suffix, &query)
                .map_err(|fault| fault.of(operation))?,
            operation,
            client,
            auth,
            method,
            path,
            suffix,
            query,
            headers,
            cookies,
            extra_headers,
            content,
            documented: arguments.documented,
        };
        Ok(plan)
    }

    /// The media types that the call asks for.
    pub(crate) fn accepted(&self) -> Option<&str> {
        self.headers.get(header::ACCEPT)?.to_str().ok()
    }

    /// Whether it may be done twice without harm.
    pub(crate) fn is_idempotent(&self) -> bool {
        self.method.is_idempotent()
    }

    /// Whether its body can be sent again.
    pub(crate) fn can_be_repeated(&self) -> bool {
        self.content.iter().flat_map(|it| &it.pieces).all(Upload::can_be_repeated)
    }

    pub(crate) fn is_get(&self) -> bool {
        self.method == Method::GET
    }

    /// Sets or removes a header for all further attempts.
    pub(crate) fn set_header(&mut self, name: HeaderName, value: Option<HeaderValue>) {
        match value {
            Some(value) => self.extra_headers.insert(name, value),
            None => self.extra_headers.remove(name),
        };
    }

    /// Sets a query parameter for all further attempts.
    pub(crate) fn set_query(&mut self, name: &str, value: &str) -> Result<(), Error> {
        self.query.set(name, value);
        self.url = url(&self.client, &self.operation, &self.path, self.suffix, &self.query)
            .map_err(|fault| fault.of(self.operation))?;
        Ok(())
    }

    /// Asks for the credentials of the next attempt.
    pub(crate) async fn proofs(&self) -> Result<Proofs, Error> {
        let mut proofs = Proofs::default();
        for (scheme, held) in self.client.shared().proofs(self.auth) {
            let proof = match held {
                Held::Fixed(proof) => proof.clone(),
                Held::Provided(provider) => {
                    let failed = |error| CredentialError::new(self.operation, scheme, error);
                    let credential = provider.credential().await.map_err(failed)?;
                    let proof = credential.check(scheme)?;
                    proofs.provided.push((Arc::clone(provider), credential));
                    proof
                }
            };
            proofs.proofs.push(proof);
        }
        Ok(proofs)
    }

    /// Adds the credentials, and opens the files. Nothing is sent yet.
    pub(crate) async fn prepare(&mut self, proofs: &Proofs) -> Result<Prepared, Error> {
        let operation = self.operation;
        let mut headers = HeaderMap::with_capacity(HEADERS);
        replace(&mut headers, &self.client.shared().headers);
        replace(&mut headers, &self.headers);
        for proof in &proofs.proofs {
            if let Proof::Header(name, value) = proof {
                headers.insert(name, value.clone());
            }
        }
        let cookies = self.cookies.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let proven = proofs.proofs.iter().filter_map(|proof| match proof {
            Proof::Cookie(name, value) => Some((name.as_str(), value.expose())),
            _ => None,
        });
        if let Some(cookies) =
            cookie_header(cookies.chain(proven)).map_err(|fault| fault.of(operation))?
        {
            headers.insert(header::COOKIE, cookies);
        }
        let url = self.url(&proofs.proofs);
        replace(&mut headers, &self.extra_headers);
        let mut activity = None;
        let body = match &mut self.content {
            None => Body::empty(),
            Some(content) => match content.small() {
                Some(bytes) => bytes.into(),
                None => {
                    let pieces = content.pieces.iter_mut().map(Upload::again).collect();
                    let moves = activity.insert(Activity::new());
                    Body::wrap(Outgoing::open(operation, pieces, Arc::clone(moves)).await?)
                }
            },
        };
        let method = self.method.clone();
        Ok(Prepared {
            request: Outbound { operation, method, url, headers, body, connect_timeout: None },
            activity,
        })
    }

    /// Sends what was prepared.
    pub(crate) fn send(&self, request: Outbound) -> Result<TransportFuture, Error> {
        self.client.shared().carrier.send(request).map_err(|error| {
            let reason = format!("makes no valid URL: {error}");
            ArgumentError::new("path", reason).because(error).of(self.operation).into()
        })
    }

    fn url(&self, proofs: &[Proof]) -> Url {
        let mut url = self.url.clone();
        for proof in proofs {
            if let Proof::Query(name, value) = proof {
                let pair = format!("{}={}", query::encode(name), query::encode(value.expose()));
                let query = match url.query().filter(|query| !query.is_empty()) {
                    Some(query) => format!("{query}&{pair}"),
                    None => pair,
                };
                url.set_query(Some(&query));
            }
        }
        url
    }

    /// The server's name or address, and its port.
    #[cfg(feature = "tracing")]
    pub(crate) fn server(&self) -> Option<(&str, u16)> {
        Some((self.url.host_str()?, self.url.port_or_known_default()?))
    }

    /// The URL as it may be shown: credentials redacted, and arguments that are not known to be harmless.
    pub(crate) fn shown(&self, proofs: &Proofs) -> String {
        let path: Vec<_> = self
            .path
            .iter()
            .map(|(name, value)| match shown::path(name) {
                true => (*name, value.clone()),
                false => (*name, "REDACTED".to_owned()),
            })
            .collect();
        // It was filled before.
        let (path, fixed) = path::fill(self.operation.path(), &path).unwrap_or_default();
        let client = self.client.shared();
        let is_credential = |name: &str| {
            client.is_secret_query(name) || proofs.proofs.iter().any(|it| it.is_query(name))
        };
        let is_secret = |name: &str| {
            let decoded = decoded(name);
            !shown::query(&decoded) || is_credential(name) || is_credential(&decoded)
        };
        let mut queries = vec![fixed.unwrap_or_default().to_owned(), self.query.write(is_secret)];
        for proof in &proofs.proofs {
            if let Proof::Query(name, _) = proof {
                queries.push(format!("{}=REDACTED", query::encode(name)));
            }
        }
        with_queries(client, &path, self.suffix, &queries)
    }
}

/// The URL without credentials.
fn url(
    client: &HttpClient,
    operation: &Operation,
    path: &[(&'static str, String)],
    suffix: &str,
    query: &Query,
) -> Result<Url, ArgumentError> {
    let (path, fixed) = path::fill(operation.path(), path)?;
    let (query, base) = (query.write(|_| false), &client.shared().base_url);
    if path.contains('#') {
        // Part of the template: a fragment, which is not sent.
        let queries = [fixed.unwrap_or_default().to_owned(), query];
        let url = with_queries(client.shared(), &path, suffix, &queries);
        return Url::parse(&url).map_err(|error| {
            ArgumentError::new("path", format!("makes no valid URL: {error}")).because(error)
        });
    }
    // The host, the costly part, was read when the client was built.
    let mut url = base.clone();
    let suffix = if path.ends_with('/') { "" } else { suffix };
    match (base.path().trim_end_matches('/'), suffix) {
        ("", "") => url.set_path(&path),
        (before, suffix) => url.set_path(&[before, path.as_str(), suffix].concat()),
    }
    match (fixed.filter(|it| !it.is_empty()), query.as_str()) {
        (None, "") => {}
        (None, query) => url.set_query(Some(query)),
        (fixed, "") => url.set_query(fixed),
        (Some(fixed), query) => url.set_query(Some(&[fixed, query].join("&"))),
    }
    Ok(url)
}

fn with_queries(client: &Shared, path: &str, suffix: &str, queries: &[String]) -> String {
    let suffix = if path.ends_with('/') { "" } else { suffix };
    let mut url = format!("{}{path}{suffix}", client.base);
    let mut delimiter = '?';
    for query in queries.iter().filter(|it| !it.is_empty()) {
        url.push(delimiter);
        url.push_str(query);
        delimiter = '&';
    }
    url
}

fn decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}

fn cookie_header<'c>(
    cookies: impl Iterator<Item = (&'c str, &'c str)>,
) -> Result<Option<HeaderValue>, ArgumentError> {
    let pair =
        |(name, value)| format!("{}={}", query::encode(name), utf8_percent_encode(value, COOKIE));
    let text = cookies.map(pair).collect::<Vec<_>>().join("; ");
    if text.is_empty() {
        return Ok(None);
    }
    let mut value = HeaderValue::from_str(&text).map_err(|error| {
        ArgumentError::new("cookie", "has characters that cannot be sent").because(error)
    })?;
    value.set_sensitive(true);
    Ok(Some(value))
}

/// Each of the others replaces what has its name.
fn replace(headers: &mut HeaderMap, others: &HeaderMap) {
    for (name, value) in others {
        headers.insert(name, value.clone());
    }
}
