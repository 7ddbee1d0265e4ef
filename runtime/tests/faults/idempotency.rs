//! Idempotency keys: a request that is sent again, and done once.

use openapi_runtime::testing::{Reply, Script};
use openapi_runtime::transport::FailureKind;
use openapi_runtime::{Request, RetryPolicy, Value, json};

use crate::{builder, client, steady};

fn pay(script: &Script) -> Request {
    client(script).post("pay", "/payments").body(&json!({"amount": 7})).with_idempotency_key()
}

fn keys(script: &Script, header: &str) -> Vec<String> {
    let requests = script.requests();
    requests.iter().map(|it| it.header(header).unwrap().to_owned()).collect()
}

#[tokio::test(start_paused = true)]
async fn a_declared_operation_is_tried_again_with_the_same_key() {
    for fault in [
        Reply::failure(FailureKind::Broken),
        Reply::failure(FailureKind::Timeout),
        Reply::never(),
        Reply::status(500),
        Reply::status(200).body("{\"a\"").broken(),
    ] {
        let script =
            Script::new().then(fault.clone()).then(fault).then(Reply::json(&json!({"id": 1})));
        let answer = pay(&script).json::<Value>().await.unwrap();
        assert_eq!(answer["id"], 1);
        let keys = keys(&script, "idempotency-key");
        assert_eq!(keys.len(), 3);
        assert!(keys.iter().all(|key| *key == keys[0] && key.len() == 36), "{keys:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn each_call_has_a_key_of_its_own() {
    let script = Script::new().always(Reply::status(200));
    pay(&script).empty().await.unwrap();
    pay(&script).empty().await.unwrap();
    let keys = keys(&script, "idempotency-key");
    assert_ne!(keys[0], keys[1]);
}

#[tokio::test(start_paused = true)]
async fn without_a_key_a_post_is_sent_once() {
    let script = Script::new().always(Reply::status(500));
    let error = client(&script).post("pay", "/payments").empty().await.unwrap_err();
    assert_eq!((error.attempts(), error.idempotency_key()), (1, None));
    assert_eq!(script.requests()[0].header("idempotency-key"), None);
    assert_eq!(error.to_string(), "pay: 500 Internal Server Error (POST /payments)");
}

/// So that the caller can ask once more, tomorrow, with the same key.
#[tokio::test(start_paused = true)]
async fn an_error_has_the_key() {
    for fault in [Reply::failure(FailureKind::Broken), Reply::never(), Reply::status(503)] {
        let script = Script::new().always(fault);
        let error = pay(&script).empty().await.unwrap_err();
        let key = error.idempotency_key().unwrap().to_owned();
        assert_eq!(
            (keys(&script, "idempotency-key")[2].clone(), error.attempts()),
            (key.clone(), 3)
        );
        let text = error.to_string();
        assert!(text.ends_with(&format!("; 3 attempts; idempotency key {key})")), "{text}");

        let script = Script::new().always(Reply::status(200));
        pay(&script).empty().idempotency_key(&key).await.unwrap();
        assert_eq!(keys(&script, "idempotency-key"), [key]);
    }
    let script = Script::new().always(Reply::status(200).body("<"));
    let error = pay(&script).json::<Value>().await.unwrap_err();
    assert!(error.idempotency_key().is_some());
}

#[tokio::test(start_paused = true)]
async fn a_caller_gives_a_key() {
    let script = Script::new().then(Reply::status(502)).always(Reply::status(200));
    let call = client(&script).post("op", "/x").empty().idempotency_key("order-7");
    call.await.unwrap();
    assert_eq!(keys(&script, "idempotency-key"), ["order-7", "order-7"]);

    // The header is the one of the client; a `PATCH` is no different.
    let script = Script::new().then(Reply::status(502)).always(Reply::status(200));
    let http = builder(&script).idempotency_header("X-Request-Key").build().unwrap();
    http.patch("op", "/x").empty().idempotency_key("order-8").await.unwrap();
    assert_eq!(keys(&script, "x-request-key"), ["order-8", "order-8"]);
    // What was given as a header counts for a declared operation.
    let keyed = || http.post("op", "/x").with_idempotency_key();
    keyed().empty().extra_header("x-request-key", "order-9").await.unwrap();
    keyed().header("X-Request-Key", "order-10").empty().await.unwrap();
    let both =
        keyed().empty().extra_header("x-request-key", "order-11").idempotency_key("order-12");
    both.await.unwrap();
    assert_eq!(keys(&script, "x-request-key")[2..], ["order-9", "order-10", "order-12"]);
}

#[tokio::test(start_paused = true)]
async fn a_key_that_cannot_be_sent_is_refused() {
    let script = Script::new().always(Reply::status(200));
    for (key, says) in [
        ("", "op: argument `idempotency_key` is empty"),
        (" ", "op: argument `idempotency_key` is empty"),
        ("a\nb", "op: argument `idempotency-key` has characters that cannot be in a header"),
    ] {
        let call = client(&script).post("op", "/x").empty().idempotency_key(key);
        let error = call.await.unwrap_err().to_string();
        assert!(error.starts_with(says), "{error}");
    }
    assert!(script.requests().is_empty());
    let error = builder(&script).idempotency_header("two words").build().unwrap_err();
    assert_eq!(error.to_string(), "argument `two words` is not a valid header name");
}

#[tokio::test(start_paused = true)]
async fn a_key_does_not_make_every_status_one_to_try_again() {
    let script = Script::new().always(Reply::status(409));
    assert_eq!(pay(&script).empty().await.unwrap_err().attempts(), 1);
    let policy = steady().statuses([409]);
    assert_eq!(pay(&script).empty().retries(policy).await.unwrap_err().attempts(), 3);
    let none = pay(&script).empty().retries(RetryPolicy::none());
    assert_eq!(none.await.unwrap_err().attempts(), 1);
}
