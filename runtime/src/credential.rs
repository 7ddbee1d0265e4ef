//! What proves to the server who is calling.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderName, HeaderValue};

use crate::error::ArgumentError;
use crate::{Error, Secret};

/// A credential: never shown by `Debug`, `Display` or errors.
#[derive(Clone)]
pub struct Credential(Kind);

#[derive(Clone)]
enum Kind {
    Header { name: String, value: Secret },
    Query { name: String, value: Secret },
    Cookie { name: String, value: Secret },
}

/// A credential that was checked when the client was built.
#[derive(Clone)]
pub(crate) enum Proof {
    Header(HeaderName, HeaderValue),
    Query(String, Secret),
    Cookie(String, Secret),
}

impl Credential {
    /// `Authorization: Bearer ..`.
    pub fn bearer(token: impl Into<Secret>) -> Self {
        let value = format!("Bearer {}", token.into().expose()).into();
        Self(Kind::Header { name: "authorization".to_owned(), value })
    }

    /// `Authorization: Basic ..`.
    pub fn basic(user: impl AsRef<str>, password: impl Into<Secret>) -> Self {
        let pair = Secret::from(format!("{}:{}", user.as_ref(), password.into().expose()));
        let value = format!("Basic {}", STANDARD.encode(pair.expose())).into();
        Self(Kind::Header { name: "authorization".to_owned(), value })
    }

    /// A key in a header.
    pub fn header(name: impl Into<String>, value: impl Into<Secret>) -> Self {
        Self(Kind::Header { name: name.into(), value: value.into() })
    }

    /// A key in a query parameter.
    pub fn query(name: impl Into<String>, value: impl Into<Secret>) -> Self {
        Self(Kind::Query { name: name.into(), value: value.into() })
    }

    /// A key in a cookie.
    pub fn cookie(name: impl Into<String>, value: impl Into<Secret>) -> Self {
        Self(Kind::Cookie { name: name.into(), value: value.into() })
    }

    /// Makes the credential ready to be sent; `scheme` is named if it cannot be.
    pub(crate) fn check(&self, scheme: &str) -> Result<Proof, Error> {
        let (name, value) = match &self.0 {
            Kind::Header { name, value } => (name, value),
            Kind::Query { name, value } => return Ok(Proof::Query(name.clone(), value.clone())),
            Kind::Cookie { name, value } => return Ok(Proof::Cookie(name.clone(), value.clone())),
        };
        let refused = |reason: &str| Error::from(ArgumentError::new(scheme, reason));
        let name = HeaderName::from_bytes(name.as_bytes())
            .map_err(|_| refused("has no valid header name"))?;
        let mut value = HeaderValue::from_bytes(value.expose().as_bytes()).map_err(|_| {
            refused("has characters that cannot be in a header, such as a line break")
        })?;
        value.set_sensitive(true);
        Ok(Proof::Header(name, value))
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, name) = match &self.0 {
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
    fn debug_is_redacted() {
        assert_eq!(
            format!("{:?}", Credential::query("access_token", "s3")),
            "Credential(query access_token, REDACTED)"
        );
    }
}
