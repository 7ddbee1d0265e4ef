//! A proxy, as a caller sets it.

use std::fmt;

use reqwest::{NoProxy, Url};

use crate::Secret;
use crate::error::ArgumentError;

/// A proxy: where it is, and which requests go through it.
///
/// Its URL begins with `http://` or `https://` and may have a user and a password, which no `Debug` and no error shows.
///
/// ```
/// use openapi_runtime::{HttpClient, Proxy};
///
/// let proxy = Proxy::all("http://proxy.example:3128").credentials("me", "secret").bypass("localhost,.internal");
/// let http = HttpClient::builder("https://my.example.com/api").proxy(proxy).build()?;
/// # Ok::<_, openapi_runtime::Error>(())
/// ```
#[derive(Clone)]
pub struct Proxy {
    scope: Scope,
    url: Secret,
    credentials: Option<(String, Secret)>,
    bypass: String,
}

/// Of which scheme the requests are.
#[derive(Clone, Copy, Debug)]
enum Scope {
    All,
    Http,
    Https,
}

impl Proxy {
    fn new(scope: Scope, url: impl Into<String>) -> Self {
        Self { scope, url: url.into().into(), credentials: None, bypass: String::new() }
    }

    /// For all requests.
    pub fn all(url: impl Into<String>) -> Self {
        Self::new(Scope::All, url)
    }

    /// For requests to `http://` URLs.
    pub fn http(url: impl Into<String>) -> Self {
        Self::new(Scope::Http, url)
    }

    /// For requests to `https://` URLs.
    pub fn https(url: impl Into<String>) -> Self {
        Self::new(Scope::Https, url)
    }

    /// The user and the password that the proxy wants, instead of those in its URL.
    #[must_use]
    pub fn credentials(mut self, user: impl Into<String>, password: impl Into<Secret>) -> Self {
        self.credentials = Some((user.into(), password.into()));
        self
    }

    /// Which hosts are reached without it, as in the variable `NO_PROXY`: names (with all that ends in them), IP
    /// addresses and networks (`10.0.0.0/8`), separated by commas; `*` for all.
    #[must_use]
    pub fn bypass(mut self, hosts: impl Into<String>) -> Self {
        self.bypass = hosts.into();
        self
    }

    /// The same for `reqwest`, if it can be one.
    pub(super) fn checked(&self) -> Result<reqwest::Proxy, ArgumentError> {
        let refused = |reason: String| ArgumentError::new("proxy", reason);
        // The reason of the parser does not have the URL, which may have a password.
        let url = Url::parse(self.url.expose().trim()).map_err(|error| {
            refused(format!("is not a URL such as `http://proxy.example:3128` ({error})"))
        })?;
        if !matches!(url.scheme(), "http" | "https") {
            let scheme = url.scheme();
            return Err(refused(if url.has_host() {
                format!("must begin with `http://` or `https://`, not with `{scheme}:`")
            } else {
                "is not a URL such as `http://proxy.example:3128`: it has no scheme".to_owned()
            }));
        }
        let proxy = match self.scope {
            Scope::All => reqwest::Proxy::all(url),
            Scope::Http => reqwest::Proxy::http(url),
            Scope::Https => reqwest::Proxy::https(url),
        };
        let mut proxy = proxy.map_err(|_| refused("is not the URL of a proxy".to_owned()))?;
        if let Some((user, password)) = &self.credentials {
            proxy = proxy.basic_auth(user, password.expose());
        }
        Ok(proxy.no_proxy(NoProxy::from_string(&self.bypass)))
    }
}

impl From<&str> for Proxy {
    fn from(url: &str) -> Self {
        Self::all(url)
    }
}

impl From<String> for Proxy {
    fn from(url: String) -> Self {
        Self::all(url)
    }
}

/// Without the user and the password.
impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = Url::parse(self.url.expose().trim()).ok();
        let origin = url.filter(Url::has_host).map(|url| url.origin().ascii_serialization());
        f.debug_struct("Proxy")
            .field("scope", &self.scope)
            .field("url", &origin.as_deref().unwrap_or("REDACTED"))
            .field("bypass", &self.bypass)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_a_proxy_is_refused_without_its_password() {
        for (url, reason) in [
            ("proxy.example", "is not a URL such as `http://proxy.example:3128`"),
            ("proxy.example:3128", "is not a URL such as `http://proxy.example:3128`: it has no"),
            ("socks5://me:secret@proxy:1080", "must begin with `http://` or `https://`, not with"),
            ("http://me:secret@", "is not a URL such as"),
        ] {
            let error = Proxy::all(url).checked().unwrap_err().to_string();
            assert!(error.starts_with(&format!("argument `proxy` {reason}")), "{error}");
            assert!(!error.contains("secret"), "{error}");
        }
        assert!(Proxy::https(" http://me:secret@proxy:3128/ ").checked().is_ok());
    }

    #[test]
    fn no_debug_has_the_password() {
        let proxy = Proxy::from("http://me:secret@proxy.example:3128").credentials("me", "hidden");
        let shown = format!("{:?}", proxy.bypass("localhost"));
        assert_eq!(
            shown,
            "Proxy { scope: All, url: \"http://proxy.example:3128\", bypass: \"localhost\", .. }"
        );
        assert!(format!("{:?}", Proxy::from("me:secret@proxy")).contains("REDACTED"));
    }
}
