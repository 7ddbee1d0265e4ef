//! What fails, and what the caller is told.

mod support;

use std::error::Error as _;
use std::time::Duration;

use openapi_runtime::{
    Decode, DecodeError, Error, HttpClient, HttpClientBuilder, Node, Request, RetryPolicy, Value,
    json,
};
use support::{Server, Step, open, reply};
use tokio::net::TcpListener;

/// What is tried again has tests of its own.
fn builder(url: &str) -> HttpClientBuilder {
    HttpClient::builder(url).retries(RetryPolicy::none())
}

fn get(server: &Server) -> Request {
    builder(&server.url).build().unwrap().get("getApp", "/apps/{id}").path("id", "a")
}

async fn failure(answer: Vec<u8>) -> Error {
    get(&Server::raw(answer).await).json::<Value>().await.unwrap_err()
}

#[tokio::test]
async fn statuses_in_the_words_of_the_server() {
    let message = r#"{"status": "Not Found", "message": "No such app"}"#;
    let error = failure(reply("404 Not Found", "X-Request-Id: r-1\r\n", message)).await;
    assert_eq!(error.to_string(), "getApp: 404 Not Found: No such app (GET /apps/{id})");
    assert!(
        error.is_not_found() && !error.is_conflict() && !error.is_timeout() && !error.is_connect()
    );
    assert_eq!(error.status().unwrap().as_u16(), 404);
    assert_eq!(error.body().unwrap(), message.as_bytes());
    assert_eq!(error.request_id(), Some("r-1"));
    let operation = error.operation().unwrap();
    assert_eq!(
        (operation.id(), operation.method(), operation.path()),
        ("getApp", "GET", "/apps/{id}")
    );
    assert_eq!(error.decode_body::<Value>().unwrap()["status"], "Not Found");
    assert!(error.source().is_none());
}

#[tokio::test]
async fn typed_bodies() {
    #[derive(Debug)]
    struct Problem {
        code: i64,
    }
    impl Decode for Problem {
        fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
            Ok(Self { code: node.object()?.field("code")? })
        }
    }
    let error = failure(reply("422 Unprocessable Entity", "", r#"{"code": 7}"#)).await;
    assert_eq!(error.decode_body::<Problem>().unwrap().code, 7);
    let error = failure(reply("422 Unprocessable Entity", "", r#"{"code": "7"}"#)).await;
    assert_eq!(error.decode_body::<Problem>().unwrap_err().pointer(), "/code");
    let error = failure(reply("422 Unprocessable Entity", "", "no")).await;
    assert!(
        error
            .decode_body::<Problem>()
            .unwrap_err()
            .to_string()
            .starts_with("expected JSON, found text that is not")
    );
    let error = HttpClient::builder("").build().unwrap_err();
    assert!(
        error.decode_body::<Problem>().is_err()
            && error.operation().is_none()
            && error.body().is_none()
    );
}

#[tokio::test]
async fn predicates() {
    type Predicate = fn(&Error) -> bool;
    let predicates: [(&str, Predicate); 5] = [
        ("401 Unauthorized", Error::is_unauthorized),
        ("403 Forbidden", Error::is_forbidden),
        ("404 Not Found", Error::is_not_found),
        ("409 Conflict", Error::is_conflict),
        ("504 Gateway Timeout", Error::is_timeout),
    ];
    for (status, _) in predicates {
        let error = failure(reply(status, "", "")).await;
        assert_eq!(error.to_string(), format!("getApp: {status} (GET /apps/{{id}})"));
        for (other, predicate) in predicates {
            assert_eq!(predicate(&error), other == status, "{status} {other}");
        }
    }
}

#[tokio::test]
async fn a_page_of_the_proxy() {
    let page = "<html><head><title>502 Bad Gateway</title></head><body><center>nginx</center></body></html>";
    let error = failure(reply("502 Bad Gateway", "Content-Type: text/html\r\n", page)).await;
    assert_eq!(
        error.to_string(),
        "getApp: 502 Bad Gateway: 502 Bad Gateway nginx (GET /apps/{id})"
    );
    assert_eq!(error.body().unwrap(), page.as_bytes());
}

#[tokio::test]
async fn an_undocumented_status_and_one_without_a_name() {
    let error = failure(reply("304 Not Modified", "", "")).await;
    assert_eq!(error.status().unwrap().as_u16(), 304);
    let error = failure(reply("599 Whatever", "", "x")).await;
    assert_eq!(error.to_string(), "getApp: 599 <unknown status code>: x (GET /apps/{id})");
}

#[tokio::test]
async fn huge_error_bodies_are_cut() {
    const MIB: usize = 1024 * 1024;
    for (length, kept, truncated) in
        [(MIB, MIB, false), (MIB + 1, MIB, true), (20 * MIB, MIB, true)]
    {
        let Error::Status(error) = failure(reply("500 Oops", "", vec![b'x'; length])).await else {
            panic!()
        };
        assert_eq!((error.body().len(), error.is_truncated()), (kept, truncated));
        assert!(error.to_string().len() < 500 && format!("{error:?}").len() < 1000);
    }
}

#[tokio::test]
async fn an_error_body_that_breaks_off_is_still_that_error() {
    let answer = b"HTTP/1.1 500 Oops\r\nContent-Length: 100\r\n\r\nout of disk".to_vec();
    let Error::Status(error) = failure(answer).await else { panic!() };
    assert_eq!((error.message().as_deref(), error.is_truncated()), (Some("out of disk"), true));
}

#[tokio::test(start_paused = true)]
async fn an_error_body_that_never_ends_is_still_that_error() {
    let answer = b"HTTP/1.1 500 Oops\r\nContent-Length: 100\r\n\r\nout of disk".to_vec();
    let server = Server::script(vec![vec![Step::Send(answer), Step::Hang]]).await;
    let error = get(&server).download("*/*").await.unwrap_err();
    assert!(matches!(&error, Error::Status(error) if error.is_truncated()), "{error}");
}

#[tokio::test]
async fn nobody_listens() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = builder(&url).build().unwrap().get("getApp", "/a").empty().await.unwrap_err();
    assert!(error.is_connect() && !error.is_timeout());
    let text = error.to_string();
    assert!(text.starts_with("getApp: cannot connect: ") && text.contains("refused"), "{text}");
    assert!(text.ends_with(&format!("(GET {url}/a; nothing was sent)")), "{text}");
    let Error::Connection(error) = error else { panic!() };
    assert!(!error.may_have_been_sent() && error.source().is_some());
}

#[tokio::test]
async fn closed_or_reset_before_an_answer() {
    for steps in [vec![], vec![Step::Reset], vec![Step::Send(b"HTTP/1.1 200 O".to_vec())]] {
        let server = Server::script(vec![steps]).await;
        let error = get(&server).empty().await.unwrap_err();
        assert!(!error.is_connect());
        let Error::Connection(error) = error else { panic!("{error}") };
        assert!(error.may_have_been_sent());
        assert!(
            error.to_string().starts_with("getApp: connection broke before an answer came: "),
            "{error}"
        );
    }
}

#[tokio::test]
async fn not_http() {
    let error = failure(b"SSH-2.0-OpenSSH_9.6\r\n\r\n".to_vec()).await;
    assert!(matches!(error, Error::Connection(_)), "{error}");
}

#[tokio::test]
async fn an_answer_that_breaks_off() {
    let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"id\": \"a".to_vec();
    let error = failure(answer).await;
    let Error::Body(body) = &error else { panic!("{error}") };
    assert_eq!(
        (body.received(), body.expected(), body.body()),
        (9, Some(100), b"{\"id\": \"a".as_slice())
    );
    assert!(
        error.to_string().starts_with("getApp: the answer broke off after 9 of 100 bytes"),
        "{error}"
    );
    assert_eq!(error.status().unwrap().as_u16(), 200);

    let answer = open("200 OK", "Transfer-Encoding: chunked\r\n", "5\r\n{\"id\"\r\n");
    let Error::Body(body) = failure(answer).await else { panic!() };
    assert_eq!((body.received(), body.expected(), body.body()), (5, None, b"{\"id\"".as_slice()));
}

#[tokio::test(start_paused = true)]
async fn no_answer_in_time() {
    let half = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{".to_vec();
    for (steps, state) in [
        (vec![Step::Hang], "the server may have acted on it"),
        (vec![Step::Send(half), Step::Hang], "it had begun to arrive"),
    ] {
        let server = Server::script(vec![steps]).await;
        let begun = tokio::time::Instant::now();
        let error = get(&server).json::<Value>().await.unwrap_err();
        assert!(error.is_timeout() && !error.is_connect());
        assert_eq!(begun.elapsed().as_secs(), 60);
        let url = &server.url;
        assert_eq!(
            error.to_string(),
            format!("getApp: no complete answer within 60s (GET {url}/apps/a; {state})")
        );
    }
}

#[tokio::test(start_paused = true)]
async fn time_limits_can_be_set() {
    let server = Server::script(vec![vec![Step::Hang]]).await;
    let limited = |limit: Option<Duration>| builder(&server.url).timeout(limit).build().unwrap();
    let begun = tokio::time::Instant::now();
    let error = limited(Some(Duration::from_secs(5))).get("op", "/").empty().await.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(begun.elapsed().as_secs(), 5);

    // Without a limit, an hour is nothing.
    let hour = Duration::from_secs(3600);
    assert!(
        tokio::time::timeout(hour, limited(None).get("op", "/").empty().into_future())
            .await
            .is_err()
    );
}

#[tokio::test(start_paused = true)]
async fn connecting_in_vain() {
    // The server takes the connection, but never shakes hands.
    let server = Server::script(vec![vec![Step::Hang]]).await;
    let url = server.url.replace("http:", "https:");
    // Of the client, of the call, and what counts.
    for (limit, own, seconds) in
        [(None, None, 10), (Some(3), None, 3), (None, Some(2), 2), (Some(3), Some(7), 3)]
    {
        let builder = builder(&url);
        let builder = limit
            .map(Duration::from_secs)
            .into_iter()
            .fold(builder, |it, limit| it.connect_timeout(limit));
        let http = builder.build().unwrap();
        let begun = tokio::time::Instant::now();
        let call = http.get("op", "/").empty();
        let own = own.map(Duration::from_secs);
        let call = own.into_iter().fold(call, |it, limit| it.connect_timeout(limit));
        let error = call.await.unwrap_err();
        assert_eq!(begun.elapsed().as_secs(), seconds);
        assert!(error.is_timeout() && error.is_connect(), "{error:?}");
        assert_eq!(
            error.to_string(),
            format!("op: no connection in time (GET {url}/; nothing was sent)")
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_transport_is_told_the_limit_for_connecting() {
    use openapi_runtime::transport::{Body, ConnectTimeout, Request, Response};
    use openapi_runtime::transport::{Transport, TransportFuture};

    /// Answers with the limit.
    struct Told;

    impl Transport for Told {
        fn send(&self, request: Request) -> TransportFuture {
            let limit: Option<&ConnectTimeout> = request.extensions().get();
            let text = limit.map_or(String::new(), |limit| format!("{:?}", limit.0));
            Box::pin(async move { Ok(Response::new(Body::from(text))) })
        }
    }

    let http = HttpClient::builder("http://x").transport(Told).build().unwrap();
    let call = || http.get("op", "/").text();
    assert_eq!(call().connect_timeout(Duration::from_secs(2)).await.unwrap(), "2s");
    assert_eq!(call().await.unwrap(), "");
}

#[test]
fn base_urls() {
    for (url, reason) in [
        ("my.example.com", "has no scheme: write `https://my.example.com`, or `http://my.ex"),
        ("ftp://x", "must begin with `http://` or `https://`"),
        ("https://x/?a=b", "must not contain a query"),
    ] {
        let error = HttpClient::builder(url).build().unwrap_err();
        assert!(error.to_string().starts_with(&format!("argument `base_url` {reason}")), "{error}");
    }
}

#[test]
fn errors_go_through_question_marks() {
    fn fails() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        HttpClient::builder("x").build()?;
        Ok(())
    }
    assert!(fails().is_err());
    assert_eq!(json!(1), 1);
}
