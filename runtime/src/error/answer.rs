//! An answer that is not what the description says.

use std::fmt::{self, Write as _};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::{Operation, Tries};
use crate::redaction::Visible;
use crate::response::Head;
use crate::{DecodeError, difference};

/// The server answered with success, but not what its description says.
pub struct AnswerError {
    head: Head,
    body: Bytes,
    fault: DecodeError,
}

impl AnswerError {
    pub(crate) fn new(head: Head, body: Bytes, fault: DecodeError) -> Self {
        let fault = fault.redacted(&head.secrets());
        difference::undecodable(&head, &fault);
        Self { head, body, fault }
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

    /// How often the request was sent.
    pub fn attempts(&self) -> u32 {
        self.head.attempts
    }

    /// The body as it came; of an event stream, the event's data.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// What to know or to do about it.
    fn help(&self) -> Option<&'static str> {
        match self.head.is_done() {
            // It may come from something between here and the server.
            true if self.head.is_html() => Some("look whether the change was made"),
            true => Some("the server says that the change was made"),
            false if self.fault.pointer().is_empty() || self.head.formats.lenient => None,
            false => Some("a client that is `lenient` reads what else there is"),
        }
    }

    /// What does not fit, and where.
    pub fn fault(&self) -> &DecodeError {
        &self.fault
    }
}

impl fmt::Display for AnswerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let f = &mut Visible(f);
        let Head { operation, status, attempts, .. } = &self.head;
        let tries = Tries(*attempts);
        let (id, fault) = (operation.id(), &self.fault);
        write!(f, "{id}: unexpected answer: {fault} ({operation}, {status}{tries}")?;
        if let Some(help) = self.help() {
            write!(f, "; {help}")?;
        }
        f.write_str(")")
    }
}

impl std::error::Error for AnswerError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.fault)
    }
}

impl fmt::Debug for AnswerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What is read as a type that holds secrets may be one.
        let body = match self.fault.is_hidden() {
            true => format!("{} bytes", self.body.len()),
            false => self.head.excerpt(&self.body),
        };
        f.debug_struct("AnswerError")
            .field("head", &self.head)
            .field("body", &body)
            .field("fault", &self.fault)
            .finish()
    }
}
