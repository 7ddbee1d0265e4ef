//! Event streams that break, end, fall silent or talk nonsense.

use std::time::Duration;

use futures_util::StreamExt as _;
use openapi_runtime::testing::{Reply, Script};
use openapi_runtime::{Error, Event, EventStream, HttpClient, RetryPolicy};
use tokio::time::Instant;

use crate::{builder, client, since};

/// Without retries inside of each connection.
pub(crate) fn http(script: &Script) -> HttpClient {
    builder(script).retries(RetryPolicy::none().random(|| 1.0)).build().unwrap()
}

/// Of a server of which nothing is known.
pub(crate) async fn events(script: &Script) -> EventStream<i64> {
    http(script).get("op", "/events").events().await.unwrap()
}

/// Of a server that is declared to go on behind `Last-Event-ID`.
pub(crate) async fn resumable(script: &Script) -> EventStream<i64> {
    http(script).get("op", "/events").resumable().events().await.unwrap()
}

/// What comes until the end: the data of the events, and the errors' texts; `gap` for one that is.
pub(crate) async fn all(events: EventStream<i64>) -> Vec<Result<i64, String>> {
    let error = |it: Error| if it.is_gap() { GAP.to_owned() } else { it.to_string() };
    let shown = |it: Result<Event<i64>, Error>| it.map(|it| it.data).map_err(error);
    events.map(shown).collect().await
}

const GAP: &str = "gap";

/// The lines of a log, as a server writes them that gives each its number.
pub(crate) fn lines(numbers: std::ops::RangeInclusive<i64>) -> String {
    let lines = numbers.map(|it| format!("id: {it}\ndata: {it}\n\n"));
    format!("retry: 3000\n{}", lines.collect::<String>())
}

pub(crate) fn gap() -> Result<i64, String> {
    Err(GAP.to_owned())
}

pub(crate) fn ok(numbers: std::ops::RangeInclusive<i64>) -> Vec<Result<i64, String>> {
    numbers.map(Ok).collect()
}

/// The text of the last item, which is an error.
#[track_caller]
pub(crate) fn last_error(items: &[Result<i64, String>]) -> &str {
    items.last().unwrap().as_ref().unwrap_err()
}

pub(crate) fn last_ids(script: &Script) -> Vec<Option<String>> {
    let requests = script.requests();
    requests.iter().map(|it| it.header("last-event-id").map(str::to_owned)).collect()
}

pub(crate) fn gone() -> Reply {
    Reply::status(204)
}

#[tokio::test(start_paused = true)]
async fn silence_is_no_fault() {
    let quiet = Reply::events(lines(1..=3)).body("id: 4\ndata: 4\n\n");
    let script = Script::new().then(quiet.pace(Duration::from_secs(24 * 3600)));
    assert_eq!(all(events(&script).await).await, ok(1..=4));
    assert_eq!(script.requests().len(), 1);

    let day = Duration::from_secs(24 * 3600);
    let script = Script::new().always(
        Reply::status(200)
            .header("Content-Type", "application/x-ndjson")
            .body("1\n")
            .body("2\n")
            .pace(day),
    );
    let lines = || client(&script).get("op", "/x").json_lines::<i64>("application/x-ndjson");
    assert_eq!(lines().await.unwrap().count().await, 2);
    // It can be limited, and is then told what to do.
    let items: Vec<_> = lines().stall_timeout(day / 2).await.unwrap().collect().await;
    let error = items[0].as_ref().unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert!(
        error.to_string().contains("`stall_timeout` says how long it may be silent"),
        "{error}"
    );
    // A file that stops coming is not a stream.
    let error = client(&script).get("op", "/x").download("*/*").await.unwrap().bytes().await;
    assert!(error.unwrap_err().to_string().contains("no byte came for 30s"));
}

/// As a server does that ignores `Last-Event-ID` and runs `tail --lines=3 --follow`.
#[tokio::test(start_paused = true)]
async fn a_log_is_not_repeated() {
    let script = Script::new()
        .then(Reply::events(lines(1..=3)).body("id: 4\ndata: 4\n\n").broken())
        .then(Reply::events(lines(2..=4)).broken())
        .then(Reply::events(lines(4..=6)).broken())
        .then(Reply::events(lines(10..=12)));
    let begun = Instant::now();
    let expected = [ok(1..=6), vec![gap()], ok(10..=12)].concat();
    assert_eq!(all(events(&script).await).await, expected);
    assert_eq!(last_ids(&script), [None, Some("4".into()), Some("4".into()), Some("6".into())]);
    // The server's own time, and a part of that after each connection in vain.
    assert_eq!(since(begun), (3000 + 500) + (3000 + 1000) + (3000 + 500));

    // The end would hide what is missing.
    let script =
        Script::new().then(Reply::events(lines(1..=3)).broken()).then(Reply::events(lines(1..=2)));
    assert_eq!(all(events(&script).await).await, [ok(1..=3), vec![gap()]].concat());
    let script = Script::new().then(Reply::events(lines(1..=3)).broken()).then(gone());
    assert_eq!(all(events(&script).await).await, [ok(1..=3), vec![gap()]].concat());
}

#[tokio::test(start_paused = true)]
async fn a_gap_says_what_it_is_and_the_stream_goes_on() {
    let script = Script::new()
        .then(Reply::events(lines(1..=2)).broken())
        .then(Reply::events(lines(7..=8)).broken())
        .then(gone());
    let mut events = events(&script).await;
    let (mut seen, mut gaps) = (Vec::new(), Vec::new());
    while let Some(event) = events.next().await {
        match event {
            Ok(event) => seen.push(event.data),
            Err(error) if error.is_gap() => gaps.push(error),
            Err(error) => panic!("{error}"),
        }
    }
    assert_eq!((seen.as_slice(), gaps.len()), ([1, 2, 7, 8].as_slice(), 2));
    assert_eq!(
        gaps[0].to_string(),
        "op: events may be missing here, or come again: the stream was connected again after 42 bytes: the script breaks \
         off here (GET /events, 200 OK)"
    );
    assert!(!gaps[0].is_retryable() && !gaps[0].is_timeout());
}

#[tokio::test(start_paused = true)]
async fn a_server_that_goes_on_is_followed_silently() {
    for cut in ["", "id: 3\n", "id: 3\ndata: 3\n", "data: 3", ": comment"] {
        let text = format!("retry: 2500\nid: 1\ndata: 1\n\nid: 2\ndata: 2\n\n{cut}");
        for first in [Reply::events(text.clone()), Reply::events(text.clone()).broken()] {
            let script =
                Script::new().then(first).then(Reply::events("id: 3\ndata: 3\n\n")).then(gone());
            let begun = Instant::now();
            assert_eq!(all(resumable(&script).await).await, ok(1..=3), "{cut:?}");
            assert_eq!(last_ids(&script), [None, Some("2".into()), Some("3".into())]);
            assert_eq!(since(begun), 3000 + 3000, "the server's own time, twice");
        }
    }
    // It was declared wrongly: nothing is handed out twice all the same.
    let script = Script::new()
        .then(Reply::events(lines(1..=3)).broken())
        .then(Reply::events(lines(2..=4)).broken())
        .then(gone());
    assert_eq!(all(resumable(&script).await).await, ok(1..=4));
    // The last event has no id of its own, so the server cannot know where it was.
    let script = Script::new()
        .then(Reply::events("id: 1\ndata: 1\n\ndata: 2\n\n").broken())
        .then(Reply::events("data: 2\n\nid: 2\ndata: 3\n\n"))
        .then(gone());
    assert_eq!(all(resumable(&script).await).await, [Ok(1), Ok(2), gap(), Ok(2), Ok(3)]);
}

/// A list of tasks, or an answer that is written piece by piece: asked again, it would come again from its beginning.
#[tokio::test(start_paused = true)]
async fn an_end_in_good_order_is_the_end() {
    for text in ["data: 1\n\ndata: 2\n\n".to_owned(), lines(1..=2)] {
        let script = Script::new().then(Reply::events(text));
        assert_eq!(all(events(&script).await).await, ok(1..=2));
    }
}

#[tokio::test(start_paused = true)]
async fn without_ids_a_broken_connection_is_an_error() {
    for text in ["data: 1\n\n", "retry: 500\ndata: 1\n\n", "id: 7\ndata: 1\n\nid\n\n"] {
        let script = Script::new().then(Reply::events(text).broken());
        let items = all(events(&script).await).await;
        assert_eq!((items.len(), &items[0], script.requests().len()), (2, &Ok(1), 1));
        assert_eq!(
            last_error(&items),
            format!(
                "op: the answer broke off after {} bytes: the script breaks off here (GET /events, 200 OK; its events \
                 have no ids, so the server cannot be asked for what follows: make the call again and expect what came \
                 before, or set `reconnects`)",
                text.len()
            )
        );
    }
}

/// The same word as the id of all lines.
#[tokio::test(start_paused = true)]
async fn ids_that_tell_nothing() {
    let line = |number: i64| format!("id: undefined\ndata: {number}\n\n");
    let text = |numbers: std::ops::RangeInclusive<i64>| numbers.map(line).collect::<String>();
    let script =
        Script::new().then(Reply::events(text(1..=3)).broken()).then(Reply::events(text(2..=4)));
    assert_eq!(all(events(&script).await).await, [ok(1..=3), vec![gap()], ok(2..=4)].concat());
}

#[tokio::test(start_paused = true)]
async fn a_refusal_is_the_end() {
    let refusals =
        [400, 401, 403, 404, 410].map(|status| (Reply::status(status), format!("op: {status} ")));
    let page = Reply::status(200).header("Content-Type", "text/html").body("<html>");
    let json = Reply::json(&openapi_runtime::json!({"error": "no: such log"}));
    let others = [
        (page, "op: unexpected answer: expected a stream of events, found an HTML page".to_owned()),
        (
            json,
            "op: unexpected answer: expected a stream of events, found something else `{\"error\""
                .to_owned(),
        ),
    ];
    for (reply, expected) in refusals.into_iter().chain(others) {
        for is_first in [true, false] {
            let script = if is_first {
                Script::new()
            } else {
                Script::new().then(Reply::events(lines(1..=1)).broken())
            };
            let script = script.then(reply.clone());
            let call = http(&script).get("op", "/x").resumable().events().await;
            let items = match call {
                Ok(events) => all(events).await,
                Err(error) => vec![Err(error.to_string())],
            };
            assert_eq!(items.len(), if is_first { 1 } else { 2 }, "{items:?}");
            assert!(last_error(&items).starts_with(&expected), "{items:?}");
        }
    }
}

/// A server cannot make its clients storm it, and not make them wait for ever.
#[tokio::test(start_paused = true)]
async fn garbage() {
    let noise: Vec<u8> = (0..=255).cycle().take(10_000).collect();
    let script = Script::new().then(Reply::events(noise).body("\n\n\ndata: 1\n\n"));
    assert_eq!(all(events(&script).await).await.last(), Some(&Ok(1)));

    let script = Script::new().then(Reply::events("retry: 500\nid: 1\ndata: x\n\ndata: 2\n\n"));
    let items = all(events(&script).await).await;
    assert!(items[0].is_err() && items[1] == Ok(2), "{items:?}");

    // An endless event is an error, and asking again would not help.
    let endless =
        Reply::events("retry: 500\nid: 1\ndata: 1\n\ndata: ").body(vec![b'x'; 2 * 1024 * 1024]);
    let script = Script::new().then(endless);
    let items = all(events(&script).await).await;
    assert_eq!(items.len(), 2);
    assert!(items[1].as_ref().unwrap_err().contains("an event is longer than 1 MiB"));
}
