//! What a call hands over.

use openapi_runtime::{Error, json};

use super::silent;
use crate::server::{Server, open, reply};
use crate::*;

#[tokio::test]
async fn download() {
    let server = Server::raw(reply(
        "200 OK",
        "Content-Type: application/octet-stream\r\n",
        [0, 159, 146, 150],
    ))
    .await;
    let backups = download::Client::builder(&server.url).build().unwrap().backups();
    let backup = backups.download("b").part(2).await.unwrap();
    assert_eq!(&backup.bytes().await.unwrap()[..], [0, 159, 146, 150]);
    let received = server.only();
    assert_eq!(received.target, "/backups/b?part=2");
    assert!(received.header("accept").unwrap().starts_with("application/octet-stream"));
    backups.icon().await.unwrap();
    assert!(server.received()[1].header("accept").unwrap().starts_with("image/png, image/jpeg"));
}

#[tokio::test]
async fn text_download() {
    let server = Server::raw(reply("200 OK", "Content-Type: text/plain\r\n", "one\ntwo")).await;
    let logs = text_download::Client::builder(&server.url).build().unwrap().logs();
    assert_eq!(logs.get().await.unwrap().text().await.unwrap(), "one\ntwo");
    let mut lines = logs.get().await.unwrap().lines();
    assert_eq!(lines.next().await.unwrap().unwrap(), "one");
}

#[tokio::test]
async fn event_stream() {
    let stream = "data: {\"title\": \"a\"}\n\nid: 7\ndata: {\"title\": \"b\"}\n\n";
    let server = Server::raw(open("200 OK", "Content-Type: text/event-stream\r\n", stream)).await;
    let client = event_stream::Client::builder(&server.url).build().unwrap();
    let mut events = client.news().watch().topic("x").await.unwrap();
    assert_eq!(events.next().await.unwrap().unwrap().data.title, "a");
    let event = events.next().await.unwrap().unwrap();
    assert_eq!((event.data.title.as_str(), event.id.as_deref()), ("b", Some("7")));
    assert!(events.next().await.is_none());
    assert!(server.only().header("accept").unwrap().starts_with("text/event-stream"));

    let server =
        Server::raw(open("200 OK", "Content-Type: text/event-stream\r\n", "data: {\"at\": 3}\n\n"))
            .await;
    let client = event_stream::Client::builder(&server.url).build().unwrap();
    let mut ticks = client.news().watch_ticks().await.unwrap();
    assert_eq!(ticks.next().await.unwrap().unwrap().data.at, 3);
}

#[tokio::test]
async fn answer_by_content_type() {
    use answer_by_content_type::api::icons::GetAnswer;
    let server = Server::json(r#"{"url": "x"}"#).await;
    let client = answer_by_content_type::Client::builder(&server.url).build().unwrap();
    let GetAnswer::Json(link) = client.icons().get().await.unwrap() else { panic!("JSON") };
    assert_eq!(link.url, "x");
    assert!(server.only().header("accept").unwrap().starts_with("application/json, image/png"));

    let server = Server::raw(reply("200 OK", "Content-Type: image/png\r\n", "PNG")).await;
    let client = answer_by_content_type::Client::builder(&server.url).build().unwrap();
    let GetAnswer::Binary(icon) = client.icons().get().await.unwrap() else { panic!("bytes") };
    assert_eq!(&icon.bytes().await.unwrap()[..], b"PNG");

    use answer_by_content_type::api::icons::CreateChatAnswer;
    let server = Server::json(r#"{"text": "x"}"#).await;
    let client = answer_by_content_type::Client::builder(&server.url).build().unwrap();
    let CreateChatAnswer::Json(whole) = client.icons().create_chat(false).await.unwrap() else {
        panic!("JSON")
    };
    assert_eq!(whole.text, "x");
    assert_eq!(server.only().header("accept"), Some("application/json, text/event-stream"));
    let stream = "data: {\"delta\": \"a\"}\n\ndata: {\"delta\": \"b\"}\n\n";
    let server = Server::raw(open("200 OK", "Content-Type: text/event-stream\r\n", stream)).await;
    let client = answer_by_content_type::Client::builder(&server.url).build().unwrap();
    let CreateChatAnswer::Events(mut events) = client.icons().create_chat(true).await.unwrap()
    else {
        panic!("events")
    };
    assert_eq!(events.next().await.unwrap().unwrap().data.delta, "a");
    assert_eq!(events.next().await.unwrap().unwrap().data.delta, "b");
}

#[tokio::test]
async fn several_success_answers() {
    use several_success_answers::api::jobs::StartAnswer;
    for (status, body, expected) in [
        ("200 OK", r#"{"result": "r"}"#, r#"Ok(Done { result: "r" })"#),
        ("202 Accepted", r#"{"jobId": "j"}"#, r#"Accepted(Begun { job_id: "j" })"#),
        ("204 No Content", "", "NoContent"),
    ] {
        let headers = if body.is_empty() { "" } else { "Content-Type: application/json\r\n" };
        let server = Server::raw(reply(status, headers, body)).await;
        let jobs = several_success_answers::Client::builder(&server.url).build().unwrap().jobs();
        let answer: StartAnswer = jobs.start().await.unwrap();
        assert_eq!(format!("{answer:?}"), expected);
    }
    let server = Server::raw(reply(
        "206 Partial",
        "Content-Type: application/json\r\n",
        r#"{"jobId": "j"}"#,
    ))
    .await;
    let jobs = several_success_answers::Client::builder(&server.url).build().unwrap().jobs();
    assert_eq!(jobs.get().await.unwrap().job_id, "j");
    let server = Server::raw(reply("404 Not Found", "", r#"{"message": "no such job"}"#)).await;
    let jobs = several_success_answers::Client::builder(&server.url).build().unwrap().jobs();
    let error = jobs.get().await.unwrap_err();
    assert!(error.to_string().contains("404 Not Found: no such job"), "{error}");
}

#[tokio::test]
async fn documented_statuses() {
    use std::sync::{Arc, Mutex};
    let seen = Arc::new(Mutex::new(Vec::new()));
    for (status, body) in [("200 OK", "{}"), ("404 Not Found", ""), ("501 No", ""), ("418 Tea", "")]
    {
        let server = Server::raw(reply(status, "", body)).await;
        let notes = Arc::clone(&seen);
        let client = documented_statuses::Client::builder(&server.url)
            .observer(move |difference| notes.lock().unwrap().push(difference.to_string()))
            .build()
            .unwrap();
        let _outcome = client.pets().list().await;
        // What documents all others documents everything.
        let _outcome = client.pets().remove().await;
    }
    let expected = "listPets: a status that the description does not list: 418";
    assert_eq!(*seen.lock().unwrap(), [expected]);
}

#[tokio::test]
async fn unwrapped_answer() {
    let server = Server::json(r#"{"users": [{"id": "u"}]}"#).await;
    let users = unwrapped_answer::Client::builder(&server.url).build().unwrap().users();
    let found: Vec<unwrapped_answer::types::User> = users.list().await.unwrap();
    assert_eq!(found[0].id, "u");
    let server = Server::json(r#"{"next": "n"}"#).await;
    let users = unwrapped_answer::Client::builder(&server.url).build().unwrap().users();
    assert_eq!(users.page().await.unwrap().next, "n");
}

#[tokio::test]
async fn alternate_forms() {
    let forms = [
        json!({"name": "x"}),
        json!([{"name": "x"}]),
        json!({"group": {"name": "x"}}),
        json!({"group": [{"name": "x"}]}),
    ];
    for form in forms {
        let server = Server::json(&form.to_string()).await;
        let groups = alternate_forms::Client::builder(&server.url).build().unwrap().groups();
        assert_eq!(groups.get("g").await.unwrap().name, "x", "{form}");
    }
    let server = silent().await;
    let groups = alternate_forms::Client::builder(&server.url).build().unwrap().groups();
    assert!(matches!(groups.get("g").await.unwrap_err(), Error::Decode(_)));
}

#[tokio::test]
async fn lines_of_json() {
    use lines_of_json::types::Row;
    let text = "{\"id\": 1}\n{\"id\": 2, \"name\": \"b\"}\n";
    let media = "Content-Type: application/x-ndjson\r\n";
    let server = Server::raw(open("200 OK", media, text)).await;
    let rows = lines_of_json::Client::builder(&server.url).build().unwrap().rows();
    let mut lines = rows.export().await.unwrap();
    assert_eq!(lines.next().await.unwrap().unwrap(), Row::new(1));
    assert_eq!(lines.next().await.unwrap().unwrap(), Row::new(2).name("b"));
    assert!(lines.next().await.is_none());

    let media = "Content-Type: application/json-seq\r\n";
    let server = Server::raw(open("200 OK", media, "\u{1e}true\n\u{1e}false\n")).await;
    let rows = lines_of_json::Client::builder(&server.url).build().unwrap().rows();
    let mut done = rows.import([Row::new(1), Row::new(2).name("b")]).await.unwrap();
    assert!(done.next().await.unwrap().unwrap());
    assert!(!done.next().await.unwrap().unwrap());
    let received = server.only();
    assert_eq!(received.header("content-type"), Some("application/jsonl"));
    assert_eq!(received.text(), "{\"id\":1}\n{\"id\":2,\"name\":\"b\"}\n");
}

#[tokio::test]
async fn lenient_responses() {
    use lenient_responses::types::{RecordChange, ZoneKind};
    let body = r#"{"name": "a.", "kind": null, "servers": null, "records": [{"name": "www"}], "owner": 5}"#;
    let server = Server::json(body).await;
    let builder = || lenient_responses::Client::builder(&server.url);
    let zone = builder().build().unwrap().zones().get("a.").await.unwrap();
    assert_eq!((zone.kind, zone.serial, zone.signed), (ZoneKind::from(""), 0, false));
    assert!(zone.servers.is_empty() && zone.owner.is_none());
    assert_eq!(zone.records[0].change, RecordChange::from(""));

    let strict = builder().lenient(false).build().unwrap();
    let error = strict.zones().get("a.").await.unwrap_err().to_string();
    assert!(error.contains("/kind: expected a string, found null"), "{error}");
    assert!(error.contains("`lenient`"), "{error}");
}

#[tokio::test]
async fn described_redirects() {
    let to = |status: &str, more: &str| reply(status, &format!("Location: /home\r\n{more}"), "");
    let sessions = |server: &Server| {
        described_redirects::Client::builder(&server.url).build().unwrap().sessions()
    };
    let server = Server::raw(to("303 See Other", "Set-Cookie: session=1\r\n")).await;
    let response = sessions(&server).login().with_response().await.unwrap();
    assert_eq!(response.header("location"), Some("/home"));
    assert_eq!(response.header("set-cookie"), Some("session=1"));
    let error = sessions(&server).logout().await.unwrap_err();
    assert!(error.to_string().contains("a redirect to `/home`"), "{error}");
    assert_eq!(server.received().len(), 2);

    let server = Server::raw(reply("304 Not Modified", "", "")).await;
    sessions(&server).start().await.unwrap();

    let job = reply("200 OK", "Content-Type: application/json\r\n", r#"{"id": "a"}"#);
    let steps = [to("303 See Other", ""), job].map(|it| vec![crate::server::Step::Send(it)]);
    let server = Server::script(steps.to_vec()).await;
    assert_eq!(sessions(&server).add_job().await.unwrap().id, "a");
    assert_eq!(server.received()[1].method, "GET");
}
