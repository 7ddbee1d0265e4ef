//! Streams over the pages of a list, and over its items.

use std::fmt;
use std::future::poll_fn;
use std::ops::Deref;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, StatusCode};
use serde_json::Value;

use super::course::Seen;
use super::rule::{Paging, PagingKind};
use super::walk::Walk;
use crate::call::Call;
use crate::error::AnswerError;
use crate::redaction::Headers;
use crate::request::Arguments;
use crate::response::{self, Arrival, Document, Head};
use crate::{Decode, DecodeError, Error};

/// A page of a list: its items, and the head of the answer that it came with. `Debug` does not show headers that hold
/// secrets.
#[derive(Clone)]
#[non_exhaustive]
pub struct Page<T> {
    /// What is on the page; never empty.
    pub items: Vec<T>,
    /// How many items the whole list has, if the server says so.
    pub total: Option<u64>,
    /// The status of the answer.
    pub status: StatusCode,
    /// The headers of the answer.
    pub headers: HeaderMap,
}

impl<T: fmt::Debug> fmt::Debug for Page<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page")
            .field("items", &self.items)
            .field("total", &self.total)
            .field("status", &self.status)
            .field("headers", &Headers(&self.headers))
            .finish()
    }
}

impl<T> Deref for Page<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.items
    }
}

impl<T> IntoIterator for Page<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

/// The pages of a list, one after the other, as a [`Stream`].
///
/// Nothing is sent before the first page is asked for, and no page before it is asked for. It begins at the page that
/// the call names, or else at the first. Where the server says how many items there are, it ends when all of them came;
/// pages that are short or empty before that do not end it. Otherwise it ends after a page that has fewer items than were
/// asked for (or than the first page, if no size was asked for), and at an empty page. A server that gives less at a time
/// than the caller asked for, but no less than is asked for by default, is noticed: the first page then says how long a
/// page is. So is one that gives more than it was asked for: it is asked for the second page too, and gives the same again
/// if it does not know pages. Pages that are named by cursors end where there is none.
///
/// It never ends early without a word, and never goes round in a circle. These are errors, and the end:
///
/// - the pages end before as many items came as the server said, be it on the last page or on one before;
/// - a page is one that came before, or a cursor is (but that of an empty page may lead to itself, and the last page may
///   come again for all numbers behind it);
/// - the second of two full pages is the first again: the server does not know the parameter for the page, and nobody knows
///   what the list has besides;
/// - 1,000 pages in a row are empty.
///
/// Retries and time limits are those of the call, for each page. A page that fails all the same is an `Err` item; the
/// stream does not end there: whoever asks again asks for that page again. Stop at the first error, unless you mean
/// to try again. Only an argument that cannot be sent ends it.
#[must_use = "nothing is sent until a page is asked for"]
pub struct Pages<T> {
    walk: Walk,
    read: fn(Arrival, &Paging) -> Result<Fetched<T>, Error>,
}

/// A page, and what is needed to go on.
struct Fetched<T> {
    page: Page<T>,
    head: Head,
    body: Bytes,
    cursor: Option<String>,
}

impl<T: Decode> Pages<T> {
    pub(crate) fn new(arguments: Box<Arguments>, rule: &'static Paging) -> Self {
        Self { walk: Walk::new(arguments, rule), read }
    }
}

impl<T> Pages<T> {
    /// The next page; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Page<T>, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// The items of all pages, one after the other.
    pub fn items(self) -> Items<T> {
        Items { pages: self, page: Vec::new().into_iter() }
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Page<T>, Error>>> {
        loop {
            let Some(arrival) = ready!(self.walk.poll(context)) else { return Poll::Ready(None) };
            let fetched = match arrival.and_then(|it| (self.read)(it, self.walk.rule())) {
                Ok(fetched) => fetched,
                Err(error) => return Poll::Ready(Some(Err(error))),
            };
            let Fetched { page, head, body, cursor } = fetched;
            let seen = Seen { items: page.items.len(), body: &body, cursor, total: page.total };
            if self.walk.advance(&head, seen) {
                return Poll::Ready(Some(Ok(page)));
            }
        }
    }
}

/// The items of a list that comes in pages, one after the other, as a [`Stream`].
///
/// The next page is asked for when the items of the one before are used up. What is said of [`Pages`] holds here
/// too: an error does not end the stream, asking again tries again.
#[must_use = "nothing is sent until an item is asked for"]
pub struct Items<T> {
    pages: Pages<T>,
    page: std::vec::IntoIter<T>,
}

impl<T> Items<T> {
    /// The next item; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// All items that are left, or the first error.
    ///
    /// # Errors
    ///
    /// What goes wrong with one of the pages.
    pub async fn into_vec(mut self) -> Result<Vec<T>, Error> {
        let mut res = Vec::new();
        while let Some(item) = self.next().await {
            res.push(item?);
            res.extend(std::mem::take(&mut self.page));
        }
        Ok(res)
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        loop {
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll(context)) {
                Some(Ok(page)) => self.page = page.into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

/// The page in an answer.
fn read<T: Decode>(arrival: Arrival, rule: &Paging) -> Result<Fetched<T>, Error> {
    let (head, body) = (arrival.head().clone(), arrival.body());
    let items = response::json::<Vec<T>>(arrival)?;
    let fault = |fault: DecodeError| {
        let fault = fault.hidden_if(T::holds_secrets());
        Error::from(AnswerError::new(head.clone(), body.clone(), fault))
    };
    let total = rule.total.map_or(Ok(None), |name| total(&head, name)).map_err(fault)?;
    let cursor = match rule.kind {
        PagingKind::Cursor { next, .. } => cursor(&head, &body, next).map_err(fault)?,
        PagingKind::Number { .. } | PagingKind::Offset { .. } => None,
    };
    let (status, headers) = (head.status, head.headers.clone());
    Ok(Fetched { page: Page { items, total, status, headers }, head, body, cursor })
}

/// How many items the list has; one that cannot be read must not be taken for none.
fn total(head: &Head, name: &str) -> Result<Option<u64>, DecodeError> {
    let Some(value) = head.headers.get(name) else { return Ok(None) };
    let text = String::from_utf8_lossy(value.as_bytes());
    let number = text.trim().trim_matches('"');
    let is_number = number.bytes().all(|byte| byte.is_ascii_digit());
    let total = is_number.then(|| number.parse().ok()).flatten();
    let fault =
        || DecodeError::text(format!("a number in the header `{name}`"), "something else", &text);
    total.map_or_else(|| Err(fault()), |total| Ok(Some(total)))
}

/// What asks for the page after this one.
fn cursor(head: &Head, body: &[u8], path: &str) -> Result<Option<String>, DecodeError> {
    let Some(document) = Document::parse(head, body)? else { return Ok(None) };
    let document = document.into_value();
    let value = path.split('.').try_fold(&document, |at, member| at.get(member));
    match value {
        Some(Value::String(text)) => Ok(Some(text.clone()).filter(|it| !it.is_empty())),
        Some(Value::Number(number)) => Ok(Some(number.to_string())),
        None | Some(Value::Null | Value::Bool(false)) => Ok(None),
        Some(other) => {
            let fault = DecodeError::unexpected("a cursor, which is a string or a number", other);
            Err(path.rsplit('.').fold(fault, |fault, member| fault.in_member(member)))
        }
    }
}

impl<A> Call<A> {
    /// The pages of the list that this call answers.
    pub fn pages<T: Decode>(self, rule: &'static Paging) -> Pages<T> {
        Pages::new(self.into_arguments(), rule)
    }
}

impl<T> Stream for Pages<T> {
    type Item = Result<Page<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

// The items are values that are moved out, never pinned.
impl<T> Unpin for Items<T> {}

impl<T> Stream for Items<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("rule", self.walk.rule()).finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("rule", self.pages.walk.rule()).finish_non_exhaustive()
    }
}
