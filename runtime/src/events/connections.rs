//! One stream of events over several connections: when it connects again, and what is then handed out.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Buf as _, Bytes};
use http::{HeaderName, HeaderValue, StatusCode};

use super::continuity::{Continuity, Verdict};
use super::parser::{Parser, RawEvent, TooLong};
use crate::error::{AnswerError, BodyError};
use crate::execute::Job;
use crate::response::{Arrival, Head};
use crate::{DecodeError, Download, Error};

/// The part that is the same for all types.
pub(super) struct Source {
    download: Download,
    parser: Parser,
    buffer: Bytes,
    /// What connects again; `None` if that is not wanted or not possible.
    job: Option<Box<Job>>,
    continuity: Continuity,
    /// Connections in a row that brought no new event.
    fruitless: u32,
    connecting: Option<Connecting>,
    /// What is told if the new connection does not continue the one before.
    gap: Option<BodyError>,
    /// What comes behind the gap that was told.
    next: Option<Next>,
}

/// What comes behind a gap.
enum Next {
    Event(RawEvent),
    End,
}

/// How a connection ended.
enum Ending {
    Broken(Error),
    InOrder,
}

/// How often in a row a stream connects again without a new event, unless the caller says so.
const RECONNECTS: u32 = 5;

/// The shortest time before a stream connects again, whatever the server says.
const SHORTEST_WAIT: Duration = Duration::from_secs(1);

/// The lock is there to be `Sync`; nobody ever waits for it.
type Connecting = Mutex<Pin<Box<dyn Future<Output = (Box<Job>, Result<Arrival, Error>)> + Send>>>;

/// The next event, an error, or nothing at the end.
type Item = Option<Result<RawEvent, Error>>;

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

impl Source {
    pub(super) fn new(download: Download) -> Result<Self, Error> {
        let mut download = checked(download)?;
        Ok(Self {
            job: download.take_job(),
            download,
            parser: Parser::default(),
            buffer: Bytes::new(),
            continuity: Continuity::default(),
            fruitless: 0,
            connecting: None,
            gap: None,
            next: None,
        })
    }

    pub(super) fn download(&self) -> &Download {
        &self.download
    }

    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Item> {
        match self.next.take() {
            Some(Next::Event(event)) => return Poll::Ready(Some(Ok(event))),
            Some(Next::End) => return Poll::Ready(None),
            None => {}
        }
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
                        match self.judged(event) {
                            Some(item) => return Poll::Ready(Some(item)),
                            None => continue,
                        }
                    }
                }
                Err(TooLong) => {
                    self.stop();
                    let (head, received) = (self.head().clone(), self.download.received());
                    let error =
                        BodyError::too_long(head, received, "an event is longer than 1 MiB");
                    return Poll::Ready(Some(Err(error.into())));
                }
            }
            let ending = match ready!(self.download.poll(context)) {
                Some(Ok(bytes)) => {
                    self.buffer = bytes;
                    continue;
                }
                Some(Err(error)) => Ending::Broken(error),
                None => Ending::InOrder,
            };
            if let Some(end) = self.ended(ending) {
                return Poll::Ready(end);
            }
        }
    }

    /// What an event is to the caller: nothing if it was handed out before.
    fn judged(&mut self, event: RawEvent) -> Option<Result<RawEvent, Error>> {
        if self.job.as_ref().is_none_or(|job| job.settings().reconnects == Some(0)) {
            return Some(Ok(event));
        }
        match self.continuity.judge(&event) {
            Verdict::Repeated => None,
            Verdict::New => {
                self.fruitless = 0;
                Some(Ok(event))
            }
            Verdict::BehindGap => {
                self.fruitless = 0;
                self.next = Some(Next::Event(event));
                Some(Err(self.gap()))
            }
        }
    }

    /// That events may be missing, or come a second time.
    fn gap(&mut self) -> Error {
        self.gap.take().unwrap_or_else(|| self.ended_in_order()).into()
    }

    fn ended_in_order(&self) -> BodyError {
        let (head, received) = (self.head().clone(), self.download.received());
        BodyError::new(head, received, None, Some("the server ended it".into())).into_gap()
    }

    /// A connection ended; what comes of it, unless it is made again.
    fn ended(&mut self, ending: Ending) -> Option<Item> {
        if let (Ending::InOrder, Some(text)) = (&ending, self.parser.foreign()) {
            let text = Bytes::copy_from_slice(text);
            self.stop();
            let shown = String::from_utf8_lossy(&text);
            let fault = DecodeError::text("a stream of events", "something else", &shown);
            return Some(Some(Err(AnswerError::new(self.head().clone(), text, fault).into())));
        }
        if matches!(&ending, Ending::Broken(Error::Body(error)) if error.is_stalled()) {
            // It was there, and had nothing to say.
            self.fruitless = 0;
        }
        let obstacle = match self.obstacle(&ending) {
            None if self.reconnect(None) => {
                self.gap = Some(match ending {
                    Ending::Broken(Error::Body(error)) => error.into_gap(),
                    Ending::Broken(_) | Ending::InOrder => self.ended_in_order(),
                });
                return None;
            }
            obstacle => obstacle,
        };
        match ending {
            Ending::Broken(Error::Body(error)) => {
                self.stop();
                let error = match obstacle {
                    Some(help) => error.with_help(help),
                    None => *error,
                };
                Some(Some(Err(error.into())))
            }
            Ending::Broken(error) => {
                self.stop();
                Some(Some(Err(error)))
            }
            Ending::InOrder => Some(self.end()),
        }
    }

    /// The end in good order; before it comes what would be hidden by it.
    fn end(&mut self) -> Item {
        let gap = self.continuity.is_open().then(|| self.gap());
        self.stop();
        gap.map(|gap| {
            self.next = Some(Next::End);
            Err(gap)
        })
    }

    /// Nothing comes any more.
    fn stop(&mut self) {
        self.download.stop();
        self.buffer.clear();
        self.parser = Parser::default();
        self.job = None;
        self.continuity.close();
    }

    /// Why the stream does not connect again, as a caller may want to know it.
    fn obstacle(&self, ending: &Ending) -> Option<&'static str> {
        let Some(job) = &self.job else {
            return Some("only a `GET` whose body can be sent again is made again");
        };
        let (reconnects, is_resumable) = (job.settings().reconnects, job.is_resumable());
        let has_id = self.parser.last_id().is_some_and(|id| !id.is_empty());
        let takes_part = match ending {
            Ending::Broken(_) => is_resumable || has_id,
            Ending::InOrder => is_resumable && (has_id || self.parser.reconnection().is_some()),
        };
        let no_content = self.head().status == StatusCode::NO_CONTENT;
        match reconnects {
            Some(0) => Some("`reconnects(0)` is set"),
            None if !takes_part => Some(
                "its events have no ids, so the server cannot be asked for what follows: make the call again and \
                 expect what came before, or set `reconnects`",
            ),
            reconnects if self.fruitless >= reconnects.unwrap_or(RECONNECTS) => {
                Some("the connections before this one brought nothing new either")
            }
            _ if no_content => Some("the server has said that there is nothing more"),
            _ => None,
        }
    }

    /// Begins to connect again, after as long as the server wants; whether that can be waited for.
    fn reconnect(&mut self, after: Option<Duration>) -> bool {
        let Some(mut job) = self.job.take() else { return false };
        let policy = &job.settings().retries;
        let longest = policy.patience().max(SHORTEST_WAIT);
        if after.is_some_and(|after| after > longest) {
            return false;
        }
        let wait = after.or(self.parser.reconnection()).unwrap_or_default();
        let wait = wait.clamp(SHORTEST_WAIT, longest) + policy.delay(self.fruitless);
        self.fruitless += 1;
        self.parser = self.parser.resumed();
        self.buffer.clear();
        let mut is_named = self.parser.last_id().is_none();
        if let Some(id) = self.parser.last_id() {
            let id = Some(id).filter(|id| !id.is_empty());
            let id = id.and_then(|id| HeaderValue::from_bytes(id.as_bytes()).ok());
            is_named = id.is_some();
            job.set_header(HeaderName::from_static("last-event-id"), id);
        }
        let continued = job.is_resumable() && is_named && self.continuity.is_at_an_id();
        self.continuity.connect(continued);
        self.connecting = Some(Mutex::new(Box::pin(async move {
            tokio::time::sleep(wait).await;
            let arrival = job.run().await;
            (job, arrival)
        })));
        true
    }

    /// What comes of connecting again, if it is the end.
    fn connected(&mut self, job: Box<Job>, arrival: Result<Arrival, Error>) -> Option<Item> {
        let error = match arrival.and_then(stream_of) {
            Ok(download) if download.status() == StatusCode::NO_CONTENT => {
                return Some(self.end());
            }
            Ok(download) => {
                (self.download, self.job) = (download, Some(job));
                return None;
            }
            Err(error) => error,
        };
        self.download.stop();
        let in_vain = job.settings().reconnects.unwrap_or(RECONNECTS);
        if error.is_retryable() && self.fruitless < in_vain {
            self.job = Some(job);
            if self.reconnect(error.retry_after()) {
                return None;
            }
        }
        self.stop();
        Some(Some(Err(error)))
    }

    pub(super) fn head(&self) -> &Head {
        self.download.head()
    }

    pub(super) fn undecodable(&self, data: String, fault: DecodeError) -> Error {
        AnswerError::new(self.head().clone(), data.into(), fault).into()
    }
}
