//! From page to page: asks for the next one until there is none.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;

use super::course::{Course, Seen, Step, Then};
use super::rule::{Paging, PagingKind};
use crate::Error;
use crate::error::AnswerError;
use crate::execute::Job;
use crate::request::Arguments;
use crate::response::{Arrival, Head, Peel};

/// The way through the pages of one call; the part that is the same for all types.
pub(super) struct Walk {
    course: Course,
    state: State,
}

enum State {
    /// An argument cannot be sent, or the pages do not lead on.
    Faulty(Error),
    Ready(Box<Job>),
    Asking(Asking),
    Over,
}

/// The lock is there to be `Sync`; nobody ever waits for it.
type Asking = Mutex<Pin<Box<dyn Future<Output = (Box<Job>, Result<Arrival, Error>)> + Send>>>;

impl Walk {
    pub(super) fn new(mut arguments: Box<Arguments>, rule: &'static Paging) -> Self {
        if let Some(items) = rule.items {
            arguments.layout.peel = Peel::Member(items);
        }
        let given = |name: &str| arguments.query.get(name);
        let number = |name: &str| given(name).and_then(|it| it.parse().ok());
        let begin = number(rule.parameter());
        let cursor = match rule.kind {
            PagingKind::Cursor { parameter, .. } => given(parameter).map(|it| it.to_string()),
            PagingKind::Number { .. } | PagingKind::Offset { .. } => None,
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
        Self { course: Course::new(rule, begin, cursor.as_deref(), asked), state }
    }

    pub(super) fn rule(&self) -> &'static Paging {
        self.course.rule()
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
                    if let Some(page) = self.course.page()
                        && let Err(fault) = job.set_query(self.course.rule().parameter(), &page)
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
    pub(super) fn advance(&mut self, head: &Head, seen: Seen<'_>) -> bool {
        let Step { hand_out, then } = self.course.advance(seen);
        match then {
            Then::GoOn => {}
            Then::End => self.state = State::Over,
            Then::Fault(fault) => {
                let error = AnswerError::new(head.clone(), Bytes::new(), fault);
                self.state = State::Faulty(error.into());
            }
        }
        hand_out
    }
}
