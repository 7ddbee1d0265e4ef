//! The same calls without `async`: by threads that wait, also inside of async programs.

mod support;

use std::error::Error as _;
use std::io::{self, BufRead as _, Read as _};
use std::time::Duration;

use openapi_runtime::blocking::{Block as _, IterBlocking as _};
use openapi_runtime::testing::{Reply, Script};
use openapi_runtime::{Error, HttpClient, RetryPolicy, Upload, Value, json};
use support::{Server, Step, open, reply};

fn client(script: &Script) -> HttpClient {
    HttpClient::builder("https://example.com/api").transport(script.clone()).build().unwrap()
}

/// A server on a runtime of its own, which lives as long as it.
fn serve(steps: Vec<Vec<Step>>) -> (Server, tokio::runtime::Runtime) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    (runtime.block_on(Server::script(steps)), runtime)
}

#[test]
fn calls_over_a_connection() {
    let answer = reply("200 OK", "Content-Type: application/json\r\n", r#"{"a": 1}"#);
    let (server, _runtime) = serve(vec![vec![Step::Send(answer)]]);
    let http = HttpClient::builder(&server.url).build().unwrap();
    let call = || http.get("op", "/path").json::<Value>();
    assert_eq!(call().block().unwrap(), json!({"a": 1}));
    assert_eq!(call().with_response().block().unwrap().status, 200);
    assert_eq!(call().raw().block().unwrap().value, r#"{"a": 1}"#);
    let threads: Vec<_> = (0..8)
        .map(|_| {
            let http = http.clone();
            std::thread::spawn(move || http.get("op", "/path").json::<Value>().block().unwrap())
        })
        .collect();
    for thread in threads {
        assert_eq!(thread.join().unwrap()["a"], 1);
    }
}

#[test]
fn errors_are_those_of_await() {
    let script = Script::new().then(Reply::status(404).body(r#"{"message": "No such app"}"#));
    let error = client(&script).get("getApp", "/apps/1").empty().block().unwrap_err();
    assert!(error.is_not_found(), "{error}");
}

#[test]
fn time_limits_and_retries_are_kept() {
    let (server, _runtime) = serve(vec![vec![Step::Hang]]);
    let http = HttpClient::builder(&server.url).build().unwrap();
    let limit = Duration::ZERO;
    let retries = RetryPolicy::new(1).random(|| 0.0);
    let error = http.get("op", "/").empty().timeout(limit).retries(retries).block().unwrap_err();
    assert!(matches!(&error, Error::Timeout(error) if error.limit() == Some(limit)), "{error}");
    assert_eq!(error.attempts(), 2);
}

#[test]
fn an_event_stream_is_an_iterator() {
    let stream = "data: 1\n\ndata: 2\n\n";
    let stream = open("200 OK", "Content-Type: text/event-stream\r\n", stream);
    let (server, _runtime) = serve(vec![vec![Step::Send(stream)]]);
    let http = HttpClient::builder(&server.url).build().unwrap();
    let mut events = http.get("op", "/").events::<u32>().block().unwrap();
    assert_eq!(events.next().block().unwrap().unwrap().data, 1);
    let rest: Vec<u32> = events.iter_blocking().map(|event| event.unwrap().data).collect();
    assert_eq!(rest, [2]);
}

#[test]
fn a_download_is_an_iterator_or_a_reader() {
    let script = Script::new().always(Reply::status(200).body("one\ntwo\n"));
    let download = || client(&script).get("op", "/").download("*/*").block().unwrap();
    let lines: Result<Vec<_>, _> = download().lines().iter_blocking().collect();
    assert_eq!(lines.unwrap(), ["one", "two"]);
    assert_eq!(download().into_reader().lines().map(Result::unwrap).count(), 2);
    let mut text = String::new();
    assert_eq!(download().into_reader().read_to_string(&mut text).unwrap(), 8);
    assert_eq!(text, "one\ntwo\n");
    assert_eq!(download().text().block().unwrap(), text);
}

#[test]
fn an_upload_from_a_reader() {
    /// Gives one byte at a time, after an interruption, and then fails or ends.
    struct Slow {
        left: u8,
        interrupted: bool,
        fails: bool,
    }

    impl io::Read for Slow {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.interrupted = !self.interrupted;
            match self.left {
                _ if self.interrupted => Err(io::ErrorKind::Interrupted.into()),
                0 if self.fails => Err(io::Error::other("the pipe broke")),
                0 => Ok(0),
                left => {
                    buffer[0] = b'a';
                    self.left = left - 1;
                    Ok(1)
                }
            }
        }
    }

    let (server, _runtime) = serve(vec![vec![Step::Send(reply("200 OK", "", ""))]]);
    let http = HttpClient::builder(&server.url).build().unwrap();
    let put = |fails, length| {
        let upload = Upload::blocking_reader(Slow { left: 5, interrupted: false, fails }, length);
        http.put("op", "/").raw_body("application/zip", upload).empty().block()
    };
    put(false, Some(5)).unwrap();
    assert_eq!(server.received()[0].text(), "aaaaa");
    let error = put(true, None).unwrap_err();
    assert!(matches!(error, Error::Argument(_)), "{error:?}");
    assert!(error.to_string().contains("the pipe broke"), "{error}");
}

#[test]
fn a_reader_tells_that_the_answer_broke_off() {
    let script = Script::new().then(Reply::status(200).body("half").broken());
    let download = client(&script).get("op", "/").download("*/*").block().unwrap();
    let error = io::copy(&mut download.into_reader(), &mut io::sink()).unwrap_err();
    let cause = error.get_ref().unwrap().downcast_ref::<Error>().unwrap();
    assert!(matches!(cause, Error::Body(_)), "{cause}");
    assert!(cause.source().is_some());
}

#[tokio::test]
async fn inside_of_an_async_program_nothing_panics() {
    let script = Script::new().always(Reply::json(&json!(7)).after(Duration::ZERO));
    let http = client(&script);
    let call = || http.get("op", "/").json::<u32>();
    assert_eq!(call().block().unwrap(), 7);
    // More than the budget of a task.
    for _ in 0..300 {
        assert_eq!(call().block().unwrap(), 7);
    }
    assert_eq!(call().await.unwrap(), 7);
}

#[test]
fn a_call_that_blocks_inside_of_a_call_that_blocks() {
    let script = Script::new().always(Reply::json(&json!(7)).after(Duration::ZERO));
    let http = client(&script);
    let inner = http.get("op", "/").json::<u32>();
    let outer = async {
        let inner = inner.block().unwrap();
        inner + http.get("op", "/").json::<u32>().await.unwrap()
    };
    assert_eq!(outer.block(), 14);
}

#[test]
fn a_panic_is_the_callers() {
    let outcome = std::panic::catch_unwind(|| async { panic!("mine") }.block());
    assert_eq!(*outcome.unwrap_err().downcast_ref::<&str>().unwrap(), "mine");
    assert_eq!(async { 1 }.block(), 1);
}
