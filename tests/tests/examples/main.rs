//! The examples as people run them: processes, their output, their exit codes, and what is on the server afterwards.
#![allow(clippy::duplicate_mod, reason = "each example has the shared files as modules of its own")]

#[allow(dead_code, reason = "its `main` is not called: `run` is")]
#[path = "../../examples/panel/main.rs"]
mod panel;
mod panel_ends;
mod running;
#[allow(dead_code, reason = "its `main` is not called: `run` is")]
#[path = "../../examples/tour/main.rs"]
mod tour;
mod tour_ends;
mod tour_refusals;
mod tour_signals;

use std::ffi::OsString;

use cloudron::Client;
use tests::fake_cloudron::{FakeCloudron, Options, Pace};

use running::ARGUMENTS;

/// No test: the example `tour`, which the tests start as a process of its own.
#[test]
#[ignore = "it is an example that the tests start as a process"]
fn tour_example() {
    if let Some(arguments) = arguments("tour") {
        std::process::exit(runtime().block_on(tour::run(arguments)).into());
    }
}

/// No test: the example `panel`.
#[test]
#[ignore = "it is an example that the tests start as a process"]
fn panel_example() {
    if let Some(arguments) = arguments("panel") {
        std::process::exit(runtime().block_on(panel::run(arguments)).into());
    }
}

/// The arguments of the example; none if no test started it.
fn arguments(name: &str) -> Option<Vec<OsString>> {
    let arguments = std::env::var(ARGUMENTS).ok()?;
    let arguments = std::iter::once(name).chain(arguments.split_whitespace());
    Some(arguments.map(OsString::from).collect())
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Runtime::new().expect("a runtime")
}

/// A Cloudron whose tasks take so many steps.
async fn fake(steps: u32) -> FakeCloudron {
    let options = Options { pace: Pace::Steps(steps), ..Options::default() };
    FakeCloudron::start_with(options).await.expect("a free port")
}

/// What the tour makes and is on a server: the lines that the tour must show.
async fn there(fake: &FakeCloudron) -> Vec<String> {
    let builder = Client::builder(fake.url()).bearer_token(FakeCloudron::TOKEN);
    let client = builder.build().expect("a client");
    let mut lines = Vec::new();
    for app in client.apps().list().await.expect("apps") {
        lines.push(format!("app {} ({}", app.fqdn.expect("a name"), app.id));
    }
    for group in client.groups().list().await.expect("groups") {
        lines.push(format!("group {} ({})", group.name, group.id));
    }
    let users = client.users().list().search("tour-dewey").await.expect("users");
    lines.extend(users.into_iter().map(|it| format!("user tour-dewey ({})", it.id)));
    lines
}
