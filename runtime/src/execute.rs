//! The one way out: every call of every operation is sent here.

pub(crate) mod redirect;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use http::{HeaderName, HeaderValue};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

use crate::difference;
use crate::error::{ConnectionError, Limit, Phase, StatusError, TimeoutError};
use crate::media;
use crate::redaction;
use crate::request::{Activity, Arguments, Plan, Proofs};
use crate::response::{Answer, Arrival, Delivery, Head, Incoming};
use crate::settings::CallSettings;
use crate::time_limit::{Exceeded, Timer};
use crate::trace::Span;
use crate::transport::{Answered, Body, FailureKind, Sending, TransportError};
use crate::{Download, Error};

/// A call on its way, whatever it answers.
pub(crate) type Execution = Pin<Box<dyn Future<Output = Result<Arrival, Error>> + Send>>;

/// Sends a request and waits for as much of its answer as the operation wants.
///
/// What a call seldom does is boxed for itself, here and below: the memory of each call has to be written, and small
/// pieces are quickly had.
pub(crate) fn execute(arguments: Box<Arguments>) -> Execution {
    Box::pin(async move {
        let mut job = Job::new(arguments)?;
        let mut arrival = job.run().await?;
        if let Arrival::Stream(download) = &mut arrival
            && job.repeatable
            && job.plan.is_get()
        {
            download.keep_job(Box::new(job));
        }
        Ok(arrival)
    })
}

/// A call with its retries.
pub(crate) struct Job {
    plan: Plan,
    /// Whether the body could be sent again, before it was sent: a stream is gone then.
    repeatable: bool,
    /// When it has to be done.
    deadline: Option<Instant>,
    begun: Instant,
    attempts: u32,
}

impl Job {
    pub(crate) fn new(arguments: Box<Arguments>) -> Result<Self, Error> {
        let plan = Plan::new(arguments)?;
        let repeatable = plan.can_be_repeated();
        Ok(Self { plan, repeatable, deadline: None, begun: Instant::now(), attempts: 0 })
    }

    /// What is set for this call.
    pub(crate) fn settings(&self) -> &CallSettings {
        self.plan.arguments().settings()
    }

    /// The method and the URL, without credentials.
    pub(crate) fn address(&self) -> Option<String> {
        Some(format!("{} {}", self.plan.method(), self.plan.address().ok()?))
    }

    /// Whether the server of an event stream goes on behind the event that `Last-Event-ID` names.
    pub(crate) fn is_resumable(&self) -> bool {
        self.plan.arguments().is_resumable
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
        let span = Span::call(&self.plan.operation());
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
        self.deadline = self.settings().total_timeout.map(|limit| self.begun + limit);
        self.attempts = 0;
        let mut retries = 0;
        let mut refreshed = false;
        loop {
            let (client, auth) = (self.plan.client().shared(), self.plan.arguments().auth);
            let proofs = match Proofs::fixed(client, auth) {
                Some(proofs) => proofs,
                None => Box::pin(self.ask_for_proofs()).await?,
            };
            self.attempts += 1;
            let attempt = Span::attempt(&self.plan, &proofs, self.attempts);
            let error = match attempt.around(self.attempt(&proofs, &attempt)).await {
                Ok(arrival) => {
                    self.plan.client().shared().budget.succeeded();
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
            let Some(wait) = self.settings().wait(&error, idempotent, retries) else {
                return Err(error);
            };
            let too_late = self.deadline.is_some_and(|deadline| Instant::now() + wait >= deadline);
            if too_late || !self.plan.client().shared().budget.take() {
                return Err(error);
            }
            retries += 1;
            span.waits(&error, wait);
            tokio::time::sleep(wait).await;
        }
    }

    /// The credentials for the next attempt.
    async fn ask_for_proofs(&self) -> Result<Proofs, Error> {
        let Arguments { client, auth, operation, .. } = self.plan.arguments();
        let timer = Timer { limit: None, deadline: self.deadline, activity: None };
        match timer.bound(Proofs::ask(client.shared(), *auth, *operation)).await {
            Ok(proofs) => proofs,
            Err(limit) => {
                Err(self.timeout(&Proofs::default(), limit).when(Phase::Connecting).into())
            }
        }
    }

    /// One request and its answer.
    async fn attempt(&mut self, proofs: &Proofs, span: &Span) -> Result<Arrival, Error> {
        let permit = match self.plan.client().shared().connections.clone() {
            Some(connections) => Some(Box::pin(self.queue(connections, proofs)).await?),
            None => None,
        };
        let (body, activity) = match self.plan.small_body() {
            Some(body) => (body, None),
            None => {
                let (body, activity) = Box::pin(self.open_body(proofs)).await?;
                (body, Some(activity))
            }
        };
        let begun = Instant::now();
        let timer = self.timer(begun, activity.as_deref());
        let answered = match timer.bound(self.send(proofs, body)?).await {
            Ok(Ok(answered)) => answered,
            Ok(Err(error)) => return Err(self.failure(error, proofs, activity.as_deref())),
            Err(limit) => return Err(self.timeout(proofs, limit).into()),
        };
        let answered = match answered.status.is_redirection() {
            false => answered,
            true => Box::pin(self.follow(answered, proofs, &timer)).await?,
        };
        span.answered(&answered);
        let (mut answer, body) = self.arrived(answered, proofs);
        let status = answer.head.status;
        if !status.is_success() && !self.is_the_result(status) {
            return Err(Box::pin(self.refused(answer.head, body)).await);
        }
        let (silence, size) = (self.settings().silence, self.settings().response_limit);
        if let Some(is_stream) = self.handed_out(&answer.head) {
            let body = Incoming::new(body, silence.limit(is_stream)).limited(size).holding(permit);
            let mut download = Download::new(answer.head, body);
            if self.plan.asks_for_no_coding() {
                download.refuse_if_encoded();
            }
            return Ok(Arrival::Stream(download));
        }
        let mut timer = self.timer(begun, activity.as_deref());
        let mut body = match self.plan.arguments().delivery {
            Delivery::WholeStream => {
                timer.limit = None;
                Incoming::new(body, silence.limit(false))
            }
            _ => Incoming::new(body, None),
        }
        .limited(size);
        answer.body = match timer.bound(body.collect(&answer.head)).await {
            Ok(body) => body?,
            Err(limit) => {
                let error = self.timeout(proofs, limit);
                let has_begun = body.received() > 0;
                return Err(if has_begun { error.when(Phase::Receiving) } else { error }.into());
            }
        };
        Ok(Arrival::Whole(answer))
    }

    /// Waits for one of the client's connections, as long as an attempt may take; the attempt has its own time after that.
    async fn queue(
        &self,
        connections: Arc<Semaphore>,
        proofs: &Proofs,
    ) -> Result<OwnedSemaphorePermit, Error> {
        let timer = self.timer(Instant::now(), None);
        match timer.bound(connections.acquire_owned()).await {
            Ok(Ok(permit)) => Ok(permit),
            // It is never closed.
            Ok(Err(_)) => Err(self.timeout(proofs, Exceeded::Attempt).when(Phase::Queued).into()),
            Err(limit) => Err(self.timeout(proofs, limit).when(Phase::Queued).into()),
        }
    }

    /// Opens the files of the body, within the time of an attempt.
    async fn open_body(&mut self, proofs: &Proofs) -> Result<(Body, Arc<Activity>), Error> {
        let timer = Timer { activity: None, ..self.timer(Instant::now(), None) };
        match timer.bound(self.plan.open_body()).await {
            Ok(opened) => opened,
            Err(limit) => Err(self.timeout(proofs, limit).when(Phase::Opening).into()),
        }
    }

    /// Follows redirects to their end, or to the first one that is not followed.
    async fn follow(
        &mut self,
        mut answered: Answered,
        proofs: &Proofs,
        timer: &Timer<'_>,
    ) -> Result<Answered, Error> {
        let (mut at, mut followed) = (None, 0);
        while let Some(sending) = self.redirected(&answered, proofs, &mut at, followed) {
            answered = match timer.bound(sending?).await {
                Ok(Ok(answered)) => answered,
                Ok(Err(error)) => return Err(self.failure(error, proofs, None)),
                Err(limit) => return Err(self.timeout(proofs, limit).into()),
            };
            followed += 1;
        }
        Ok(answered)
    }

    fn send(&mut self, proofs: &Proofs, body: Body) -> Result<Sending, Error> {
        let request = self.plan.request(proofs, body)?;
        self.plan.send(request)
    }

    /// The head of an answer, and the body that follows it.
    fn arrived(&self, answered: Answered, proofs: &Proofs) -> (Box<Answer>, Body) {
        let Answered { status, mut headers, body, .. } = answered;
        let shared = self.plan.client().shared();
        redaction::mark(&mut headers, |name| {
            proofs.each(shared).any(|proof| proof.is_header(name))
        });
        let client = self.plan.client();
        let head = Head {
            operation: self.plan.operation(),
            status,
            headers,
            attempts: self.attempts,
            idempotency_key: self.plan.key(),
            proofs: proofs.clone(),
            sent: self.plan.sent(),
            response_limit: self.settings().response_limit,
            formats: client.shared().formats,
            client: client.clone(),
            took: self.begun.elapsed(),
        };
        if head.observer().is_some() {
            difference::arrived(&head, self.plan.arguments().documented, self.plan.accepted());
        }
        let layout = self.plan.arguments().layout;
        (Box::new(Answer { head, body: Bytes::new(), layout, span: None }), body)
    }

    /// What the server says instead of what was asked for.
    async fn refused(&self, mut head: Head, body: Body) -> Error {
        head.sent = Some(self.plan.all_sent());
        let mut body = Incoming::new(body, None);
        let mut kept = BytesMut::new();
        let collecting = body.collect_up_to(&head, StatusError::KEPT, &mut kept);
        let whole = self.timer(Instant::now(), None).bound(collecting).await.unwrap_or(false);
        StatusError::new(head, kept.freeze(), !whole).into()
    }

    /// Whether the body is handed out while it comes in, and is then a stream of events or values rather than a file.
    fn handed_out(&self, head: &Head) -> Option<bool> {
        match &self.plan.arguments().delivery {
            Delivery::Whole | Delivery::WholeStream => None,
            Delivery::File => Some(false),
            Delivery::Stream => Some(true),
            Delivery::ByMediaType(offers) => {
                let kind = offers[media::choose(offers, head)?].kind;
                kind.is_handed_out().then(|| kind.is_stream())
            }
        }
    }

    fn timer<'a>(&self, begun: Instant, activity: Option<&'a Activity>) -> Timer<'a> {
        let limit = self.settings().timeout.map(|limit| (begun, limit));
        Timer { limit, deadline: self.deadline, activity }
    }

    fn timeout(&self, proofs: &Proofs, exceeded: Exceeded) -> TimeoutError {
        let limit = match exceeded {
            Exceeded::Attempt => self.settings().timeout.map(Limit::Attempt),
            Exceeded::Total => self.settings().total_timeout.map(Limit::Total),
        };
        let shown = self.plan.shown(proofs);
        TimeoutError::new(self.plan.operation(), shown, self.attempts, limit).keyed(self.plan.key())
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
        let TransportError { kind, source, permanent } = error;
        let secrets = self.plan.secrets(proofs);
        let source = redaction::hide(source, &secrets);
        let permanent = permanent.map(|text| secrets.redact(&text).into());
        let (operation, shown) = (self.plan.operation(), self.plan.shown(proofs));
        let timeout = || {
            TimeoutError::new(operation, shown.clone(), self.attempts, None).keyed(self.plan.key())
        };
        match kind {
            FailureKind::ConnectTimeout => timeout().when(Phase::Connecting).because(source).into(),
            FailureKind::Timeout => timeout().because(source).into(),
            FailureKind::Connect | FailureKind::Refused | FailureKind::Broken => {
                let error = TransportError { kind, source, permanent };
                let error = ConnectionError::new(operation, shown, self.attempts, error);
                error.keyed(self.plan.key()).into()
            }
        }
    }
}
