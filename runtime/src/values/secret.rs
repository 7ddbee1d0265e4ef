//! Text that must not be shown.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};

use crate::error::ArgumentError;
use crate::json::text;
use crate::{Decode, DecodeError, Encode, Encoder, Error, Node};

/// A password, a token, a key: never shown by `Debug`, overwritten in memory when dropped.
///
/// The bytes of the request or the answer that carried it are not overwritten.
///
/// ```
/// use openapi_runtime::Secret;
///
/// let password = Secret::from("hunter2");
/// assert_eq!(format!("{password:?}"), "Secret(REDACTED)");
/// assert_eq!(password.expose(), "hunter2");
/// ```
#[derive(Clone)]
pub struct Secret(SecretString);

impl Secret {
    /// The value of an environment variable, without space around it.
    ///
    /// ```no_run
    /// # use openapi_runtime::{Credential, Error, HttpClient, Secret};
    /// let http = HttpClient::builder("https://my.example.com/api/v1")
    ///     .credential("bearer_auth", Credential::bearer(Secret::from_env("EXAMPLE_TOKEN")?))
    ///     .build()?;
    /// # Ok::<_, Error>(())
    /// ```
    pub fn from_env(variable: &str) -> Result<Self, Error> {
        let refused = |reason| Err(ArgumentError::new(variable, reason).into());
        match std::env::var(variable) {
            Ok(text) if text.trim().is_empty() => {
                refused("is an environment variable that is empty")
            }
            Ok(text) => Ok(Self::from(text.trim())),
            Err(std::env::VarError::NotPresent) => {
                refused("is an environment variable that is not set")
            }
            // The error itself has the value in it.
            Err(std::env::VarError::NotUnicode(_)) => {
                refused("is an environment variable that is not UTF-8")
            }
        }
    }

    /// The text itself.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl Decode for Secret {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        match text(node) {
            Ok(text) => Ok(Self::from(text.into_owned())),
            Err(_) => Err(DecodeError::unexpected_secret("a string", &node.value().to_value())),
        }
    }

    fn holds_secrets() -> bool {
        true
    }
}

impl Encode for Secret {
    fn encode(&self, to: Encoder<'_>) {
        to.secret(self.expose());
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(REDACTED)")
    }
}

/// Takes the same time wherever two secrets of the same length differ.
impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        let (one, two) = (self.expose().as_bytes(), other.expose().as_bytes());
        one.len() == two.len()
            && one.iter().zip(two).fold(0, |difference, (a, b)| difference | (a ^ b)) == 0
    }
}

impl Eq for Secret {}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl From<&String> for Secret {
    fn from(text: &String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<&Self> for Secret {
    fn from(secret: &Self) -> Self {
        secret.clone()
    }
}

crate::impl_deserialize!(Secret);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equality() {
        assert_eq!(Secret::from("a"), Secret::from("a".to_owned()));
        assert_ne!(Secret::from("a"), Secret::from("b"));
        assert_ne!(Secret::from("a"), Secret::from("aa"));
    }

    #[test]
    fn is_not_shown() {
        assert!(!format!("{:#?}", Some(Secret::from("hunter2"))).contains("hunter2"));
        let error = Secret::decode(Node::new(&serde_json::json!(4711))).unwrap_err();
        assert_eq!(error.to_string(), "expected a string, found an integer");
    }
}
