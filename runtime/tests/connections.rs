//! How many connections there are: in use, and idle.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use openapi_runtime::testing::{Reply, Script};
use openapi_runtime::{Error, HttpClient, Value};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::time::Instant;

/// Answers on connections that stay open, and counts them.
struct Server {
    url: String,
    open: Arc<AtomicUsize>,
    /// The most requests that were not answered yet at one time.
    most: Arc<AtomicUsize>,
}

impl Server {
    async fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (open, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let server = Self { url, open: Arc::clone(&open), most: Arc::clone(&most) };
        let busy = Arc::new(AtomicUsize::new(0));
        tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                open.fetch_add(1, Ordering::SeqCst);
                let (open, busy, most) = (Arc::clone(&open), Arc::clone(&busy), Arc::clone(&most));
                tokio::spawn(async move {
                    let mut request = [0; 4096];
                    while stream.read(&mut request).await.is_ok_and(|read| read > 0) {
                        most.fetch_max(busy.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                        tokio::time::sleep(Duration::from_millis(2)).await;
                        // Before the answer, after which the client may send the next one.
                        busy.fetch_sub(1, Ordering::SeqCst);
                        let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n7";
                        if stream.write_all(answer).await.is_err() {
                            break;
                        }
                    }
                    open.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        server
    }

    /// Waits until so many are open, or fewer.
    async fn settles_at(&self, connections: usize) {
        let long = Instant::now() + Duration::from_secs(20);
        while self.open.load(Ordering::SeqCst) > connections {
            assert!(Instant::now() < long, "{} are open", self.open.load(Ordering::SeqCst));
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

async fn call_at_once(http: &HttpClient, calls: usize) {
    let call = || http.get("op", "/x").json::<u8>().into_future();
    let calls: Vec<_> = (0..calls).map(|_| tokio::spawn(call())).collect();
    for call in calls {
        assert_eq!(call.await.unwrap().unwrap(), 7);
    }
}

#[tokio::test]
async fn idle_ones_are_closed_beyond_a_number() {
    let server = Server::new().await;
    let http = HttpClient::builder(&server.url).build().unwrap();
    call_at_once(&http, 200).await;
    server.settles_at(64).await;
    let few = HttpClient::builder(&server.url).max_idle_connections(2).build().unwrap();
    drop(http);
    call_at_once(&few, 50).await;
    server.settles_at(2).await;
    let none = HttpClient::builder(&server.url).max_idle_connections(0).build().unwrap();
    drop(few);
    call_at_once(&none, 50).await;
    server.settles_at(0).await;
}

#[tokio::test]
async fn idle_ones_are_closed_after_a_while() {
    let server = Server::new().await;
    let timeout = Duration::from_millis(100);
    let http = HttpClient::builder(&server.url).idle_timeout(timeout).build().unwrap();
    call_at_once(&http, 10).await;
    server.settles_at(0).await;
}

#[tokio::test]
async fn no_more_are_in_use_than_may_be() {
    let server = Server::new().await;
    let http = HttpClient::builder(&server.url).max_connections(4).build().unwrap();
    let clone = http.clone();
    tokio::join!(call_at_once(&http, 100), call_at_once(&clone, 100));
    assert_eq!(server.most.load(Ordering::SeqCst), 4);
}

fn limited(script: &Script, connections: usize) -> HttpClient {
    let builder = HttpClient::builder("https://example.com").transport(script.clone());
    builder.max_connections(connections).build().unwrap()
}

/// It is the caller's own doing, so it is not tried again.
#[tokio::test(start_paused = true)]
async fn a_call_that_finds_none_free_waits_as_long_as_an_attempt_may_take() {
    let script = Script::new()
        .then(Reply::events("data: 1\n\ndata: 2\n\n"))
        .always(Reply::status(200).body("7"));
    let http = limited(&script, 1);
    let mut events = http.get("op", "/events").events::<Value>().await.unwrap();
    assert_eq!(events.next().await.unwrap().unwrap().data, 1);

    let begun = Instant::now();
    let error = http.get("op", "/x").json::<u8>().await.unwrap_err();
    assert_eq!(begun.elapsed(), Duration::from_secs(60));
    assert_eq!(
        error.to_string(),
        "op: no connection was free within 60s (GET https://example.com/x; nothing was sent; `max_connections` others were \
         in use all the time)"
    );
    assert!(matches!(&error, Error::Timeout(error) if !error.may_have_been_sent()), "{error:?}");
    assert_eq!(script.requests().len(), 1);
    let total = http.get("op", "/x").json::<u8>().total_timeout(Duration::from_secs(7));
    let error = total.await.unwrap_err().to_string();
    assert!(error.contains("no connection was free within 7s in all"), "{error}");

    // Its end makes room, and so does dropping it.
    assert_eq!(events.next().await.unwrap().unwrap().data, 2);
    assert!(events.next().await.is_none());
    assert_eq!(http.get("op", "/x").json::<u8>().await.unwrap(), 7);
    let download = http.get("op", "/x").download("*/*").await.unwrap();
    let waiting = tokio::spawn(http.get("op", "/x").json::<u8>().into_future());
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(!waiting.is_finished());
    drop(download);
    assert_eq!(waiting.await.unwrap().unwrap(), 7);
}

/// Calls that wait for their next attempt hold no connection; dropped ones give theirs back.
#[tokio::test(start_paused = true)]
async fn who_waits_for_a_retry_or_is_dropped_holds_none() {
    let script = Script::new()
        .then(Reply::status(503).header("Retry-After", "30"))
        .then(Reply::status(200).body("1"))
        .then(Reply::status(200).body("2"))
        .then(Reply::never())
        .always(Reply::status(200).body("3"));
    let http = limited(&script, 1);
    let refused = tokio::spawn(http.get("op", "/x").json::<u8>().into_future());
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(http.get("op", "/x").json::<u8>().await.unwrap(), 1);
    assert_eq!(refused.await.unwrap().unwrap(), 2);
    let never = tokio::spawn(http.get("op", "/x").json::<u8>().into_future());
    tokio::time::sleep(Duration::from_secs(1)).await;
    never.abort();
    assert_eq!(http.get("op", "/x").json::<u8>().await.unwrap(), 3);
}

#[test]
fn none_at_all_is_refused() {
    let error = HttpClient::builder("https://x.example").max_connections(0).build().unwrap_err();
    assert_eq!(error.to_string(), "argument `max_connections` has to be 1 or more, or `None`");
}
