//! Responses that may be one of several things: the status and the `Content-Type` decide.

use std::fmt;

use openapi_media::essence;

use crate::json::Decode;
use crate::response::{self, Arrival, Head};
use crate::{Download, Error, EventStream, JsonLines, Wrap};

/// An answer that is one thing or another, depending on its status and its media type.
pub trait ByMediaType: Sized {
    /// What it may be, the preferred one first.
    fn alternatives() -> Vec<MediaAlternative<Self>>;
}

/// One of the things that an answer may be.
pub struct MediaAlternative<U> {
    offer: Offer,
    wraps: &'static [Wrap],
    read: Box<dyn FnOnce(Arrival) -> Result<U, Error>>,
    #[cfg(feature = "xml")]
    xml: Option<&'static crate::XmlType>,
}

/// What a media type promises about the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Offer {
    pub(crate) media_type: &'static str,
    pub(crate) kind: Kind,
    /// The statuses of it, or their first digits; none if the status does not matter.
    pub(crate) statuses: &'static [u16],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Json,
    Text,
    Download,
    Events,
    Lines,
    Nothing,
}

impl Kind {
    /// Whether the body is handed out while it comes in.
    pub(crate) fn is_handed_out(self) -> bool {
        self == Self::Download || self.is_stream()
    }

    /// Whether it is a stream of events or values, and not a file.
    pub(crate) fn is_stream(self) -> bool {
        matches!(self, Self::Events | Self::Lines)
    }
}

impl<U> MediaAlternative<U> {
    fn new<T>(
        media_type: &'static str,
        kind: Kind,
        read: fn(Arrival) -> Result<T, Error>,
        wrap: impl FnOnce(T) -> U + 'static,
    ) -> Self
    where
        T: 'static,
    {
        let offer = Offer { media_type, kind, statuses: &[] };
        Self {
            offer,
            wraps: &[],
            read: Box::new(move |arrival| read(arrival).map(wrap)),
            #[cfg(feature = "xml")]
            xml: None,
        }
    }

    /// Only responses of these statuses, or of these first digits (`2` for `2XX`), are this; the status comes before the
    /// media type.
    #[must_use]
    pub fn of_status(mut self, statuses: &'static [u16]) -> Self {
        self.offer.statuses = statuses;
        self
    }

    /// Where in the response there are envelopes, which its type does not have.
    #[must_use]
    pub fn answer_in(mut self, wraps: &'static [Wrap]) -> Self {
        self.wraps = wraps;
        self
    }

    pub(crate) fn offer(&self) -> Offer {
        self.offer
    }

    /// Where it is XML: the table of the type.
    #[cfg(feature = "xml")]
    #[must_use]
    pub fn answer_xml(mut self, of: &'static crate::XmlType) -> Self {
        self.xml = Some(of);
        self
    }

    pub(crate) fn read(self, mut arrival: Arrival) -> Result<U, Error> {
        #[cfg(feature = "xml")]
        if let (Arrival::Whole(answer), true) = (&mut arrival, self.xml.is_some()) {
            answer.layout.xml = self.xml;
        }
        if let (Arrival::Whole(answer), false) = (&mut arrival, self.wraps.is_empty()) {
            answer.layout.wraps = self.wraps;
        }
        (self.read)(arrival)
    }
}

/// JSON in this media type: `media_json("application/json", Self::Json)`.
pub fn media_json<T: Decode + 'static, U>(
    media_type: &'static str,
    wrap: impl FnOnce(T) -> U + 'static,
) -> MediaAlternative<U> {
    MediaAlternative::new(media_type, Kind::Json, response::json, wrap)
}

/// Text in this media type.
pub fn media_text<U>(
    media_type: &'static str,
    wrap: impl FnOnce(String) -> U + 'static,
) -> MediaAlternative<U> {
    MediaAlternative::new(media_type, Kind::Text, response::text, wrap)
}

/// A download in this media type, which may be a range such as `image/*`.
pub fn media_download<U>(
    media_type: &'static str,
    wrap: impl FnOnce(Download) -> U + 'static,
) -> MediaAlternative<U> {
    MediaAlternative::new(media_type, Kind::Download, response::download, wrap)
}

/// Server-sent events in this media type.
pub fn media_events<T: Decode + 'static, U>(
    media_type: &'static str,
    wrap: impl FnOnce(EventStream<T>) -> U + 'static,
) -> MediaAlternative<U> {
    MediaAlternative::new(media_type, Kind::Events, response::events, wrap)
}

/// Values in this media type, one JSON text a line.
pub fn media_json_lines<T: Decode + 'static, U>(
    media_type: &'static str,
    wrap: impl FnOnce(JsonLines<T>) -> U + 'static,
) -> MediaAlternative<U> {
    MediaAlternative::new(media_type, Kind::Lines, response::json_lines, wrap)
}

/// A response without content, which is this value.
pub fn media_nothing<U: 'static>(value: U) -> MediaAlternative<U> {
    MediaAlternative::new("", Kind::Nothing, |_| Ok(()), move |()| value)
}

/// The offer for a response: of those for its status, or else for the first digit of it, or else for any.
pub(crate) fn choose(offers: &[Offer], head: &Head) -> Option<usize> {
    let status = head.status.as_u16();
    let of = |status: u16| offers.iter().any(|it| it.statuses.contains(&status)).then_some(status);
    let Some(decides) = of(status).or_else(|| of(status / 100)) else {
        let others = |it: &Offer| it.statuses.is_empty();
        let described: Vec<Offer> = offers.iter().copied().filter(others).collect();
        return match described.len() {
            // A status that is not described.
            0 => of_media_type(offers, head),
            _ => of_media_type(&described, head)
                .and_then(|index| offers.iter().position(|it| *it == described[index])),
        };
    };
    let described: Vec<Offer> =
        offers.iter().copied().filter(|it| it.statuses.contains(&decides)).collect();
    let chosen = *described.get(of_media_type(&described, head)?)?;
    offers.iter().position(|it| *it == chosen)
}

/// The offer for an answer: the one that names its media type, or else its range; any JSON for JSON; the first
/// one if the server says nothing; a download for what nobody expected, unless that is a page for people.
fn of_media_type(offers: &[Offer], head: &Head) -> Option<usize> {
    let found = head.media_type();
    let is_json = openapi_media::Kind::of(&found) == openapi_media::Kind::Json;
    if found.is_empty() {
        return (!offers.is_empty()).then_some(0);
    }
    let position = |fits: &dyn Fn(&Offer) -> bool| offers.iter().position(fits);
    let offered = |offer: &Offer| essence(offer.media_type);
    position(&|offer| offered(offer) == found)
        .or_else(|| {
            position(&|offer| {
                offered(offer)
                    .strip_suffix('*')
                    .is_some_and(|it| !it.starts_with('*') && found.starts_with(it))
            })
        })
        .or_else(|| position(&|offer| is_json && offer.kind == Kind::Json))
        .or_else(|| position(&|offer| offered(offer) == "*/*"))
        .or_else(|| position(&|offer| !head.is_html() && !is_json && offer.kind == Kind::Download))
        .or_else(|| position(&|offer| offer.kind == Kind::Nothing))
}

impl<U> fmt::Debug for MediaAlternative<U> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("MediaAlternative").field(&self.offer).finish()
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue, StatusCode, header};

    use super::*;
    use crate::error::Operation;
    use crate::request::Proofs;

    #[test]
    fn choices() {
        let offers = |list: &[(&'static str, Kind)]| -> Vec<Offer> {
            list.iter()
                .map(|(media_type, kind)| Offer { media_type, kind: *kind, statuses: &[] })
                .collect()
        };
        let icon = offers(&[("application/json", Kind::Json), ("image/png", Kind::Download)]);
        let ranges = offers(&[
            ("text/*", Kind::Text),
            ("text/csv", Kind::Download),
            ("application/vnd.x+json", Kind::Json),
        ]);
        let any = offers(&[("application/json", Kind::Json), ("*/*", Kind::Download)]);
        let json = offers(&[("application/json", Kind::Json), ("text/plain", Kind::Text)]);
        for (offers, found, expected) in [
            (&icon, "application/json; charset=utf-8", Some(0)),
            (&icon, "application/problem+json", Some(0)),
            (&icon, "Image/PNG", Some(1)),
            (&icon, "image/jpeg", Some(1)),
            (&icon, "text/html", None),
            (&icon, "", Some(0)),
            (&ranges, "text/csv", Some(1)),
            (&ranges, "text/plain", Some(0)),
            (&ranges, "application/json", Some(2)),
            (&any, "text/html", Some(1)),
            (&any, "application/json", Some(0)),
            (&json, "image/png", None),
        ] {
            let mut headers = HeaderMap::new();
            if !found.is_empty() {
                headers.insert(header::CONTENT_TYPE, HeaderValue::from_str(found).unwrap());
            }
            let head = Head {
                sent: None,
                response_limit: None,
                operation: Operation::new("x", "GET", "/"),
                status: StatusCode::OK,
                headers,
                attempts: 1,
                idempotency_key: None,
                proofs: Proofs::default(),
                formats: crate::format::Formats::default(),
                client: crate::HttpClient::builder("http://example.com").build().unwrap(),
                took: std::time::Duration::ZERO,
            };
            assert_eq!(choose(offers, &head), expected, "{found}");
        }
    }
}
