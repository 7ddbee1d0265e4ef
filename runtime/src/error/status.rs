//! An answer whose status is not a success.

use std::fmt::{self, Write as _};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::{Keyed, Operation, Tries, retry_after, server_message};
use crate::execute::redirect;
use crate::redaction::Visible;
use crate::response::Head;
use crate::transport::PROXY_PASSWORD;

/// The server answered with a status that is not a success.
pub struct StatusError {
    head: Head,
    body: Bytes,
    truncated: bool,
}

impl StatusError {
    /// As much of the body as is kept, in bytes.
    pub(crate) const KEPT: usize = 1024 * 1024;

    pub(crate) fn new(head: Head, body: Bytes, truncated: bool) -> Self {
        Self { head, body, truncated }
    }

    pub(crate) fn head(&self) -> &Head {
        &self.head
    }

    /// The operation.
    pub fn operation(&self) -> &Operation {
        &self.head.operation
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.head.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// The body as it came, at most 1 MiB of it.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Whether the body is not complete: longer than 1 MiB, broken off, or too slow.
    pub fn is_truncated(&self) -> bool {
        self.truncated
    }

    /// How often the request was sent.
    pub fn attempts(&self) -> u32 {
        self.head.attempts
    }

    /// Whether it may be different next time.
    pub(crate) fn is_transient(&self) -> bool {
        let client = self.head.client.shared();
        client.settings.statuses().contain(self.head.status.as_u16())
    }

    /// Whether the server has no such route: see [`Error::is_missing_route`](crate::Error::is_missing_route).
    pub fn is_missing_route(&self) -> bool {
        let declared = self.head.client.shared().formats.missing_route;
        self.head.status == StatusCode::NOT_FOUND
            && declared.is_some_and(|it| self.message().as_deref() == Some(it))
    }

    /// How long the server asks to wait before the next try (`retry-after-ms`, or `Retry-After`, in seconds or as a date).
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after::find(&self.head.headers)
    }

    /// The server's own words in one line, taken from the body. Should they have a credential in them, or a secret that
    /// the call sent, it is redacted; control characters are written by their numbers.
    pub fn message(&self) -> Option<String> {
        server_message::find(&self.body, &self.head.secrets())
    }
}

/// What to do about a status that comes from a proxy.
fn of_proxy(status: StatusCode) -> Option<String> {
    (status == StatusCode::PROXY_AUTHENTICATION_REQUIRED).then(|| PROXY_PASSWORD.to_owned())
}

impl fmt::Display for StatusError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let f = &mut Visible(f);
        let Head { operation, status, attempts, .. } = &self.head;
        write!(f, "{}: {status}", operation.id())?;
        // A page that says the same to people says no more than where it leads.
        let explanation = redirect::explanation(&self.head).or_else(|| of_proxy(*status));
        if let Some(said) = explanation.or_else(|| self.message()) {
            write!(f, ": {said}")?;
        }
        if self.is_missing_route() {
            f.write_str("; this operation is of servers of another version")?;
        }
        let key = Keyed(self.head.idempotency_key.as_deref());
        write!(f, " ({operation}{}{key})", Tries(*attempts))
    }
}

impl std::error::Error for StatusError {}

impl fmt::Debug for StatusError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StatusError")
            .field("head", &self.head)
            .field("body", &self.head.excerpt(&self.body))
            .field("truncated", &self.truncated)
            .finish()
    }
}
