//! A stream of typed events.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use http::HeaderMap;

use super::connections::Source;
use super::parser::RawEvent;
use crate::json::Tape;
use crate::response::{Head, document_error};
use crate::{Decode, DecodeError, Download, Error, Node, Value, recovery};

/// A server-sent event.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event<T> {
    /// What the event says.
    pub data: T,
    /// The kind of the event, if the server names it.
    pub event: Option<String>,
    /// The id of this event, or of the last one that had one.
    pub id: Option<String>,
    /// How long to wait before connecting again, as of this event.
    pub retry: Option<Duration>,
}

/// Server-sent events as they come.
///
/// It is a [`Stream`]. An event whose data does not decode is an `Err` item ([`Error::Decode`]), and the stream
/// goes on; so it does after an error that [is a gap](Error::is_gap). After any other error it ends. An event that was
/// cut off is not delivered. It may be silent for any time, unless a
/// [`stall_timeout`](crate::HttpClientBuilder::stall_timeout) is set; that the server is gone is found by TCP keep-alive.
///
/// # When the connection breaks
///
/// What a server sends on a new connection depends on the server: some go on behind the event that the header
/// `Last-Event-ID` names, and some ignore it and begin with events that were sent before. Nothing is handed out a second
/// time unmarked, and nothing is left out unmarked:
///
/// | what is known | a connection that breaks | one that the server ends in good order |
/// |---|---|---|
/// | the API declares that the server goes on (`[events]` in its `client.toml`) | connects again, silently | the same, if the server sends ids or `retry` |
/// | the last event had an id | connects again: events that were handed out are left out, and unless the new ones are known to follow, an error that [is a gap](Error::is_gap) comes before them | the end |
/// | neither | the error is handed out, and the stream ends | the end |
/// | [`reconnects`](crate::HttpClientBuilder::reconnects) is set to more than 0 | connects again as in the first two lines; without ids everything that comes is handed out, behind a gap | the same |
/// | it is set to 0, or the request is not a `GET` | the error is handed out, and the stream ends | the end |
///
/// New events are known to follow when the server repeats the last ones in their order and goes on behind them. The
/// last 16,384 events are recognised, by their ids: if an id came once only, and comes again with the same event. Events
/// whose ids do not tell which one it is are handed out again, behind the gap.
///
/// It waits for the time that the server asks for with `retry`, but at least 1 s and at most the
/// [longest wait](crate::RetryPolicy::longest_wait), and up to 0.5 s more, longer after each connection that was in vain.
/// It ends when the server answers 204, with an error when it refuses (401, 404 and the like) or sends something that is
/// no event stream, and after five connections in a row that brought no new event.
pub struct EventStream<T> {
    /// Boxed, so that enums that have a stream in them are small.
    source: Box<Source>,
    decode: fn(&Head, &str) -> Result<T, DecodeError>,
}

impl<T: Decode> EventStream<T> {
    pub(crate) fn new(download: Download) -> Result<Self, Error> {
        let source = Box::new(Source::new(download)?);
        Ok(Self { source, decode: decode_data })
    }
}

impl<T> EventStream<T> {
    /// The headers of the answer.
    pub fn headers(&self) -> &HeaderMap {
        &self.source.head().headers
    }

    /// The next event; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Event<T>, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Event<T>, Error>>> {
        let Some(raw) = ready!(self.source.poll(context)) else { return Poll::Ready(None) };
        let event = raw.and_then(|RawEvent { data, event, id, retry, .. }| {
            match (self.decode)(self.source.head(), &data) {
                Ok(data) => Ok(Event { data, event, id, retry }),
                Err(fault) => Err(self.source.undecodable(data, fault)),
            }
        });
        Poll::Ready(Some(event))
    }
}

/// Data is JSON; for a type that is a text, data that is not JSON or no JSON text is that text.
fn decode_data<T: Decode>(head: &Head, data: &str) -> Result<T, DecodeError> {
    let first = match Tape::parse(data.as_bytes()) {
        Ok(tape) => {
            let node = Node::of(&tape).read(head.formats.reading);
            recovery::decode(head, node, tape.is_patched, head.tolerance_in_stream(), T::decode)
        }
        Err(error) => Err(document_error(data.as_bytes(), &error)),
    };
    let text = |fault: DecodeError| {
        let text = T::decode(Node::new(&Value::String(data.to_owned())));
        text.map_err(|_| fault.hidden_if(T::holds_secrets()))
    };
    first.or_else(text)
}

impl<T> Stream for EventStream<T> {
    type Item = Result<Event<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("EventStream").field(self.source.download()).finish()
    }
}
