//! The body of a request or an answer.

use std::fmt;
use std::future::Future as _;
use std::pin::{Pin, pin};
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http_body::{Frame, SizeHint};

use super::BoxError;

/// The body of a request or an answer: bytes, or a stream of them. It is a [`http_body::Body`].
#[derive(Default)]
pub struct Body(Kind);

type Streamed = Pin<Box<dyn http_body::Body<Data = Bytes, Error = BoxError> + Send + Sync>>;

#[derive(Default)]
enum Kind {
    #[default]
    Empty,
    Bytes(Bytes),
    Streamed(Streamed),
    /// As it comes in; what is asked for again and again is its next piece.
    Reqwest(Box<reqwest::Response>),
}

impl Body {
    /// No bytes.
    pub fn empty() -> Self {
        Self::default()
    }

    /// Bytes as they come.
    pub fn stream<E: Into<BoxError> + 'static>(
        stream: impl Stream<Item = Result<Bytes, E>> + Send + 'static,
    ) -> Self {
        Self::wrap(Pieces { stream: Mutex::new(Box::pin(stream)) })
    }

    /// A body of another kind.
    pub fn wrap<B>(body: B) -> Self
    where
        B: http_body::Body<Data = Bytes> + Send + Sync + 'static,
        B::Error: Into<BoxError>,
    {
        Self(Kind::Streamed(Box::pin(Wrapped(Box::pin(body)))))
    }

    /// The bytes, if they are in memory; a body that comes in is not.
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match &self.0 {
            Kind::Empty => Some(&[]),
            Kind::Bytes(bytes) => Some(bytes),
            Kind::Streamed(_) | Kind::Reqwest(_) => None,
        }
    }

    pub(crate) fn of_reqwest(response: reqwest::Response) -> Self {
        Self(Kind::Reqwest(Box::new(response)))
    }

    pub(crate) fn into_reqwest(self) -> Option<reqwest::Body> {
        match self.0 {
            Kind::Empty => None,
            Kind::Bytes(bytes) => Some(bytes.into()),
            streamed @ (Kind::Streamed(_) | Kind::Reqwest(_)) => {
                Some(reqwest::Body::wrap(Self(streamed)))
            }
        }
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        match &mut self.0 {
            Kind::Empty => Poll::Ready(None),
            Kind::Bytes(bytes) => {
                let bytes = std::mem::take(bytes);
                self.0 = Kind::Empty;
                Poll::Ready((!bytes.is_empty()).then(|| Ok(Frame::data(bytes))))
            }
            Kind::Streamed(body) => body.as_mut().poll_frame(context),
            // The transport's own text has the URL as it was sent, credentials included.
            Kind::Reqwest(response) => pin!(response.chunk()).poll(context).map(|next| {
                let next = next.map_err(|error| Box::new(error.without_url()) as BoxError);
                next.map(|piece| piece.map(Frame::data)).transpose()
            }),
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.0 {
            Kind::Empty => true,
            Kind::Bytes(bytes) => bytes.is_empty(),
            Kind::Streamed(body) => body.is_end_stream(),
            Kind::Reqwest(_) => false,
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Kind::Empty => SizeHint::with_exact(0),
            Kind::Bytes(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Kind::Streamed(body) => body.size_hint(),
            Kind::Reqwest(response) => {
                response.content_length().map_or_else(SizeHint::default, SizeHint::with_exact)
            }
        }
    }
}

/// A body with its error boxed.
struct Wrapped<B>(Pin<Box<B>>);

impl<B> http_body::Body for Wrapped<B>
where
    B: http_body::Body<Data = Bytes>,
    B::Error: Into<BoxError>,
{
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        self.0.as_mut().poll_frame(context).map_err(Into::into)
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.size_hint()
    }
}

/// A stream as a body. The lock is there to be `Sync`; nobody ever waits for it.
struct Pieces<E> {
    stream: Mutex<Pin<Box<BytesOr<E>>>>,
}

type BytesOr<E> = dyn Stream<Item = Result<Bytes, E>> + Send;

impl<E: Into<BoxError>> http_body::Body for Pieces<E> {
    type Data = Bytes;
    type Error = E;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, E>>> {
        let stream = self.stream.get_mut().unwrap_or_else(PoisonError::into_inner);
        stream.as_mut().poll_next(context).map(|next| next.map(|it| it.map(Frame::data)))
    }
}

macro_rules! from_bytes {
    ($($bytes:ty)*) => {$(
        impl From<$bytes> for Body {
            fn from(bytes: $bytes) -> Self {
                Self(Kind::Bytes(bytes.into()))
            }
        }
    )*};
}

from_bytes! { Bytes Vec<u8> String &'static [u8] &'static str }

/// Bodies are not shown: they may hold secrets.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.as_bytes() {
            Some(bytes) => write!(f, "Body({} bytes)", bytes.len()),
            None => f.write_str("Body(stream)"),
        }
    }
}
