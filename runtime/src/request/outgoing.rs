//! A request's body while it is sent: piece by piece, in constant memory.

use std::collections::VecDeque;
use std::io;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use http_body::{Body, Frame, SizeHint};
use tokio::fs::File;
use tokio::io::AsyncRead;
use tokio::time::Instant;

use super::file;
use super::upload::{ByteSource, Progress, Source, Upload};
use crate::Error;
use crate::error::{ArgumentError, FileError, Operation};

/// As many bytes are handed to the transport at a time.
pub(super) const CHUNK: usize = 64 * 1024;

/// What is known of a body from the outside: when it last moved, and why it failed.
pub(crate) struct Activity {
    state: Mutex<(Instant, Option<Error>)>,
}

impl Activity {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self { state: Mutex::new((Instant::now(), None)) })
    }

    /// When the last piece of the body was taken, or else when the request began.
    pub(crate) fn latest(&self) -> Instant {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).0
    }

    /// Why the body could not be read to its end.
    pub(crate) fn take_failure(&self) -> Option<Error> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).1.take()
    }

    fn moved(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).0 = Instant::now();
    }

    fn failed(&self, error: Error) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).1 = Some(error);
    }
}

/// The pieces of a body that are still to be sent.
pub(crate) struct Outgoing {
    operation: Operation,
    pieces: VecDeque<(Piece, Option<Gauge>)>,
    /// Bytes left, if all lengths are known.
    left: Option<u64>,
    activity: Arc<Activity>,
}

enum Piece {
    Bytes(Bytes),
    File { file: File, path: PathBuf, left: u64 },
    Stream(ByteSource),
}

/// How far a piece is.
struct Gauge {
    progress: Progress,
    sent: u64,
    length: Option<u64>,
}

impl Outgoing {
    /// Opens the files.
    pub(crate) async fn open(
        operation: Operation,
        uploads: Vec<Upload>,
        activity: Arc<Activity>,
    ) -> Result<Self, Error> {
        let mut pieces = VecDeque::with_capacity(uploads.len());
        let mut left = Some(0);
        for upload in uploads {
            let progress = upload.progress().cloned();
            let (piece, length) = match upload.source {
                Source::Bytes(bytes) => {
                    let length = bytes.len() as u64;
                    (Piece::Bytes(bytes), Some(length))
                }
                Source::Path(path) => {
                    let unreadable =
                        |error| Error::from(FileError::new("read", &path, error).of(operation));
                    let (file, length) = file::open(path.clone()).await.map_err(unreadable)?;
                    (Piece::File { file, path, left: length }, Some(length))
                }
                Source::Stream { stream, length } => (Piece::Stream(stream), length),
            };
            let gauge = progress.map(|progress| Gauge { progress, sent: 0, length });
            pieces.push_back((piece, gauge));
            left = left.and_then(|left| Some(left + length?));
        }
        Ok(Self { operation, pieces, left, activity })
    }

    fn poll_piece(&mut self, context: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        while let Some((piece, gauge)) = self.pieces.front_mut() {
            let next = match piece {
                Piece::Bytes(bytes) if bytes.is_empty() => None,
                Piece::Bytes(bytes) => Some(Ok(bytes.split_to(CHUNK.min(bytes.len())))),
                Piece::File { left: 0, .. } => None,
                Piece::File { file, path, left } => {
                    Some(ready!(poll_file(file, left, context)).inspect_err(|error| {
                        let error = io::Error::new(error.kind(), error.to_string());
                        self.activity
                            .failed(FileError::new("read", path, error).of(self.operation).into());
                    }))
                }
                Piece::Stream(stream) => {
                    let stream = stream.get_mut().unwrap_or_else(PoisonError::into_inner);
                    ready!(stream.as_mut().poll_next(context)).map(|chunk| {
                        chunk.inspect_err(|error| {
                            let fault = ArgumentError::new(
                                "body",
                                format!("is a stream that failed: {error}"),
                            );
                            self.activity.failed(fault.of(self.operation).into());
                        })
                    })
                }
            };
            match next {
                Some(chunk) => {
                    if let (Ok(bytes), Some(Gauge { progress, sent, length })) = (&chunk, gauge) {
                        *sent += bytes.len() as u64;
                        progress(*sent, *length);
                    }
                    return Poll::Ready(Some(chunk));
                }
                None => self.pieces.pop_front(),
            };
        }
        Poll::Ready(None)
    }
}

/// The next bytes of a file, at most `left`; ending before is an error.
fn poll_file(
    file: &mut File,
    left: &mut u64,
    context: &mut Context<'_>,
) -> Poll<io::Result<Bytes>> {
    let size = CHUNK.min(usize::try_from(*left).unwrap_or(CHUNK));
    let mut chunk = BytesMut::zeroed(size);
    let mut buffer = tokio::io::ReadBuf::new(&mut chunk);
    ready!(Pin::new(file).poll_read(context, &mut buffer))?;
    let read = buffer.filled().len();
    if read == 0 {
        let reason = format!("the file became shorter while it was sent, {left} bytes are missing");
        return Poll::Ready(Err(io::Error::new(io::ErrorKind::UnexpectedEof, reason)));
    }
    chunk.truncate(read);
    *left -= read as u64;
    Poll::Ready(Ok(chunk.freeze()))
}

impl Body for Outgoing {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let Some(chunk) = ready!(self.poll_piece(context)) else { return Poll::Ready(None) };
        self.activity.moved();
        let chunk = chunk?;
        self.left = self.left.map(|left| left.saturating_sub(chunk.len() as u64));
        Poll::Ready(Some(Ok(Frame::data(chunk))))
    }

    fn is_end_stream(&self) -> bool {
        self.pieces.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        self.left.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}
