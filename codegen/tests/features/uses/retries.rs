//! Calls that are made again.

use openapi_runtime::RetryPolicy;
use openapi_runtime::testing::{Reply, Script};

use crate::*;

fn payments(script: &Script) -> idempotency_keys::api::payments::Payments {
    let builder = idempotency_keys::Client::builder("https://pay.example");
    let at_once = RetryPolicy::default().random(|| 0.0);
    builder.transport(script.clone()).retries(at_once).build().unwrap().payments()
}

#[tokio::test]
async fn idempotency_keys() {
    let key = |script: &Script, number: usize| -> Option<String> {
        script.requests()[number].header("x-idempotency-key").map(str::to_owned)
    };
    // The description has the header of the one, the settings name the other.
    let script = Script::new().then(Reply::status(500)).always(Reply::status(204));
    payments(&script).pay().note("rent").await.unwrap();
    assert_eq!(script.requests().len(), 2);
    assert!(key(&script, 0).is_some() && key(&script, 0) == key(&script, 1));
    let script = Script::new().then(Reply::status(520)).always(Reply::status(204));
    payments(&script).refund(7).await.unwrap();
    assert!(key(&script, 0).is_some() && key(&script, 0) == key(&script, 1));
    payments(&script).pay().idempotency_key("rent-2026-11").await.unwrap();
    assert_eq!(key(&script, 2).as_deref(), Some("rent-2026-11"));

    // One that nobody names is sent once.
    let script = Script::new().always(Reply::status(520));
    assert_eq!(payments(&script).note(7).await.unwrap_err().attempts(), 1);
    assert_eq!(key(&script, 0), None);
    // The statuses are the API's.
    assert_eq!(payments(&script).list().await.unwrap_err().attempts(), 3);
    let script = Script::new().always(Reply::status(408));
    assert_eq!(payments(&script).list().await.unwrap_err().attempts(), 1);
}

#[tokio::test]
async fn event_streams_that_go_on() {
    let client = |script: &Script| {
        let builder = event_streams_that_go_on::Client::builder("https://logs.example");
        builder.transport(script.clone()).retries(RetryPolicy::none()).build().unwrap().logs()
    };
    // The rest comes without a word, because the settings say that the server goes on.
    let script = Script::new()
        .then(Reply::events("id: 1\ndata: a\n\n").broken())
        .then(Reply::events("id: 4\ndata: d\n\n"))
        .then(Reply::status(204));
    let mut news = client(&script).watch_news().await.unwrap();
    assert_eq!(news.next().await.unwrap().unwrap().data, "a");
    assert_eq!(news.next().await.unwrap().unwrap().data, "d");
    assert!(news.next().await.is_none());
    assert_eq!(script.requests()[1].header("last-event-id"), Some("1"));

    // Of the others it is known that it does not: what may be missing is told.
    let script = Script::new()
        .then(Reply::events("id: 1\ndata: a\n\n").broken())
        .then(Reply::events("id: 4\ndata: d\n\n"));
    let event_streams_that_go_on::api::logs::GetAnswer::Events(mut log) =
        client(&script).get().await.unwrap()
    else {
        panic!("events")
    };
    assert_eq!(log.next().await.unwrap().unwrap().data, "a");
    assert!(log.next().await.unwrap().unwrap_err().is_gap());
    assert_eq!(log.next().await.unwrap().unwrap().data, "d");
    assert!(log.next().await.is_none());
}
