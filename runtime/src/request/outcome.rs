//! What the response of a request is: the last steps of its description.

use http::{HeaderValue, header};
use openapi_media::JSON;

use super::Request;
use crate::call::Call;
use crate::media::ByMediaType;
use crate::response::{Arrival, Delivery, Peel};
use crate::transport::IDENTITY;
use crate::{Decode, Download, Error, EventStream, JsonLines, Wrap};

impl Request {
    /// The `Accept` header, if it is not the one that the kind of the answer suggests.
    pub fn accept(mut self, media_types: &str) -> Self {
        self.arguments.accept(media_types);
        self
    }

    /// The answer is the value of this member.
    pub fn unwrap_member(mut self, name: &'static str) -> Self {
        self.arguments.layout.peel = Peel::Member(name);
        self
    }

    /// The answer `T` may come as `T`, `[T]`, `{"name": T}` or `{"name": [T]}`.
    pub fn unwrap_forms(mut self, name: &'static str) -> Self {
        self.arguments.layout.peel = Peel::Forms(name);
        self
    }

    /// Where in the answer there are envelopes, which its type does not have. One that is not there is not missed.
    pub fn answer_in(mut self, wraps: &'static [Wrap]) -> Self {
        self.arguments.layout.wraps = wraps;
        self
    }

    /// The answer may be none: an empty body, and an empty object, are then `None`.
    pub fn or_nothing(mut self) -> Self {
        self.arguments.layout.or_nothing = true;
        self
    }

    /// The answer is a string that may come as text as well, without quotes: the content type says which it is.
    pub fn or_text(mut self) -> Self {
        self.arguments.layout.or_text = true;
        self
    }

    /// The statuses that the description lists, or their first digits (`4` for `4XX`); for the
    /// [observer](crate::HttpClientBuilder::observer).
    pub fn statuses(mut self, statuses: &'static [u16]) -> Self {
        self.arguments.documented = statuses;
        self
    }

    /// The answer is JSON.
    pub fn json<T: Decode>(self) -> Call<T> {
        self.json_by(crate::response::json)
    }

    /// The answer is JSON that this makes something of.
    pub(crate) fn json_by<T>(mut self, finish: fn(Arrival) -> Result<T, Error>) -> Call<T> {
        self.arguments.accept_by_default(JSON);
        Call::new(self.arguments, finish)
    }

    /// The redirects that the description lists, or `3` for all of them, and `304`.
    ///
    /// For a call without a value they are a success and are not followed. Any other call follows them, also where a
    /// `GET` comes of a change by that.
    pub fn redirects(mut self, statuses: &'static [u16]) -> Self {
        self.arguments.redirects = statuses;
        self
    }

    /// The response's body says nothing. Whatever comes is ignored, but for an HTML page: that of a login or of a proxy
    /// is not what was asked for, and an error.
    pub fn empty(mut self) -> Call<()> {
        self.arguments.has_no_result = true;
        Call::new(self.arguments, crate::response::nothing)
    }

    /// The answer is text.
    pub fn text(mut self) -> Call<String> {
        self.arguments.accept_by_default("text/plain, */*;q=0.5");
        Call::new(self.arguments, crate::response::text)
    }

    /// The answer is a file or the like, of this media type.
    pub fn download(mut self, media_type: &'static str) -> Call<Download> {
        self.arguments.accept_by_default(&match media_type {
            "" | "*/*" => "*/*".to_owned(),
            other => format!("{other}, */*;q=0.5"),
        });
        // Compressed on the way, a file has no length, and cannot be resumed.
        let encoding = HeaderValue::from_static(IDENTITY);
        self.arguments.headers.or_insert(header::ACCEPT_ENCODING, encoding);
        self.arguments.delivery = Delivery::File;
        Call::new(self.arguments, crate::response::download)
    }

    /// The server of an event stream goes on behind the event that `Last-Event-ID` names, so a lost connection can be
    /// made again without losing or repeating anything.
    pub fn resumable(mut self) -> Self {
        self.arguments.is_resumable = true;
        self
    }

    /// The answer is a stream of server-sent events whose data is JSON (or a text, if `T` is one).
    pub fn events<T: Decode>(mut self) -> Call<EventStream<T>> {
        self.arguments.accept_by_default("text/event-stream");
        self.arguments.delivery = Delivery::Stream;
        Call::new(self.arguments, crate::response::events)
    }

    /// The answer is a stream of values, one JSON text a line, of this media type.
    pub fn json_lines<T: Decode>(mut self, media_type: &'static str) -> Call<JsonLines<T>> {
        self.arguments.accept_by_default(media_type);
        self.arguments.delivery = Delivery::Stream;
        Call::new(self.arguments, crate::response::json_lines)
    }

    /// The answer's `Content-Type` decides what it is.
    pub fn by_media_type<T: ByMediaType>(mut self) -> Call<T> {
        let offers: Vec<_> =
            T::alternatives().iter().map(|alternative| alternative.offer()).collect();
        self.arguments.accept_by_default(
            &offers
                .iter()
                .map(|offer| offer.media_type)
                .filter(|it| !it.is_empty())
                .collect::<Vec<_>>()
                .join(", "),
        );
        self.arguments.delivery = Delivery::ByMediaType(offers);
        Call::new(self.arguments, crate::response::by_media_type)
    }
}
