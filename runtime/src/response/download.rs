//! An answer that is handed out while it comes in.

use std::fmt;
use std::future::poll_fn;
use std::path::Path;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http::{HeaderMap, StatusCode, header};

use super::identity::is_encoded;
use super::{Head, Incoming, Lines, file_name, save};
use crate::Error;
use crate::error::BodyError;
use crate::execute::Job;

/// A file, a log, an image: an answer that is handed out while it comes in.
///
/// It is a [`Stream`] of bytes. When the connection breaks, or fewer bytes come than the server announced, the
/// last item is an error that says so: what ends without an error is complete.
pub struct Download {
    /// Boxed, so that enums that have a download in them are small.
    pub(super) parts: Box<Parts>,
}

pub(super) struct Parts {
    pub(super) head: Head,
    pub(super) body: Body,
    /// What asks for it again.
    pub(super) job: Option<Box<Job>>,
    /// What came before the present connection.
    pub(super) before: u64,
    /// How many bytes all of it has, if the server announced it.
    pub(super) length: Option<u64>,
    /// Whether the end, or an error, was handed out.
    pub(super) ended: bool,
    /// Whether it is not the file but a compressed form of it that nobody asked for.
    pub(super) is_refused: bool,
    /// Whether a part that was saved is kept for another run of the program.
    pub(super) is_kept: bool,
    pub(super) tries: Tries,
    progress: Option<Progress>,
}

/// How often a download was asked for again.
#[derive(Clone, Copy, Default)]
pub(super) struct Tries {
    /// In a row without a new byte.
    pub(super) fruitless: u32,
    /// From the start.
    pub(super) anew: u32,
}

/// Told after each piece; the lock is there to be `Sync`, nobody ever waits for it.
type Progress = Mutex<Box<dyn FnMut(u64, Option<u64>) + Send>>;

pub(super) enum Body {
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
            is_refused: false,
            is_kept: false,
            tries: Tries::default(),
            progress: None,
        };
        Self { parts: Box::new(parts) }
    }

    /// Asked for as it is, it came compressed: unless it is a compressed file anyway, what comes is not the file.
    pub(crate) fn refuse_if_encoded(&mut self) {
        let head = &self.parts.head;
        self.parts.is_refused =
            is_encoded(&head.headers) && !is_compressed_file(head, self.file_name().as_deref());
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
        if self.parts.progress.is_some() || self.parts.is_refused {
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

    /// Keeps what [`save_to`](Self::save_to) has saved when the program ends before the file is complete, and takes up
    /// what an earlier run has left.
    ///
    /// Beside `backup.zip` there are then `.backup.zip.resume`, a journal, and a file with the bytes. They are taken up if
    /// they are of the same request, and if the server says that the file is the same: by a strong `ETag`, or by
    /// `Last-Modified`, and the length. Otherwise the file is saved from the start, as it is where the server says nothing by
    /// which it could be recognised. Bytes count after they were written to the disk, at most 0.25 s after they came.
    /// Both files are gone when the file is complete, and may be removed at any time.
    ///
    /// ```no_run
    /// # async fn example(http: openapi_runtime::HttpClient) -> Result<(), openapi_runtime::Error> {
    /// let backup = http.get("getBackup", "/backup").download("application/zip").await?;
    /// backup.resume().save_to("backup.zip").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn resume(mut self) -> Self {
        self.parts.is_kept = true;
        self
    }

    /// Saves it as a file, replacing one that exists; how many bytes that were.
    ///
    /// It is written under a temporary name in the same folder (`.backup.zip.<number>.part`) and renamed when it is
    /// complete: `path` is never half a file. The temporary file is removed if it does not become complete, unless the
    /// program is killed.
    ///
    /// When it breaks off, it goes on where it was, if the server says how to recognise the file (a strong `ETag`, or
    /// `Last-Modified`) and how long it is, and says the same of the rest. If it is another file by then, or nothing tells
    /// that it is not, it is saved from the start. Both as often as the call may be [tried again](crate::RetryPolicy):
    /// going on in a row without a new byte, beginning in all.
    pub async fn save_to(self, path: impl AsRef<Path>) -> Result<u64, Error> {
        save::save(self, path.as_ref()).await
    }

    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        let Parts { head, body, before, length, ended, is_refused, tries, progress, .. } =
            &mut *self.parts;
        let (next, received) = match body {
            _ if *ended => return Poll::Ready(None),
            _ if *is_refused => {
                *ended = true;
                return Poll::Ready(Some(Err(BodyError::encoded(head.clone()).into())));
            }
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
            tries.fruitless = 0;
            if let Some(progress) = progress {
                progress.get_mut().unwrap_or_else(PoisonError::into_inner)(received, *length);
            }
        } else {
            *ended = true;
        }
        Poll::Ready(next)
    }
}

/// Whether a file is a compressed one by its name or media type: some servers call it encoded for that reason, and mean
/// the file.
fn is_compressed_file(head: &Head, name: Option<&str>) -> bool {
    const ENDINGS: [&str; 5] = [".gz", ".tgz", ".br", ".zst", ".svgz"];
    const MEDIA: [&str; 5] = [
        "application/gzip",
        "application/x-gzip",
        "application/x-tgz",
        "application/x-gtar-compressed",
        "application/zstd",
    ];
    let has_ending = |name: &str| ENDINGS.iter().any(|it| name.to_ascii_lowercase().ends_with(it));
    MEDIA.contains(&head.media_type().as_str())
        || name.is_some_and(has_ending)
        || has_ending(head.operation.path())
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
