//! The body of an answer while it comes in, with its length checked.

use std::future::{Future as _, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http_body::Body as _;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{Instant, Sleep};

use super::Head;
use crate::Error;
use crate::error::BodyError;
use crate::transport::Body;

/// After so many bytes, or so many frames, others have their turn: time limits, and the other tasks of the thread. A
/// decompressor may always have more to give, and a server more to say.
const TURN_BYTES: usize = 1024 * 1024;
const TURN_FRAMES: usize = 1024;

/// A body on its way in.
pub(crate) struct Incoming {
    body: Body,
    received: u64,
    expected: Option<u64>,
    /// As many bytes may be collected in memory.
    limit: Option<u64>,
    done: bool,
    stall: Stall,
    turn: Turn,
    /// For one of the client's connections, if there is a limit of them; until the end.
    permit: Option<OwnedSemaphorePermit>,
}

/// What came without a pause.
#[derive(Default)]
struct Turn {
    bytes: usize,
    frames: usize,
}

impl Turn {
    /// Whether it is over; the next one then begins.
    fn is_over(&mut self) -> bool {
        let is_over = self.bytes >= TURN_BYTES || self.frames >= TURN_FRAMES;
        if is_over {
            *self = Self::default();
        }
        is_over
    }
}

/// Watches over the time in which nothing comes; the time in which nobody asks does not count.
struct Stall {
    limit: Option<Duration>,
    /// Made when it is needed for the first time.
    alarm: Option<Pin<Box<Sleep>>>,
    waiting: bool,
}

impl Stall {
    /// Whether it is too long since something came.
    fn is_over(&mut self, context: &mut Context<'_>) -> bool {
        let Some(limit) = self.limit else { return false };
        let alarm = self.alarm.get_or_insert_with(|| Box::pin(tokio::time::sleep(limit)));
        if !std::mem::replace(&mut self.waiting, true) {
            alarm.as_mut().reset(Instant::now() + limit);
        }
        alarm.as_mut().poll(context).is_ready()
    }
}

impl Incoming {
    /// `stall`: the longest time in which nothing comes.
    pub(crate) fn new(body: Body, stall: Option<Duration>) -> Self {
        let expected = body.size_hint().exact();
        let stall = Stall { limit: stall, alarm: None, waiting: false };
        let turn = Turn::default();
        Self { body, received: 0, expected, limit: None, done: false, stall, turn, permit: None }
    }

    /// Keeps one of the client's connections until the end.
    pub(crate) fn holding(self, permit: Option<OwnedSemaphorePermit>) -> Self {
        Self { permit, ..self }
    }

    /// As many bytes may be [collected](Self::collect).
    pub(crate) fn limited(self, limit: Option<u64>) -> Self {
        Self { limit, ..self }
    }

    /// An error if the body is larger than what may be collected, as far as that is known.
    pub(crate) fn check_size(&self, head: &Head) -> Result<(), Error> {
        let Some(limit) = self.limit else { return Ok(()) };
        if self.received <= limit && self.expected.is_none_or(|expected| expected <= limit) {
            return Ok(());
        }
        Err(BodyError::too_large(head.clone(), self.received, self.expected, limit).into())
    }

    /// How many bytes the server announced.
    pub(crate) fn expected(&self) -> Option<u64> {
        self.expected
    }

    pub(crate) fn received(&self) -> u64 {
        self.received
    }

    /// The next bytes; after an error or the end there is nothing more.
    pub(crate) fn poll_next(
        &mut self,
        head: &Head,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Error>>> {
        while !self.done {
            if self.turn.is_over() {
                context.waker().wake_by_ref();
                return Poll::Pending;
            }
            let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(context) else {
                if !self.stall.is_over(context) {
                    self.turn = Turn::default();
                    return Poll::Pending;
                }
                self.stop();
                let limit = self.stall.limit.unwrap_or_default();
                let error = BodyError::stalled(head.clone(), self.received, self.expected, limit);
                return Poll::Ready(Some(Err(error.into())));
            };
            self.stall.waiting = false;
            self.turn.frames += 1;
            let broken = match frame {
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(bytes) if bytes.is_empty() => continue,
                    Ok(bytes) => {
                        self.received += bytes.len() as u64;
                        self.turn.bytes += bytes.len();
                        return Poll::Ready(Some(Ok(bytes)));
                    }
                    // Trailers.
                    Err(_) => continue,
                },
                Some(Err(error)) => Some(error),
                None => None,
            };
            self.done = true;
            self.permit = None;
            let incomplete = self.expected.is_some_and(|expected| expected != self.received);
            if broken.is_some() || incomplete {
                let error = BodyError::new(head.clone(), self.received, self.expected, broken);
                return Poll::Ready(Some(Err(error.into())));
            }
        }
        Poll::Ready(None)
    }

    /// Stops: nothing more is handed out.
    pub(crate) fn stop(&mut self) {
        self.done = true;
        self.permit = None;
        self.body = Body::empty();
    }

    async fn next(&mut self, head: &Head) -> Option<Result<Bytes, Error>> {
        poll_fn(|context| self.poll_next(head, context)).await
    }

    /// The whole body, unless it is too large; what came before it broke off is in the error.
    pub(crate) async fn collect(&mut self, head: &Head) -> Result<Bytes, Error> {
        self.check_size(head)?;
        let Some(first) = self.next(head).await.transpose()? else { return Ok(Bytes::new()) };
        self.check_size(head)?;
        // Most answers come in one piece, which need not be copied.
        let Some(mut next) = self.next(head).await else { return Ok(first) };
        let mut whole = BytesMut::from(first);
        loop {
            match next {
                Ok(bytes) => {
                    self.check_size(head)?;
                    whole.extend_from_slice(&bytes);
                }
                Err(Error::Body(error)) => return Err(error.with_body(whole.freeze()).into()),
                Err(error) => return Err(error),
            }
            match self.next(head).await {
                Some(more) => next = more,
                None => return Ok(whole.freeze()),
            }
        }
    }

    /// Adds to `kept` what comes, up to a limit. Whether that is all of it.
    pub(crate) async fn collect_up_to(
        &mut self,
        head: &Head,
        limit: usize,
        kept: &mut BytesMut,
    ) -> bool {
        while let Some(next) = self.next(head).await {
            let Ok(bytes) = next else { return false };
            let room = limit - kept.len();
            kept.extend_from_slice(&bytes[..bytes.len().min(room)]);
            if bytes.len() > room {
                return false;
            }
        }
        true
    }
}
