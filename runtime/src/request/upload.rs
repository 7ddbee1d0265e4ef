//! Something to be sent: bytes, a file, a stream.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use tokio::io::{AsyncRead, ReadBuf};

use super::outgoing::CHUNK;

/// A stream of bytes that the caller supplies. The lock is there to be `Sync`; nobody ever waits for it.
pub(crate) type ByteSource = Mutex<Pin<Box<dyn Stream<Item = io::Result<Bytes>> + Send>>>;

/// Something to be sent: bytes, a file, a stream.
///
/// ```
/// use std::path::Path;
/// use openapi_runtime::Upload;
///
/// let from_memory = Upload::from(vec![1, 2, 3]).file_name("icon.png").content_type("image/png");
/// let from_disk = Upload::from(Path::new("backup.tar.gz"));     // read while it is sent, in constant memory
/// ```
pub struct Upload {
    pub(crate) source: Source,
    file_name: Option<String>,
    content_type: Option<String>,
    pub(super) progress: Option<Progress>,
}

/// Told how many bytes were taken, and how many there are.
pub(crate) type Progress = Arc<dyn Fn(u64, Option<u64>) + Send + Sync>;

pub(crate) enum Source {
    Bytes(Bytes),
    Path(PathBuf),
    Stream { stream: ByteSource, length: Option<u64> },
}

impl Upload {
    fn new(source: Source) -> Self {
        Self { source, file_name: None, content_type: None, progress: None }
    }

    /// Bytes from memory.
    pub fn bytes(bytes: impl Into<Bytes>) -> Self {
        Self::new(Source::Bytes(bytes.into()))
    }

    /// A file, read while it is sent; its name goes along unless another is given.
    ///
    /// What is no file (a FIFO, a device), and a file that does not know its length (as in `/proc`), is an
    /// [`Error::File`](crate::Error::File): open it, and give it to [`reader`](Self::reader).
    pub fn path(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let file_name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        Self { file_name, ..Self::new(Source::Path(path)) }
    }

    /// A stream; without its length some servers refuse it.
    pub fn stream(
        stream: impl Stream<Item = io::Result<Bytes>> + Send + 'static,
        length: Option<u64>,
    ) -> Self {
        Self::new(Source::Stream { stream: Mutex::new(Box::pin(stream)), length })
    }

    /// A reader; without its length some servers refuse it.
    pub fn reader(reader: impl AsyncRead + Send + 'static, length: Option<u64>) -> Self {
        Self::stream(Chunks { reader: Box::pin(reader) }, length)
    }

    /// Calls this each time the transport takes a piece, with the number of bytes so far, and of all if it is known.
    ///
    /// When the request is sent again, it starts over.
    #[must_use]
    pub fn on_progress(
        mut self,
        progress: impl Fn(u64, Option<u64>) + Send + Sync + 'static,
    ) -> Self {
        self.progress = Some(Arc::new(progress));
        self
    }

    /// The file name that the server is told.
    #[must_use]
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// The media type that the server is told (`application/octet-stream` unless the operation says more).
    #[must_use]
    pub fn content_type(mut self, media_type: impl Into<String>) -> Self {
        self.content_type = Some(media_type.into());
        self
    }

    /// The media type that the server is told if [`content_type`](Self::content_type) was not called.
    #[must_use]
    pub fn or_content_type(mut self, media_type: &str) -> Self {
        self.content_type.get_or_insert_with(|| media_type.to_owned());
        self
    }

    /// Whether it can be sent more than once.
    pub(crate) fn can_be_repeated(&self) -> bool {
        !matches!(self.source, Source::Stream { .. })
    }

    /// The same to be sent once more; a stream moves out.
    pub(crate) fn again(&mut self) -> Self {
        let source = match &mut self.source {
            Source::Bytes(bytes) => Source::Bytes(bytes.clone()),
            Source::Path(path) => Source::Path(path.clone()),
            stream @ Source::Stream { .. } => {
                std::mem::replace(stream, Source::Bytes(Bytes::new()))
            }
        };
        Self { progress: self.progress.clone(), ..Self::new(source) }
    }

    pub(crate) fn progress(&self) -> Option<&Progress> {
        self.progress.as_ref()
    }

    pub(crate) fn name(&self) -> Option<&str> {
        self.file_name.as_deref()
    }

    pub(crate) fn media_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    #[cfg(test)]
    pub(crate) fn into_bytes(self) -> Option<Bytes> {
        match self.source {
            Source::Bytes(bytes) => Some(bytes),
            Source::Path(_) | Source::Stream { .. } => None,
        }
    }
}

/// A reader as a stream.
struct Chunks<R> {
    reader: Pin<Box<R>>,
}

impl<R: AsyncRead> Stream for Chunks<R> {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut chunk = BytesMut::zeroed(CHUNK);
        let mut buffer = ReadBuf::new(&mut chunk);
        if let Err(error) = ready!(self.reader.as_mut().poll_read(context, &mut buffer)) {
            return Poll::Ready(Some(Err(error)));
        }
        let read = buffer.filled().len();
        chunk.truncate(read);
        Poll::Ready((read > 0).then(|| Ok(chunk.freeze())))
    }
}

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let source = match &self.source {
            Source::Bytes(bytes) => format!("{} bytes", bytes.len()),
            Source::Path(path) => path.display().to_string(),
            Source::Stream { length: Some(length), .. } => format!("stream of {length} bytes"),
            Source::Stream { length: None, .. } => "stream".to_owned(),
        };
        f.debug_struct("Upload")
            .field("source", &source)
            .field("file_name", &self.file_name)
            .field("content_type", &self.content_type)
            .finish()
    }
}

macro_rules! from_bytes {
    ($($bytes:ty)*) => {$(
        impl From<$bytes> for Upload {
            fn from(bytes: $bytes) -> Self {
                Self::bytes(bytes)
            }
        }
    )*};
}

from_bytes! { Bytes Vec<u8> String &'static [u8] &'static str }

impl<const N: usize> From<&'static [u8; N]> for Upload {
    fn from(bytes: &'static [u8; N]) -> Self {
        Self::bytes(bytes.as_slice())
    }
}

impl From<PathBuf> for Upload {
    fn from(path: PathBuf) -> Self {
        Self::path(path)
    }
}

impl From<&Path> for Upload {
    fn from(path: &Path) -> Self {
        Self::path(path)
    }
}
