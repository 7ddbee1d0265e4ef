//! Polling until the end: how often, how long, and through which troubles.

use std::fmt;
use std::future::{Future, IntoFuture, poll_fn};
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use tokio::time::{Instant, sleep_until, timeout_at};

use super::judge::{Polled, Progress};
use super::task::{GRACE, Handle};
use crate::Error;
use crate::error::{LastSeen, TaskError};

/// The first wait between two polls; each further one is half as long again, up to the longest.
const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_secs(10);
/// How long polls may fail in a row.
const OUTAGE: Duration = Duration::from_secs(300);

/// What can be set for waiting.
#[derive(Clone, Copy)]
struct Settings {
    /// Always the same wait.
    interval: Option<Duration>,
    limit: Option<Duration>,
    outage: Duration,
    grace: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self { interval: None, limit: None, outage: OUTAGE, grace: GRACE }
    }
}

/// Follows a task, poll by poll.
pub(super) struct Follower<S> {
    handle: Handle<S>,
    wait: Duration,
    /// When the first poll was made.
    begun: Option<Instant>,
    /// When the next poll is due.
    due: Option<Instant>,
    /// When polls began to fail.
    failing: Option<Instant>,
    seen: LastSeen,
}

impl<S: Send + 'static> Follower<S> {
    pub(super) fn new(handle: Handle<S>) -> Self {
        Self {
            handle,
            wait: FIRST_WAIT,
            begun: None,
            due: None,
            failing: None,
            seen: LastSeen::default(),
        }
    }

    /// Waits until it is time, and polls until there is an answer.
    async fn step(&mut self, settings: Settings) -> Result<Progress<S>, Error> {
        let begun = *self.begun.get_or_insert_with(Instant::now);
        let deadline = settings.limit.and_then(|limit| begun.checked_add(limit));
        loop {
            if let Some(due) = self.due {
                if let Some(deadline) = deadline.filter(|deadline| *deadline <= due) {
                    sleep_until(deadline).await;
                    return Err(self.give_up(begun).into());
                }
                sleep_until(due).await;
            }
            self.handle.check_id()?;
            let polling = self.handle.call().into_future();
            let polled = match deadline {
                None => polling.await,
                Some(deadline) => match timeout_at(deadline, polling).await {
                    Ok(polled) => polled,
                    Err(_) => return Err(self.give_up(begun).into()),
                },
            };
            let now = Instant::now();
            match polled {
                Ok(polled) => {
                    self.failing = None;
                    self.due = Some(now + self.next_wait(settings));
                    return self.judged(polled, settings.grace);
                }
                Err(error) => {
                    let since = *self.failing.get_or_insert(now);
                    if !is_passing(&error) || now.duration_since(since) >= settings.outage {
                        return Err(error);
                    }
                    let wait =
                        self.next_wait(settings).max(error.retry_after().unwrap_or_default());
                    self.due = Some(now + wait);
                    self.seen.trouble = Some(error.to_string());
                }
            }
        }
    }

    fn judged(&mut self, polled: Polled<S>, grace: Duration) -> Result<Progress<S>, Error> {
        let (progress, failed) = self.handle.judge(polled, grace);
        self.seen = LastSeen {
            percent: progress.percent,
            message: progress.message.clone(),
            trouble: None,
        };
        match (&progress.failure, failed) {
            (Some(reason), Some(state)) => {
                let (operation, id) = (self.handle.call().operation(), self.handle.id.clone());
                Err(TaskError::failed(operation, id, reason.clone(), state).into())
            }
            (_, _) => Ok(progress),
        }
    }

    fn next_wait(&mut self, settings: Settings) -> Duration {
        if let Some(interval) = settings.interval {
            return interval;
        }
        let wait = self.wait;
        self.wait = LONGEST_WAIT.min(wait * 3 / 2);
        wait
    }

    fn give_up(&self, begun: Instant) -> TaskError {
        let (operation, id) = (self.handle.call().operation(), self.handle.id.clone());
        TaskError::gave_up(operation, id, begun.elapsed(), self.seen.clone())
    }

    async fn end(mut self, settings: Settings) -> Result<S, Error> {
        loop {
            let progress = self.step(settings).await?;
            if !progress.is_running {
                return Ok(progress.state);
            }
        }
    }
}

/// Whether the server may be well again when it is asked the next time.
fn is_passing(error: &Error) -> bool {
    error.is_retryable() || error.status().is_some_and(|it| it.is_server_error())
}

macro_rules! settings {
    ($type:ident) => {
        impl<S: Send + 'static> $type<S> {
            /// How long to wait between two polls (1 s at first, then longer up to 10 s, unless told otherwise).
            pub fn interval(mut self, interval: Duration) -> Self {
                self.settings.interval = Some(interval);
                self
            }

            /// How long to wait in all (any time unless told otherwise). What comes then is an [`Error::Task`]: the
            /// task may still be running.
            pub fn limit(mut self, limit: impl Into<Option<Duration>>) -> Self {
                self.settings.limit = limit.into();
                self
            }

            /// Of work that is found in a list: how long to wait for the first of its items (10 s unless told
            /// otherwise). If none comes, there was nothing to do.
            pub fn grace(mut self, longest: Duration) -> Self {
                self.settings.grace = longest;
                self
            }

            /// How long polls may fail in a row before that is an error (5 minutes unless told otherwise): no
            /// connection, time-outs, 408, 429 and 5xx. Everything else, such as 401 or 404, is an error at once.
            pub fn outage(mut self, longest: Duration) -> Self {
                self.settings.outage = longest;
                self
            }
        }
    };
}

/// Waits for the end of a task: await it. Dropping it does not end the task.
#[must_use = "nothing is waited for until it is awaited"]
pub struct TaskWait<S> {
    follower: Follower<S>,
    settings: Settings,
}

settings!(TaskWait);

impl<S: Send + 'static> TaskWait<S> {
    pub(super) fn new(follower: Follower<S>) -> Self {
        Self { follower, settings: Settings::default() }
    }
}

impl<S: Send + 'static> IntoFuture for TaskWait<S> {
    type Output = Result<S, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.follower.end(self.settings))
    }
}

/// How far a task is, as a [`Stream`]: an item whenever it changes, the end of the task last.
///
/// After an error it ends. Dropping it does not end the task.
#[must_use = "nothing is asked until it is polled"]
pub struct TaskProgress<S> {
    state: State<S>,
    settings: Settings,
    /// Percent and message of the last item.
    shown: Option<(Option<f64>, Option<String>)>,
}

enum State<S> {
    Ready(Box<Follower<S>>),
    Asking(Asking<S>),
    Over,
}

/// The lock is there to be `Sync`; nobody ever waits for it.
type Asking<S> =
    Mutex<Pin<Box<dyn Future<Output = (Box<Follower<S>>, Result<Progress<S>, Error>)> + Send>>>;

settings!(TaskProgress);

impl<S: Send + 'static> TaskProgress<S> {
    pub(super) fn new(follower: Follower<S>) -> Self {
        let state = State::Ready(Box::new(follower));
        Self { state, settings: Settings::default(), shown: None }
    }

    /// The next change; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Progress<S>, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Progress<S>, Error>>> {
        loop {
            match std::mem::replace(&mut self.state, State::Over) {
                State::Over => return Poll::Ready(None),
                State::Ready(mut follower) => {
                    let settings = self.settings;
                    self.state = State::Asking(Mutex::new(Box::pin(async move {
                        let progress = follower.step(settings).await;
                        (follower, progress)
                    })));
                }
                State::Asking(mut asking) => {
                    let running = asking.get_mut().unwrap_or_else(PoisonError::into_inner);
                    let polled = running.as_mut().poll(context);
                    if polled.is_pending() {
                        self.state = State::Asking(asking);
                    }
                    let (follower, progress) = ready!(polled);
                    let Ok(progress) = progress else { return Poll::Ready(Some(progress)) };
                    if progress.is_running {
                        self.state = State::Ready(follower);
                    }
                    let shown = Some((progress.percent, progress.message.clone()));
                    if !progress.is_running || self.shown != shown {
                        self.shown = shown;
                        return Poll::Ready(Some(Ok(progress)));
                    }
                }
            }
        }
    }
}

impl<S: Send + 'static> Stream for TaskProgress<S> {
    type Item = Result<Progress<S>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

impl<S> fmt::Debug for TaskWait<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TaskWait").field("id", &self.follower.handle.id).finish_non_exhaustive()
    }
}

impl<S> fmt::Debug for TaskProgress<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TaskProgress").field("shown", &self.shown).finish_non_exhaustive()
    }
}
