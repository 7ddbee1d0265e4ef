//! A stream of typed events.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Buf as _, Bytes};
use futures_core::Stream;
use http::HeaderMap;

use super::parser::{Parser, RawEvent, TooLong};
use crate::error::{AnswerError, BodyError};
use crate::response::{Head, document_error};
use crate::{Decode, DecodeError, Download, Error, Node, Value};

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
/// goes on; after any other error it ends. An event that was cut off is not delivered.
pub struct EventStream<T> {
    source: Source,
    decode: fn(&str) -> Result<T, DecodeError>,
}

/// The part that is the same for all types.
struct Source {
    download: Download,
    parser: Parser,
    buffer: Bytes,
}

impl<T: Decode> EventStream<T> {
    pub(crate) fn new(download: Download) -> Result<Self, Error> {
        let head = download.head();
        if head.is_html() {
            let fault = DecodeError::text("a stream of events", "an HTML page", "");
            return Err(AnswerError::new(head.clone(), Bytes::new(), fault).into());
        }
        let source = Source { download, parser: Parser::default(), buffer: Bytes::new() };
        Ok(Self { source, decode: decode_data })
    }
}

impl<T> EventStream<T> {
    /// The headers of the answer.
    pub fn headers(&self) -> &HeaderMap {
        self.source.download.headers()
    }

    /// The next event; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Event<T>, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Event<T>, Error>>> {
        let Some(raw) = ready!(self.source.poll(context)) else { return Poll::Ready(None) };
        let event =
            raw.and_then(|RawEvent { data, event, id, retry }| match (self.decode)(&data) {
                Ok(data) => Ok(Event { data, event, id, retry }),
                Err(fault) => Err(self.source.undecodable(data, fault)),
            });
        Poll::Ready(Some(event))
    }
}

/// Data is JSON; for a type that is a text, data that is not JSON or no JSON text is that text.
fn decode_data<T: Decode>(data: &str) -> Result<T, DecodeError> {
    let first = match serde_json::from_str(data) {
        Ok(value) => T::decode(Node::new(&value)),
        Err(error) => Err(document_error(data.as_bytes(), &error)),
    };
    first.or_else(|fault| T::decode(Node::new(&Value::String(data.to_owned()))).map_err(|_| fault))
}

impl Source {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<RawEvent, Error>>> {
        loop {
            match self.parser.read(&self.buffer) {
                Ok((read, event)) => {
                    self.buffer.advance(read);
                    if let Some(event) = event {
                        return Poll::Ready(Some(Ok(event)));
                    }
                }
                Err(TooLong) => {
                    self.buffer.clear();
                    self.download.stop();
                    let (head, received) = (self.head().clone(), self.download.received());
                    let error =
                        BodyError::too_long(head, received, "an event is longer than 1 MiB");
                    return Poll::Ready(Some(Err(error.into())));
                }
            }
            match ready!(self.download.poll(context)) {
                Some(Ok(bytes)) => self.buffer = bytes,
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }

    fn head(&self) -> &Head {
        self.download.head()
    }

    fn undecodable(&self, data: String, fault: DecodeError) -> Error {
        AnswerError::new(self.head().clone(), data.into(), fault).into()
    }
}

impl<T> Stream for EventStream<T> {
    type Item = Result<Event<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("EventStream").field(&self.source.download).finish()
    }
}
