//! An answer that is handed out while it comes in.

use std::fmt;
use std::future::poll_fn;
use std::path::Path;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http::{HeaderMap, HeaderValue, StatusCode, header};

use super::{Arrival, Head, Incoming, Lines, file_name, save};
use crate::Error;
use crate::error::BodyError;
use crate::execute::Job;

/// A file, a log, an image: an answer that is handed out while it comes in.
///
/// It is a [`Stream`] of bytes. When the connection breaks, or fewer bytes come than the server announced, the
/// last item is an error that says so: what ends without an error is complete.
pub struct Download {
    /// Boxed, so that enums that have a download in them are small.
    parts: Box<Parts>,
}

struct Parts {
    head: Head,
    body: Body,
    /// What asks for it again.
    job: Option<Box<Job>>,
    /// What came before the present connection.
    before: u64,
    /// How many bytes all of it has, if the server announced it.
    length: Option<u64>,
    /// Whether the end, or an error, was handed out.
    ended: bool,
    /// Resumptions in a row that brought nothing.
    fruitless: u32,
    progress: Option<Progress>,
}

/// Told after each piece; the lock is there to be `Sync`, nobody ever waits for it.
type Progress = Mutex<Box<dyn FnMut(u64, Option<u64>) + Send>>;

/// How a download goes on after it broke off.
pub(crate) enum Resumed {
    /// With the byte that is missing.
    There,
    /// From the start: it is another file now.
    Anew,
}

enum Body {
    Incoming(Incoming),
    Complete(Bytes),
}

impl Download {
    pub(crate) fn new(head: Head, body: Incoming) -> Self {
        Self::of(head, Body::Incoming(body))
    }

    pub(crate) fn complete(head: Head, body: Bytes) -> Self {
        Self::of(head, Body::Complete(body))
    }

    fn of(head: Head, body: Body) -> Self {
        let length = match &body {
            Body::Incoming(incoming) => incoming.expected(),
            Body::Complete(bytes) => Some(bytes.len() as u64),
        };
        let parts = Parts {
            head,
            body,
            job: None,
            before: 0,
            length,
            ended: false,
            fruitless: 0,
            progress: None,
        };
        Self { parts: Box::new(parts) }
    }

    pub(crate) fn keep_job(&mut self, job: Box<Job>) {
        self.parts.job = Some(job);
    }

    pub(crate) fn take_job(&mut self) -> Option<Box<Job>> {
        self.parts.job.take()
    }

    pub(crate) fn head(&self) -> &Head {
        &self.parts.head
    }

    /// How many bytes were handed out.
    pub(crate) fn received(&self) -> u64 {
        match &self.parts.body {
            Body::Incoming(incoming) => self.parts.before + incoming.received(),
            Body::Complete(_) => 0,
        }
    }

    /// Ends the stream before its end.
    pub(crate) fn stop(&mut self) {
        match &mut self.parts.body {
            Body::Incoming(incoming) => incoming.stop(),
            Body::Complete(bytes) => bytes.clear(),
        }
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.parts.head.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.parts.head.headers
    }

    /// The media type with its parameters.
    pub fn content_type(&self) -> Option<&str> {
        self.parts.head.headers.get(header::CONTENT_TYPE)?.to_str().ok()
    }

    /// How many bytes the server announced.
    pub fn content_length(&self) -> Option<u64> {
        self.parts.length
    }

    /// The file name that the server proposes, without any folder.
    pub fn file_name(&self) -> Option<String> {
        let header = self.parts.head.headers.get(header::CONTENT_DISPOSITION)?;
        file_name::from_disposition(&String::from_utf8_lossy(header.as_bytes()))
    }

    /// Calls this after each piece with the number of bytes so far, and of all if the server announced it.
    #[must_use]
    pub fn on_progress(mut self, progress: impl FnMut(u64, Option<u64>) + Send + 'static) -> Self {
        self.parts.progress = Some(Mutex::new(Box::new(progress)));
        self
    }

    /// The next bytes; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Bytes, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// All of it, in memory; more than the call's [limit](crate::Call::response_limit) is an error.
    pub async fn bytes(self) -> Result<Bytes, Error> {
        if self.parts.progress.is_some() {
            return self.collect().await;
        }
        let Parts { head, body, .. } = *self.parts;
        match body {
            Body::Incoming(mut incoming) => incoming.collect(&head).await,
            Body::Complete(bytes) => Ok(bytes),
        }
    }

    /// An error if it is larger than what may be held in memory.
    fn check_size(&self) -> Result<(), Error> {
        match &self.parts.body {
            Body::Incoming(incoming) => incoming.check_size(&self.parts.head),
            Body::Complete(_) => Ok(()),
        }
    }

    async fn collect(mut self) -> Result<Bytes, Error> {
        let mut whole = BytesMut::new();
        self.check_size()?;
        while let Some(next) = self.next().await {
            match next {
                Ok(bytes) => {
                    self.check_size()?;
                    whole.extend_from_slice(&bytes);
                }
                Err(Error::Body(error)) => return Err(error.with_body(whole.freeze()).into()),
                Err(error) => return Err(error),
            }
        }
        Ok(whole.freeze())
    }

    /// All of it as text; what is not UTF-8 is replaced.
    pub async fn text(self) -> Result<String, Error> {
        Ok(String::from_utf8_lossy(&self.bytes().await?).into_owned())
    }

    /// Line by line, as they come.
    pub fn lines(self) -> Lines {
        Lines::new(self)
    }

    /// Saves it as a file, replacing one that exists; how many bytes that were.
    ///
    /// It is written under a temporary name in the same folder and renamed when it is complete: `path` is never
    /// half a file.
    ///
    /// When it breaks off, it goes on where it was, if the server says how to recognise the file (`ETag` or
    /// `Last-Modified`) and how long it is; if it is another file by then, from the start. As often in a row
    /// without a new byte as the call may be [tried again](crate::RetryPolicy).
    pub async fn save_to(self, path: impl AsRef<Path>) -> Result<u64, Error> {
        save::save(self, path.as_ref()).await
    }

    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        let Parts { head, body, before, length, ended, fruitless, progress, .. } = &mut *self.parts;
        let (next, received) = match body {
            _ if *ended => return Poll::Ready(None),
            Body::Incoming(incoming) => {
                let next = ready!(incoming.poll_next(head, context));
                (next, *before + incoming.received())
            }
            Body::Complete(bytes) if bytes.is_empty() => return Poll::Ready(None),
            Body::Complete(bytes) => {
                let bytes = std::mem::take(bytes);
                let received = bytes.len() as u64;
                (Some(Ok(bytes)), received)
            }
        };
        let next = match next {
            // The rest of a file need not say how long it is.
            None if *before > 0 && length.is_some_and(|length| length != received) => {
                Some(Err(BodyError::new(head.clone(), received, *length, None).into()))
            }
            Some(Err(Error::Body(error))) if *before > 0 => {
                Some(Err(error.as_part_of(*before, *length).into()))
            }
            next => next,
        };
        if let Some(Ok(_)) = &next {
            *fruitless = 0;
            if let Some(progress) = progress {
                progress.get_mut().unwrap_or_else(PoisonError::into_inner)(received, *length);
            }
        } else {
            *ended = true;
        }
        Poll::Ready(next)
    }

    /// Goes on after it broke off at `received` bytes; the error is the outcome if that cannot be done.
    pub(crate) async fn resume(&mut self, received: u64, error: Error) -> Result<Resumed, Error> {
        let (Some(length), Some(validator)) = (self.content_length(), self.validator()) else {
            return Err(error);
        };
        let Some(job) = &mut self.parts.job else { return Err(error) };
        if received >= length
            || !error.is_retryable()
            || self.parts.fruitless >= job.settings().retries.retries()
        {
            return Err(error);
        }
        tokio::time::sleep(job.settings().retries.delay(self.parts.fruitless)).await;
        self.parts.fruitless += 1;
        job.set_header(header::RANGE, HeaderValue::from_str(&format!("bytes={received}-")).ok());
        job.set_header(header::IF_RANGE, Some(validator));
        let new = match job.run().await {
            Ok(Arrival::Stream(new)) => *new.parts,
            Ok(Arrival::Whole(_)) => return Err(error),
            // Nothing to be had from there on.
            Err(other) if other.status() == Some(StatusCode::RANGE_NOT_SATISFIABLE) => {
                return Err(error);
            }
            Err(other) => return Err(other),
        };
        match new.head.status {
            StatusCode::PARTIAL_CONTENT if is_range(&new.head.headers, received, length) => {
                (self.parts.body, self.parts.before, self.parts.ended) =
                    (new.body, received, false);
                Ok(Resumed::There)
            }
            StatusCode::OK => {
                let Parts { head, body, length, .. } = new;
                let (before, ended) = (0, false);
                let (job, progress) = (self.parts.job.take(), self.parts.progress.take());
                let fruitless = self.parts.fruitless;
                *self.parts = Parts { head, body, job, before, length, ended, fruitless, progress };
                Ok(Resumed::Anew)
            }
            _ => Err(error),
        }
    }

    /// What tells whether it is still the same file.
    fn validator(&self) -> Option<HeaderValue> {
        let Head { status, headers, .. } = &self.parts.head;
        let refused = headers.get(header::ACCEPT_RANGES).is_some_and(|ranges| ranges == "none");
        let encoded = headers.contains_key(header::CONTENT_ENCODING);
        if *status != StatusCode::OK || refused || encoded {
            return None;
        }
        let tag = headers.get(header::ETAG).filter(|tag| !tag.as_bytes().starts_with(b"W/"));
        tag.or_else(|| headers.get(header::LAST_MODIFIED)).cloned()
    }
}

/// Whether it is the rest of the file: `bytes 4-9/10`.
fn is_range(headers: &HeaderMap, start: u64, length: u64) -> bool {
    let range = headers.get(header::CONTENT_RANGE).and_then(|range| range.to_str().ok());
    range.is_some_and(|range| range.trim() == format!("bytes {start}-{}/{length}", length - 1))
}

impl Stream for Download {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("operation", &self.parts.head.operation.id())
            .field("status", &self.parts.head.status)
            .field("content_length", &self.content_length())
            .finish_non_exhaustive()
    }
}
