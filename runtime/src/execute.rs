//! The one way out: every call of every operation is sent here.

use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use bytes::BytesMut;
use tokio::time::Instant;

use crate::Download;
use crate::Error;
use crate::error::{ConnectionError, Operation, StatusError, TimeoutError};
use crate::media;
use crate::request::{Activity, Arguments, Prepared, prepare};
use crate::response::{Answer, Arrival, Delivery, Head, Incoming, Peel};

/// A call on its way, whatever it answers.
pub(crate) type Execution = Pin<Box<dyn Future<Output = Result<Arrival, Error>> + Send>>;

/// Sends a request and waits for as much of its answer as the operation wants.
pub(crate) fn execute(arguments: Box<Arguments>) -> Execution {
    Box::pin(run(arguments))
}

async fn run(mut arguments: Box<Arguments>) -> Result<Arrival, Error> {
    let attempt = Attempt {
        operation: arguments.operation,
        transport: arguments.client.shared().transport.clone(),
        limit: arguments.client.shared().timeout,
        delivery: std::mem::replace(&mut arguments.delivery, Delivery::Whole),
        peel: arguments.peel,
    };
    let prepared = prepare(arguments).await?;
    attempt.send(prepared).await
}

/// One request and its answer.
struct Attempt {
    operation: Operation,
    transport: reqwest::Client,
    limit: Option<Duration>,
    delivery: Delivery,
    peel: Peel,
}

impl Attempt {
    async fn send(self, prepared: Prepared) -> Result<Arrival, Error> {
        let Prepared { request, shown, activity } = prepared;
        let limit = self
            .limit
            .filter(|_| !matches!(self.delivery, Delivery::Stream | Delivery::WholeStream));
        let timer = Timer { limit, activity: Arc::clone(&activity) };
        let sent = timer.bound(self.transport.execute(request)).await;
        let response = match sent {
            Some(Ok(response)) => response,
            Some(Err(error)) => return Err(self.failure(error, shown, &activity)),
            None => return Err(self.timeout(shown)),
        };
        let (parts, body) = http::Response::<reqwest::Body>::from(response).into_parts();
        let head = Head { operation: self.operation, status: parts.status, headers: parts.headers };
        let mut body = Incoming::new(body);
        if !head.status.is_success() {
            let timer = Timer { limit: self.limit, activity: Activity::new() };
            let mut kept = BytesMut::new();
            let whole = timer.bound(body.collect_up_to(&head, StatusError::KEPT, &mut kept)).await;
            return Err(StatusError::new(head, kept.freeze(), whole != Some(true)).into());
        }
        if self.streams(&head) {
            return Ok(Arrival::Stream(Download::new(head, body)));
        }
        match timer.bound(body.collect(&head)).await {
            Some(body) => Ok(Arrival::Whole(Answer { body: body?, head, peel: self.peel })),
            None => Err(self.timeout(shown)),
        }
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

    fn timeout(&self, shown: String) -> Error {
        TimeoutError::new(self.operation, shown, self.limit, false).into()
    }

    /// What the transport's error means.
    fn failure(&self, error: reqwest::Error, shown: String, activity: &Activity) -> Error {
        // A body that could not be read breaks the connection: the cause is what the caller needs.
        if let Some(failure) = activity.take_failure() {
            return failure;
        }
        if error.is_timeout() {
            let connecting = error.is_connect();
            return TimeoutError::new(self.operation, shown, None, connecting)
                .because(error)
                .into();
        }
        ConnectionError::new(self.operation, shown, error).into()
    }
}

/// Bounds the time from the last sign of life of the request's body.
struct Timer {
    limit: Option<Duration>,
    activity: Arc<Activity>,
}

impl Timer {
    /// The future's outcome; `None` if it took too long.
    async fn bound<F: Future>(&self, future: F) -> Option<F::Output> {
        let Some(limit) = self.limit else { return Some(future.await) };
        let mut future = pin!(future);
        let mut sleep = pin!(tokio::time::sleep_until(self.activity.latest() + limit));
        std::future::poll_fn(|context| {
            if let Poll::Ready(output) = future.as_mut().poll(context) {
                return Poll::Ready(Some(output));
            }
            while sleep.as_mut().poll(context).is_ready() {
                // The body moved since the alarm was set?
                let deadline = self.activity.latest() + limit;
                if deadline <= Instant::now() {
                    return Poll::Ready(None);
                }
                sleep.as_mut().reset(deadline);
            }
            Poll::Pending
        })
        .await
    }
}
