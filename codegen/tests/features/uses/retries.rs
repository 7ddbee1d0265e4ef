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
