//! The tour as people run it: a process, its output, its exit code, and what is on the server afterwards.

mod ends;
mod refusals;
mod running;
mod signals;
#[allow(dead_code, reason = "its `main` is not called: `run` is")]
#[path = "../../examples/tour/main.rs"]
mod tour;

use std::ffi::OsString;

use cloudron::Client;
use tests::fake_cloudron::{FakeCloudron, Options, Pace};

use running::ARGUMENTS;

/// No test: the example, which the tests start as a process of its own.
#[test]
#[ignore = "it is the example that the tests start as a process"]
fn example() {
    let Ok(arguments) = std::env::var(ARGUMENTS) else { return };
    let arguments = std::iter::once("tour").chain(arguments.split_whitespace());
    let arguments: Vec<OsString> = arguments.map(OsString::from).collect();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    std::process::exit(runtime.block_on(tour::run(arguments)).into());
}

/// A server whose tasks take so many steps.
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
        lines.push(format!("app {} ({}", app.fqdn.expect("a name"), app.id.expect("an id")));
    }
    for group in client.groups().list().await.expect("groups") {
        lines.push(format!("group {} ({})", group.name.expect("a name"), group.id.expect("an id")));
    }
    let users = client.users().list().search("dewey").await.expect("users");
    lines.extend(users.into_iter().map(|it| format!("user dewey ({})", it.id.expect("an id"))));
    lines
}
