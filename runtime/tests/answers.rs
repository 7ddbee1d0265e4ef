//! Successful answers, however odd.

mod support;

use std::collections::BTreeMap;

use openapi_runtime::{Bytes, Decode, DecodeError, Error, HttpClient, Node, Request, Value, json};
use support::{Server, Step, open, reply};

#[derive(Debug, PartialEq)]
struct App {
    id: Option<String>,
}

impl Decode for App {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        Ok(Self { id: node.object()?.field("id")? })
    }
}

#[derive(Debug, PartialEq)]
struct Strict {
    id: String,
}

impl Decode for Strict {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        Ok(Self { id: node.object()?.field("id")? })
    }
}

fn get(server: &Server) -> Request {
    HttpClient::builder(&server.url).build().unwrap().get("getApp", "/app")
}

#[tokio::test]
async fn empty_bodies() {
    for answer in [
        reply("204 No Content", "", ""),
        reply("200 OK", "", ""),
        reply("200 OK", "Content-Type: application/json\r\n", " \r\n"),
        reply("200 OK", "Content-Type: text/html\r\n", ""),
    ] {
        let server = Server::raw(answer).await;
        let set = || HttpClient::builder(&server.url).build().unwrap().put("setApp", "/app");
        assert_eq!(set().json::<App>().await.unwrap(), App { id: None });
        assert_eq!(set().json::<Vec<App>>().await.unwrap(), []);
        assert_eq!(set().unwrap_member("apps").json::<Vec<App>>().await.unwrap(), []);
        assert_eq!(set().unwrap_forms("app").json::<App>().await.unwrap(), App { id: None });
        assert_eq!(set().json::<BTreeMap<String, i64>>().await.unwrap(), BTreeMap::new());
        assert_eq!(set().json::<Value>().await.unwrap(), json!({}));
        assert_eq!(get(&server).json::<Option<App>>().await.unwrap(), None);
        get(&server).json::<()>().await.unwrap();
        get(&server).empty().await.unwrap();
        assert_eq!(get(&server).text().await.unwrap().trim(), "");
        for error in [
            get(&server).json::<Vec<App>>().await.unwrap_err(),
            get(&server).json::<Strict>().await.unwrap_err(),
            get(&server).unwrap_member("app").json::<Strict>().await.unwrap_err(),
        ] {
            let Error::Decode(error) = error else { panic!("{error}") };
            assert!(
                error
                    .to_string()
                    .starts_with("getApp: unexpected answer: expected JSON, found an empty answer")
            );
        }
    }
}

#[tokio::test]
async fn html_where_json_is_expected() {
    let page = "<!DOCTYPE html><html><body>Please log in</body></html>";
    let server =
        Server::raw(reply("200 OK", "Content-Type: text/html; charset=utf-8\r\n", page)).await;
    let error = get(&server).json::<App>().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "getApp: unexpected answer: expected JSON, found an HTML page `{page}` (GET /app, 200 OK)"
        )
    );
    assert_eq!(error.status().unwrap().as_u16(), 200);
    assert_eq!(error.body().unwrap(), page.as_bytes());
    assert_eq!(error.headers().unwrap()["content-type"], "text/html; charset=utf-8");
}

#[tokio::test]
async fn json_under_another_media_type() {
    for content_type in [
        "text/plain",
        "text/html",
        "application/octet-stream",
        "application/vnd.x+json",
        "nonsense",
    ] {
        let server = Server::raw(reply(
            "200 OK",
            &format!("Content-Type: {content_type}\r\n"),
            r#"{"id": "a"}"#,
        ))
        .await;
        assert_eq!(get(&server).json::<Strict>().await.unwrap().id, "a", "{content_type}");
    }
    let server = Server::raw(reply("201 Created", "", "\u{feff}{\"id\": \"a\"}")).await;
    assert_eq!(get(&server).json::<Strict>().await.unwrap().id, "a");
}

#[tokio::test]
async fn not_json() {
    let server = Server::json("{\"id\": ").await;
    let error = get(&server).json::<App>().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "getApp: unexpected answer: expected JSON, found text that is not (EOF while parsing a value at line 1 column 7) \
         `{\"id\": ` (GET /app, 200 OK)"
    );
    let server = Server::json(&format!("{}{}", "[".repeat(100_000), "]".repeat(100_000))).await;
    assert!(matches!(get(&server).json::<Value>().await, Err(Error::Decode(_))));
}

#[tokio::test]
async fn long_answers_are_shown_in_part_and_kept_in_full() {
    let body = format!("{{\"id\": [\"{}\"]}}", "x".repeat(100_000));
    let server = Server::json(&body).await;
    let error = get(&server).json::<App>().await.unwrap_err();
    assert!(error.to_string().len() < 300 && format!("{error:?}").len() < 1000);
    assert_eq!(error.body().unwrap(), body.as_bytes());
    let Error::Decode(error) = error else { panic!() };
    assert_eq!(
        (error.fault().pointer().as_str(), error.fault().expected(), error.fault().found()),
        ("/id", "a string", "an array")
    );
    assert!(std::error::Error::source(&*error).is_some());
}

#[tokio::test]
async fn a_body_where_none_is_documented() {
    for body in ["{}", "[1", "<a>", ""] {
        let server = Server::json(body).await;
        get(&server).empty().await.unwrap();
    }
}

#[tokio::test]
async fn members_are_unwrapped() {
    let server = Server::json(r#"{"apps": [], "app": {"id": 7}, "nothing": null}"#).await;
    assert_eq!(get(&server).unwrap_member("apps").json::<Vec<App>>().await.unwrap(), []);
    assert!(get(&server).unwrap_member("none").json::<Option<App>>().await.is_err());
    assert_eq!(get(&server).unwrap_member("nothing").json::<Option<App>>().await.unwrap(), None);
    for (member, pointer) in [("app", "/app/id"), ("none", "/none"), ("nothing", "/nothing")] {
        let Err(Error::Decode(error)) = get(&server).unwrap_member(member).json::<Strict>().await
        else {
            panic!()
        };
        assert_eq!(error.fault().pointer(), pointer);
    }
    let server = Server::json("[]").await;
    assert!(get(&server).unwrap_member("apps").json::<Vec<App>>().await.is_err());
}

#[tokio::test]
async fn a_list_that_may_be_wrapped() {
    for body in [r#"[{"id": "a"}]"#, r#"{"apps": [{"id": "a"}]}"#] {
        let server = Server::json(body).await;
        let apps = get(&server).unwrap_forms("apps").json::<Vec<Strict>>().await.unwrap();
        assert_eq!(apps, [Strict { id: "a".to_owned() }], "{body}");
    }
}

/// A text stands for a JSON string where that is all that was asked for, not for the member of an envelope; and HTML is
/// never such a text, whole page or not.
#[tokio::test]
async fn a_text_is_no_envelope_and_html_is_no_text() {
    for (media_type, body) in [
        ("text/html", "<h1>Welcome</h1>"),
        ("text/html", "{}"),
        ("text/plain", "9.0.15"),
        ("text/plain", "{}"),
        ("text/plain", "[\"9.0.15\"]"),
    ] {
        let headers = format!("Content-Type: {media_type}\r\n");
        let server = Server::raw(reply("200 OK", &headers, body)).await;
        let decoded = get(&server).unwrap_member("version").json::<String>().await;
        assert!(matches!(decoded, Err(Error::Decode(_))), "{media_type} {body}: {decoded:?}");
    }
    let server = Server::raw(reply("200 OK", "Content-Type: text/html\r\n", "<h1>Welcome</h1>"));
    let decoded = get(&server.await).json::<String>().await;
    assert!(matches!(decoded, Err(Error::Decode(_))), "{decoded:?}");
    let server = Server::raw(reply("200 OK", "Content-Type: text/plain\r\n", "9.0.15"));
    assert_eq!(get(&server.await).json::<String>().await.unwrap(), "9.0.15");
}

#[tokio::test]
async fn text_and_bytes() {
    let server = Server::raw(open("200 OK", "", b"a\xffb")).await;
    assert_eq!(get(&server).text().await.unwrap(), "a\u{fffd}b");
    let raw = get(&server).json::<App>().raw().await.unwrap();
    assert_eq!(raw.value, Bytes::from_static(b"a\xffb"));
    let raw = get(&server).download("").raw().await.unwrap();
    assert_eq!(raw.value, Bytes::from_static(b"a\xffb"));
    assert_eq!(server.received()[0].header("accept"), Some("text/plain, */*;q=0.5"));
}

#[tokio::test]
async fn head_has_a_length_but_no_body() {
    let server =
        Server::raw("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\nConnection: close\r\n\r\n").await;
    let http = HttpClient::builder(&server.url).build().unwrap();
    let response = http.head("op", "/").empty().with_response().await.unwrap();
    assert_eq!(response.header("content-length"), Some("1000"));
}

#[tokio::test]
async fn a_call_can_run_in_a_task() {
    let server = Server::json(r#"{"id": "a"}"#).await;
    let call = get(&server).json::<Strict>();
    assert_eq!(format!("{call:?}"), "Call(getApp GET /app)");
    let app = tokio::spawn(async move { call.await }).await.unwrap().unwrap();
    assert_eq!(app.id, "a");
}

#[tokio::test]
async fn nothing_is_sent_before_it_is_awaited() {
    let server = Server::json("{}").await;
    drop(get(&server).json::<App>());
    drop(get(&server).json::<App>().with_response());
    get(&server).empty().await.unwrap();
    assert_eq!(server.received().len(), 1);
}

/// An answer that has begun may have no end: it is not asked for again.
#[tokio::test]
async fn an_answer_that_has_begun_is_asked_for_once() {
    let events = open("200 OK", "Content-Type: application/json\r\n", "{\"a\": 1}\n");
    let server = Server::script(vec![vec![Step::Send(events), Step::Hang]]).await;
    let limit = std::time::Duration::from_millis(500);
    let error = get(&server).json::<Value>().timeout(limit).await.unwrap_err();
    assert!(error.to_string().contains("it had begun to arrive"), "{error}");
    assert!(error.is_timeout() && !error.is_retryable());
    server.only();
}
