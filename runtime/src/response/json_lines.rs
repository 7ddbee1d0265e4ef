//! A stream of typed values: one JSON text a line.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http::HeaderMap;
use openapi_media::Kind;

use super::value_end::ValueEnd;
use super::{Download, document_error};
use crate::error::{AnswerError, BodyError};
use crate::json::Tape;
use crate::{Decode, DecodeError, Error, Node, recovery};

/// The longest line, in bytes.
const LONGEST: usize = 1024 * 1024;

/// Begins each value of `application/json-seq` (RFC 7464), where a value may go over several lines.
const SEPARATOR: u8 = 0x1e;

/// The values of an answer as they come, one JSON text a line (`application/x-ndjson` and its other names), or each
/// behind the separator of `application/json-seq`.
///
/// Where the response is called plain JSON, objects and arrays may also follow one another without anything between them,
/// and go over several lines.
///
/// It is a [`Stream`]. A line that is not JSON, or does not decode, is an `Err` item ([`Error::Decode`]) with the number
/// of the line ([`DecodeError::line`]) and the JSON pointer in it, and the stream goes on; after any other error it ends. Empty lines are no
/// values. A line of more than 1 MiB is an error and the end.
pub struct JsonLines<T> {
    /// Boxed, so that enums that have a stream in them are small.
    source: Box<Source>,
    decode: fn(Node<'_>) -> Result<T, DecodeError>,
    /// Whether errors show nothing of a value.
    is_hidden: bool,
}

/// The part that is the same for all types.
struct Source {
    download: Download,
    buffer: BytesMut,
    /// As much of the buffer has no end of a value in it.
    searched: usize,
    /// What ends a value; `None` until the first byte has come.
    delimiter: Option<u8>,
    /// Of a stream that is called JSON: its values may have nothing between them.
    end: Option<ValueEnd>,
    /// The line in which the next value begins, from 1.
    line: u64,
}

impl<T: Decode> JsonLines<T> {
    pub(crate) fn new(download: Download) -> Result<Self, Error> {
        let head = download.head();
        if head.is_html() {
            let fault = DecodeError::text("lines of JSON", "an HTML page", "");
            return Err(AnswerError::new(head.clone(), Bytes::new(), fault).into());
        }
        let buffer = BytesMut::new();
        let is_json = Kind::of(&head.media_type()) == Kind::Json;
        let end = is_json.then(ValueEnd::default);
        let source = Source { download, buffer, searched: 0, delimiter: None, end, line: 1 };
        let is_hidden = T::holds_secrets();
        Ok(Self { source: Box::new(source), decode: T::decode, is_hidden })
    }
}

impl<T> JsonLines<T> {
    /// The headers of the answer.
    pub fn headers(&self) -> &HeaderMap {
        self.source.download.headers()
    }

    /// The next value; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        let Some(value) = ready!(self.source.poll(context)) else { return Poll::Ready(None) };
        let reading = self.source.download.head().formats.reading;
        let decoded = value.and_then(|(line, text)| {
            let decoded = match Tape::parse(&text) {
                Ok(tape) => {
                    let head = self.source.download.head();
                    let node = Node::of(&tape).read(reading);
                    recovery::decode(
                        head,
                        node,
                        tape.is_patched,
                        head.tolerance_in_stream(),
                        self.decode,
                    )
                }
                Err(error) => Err(document_error(&text, &error)),
            };
            let fault = |it: DecodeError| it.in_line(line).hidden_if(self.is_hidden);
            decoded.map_err(|it| self.source.undecodable(text, fault(it)))
        });
        Poll::Ready(Some(decoded))
    }
}

impl Source {
    /// The next text that is not empty, with the number of its line.
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<(u64, Bytes), Error>>> {
        loop {
            if let Some(length) = self.complete() {
                let text = match &mut self.end {
                    Some(end) => {
                        *end = ValueEnd::default();
                        self.buffer.split_to(length)
                    }
                    None => self.buffer.split_to(length + 1).split_to(length),
                };
                self.searched = 0;
                if text.len() > LONGEST {
                    return Poll::Ready(Some(Err(self.too_long())));
                }
                match self.value(text) {
                    Some(value) => return Poll::Ready(Some(Ok(value))),
                    None => continue,
                }
            }
            self.searched = self.buffer.len();
            if self.searched > LONGEST {
                return Poll::Ready(Some(Err(self.too_long())));
            }
            match ready!(self.download.poll(context)) {
                Some(Ok(bytes)) => self.buffer.extend_from_slice(&bytes),
                Some(Err(error)) => {
                    // Half a value is none.
                    self.end();
                    return Poll::Ready(Some(Err(error)));
                }
                None => {
                    let text = self.buffer.split();
                    self.end();
                    return Poll::Ready(self.value(text).map(Ok));
                }
            }
        }
    }

    /// Where the first value of the buffer ends, if it does.
    fn complete(&mut self) -> Option<usize> {
        if let Some(end) = &mut self.end {
            return end.find(&self.buffer, self.searched);
        }
        let first = *self.buffer.first()?;
        let separated = if first == SEPARATOR { SEPARATOR } else { b'\n' };
        let delimiter = *self.delimiter.get_or_insert(separated);
        let found = self.buffer[self.searched..].iter().position(|byte| *byte == delimiter)?;
        Some(self.searched + found)
    }

    /// A text without what is around it; counts its lines.
    fn value(&mut self, text: BytesMut) -> Option<(u64, Bytes)> {
        let ends = |text: &[u8]| text.iter().filter(|byte| **byte == b'\n').count() as u64;
        let before = text.len() - text.trim_ascii_start().len();
        // What is between values that have no separator belongs to the one behind it.
        let line = self.line + if self.end.is_some() { ends(&text[..before]) } else { 0 };
        let has_lines = self.end.is_none() && self.delimiter != Some(SEPARATOR);
        self.line += ends(&text) + u64::from(has_lines);
        let text = text.freeze();
        let trimmed = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&text).trim_ascii();
        let trimmed = trimmed.strip_prefix(&[SEPARATOR]).unwrap_or(trimmed).trim_ascii();
        (!trimmed.is_empty()).then(|| (line, text.slice_ref(trimmed)))
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

    fn undecodable(&self, text: Bytes, fault: DecodeError) -> Error {
        AnswerError::new(self.download.head().clone(), text, fault).into()
    }
}

impl<T> Stream for JsonLines<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

impl<T> fmt::Debug for JsonLines<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("JsonLines").field(&self.source.download).finish()
    }
}
