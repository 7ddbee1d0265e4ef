//! When event streams connect again: how often, after which time, and what they ask for.

use std::time::Duration;

use openapi_runtime::Credential;
use openapi_runtime::testing::{Reply, Script};
use openapi_runtime::transport::{BoxError, FailureKind};
use tokio::time::Instant;

use crate::events::{all, events, gap, gone, http, last_error, last_ids, lines, ok, resumable};
use crate::{builder, since};

#[tokio::test(start_paused = true)]
async fn the_caller_decides() {
    let script = Script::new().then(Reply::events(lines(1..=2)).broken());
    let call = http(&script).get("op", "/x").events().reconnects(0);
    let items = all(call.await.unwrap()).await;
    assert!(last_error(&items).contains("`reconnects(0)` is set"), "{items:?}");
    // What a POST did is not done again.
    let script = Script::new().then(Reply::events(lines(1..=2)).broken());
    let items = all(http(&script).post("op", "/x").events().reconnects(3).await.unwrap()).await;
    assert!(last_error(&items).contains("only a `GET`"), "{items:?}");
    // Ends as well, until there is nothing new twice in a row.
    let script = Script::new()
        .then(Reply::events(lines(1..=2)))
        .then(Reply::events(lines(1..=2)))
        .then(Reply::events(lines(2..=3)))
        .always(Reply::events(lines(2..=3)));
    let call = http(&script).get("op", "/x").events().reconnects(2);
    assert_eq!(all(call.await.unwrap()).await, ok(1..=3));
    assert_eq!(script.requests().len(), 5);
    // Without ids all of it comes, and it is told.
    let script = Script::new()
        .then(Reply::events("data: 1\n\n").broken())
        .then(Reply::events("data: 1\n\n"))
        .then(gone());
    let call = http(&script).get("op", "/x").events().reconnects(2);
    assert_eq!(all(call.await.unwrap()).await, [Ok(1), gap(), Ok(1), gap()]);
}

#[tokio::test(start_paused = true)]
async fn five_times_in_vain_are_enough() {
    let begun = Instant::now();
    let script = Script::new()
        .then(Reply::events("retry: 500\nid: 1\ndata: 1\n\n").broken())
        .always(Reply::failure(FailureKind::Connect));
    let items = all(events(&script).await).await;
    assert_eq!((items.len(), script.requests().len()), (2, 6));
    assert!(last_error(&items).contains("cannot connect"));
    assert_eq!(since(begun), 5 * 1000 + 500 + 1000 + 2000 + 4000 + 8000);

    // Connections that bring nothing new count as well; there is no error if they end in good order.
    let first = || Reply::events("retry: 0\nid: 1\ndata: 1\n\n");
    for again in [Reply::events(""), first()] {
        let script = Script::new().then(first()).always(again);
        assert_eq!(all(resumable(&script).await).await, [Ok(1)]);
        assert_eq!(script.requests().len(), 6);
    }
    let script = Script::new().always(first().broken());
    let items = all(events(&script).await).await;
    assert!(
        last_error(&items).contains("the connections before this one brought nothing new either")
    );
    assert_eq!((items.len(), script.requests().len()), (2, 6));

    // An event in between, and it counts from the start.
    let busy = || Reply::status(503);
    let script = Script::new()
        .then(first().broken())
        .then(busy())
        .then(busy())
        .then(busy())
        .then(busy())
        .then(Reply::events("id: 2\ndata: 2\n\n").broken())
        .then(busy())
        .then(busy())
        .then(busy())
        .then(busy())
        .then(gone());
    assert_eq!(all(resumable(&script).await).await, ok(1..=2));
    assert_eq!(last_ids(&script).last(), Some(&Some("2".into())));
}

#[tokio::test(start_paused = true)]
async fn the_time_between_connections_is_bounded() {
    for (retry, waited) in [
        ("0", 1000),
        ("1", 1000),
        ("1000", 1000),
        ("2000", 2000),
        ("999999999", 120_000),
        ("99999999999999999999999999", 120_000),
        ("-1", 1000),
        ("soon", 1000),
        ("1e9", 1000),
        ("", 1000),
    ] {
        let text = format!("retry: {retry}\nid: 1\ndata: 1\n\n");
        let script = Script::new().then(Reply::events(text).broken()).then(gone());
        let begun = Instant::now();
        assert_eq!(all(resumable(&script).await).await, [Ok(1)]);
        assert_eq!(since(begun), waited + 500, "{retry}");
    }
    // One that is busy is waited for, but not for days.
    let busy = |seconds| Reply::status(503).header("Retry-After", seconds);
    let first = || Reply::events("retry: 10\nid: 1\ndata: 1\n\n").broken();
    let script = Script::new().then(first()).then(busy("20")).then(gone());
    let begun = Instant::now();
    assert_eq!(all(resumable(&script).await).await, [Ok(1)]);
    assert_eq!(since(begun), 1000 + 500 + 20_000 + 1000);
    let script = Script::new().then(first()).then(busy("200"));
    let items = all(resumable(&script).await).await;
    assert!(last_error(&items).starts_with("op: 503 "), "{items:?}");
}

#[tokio::test(start_paused = true)]
async fn silence_that_the_caller_limits_is_the_end_of_a_connection() {
    let quiet = || Reply::events(lines(1..=1)).silent();
    let script =
        Script::new().then(quiet()).then(quiet()).then(Reply::events("").silent()).then(gone());
    let begun = Instant::now();
    let call = http(&script).get("op", "/x").resumable().events();
    let items = all(call.stall_timeout(Duration::from_secs(30)).await.unwrap()).await;
    assert_eq!(items, [Ok(1)]);
    assert_eq!(since(begun), 3 * (30_000 + 3000 + 500));

    let script = Script::new().then(Reply::events("data: 1\n\n").silent());
    let call = http(&script).get("op", "/x").events().stall_timeout(Duration::from_secs(30));
    let items = all(call.await.unwrap()).await;
    assert!(last_error(&items).contains("no byte came for 30s"));

    // Comments keep it alive.
    let alive = (0..10).fold(Reply::events(""), |reply, _| reply.body(": still here\n"));
    let script = Script::new().then(alive.body("data: 1\n\n").pace(Duration::from_secs(29)));
    let call = http(&script).get("op", "/x").events().stall_timeout(Duration::from_secs(30));
    assert_eq!(all(call.await.unwrap()).await, [Ok(1)]);
}

#[tokio::test(start_paused = true)]
async fn ids_in_the_header() {
    let asked = async |id: &str| {
        let text = format!("id: 0\ndata: 0\n\nid: {id}\ndata: 1\n\n");
        let script = Script::new().then(Reply::events(text).broken()).always(gone());
        let call = http(&script)
            .get("op", "/x")
            .resumable()
            .events()
            .extra_header("Last-Event-ID", "before");
        let items = all(call.await.unwrap()).await;
        assert_eq!(items[..2], ok(0..=1));
        let requests = script.requests();
        assert_eq!(requests[0].header("last-event-id"), Some("before"));
        (requests[1].header_bytes("last-event-id").map(<[u8]>::to_vec), items.len() == 2)
    };
    assert_eq!(asked("7").await, (Some(b"7".to_vec()), true));
    assert_eq!(asked("ä€😀").await, (Some("ä€😀".as_bytes().to_vec()), true));
    // What cannot be in a header is not sent, and events may be missing.
    assert_eq!(asked("\u{1}").await, (None, false));
    // An id with NUL is none: the one before holds. The last event came behind it.
    assert_eq!(asked("a\0b").await, (Some(b"0".to_vec()), false));
    // An empty id takes it back.
    assert_eq!(asked("").await, (None, false));
    // Where no id came, the caller's own holds.
    let script = Script::new().then(Reply::events("").broken()).then(gone());
    let call =
        http(&script).get("op", "/x").resumable().events().extra_header("Last-Event-ID", "before");
    assert_eq!(all(call.await.unwrap()).await, []);
    assert_eq!(last_ids(&script), [Some("before".into()), Some("before".into())]);
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
        .then(Reply::events("id: 2\ndata: 2\n\n").broken())
        .then(gone());
    let http = builder(&script).credential("key", Credential::provider(next)).build().unwrap();
    let events = http.get("op", "/x").auth(&[&["key"]]).resumable().events::<i64>().await.unwrap();
    assert_eq!(all(events).await, [Ok(1), Ok(2)]);
    let tokens: Vec<_> =
        script.requests().iter().map(|it| it.header("authorization").unwrap().to_owned()).collect();
    assert_eq!(tokens, ["Bearer t1", "Bearer t2", "Bearer t3", "Bearer t4"]);
}
