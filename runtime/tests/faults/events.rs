//! Event streams that break, end, fall silent or talk nonsense.

use std::time::Duration;

use futures_util::StreamExt as _;
use openapi_runtime::testing::{Reply, Script};
use openapi_runtime::transport::{BoxError, FailureKind};
use openapi_runtime::{Credential, Error, Event, EventStream, RetryPolicy};
use tokio::time::Instant;

use crate::{builder, client, since};

/// Without retries inside of each connection.
async fn events(script: &Script) -> EventStream<i64> {
    let http = builder(script).retries(RetryPolicy::none().random(|| 1.0)).build().unwrap();
    http.get("op", "/events").events().await.unwrap()
}

/// What comes until the end: the data of the events, and the errors' texts.
async fn all(events: EventStream<i64>) -> Vec<Result<i64, String>> {
    let shown = |it: Result<Event<i64>, Error>| it.map(|it| it.data).map_err(|it| it.to_string());
    events.map(shown).collect().await
}

fn last_ids(script: &Script) -> Vec<Option<String>> {
    let requests = script.requests();
    requests.iter().map(|it| it.header("last-event-id").map(str::to_owned)).collect()
}

fn gone() -> Reply {
    Reply::status(204)
}

#[tokio::test(start_paused = true)]
async fn goes_on_after_the_last_complete_event() {
    for cut in ["", "id: 3\n", "id: 3\ndata: 3\n", "data: 3", ": comment"] {
        let text = format!("retry: 250\nid: 1\ndata: 1\n\nid: 2\ndata: 2\n\n{cut}");
        for first in [Reply::events(text.clone()), Reply::events(text.clone()).broken()] {
            let script = Script::new().then(first).then(Reply::events("data: 3\n\n")).then(gone());
            let begun = Instant::now();
            assert_eq!(all(events(&script).await).await, [Ok(1), Ok(2), Ok(3)], "{cut:?}");
            assert_eq!(last_ids(&script), [None, Some("2".into()), Some("2".into())]);
            assert_eq!(since(begun), 500, "the server's own time, twice");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_server_that_takes_no_part_is_left_alone() {
    let script = Script::new().then(Reply::events("data: 1\n\ndata: 2\n\n"));
    assert_eq!(all(events(&script).await).await, [Ok(1), Ok(2)]);
    // Ids alone do not ask for more after an end in good order.
    let script = Script::new().then(Reply::events("id: 7\ndata: 1\n\n"));
    assert_eq!(all(events(&script).await).await, [Ok(1)]);
    let script = Script::new().then(Reply::events("id: 7\ndata: 1\n\n").broken()).then(gone());
    assert_eq!(all(events(&script).await).await, [Ok(1)]);
    assert_eq!(last_ids(&script), [None, Some("7".into())]);
    let script = Script::new().then(Reply::events("data: 1\n\n").broken());
    let items = all(events(&script).await).await;
    assert!(items.len() == 2 && items[1].as_ref().unwrap_err().contains("broke off"), "{items:?}");
}

#[tokio::test(start_paused = true)]
async fn can_be_told_not_to() {
    let script = Script::new().always(Reply::events("retry: 500\nid: 1\ndata: 1\n\n"));
    let http = builder(&script).reconnects(0).build().unwrap();
    assert_eq!(all(http.get("op", "/x").events().await.unwrap()).await, [Ok(1)]);
    let call = client(&script).get("op", "/x").events().reconnects(0);
    assert_eq!(all(call.await.unwrap()).await, [Ok(1)]);
    // What a POST did is not done again.
    let call = client(&script).post("op", "/x").events();
    assert_eq!(all(call.await.unwrap()).await, [Ok(1)]);
}

#[tokio::test(start_paused = true)]
async fn stops_when_the_server_says_so() {
    for status in [400, 401, 403, 404, 410] {
        let script = Script::new()
            .then(Reply::events("retry: 500\nid: 1\ndata: 1\n\n"))
            .then(Reply::status(status));
        let items = all(events(&script).await).await;
        assert_eq!((items.len(), &items[0]), (2, &Ok(1)));
        let error = items[1].as_ref().unwrap_err();
        assert!(error.starts_with(&format!("op: {status} ")), "{error}");
        assert_eq!(script.requests().len(), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn a_page_is_the_end() {
    let page = Reply::status(200).header("Content-Type", "text/html").body("<html>");
    let script = Script::new().then(Reply::events("retry: 500\nid: 1\ndata: 1\n\n")).then(page);
    let items = all(events(&script).await).await;
    assert!(items[1].as_ref().unwrap_err().contains("found an HTML page"));
}

#[tokio::test(start_paused = true)]
async fn five_times_in_vain_are_enough() {
    let begun = Instant::now();
    let script = Script::new()
        .then(Reply::events("retry: 500\nid: 1\ndata: 1\n\n"))
        .always(Reply::failure(FailureKind::Connect));
    let items = all(events(&script).await).await;
    assert_eq!((items.len(), script.requests().len()), (2, 6));
    assert!(items[1].as_ref().unwrap_err().contains("cannot connect"));
    assert_eq!(since(begun), 500 + 1000 + 2000 + 4000 + 8000);

    // Connections that end at once count as well; there is no error then.
    let script = Script::new()
        .then(Reply::events("retry: 500\nid: 1\ndata: 1\n\n"))
        .always(Reply::events(""));
    assert_eq!(all(events(&script).await).await, [Ok(1)]);
    assert_eq!(script.requests().len(), 6);

    // An event in between, and it counts from the start.
    let busy = || Reply::status(503);
    let script = Script::new()
        .then(Reply::events("retry: 500\nid: 1\ndata: 1\n\n"))
        .then(busy())
        .then(busy())
        .then(busy())
        .then(busy())
        .then(Reply::events("id: 2\ndata: 2\n\n"))
        .then(busy())
        .then(busy())
        .then(busy())
        .then(busy())
        .then(gone());
    assert_eq!(all(events(&script).await).await, [Ok(1), Ok(2)]);
    assert_eq!(last_ids(&script).last(), Some(&Some("2".into())));
}

#[tokio::test(start_paused = true)]
async fn waits_as_long_as_a_busy_server_wants() {
    let script = Script::new()
        .then(Reply::events("retry: 10\ndata: 1\n\n"))
        .then(Reply::status(503).header("Retry-After", "20"))
        .then(gone());
    let begun = Instant::now();
    assert_eq!(all(events(&script).await).await, [Ok(1)]);
    assert_eq!(since(begun), 10 + 20_000);
    // But not for days.
    let script = Script::new().then(Reply::events("retry: 999999999\ndata: 1\n\n")).then(gone());
    let begun = Instant::now();
    all(events(&script).await).await;
    assert_eq!(since(begun), 120_000);
}

#[tokio::test(start_paused = true)]
async fn silence_is_the_end_of_a_connection() {
    let quiet = || Reply::events("retry: 500\nid: 1\ndata: 1\n\n").silent();
    let script = Script::new().then(quiet()).then(Reply::events("").silent()).then(gone());
    let begun = Instant::now();
    assert_eq!(all(events(&script).await).await, [Ok(1)]);
    assert_eq!(since(begun), 30_000 + 500 + 30_000 + 500);

    let script = Script::new().then(Reply::events("data: 1\n\n").silent());
    let items = all(events(&script).await).await;
    assert!(items[1].as_ref().unwrap_err().contains("no byte came for 30s"));

    // Comments keep it alive.
    let alive = (0..10).fold(Reply::events(""), |reply, _| reply.body(": still here\n"));
    let script = Script::new().then(alive.body("data: 1\n\n").pace(Duration::from_secs(29)));
    assert_eq!(all(events(&script).await).await, [Ok(1)]);
}

#[tokio::test(start_paused = true)]
async fn each_connection_has_a_fresh_credential() {
    let number = std::sync::atomic::AtomicU32::new(1);
    let next = move || {
        let number = number.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        async move { Ok::<_, BoxError>(Credential::bearer(format!("t{number}"))) }
    };
    let script = Script::new()
        .then(Reply::events("retry: 500\nid: 1\ndata: 1\n\n"))
        .then(Reply::status(401))
        .then(Reply::events("data: 2\n\n").broken())
        .then(gone());
    let http = builder(&script).credential("key", Credential::provider(next)).build().unwrap();
    let events = http.get("op", "/x").auth(&[&["key"]]).events::<i64>().await.unwrap();
    assert_eq!(all(events).await, [Ok(1), Ok(2)]);
    let tokens: Vec<_> =
        script.requests().iter().map(|it| it.header("authorization").unwrap().to_owned()).collect();
    assert_eq!(tokens, ["Bearer t1", "Bearer t2", "Bearer t3", "Bearer t4"]);
}

#[tokio::test(start_paused = true)]
async fn garbage() {
    let noise: Vec<u8> = (0..=255).cycle().take(10_000).collect();
    let script = Script::new().then(Reply::events(noise).body("\n\n\ndata: 1\n\n"));
    assert_eq!(all(events(&script).await).await.last(), Some(&Ok(1)));

    let script =
        Script::new().then(Reply::events("retry: 500\nid: 1\ndata: x\n\ndata: 2\n\n")).then(gone());
    let items = all(events(&script).await).await;
    assert!(items[0].is_err() && items[1] == Ok(2), "{items:?}");

    // An endless event is an error, and asking again would not help.
    let endless =
        Reply::events("retry: 500\nid: 1\ndata: 1\n\ndata: ").body(vec![b'x'; 2 * 1024 * 1024]);
    let script = Script::new().then(endless);
    let items = all(events(&script).await).await;
    assert_eq!(items.len(), 2);
    assert!(items[1].as_ref().unwrap_err().contains("an event is longer than 1 MiB"));
    // Ids that cannot be in a header are not sent.
    let script = Script::new().then(Reply::events("retry: 1\nid: \u{1}\ndata: 1\n\n")).then(gone());
    assert_eq!(all(events(&script).await).await, [Ok(1)]);
    assert_eq!(last_ids(&script), [None, None]);
}
