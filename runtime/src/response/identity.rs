//! What tells whether a file on a server is still the one of which a part is here.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, HeaderValue, StatusCode, header};

use super::Head;

/// What a server said of a file when it began to send it: enough to recognise it byte by byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Identity {
    /// A strong one.
    pub(crate) etag: Option<HeaderValue>,
    pub(crate) modified: Option<HeaderValue>,
    pub(crate) length: u64,
}

impl Identity {
    /// Of a whole file; `None` if a part of it could not be told from a part of another one, or cannot be asked for.
    pub(crate) fn of(head: &Head, length: Option<u64>) -> Option<Self> {
        let Head { status, headers, .. } = head;
        let refused = headers.get(header::ACCEPT_RANGES).is_some_and(|ranges| ranges == "none");
        if *status != StatusCode::OK || refused || is_encoded(headers) {
            return None;
        }
        let etag = headers.get(header::ETAG).filter(|tag| is_strong(tag)).cloned();
        let modified =
            headers.get(header::LAST_MODIFIED).filter(|it| is_settled(it, headers)).cloned();
        let length = length.filter(|_| etag.is_some() || modified.is_some())?;
        Some(Self { etag, modified, length })
    }

    /// What the rest is asked for with: only of the same file.
    pub(crate) fn if_range(&self) -> Option<HeaderValue> {
        self.etag.clone().or_else(|| self.modified.clone())
    }

    /// Whether these are the headers of the rest of this file, from this byte on. That the server was asked for nothing
    /// else does not count: some ignore `If-Range`.
    pub(crate) fn continues(&self, head: &Head, start: u64) -> bool {
        let Head { status, headers, .. } = head;
        *status == StatusCode::PARTIAL_CONTENT
            && !is_encoded(headers)
            && self.is_in_range(headers, start)
            && self.is_same(headers)
    }

    fn is_same(&self, headers: &HeaderMap) -> bool {
        let found = |name| headers.get(name);
        match &self.etag {
            Some(etag) => {
                let modified = self.modified.as_ref();
                let other = found(header::LAST_MODIFIED).zip(modified);
                found(header::ETAG) == Some(etag) && other.is_none_or(|(found, own)| found == own)
            }
            None => found(header::LAST_MODIFIED) == self.modified.as_ref(),
        }
    }

    /// `bytes 4-9/10`: not all of the rest has to come at once.
    fn is_in_range(&self, headers: &HeaderMap, start: u64) -> bool {
        let range = || {
            let mut ranges = headers.get_all(header::CONTENT_RANGE).iter();
            let range = ranges.next()?.to_str().ok()?.trim().strip_prefix("bytes ")?;
            let (range, length) = range.split_once('/')?;
            let (first, last) = range.split_once('-')?;
            let number = |text: &str| {
                text.bytes().all(|it| it.is_ascii_digit()).then(|| text.parse::<u64>().ok())?
            };
            let (first, last, length) = (number(first)?, number(last)?, number(length)?);
            Some(
                ranges.next().is_none()
                    && first == start
                    && first <= last
                    && last < length
                    && length == self.length,
            )
        };
        range().unwrap_or(false)
    }
}

/// Whether a body is not the file but something from which it has to be unpacked.
pub(crate) fn is_encoded(headers: &HeaderMap) -> bool {
    let mut codings = headers.get_all(header::CONTENT_ENCODING).iter();
    codings.any(|it| !it.is_empty() && !it.as_bytes().eq_ignore_ascii_case(b"identity"))
}

/// Whether a tag stands for the same bytes: `"v1"`, and not `W/"v1"`.
fn is_strong(tag: &HeaderValue) -> bool {
    let tag = tag.as_bytes();
    tag.len() > 2 && tag.starts_with(b"\"") && tag.ends_with(b"\"")
}

/// Whether the second in which the file was changed last was over when it was sent: within that second it may have
/// changed again, and the time would be the same.
fn is_settled(modified: &HeaderValue, headers: &HeaderMap) -> bool {
    let time = |value: &HeaderValue| -> Option<SystemTime> {
        httpdate::parse_http_date(value.to_str().ok()?).ok()
    };
    let sent = headers.get(header::DATE).and_then(time);
    let (Some(sent), Some(modified)) = (sent, time(modified)) else { return false };
    sent.duration_since(modified).is_ok_and(|passed| passed >= Duration::from_secs(1))
}
