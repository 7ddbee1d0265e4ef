//! What proves to the server who is calling.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderName, HeaderValue};

use crate::error::ArgumentError;
use crate::redaction::Secrets;
use crate::transport::BoxError;
use crate::{Error, Secret};

/// A credential: never shown by `Debug`, `Display` or errors.
///
/// It is a fixed one, or comes from a provider that is asked before each attempt
/// ([`provider`](Self::provider), [`fetched`](Self::fetched)).
#[derive(Clone)]
pub struct Credential(Kind, Option<Fault>);

/// Why a credential would not be accepted, said when it is used: a server says `401` and no more.
type Fault = &'static str;

#[derive(Clone)]
enum Kind {
    Header { name: String, value: Secret },
    Query { name: String, value: Secret },
    Cookie { name: String, value: Secret },
    Provided(Arc<dyn CredentialProvider>),
}

/// A credential on its way.
pub type CredentialFuture<'p> =
    Pin<Box<dyn Future<Output = Result<Credential, BoxError>> + Send + 'p>>;

/// Has a credential for each attempt: one that expires, is renewed, comes from a vault.
///
/// A function that returns a future is one, too. [`Credential::fetched`] keeps what such a function returns.
pub trait CredentialProvider: Send + Sync + 'static {
    /// The credential for the next attempt, which must be of one of the fixed kinds.
    fn credential(&self) -> CredentialFuture<'_>;

    /// The server did not accept this one (401). The provider is then asked once more, for one more attempt.
    fn rejected(&self, credential: &Credential) {
        let _ = credential;
    }
}

impl<F, R, E> CredentialProvider for F
where
    F: Fn() -> R + Send + Sync + 'static,
    R: Future<Output = Result<Credential, E>> + Send + 'static,
    E: Into<BoxError>,
{
    fn credential(&self) -> CredentialFuture<'_> {
        let credential = self();
        Box::pin(async move { credential.await.map_err(Into::into) })
    }
}

/// A provider that keeps what another one gave until the server refuses it.
struct Kept<P> {
    provider: P,
    /// Locked while it is fetched, so that calls at the same time fetch once.
    kept: tokio::sync::Mutex<Option<Credential>>,
}

impl<P: CredentialProvider> CredentialProvider for Kept<P> {
    fn credential(&self) -> CredentialFuture<'_> {
        Box::pin(async move {
            let mut kept = self.kept.lock().await;
            if let Some(credential) = &*kept {
                return Ok(credential.clone());
            }
            let credential = self.provider.credential().await?;
            Ok(kept.insert(credential).clone())
        })
    }

    fn rejected(&self, credential: &Credential) {
        // If it is locked, a new one is being fetched.
        if let Ok(mut kept) = self.kept.try_lock()
            && kept.as_ref().is_some_and(|kept| kept.is(credential))
        {
            *kept = None;
            self.provider.rejected(credential);
        }
    }
}

/// A credential that was checked when the client was built.
#[derive(Clone)]
pub(crate) enum Proof {
    Header(HeaderName, HeaderValue),
    Query(String, Secret),
    Cookie(String, Secret),
}

impl Proof {
    /// Whether it is the query parameter of that name.
    pub(crate) fn is_query(&self, name: &str) -> bool {
        matches!(self, Self::Query(it, _) if it == name)
    }

    /// Whether it is the header of that name.
    pub(crate) fn is_header(&self, name: &HeaderName) -> bool {
        matches!(self, Self::Header(it, _) if it == name)
    }

    /// Adds what must not be shown.
    pub(crate) fn add_to(&self, secrets: &mut Secrets) {
        match self {
            Self::Query(_, secret) | Self::Cookie(_, secret) => secrets.add(secret.expose()),
            Self::Header(_, value) => secrets.add_header(value.as_bytes()),
        }
    }
}

impl Credential {
    /// `Authorization: Bearer ..`.
    pub fn bearer(token: impl Into<Secret>) -> Self {
        let token = token.into();
        let value = format!("Bearer {}", token.expose()).into();
        Self(Kind::Header { name: "authorization".to_owned(), value }, fault(token.expose()))
    }

    /// `Authorization: Basic ..`.
    pub fn basic(user: impl AsRef<str>, password: impl Into<Secret>) -> Self {
        let (user, password) = (user.as_ref(), password.into());
        let pair = Secret::from(format!("{user}:{}", password.expose()));
        let value = format!("Basic {}", STANDARD.encode(pair.expose())).into();
        let fault = fault_of_pair(user, password.expose());
        Self(Kind::Header { name: "authorization".to_owned(), value }, fault)
    }

    /// A key in a header.
    pub fn header(name: impl Into<String>, value: impl Into<Secret>) -> Self {
        let value = value.into();
        let fault = fault(value.expose());
        Self(Kind::Header { name: name.into(), value }, fault)
    }

    /// A key in a query parameter.
    pub fn query(name: impl Into<String>, value: impl Into<Secret>) -> Self {
        let value = value.into();
        let fault = fault(value.expose());
        Self(Kind::Query { name: name.into(), value }, fault)
    }

    /// A key in a cookie.
    pub fn cookie(name: impl Into<String>, value: impl Into<Secret>) -> Self {
        let value = value.into();
        let fault = fault(value.expose());
        Self(Kind::Cookie { name: name.into(), value }, fault)
    }

    /// What a provider has: it is asked before each attempt, and told when the server says 401.
    ///
    /// ```
    /// use openapi_runtime::{Credential, CredentialFuture, CredentialProvider};
    ///
    /// /// A token from a file that another program renews.
    /// struct TokenFile(std::path::PathBuf);
    ///
    /// impl CredentialProvider for TokenFile {
    ///     fn credential(&self) -> CredentialFuture<'_> {
    ///         Box::pin(async move { Ok(Credential::bearer(std::fs::read_to_string(&self.0)?.trim())) })
    ///     }
    /// }
    ///
    /// let credential = Credential::provider(TokenFile("/run/secrets/token".into()));
    /// ```
    pub fn provider(provider: impl CredentialProvider) -> Self {
        Self(Kind::Provided(Arc::new(provider)), None)
    }

    /// What a provider has, kept until the server says 401; then it is fetched again, once for all calls.
    ///
    /// ```
    /// use openapi_runtime::{Credential, Error};
    ///
    /// async fn log_in() -> Result<Credential, Error> {
    ///     Ok(Credential::bearer("from somewhere"))
    /// }
    ///
    /// let credential = Credential::fetched(log_in);
    /// ```
    pub fn fetched(provider: impl CredentialProvider) -> Self {
        Self::provider(Kept { provider, kept: tokio::sync::Mutex::new(None) })
    }

    /// Whether it is the same as another one.
    fn is(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Kind::Header { name, value }, Kind::Header { name: n, value: v })
            | (Kind::Query { name, value }, Kind::Query { name: n, value: v })
            | (Kind::Cookie { name, value }, Kind::Cookie { name: n, value: v }) => {
                name == n && value == v
            }
            _ => false,
        }
    }

    /// The provider, if it comes from one.
    pub(crate) fn as_provider(&self) -> Option<&Arc<dyn CredentialProvider>> {
        match &self.0 {
            Kind::Provided(provider) => Some(provider),
            _ => None,
        }
    }

    /// Makes a fixed credential ready to be sent; `scheme` is named if it cannot be.
    pub(crate) fn check(&self, scheme: &str) -> Result<Proof, Error> {
        let refused = |reason: &str| Error::from(ArgumentError::new(scheme, reason));
        if let Some(reason) = self.1 {
            return Err(refused(reason));
        }
        let (name, value) = match &self.0 {
            Kind::Provided(_) => {
                return Err(refused("comes from a provider that names another provider"));
            }
            Kind::Header { name, value } => (name, value),
            Kind::Query { name, value } => return Ok(Proof::Query(name.clone(), value.clone())),
            Kind::Cookie { name, value } => return Ok(Proof::Cookie(name.clone(), value.clone())),
        };
        let name = HeaderName::from_bytes(name.as_bytes())
            .map_err(|_| refused("has no valid header name"))?;
        let mut value = HeaderValue::from_bytes(value.expose().as_bytes()).map_err(|_| {
            refused("has characters that cannot be in a header, such as a line break")
        })?;
        value.set_sensitive(true);
        Ok(Proof::Header(name, value))
    }
}

const EMPTY: Fault = "is empty: give a credential, or leave this one out";
const NOT_TRIMMED: Fault =
    "begins or ends with white space: trim it, as what was read from a file ends in a line break";

/// What is wrong with a token or a key.
fn fault(secret: &str) -> Option<Fault> {
    match secret.trim() {
        "" => Some(EMPTY),
        trimmed if trimmed.len() != secret.len() => Some(NOT_TRIMMED),
        _ => None,
    }
}

/// What is wrong with a user and a password. Either may be empty, and a password may begin and end with blanks.
fn fault_of_pair(user: &str, password: &str) -> Option<Fault> {
    const LINE_BREAKS: [char; 2] = ['\r', '\n'];
    if user.is_empty() && password.is_empty() {
        Some(EMPTY)
    } else if user.contains(':') {
        Some("has a `:` in the user, which servers take for its end")
    } else if user.ends_with(LINE_BREAKS) || password.ends_with(LINE_BREAKS) {
        Some(NOT_TRIMMED)
    } else if user.contains(char::is_control) || password.contains(char::is_control) {
        Some("has a control character in the user or the password")
    } else {
        None
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, name) = match &self.0 {
            Kind::Provided(_) => return f.write_str("Credential(from a provider)"),
            Kind::Header { name, .. } => ("header", name),
            Kind::Query { name, .. } => ("query", name),
            Kind::Cookie { name, .. } => ("cookie", name),
        };
        write!(f, "Credential({kind} {name}, REDACTED)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(credential: &Credential) -> String {
        match credential.check("scheme").unwrap() {
            Proof::Header(name, value) => format!("{name}: {}", value.to_str().unwrap()),
            Proof::Query(..) | Proof::Cookie(..) => String::new(),
        }
    }

    #[test]
    fn headers() {
        assert_eq!(header(&Credential::bearer("t")), "authorization: Bearer t");
        assert_eq!(
            header(&Credential::basic("Aladdin", "open sesame")),
            "authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="
        );
        assert_eq!(header(&Credential::header("X-Api-Key", "k")), "x-api-key: k");
    }

    #[test]
    fn refused_without_being_shown() {
        let error = Credential::bearer("se\ncret").check("bearer_auth").err().unwrap();
        assert_eq!(
            error.to_string(),
            "argument `bearer_auth` has characters that cannot be in a header, such as a line break"
        );
        assert!(Credential::header("no name", "k").check("key").is_err());
    }

    #[test]
    fn what_a_server_would_not_accept_is_refused_before() {
        let white = "begins or ends with white space: trim it";
        for (credential, says) in [
            (Credential::bearer(""), "is empty: give a credential"),
            (Credential::bearer(" \n"), "is empty"),
            (Credential::bearer("token\n"), white),
            (Credential::bearer(" token"), white),
            (Credential::header("X-Api-Key", "key\r\n"), white),
            (Credential::query("key", ""), "is empty"),
            (Credential::cookie("session", "key "), white),
            (Credential::basic("", ""), "is empty"),
            (Credential::basic("me", "password\n"), white),
            (Credential::basic("me\n", "password"), white),
            (Credential::basic("me", "pass\u{0}word"), "has a control character"),
            (Credential::basic("me:you", "password"), "has a `:` in the user"),
        ] {
            let error = credential.check("scheme").err().unwrap().to_string();
            assert!(error.starts_with(&format!("argument `scheme` {says}")), "{error}");
        }
        for fine in [
            Credential::basic("a key", ""),
            Credential::basic("", "a token"),
            Credential::basic("me", " a password "),
            Credential::bearer("two words"),
        ] {
            assert!(fine.check("scheme").is_ok());
        }
    }

    #[test]
    fn debug_is_redacted() {
        assert_eq!(
            format!("{:?}", Credential::query("access_token", "s3")),
            "Credential(query access_token, REDACTED)"
        );
    }
}
