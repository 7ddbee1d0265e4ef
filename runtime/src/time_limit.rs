//! How long an attempt and a call may take.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use pin_project_lite::pin_project;
use tokio::time::{Instant, Sleep};

use crate::request::Activity;

/// Which limit was exceeded.
#[derive(Clone, Copy)]
pub(crate) enum Exceeded {
    Attempt,
    Total,
}

/// Bounds the time from the last sign of life of the request's body, and the time in all.
#[derive(Clone, Copy)]
pub(crate) struct Timer<'a> {
    /// Since when, and how long.
    pub(crate) limit: Option<(Instant, Duration)>,
    pub(crate) deadline: Option<Instant>,
    pub(crate) activity: Option<&'a Activity>,
}

impl<'a> Timer<'a> {
    /// When it is over, as it looks now.
    fn due(&self) -> Option<(Instant, Exceeded)> {
        let attempt = self.limit.map(|(begun, limit)| {
            (self.activity.map_or(begun, Activity::latest) + limit, Exceeded::Attempt)
        });
        let total = self.deadline.map(|deadline| (deadline, Exceeded::Total));
        attempt.into_iter().chain(total).min_by_key(|(due, _)| *due)
    }

    /// The future's outcome, unless it takes too long.
    pub(crate) fn bound<F: Future>(self, future: F) -> Bounded<'a, F> {
        Bounded { future, timer: self, alarm: None }
    }
}

pin_project! {
    /// A future with a limit. Not an `async fn`: that would hold the future twice.
    pub(crate) struct Bounded<'a, F> {
        #[pin]
        future: F,
        timer: Timer<'a>,
        // Made when there is something to wait for.
        #[pin]
        alarm: Option<Sleep>,
    }
}

impl<F: Future> Future for Bounded<'_, F> {
    type Output = Result<F::Output, Exceeded>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        if let Poll::Ready(output) = this.future.poll(context) {
            return Poll::Ready(Ok(output));
        }
        if this.alarm.is_none() {
            let Some((due, _)) = this.timer.due() else { return Poll::Pending };
            this.alarm.set(Some(tokio::time::sleep_until(due)));
        } else if let Some((due, exceeded)) = this.timer.due()
            && due <= Instant::now()
        {
            // The alarm rings only for a task that has not used up its turn, and a body that always has more does.
            return Poll::Ready(Err(exceeded));
        }
        while let Some(sleep) = this.alarm.as_mut().as_pin_mut()
            && sleep.poll(context).is_ready()
        {
            // The body moved since the alarm was set?
            match this.timer.due() {
                Some((due, _)) if due > Instant::now() => {
                    this.alarm.set(Some(tokio::time::sleep_until(due)));
                }
                Some((_, exceeded)) => return Poll::Ready(Err(exceeded)),
                None => break,
            }
        }
        Poll::Pending
    }
}
