//! The same calls without `async`: the thread waits.
//!
//! There is no second client. What can be awaited can be blocked on instead: [`Block::block`] sends a call and gives
//! its answer, and what is a stream is an iterator by [`IterBlocking::iter_blocking`]. The
//! [chapter](crate::guide::blocking) has a program.
//!
//! The thread that waits does the work: it builds requests and decodes answers. Connections and time limits are
//! looked after by two threads in the background, which all clients of the process share and which are started by
//! the first call that blocks. An async program may block as well; nothing else happens on that thread meanwhile.

use std::fmt;
use std::future::{Future, IntoFuture, poll_fn};
use std::io::{self, BufRead, Read};
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use bytes::{Buf as _, Bytes};
use futures_core::Stream;
use tokio::runtime::{Builder, Runtime};

use crate::{Download, Error};

/// What can be awaited, blocked on instead: a call, `next()` of a stream, `save_to(..)` of a download.
pub trait Block: IntoFuture {
    /// Does what `.await` does, and blocks the thread until it is done.
    ///
    /// ```no_run
    /// # fn run(http: openapi_runtime::HttpClient) -> Result<(), openapi_runtime::Error> {
    /// use openapi_runtime::{Value, blocking::Block as _};
    ///
    /// let app: Value = http.get("getApp", "/apps/a1").json().block()?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Panics
    ///
    /// If the process cannot have two more threads, on the first call; or if the future itself does.
    fn block(self) -> Self::Output
    where
        Self: Sized,
    {
        block_on(self.into_future())
    }
}

impl<F: IntoFuture> Block for F {}

/// A stream, as an iterator.
pub trait IterBlocking: Stream + Unpin {
    /// Iterates over what comes; `next` blocks the thread until there is something.
    ///
    /// As lazy as the stream: nothing is fetched ahead.
    ///
    /// ```no_run
    /// # fn run(http: openapi_runtime::HttpClient) -> Result<(), openapi_runtime::Error> {
    /// use openapi_runtime::{Value, blocking::{Block as _, IterBlocking as _}};
    ///
    /// for event in http.get("streamLogs", "/logs").events::<Value>().block()?.iter_blocking() {
    ///     println!("{}", event?.data);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    fn iter_blocking(self) -> BlockingIter<Self>
    where
        Self: Sized,
    {
        BlockingIter { stream: self }
    }
}

impl<S: Stream + Unpin> IterBlocking for S {}

/// The items of a stream, each of which the thread waits for.
#[must_use = "iterators do nothing unless they are advanced"]
pub struct BlockingIter<S> {
    stream: S,
}

impl<S: Stream + Unpin> Iterator for BlockingIter<S> {
    type Item = S::Item;

    fn next(&mut self) -> Option<S::Item> {
        block_on(poll_fn(|context| Pin::new(&mut self.stream).poll_next(context)))
    }
}

impl<S: fmt::Debug> fmt::Debug for BlockingIter<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("BlockingIter").field(&self.stream).finish()
    }
}

impl Download {
    /// The download as something to [`Read`] from, which blocks the thread.
    ///
    /// What ends without an error is complete. An error is the call's own [`Error`] inside of an [`io::Error`], of
    /// kind `TimedOut` if the server fell silent.
    pub fn into_reader(self) -> DownloadReader {
        DownloadReader { download: self, piece: Bytes::new() }
    }
}

/// A download that is read by a thread that waits for it.
pub struct DownloadReader {
    download: Download,
    piece: Bytes,
}

impl BufRead for DownloadReader {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.piece.is_empty()
            && let Some(next) = block_on(self.download.next())
        {
            self.piece = next.map_err(io_error)?;
        }
        Ok(&self.piece)
    }

    fn consume(&mut self, amount: usize) {
        self.piece.advance(amount.min(self.piece.len()));
    }
}

impl Read for DownloadReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}

impl fmt::Debug for DownloadReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("DownloadReader").field(&self.download).finish()
    }
}

fn io_error(error: Error) -> io::Error {
    let kind = if error.is_timeout() { io::ErrorKind::TimedOut } else { io::ErrorKind::Other };
    io::Error::new(kind, error)
}

/// Polls a future on this thread, which sleeps in between.
fn block_on<F: Future>(future: F) -> F::Output {
    // Connections and timers belong to the runtime in the background, also inside of another one: this is not
    // `Runtime::block_on`, which panics there.
    let _entered = background().enter();
    // An async task that blocks may have spent its budget, and would be told to come back later, for ever.
    let mut future = pin!(tokio::task::unconstrained(future));
    let alarm = Arc::new(Alarm { thread: thread::current(), rang: AtomicBool::new(false) });
    let waker = Waker::from(Arc::clone(&alarm));
    let mut context = Context::from_waker(&waker);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
        while !alarm.rang.swap(false, Ordering::Acquire) {
            thread::park();
        }
    }
}

/// Wakes the thread that waits. A thread remembers only that it was unparked, not by whom.
struct Alarm {
    thread: Thread,
    rang: AtomicBool,
}

impl Wake for Alarm {
    fn wake(self: Arc<Self>) {
        self.rang.store(true, Ordering::Release);
        self.thread.unpark();
    }
}

/// Carries the bytes and keeps the time for everybody who blocks; lives as long as the process.
fn background() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| {
        let mut builder = Builder::new_multi_thread();
        builder.worker_threads(2).thread_name("openapi-runtime").enable_all();
        builder.build().expect("the process can have two more threads")
    })
}
