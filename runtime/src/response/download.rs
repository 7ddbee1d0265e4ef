//! An answer that is handed out while it comes in.

use std::fmt;
use std::future::poll_fn;
use std::path::Path;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, StatusCode, header};

use super::{Head, Incoming, Lines, file_name, save};
use crate::Error;

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
}

enum Body {
    Incoming(Incoming),
    Complete(Bytes),
}

impl Download {
    pub(crate) fn new(head: Head, body: Incoming) -> Self {
        Self { parts: Box::new(Parts { head, body: Body::Incoming(body) }) }
    }

    pub(crate) fn complete(head: Head, body: Bytes) -> Self {
        Self { parts: Box::new(Parts { head, body: Body::Complete(body) }) }
    }

    pub(crate) fn head(&self) -> &Head {
        &self.parts.head
    }

    /// How many bytes were handed out.
    pub(crate) fn received(&self) -> u64 {
        match &self.parts.body {
            Body::Incoming(incoming) => incoming.received(),
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
        match &self.parts.body {
            Body::Incoming(incoming) => incoming.expected(),
            Body::Complete(bytes) => Some(bytes.len() as u64),
        }
    }

    /// The file name that the server proposes, without any folder.
    pub fn file_name(&self) -> Option<String> {
        let header = self.parts.head.headers.get(header::CONTENT_DISPOSITION)?;
        file_name::from_disposition(&String::from_utf8_lossy(header.as_bytes()))
    }

    /// The next bytes; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Bytes, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// All of it, in memory.
    pub async fn bytes(self) -> Result<Bytes, Error> {
        let Parts { head, body } = *self.parts;
        match body {
            Body::Incoming(incoming) => incoming.collect(&head).await,
            Body::Complete(bytes) => Ok(bytes),
        }
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
    pub async fn save_to(self, path: impl AsRef<Path>) -> Result<u64, Error> {
        save::save(self, path.as_ref()).await
    }

    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        let Parts { head, body } = &mut *self.parts;
        match body {
            Body::Incoming(incoming) => incoming.poll_next(head, context),
            Body::Complete(bytes) if bytes.is_empty() => Poll::Ready(None),
            Body::Complete(bytes) => Poll::Ready(Some(Ok(std::mem::take(bytes)))),
        }
    }
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
