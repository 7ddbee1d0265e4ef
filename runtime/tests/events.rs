//! Server-sent events over the wire; the parser has tests of its own.

mod support;

use futures_util::StreamExt as _;
use openapi_runtime::{Call, Error, EventStream, HttpClient, Value, json};
use support::{Server, Step, open, reply};

const STREAM: &str = "Content-Type: text/event-stream\r\n";

fn call<T: openapi_runtime::Decode>(server: &Server) -> Call<EventStream<T>> {
    let http = HttpClient::builder(&server.url).reconnects(0).build().unwrap();
    http.get("op", "/events").events()
}

#[tokio::test]
async fn everything_about_an_event() {
    let text = "\u{feff}: hello\r\nevent: added\r\nid: 1\r\nretry: 10\r\ndata: {\"a\":\r\ndata: 1}\r\n\r\ndata: 2\r\n\r\ndata: 3";
    let server = Server::raw(open("200 OK", STREAM, text)).await;
    let mut events = call::<Value>(&server).await.unwrap();
    assert_eq!(events.headers()["content-type"], "text/event-stream");
    let event = events.next().await.unwrap().unwrap();
    assert_eq!(
        (event.data, event.event.as_deref(), event.id.as_deref()),
        (json!({"a": 1}), Some("added"), Some("1"))
    );
    assert_eq!(event.retry.unwrap().as_millis(), 10);
    let event = events.next().await.unwrap().unwrap();
    assert_eq!(
        (event.data, event.event, event.id.as_deref(), event.retry),
        (json!(2), None, Some("1"), None)
    );
    // The third was cut.
    assert!(events.next().await.is_none());
}

#[tokio::test]
async fn data_that_does_not_decode_is_an_item() {
    let server =
        Server::raw(open("200 OK", STREAM, "data: 1\n\ndata: x\n\ndata: \"y\"\n\ndata: 4\n\n"))
            .await;
    let events: Vec<_> = call::<i64>(&server).await.unwrap().collect().await;
    assert_eq!(events.len(), 4);
    assert_eq!(events[0].as_ref().unwrap().data, 1);
    let Err(Error::Decode(error)) = &events[1] else { panic!() };
    assert_eq!((error.operation().id(), error.body()), ("op", b"x".as_slice()));
    assert!(events[2].is_err());
    assert_eq!(events[3].as_ref().unwrap().data, 4);
}

#[tokio::test]
async fn texts() {
    let server = Server::raw(open(
        "200 OK",
        STREAM,
        "data: plain\n\ndata: \"json\"\n\ndata: 5\n\ndata:\n\n",
    ))
    .await;
    let events = call::<String>(&server).await.unwrap().map(|event| event.unwrap().data);
    assert_eq!(events.collect::<Vec<_>>().await, ["plain", "json", "5", ""]);
}

#[tokio::test]
async fn events_come_as_soon_as_they_are_complete() {
    let begun = open("200 OK", STREAM, "data: 1\n\ndata: 2\n");
    let server = Server::script(vec![vec![Step::Send(begun), Step::Hang]]).await;
    let mut events = call::<i64>(&server).await.unwrap();
    assert_eq!(events.next().await.unwrap().unwrap().data, 1);
    let (task, waker) = (events.next(), futures_util::task::noop_waker());
    assert!(std::pin::pin!(task).poll(&mut std::task::Context::from_waker(&waker)).is_pending());
}

#[tokio::test]
async fn a_stream_that_breaks_off() {
    let server = Server::raw(open(
        "200 OK",
        "Transfer-Encoding: chunked\r\n",
        "9\r\ndata: 1\n\n\r\n9\r\ndata",
    ))
    .await;
    let events: Vec<_> = call::<i64>(&server).await.unwrap().collect().await;
    assert_eq!(events.len(), 2);
    assert_eq!(events[0].as_ref().unwrap().data, 1);
    assert!(matches!(&events[1], Err(Error::Body(_))));
}

#[tokio::test]
async fn an_event_that_is_too_long() {
    let long = format!("data: 1\n\ndata: {}\n\ndata: 2\n\n", "x".repeat(2 * 1024 * 1024));
    let server = Server::raw(open("200 OK", STREAM, long)).await;
    let events: Vec<_> = call::<i64>(&server).await.unwrap().collect().await;
    assert_eq!(events.len(), 2);
    assert!(events[1].as_ref().unwrap_err().to_string().contains("an event is longer than 1 MiB"));
}

#[tokio::test]
async fn not_a_stream_of_events() {
    let server = Server::raw(reply("200 OK", "Content-Type: text/html\r\n", "<html>")).await;
    let error = call::<i64>(&server).await.unwrap_err();
    assert!(
        error.to_string().contains("expected a stream of events, found an HTML page"),
        "{error}"
    );
    let server = Server::raw(reply("403 Forbidden", "", "no")).await;
    assert!(call::<i64>(&server).await.unwrap_err().is_forbidden());
    let server = Server::raw(reply("204 No Content", "", "")).await;
    assert!(call::<i64>(&server).await.unwrap().next().await.is_none());
}
