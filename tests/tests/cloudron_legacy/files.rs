//! What is no JSON: logs, streams of them, and the server's logo.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::http::HeaderMap;
use cloudron_legacy::types::{LogFormat, LogLine, ServiceName};
use cloudron_legacy::{Error, Event, EventStream, Upload, json};
use futures_util::TryStreamExt;
use tests::description_server::Answer;
use tests::loopback::Loopback;

use super::{answering, client, generated};

const LOG: &str = "{\"message\":\"one\"}\n{\"message\":\"two\"}\r\nand what was broken o";

/// The first bytes of a PNG, which are no text.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\xff\xfe--\r\n";

const STREAM: &str = concat!(
    "id: 1\ndata: {\"realtimeTimestamp\":1603382639000000,\"message\":\"Starting\",\"source\":\"blog\"}\n\n",
    ": a comment\r\n\r\nid: 2\r\ndata: {\"realtimeTimestamp\":\"1603382642500000\",\"message\":[71,69,84]}\r\n\r\n",
    "data: {\"message\":null,\ndata: \"new\":1}\n\n",
);

#[tokio::test]
async fn logs_are_downloaded() {
    let (_server, client) = answering(Answer::raw(200, "application/x-logs", LOG)).await;
    let log = client.apps().logs("blog").lines(3).format(LogFormat::Json).await.expect("a log");
    assert_eq!(log.content_type(), Some("application/x-logs"));
    assert_eq!(log.text().await.expect("text"), LOG);
    let log = client.tasks().logs("295").await.expect("a log");
    assert_eq!(log.text().await.expect("text"), LOG);
    let log = client.services().logs(ServiceName::Mysql).await.expect("a log");
    let lines: Vec<String> = log.lines().try_collect().await.expect("lines");
    assert_eq!(lines, ["{\"message\":\"one\"}", "{\"message\":\"two\"}", "and what was broken o"]);
}

#[tokio::test]
async fn an_empty_log() {
    let (_server, client) = answering(Answer::raw(200, "application/x-logs", "")).await;
    let log = client.apps().logs("blog").await.expect("a log");
    assert_eq!(log.text().await.expect("text"), "");
}

#[tokio::test]
async fn the_log_of_nobody_is_an_error() {
    let body = json!({ "status": "Not Found", "message": "No such app" });
    let (_server, client) = answering(Answer::json(404, &body)).await;
    let error = client.apps().logs("nobody").await.expect_err("no log");
    assert!(error.is_not_found() && error.to_string().contains("No such app"), "{error}");
}

#[tokio::test]
async fn the_log_of_an_app_is_followed() {
    let (_server, client) = answering(Answer::raw(200, "text/event-stream", STREAM)).await;
    three_lines(client.apps().logstream("blog").lines(3).await).await;
}

#[tokio::test]
async fn the_log_of_a_task_is_followed() {
    let (_server, client) = answering(Answer::raw(200, "text/event-stream", STREAM)).await;
    three_lines(client.tasks().logstream("295").await).await;
}

#[tokio::test]
async fn the_log_of_a_service_is_followed() {
    let (_server, client) = answering(Answer::raw(200, "text/event-stream", STREAM)).await;
    three_lines(client.services().logstream(ServiceName::Mail).await).await;
}

async fn three_lines(events: Result<EventStream<LogLine>, Error>) {
    let events: Vec<Event<LogLine>> =
        events.expect("a stream").try_collect().await.expect("three lines");
    let ids: Vec<_> = events.iter().map(|it| it.id.as_deref()).collect();
    assert_eq!(ids, [Some("1"), Some("2"), Some("2")]);
    assert_eq!(events[0].data.source.as_deref(), Some("blog"));
    let messages: Vec<_> = events.into_iter().map(|it| it.data.message).collect();
    assert_eq!(messages, [Some(json!("Starting")), Some(json!([71, 69, 84])), None]);
}

/// Plain lines are no `LogLine`s: whoever asks for them as events is told so.
#[tokio::test]
async fn an_event_that_is_plain_text_is_an_error() {
    let stream = "id: 1\ndata: Starting Apache\n\n";
    let (_server, client) = answering(Answer::raw(200, "text/event-stream", stream)).await;
    let events = client.apps().logstream("blog").format(LogFormat::Plain).await.expect("a stream");
    let error = events.try_collect::<Vec<_>>().await.expect_err("no JSON");
    assert!(error.to_string().contains("Starting Apache"), "{error}");
}

#[tokio::test]
async fn the_logo_is_downloaded_byte_for_byte() {
    let (_server, client) = answering(Answer::raw(200, "image/png", PNG)).await;
    let logo = client.settings().cloudron_avatar().await.expect("a logo");
    assert_eq!((logo.content_type(), logo.content_length()), (Some("image/png"), Some(16)));
    assert_eq!(logo.bytes().await.expect("bytes"), PNG);
}

#[tokio::test]
async fn the_logo_is_uploaded_as_the_description_says() {
    let generated = generated();
    let pair = generated.pair().await;
    let upload = Upload::bytes("PNG bytes of the new logo").file_name("logo.png");
    pair.client.settings().set_cloudron_avatar(upload).await.expect("nothing");
    assert_eq!(pair.server.violations(), []);
    let other = Upload::bytes("bytes of another logo").file_name("logo.png");
    let error = pair.client.settings().set_cloudron_avatar(other).await.expect_err("another logo");
    assert!(error.to_string().contains("part `avatar` holds \"bytes of another"), "{error}");
}

#[tokio::test]
async fn the_logo_is_uploaded_byte_for_byte() {
    let received = Arc::new(Mutex::new(None));
    let record = Arc::clone(&received);
    let router = Router::new().fallback(move |headers: HeaderMap, body: Bytes| {
        *record.lock().expect("no panic") = Some((headers, body));
        std::future::ready("{}")
    });
    let server = Loopback::serve(router).await;
    let client = client(server.origin(), "token");
    let upload = Upload::bytes(PNG).file_name("logo.png");
    client.settings().set_cloudron_avatar(upload).await.expect("nothing");
    let (headers, body) = received.lock().expect("no panic").take().expect("a request");
    let content_type = headers["content-type"].to_str().expect("text");
    let boundary = content_type.strip_prefix("multipart/form-data; boundary=").expect(content_type);
    let end = [b"\r\n--", boundary.as_bytes(), b"--\r\n"].concat();
    let begin = body.strip_suffix(end.as_slice()).and_then(|it| it.strip_suffix(PNG));
    let begin = String::from_utf8(begin.expect("the logo at the end").to_vec()).expect("headers");
    assert!(
        begin.starts_with(&format!("--{boundary}\r\n")) && begin.ends_with("\r\n\r\n"),
        "{begin}"
    );
    for word in ["name=\"avatar\"", "filename=\"logo.png\""] {
        assert!(begin.contains(word), "{begin}");
    }
}
