//! Where the server does what its description does not say.

use std::fmt::{self, Write as _};
use std::sync::Arc;

use http::{HeaderMap, StatusCode, header};
use openapi_media::essence;

use crate::DecodeError;
use crate::error::Operation;
use crate::json::{Tally, View, places};
use crate::redaction::Visible;
use crate::response::Head;

/// A difference between an answer and the description, for the
/// [`observer`](crate::HttpClientBuilder::observer) of a client: operation, place and kind, and no value.
///
/// `Display` says it in one line: `getApp: /apps/0/colour: a member that the description does not have`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    operation: Operation,
    pointer: String,
    kind: DifferenceKind,
}

/// What is different.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DifferenceKind {
    /// A member that the description does not have; it was ignored. What the description keeps in a map
    /// (`additionalProperties`) is not one.
    UnknownMember,
    /// A value that the enum, the union or the constant does not list; it was kept.
    UnlistedValue,
    /// Another spelling of the same, which was taken: `3.0` for an integer, or, where scalars are read loosely,
    /// `"3"`.
    OtherSpelling,
    /// A member that has to be there is not: [`Error::Decode`](crate::Error::Decode), or, where responses are read
    /// [leniently](crate::HttpClientBuilder::lenient), a value that stands for nothing. A list or a map is empty.
    MissingMember,
    /// A value that does not fit: [`Error::Decode`](crate::Error::Decode), or, where responses are read
    /// [leniently](crate::HttpClientBuilder::lenient), as good as absent.
    WrongType,
    /// `null` for a list or a map: it is empty.
    NullForEmpty,
    /// No body, where the description has one.
    NoBody,
    /// A status that the description does not list for this operation.
    UndocumentedStatus(StatusCode),
    /// A media type that the call did not ask for.
    OtherMediaType,
}

impl Difference {
    /// The operation.
    pub fn operation(&self) -> &Operation {
        &self.operation
    }

    /// The JSON pointer (RFC 6901) of the place in the answer, or in the data of an event; empty for all of it.
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// What is different.
    pub fn kind(&self) -> DifferenceKind {
        self.kind
    }
}

impl fmt::Display for DifferenceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UnknownMember => "a member that the description does not have",
            Self::UnlistedValue => "a value that the description does not list",
            Self::OtherSpelling => "a value in another spelling than described",
            Self::MissingMember => "a member that has to be there is not",
            Self::WrongType => "a value that does not fit its description",
            Self::NullForEmpty => "`null` for an empty list or map",
            Self::NoBody => "no body where the description has one",
            Self::UndocumentedStatus(status) => {
                return write!(
                    f,
                    "a status that the description does not list: {}",
                    status.as_u16()
                );
            }
            Self::OtherMediaType => "a media type that was not asked for",
        })
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let f = &mut Visible(f);
        write!(f, "{}: ", self.operation.id())?;
        if !self.pointer.is_empty() {
            write!(f, "{}: ", self.pointer)?;
        }
        write!(f, "{}", self.kind)
    }
}

/// Who wants to know.
#[derive(Clone)]
pub(crate) struct Observer(Arc<dyn Fn(&Difference) + Send + Sync>);

impl Observer {
    pub(crate) fn new(observer: impl Fn(&Difference) + Send + Sync + 'static) -> Self {
        Self(Arc::new(observer))
    }

    fn tell(&self, operation: Operation, pointer: String, kind: DifferenceKind) {
        (self.0)(&Difference { operation, pointer, kind });
    }
}

/// Tells what of a document was taken although the description has it otherwise.
pub(crate) fn tell(head: &Head, document: View<'_>, tally: &Tally) {
    let Some(observer) = head.observer() else { return };
    let places = places(document, tally);
    if places.is_empty() {
        return;
    }
    // The names of a map are the server's, and may be anything.
    let secrets = head.secrets();
    for (pointer, kind) in places {
        observer.tell(head.operation, secrets.redact(&pointer), kind);
    }
}

/// The response is not written as its description says, and was understood.
#[cold]
pub(crate) fn other_spelling(head: &Head) {
    if let Some(observer) = head.observer() {
        observer.tell(head.operation, String::new(), DifferenceKind::OtherSpelling);
    }
}

/// The server has done what it was asked to, and sent nothing where the description has a body.
#[cold]
pub(crate) fn no_body(head: &Head) {
    if let Some(observer) = head.observer() {
        observer.tell(head.operation, String::new(), DifferenceKind::NoBody);
    }
}

/// An answer did not decode.
pub(crate) fn undecodable(head: &Head, fault: &DecodeError) {
    if let Some(observer) = head.observer() {
        let kind = match fault.is_missing() {
            true => DifferenceKind::MissingMember,
            false => DifferenceKind::WrongType,
        };
        observer.tell(head.operation, fault.pointer(), kind);
    }
}

/// The head of an answer came. `documented`: statuses, or their first digits; none if nothing is known.
pub(crate) fn arrived(head: &Head, documented: &[u16], accepted: Option<&str>) {
    let Some(observer) = head.observer() else { return };
    let status = head.status.as_u16();
    // Parts of files are what downloads ask for by themselves when they go on.
    let of_ranges = [StatusCode::PARTIAL_CONTENT, StatusCode::RANGE_NOT_SATISFIABLE];
    let is_documented =
        |it: &u16| *it == status || *it == status / 100 || of_ranges.contains(&head.status);
    if !documented.is_empty() && !documented.iter().any(is_documented) {
        let kind = DifferenceKind::UndocumentedStatus(head.status);
        observer.tell(head.operation, String::new(), kind);
    }
    let expected = accepted.filter(|_| head.status.is_success());
    if expected.is_some_and(|accepted| is_other_media_type(accepted, &head.headers)) {
        observer.tell(head.operation, String::new(), DifferenceKind::OtherMediaType);
    }
}

/// Whether a media type is none of those that are asked for; the last resort `*/*;q=0.5` is not asking.
fn is_other_media_type(accepted: &str, headers: &HeaderMap) -> bool {
    let found = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let Some(found) = found.map(essence) else { return false };
    let mut asked = accepted.split(',').filter(|range| !range.contains(";q=")).map(essence);
    !asked.any(|range| match range.strip_suffix('*') {
        Some("*/") => true,
        Some(kind) => found.starts_with(kind),
        None => found == range,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types() {
        for (accepted, found, other) in [
            ("application/json", "application/json; charset=utf-8", false),
            ("application/json", "Application/JSON", false),
            ("application/json", "text/plain", true),
            ("application/json", "application/problem+json", true),
            ("application/json, image/png", "image/png", false),
            ("image/*", "image/png", false),
            ("image/*", "text/html", true),
            ("*/*", "text/html", false),
            ("application/zip, */*;q=0.5", "text/html", true),
        ] {
            let headers = [(header::CONTENT_TYPE, found.parse().unwrap())].into_iter().collect();
            assert_eq!(is_other_media_type(accepted, &headers), other, "{accepted} {found}");
        }
        assert!(!is_other_media_type("application/json", &HeaderMap::new()));
    }
}
