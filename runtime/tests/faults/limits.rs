//! What takes too long.

use std::time::Duration;

use openapi_runtime::testing::{Reply, Script};
use openapi_runtime::{Error, RetryPolicy, Value};
use tokio::time::Instant;

use crate::{builder, client, since};

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test(start_paused = true)]
async fn each_attempt_has_its_limit() {
    let script = Script::new().always(Reply::never());
    let http = builder(&script).timeout(5 * SECOND).build().unwrap();
    let begun = Instant::now();
    let error = http.get("op", "/x").empty().await.unwrap_err();
    assert_eq!(since(begun), 5000 + 500 + 5000 + 1000 + 5000);
    assert!(error.is_timeout() && error.is_retryable() && !error.is_connect());
    assert_eq!(
        error.to_string(),
        "op: no complete answer within 5s (GET https://example.com/api/x; the server may have acted on it; 3 attempts)"
    );

    let begun = Instant::now();
    http.get("op", "/x").empty().timeout(SECOND).retries(RetryPolicy::none()).await.unwrap_err();
    assert_eq!(since(begun), 1000);
}

#[tokio::test(start_paused = true)]
async fn all_attempts_have_a_limit() {
    let script = Script::new().always(Reply::never());
    let http = builder(&script).total_timeout(62 * SECOND).build().unwrap();
    let begun = Instant::now();
    let error = http.get("op", "/x").empty().await.unwrap_err();
    assert_eq!(since(begun), 62_000);
    let Error::Timeout(timeout) = &error else { panic!("{error}") };
    assert_eq!((timeout.limit(), timeout.attempts()), (Some(62 * SECOND), 2));
    assert!(error.to_string().contains("no complete answer within 62s in all ("), "{error}");
    assert!(!error.is_retryable());

    let begun = Instant::now();
    let call = client(&script).get("op", "/x").empty();
    call.total_timeout(3 * SECOND).await.unwrap_err();
    assert_eq!(since(begun), 3000);
}

#[tokio::test(start_paused = true)]
async fn a_retry_that_would_be_too_late_is_not_waited_for() {
    let script = Script::new().always(Reply::status(503).header("Retry-After", "60"));
    let begun = Instant::now();
    let call = client(&script).get("op", "/x").empty().total_timeout(30 * SECOND);
    let error = call.await.unwrap_err();
    assert_eq!((since(begun), error.status().unwrap().as_u16()), (0, 503));
    assert_eq!(error.retry_after(), Some(60 * SECOND));
}

#[tokio::test(start_paused = true)]
async fn slow_headers() {
    let script = Script::new().always(Reply::status(200).after(61 * SECOND));
    let one = RetryPolicy::none();
    let http = builder(&script).retries(one).build().unwrap();
    assert!(http.get("op", "/x").empty().await.unwrap_err().is_timeout());
    assert!(http.get("op", "/x").download("*/*").await.unwrap_err().is_timeout());
    assert!(http.get("op", "/x").events::<Value>().await.unwrap_err().is_timeout());
    assert!(http.get("op", "/x").download("*/*").raw().await.unwrap_err().is_timeout());
    let patient = http.get("op", "/x").download("*/*").timeout(None);
    assert!(patient.await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_stream_may_take_any_time_but_not_be_silent() {
    let slow = || Reply::status(200).body("a").body("b").body("c").pace(29 * SECOND);
    let script = Script::new().then(slow()).then(slow().silent());
    let http = client(&script);
    let call = || http.get("op", "/x").download("*/*");
    assert_eq!(call().await.unwrap().text().await.unwrap(), "abc");

    let begun = Instant::now();
    let error = call().await.unwrap().text().await.unwrap_err();
    assert_eq!(since(begun), 3 * 29_000 + 30_000);
    let Error::Body(body) = &error else { panic!("{error}") };
    assert_eq!((body.is_stalled(), body.received(), body.body()), (true, 3, b"abc".as_slice()));
    assert!(error.is_timeout());
    assert_eq!(
        error.to_string(),
        "op: the answer broke off after 3 bytes: no byte came for 30s (GET /x, 200 OK; `stall_timeout` says how long it \
         may be silent)"
    );
}

#[tokio::test(start_paused = true)]
async fn silence_has_a_limit_of_its_own() {
    let script = Script::new().always(Reply::status(200).body("a").silent());
    let http = builder(&script).stall_timeout(5 * SECOND).build().unwrap();
    let call = || http.get("op", "/x").download("*/*");
    for (call, seconds) in [(call(), 5), (call().stall_timeout(7 * SECOND), 7)] {
        let begun = Instant::now();
        assert!(call.await.unwrap().bytes().await.is_err());
        assert_eq!(begun.elapsed().as_secs(), seconds);
    }
    let begun = Instant::now();
    let raw = call().retries(RetryPolicy::none()).raw().await.unwrap_err();
    assert!(raw.is_timeout() && begun.elapsed() == 5 * SECOND);
    let endless = call().stall_timeout(None).await.unwrap().bytes();
    assert!(tokio::time::timeout(3600 * SECOND, endless).await.is_err());
}

#[tokio::test(start_paused = true)]
async fn the_readers_own_time_does_not_count() {
    let script = Script::new().then(Reply::status(200).body("a").body("b"));
    let mut download = client(&script).get("op", "/x").download("*/*").await.unwrap();
    assert_eq!(download.next().await.unwrap().unwrap(), "a");
    tokio::time::sleep(3600 * SECOND).await;
    assert_eq!(download.next().await.unwrap().unwrap(), "b");
    assert!(download.next().await.is_none());
}
