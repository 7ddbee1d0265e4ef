//! From page to page: which one is next, and when there is none.

use std::future::Future;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use super::rule::{Paging, PagingKind};
use crate::Error;
use crate::execute::Job;
use crate::request::Arguments;
use crate::response::{Arrival, Peel};

/// The way through the pages of one call; the part that is the same for all types.
pub(super) struct Walk {
    rule: &'static Paging,
    state: State,
    position: Position,
    /// Whether it began where the list begins, so that its items can be compared with the total.
    from_the_start: bool,
    /// How many items a page was asked to have.
    asked: Option<u64>,
    /// How many the first one had.
    first: Option<u64>,
    handed_out: u64,
    /// Of the body of the page before.
    fingerprint: Option<u64>,
}

enum State {
    /// An argument cannot be sent.
    Faulty(Error),
    Ready(Box<Job>),
    Asking(Asking),
    Over,
}

/// The lock is there to be `Sync`; nobody ever waits for it.
type Asking = Mutex<Pin<Box<dyn Future<Output = (Box<Job>, Result<Arrival, Error>)> + Send>>>;

/// Which page is next.
enum Position {
    Number(i64),
    Offset(i64),
    /// None asks for the first page.
    Cursor(Option<String>),
}

/// What a page says about itself and the next one.
pub(super) struct Seen<'a> {
    pub(super) items: usize,
    pub(super) body: &'a [u8],
    pub(super) cursor: Option<String>,
    pub(super) total: Option<u64>,
}

impl Walk {
    pub(super) fn new(mut arguments: Box<Arguments>, rule: &'static Paging) -> Self {
        if let Some(items) = rule.items {
            arguments.layout.peel = Peel::Member(items);
        }
        let number = |name: &str| arguments.query.get(name).and_then(|it| it.parse().ok());
        let begin = number(rule.parameter());
        let (position, from_the_start) = match rule.kind {
            PagingKind::Number { first, .. } => {
                (Position::Number(begin.unwrap_or(first)), begin.is_none_or(|it| it == first))
            }
            PagingKind::Offset { .. } => {
                (Position::Offset(begin.unwrap_or(0)), begin.is_none_or(|it| it == 0))
            }
            PagingKind::Cursor { .. } => (Position::Cursor(None), false),
        };
        let mut asked = None;
        if let Some(parameter) = rule.size_parameter {
            asked = number(parameter).and_then(|it| u64::try_from(it).ok());
            if let (None, Some(size)) = (asked, rule.size)
                && arguments.query.get(parameter).is_none()
            {
                arguments.query.set(parameter, &size.to_string());
                asked = Some(size);
            }
        }
        let state = match Job::new(arguments) {
            Ok(job) => State::Ready(Box::new(job)),
            Err(fault) => State::Faulty(fault),
        };
        Self {
            rule,
            state,
            position,
            from_the_start,
            asked: asked.filter(|it| *it > 0),
            first: None,
            handed_out: 0,
            fingerprint: None,
        }
    }

    pub(super) fn rule(&self) -> &'static Paging {
        self.rule
    }

    /// The next page as it arrives. After an error the same page is asked for again.
    pub(super) fn poll(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Arrival, Error>>> {
        loop {
            match std::mem::replace(&mut self.state, State::Over) {
                State::Over => return Poll::Ready(None),
                State::Faulty(fault) => return Poll::Ready(Some(Err(fault))),
                State::Ready(mut job) => {
                    if let Some(page) = self.position.text()
                        && let Err(fault) = job.set_query(self.rule.parameter(), &page)
                    {
                        return Poll::Ready(Some(Err(fault)));
                    }
                    self.state = State::Asking(Mutex::new(Box::pin(async move {
                        let arrival = job.run().await;
                        (job, arrival)
                    })));
                }
                State::Asking(mut asking) => {
                    let running = asking.get_mut().unwrap_or_else(PoisonError::into_inner);
                    let polled = running.as_mut().poll(context);
                    if polled.is_pending() {
                        self.state = State::Asking(asking);
                    }
                    let (job, arrival) = ready!(polled);
                    self.state = State::Ready(job);
                    return Poll::Ready(Some(arrival));
                }
            }
        }
    }

    /// Goes on to the next page, or ends. Whether this page is one to hand out.
    pub(super) fn advance(&mut self, seen: Seen<'_>) -> bool {
        let fingerprint = fingerprint(seen.body);
        if self.fingerprint.replace(fingerprint) == Some(fingerprint) {
            // The server does not know the parameter, and gave the same again.
            self.state = State::Over;
            return false;
        }
        if let Position::Cursor(current) = &mut self.position {
            if seen.cursor.is_none() || seen.cursor == *current {
                self.state = State::Over;
            }
            *current = seen.cursor;
            return seen.items > 0;
        }
        let items = seen.items as u64;
        self.handed_out += items;
        if items == 0 || self.is_last(items, seen.total) {
            self.state = State::Over;
        }
        match &mut self.position {
            Position::Number(number) => *number += 1,
            Position::Offset(offset) => *offset += i64::try_from(items).unwrap_or(i64::MAX / 2),
            Position::Cursor(_) => {}
        }
        items > 0
    }

    fn is_last(&mut self, items: u64, total: Option<u64>) -> bool {
        if let (true, Some(total)) = (self.from_the_start, total) {
            return self.handed_out >= total;
        }
        let is_first = self.handed_out == items;
        match self.asked {
            // As many as the rule asks for, or more: the caller asked for more than the server gives at a time.
            Some(asked)
                if is_first && items < asked && self.rule.size.is_some_and(|it| it <= items) =>
            {
                self.asked = Some(items);
                false
            }
            // More than it was asked for: it knows nothing of pages, and this was all.
            Some(asked) => items != asked,
            None => items < *self.first.get_or_insert(items),
        }
    }
}

impl Position {
    /// As it goes over the wire.
    fn text(&self) -> Option<String> {
        match self {
            Self::Number(number) | Self::Offset(number) => Some(number.to_string()),
            Self::Cursor(cursor) => cursor.clone(),
        }
    }
}

fn fingerprint(body: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    body.hash(&mut hasher);
    hasher.finish()
}
