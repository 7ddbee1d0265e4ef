//! The body of an answer while it comes in, with its length checked.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use http_body::Body as _;

use super::Head;
use crate::Error;
use crate::error::BodyError;

/// A body on its way in.
pub(crate) struct Incoming {
    body: reqwest::Body,
    received: u64,
    expected: Option<u64>,
    done: bool,
}

impl Incoming {
    pub(crate) fn new(body: reqwest::Body) -> Self {
        let expected = body.size_hint().exact();
        Self { body, received: 0, expected, done: false }
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
            let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
            let broken = match frame {
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(bytes) if bytes.is_empty() => continue,
                    Ok(bytes) => {
                        self.received += bytes.len() as u64;
                        return Poll::Ready(Some(Ok(bytes)));
                    }
                    // Trailers.
                    Err(_) => continue,
                },
                Some(Err(error)) => Some(error),
                None => None,
            };
            self.done = true;
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
    }

    async fn next(&mut self, head: &Head) -> Option<Result<Bytes, Error>> {
        poll_fn(|context| self.poll_next(head, context)).await
    }

    /// The whole body; what came before it broke off is in the error.
    pub(crate) async fn collect(mut self, head: &Head) -> Result<Bytes, Error> {
        let Some(first) = self.next(head).await.transpose()? else { return Ok(Bytes::new()) };
        let mut whole = BytesMut::from(first);
        while let Some(next) = self.next(head).await {
            match next {
                Ok(bytes) => whole.extend_from_slice(&bytes),
                Err(Error::Body(error)) => return Err(error.with_body(whole.freeze()).into()),
                Err(error) => return Err(error),
            }
        }
        Ok(whole.freeze())
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
