//! An embedded CloudFlow panel: real HTTP on loopback, and what is done to it stays done while it runs.
//!
//! It serves what a walkthrough needs: users, roles, virtual machines with their disks, addresses and backups, the
//! transactions that do the work, and bills. Everything is there as JSON and as XML, in the dialect of Rails. It
//! behaves as panels of several ages at once: changes are answered with one of three empty forms in turn, errors and
//! dates have different looks in different places.

mod accounts;
mod backups;
mod billing;
mod call;
mod credentials;
mod disks;
mod fault;
mod fields;
mod machine_json;
mod machines;
mod rails_xml;
mod reply;
mod roles;
mod state;
mod times;
mod transactions;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Request, State as Extension};
use axum::response::Response;

use crate::loopback::Loopback;

use call::{Call, Format};
use fault::Fault;
use reply::Reply;
use state::State;

/// The template whose machines cannot be built.
pub const BROKEN_TEMPLATE: i64 = 90;
/// The template whose machines are never finished.
pub const ENDLESS_TEMPLATE: i64 = 91;

/// The most that a test sends.
const LARGEST_BODY: usize = 1 << 20;

/// A running panel. It stops when this is dropped.
#[derive(Debug)]
pub struct FakeCloudflow {
    loopback: Loopback,
    state: Arc<Mutex<State>>,
}

impl FakeCloudflow {
    /// The login of the administrator.
    pub const LOGIN: &'static str = "scrooge";
    /// The password that goes with it.
    pub const PASSWORD: &'static str = "number-one-dime";
    /// The e-mail address of the administrator.
    pub const EMAIL: &'static str = "scrooge@duckburg.example";
    /// The API key that goes with it.
    pub const API_KEY: &'static str = "5f0d7dc3517045da821f3ee88c2199bb558e78ab";
    /// A login of the panel that may look, but not change accounts.
    pub const USER_LOGIN: &'static str = "daisy";
    /// The password that goes with it.
    pub const USER_PASSWORD: &'static str = "flower-power-1";
    /// A template whose machines can be built.
    pub const TEMPLATE: i64 = 17;

    /// Starts a fresh panel, with two accounts, two roles, a few templates, and nothing else.
    pub async fn start() -> Self {
        let state = Arc::new(Mutex::new(State::new()));
        let router = Router::new().fallback(serve).with_state(Arc::clone(&state));
        Self { loopback: Loopback::serve(router).await, state }
    }

    /// The address of the panel.
    pub fn url(&self) -> String {
        self.loopback.origin()
    }

    /// The next request that begins with this, such as `POST /roles`, is answered with status 500 and a page for
    /// people. What it asks for is done all the same if `is_done`.
    pub fn break_next(&self, request: &str, is_done: bool) {
        lock(&self.state).breaks.push((request.to_owned(), is_done));
    }

    /// Method, path and query of every request so far, in order.
    pub fn requests(&self) -> Vec<String> {
        lock(&self.state).requests.clone()
    }
}

async fn serve(Extension(state): Extension<Arc<Mutex<State>>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, LARGEST_BODY).await.unwrap_or_default();
    let mut state = lock(&state);
    state.tick();
    let line = format!("{} {}", parts.method, parts.uri);
    let breaks = state.breaks.iter().position(|(begin, _)| line.starts_with(begin));
    let breaks = breaks.map(|index| state.breaks.remove(index));
    state.requests.push(line);
    let format = Format::of_path(parts.uri.path());
    let result = credentials::check(&mut state, &parts.headers).and_then(|visitor| {
        if let Some((_, false)) = breaks {
            return Err(Fault::Broken);
        }
        let call = Call::read(&parts, &body, visitor)?;
        let reply = answer(&mut state, &call).map(|reply| reply.paged(&call));
        if breaks.is_some() { Err(Fault::Broken) } else { reply }
    });
    let host = parts.headers.get("host").and_then(|it| it.to_str().ok()).unwrap_or_default();
    let reply = result.unwrap_or_else(Reply::refusal);
    let n_done = state.count_done(&reply);
    reply.write(format, n_done, host, state.now())
}

fn answer(state: &mut State, call: &Call) -> Result<Reply, Fault> {
    let segments: Vec<&str> = call.segments.iter().map(String::as_str).collect();
    match (call.method.as_str(), segments.as_slice()) {
        ("GET", ["version"]) => Ok(billing::version()),
        ("GET", ["profile"]) => accounts::profile(state, call),
        ("GET", ["permissions"]) => Ok(roles::permissions()),
        ("GET", ["templates"]) => Ok(machines::templates()),
        ("GET", ["usage_statistics"]) => Ok(billing::usage(state)),
        (_, ["users", rest @ ..]) => users(state, call, rest),
        (_, ["roles", rest @ ..]) => roles::answer(state, call, rest),
        (_, ["virtual_machines", rest @ ..]) => machines(state, call, rest),
        (_, ["settings", "disks", rest @ ..]) => disks::answer(state, call, rest),
        (_, ["backups", rest @ ..]) => backups::answer(state, call, rest),
        ("GET", ["transactions"]) => Ok(transactions::list(state)),
        ("GET", ["transactions", id]) => transactions::get(state, id),
        _ => Err(Fault::NotFound),
    }
}

fn users(state: &mut State, call: &Call, path: &[&str]) -> Result<Reply, Fault> {
    match (call.method.as_str(), path) {
        ("GET", [id, "virtual_machines"]) => machines::list_of_user(state, id),
        ("GET", [id, "monthly_bills"]) => billing::monthly_bills(state, id),
        ("GET", [id, "limits"]) => billing::limits(state, id),
        _ => accounts::answer(state, call, path),
    }
}

fn machines(state: &mut State, call: &Call, path: &[&str]) -> Result<Reply, Fault> {
    match (call.method.as_str(), path) {
        ("GET", [id, "transactions"]) => transactions::list_of_machine(state, id),
        ("GET", [id, "disks"]) => disks::list_of_machine(state, id),
        ("POST", [id, "disks"]) => disks::add(state, call, id),
        ("GET", [id, "backups"]) => backups::list_of_machine(state, id),
        ("POST", [id, "backups"]) => backups::take_of_machine(state, call, id),
        ("GET", [id, "ip_addresses"]) => machines::addresses(state, id),
        _ => machines::answer(state, call, path),
    }
}

/// A request that failed while it held the lock has said so already.
fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
