//! A stream of typed events.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Buf as _, Bytes};
use futures_core::Stream;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use super::parser::{Parser, RawEvent, TooLong};
use crate::error::{AnswerError, BodyError};
use crate::execute::Job;
use crate::json::Tape;
use crate::response::{Arrival, Head, document_error};
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
/// goes on; after any other error it ends. An event that was cut off is not delivered.
///
/// If the server takes part in it, by sending ids or `retry`, the stream connects again when the connection breaks
/// or falls silent: with the id of the last event (`Last-Event-ID`) and a fresh credential, after the time that the
/// server asks for, or else 0.5 s and longer. When the server ends it in good order, that is the end, unless it
/// asked for more with `retry`. It also ends when the server answers 204, with an error when it
/// answers 4xx, and after five connections in a row that brought no event
/// ([`reconnects`](crate::HttpClientBuilder::reconnects)). Only streams that `GET` asks for connect again.
pub struct EventStream<T> {
    /// Boxed, so that enums that have a stream in them are small.
    source: Box<Source>,
    decode: fn(&Head, &str) -> Result<T, DecodeError>,
}

/// The part that is the same for all types.
struct Source {
    download: Download,
    parser: Parser,
    buffer: Bytes,
    /// What connects again; `None` if that is not wanted or not possible.
    job: Option<Box<Job>>,
    /// Connections in a row that brought no event.
    fruitless: u32,
    connecting: Option<Connecting>,
}

/// The lock is there to be `Sync`; nobody ever waits for it.
type Connecting = Mutex<Pin<Box<dyn Future<Output = (Box<Job>, Result<Arrival, Error>)> + Send>>>;

impl<T: Decode> EventStream<T> {
    pub(crate) fn new(download: Download) -> Result<Self, Error> {
        let mut download = checked(download)?;
        let source = Source {
            job: download.take_job().filter(|job| job.settings().reconnects > 0),
            download,
            parser: Parser::default(),
            buffer: Bytes::new(),
            fruitless: 0,
            connecting: None,
        };
        Ok(Self { source: Box::new(source), decode: decode_data })
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
        let event = raw.and_then(|RawEvent { data, event, id, retry }| {
            match (self.decode)(self.source.head(), &data) {
                Ok(data) => Ok(Event { data, event, id, retry }),
                Err(fault) => Err(self.source.undecodable(data, fault)),
            }
        });
        Poll::Ready(Some(event))
    }
}

/// A page for people is not a stream of events.
fn checked(download: Download) -> Result<Download, Error> {
    let head = download.head();
    if head.is_html() {
        let fault = DecodeError::text("a stream of events", "an HTML page", "");
        return Err(AnswerError::new(head.clone(), Bytes::new(), fault).into());
    }
    Ok(download)
}

fn stream_of(arrival: Arrival) -> Result<Download, Error> {
    checked(arrival.stream())
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
    first.or_else(|fault| T::decode(Node::new(&Value::String(data.to_owned()))).map_err(|_| fault))
}

impl Source {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<RawEvent, Error>>> {
        loop {
            if let Some(connecting) = &mut self.connecting {
                let connecting = connecting.get_mut().unwrap_or_else(PoisonError::into_inner);
                let (job, arrival) = ready!(connecting.as_mut().poll(context));
                self.connecting = None;
                if let Some(end) = self.connected(job, arrival) {
                    return Poll::Ready(end);
                }
                continue;
            }
            match self.parser.read(&self.buffer) {
                Ok((read, event)) => {
                    self.buffer.advance(read);
                    if let Some(event) = event {
                        self.fruitless = 0;
                        return Poll::Ready(Some(Ok(event)));
                    }
                }
                Err(TooLong) => {
                    self.buffer.clear();
                    self.download.stop();
                    self.job = None;
                    let (head, received) = (self.head().clone(), self.download.received());
                    let error =
                        BodyError::too_long(head, received, "an event is longer than 1 MiB");
                    return Poll::Ready(Some(Err(error.into())));
                }
            }
            match ready!(self.download.poll(context)) {
                Some(Ok(bytes)) => self.buffer = bytes,
                Some(Err(error)) => {
                    if matches!(&error, Error::Body(error) if error.is_stalled()) {
                        // It was there, and had nothing to say.
                        self.fruitless = 0;
                    }
                    if !self.reconnect(None) {
                        return Poll::Ready(Some(Err(error)));
                    }
                }
                None => {
                    let invited = self.parser.reconnection().is_some();
                    if !invited || !self.reconnect(None) {
                        return Poll::Ready(None);
                    }
                }
            }
        }
    }

    /// Begins to connect again, if that is to be done; `after`: the time that the server's answer asked for.
    fn reconnect(&mut self, after: Option<Duration>) -> bool {
        let takes_part = self.parser.last_id().is_some() || self.parser.reconnection().is_some();
        let ended = self.head().status == StatusCode::NO_CONTENT;
        let Some(mut job) = self.job.take().filter(|_| takes_part && !ended) else { return false };
        if self.fruitless >= job.settings().reconnects {
            return false;
        }
        let policy = &job.settings().retries;
        let wait = match (after.or(self.parser.reconnection()), self.fruitless) {
            (Some(wait), 0) => wait,
            (wait, number) => policy.delay(number).max(wait.unwrap_or_default()),
        };
        let wait = wait.min(policy.patience());
        self.fruitless += 1;
        self.parser = self.parser.resumed();
        self.buffer.clear();
        let id = self.parser.last_id().and_then(|id| HeaderValue::from_bytes(id.as_bytes()).ok());
        job.set_header(HeaderName::from_static("last-event-id"), id);
        self.connecting = Some(Mutex::new(Box::pin(async move {
            tokio::time::sleep(wait).await;
            let arrival = job.run().await;
            (job, arrival)
        })));
        true
    }

    /// What comes of connecting again, if it is the end.
    fn connected(
        &mut self,
        job: Box<Job>,
        arrival: Result<Arrival, Error>,
    ) -> Option<Option<Result<RawEvent, Error>>> {
        let error = match arrival.and_then(stream_of) {
            Ok(download) if download.status() == StatusCode::NO_CONTENT => return Some(None),
            Ok(download) => {
                (self.download, self.job) = (download, Some(job));
                return None;
            }
            Err(error) => error,
        };
        self.download.stop();
        if error.is_retryable() {
            self.job = Some(job);
            if self.reconnect(error.retry_after()) {
                return None;
            }
        }
        Some(Some(Err(error)))
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
