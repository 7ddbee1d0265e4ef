//! Everything that can go wrong with a call, told apart.

mod answer;
mod argument;
mod body;
mod credential;
mod file;
mod operation;
mod refusal;
mod retry_after;
mod server_message;
mod status;
mod task;
mod transport;

use std::fmt;
use std::time::Duration;

use http::{HeaderMap, StatusCode};

pub use answer::AnswerError;
pub use argument::ArgumentError;
pub use body::BodyError;
pub use credential::CredentialError;
pub use file::FileError;
pub use operation::Operation;
pub(crate) use server_message::{reason_in, shown};
pub use status::StatusError;
pub(crate) use task::LastSeen;
pub use task::TaskError;
pub use transport::{ConnectionError, TimeoutError};
pub(crate) use transport::{Limit, Phase};

use crate::response::{Document, Layout};
use crate::{Decode, DecodeError};

/// Why a call failed.
///
/// `Display` says it in one line, with the server's own words where there are any, and so does `{:?}`, which is what a
/// program prints whose `main` returns it; `{:#?}` shows all of its parts. Credentials, and secrets that the call sent,
/// are in none of it, should the server repeat them.
///
/// ```
/// # tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap().block_on(async {
/// use openapi_runtime::HttpClient;
/// # use openapi_runtime::testing::{Reply, Script};
/// # let script = Script::new().always(Reply::status(404).body(r#"{"message": "no such app"}"#));
/// # let builder = HttpClient::builder("https://my.example.com/api").transport(script);
///
/// let http = builder.build()?;
/// let error = http.get("getApp", "/apps/a1").empty().await.unwrap_err();
/// assert_eq!(format!("{error:?}"), "getApp: 404 Not Found: no such app (GET /apps/a1)");
/// assert!(format!("{error:#?}").contains("attempts: 1"));
/// # Ok::<_, openapi_runtime::Error>(()) }).unwrap();
/// ```
#[non_exhaustive]
pub enum Error {
    /// An argument cannot be sent; nothing was sent.
    Argument(Box<ArgumentError>),
    /// A credential could not be had; nothing was sent.
    Credential(Box<CredentialError>),
    /// No connection, or it broke before an answer began.
    Connection(Box<ConnectionError>),
    /// It took too long.
    Timeout(Box<TimeoutError>),
    /// The server answered with a status that is not a success.
    Status(Box<StatusError>),
    /// The server answered, but not what its description says.
    Decode(Box<AnswerError>),
    /// The answer broke off.
    Body(Box<BodyError>),
    /// A file to be sent or saved cannot be read or written.
    File(Box<FileError>),
    /// A task failed, or took longer than was to be waited.
    Task(Box<TaskError>),
}

impl Error {
    /// The operation that failed; `None` if the fault is in the settings of the client.
    pub fn operation(&self) -> Option<&Operation> {
        match self {
            Self::Argument(error) => error.operation(),
            Self::Credential(error) => Some(error.operation()),
            Self::Connection(error) => Some(error.operation()),
            Self::Timeout(error) => Some(error.operation()),
            Self::Status(error) => Some(error.operation()),
            Self::Decode(error) => Some(error.operation()),
            Self::Body(error) => Some(error.operation()),
            Self::File(error) => error.operation(),
            Self::Task(error) => Some(error.operation()),
        }
    }

    /// The answer's status, if there was an answer.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Status(error) => Some(error.status()),
            Self::Decode(error) => Some(error.status()),
            Self::Body(error) => Some(error.status()),
            _ => None,
        }
    }

    /// The answer's headers, if there was an answer.
    pub fn headers(&self) -> Option<&HeaderMap> {
        match self {
            Self::Status(error) => Some(error.headers()),
            Self::Decode(error) => Some(error.headers()),
            Self::Body(error) => Some(error.headers()),
            _ => None,
        }
    }

    /// The answer's body, as far as it came and was kept.
    pub fn body(&self) -> Option<&[u8]> {
        match self {
            Self::Status(error) => Some(error.body()),
            Self::Decode(error) => Some(error.body()),
            Self::Body(error) => Some(error.body()),
            _ => None,
        }
    }

    /// The answer's body as the type that the description gives for this error.
    pub fn decode_body<T: Decode>(&self) -> Result<T, DecodeError> {
        let (head, body) = match self {
            Self::Status(error) => (error.head(), error.body()),
            Self::Decode(error) => (error.head(), error.body()),
            Self::Body(error) => (error.head(), error.body()),
            _ => return Err(DecodeError::text("JSON", "no answer", "")),
        };
        let document = Document::parse(head, body)?;
        document
            .ok_or_else(|| DecodeError::text("JSON", "an empty answer", ""))?
            .decode(Layout::default())
    }

    /// The id that the server gave to this request, from the usual headers.
    pub fn request_id(&self) -> Option<&str> {
        let headers = self.headers()?;
        let names =
            ["x-request-id", "request-id", "x-correlation-id", "x-amzn-requestid", "x-trace-id"];
        names.iter().find_map(|name| headers.get(*name)?.to_str().ok())
    }

    /// How often the request was tried: more than once if there were retries, 0 if it never came to that.
    pub fn attempts(&self) -> u32 {
        match self {
            Self::Connection(error) => error.attempts(),
            Self::Timeout(error) => error.attempts(),
            Self::Status(error) => error.attempts(),
            Self::Decode(error) => error.attempts(),
            Self::Body(error) => error.attempts(),
            Self::Argument(_) | Self::Credential(_) | Self::File(_) | Self::Task(_) => 0,
        }
    }

    /// The idempotency key that the request was sent with, if it had one.
    ///
    /// After an error that leaves open whether the server has acted, the same call with the same key
    /// ([`Call::idempotency_key`](crate::Call::idempotency_key)) does it at most once.
    pub fn idempotency_key(&self) -> Option<&str> {
        match self {
            Self::Connection(error) => error.idempotency_key(),
            Self::Timeout(error) => error.idempotency_key(),
            Self::Status(error) => error.head().idempotency_key.as_deref(),
            Self::Decode(error) => error.head().idempotency_key.as_deref(),
            Self::Body(error) => error.head().idempotency_key.as_deref(),
            Self::Argument(_) | Self::Credential(_) | Self::File(_) | Self::Task(_) => None,
        }
    }

    /// How long the server asks to wait before the next try.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Status(error) => error.retry_after(),
            _ => None,
        }
    }

    /// The same call may succeed later: no connection (unless for a reason that [stays](ConnectionError::is_permanent)),
    /// a broken one, too slow a one, a status among those that the client
    /// [tries again](crate::HttpClientBuilder::retry_statuses).
    ///
    /// It does not say whether doing it again does harm: after a `POST` that may have been sent, look first.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Connection(error) => !error.is_permanent(),
            Self::Timeout(error) => !error.is_total() && !error.is_receiving(),
            Self::Status(error) => error.is_transient(),
            Self::Body(error) => error.is_transient(),
            Self::Argument(_)
            | Self::Credential(_)
            | Self::Decode(_)
            | Self::File(_)
            | Self::Task(_) => false,
        }
    }

    /// It took too long: here, or on the server's side (408, 504); or nothing more came of an answer.
    pub fn is_timeout(&self) -> bool {
        matches!(self, Self::Timeout(_))
            || matches!(self, Self::Body(error) if error.is_stalled())
            || matches!(
                self.refused(),
                Some(StatusCode::REQUEST_TIMEOUT | StatusCode::GATEWAY_TIMEOUT)
            )
    }

    /// An event stream lost its connection, has another one, and goes on: before the next event some may be missing, or
    /// come a second time. See [`EventStream`](crate::EventStream).
    pub fn is_gap(&self) -> bool {
        matches!(self, Self::Body(error) if error.is_gap())
    }

    /// No connection came about: the request was certainly not sent.
    pub fn is_connect(&self) -> bool {
        match self {
            Self::Connection(error) => !error.may_have_been_sent(),
            Self::Timeout(error) => !error.may_have_been_sent(),
            _ => false,
        }
    }

    /// What may help, if the message does not say it.
    fn help(&self) -> Option<&'static str> {
        Some(match self.refused()? {
            StatusCode::UNAUTHORIZED => {
                "the server does not accept the credential: is it complete, not expired, and for this server?"
            }
            StatusCode::FORBIDDEN => {
                "the server knows who is calling, and does not permit this: the credential may lack a role or a scope"
            }
            StatusCode::TOO_MANY_REQUESTS => {
                "the server wants fewer requests: `Error::retry_after` says when it takes more, if it told"
            }
            _ => return None,
        })
    }
}

/// `; 3 attempts`, if it was more than one.
pub(crate) struct Tries(pub(crate) u32);

impl fmt::Display for Tries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            0 | 1 => Ok(()),
            attempts => write!(f, "; {attempts} attempts"),
        }
    }
}

/// `; idempotency key 1-2-3`, if there was one.
pub(crate) struct Keyed<'k>(pub(crate) Option<&'k str>);

impl fmt::Display for Keyed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(key) => write!(f, "; idempotency key {key}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Argument(error) => error.fmt(f),
            Self::Credential(error) => error.fmt(f),
            Self::Connection(error) => error.fmt(f),
            Self::Timeout(error) => error.fmt(f),
            Self::Status(error) => error.fmt(f),
            Self::Decode(error) => error.fmt(f),
            Self::Body(error) => error.fmt(f),
            Self::File(error) => error.fmt(f),
            Self::Task(error) => error.fmt(f),
        }
    }
}

/// What `Display` says, and what may help; with `#`, the parts.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !f.alternate() {
            fmt::Display::fmt(self, f)?;
            return match self.help() {
                Some(help) => write!(f, "\n\nhelp: {help}"),
                None => Ok(()),
            };
        }
        let (name, error): (&str, &dyn fmt::Debug) = match self {
            Self::Argument(error) => ("Argument", error),
            Self::Credential(error) => ("Credential", error),
            Self::Connection(error) => ("Connection", error),
            Self::Timeout(error) => ("Timeout", error),
            Self::Status(error) => ("Status", error),
            Self::Decode(error) => ("Decode", error),
            Self::Body(error) => ("Body", error),
            Self::File(error) => ("File", error),
            Self::Task(error) => ("Task", error),
        };
        f.debug_tuple(name).field(error).finish()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Argument(error) => error.source(),
            Self::Credential(error) => error.source(),
            Self::Connection(error) => error.source(),
            Self::Timeout(error) => error.source(),
            Self::Status(error) => error.source(),
            Self::Decode(error) => error.source(),
            Self::Body(error) => error.source(),
            Self::File(error) => error.source(),
            Self::Task(error) => error.source(),
        }
    }
}

macro_rules! from_payload {
    ($($variant:ident($payload:ident);)*) => {$(
        impl From<$payload> for Error {
            fn from(error: $payload) -> Self {
                Self::$variant(Box::new(error))
            }
        }
    )*};
}

from_payload! {
    Argument(ArgumentError);
    Credential(CredentialError);
    Connection(ConnectionError);
    Timeout(TimeoutError);
    Status(StatusError);
    Decode(AnswerError);
    Body(BodyError);
    File(FileError);
    Task(TaskError);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn well_behaved<T: Send + Sync + 'static + std::error::Error>() -> usize {
        size_of::<T>()
    }

    #[test]
    fn is_small_and_travels() {
        assert!(well_behaved::<Error>() <= 16);
    }
}
