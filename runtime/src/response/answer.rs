//! From an arrived answer to the type that the operation promises.

use bytes::Bytes;
use openapi_media::Kind;

use super::document::Document;
use super::page::{is_markup, is_page};
use super::{Download, Head, JsonLines, Response, check_values};
use crate::error::AnswerError;
use crate::events::EventStream;
use crate::media::{self, ByMediaType};
use crate::trace::Span;
use crate::{Decode, DecodeError, Error, Node, Value, Wrap, difference};

/// A successful answer: complete, or with its body still to come.
pub(crate) enum Arrival {
    Whole(Box<Answer>),
    Stream(Download),
}

/// A complete answer.
pub(crate) struct Answer {
    pub(crate) head: Head,
    pub(crate) body: Bytes,
    pub(crate) layout: Layout,
    /// Of the call, until it is decoded.
    pub(crate) span: Option<Span>,
}

/// What is around the value that the operation promises.
#[derive(Clone, Copy, Default)]
pub(crate) struct Layout {
    pub(crate) peel: Peel,
    pub(crate) wraps: &'static [Wrap],
    /// Whether `{}` is as good as an empty body.
    pub(crate) or_nothing: bool,
    /// How the value is written where the answer is XML.
    #[cfg(feature = "xml")]
    pub(crate) xml: Option<&'static crate::XmlType>,
    /// Whether what is not in a JSON media type is a text, which stands for a JSON string.
    pub(crate) or_text: bool,
}

/// What is around the value by the rules of this one answer.
#[derive(Clone, Copy, Default)]
pub(crate) enum Peel {
    /// Nothing.
    #[default]
    Nothing,
    /// An object, with the value in this member.
    Member(&'static str),
    /// Perhaps an object with the value in this member, perhaps an array of one element, perhaps both.
    Forms(&'static str),
}

impl Arrival {
    pub(crate) fn head(&self) -> &Head {
        match self {
            Self::Whole(answer) => &answer.head,
            Self::Stream(download) => download.head(),
        }
    }

    /// The bytes of an answer that was asked to be complete.
    pub(crate) fn body(&self) -> Bytes {
        match self {
            Self::Whole(answer) => answer.body.clone(),
            Self::Stream(_) => Bytes::new(),
        }
    }

    /// The answer that was asked to be complete.
    fn whole(self) -> Answer {
        match self {
            Self::Whole(answer) => *answer,
            Self::Stream(download) => Answer {
                head: download.head().clone(),
                body: Bytes::new(),
                layout: Layout::default(),
                span: None,
            },
        }
    }

    /// The answer as it comes.
    pub(crate) fn stream(self) -> Download {
        match self {
            Self::Whole(answer) => Download::complete(answer.head, answer.body),
            Self::Stream(download) => download,
        }
    }
}

/// A document, decoded.
pub(crate) fn json<T: Decode>(arrival: Arrival) -> Result<T, Error> {
    let answer = arrival.whole();
    check_values(&answer.head, &answer.body)?;
    answer.decode().map_err(|fault| answer.fault(fault.hidden_if(T::holds_secrets())))
}

/// Nothing, which an HTML page is not.
pub(crate) fn nothing(arrival: Arrival) -> Result<(), Error> {
    let answer = arrival.whole();
    if answer.head.status.is_success() && is_page(&answer.body) {
        let page = String::from_utf8_lossy(&answer.body);
        let fault = DecodeError::text("nothing to read", "an HTML page", &page);
        return Err(answer.fault(fault));
    }
    Ok(())
}

/// Text, whatever its encoding says: what is not UTF-8 is replaced.
pub(crate) fn text(arrival: Arrival) -> Result<String, Error> {
    Ok(String::from_utf8_lossy(&arrival.whole().body).into_owned())
}

/// Bytes as they came.
pub(crate) fn bytes(arrival: Arrival) -> Result<Bytes, Error> {
    Ok(arrival.whole().body)
}

/// A download.
pub(crate) fn download(arrival: Arrival) -> Result<Download, Error> {
    Ok(arrival.stream())
}

/// A stream of events.
pub(crate) fn events<T: Decode>(arrival: Arrival) -> Result<EventStream<T>, Error> {
    EventStream::new(arrival.stream())
}

/// A stream of values, one a line.
pub(crate) fn json_lines<T: Decode>(arrival: Arrival) -> Result<JsonLines<T>, Error> {
    JsonLines::new(arrival.stream())
}

/// What the media type says.
pub(crate) fn by_media_type<T: ByMediaType>(arrival: Arrival) -> Result<T, Error> {
    let alternatives = T::alternatives();
    let offers: Vec<_> = alternatives.iter().map(|alternative| alternative.offer()).collect();
    match media::choose(&offers, arrival.head())
        .and_then(|index| alternatives.into_iter().nth(index))
    {
        Some(alternative) => alternative.read(arrival),
        None => {
            let expected =
                offers.iter().map(|offer| offer.media_type).collect::<Vec<_>>().join(" or ");
            let found = format!("`{}`", arrival.head().media_type());
            let answer = arrival.whole();
            let fault = DecodeError::text(expected, found, &String::from_utf8_lossy(&answer.body));
            Err(answer.fault(fault))
        }
    }
}

impl Answer {
    fn decode<T: Decode>(&self) -> Result<T, DecodeError> {
        if self.layout.or_text && self.is_text() {
            return self.decode_text();
        }
        let document = match Document::of(&self.head, &self.body, self.layout) {
            Ok(document) => document,
            Err(fault) => return self.decode_text_for_json().ok_or(fault),
        };
        match document {
            Some(document) if !(self.layout.or_nothing && document.is_empty()) => {
                let decoded = document.decode_observed(&self.head, self.layout);
                decoded.or_else(|fault| self.decode_text_for_json().ok_or(fault))
            }
            _ => self.decode_nothing(),
        }
    }

    /// Whether the media type is stated, and is not one of JSON.
    fn is_text(&self) -> bool {
        let found = self.head.media_type();
        !found.is_empty() && Kind::of(&found) != Kind::Json
    }

    /// A text that stands for a JSON string. A page for people is none.
    fn decode_text<T: Decode>(&self) -> Result<T, DecodeError> {
        let text = String::from_utf8_lossy(&self.body);
        if self.head.is_html() && is_markup(&self.body) {
            return Err(DecodeError::text("text", "an HTML page", &text));
        }
        T::decode(Node::new(&Value::String(text.into_owned())))
    }

    /// The same where JSON was asked for and something else came that says that it is text: some servers write strings
    /// without quotes. Only for a type that is nothing but a string, and not for the member of an envelope: a text without
    /// the envelope is something else, such as the page of another server.
    #[cold]
    fn decode_text_for_json<T: Decode>(&self) -> Option<T> {
        if !matches!(self.layout.peel, Peel::Nothing) {
            return None;
        }
        let is_string = T::decode(Node::new(&Value::Null)).is_err()
            && T::decode(Node::new(&Value::Bool(true))).is_err();
        if !is_string || !self.head.media_type().starts_with("text/") {
            return None;
        }
        let value = self.decode_text().ok()?;
        difference::other_spelling(&self.head);
        Some(value)
    }

    /// An empty body: nothing, if the type has a place for that. What a change gives that the server has made may be
    /// what an empty list, map or object is.
    fn decode_nothing<T: Decode>(&self) -> Result<T, DecodeError> {
        if let Some(absent) = T::absent() {
            return Ok(absent);
        }
        let empty = || T::empty().map_or_else(|| Document::empty().decode(self.layout), Ok).ok();
        let value = if self.head.is_done() { empty() } else { None };
        let value = value.ok_or_else(|| DecodeError::text("JSON", "an empty answer", ""))?;
        difference::no_body(&self.head);
        Ok(value)
    }

    fn fault(self, fault: DecodeError) -> Error {
        let error = AnswerError::new(self.head, self.body, fault);
        if let Some(span) = &self.span {
            span.undecodable(error.fault());
        }
        error.into()
    }
}

impl<T> Response<T> {
    /// Finishes an arrival, keeping its status and headers.
    pub(crate) fn finish(
        arrival: Arrival,
        finish: fn(Arrival) -> Result<T, Error>,
    ) -> Result<Self, Error> {
        let (status, headers) = (arrival.head().status, arrival.head().headers.clone());
        Ok(Self { status, headers, value: finish(arrival)? })
    }
}
