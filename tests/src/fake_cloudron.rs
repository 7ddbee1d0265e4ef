//! An embedded Cloudron: real HTTP on loopback, and what is done to it stays done while it runs.
//!
//! It serves what a walkthrough needs: users, groups and their members, domains, apps with their logs, and the tasks
//! that install and uninstall apps. Bodies and tokens are checked as a server would.

mod apps;
mod directory;
mod fault;
mod fields;
mod logs;
mod state;
mod tasks;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::extract::{Request, State as Extension};
use axum::http::Method;
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::{get, post, put};
use axum::{Json, Router};
use serde_json::json;
use tokio::sync::watch;

use crate::loopback::Loopback;

use fault::Fault;
use state::State;

/// The package whose installation fails half-way.
pub const BROKEN_PACKAGE: &str = "broken.example.cloudronapp";

/// How fast tasks get on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// One step each time that somebody looks at the task; it ends after so many. No clock is involved.
    Steps(u32),
    /// From start to end in this time.
    RealTime(Duration),
}

/// A running Cloudron. It stops when this is dropped.
#[derive(Debug)]
pub struct FakeCloudron {
    loopback: Loopback,
}

impl FakeCloudron {
    /// A token that may do everything.
    pub const TOKEN: &'static str = "fake-token-that-may-write";
    /// A token that may only read.
    pub const READ_ONLY_TOKEN: &'static str = "fake-token-that-may-read";
    /// The only domain of the server.
    pub const DOMAIN: &'static str = "example.com";

    /// Starts a fresh server, with an owner and a domain and nothing else.
    pub async fn start(pace: Pace) -> Self {
        let shared =
            Shared { state: Arc::new(Mutex::new(State::new(pace))), news: watch::Sender::new(()) };
        Self { loopback: Loopback::serve(router(shared)).await }
    }

    /// The address of the API.
    pub fn url(&self) -> String {
        format!("{}/api/v1", self.loopback.origin())
    }
}

/// What all handlers share.
#[derive(Clone, Debug)]
struct Shared {
    state: Arc<Mutex<State>>,
    /// Told whenever something may have changed, for those who follow a log.
    news: watch::Sender<()>,
}

impl Shared {
    /// The state, up to date.
    fn state(&self) -> MutexGuard<'_, State> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.settle();
        state
    }
}

fn router(shared: Shared) -> Router {
    let private = Router::new()
        .route("/users", get(directory::list_users).post(directory::add_user))
        .route("/users/{id}", get(directory::get_user).delete(directory::delete_user))
        .route("/users/{id}/groups", put(directory::set_groups_of_user))
        .route("/groups", get(directory::list_groups).post(directory::add_group))
        .route("/groups/{id}", get(directory::get_group).delete(directory::delete_group))
        .route("/groups/{id}/members", put(directory::set_members))
        .route("/domains", get(apps::list_domains))
        .route("/apps", get(apps::list).post(apps::install))
        .route("/apps/{id}", get(apps::get))
        .route("/apps/{id}/uninstall", post(apps::uninstall))
        .route("/apps/{id}/task", get(apps::task))
        .route("/apps/{id}/logs", get(logs::download))
        .route("/apps/{id}/logstream", get(logs::follow))
        .route("/tasks", get(tasks::list))
        .route("/tasks/{id}", get(tasks::get))
        .route("/tasks/{id}/stop", post(tasks::stop))
        .layer(from_fn_with_state(shared.clone(), tell))
        .layer(from_fn(check_token));
    let status = || async { Json(json!({ "version": "9.0.0" })) };
    let api = Router::new().route("/cloudron/status", get(status)).merge(private);
    Router::new()
        .nest("/api/v1", api)
        .fallback(|| async { Fault::not_found("route") })
        .with_state(shared)
}

/// Everybody but the public routes needs a token, and a writing one to change anything.
async fn check_token(request: Request, next: Next) -> Result<Response, Fault> {
    let bearer = request
        .headers()
        .get("authorization")
        .and_then(|it| it.to_str().ok()?.strip_prefix("Bearer "));
    let query = request.uri().query().unwrap_or_default();
    let parameter = query.split('&').find_map(|it| it.strip_prefix("access_token="));
    match bearer.or(parameter) {
        Some(FakeCloudron::TOKEN) => Ok(next.run(request).await),
        Some(FakeCloudron::READ_ONLY_TOKEN) if request.method() == Method::GET => {
            Ok(next.run(request).await)
        }
        Some(FakeCloudron::READ_ONLY_TOKEN) => Err(Fault::new(403, "the token may only read")),
        Some(_) => Err(Fault::new(401, "the token is not valid")),
        None => Err(Fault::new(401, "a token is needed")),
    }
}

/// Every request may have moved a task on.
async fn tell(Extension(shared): Extension<Shared>, request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    shared.news.send_replace(());
    response
}
