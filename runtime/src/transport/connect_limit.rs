//! How long connecting may take, for each call.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tower_layer::Layer;
use tower_service::Service;

use super::BoxError;

tokio::task_local! {
    /// The limit of the call that is being polled. A connector is called by the call that needs a connection.
    static LIMIT: Duration;
}

/// Runs a call that has a limit of its own.
pub(super) async fn with_limit<F: Future>(limit: Duration, call: F) -> F::Output {
    LIMIT.scope(limit, call).await
}

/// Around the connector: keeps the limits of calls.
#[derive(Clone)]
pub(super) struct ConnectLimit;

impl<S> Layer<S> for ConnectLimit {
    type Service = Limited<S>;

    fn layer(&self, connector: S) -> Limited<S> {
        Limited(connector)
    }
}

/// A connector that keeps the limits of calls.
#[derive(Clone)]
pub(super) struct Limited<S>(S);

type Connecting<T> = Pin<Box<dyn Future<Output = Result<T, BoxError>> + Send>>;

impl<S, Target> Service<Target> for Limited<S>
where
    S: Service<Target, Error = BoxError>,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = BoxError;
    type Future = Connecting<S::Response>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, target: Target) -> Self::Future {
        let connecting = self.0.call(target);
        let Ok(limit) = LIMIT.try_with(|limit| *limit) else { return Box::pin(connecting) };
        Box::pin(async move {
            tokio::time::timeout(limit, connecting).await.unwrap_or_else(|_| {
                let text = format!("no connection within {limit:?}");
                // Known to `reqwest` as a time-out.
                Err(io::Error::new(io::ErrorKind::TimedOut, text).into())
            })
        })
    }
}
