//! Downloads that break off, and uploads that are watched.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use openapi_runtime::testing::{Reply, Script};
use openapi_runtime::transport::FailureKind;
use openapi_runtime::{Download, Error, EventStream, HttpClient, RetryPolicy, Upload};

use crate::{client, steady};

const TAG: &str = "\"v1\"";

/// The first half of ten bytes, and then the connection breaks.
fn half() -> Reply {
    Reply::status(200).header("ETag", TAG).header("Content-Length", "10").body("01234").broken()
}

fn rest(range: &str, bytes: &'static str) -> Reply {
    let length = bytes.len().to_string();
    let reply = Reply::status(206).header("ETag", TAG).header("Content-Range", range);
    reply.header("Content-Length", &length).body(bytes)
}

struct Saved {
    outcome: Result<u64, Error>,
    file: Option<String>,
    script: Script,
}

async fn save(script: Script) -> Saved {
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().join("file");
    let call = client(&script).get("op", "/file").download("*/*").retries(steady());
    let outcome = call.await.unwrap().save_to(&path).await;
    let left = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left, usize::from(outcome.is_ok()), "nothing but the file is left");
    Saved { outcome, file: std::fs::read_to_string(path).ok(), script }
}

#[tokio::test(start_paused = true)]
async fn a_file_goes_on_where_it_broke_off() {
    let short = Reply::status(200).header("ETag", TAG).header("Content-Length", "10").body("01234");
    for first in [half(), short.clone(), short.silent()] {
        let script = Script::new()
            .then(first)
            .then(Reply::status(503))
            .then(rest("bytes 5-9/10", "567").broken())
            .then(Reply::failure(FailureKind::Connect))
            .then(rest("bytes 8-9/10", "89"));
        let saved = save(script).await;
        assert_eq!((saved.outcome.unwrap(), saved.file.as_deref()), (10, Some("0123456789")));
        let requests = saved.script.requests();
        let ranges: Vec<_> = requests.iter().map(|it| it.header("range")).collect();
        let (five, eight) = (Some("bytes=5-"), Some("bytes=8-"));
        assert_eq!(ranges, [None, five, five, eight, eight]);
        assert!(requests[1..].iter().all(|it| it.header("if-range") == Some(TAG)));
    }
}

#[tokio::test(start_paused = true)]
async fn another_file_is_fetched_from_the_start() {
    let other = Reply::status(200).header("ETag", "\"v2\"").header("Content-Length", "3");
    let third = || {
        Reply::status(206).header("ETag", "\"v2\"").header("Content-Range", "bytes 2-2/3").body("c")
    };
    let script = Script::new().then(half()).then(other.body("ab").broken()).then(third());
    let saved = save(script).await;
    assert_eq!((saved.outcome.unwrap(), saved.file.as_deref()), (3, Some("abc")));
    assert_eq!(saved.script.requests()[2].header("if-range"), Some("\"v2\""));
}

/// Nothing tells that the rest is of the same file, so all of it is asked for again.
#[tokio::test(start_paused = true)]
async fn a_file_that_cannot_be_recognised_begins_anew() {
    const CHANGED: &str = "Wed, 21 Oct 2015 07:28:00 GMT";
    let plain = || Reply::status(200).header("Content-Length", "10").body("01234").broken();
    let whole = || Reply::status(200).header("Content-Length", "10").body("abcdefghij");
    for reply in [
        plain(),
        plain().header("ETag", "W/\"weak\""),
        plain().header("ETag", "bare"),
        plain().header("ETag", "\""),
        plain().header("ETag", TAG).header("Accept-Ranges", "none"),
        plain()
            .header("ETag", TAG)
            .header("Content-Encoding", "gzip")
            .header("Content-Type", "application/gzip"),
        // It may have changed again within the same second, and nothing says when it was sent.
        plain().header("Last-Modified", CHANGED),
        plain().header("Last-Modified", CHANGED).header("Date", CHANGED),
        plain().header("Last-Modified", "yesterday").header("Date", CHANGED),
        Reply::status(200).header("ETag", TAG).body("01234").broken(),
    ] {
        let saved = save(Script::new().then(reply).then(whole())).await;
        assert_eq!((saved.outcome.unwrap(), saved.file.as_deref()), (10, Some("abcdefghij")));
        assert!(saved.script.requests().iter().all(|it| it.header("range").is_none()));
    }
    // Not for ever: the calls that may be tried again are counted, however much each of them brings.
    let saved = save(Script::new().always(plain())).await;
    assert!(matches!(&saved.outcome, Err(Error::Body(error)) if error.received() == 5));
    assert_eq!((saved.script.requests().len(), saved.file), (3, None));

    let dated = |reply: Reply| reply.header("Last-Modified", CHANGED);
    let first = dated(plain()).header("Date", "Wed, 21 Oct 2015 07:28:01 GMT");
    let second = Reply::status(206).header("Content-Range", "bytes 5-9/10").body("56789");
    let saved = save(Script::new().then(first).then(dated(second))).await;
    assert_eq!(saved.file.as_deref(), Some("0123456789"));
    assert_eq!(saved.script.requests()[1].header("if-range"), Some(CHANGED));
}

/// Some servers know ranges and do not look at `If-Range`: the rest of another file must not be put behind the first half.
#[tokio::test(start_paused = true)]
async fn the_rest_of_another_file_is_not_taken() {
    let part = |range: &str| Reply::status(206).header("Content-Range", range).body("56789");
    let tagged = |range| part(range).header("ETag", TAG);
    let whole =
        || Reply::status(200).header("ETag", "\"v2\"").header("Content-Length", "3").body("abc");
    for other in [
        part("bytes 5-9/10"),
        part("bytes 5-9/10").header("ETag", "\"v2\""),
        part("bytes 5-9/10").header("ETag", "W/\"v1\""),
        tagged("bytes 5-9/10").header("Content-Encoding", "gzip"),
        tagged("bytes 5-9/10").header("Content-Range", "bytes 5-9/10"),
        tagged("bytes 0-9/10"),
        tagged("bytes 5-9/11"),
        tagged("bytes 5-9/*"),
        tagged("bytes 6-9/10"),
        tagged("bytes 5-10/10"),
        tagged("bytes 5-4/10"),
        tagged("bytes +5-9/10"),
        tagged("5-9"),
        tagged(""),
        Reply::status(206)
            .header("ETag", TAG)
            .header("Content-Type", "multipart/byteranges; boundary=x"),
        Reply::status(416),
    ] {
        let shown = format!("{other:?}");
        let saved = save(Script::new().then(half()).then(other).then(whole())).await;
        assert_eq!((saved.outcome.unwrap(), saved.file.as_deref()), (3, Some("abc")), "{shown}");
        let requests = saved.script.requests();
        assert_eq!(requests[1].header("range"), Some("bytes=5-"), "{shown}");
        assert_eq!((requests[2].header("range"), requests[2].header("if-range")), (None, None));
    }
    let modified = |reply: Reply, time| {
        reply.header("Last-Modified", time).header("Date", "Wed, 21 Oct 2015 07:29:00 GMT")
    };
    let first = modified(half(), "Wed, 21 Oct 2015 07:28:00 GMT");
    let second = modified(tagged("bytes 5-9/10"), "Wed, 21 Oct 2015 07:28:30 GMT");
    let saved = save(Script::new().then(first).then(second).then(whole())).await;
    assert_eq!(saved.file.as_deref(), Some("abc"));

    let saved = save(Script::new().then(half()).then(Reply::status(404))).await;
    assert!(saved.outcome.unwrap_err().is_not_found());
    // Not all of the rest at once, and more than all.
    let script = Script::new()
        .then(half())
        .then(rest("bytes 5-6/10", "56"))
        .then(rest("bytes 7-9/10", "789"));
    assert_eq!(save(script).await.file.as_deref(), Some("0123456789"));
    let more = Reply::status(206)
        .header("ETag", TAG)
        .header("Content-Range", "bytes 5-9/10")
        .body("56789abc");
    let saved = save(Script::new().then(half()).then(more).then(whole())).await;
    assert_eq!(saved.file.as_deref(), Some("abc"));
}

/// What was handed out cannot be taken back.
#[tokio::test(start_paused = true)]
async fn a_reader_gets_an_error_and_no_other_file() {
    let script = Script::new().then(half());
    let mut download = client(&script).get("op", "/file").download("*/*").await.unwrap();
    assert_eq!(download.next().await.unwrap().unwrap(), "01234");
    assert!(
        matches!(download.next().await, Some(Err(Error::Body(error))) if error.received() == 5)
    );
    assert!(download.next().await.is_none());
    assert_eq!(script.requests().len(), 1);
}

/// A server that always sends another file, or always half of it.
#[tokio::test(start_paused = true)]
async fn beginning_anew_is_bounded() {
    let saved = save(Script::new().always(half())).await;
    assert!(saved.outcome.is_err());
    assert_eq!(saved.script.requests().len(), 4);
}

#[tokio::test(start_paused = true)]
async fn resuming_is_bounded() {
    let nothing =
        Reply::status(206).header("ETag", TAG).header("Content-Range", "bytes 5-9/10").broken();
    let saved = save(Script::new().then(half()).always(nothing)).await;
    assert!(saved.outcome.is_err());
    assert_eq!(saved.script.requests().len(), 3);

    let script = Script::new().then(half());
    let call = client(&script).get("op", "/file").download("*/*").retries(RetryPolicy::none());
    let path = tempfile::tempdir().unwrap().path().join("none");
    assert!(call.await.unwrap().save_to(path).await.is_err());
    assert_eq!(script.requests().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn progress_of_a_download() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&seen);
    let script = Script::new().then(half()).then(rest("bytes 5-9/10", "56789"));
    let folder = tempfile::tempdir().unwrap();
    let download = client(&script).get("op", "/file").download("*/*").await.unwrap();
    let download = download.on_progress(move |done, all| log.lock().unwrap().push((done, all)));
    download.save_to(folder.path().join("file")).await.unwrap();
    assert_eq!(*seen.lock().unwrap(), [(5, Some(10)), (10, Some(10))]);
}

#[tokio::test(start_paused = true)]
async fn progress_of_an_upload() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&seen);
    let watched = |upload: Upload| {
        let log = Arc::clone(&log);
        upload.on_progress(move |done, all| log.lock().unwrap().push((done, all)))
    };
    let script = Script::new().then(Reply::status(503)).always(Reply::status(200));
    let put = |upload| client(&script).put("op", "/x").raw_body("text/plain", upload).empty();
    put(watched(Upload::from("data"))).await.unwrap();
    assert_eq!(*seen.lock().unwrap(), [(4, Some(4)), (4, Some(4))]);

    seen.lock().unwrap().clear();
    let reader = std::io::Cursor::new(vec![b'x'; 150_000]);
    put(watched(Upload::reader(reader, None))).await.unwrap();
    let seen = seen.lock().unwrap();
    assert_eq!(seen.iter().map(|it| it.0).collect::<Vec<_>>(), [65_536, 131_072, 150_000]);
    assert_eq!(script.requests().last().unwrap().body().len(), 150_000);
}

#[test]
fn everything_can_be_sent_and_shared_between_threads() {
    fn is_both<T: Send + Sync>() {}
    is_both::<(HttpClient, Download, EventStream<i64>, Upload, Error, Script)>();
}
