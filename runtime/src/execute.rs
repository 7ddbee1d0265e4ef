//! The one way out: every call of every operation is sent here.

use std::future::Future;
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use bytes::BytesMut;
use http::{HeaderName, HeaderValue};

use tokio::time::Instant;

use crate::error::{ConnectionError, Limit, StatusError, TimeoutError};
use crate::request::{Activity, Arguments, Plan, Prepared, Proofs};
use crate::response::{Answer, Arrival, Delivery, Head, Incoming, Layout};
use crate::settings::CallSettings;
use crate::trace::Span;
use crate::transport::{FailureKind, TransportError};
use crate::{Download, Error};
use crate::{difference, media};

/// A call on its way, whatever it answers.
pub(crate) type Execution = Pin<Box<dyn Future<Output = Result<Arrival, Error>> + Send>>;

/// Sends a request and waits for as much of its answer as the operation wants.
pub(crate) fn execute(arguments: Box<Arguments>) -> Execution {
    Box::pin(async move {
        // Boxed for itself: allocators are quick with two small pieces, and slow with a large one.
        let mut job = Box::new(Job::new(arguments)?);
        let mut arrival = job.run().await?;
        if let Arrival::Stream(download) = &mut arrival
            && job.repeatable
            && job.plan.is_get()
        {
            download.keep_job(job);
        }
        Ok(arrival)
    })
}

/// A call with its retries.
pub(crate) struct Job {
    plan: Plan,
    settings: CallSettings,
    delivery: Delivery,
    layout: Layout,
    /// Whether the body can be sent again.
    repeatable: bool,
    /// When it has to be done.
    deadline: Option<Instant>,
    begun: Instant,
    attempts: u32,
}

impl Job {
    pub(crate) fn new(mut arguments: Box<Arguments>) -> Result<Self, Error> {
        let settings = arguments.settings.clone();
        let delivery = std::mem::replace(&mut arguments.delivery, Delivery::Whole);
        let layout = arguments.layout;
        let plan = Plan::new(arguments)?;
        Ok(Self {
            deadline: None,
            begun: Instant::now(),
            settings,
            delivery,
            layout,
            repeatable: plan.can_be_repeated(),
            plan,
            attempts: 0,
        })
    }

    /// What is set for this call.
    pub(crate) fn settings(&self) -> &CallSettings {
        &self.settings
    }

    /// Sets or removes a header for the next time.
    pub(crate) fn set_header(&mut self, name: HeaderName, value: Option<HeaderValue>) {
        self.plan.set_header(name, value);
    }

    /// Sets a query parameter for the next time.
    pub(crate) fn set_query(&mut self, name: &str, value: &str) -> Result<(), Error> {
        self.plan.set_query(name, value)
    }

    /// Makes the call; may be done again.
    pub(crate) async fn run(&mut self) -> Result<Arrival, Error> {
        let span = Span::call(&self.plan.operation);
        let mut outcome = span.around(self.retried(&span)).await;
        match &mut outcome {
            Ok(Arrival::Whole(answer)) => {
                span.status(answer.head.status);
                answer.span = Some(span);
            }
            Ok(Arrival::Stream(download)) => span.status(download.status()),
            Err(error) => span.failed(error),
        }
        outcome
    }

    async fn retried(&mut self, span: &Span) -> Result<Arrival, Error> {
        self.begun = Instant::now();
        self.deadline = self.settings.total_timeout.map(|limit| self.begun + limit);
        self.attempts = 0;
        let mut retries = 0;
        let mut refreshed = false;
        loop {
            let proofs = self.proofs().await?;
            self.attempts += 1;
            let attempt = Span::attempt(&self.plan, &proofs, self.attempts);
            let error = match attempt.around(self.attempt(&proofs, &attempt)).await {
                Ok(arrival) => {
                    self.plan.client.shared().budget.succeeded();
                    return Ok(arrival);
                }
                Err(error) => error,
            };
            attempt.failed(&error);
            if !self.repeatable {
                return Err(error);
            }
            if !refreshed && error.is_unauthorized() && proofs.reject() {
                refreshed = true;
                continue;
            }
            let idempotent = self.plan.is_idempotent();
            let Some(wait) = self.settings.retries.wait(&error, idempotent, retries) else {
                return Err(error);
            };
            let too_late = self.deadline.is_some_and(|deadline| Instant::now() + wait >= deadline);
            if too_late || !self.plan.client.shared().budget.take() {
                return Err(error);
            }
            retries += 1;
            span.waits(&error, wait);
            tokio::time::sleep(wait).await;
        }
    }

    /// The credentials for the next attempt.
    async fn proofs(&self) -> Result<Proofs, Error> {
        let timer = Timer { limit: None, deadline: self.deadline, activity: None };
        match timer.bound(self.plan.proofs()).await {
            Ok(proofs) => proofs,
            Err(limit) => Err(self.timeout(&Proofs::default(), limit).connecting().into()),
        }
    }

    /// One request and its answer.
    async fn attempt(&mut self, proofs: &Proofs, span: &Span) -> Result<Arrival, Error> {
        let Prepared { mut request, activity } = self.plan.prepare(proofs).await?;
        request.connect_timeout = self.settings.connect_timeout;
        let timer = self.timer(activity.as_deref());
        let sending = self.plan.send(request)?;
        let response = match timer.bound(sending).await {
            Ok(Ok(response)) => response,
            Ok(Err(error)) => return Err(self.failure(error, proofs, activity.as_deref())),
            Err(limit) => return Err(self.timeout(proofs, limit).into()),
        };
        span.answered(&response);
        let (parts, body) = response.into_parts();
        let head = Head {
            operation: self.plan.operation,
            status: parts.status,
            headers: parts.headers,
            attempts: self.attempts,
            secrets: proofs.secrets(),
            formats: self.plan.client.shared().formats,
            client: self.plan.client.clone(),
            took: self.begun.elapsed(),
        };
        if head.observer().is_some() {
            difference::arrived(&head, self.plan.documented, self.plan.accepted());
        }
        if !head.status.is_success() {
            let mut body = Incoming::new(body, None);
            let mut kept = BytesMut::new();
            let collecting = body.collect_up_to(&head, StatusError::KEPT, &mut kept);
            let whole = self.timer(None).bound(collecting).await.unwrap_or(false);
            return Err(StatusError::new(head, kept.freeze(), !whole).into());
        }
        if self.streams(&head) {
            let body = Incoming::new(body, self.settings.stall_timeout);
            return Ok(Arrival::Stream(Download::new(head, body)));
        }
        let (timer, stall) = match self.delivery {
            Delivery::WholeStream => (Timer { limit: None, ..timer }, self.settings.stall_timeout),
            _ => (timer, None),
        };
        let body = match timer.bound(Incoming::new(body, stall).collect(&head)).await {
            Ok(body) => body?,
            Err(limit) => return Err(self.timeout(proofs, limit).into()),
        };
        Ok(Arrival::Whole(Box::new(Answer { body, head, layout: self.layout, span: None })))
    }

    /// Whether the body is handed out while it comes in.
    fn streams(&self, head: &Head) -> bool {
        match &self.delivery {
            Delivery::Whole | Delivery::WholeStream => false,
            Delivery::Stream => true,
            Delivery::ByMediaType(offers) => {
                media::choose(offers, head).is_some_and(|index| offers[index].kind.streams())
            }
        }
    }

    fn timer<'a>(&self, activity: Option<&'a Activity>) -> Timer<'a> {
        let limit = self.settings.timeout.map(|limit| (Instant::now(), limit));
        Timer { limit, deadline: self.deadline, activity }
    }

    fn timeout(&self, proofs: &Proofs, exceeded: Exceeded) -> TimeoutError {
        let limit = match exceeded {
            Exceeded::Attempt => self.settings.timeout.map(Limit::Attempt),
            Exceeded::Total => self.settings.total_timeout.map(Limit::Total),
        };
        let shown = self.plan.shown(proofs);
        TimeoutError::new(self.plan.operation, shown, self.attempts, limit)
    }

    /// What the transport's error means.
    fn failure(
        &self,
        error: TransportError,
        proofs: &Proofs,
        activity: Option<&Activity>,
    ) -> Error {
        // A body that could not be read breaks the connection: the cause is what the caller needs.
        if let Some(failure) = activity.and_then(Activity::take_failure) {
            return failure;
        }
        let (operation, shown) = (self.plan.operation, self.plan.shown(proofs));
        let timeout = || TimeoutError::new(operation, shown.clone(), self.attempts, None);
        match error.kind {
            FailureKind::ConnectTimeout => timeout().connecting().because(error.source).into(),
            FailureKind::Timeout => timeout().because(error.source).into(),
            FailureKind::Connect | FailureKind::Broken => {
                ConnectionError::new(operation, shown, self.attempts, error).into()
            }
        }
    }
}

/// Which limit was exceeded.
#[derive(Clone, Copy)]
enum Exceeded {
    Attempt,
    Total,
}

/// Bounds the time from the last sign of life of the request's body, and the time in all.
struct Timer<'a> {
    /// Since when, and how long.
    limit: Option<(Instant, Duration)>,
    deadline: Option<Instant>,
    activity: Option<&'a Activity>,
}

impl Timer<'_> {
    /// When it is over, as it looks now.
    fn due(&self) -> Option<(Instant, Exceeded)> {
        let attempt = self.limit.map(|(begun, limit)| {
            (self.activity.map_or(begun, Activity::latest) + limit, Exceeded::Attempt)
        });
        let total = self.deadline.map(|deadline| (deadline, Exceeded::Total));
        attempt.into_iter().chain(total).min_by_key(|(due, _)| *due)
    }

    /// The future's outcome, unless it takes too long.
    async fn bound<F: Future>(&self, future: F) -> Result<F::Output, Exceeded> {
        let mut future = pin!(future);
        // Made when there is something to wait for.
        let mut alarm = pin!(None);
        std::future::poll_fn(|context| {
            if let Poll::Ready(output) = future.as_mut().poll(context) {
                return Poll::Ready(Ok(output));
            }
            if alarm.is_none() {
                let Some((due, _)) = self.due() else { return Poll::Pending };
                alarm.set(Some(tokio::time::sleep_until(due)));
            }
            while let Some(sleep) = alarm.as_mut().as_pin_mut()
                && sleep.poll(context).is_ready()
            {
                // The body moved since the alarm was set?
                match self.due() {
                    Some((due, _)) if due > Instant::now() => {
                        alarm.set(Some(tokio::time::sleep_until(due)));
                    }
                    Some((_, exceeded)) => return Poll::Ready(Err(exceeded)),
                    None => break,
                }
            }
            Poll::Pending
        })
        .await
    }
}
