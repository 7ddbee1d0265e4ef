//! Faults over a real connection: what the server does, and what the caller gets.

use std::time::Duration;

use openapi_runtime::{Error, HttpClient, Request, RetryPolicy, Value};
use tokio::net::TcpListener;

use crate::support::{Server, Step, open, reply};

/// Retries without a wait: time is not paused where real connections have to move.
fn http(url: &str) -> HttpClient {
    let at_once = RetryPolicy::default().backoff(Duration::ZERO, Duration::ZERO);
    HttpClient::builder(url).retries(at_once).build().unwrap()
}

fn get(server: &Server) -> Request {
    http(&server.url).get("op", "/x")
}

fn ok() -> Vec<Step> {
    vec![Step::Send(reply("200 OK", "", "{\"a\": 1}"))]
}

async fn failure(server: &Server) -> Error {
    get(server).json::<Value>().await.unwrap_err()
}

#[tokio::test]
async fn refuses() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    for method in ["GET", "POST"] {
        let error = http(&url).request("op", method, "/x").empty().await.unwrap_err();
        assert!(error.is_connect() && error.is_retryable() && error.attempts() == 3, "{error}");
    }
}

#[tokio::test]
async fn accepts_and_closes() {
    let server = Server::script(vec![vec![], vec![], ok()]).await;
    assert_eq!(get(&server).json::<Value>().await.unwrap()["a"], 1);
    let server = Server::script(vec![vec![]]).await;
    let error = failure(&server).await;
    assert!(matches!(&error, Error::Connection(it) if it.may_have_been_sent()), "{error}");
    assert_eq!((error.attempts(), server.received().len()), (3, 3));
    let error = http(&server.url).post("op", "/x").empty().await.unwrap_err();
    assert_eq!(error.attempts(), 1);
}

#[tokio::test]
async fn resets_before_the_answer() {
    let server = Server::script(vec![vec![Step::Reset], ok()]).await;
    assert_eq!(get(&server).json::<Value>().await.unwrap()["a"], 1);
}

#[tokio::test]
async fn resets_in_mid_body() {
    let half = Step::Send(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"a\"".to_vec());
    let server = Server::script(vec![vec![half.clone(), Step::Reset], ok()]).await;
    assert_eq!(get(&server).json::<Value>().await.unwrap()["a"], 1);
    let server = Server::script(vec![vec![half, Step::Reset]]).await;
    let error = failure(&server).await;
    assert!(matches!(error, Error::Body(_) | Error::Connection(_)), "{error}");
    assert_eq!(error.attempts(), 3);
}

#[tokio::test]
async fn truncates_against_content_length() {
    let half = Step::Send(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"a\"".to_vec());
    let server = Server::script(vec![vec![half]]).await;
    let error = failure(&server).await;
    let Error::Body(body) = &error else { panic!("{error}") };
    assert_eq!((body.received(), body.expected(), body.attempts()), (4, Some(100), 3));
}

#[tokio::test]
async fn announces_less_than_it_sends() {
    let server =
        Server::raw(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{} and more".to_vec()).await;
    assert_eq!(get(&server).json::<Value>().await.unwrap(), serde_json());
}

fn serde_json() -> Value {
    Value::Object(openapi_runtime::Map::new())
}

#[tokio::test]
async fn announces_nonsense() {
    for length in ["-1", "many", "99999999999999999999999"] {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{{}}");
        let error = failure(&Server::raw(head).await).await;
        assert!(matches!(error, Error::Connection(_)), "{error}");
    }
}

#[tokio::test]
async fn trickles() {
    let bytes = reply("200 OK", "", "{\"a\": 1}");
    let steps = bytes.iter().map(|byte| Step::Send(vec![*byte])).collect();
    let server = Server::script(vec![steps]).await;
    assert_eq!(get(&server).json::<Value>().await.unwrap()["a"], 1);
}

#[tokio::test(start_paused = true)]
async fn stalls() {
    let half = Step::Send(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf".to_vec());
    let server = Server::script(vec![vec![half, Step::Hang]]).await;
    let download = get(&server).download("*/*").await.unwrap();
    let error = download.bytes().await.unwrap_err();
    assert!(matches!(&error, Error::Body(it) if it.is_stalled()), "{error}");
    assert!(error.to_string().contains("4 of 100 bytes: no byte came for 30s"), "{error}");
}

/// A stream may be silent for any time, so the system has to find out that the other side is gone.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_silent_connection_is_kept_under_watch() {
    let begun = open("200 OK", "Content-Type: text/event-stream\r\n", "data: 1\n\n");
    let server = Server::script(vec![vec![Step::Send(begun), Step::Hang]]).await;
    let mut events = get(&server).events::<i64>().await.unwrap();
    assert_eq!(events.next().await.unwrap().unwrap().data, 1);
    let port: u16 = server.url.rsplit(':').next().unwrap().parse().unwrap();
    let remote = format!(":{port:04X}");
    let sockets = std::fs::read_to_string("/proc/net/tcp").unwrap();
    let mut socket = sockets.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    let socket = socket.find(|it| it.get(2).is_some_and(|it| it.ends_with(&remote))).unwrap();
    // The kind of the timer and when it is due, in hundredths of a second.
    let (kind, due) = socket[5].split_once(':').unwrap();
    assert_eq!(kind, "02", "keep-alive");
    assert!(u64::from_str_radix(due, 16).unwrap() <= 1500, "{due}");
}

#[tokio::test(start_paused = true)]
async fn headers_that_never_end() {
    let begun = Step::Send(b"HTTP/1.1 200 OK\r\nX-Slow: ".to_vec());
    let server = Server::script(vec![vec![begun, Step::Hang]]).await;
    let error = failure(&server).await;
    assert!(error.is_timeout() && error.attempts() == 3, "{error}");
}

#[tokio::test]
async fn too_many_requests_with_and_without_a_time() {
    for (status, header) in
        [("429 Slow Down", "Retry-After: 0\r\n"), ("503 Busy", "Retry-After: 0\r\n")]
    {
        let busy = vec![Step::Send(reply(status, header, ""))];
        let server = Server::script(vec![busy, ok()]).await;
        http(&server.url).post("op", "/x").json::<Value>().await.unwrap();
        assert_eq!(server.received().len(), 2);
    }
    for status in ["429 Slow Down", "503 Busy"] {
        let server = Server::raw(reply(status, "", "")).await;
        let error = http(&server.url).post("op", "/x").empty().await.unwrap_err();
        assert_eq!((error.attempts(), error.retry_after()), (1, None));
        assert_eq!(failure(&server).await.attempts(), 3);
    }
}

#[tokio::test]
async fn html_for_json() {
    let page = "<html><title>Login</title></html>";
    let server = Server::raw(reply("200 OK", "Content-Type: text/html\r\n", page)).await;
    let error = failure(&server).await;
    assert!(error.to_string().contains("expected JSON, found an HTML page"), "{error}");
    assert_eq!((error.body(), error.attempts()), (Some(page.as_bytes()), 1));
}

#[tokio::test]
async fn redirect_loops_and_other_origins() {
    let server = Server::raw(reply("302 Found", "Location: /x\r\n", "")).await;
    let error = failure(&server).await;
    assert_eq!((error.status().unwrap().as_u16(), error.attempts()), (302, 1));
    assert_eq!(server.received().len(), 11);
    let server = Server::raw(reply("302 Found", "Location: http://other.invalid/\r\n", "")).await;
    assert!(
        failure(&server)
            .await
            .to_string()
            .contains("a redirect to another origin, `http://other.invalid/`")
    );
}

#[tokio::test]
async fn a_hundred_megabytes_of_error() {
    const MIB: usize = 1024 * 1024;
    let page = vec![b'x'; MIB];
    let mut steps = vec![Step::Send(open("400 Bad Request", "Content-Length: 104857600\r\n", ""))];
    steps.extend((0..100).map(|_| Step::Send(page.clone())));
    let server = Server::script(vec![steps]).await;
    let Error::Status(error) = failure(&server).await else { panic!() };
    assert_eq!((error.body().len(), error.is_truncated()), (MIB, true));
    assert!(error.to_string().len() < 500);
}

#[tokio::test]
async fn not_http_at_all() {
    let server = Server::raw(b"SSH-2.0-OpenSSH_9.6\r\n\r\n".to_vec()).await;
    let error = failure(&server).await;
    assert!(matches!(error, Error::Connection(_)) && error.attempts() == 1, "{error}");
}
