//! Requests that a server sends by itself: read from headers and body, after a check of the signature.
//!
//! A generated client whose description has webhooks or callbacks has a module for them, which uses these. Whatever
//! web framework receives the request: hand over its headers and the *raw* body, since a signature is about the bytes.

mod incoming;
#[cfg(feature = "webhooks")]
mod signature;

use std::borrow::Cow;
use std::fmt::{self, Write as _};

use http::HeaderMap;

use crate::DecodeError;
use crate::redaction::Visible;

pub use incoming::Incoming;
#[cfg(feature = "webhooks")]
pub use signature::{HmacSha256, StandardWebhooks};

/// Decides whether a request really comes from whom it claims to come from, before anything of it is read.
///
/// Closures of headers and body are checks, too. For signatures with HMAC-SHA256 there are `HmacSha256` and
/// `StandardWebhooks` (feature `webhooks`).
///
/// ```
/// use openapi_runtime::HeaderMap;
/// use openapi_runtime::webhooks::{Check, Refused};
///
/// let check = |headers: &HeaderMap, _body: &[u8]| match headers.get("x-token") {
///     Some(token) if token == "swordfish" => Ok(()),
///     _ => Err(Refused::new("the token is missing or wrong")),
/// };
/// let refused = check.check(&HeaderMap::new(), b"{}").unwrap_err();
/// assert_eq!(refused.to_string(), "the token is missing or wrong");
/// ```
pub trait Check {
    /// Refuses a request that is not genuine.
    ///
    /// # Errors
    ///
    /// Why it is refused.
    fn check(&self, headers: &HeaderMap, body: &[u8]) -> Result<(), Refused>;
}

impl<F: Fn(&HeaderMap, &[u8]) -> Result<(), Refused>> Check for F {
    fn check(&self, headers: &HeaderMap, body: &[u8]) -> Result<(), Refused> {
        self(headers, body)
    }
}

/// Why a request is not taken for genuine. It never holds the secret or the expected signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused(Cow<'static, str>);

impl Refused {
    /// A refusal with its reason, as a sentence without a full stop.
    pub fn new(reason: impl Into<Cow<'static, str>>) -> Self {
        Self(reason.into())
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refused {}

/// Why a checked request was not read.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum WebhookError {
    /// The check refused it: answer with status 401, and do nothing else.
    Refused(Refused),
    /// It is genuine, but its body is not what the description says.
    Decode(DecodeError),
}

impl fmt::Display for WebhookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refused) => {
                write!(Visible(f), "the webhook is refused: {refused}")
            }
            Self::Decode(error) => write!(f, "the webhook cannot be read: {error}"),
        }
    }
}

impl std::error::Error for WebhookError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Refused(refused) => Some(refused),
            Self::Decode(error) => Some(error),
        }
    }
}

impl From<Refused> for WebhookError {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

impl From<DecodeError> for WebhookError {
    fn from(error: DecodeError) -> Self {
        Self::Decode(error)
    }
}

/// Checks a request, and reads it if the check has nothing against it.
///
/// # Errors
///
/// What the check or the reader says.
pub fn receive<T>(
    check: &(impl Check + ?Sized),
    headers: &HeaderMap,
    body: &[u8],
    read: impl FnOnce(&HeaderMap, &[u8]) -> Result<T, DecodeError>,
) -> Result<T, WebhookError> {
    check.check(headers, body)?;
    Ok(read(headers, body)?)
}
