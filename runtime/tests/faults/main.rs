//! What callers get when things go wrong: every fault by name.

#[path = "../support/mod.rs"]
mod support;

mod bodies;
mod compression;
mod credentials;
mod events;
mod idempotency;
mod json_lines;
mod limits;
mod listed_tasks;
mod page_faults;
mod pages;
mod part_files;
mod reconnections;
mod retries;
mod retry_statuses;
mod sizes;
mod task_states;
mod tasks;
mod wire;

use openapi_runtime::testing::Script;
use openapi_runtime::{HttpClient, HttpClientBuilder, RetryPolicy};

/// A client of a script that always waits as long as it may.
fn client(script: &Script) -> HttpClient {
    builder(script).build().unwrap()
}

fn builder(script: &Script) -> HttpClientBuilder {
    HttpClient::builder("https://example.com/api").transport(script.clone()).retries(steady())
}

/// The default without chance.
fn steady() -> RetryPolicy {
    RetryPolicy::default().random(|| 1.0)
}

/// The time since this, in milliseconds; it is paused in all tests.
fn since(begun: tokio::time::Instant) -> u128 {
    begun.elapsed().as_millis()
}
