//! What each media type means, and which names are those of secrets: the tables that the generator and the runtime of its
//! clients share.
//!
//! ```
//! use openapi_media::{Kind, concrete};
//!
//! assert_eq!(Kind::of("application/vnd.api+json; charset=utf-8"), Kind::Json);
//! assert_eq!(Kind::of("image/png"), Kind::Binary);
//! // A range describes bodies, but is not the type of one.
//! assert_eq!(concrete("application/*+json"), Some("application/json"));
//! assert_eq!(concrete("text/csv"), Some("text/csv"));
//! ```

mod secret_names;

pub use secret_names::{is_map_of_secrets, is_secret_header, is_secret_name};

/// `application/json`
pub const JSON: &str = "application/json";
/// `application/x-www-form-urlencoded`
pub const FORM: &str = "application/x-www-form-urlencoded";
/// `multipart/form-data`
pub const FORM_DATA: &str = "multipart/form-data";
/// `application/xml`
pub const XML: &str = "application/xml";
/// `text/plain`
pub const TEXT: &str = "text/plain";
/// `application/octet-stream`
pub const OCTETS: &str = "application/octet-stream";

/// How a body of a media type is read and written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// One JSON text: `application/json`, `text/json`, `application/problem+json`.
    Json,
    /// One JSON text a line: `application/x-ndjson`.
    JsonLines,
    /// JSON texts, each of which begins with a record separator (RFC 7464): `application/json-seq`.
    JsonSequence,
    /// Server-sent events.
    Events,
    /// Names and values: `application/x-www-form-urlencoded`.
    Form,
    /// Several parts: `multipart/form-data`, `multipart/related`.
    Multipart,
    /// `application/xml`, `application/atom+xml`.
    Xml,
    /// `application/yaml`
    Yaml,
    /// A page for a browser.
    Html,
    /// Any other text.
    Text,
    /// Bytes.
    Binary,
    /// Whatever there is: `*/*`, `application/*`, or nothing stated.
    Any,
}

/// Media types by their whole name.
const NAMES: &[(&str, Kind)] = &[
    ("", Kind::Any),
    ("*", Kind::Any),
    ("*/*", Kind::Any),
    ("application/*", Kind::Any),
    (JSON, Kind::Json),
    ("application/x-json", Kind::Json),
    ("text/json", Kind::Json),
    ("text/x-json", Kind::Json),
    ("application/x-ndjson", Kind::JsonLines),
    ("application/ndjson", Kind::JsonLines),
    ("application/jsonl", Kind::JsonLines),
    ("application/x-jsonl", Kind::JsonLines),
    ("application/jsonlines", Kind::JsonLines),
    ("application/x-jsonlines", Kind::JsonLines),
    ("application/stream+json", Kind::JsonLines),
    ("application/x-json-stream", Kind::JsonLines),
    ("application/json-seq", Kind::JsonSequence),
    ("text/event-stream", Kind::Events),
    (FORM, Kind::Form),
    (XML, Kind::Xml),
    ("text/xml", Kind::Xml),
    ("application/yaml", Kind::Yaml),
    ("application/x-yaml", Kind::Yaml),
    ("text/yaml", Kind::Yaml),
    ("text/x-yaml", Kind::Yaml),
    ("text/html", Kind::Html),
    ("application/xhtml+xml", Kind::Html),
];

/// Media types by how their names end; the first that fits counts.
const ENDS: &[(&str, Kind)] = &[
    ("+json-seq", Kind::JsonSequence),
    ("+json", Kind::Json),
    ("+xml", Kind::Xml),
    ("+yaml", Kind::Yaml),
    ("javascript", Kind::Text),
    ("ecmascript", Kind::Text),
    ("graphql", Kind::Text),
    ("sql", Kind::Text),
];

/// Media types by how their names begin.
const BEGINNINGS: &[(&str, Kind)] =
    &[("multipart/", Kind::Multipart), ("text/", Kind::Text), ("message/", Kind::Text)];

impl Kind {
    /// The kind of a media type or a range; its parameters do not matter.
    #[must_use]
    pub fn of(media_type: &str) -> Self {
        // The one that nearly all bodies have.
        if media_type == JSON {
            return Self::Json;
        }
        let essence = essence(media_type);
        let named = NAMES.iter().find(|(name, _)| *name == essence);
        let ends = || ENDS.iter().find(|(end, _)| essence.ends_with(end));
        let begins = || BEGINNINGS.iter().find(|(beginning, _)| essence.starts_with(beginning));
        named.or_else(ends).or_else(begins).map_or(Self::Binary, |(_, kind)| *kind)
    }

    /// Whether a body of this kind is text that says the same as JSON could.
    #[must_use]
    pub fn is_spelling_of_json(self) -> bool {
        matches!(self, Self::Json | Self::Form | Self::Xml | Self::Yaml)
    }

    /// Whether a body of this kind is a stream of JSON texts.
    #[must_use]
    pub fn is_json_lines(self) -> bool {
        matches!(self, Self::JsonLines | Self::JsonSequence)
    }

    /// The media type to send where a description has a range of this kind.
    const fn concrete(self) -> Option<&'static str> {
        match self {
            Self::Json => Some(JSON),
            Self::JsonLines => Some("application/x-ndjson"),
            Self::JsonSequence => Some("application/json-seq"),
            Self::Events => Some("text/event-stream"),
            Self::Form => Some(FORM),
            Self::Multipart => Some(FORM_DATA),
            Self::Xml => Some(XML),
            Self::Yaml => Some("application/yaml"),
            Self::Html | Self::Text => Some(TEXT),
            Self::Binary | Self::Any => None,
        }
    }
}

/// A media type without its parameters, in lower case.
#[must_use]
pub fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// The subtype of a multipart media type: `form-data`, `related`.
#[must_use]
pub fn subtype(media_type: &str) -> String {
    essence(media_type).split('/').nth(1).unwrap_or_default().to_owned()
}

/// Whether this is a range of media types, or none at all.
#[must_use]
pub fn is_range(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence.is_empty() || essence.contains('*')
}

/// The media type with which a body is sent that the description has in this media type or range; `None` for a range
/// of which no one media type is the obvious one.
#[must_use]
pub fn concrete(media_type: &str) -> Option<&str> {
    if is_range(media_type) { Kind::of(media_type).concrete() } else { Some(media_type) }
}

/// The media types of a list with commas, as `encoding.contentType` has it.
pub fn listed(media_types: &str) -> impl Iterator<Item = &str> {
    media_types.split(',').map(str::trim).filter(|it| !it.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds() {
        for (media_type, kind) in [
            ("application/json", Kind::Json),
            ("Application/JSON; charset=utf-8", Kind::Json),
            ("application/problem+json", Kind::Json),
            ("text/json", Kind::Json),
            ("application/*+json", Kind::Json),
            ("application/stream+json", Kind::JsonLines),
            ("application/geo+json-seq", Kind::JsonSequence),
            ("text/event-stream", Kind::Events),
            ("application/x-www-form-urlencoded", Kind::Form),
            ("multipart/related; type=a", Kind::Multipart),
            ("text/xml", Kind::Xml),
            ("application/atom+xml", Kind::Xml),
            ("application/xhtml+xml", Kind::Html),
            ("text/csv", Kind::Text),
            ("text/*", Kind::Text),
            ("application/x-javascript", Kind::Text),
            ("image/svg+xml", Kind::Xml),
            ("image/*", Kind::Binary),
            ("application/pdf", Kind::Binary),
            ("*/*", Kind::Any),
            ("application/*", Kind::Any),
            ("", Kind::Any),
        ] {
            assert_eq!(Kind::of(media_type), kind, "{media_type}");
        }
    }

    #[test]
    fn what_is_sent_is_never_a_range() {
        for (described, sent) in [
            ("application/*+json", Some(JSON)),
            ("text/*", Some(TEXT)),
            ("*/*", None),
            ("image/*", None),
            ("multipart/*", Some(FORM_DATA)),
            ("application/vnd.x+json; v=2", Some("application/vnd.x+json; v=2")),
        ] {
            assert_eq!(concrete(described), sent, "{described}");
        }
        let kinds = NAMES.iter().chain(ENDS).chain(BEGINNINGS);
        for media_type in kinds.filter_map(|(_, kind)| kind.concrete()) {
            assert!(!is_range(media_type), "{media_type}");
        }
    }
}
