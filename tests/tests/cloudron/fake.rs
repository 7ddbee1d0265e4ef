//! The generated client against the fake Cloudron: every operation, with the examples of the description.

use std::time::Duration;

use cloudron::Client;
use futures_util::{StreamExt, stream};
use tests::fake_cloudron::FakeCloudron;
use tests::repository::assert_none;

use super::calls::{CALLS, Call};

/// How many operations are under way at a time.
const AT_ONCE: usize = 8;

/// Streams of logs do not end, so they are read in another test.
fn ends(call: &&Call) -> bool {
    !["getAppLogstream", "getServiceLogstream", "getLogStream", "getTaskLogstream"]
        .contains(&call.operation)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_call_succeeds_and_is_decoded() {
    // To make one is slow, since it reads all certificates of the system.
    let http = reqwest::Client::new();
    let faults = stream::iter(CALLS.iter().filter(ends)).map(|call| {
        let http = http.clone();
        async move {
            let fake = FakeCloudron::ready_for(call.operation).await;
            let builder = Client::builder(fake.url()).bearer_token(FakeCloudron::TOKEN);
            let client = builder.http_client(http).build().expect("a client");
            (call.run)(client).await.err().map(|error| error.to_string())
        }
    });
    let faults: Vec<_> = faults.buffered(AT_ONCE).collect().await;
    let faults: Vec<String> = faults.into_iter().flatten().collect();
    assert_none("calls fail", &faults);
}

#[tokio::test]
async fn logs_are_followed() {
    let fake = FakeCloudron::ready_for("getAppLogstream").await;
    let builder = Client::builder(fake.url()).bearer_token(FakeCloudron::TOKEN);
    let client = builder.build().expect("a client");
    let app = client.apps().list().await.expect("apps")[0].id.clone();
    let mut messages = Vec::new();
    for mut stream in [
        client.apps().logstream(&app).lines(1).await.expect("a stream"),
        client.services().logstream("postgresql", 1).await.expect("a stream"),
        client.system().logstream("box").lines(1).await.expect("a stream"),
        client.tasks().logstream("364").lines(1).await.expect("a stream"),
    ] {
        let next = tokio::time::timeout(Duration::from_secs(10), stream.next()).await;
        let line = next.expect("it comes at once").expect("a line").expect("no error");
        messages.extend(line.data.message.and_then(|it| it.as_str().map(str::to_owned)));
    }
    let expected =
        ["GET /wp-login.php 200", "ready to accept connections", "box:server started", "Queued"];
    assert_eq!(messages, expected);
}
