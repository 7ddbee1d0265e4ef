//! The settings of a client.

use std::fmt;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, header};
use reqwest::Url;
use reqwest::redirect::{Attempt, Policy};

use crate::client::Shared;
use crate::error::ArgumentError;
use crate::{Credential, Error, HttpClient};

/// As many redirects are followed, all on the same origin.
const REDIRECTS: usize = 10;

/// The settings of a client.
#[must_use]
pub struct HttpClientBuilder {
    base_url: String,
    credentials: Vec<(&'static str, Credential)>,
    headers: Vec<(String, String)>,
    /// What the client calls itself.
    agent: String,
    /// What the calling program calls itself.
    program: Option<String>,
    timeout: Option<Duration>,
    connect_timeout: Duration,
    transport: Option<reqwest::Client>,
}

impl HttpClientBuilder {
    pub(crate) fn new(base_url: String) -> Self {
        Self {
            base_url,
            credentials: Vec::new(),
            headers: Vec::new(),
            agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")).to_owned(),
            program: None,
            timeout: Some(Duration::from_secs(60)),
            connect_timeout: Duration::from_secs(10),
            transport: None,
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

    /// How long an answer may take (60 s unless told otherwise); `None` for any time.
    ///
    /// Counted from the last piece of the request's body that was sent until the answer is complete. Downloads
    /// and event streams have no such limit.
    pub fn timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.timeout = timeout.into();
        self
    }

    /// How long connecting may take (10 s unless told otherwise).
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// A transport of your own: proxies, roots, client certificates.
    ///
    /// Its connect timeout and its redirect policy are then yours as well: follow no redirect to another origin,
    /// or keys in headers travel along.
    pub fn http_client(mut self, transport: reqwest::Client) -> Self {
        self.transport = Some(transport);
        self
    }

    /// The client, if the settings make sense.
    pub fn build(self) -> Result<HttpClient, Error> {
        let base = check_base_url(&self.base_url)?;
        let mut headers = HeaderMap::new();
        for (name, value) in &self.headers {
            let (name, value) = check_header(name, value)?;
            headers.insert(name, value);
        }
        if !headers.contains_key(header::USER_AGENT) {
            let program = self.program.iter().map(String::as_str);
            let agent = program.chain([self.agent.as_str()]).collect::<Vec<_>>().join(" ");
            let (name, agent) = check_header(header::USER_AGENT.as_str(), &agent)?;
            headers.insert(name, agent);
        }
        let mut proofs = Vec::with_capacity(self.credentials.len());
        for (scheme, credential) in &self.credentials {
            proofs.push((*scheme, credential.check(scheme)?));
        }
        let transport = match self.transport {
            Some(transport) => transport,
            None => transport(self.connect_timeout)?,
        };
        Ok(HttpClient::new(Shared { transport, base, proofs, headers, timeout: self.timeout }))
    }
}

impl fmt::Debug for HttpClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpClientBuilder")
            .field("credentials", &self.credentials)
            .finish_non_exhaustive()
    }
}

fn transport(connect_timeout: Duration) -> Result<reqwest::Client, Error> {
    let builder = reqwest::Client::builder()
        .connect_timeout(connect_timeout)
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

/// The base URL without a slash at its end.
fn check_base_url(base_url: &str) -> Result<String, Error> {
    let refused = |reason: String| Err(ArgumentError::new("base_url", reason).into());
    let url = match Url::parse(base_url.trim()) {
        Ok(url) => url,
        Err(error) => {
            return refused(format!(
                "is not an absolute URL such as `https://example.com/api` ({error})"
            ));
        }
    };
    if !matches!(url.scheme(), "http" | "https") {
        return refused(format!(
            "must begin with `http://` or `https://`, not with `{}:`",
            url.scheme()
        ));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return refused("must not contain a user or a password".to_owned());
    }
    if url.query().is_some() || url.fragment().is_some() {
        return refused("must not contain a query (`?`) or a fragment (`#`)".to_owned());
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

/// A header that can be sent.
pub(crate) fn check_header(
    name: &str,
    value: &str,
) -> Result<(HeaderName, HeaderValue), ArgumentError> {
    let header = HeaderName::from_bytes(name.as_bytes())
        .map_err(|error| ArgumentError::new(name, "is not a valid header name").because(error))?;
    let value = HeaderValue::from_bytes(value.as_bytes()).map_err(|error| {
        ArgumentError::new(name, "has characters that cannot be in a header, such as a line break")
            .because(error)
    })?;
    Ok((header, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_urls() {
        for (given, base) in [
            ("https://example.com", "https://example.com"),
            ("https://example.com/", "https://example.com"),
            (" http://[::1]:80/api/v1/ ", "http://[::1]/api/v1"),
        ] {
            assert_eq!(check_base_url(given).unwrap(), base);
        }
        for (given, reason) in [
            ("example.com", "is not an absolute URL"),
            ("", "is not an absolute URL"),
            ("/api", "is not an absolute URL"),
            ("ftp://example.com", "must begin with `http://` or `https://`, not with `ftp:`"),
            ("localhost:3000", "must begin with `http://` or `https://`, not with `localhost:`"),
            ("https://example.com?a=b", "must not contain a query"),
            ("https://example.com/#x", "must not contain a query (`?`) or a fragment"),
            ("https://me:secret@example.com", "must not contain a user"),
        ] {
            let error = check_base_url(given).unwrap_err().to_string();
            assert!(error.starts_with(&format!("argument `base_url` {reason}")), "{error}");
            assert!(!error.contains("secret"));
        }
    }
}
