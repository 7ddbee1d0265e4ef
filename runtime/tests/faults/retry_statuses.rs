//! Which statuses are tried again, and which methods with them.

use openapi_runtime::testing::{Reply, Script};
use tokio::time::Instant;

use crate::{builder, client, since, steady};

async fn attempts(method: &'static str, reply: Reply, statuses: &[u16]) -> u32 {
    let script = Script::new().always(reply);
    let http = builder(&script).retry_statuses(statuses.iter().copied()).build().unwrap();
    let error = http.request("op", method, "/x").empty().await.unwrap_err();
    assert_eq!(error.is_retryable(), statuses.contains(&error.status().unwrap().as_u16()));
    error.attempts()
}

#[tokio::test(start_paused = true)]
async fn of_the_client() {
    let set: Vec<_> = [409, 425].into_iter().chain(520..=529).collect();
    for status in [409, 520, 525, 529] {
        assert_eq!(attempts("GET", Reply::status(status), &set).await, 3, "{status}");
        // A change may have been made.
        assert_eq!(attempts("POST", Reply::status(status), &set).await, 1, "{status}");
        let invited = Reply::status(status).header("Retry-After", "1");
        assert_eq!(attempts("POST", invited, &set).await, 1, "{status}");
    }
    // Nothing was done: RFC 8470.
    assert_eq!(attempts("POST", Reply::status(425), &set).await, 3);
    // What is not among them is not tried again any more, not even if the server says when.
    for method in ["GET", "POST"] {
        let invited = Reply::status(503).header("Retry-After", "1");
        assert_eq!(attempts(method, invited, &set).await, 1);
    }
    assert_eq!(attempts("GET", Reply::status(500), &[]).await, 1);
}

#[tokio::test(start_paused = true)]
async fn by_default_425_and_409_are_final() {
    for status in [409, 425, 520] {
        let script = Script::new().always(Reply::status(status));
        for method in ["GET", "POST"] {
            let error = client(&script).request("op", method, "/x").empty().await.unwrap_err();
            assert_eq!((error.attempts(), error.is_retryable()), (1, false));
        }
    }
}

/// The policy of a call, of the client, what the client was told.
#[tokio::test(start_paused = true)]
async fn the_nearest_counts() {
    let script = Script::new().always(Reply::status(409));
    let http = builder(&script).retry_statuses([409]).build().unwrap();
    let call = || http.get("op", "/x").empty();
    assert_eq!(call().retries(steady()).await.unwrap_err().attempts(), 3);
    assert_eq!(call().retries(steady().statuses([503])).await.unwrap_err().attempts(), 1);
    let policy = steady().statuses([503]);
    let http = builder(&script).retry_statuses([409]).retries(policy).build().unwrap();
    assert_eq!(http.get("op", "/x").empty().await.unwrap_err().attempts(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_wait_in_milliseconds_is_kept() {
    for (name, milliseconds, waited) in
        [("retry-after-ms", "250", 250), ("x-ms-retry-after-ms", "1250", 1250)]
    {
        let refusal = Reply::status(429).header(name, milliseconds).header("Retry-After", "9");
        let script = Script::new().then(refusal).then(Reply::status(200));
        let begun = Instant::now();
        client(&script).post("op", "/x").empty().await.unwrap();
        assert_eq!(since(begun), waited);
    }
    let script = Script::new().always(Reply::status(429).header("retry-after-ms", "121000"));
    let error = client(&script).get("op", "/x").empty().await.unwrap_err();
    assert_eq!((error.attempts(), error.retry_after().unwrap().as_secs()), (1, 121));
}
