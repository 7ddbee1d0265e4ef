//! A download, line by line.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::BytesMut;
use futures_core::Stream;

use super::Download;
use crate::Error;
use crate::error::BodyError;

/// The longest line, in bytes.
const LONGEST: usize = 1024 * 1024;

/// The lines of a download without their line ends (LF or CRLF); what is not UTF-8 is replaced.
///
/// The last line counts without a line end, too. A line of more than 1 MiB is an error and the end.
pub struct Lines {
    download: Download,
    buffer: BytesMut,
    /// As much of the buffer has no line end in it.
    searched: usize,
}

impl Lines {
    pub(crate) fn new(download: Download) -> Self {
        Self { download, buffer: BytesMut::new(), searched: 0 }
    }

    /// The next line; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<String, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<String, Error>>> {
        loop {
            if let Some(length) =
                self.buffer[self.searched..].iter().position(|byte| *byte == b'\n')
            {
                let line = self.buffer.split_to(self.searched + length + 1);
                self.searched = 0;
                if line.len() > LONGEST + 1 {
                    return Poll::Ready(Some(Err(self.too_long())));
                }
                return Poll::Ready(Some(Ok(text(&line[..line.len() - 1]))));
            }
            self.searched = self.buffer.len();
            if self.searched > LONGEST {
                return Poll::Ready(Some(Err(self.too_long())));
            }
            match ready!(self.download.poll(context)) {
                Some(Ok(bytes)) => self.buffer.extend_from_slice(&bytes),
                Some(Err(error)) => {
                    // Half a line is not a line.
                    self.end();
                    return Poll::Ready(Some(Err(error)));
                }
                None if self.buffer.is_empty() => return Poll::Ready(None),
                None => {
                    let line = text(&self.buffer);
                    self.end();
                    return Poll::Ready(Some(Ok(line)));
                }
            }
        }
    }

    fn end(&mut self) {
        self.download.stop();
        self.buffer.clear();
        self.searched = 0;
    }

    fn too_long(&mut self) -> Error {
        let received = self.download.received();
        self.end();
        BodyError::too_long(self.download.head().clone(), received, "a line is longer than 1 MiB")
            .into()
    }
}

fn text(line: &[u8]) -> String {
    String::from_utf8_lossy(line.strip_suffix(b"\r").unwrap_or(line)).into_owned()
}

impl Stream for Lines {
    type Item = Result<String, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

impl fmt::Debug for Lines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Lines").field(&self.download).finish()
    }
}
