//! Uploads from readers that block.

use std::future::Future as _;
use std::io::{self, Read};
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use tokio::task::{JoinHandle, spawn_blocking};

use super::Upload;
use super::outgoing::CHUNK;

impl Upload {
    /// What a reader of the standard library gives, and how long it is if that is known. It is read on threads that
    /// may wait, and sent once: a request with it is not tried again. A read that does not return keeps its thread, and
    /// the end of the runtime waits for it.
    ///
    /// ```
    /// use openapi_runtime::Upload;
    ///
    /// let dump = std::process::Command::new("true").stdout(std::process::Stdio::piped()).spawn()?;
    /// let upload = dump.stdout.map(|stdout| Upload::blocking_reader(stdout, None));
    /// # assert!(upload.is_some());
    /// # Ok::<_, std::io::Error>(())
    /// ```
    pub fn blocking_reader(reader: impl Read + Send + 'static, length: Option<u64>) -> Self {
        Self::stream(Chunks::Waiting(reader), length)
    }
}

/// A reader as a stream.
enum Chunks<R> {
    /// For somebody to ask.
    Waiting(R),
    Reading(JoinHandle<(R, io::Result<Bytes>)>),
    Ended,
}

/// Nothing of it is pinned.
impl<R> Unpin for Chunks<R> {}

impl<R: Read + Send + 'static> Stream for Chunks<R> {
    type Item = io::Result<Bytes>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let chunks = self.get_mut();
        loop {
            match std::mem::replace(chunks, Self::Ended) {
                Self::Waiting(reader) => *chunks = Self::Reading(spawn_blocking(|| read(reader))),
                Self::Reading(mut task) => {
                    let Poll::Ready(outcome) = Pin::new(&mut task).poll(context) else {
                        *chunks = Self::Reading(task);
                        return Poll::Pending;
                    };
                    let (reader, bytes) = outcome.map_err(io::Error::other)?;
                    if bytes.as_ref().is_ok_and(Bytes::is_empty) {
                        return Poll::Ready(None);
                    }
                    if bytes.is_ok() {
                        *chunks = Self::Waiting(reader);
                    }
                    return Poll::Ready(Some(bytes));
                }
                Self::Ended => return Poll::Ready(None),
            }
        }
    }
}

/// The next bytes; none at the end.
fn read<R: Read>(mut reader: R) -> (R, io::Result<Bytes>) {
    let mut chunk = vec![0; CHUNK];
    let read = loop {
        match reader.read(&mut chunk) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            read => break read,
        }
    };
    let bytes = read.map(|length| {
        chunk.truncate(length);
        chunk.into()
    });
    (reader, bytes)
}
