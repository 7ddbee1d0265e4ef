//! What is tried again, and when.

use std::time::Duration;

use futures_util::stream;
use openapi_runtime::testing::{Reply, Script};
use openapi_runtime::transport::FailureKind;
use openapi_runtime::{Bytes, Error, HttpClient, RetryPolicy, Upload, Value, json};
use tokio::time::Instant;

use crate::{builder, client, since, steady};

/// How often a method is tried if it always gets this.
async fn attempts(method: &'static str, reply: Reply) -> usize {
    let script = Script::new().always(reply);
    let error = client(&script).request("op", method, "/x").empty().await.unwrap_err();
    assert_eq!(error.attempts() as usize, script.requests().len(), "{error}");
    script.requests().len()
}

#[tokio::test(start_paused = true)]
async fn statuses_by_method() {
    for (status, repeatable, other) in [
        (400, 1, 1),
        (401, 1, 1),
        (404, 1, 1),
        (408, 3, 1),
        (409, 1, 1),
        (425, 1, 1),
        (429, 3, 1),
        (500, 3, 1),
        (501, 1, 1),
        (502, 3, 1),
        (503, 3, 1),
        (504, 3, 1),
        (302, 1, 1),
    ] {
        for method in ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"] {
            assert_eq!(
                attempts(method, Reply::status(status)).await,
                repeatable,
                "{method} {status}"
            );
        }
        for method in ["POST", "PATCH"] {
            assert_eq!(attempts(method, Reply::status(status)).await, other, "{method} {status}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn failures_by_method() {
    for (kind, repeatable, other) in [
        (FailureKind::Connect, 3, 3),
        (FailureKind::ConnectTimeout, 3, 3),
        (FailureKind::Broken, 3, 1),
        (FailureKind::Timeout, 3, 1),
    ] {
        assert_eq!(attempts("DELETE", Reply::failure(kind)).await, repeatable, "{kind:?}");
        assert_eq!(attempts("POST", Reply::failure(kind)).await, other, "{kind:?}");
    }
    assert_eq!(attempts("GET", Reply::never()).await, 3);
    assert_eq!(attempts("POST", Reply::never()).await, 1);
}

#[tokio::test(start_paused = true)]
async fn a_post_comes_back_when_it_is_told_when() {
    for (status, expected) in [(429, 3), (503, 3), (500, 1), (502, 1)] {
        let reply = Reply::status(status).header("Retry-After", "1");
        assert_eq!(attempts("POST", reply).await, expected, "{status}");
    }
    assert_eq!(attempts("POST", Reply::status(503).header("Retry-After", "soon")).await, 1);
}

#[tokio::test(start_paused = true)]
async fn any_method_if_the_caller_says_so() {
    let script = Script::new().then(Reply::status(502)).then(Reply::status(200));
    let call = client(&script).post("op", "/x").empty();
    call.retries(steady().even_if_sent()).await.unwrap();
    assert_eq!(script.requests().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn the_second_answer_is_the_answer() {
    let script =
        Script::new().then(Reply::failure(FailureKind::Broken)).then(Reply::json(&json!({"a": 1})));
    let begun = Instant::now();
    let call = client(&script).put("op", "/x").body(&json!({"b": 2})).json::<Value>();
    assert_eq!(call.await.unwrap(), json!({"a": 1}));
    assert_eq!(since(begun), 500);
    let requests = script.requests();
    assert_eq!((requests[0].json(), requests[1].json()), (json!({"b": 2}), json!({"b": 2})));
}

#[tokio::test(start_paused = true)]
async fn the_time_between_doubles_up_to_eight_seconds() {
    let script = Script::new().always(Reply::status(500));
    let begun = Instant::now();
    let policy = RetryPolicy::new(7).random(|| 1.0);
    client(&script).get("op", "/x").empty().retries(policy).await.unwrap_err();
    assert_eq!(since(begun), 500 + 1000 + 2000 + 4000 + 8000 + 8000 + 8000);

    // Chance makes it any part of that.
    let begun = Instant::now();
    let policy = RetryPolicy::new(7).random(|| 0.0);
    client(&script).get("op", "/x").empty().retries(policy).await.unwrap_err();
    assert_eq!(since(begun), 0);
}

#[tokio::test(start_paused = true)]
async fn the_server_says_when() {
    let date = "Wed, 21 Oct 2015 07:28:00 GMT";
    for (status, after, waited) in [
        (429, "7", 7000),
        (503, "0", 0),
        (503, "1.5", 1500),
        (500, "3", 3000),
        (503, "120", 120_000),
        (503, "Wed, 21 Oct 2015 07:28:30 GMT", 30_000),
        (503, "Wed, 21 Oct 2015 07:00:00 GMT", 0),
        // Not a time at all: as if it were not there.
        (503, "soon", 500),
    ] {
        let refusal = Reply::status(status).header("Retry-After", after).header("Date", date);
        let script = Script::new().then(refusal).then(Reply::status(200));
        let begun = Instant::now();
        client(&script).get("op", "/x").empty().await.unwrap();
        assert_eq!(since(begun), waited, "{status} {after}");
    }
}

#[tokio::test(start_paused = true)]
async fn nobody_waits_longer_than_two_minutes() {
    let script = Script::new().always(Reply::status(429).header("Retry-After", "121"));
    let begun = Instant::now();
    let error = client(&script).get("op", "/x").empty().await.unwrap_err();
    assert_eq!((since(begun), error.attempts()), (0, 1));
    assert!(error.is_rate_limited() && error.is_retryable());
    assert_eq!(error.retry_after(), Some(Duration::from_secs(121)));

    let patient = steady().longest_wait(Duration::from_secs(600));
    let error = client(&script).get("op", "/x").empty().retries(patient).await.unwrap_err();
    assert_eq!((since(begun), error.attempts()), (242_000, 3));
}

#[tokio::test(start_paused = true)]
async fn errors_say_how_often() {
    let script = Script::new().always(Reply::status(503).body(r#"{"message": "starting"}"#));
    let error = client(&script).get("op", "/x").empty().await.unwrap_err();
    assert_eq!(error.to_string(), "op: 503 Service Unavailable: starting (GET /x; 3 attempts)");
    let script = Script::new().always(Reply::failure(FailureKind::Connect));
    let error = client(&script).get("op", "/x").empty().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "op: cannot connect: the script says so (GET https://example.com/api/x; nothing was sent; 3 attempts)"
    );
    let script = Script::new().then(Reply::status(500)).then(Reply::status(200).body("<"));
    let error = client(&script).get("op", "/x").json::<Value>().await.unwrap_err();
    assert!(error.to_string().ends_with("(GET /x, 200 OK; 2 attempts)"), "{error}");
    // An argument never came to that.
    let error = client(&script).get("op", "/{x}").empty().await.unwrap_err();
    assert_eq!((error.attempts(), error.is_retryable()), (0, false));
}

#[tokio::test(start_paused = true)]
async fn bodies_that_can_be_sent_again_are() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let big = "x".repeat(200_000);
    std::fs::write(file.path(), &big).unwrap();
    for upload in [Upload::from(file.path()), Upload::from(big.clone())] {
        let script = Script::new().then(Reply::status(502)).then(Reply::status(200));
        client(&script).put("op", "/x").raw_body("text/plain", upload).empty().await.unwrap();
        let requests = script.requests();
        assert!(requests.len() == 2 && requests.iter().all(|it| it.text() == big));
    }
}

#[tokio::test(start_paused = true)]
async fn a_stream_is_sent_once() {
    let script = Script::new().always(Reply::failure(FailureKind::Connect));
    let chunks = stream::iter([Ok(Bytes::from_static(b"data"))]);
    let call = client(&script).put("op", "/x").raw_body("text/plain", Upload::stream(chunks, None));
    assert_eq!(call.empty().await.unwrap_err().attempts(), 1);
    assert_eq!(script.requests().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_body_that_cannot_be_read_is_no_reason_to_try_again() {
    let script = Script::new();
    let missing = Upload::path("/none/such");
    let call = client(&script).put("op", "/x").raw_body("text/plain", missing).empty();
    assert!(matches!(call.await.unwrap_err(), Error::File(_)));
    assert_eq!(script.requests().len(), 0);
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_breaks_off_is_asked_for_again() {
    let half = || Reply::status(200).body("{\"a\"").broken();
    let short = Reply::status(200).header("Content-Length", "9").body("{\"a\"");
    for reply in [half(), short] {
        let script = Script::new().then(reply).then(Reply::json(&json!({"a": 1})));
        let answer = client(&script).get("op", "/x").json::<Value>().await.unwrap();
        assert_eq!(answer, json!({"a": 1}));
    }
    // But not if the server has acted on it.
    let script = Script::new().then(half());
    let error = client(&script).post("op", "/x").json::<Value>().await.unwrap_err();
    assert!(matches!(&error, Error::Body(error) if error.body() == b"{\"a\""), "{error}");
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_does_not_fit_is_not_asked_for_again() {
    let script = Script::new().then(Reply::status(200).body("<html>"));
    let error = client(&script).get("op", "/x").json::<Value>().await.unwrap_err();
    assert!(matches!(error, Error::Decode(_)));
}

#[tokio::test(start_paused = true)]
async fn downloads_and_event_streams_are_tried_until_they_begin() {
    let script = Script::new()
        .then(Reply::status(503))
        .then(Reply::status(200).body("a").body("b").broken());
    let mut download = client(&script).get("op", "/x").download("*/*").await.unwrap();
    assert_eq!(download.next().await.unwrap().unwrap(), "a");
    assert_eq!(download.next().await.unwrap().unwrap(), "b");
    let error = download.next().await.unwrap().unwrap_err();
    assert_eq!((script.requests().len(), error.attempts()), (2, 2));
    assert!(download.next().await.is_none());

    let script =
        Script::new().then(Reply::failure(FailureKind::Connect)).then(Reply::events("data: 1\n\n"));
    let mut events = client(&script).get("op", "/x").events::<i64>().await.unwrap();
    assert_eq!(events.next().await.unwrap().unwrap().data, 1);
}

#[tokio::test(start_paused = true)]
async fn clones_share_a_budget() {
    let script = Script::new().always(Reply::status(503));
    let http = builder(&script).retries(steady().budget(3)).build().unwrap();
    let clone = http.clone();
    let attempts =
        async |http: &HttpClient| http.get("op", "/x").empty().await.unwrap_err().attempts();
    assert_eq!(attempts(&http).await, 3);
    assert_eq!(attempts(&clone).await, 2);
    assert_eq!(attempts(&http).await, 1);
    assert_eq!(attempts(&clone).await, 1);

    // Five successes are one more retry.
    let fine = Script::new().always(Reply::status(200));
    let http = builder(&fine).retries(steady().budget(1)).build().unwrap();
    for _ in 0..5 {
        http.get("op", "/x").empty().await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn a_client_and_a_call_have_their_own_policy() {
    let script = Script::new().always(Reply::status(503));
    let http = builder(&script).retries(RetryPolicy::none()).build().unwrap();
    let call = || http.get("op", "/x").empty();
    assert_eq!(call().await.unwrap_err().attempts(), 1);
    assert_eq!(call().retries(steady()).await.unwrap_err().attempts(), 3);
    let http = client(&script);
    let call = http.get("op", "/x").empty();
    assert_eq!(call.retries(RetryPolicy::none()).await.unwrap_err().attempts(), 1);
}

#[tokio::test(start_paused = true)]
async fn dropping_the_call_ends_its_retries() {
    let script = Script::new().always(Reply::status(503));
    let call = client(&script).get("op", "/x").empty().into_future();
    assert!(tokio::time::timeout(Duration::from_millis(700), call).await.is_err());
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!(script.requests().len(), 2);
}
