//! Logs are those of servers: no `Last-Event-ID`, the last lines on every connection, ids that mean little.

use reqwest::{Method, Response};
use serde_json::{Value, json};
use tests::events::events;
use tests::fake_cloudron::FakeCloudron;

use super::{Visitor, WORDPRESS};

impl Visitor {
    async fn follow(&self, path: &str, accept: &str) -> Response {
        let url = format!("{}{path}", self.fake.url());
        let request = self.http.get(url).bearer_auth(FakeCloudron::TOKEN);
        let request = request.header("accept", accept).header("last-event-id", "1795341604000000");
        request.send().await.expect("an answer")
    }
}

/// Reads until a text comes.
async fn until(stream: &mut Response, text: &str) -> String {
    let mut read = String::new();
    while !read.contains(text) {
        let chunk = stream.chunk().await.expect("bytes").expect("the stream goes on");
        read.push_str(std::str::from_utf8(&chunk).expect("text"));
    }
    read
}

#[tokio::test]
async fn a_log_is_followed_while_it_is_written() {
    let visitor = Visitor::new().await;
    let started = visitor.install(WORDPRESS, "blog", 202).await;
    let path = format!("/apps/{}", started["id"].as_str().expect("an id"));
    let mut stream = visitor.follow(&format!("{path}/logstream"), "text/event-stream").await;
    assert_eq!(stream.headers()["content-type"], "text/event-stream");
    assert_eq!(stream.headers()["cache-control"], "no-cache");
    assert!(stream.headers().get("content-length").is_none());
    visitor.finish(&started["taskId"]).await;
    let text = until(&mut stream, "GET / 200\",").await;
    assert!(text.starts_with("retry: 3000\nid: 17953416"), "{text}");
    assert_eq!(text.matches("\n\n").count(), text.matches("data:").count(), "{text}");
    assert!(!text.contains("event:"), "{text}");
}

/// Whoever connects again gets the last lines again.
#[tokio::test]
async fn every_connection_begins_anew() {
    let visitor = Visitor::new().await;
    let path = visitor.running_app().await;
    let mut texts = Vec::new();
    for _ in 0..2 {
        let path = format!("{path}/logstream?lines=1");
        let mut stream = visitor.follow(&path, "text/event-stream").await;
        texts.push(until(&mut stream, "\n\n").await);
    }
    assert_eq!(texts[0], texts[1]);
    let seen = events(&texts[0]);
    assert_eq!(seen.len(), 1);
    let data: Value = serde_json::from_str(&seen[0].data).expect("JSON");
    assert_eq!(data["message"], "GET / 200");
    assert_eq!(seen[0].id, Some(data["realtimeTimestamp"].to_string()));
}

/// The ids of an app's log are times, which two lines may share.
#[tokio::test]
async fn two_lines_may_share_an_id() {
    let visitor = Visitor::new().await;
    let path = visitor.running_app().await;
    let path = format!("{path}/logstream?lines=2");
    let text = until(&mut visitor.follow(&path, "text/event-stream").await, "GET / 200").await;
    let text = format!("{}\n\n", text.trim_end());
    let ids: Vec<_> = events(&text).into_iter().map(|it| it.id).collect();
    assert!(ids.len() == 2 && ids[0].is_some() && ids[0] == ids[1], "{text}");
}

/// The ids of tasks, services and the system are one word.
#[tokio::test]
async fn ids_of_other_logs_are_of_no_use() {
    let visitor = Visitor::new().await;
    visitor.running_app().await;
    for path in ["/tasks/295", "/services/mysql", "/system"] {
        let path = match path {
            "/system" => "/system/logstream/box?lines=1".to_owned(),
            _ => format!("{path}/logstream?lines=1"),
        };
        let text = until(&mut visitor.follow(&path, "text/event-stream").await, "\n\n").await;
        assert_eq!(events(&text)[0].id.as_deref(), Some("undefined"), "{text}");
    }
}

#[tokio::test]
async fn a_log_is_downloaded() {
    let visitor = Visitor::new().await;
    let path = visitor.running_app().await;
    let log = visitor.send(Method::GET, &format!("{path}/logs?lines=1&format=short"), None).await;
    assert_eq!(log.headers()["content-disposition"], "attachment; filename=\"log.txt\"");
    let text = log.text().await.expect("text");
    assert!(text.starts_with("2026-11-22T10:") && text.ends_with(".000Z GET / 200\n"), "{text}");
    let task = visitor.send(Method::GET, "/tasks/295/logs?lines=-1", None).await;
    let text = task.text().await.expect("text");
    let lines: Vec<Value> =
        text.lines().map(|it| serde_json::from_str(it).expect("JSON")).collect();
    let messages: Vec<_> = lines.iter().map(|it| it["message"].as_str().expect("text")).collect();
    assert_eq!(messages, ["Queued", "Downloading image", "Setting up addons", "Done"]);
    assert_eq!(lines[0]["source"], json!("295"));
}

#[tokio::test]
async fn what_cannot_be_followed_is_refused() {
    let visitor = Visitor::new().await;
    let cases = [
        ("/services/mysql/logstream", "*/*", 400),
        ("/services/mysql/logstream", "text/event-stream, */*", 400),
        ("/services/mysql/logstream?lines=ten", "text/event-stream", 400),
        ("/services/oracle/logstream", "text/event-stream", 404),
        ("/system/logstream/kernel", "text/event-stream", 404),
        ("/apps/none/logstream", "text/event-stream", 404),
        ("/tasks/1/logstream", "text/event-stream", 404),
    ];
    for (path, accept, status) in cases {
        assert_eq!(visitor.follow(path, accept).await.status().as_u16(), status, "{path} {accept}");
    }
}
