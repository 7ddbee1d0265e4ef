//! Responses whose status and media type say what they are.

use crate::server::{Server, reply};
use crate::*;

#[tokio::test]
async fn answer_by_status() {
    use answer_by_status::api::orders::{AddAnswer, GetAnswer};
    let client = async |status: &str, media: &str, body: &str| {
        let head =
            if media.is_empty() { String::new() } else { format!("Content-Type: {media}\r\n") };
        let server = Server::raw(reply(status, &head, body)).await;
        let orders = answer_by_status::Client::builder(&server.url).build().unwrap().orders();
        (server, orders)
    };
    let json = "application/json";
    // The body fits both types.
    for (status, expected) in [
        ("200 OK", r#"Ok(Known { id: "1", etag: None })"#),
        ("201 Created", r#"Created(Made { id: "1", location: None })"#),
        ("202 Accepted", r#"Created(Made { id: "1", location: None })"#),
        // One that is not described is read as the first.
        ("207 Several", r#"Ok(Known { id: "1", etag: None })"#),
    ] {
        for media in [json, "", "application/vnd.x+json"] {
            let (server, orders) = client(status, media, r#"{"id": "1"}"#).await;
            assert_eq!(format!("{:?}", orders.add().await.unwrap()), expected, "{status} {media}");
            assert_eq!(server.only().header("accept"), Some(json));
        }
    }
    let (_server, orders) = client("204 No Content", "", "").await;
    assert_eq!(orders.add().await.unwrap(), AddAnswer::NoContent);
    let (_server, orders) = client("203 Of Others", json, r#"[{"id": "1"}]"#).await;
    assert!(
        matches!(orders.get("1").await.unwrap(), GetAnswer::NonAuthoritative(it) if it.len() == 1)
    );
    let (_server, orders) = client("206 Part", json, r#"{"note": "n"}"#).await;
    assert!(matches!(orders.get("1").await.unwrap(), GetAnswer::Success(it) if it.note == "n"));
    let (server, orders) = client("200 OK", "image/png", "png").await;
    let GetAnswer::OkBinary(picture) = orders.get("1").await.unwrap() else { panic!() };
    assert_eq!(&picture.bytes().await.unwrap()[..], b"png");
    assert_eq!(server.only().header("accept"), Some("application/json, image/png"));
}

#[tokio::test]
async fn responses_of_other_media() {
    use responses_of_other_media::api::media::{ArchiveAnswer, PictureAnswer};
    use responses_of_other_media::types::Level;
    let client = async |media: &str, body: &str| {
        let server =
            Server::raw(reply("200 OK", &format!("Content-Type: {media}\r\n"), body)).await;
        let client = responses_of_other_media::Client::builder(&server.url).build().unwrap();
        (server, client.media())
    };
    let json = "application/json";
    // Bytes beside JSON.
    let (server, media) = client("image/png", "png").await;
    let PictureAnswer::Binary(picture) = media.picture().await.unwrap() else { panic!() };
    assert_eq!(&picture.bytes().await.unwrap()[..], b"png");
    assert_eq!(server.only().header("accept"), Some("application/json, image/png"));
    let (_server, media) = client(json, r#"{"url": "u"}"#).await;
    assert!(matches!(media.picture().await.unwrap(), PictureAnswer::Json(it) if it.url == "u"));
    let (server, media) = client("application/zip", "zip").await;
    assert!(matches!(media.archive().await.unwrap(), ArchiveAnswer::Binary(_)));
    assert_eq!(server.only().header("accept"), Some("application/json, application/zip"));
    // Nothing but bytes; and a response to `HEAD`, which has none.
    let (_server, media) = client("application/x-tar", "tar").await;
    assert_eq!(&media.export().await.unwrap().bytes().await.unwrap()[..], b"tar");
    let (_server, media) = client(json, "").await;
    media.check_picture().await.unwrap();
    // A string in JSON, or as text.
    for (content_type, body, expected) in [
        ("text/plain", "line one\nline \"two\"\n", "line one\nline \"two\"\n"),
        ("text/plain; charset=utf-8", "\"a\"", "\"a\""),
        ("text/plain", "17", "17"),
        ("text/plain", "", ""),
        (json, "\"line one\\n\"", "line one\n"),
    ] {
        let (server, media) = client(content_type, body).await;
        assert_eq!(media.log().await.unwrap(), expected);
        assert_eq!(server.only().header("accept"), Some("text/plain, application/json"));
    }
    for (content_type, body) in [("text/plain", "low"), (json, "\"low\"")] {
        let (_server, media) = client(content_type, body).await;
        assert_eq!(media.level().await.unwrap(), Level::Low);
    }
    let page = "<!DOCTYPE html><p>Please log in.</p>";
    for (content_type, body, expected) in [
        ("text/html; charset=utf-8", "tom", Some("tom")),
        ("text/html", "\"tom\"", Some("tom")),
        ("text/plain", "17", Some("17")),
        ("text/html", page, None),
        (json, "tom", None),
        (json, "17", None),
    ] {
        let (_server, media) = client(content_type, body).await;
        assert_eq!(media.name().await.ok().as_deref(), expected, "{content_type} {body}");
    }
}

#[tokio::test]
async fn swagger_bytes_without_a_schema() {
    let server = Server::raw(reply("200 OK", "Content-Type: application/x-tar\r\n", "tar")).await;
    let client = swagger_bytes_without_a_schema::Client::builder(&server.url).build().unwrap();
    let archive = client.containers().archive("c").await.unwrap();
    assert_eq!(&archive.bytes().await.unwrap()[..], b"tar");
    client.containers().put_archive("c").await.unwrap();
    client.containers().stop("c").await.unwrap();
    client.containers().check_archive("c").await.unwrap();
}

#[tokio::test]
async fn streams_called_json() {
    let client = async |body: &str| {
        let server = Server::json(body).await;
        let client = streams_called_json::Client::builder(&server.url).build().unwrap();
        (server, client.system())
    };
    let (server, system) = client("{\"action\": \"start\"}\n{\"action\": \"stop\"}\n").await;
    let mut events = system.system_events().await.unwrap();
    assert_eq!(events.next().await.unwrap().unwrap().action, "start");
    assert_eq!(events.next().await.unwrap().unwrap().action, "stop");
    assert!(events.next().await.is_none());
    assert_eq!(server.only().header("accept"), Some("application/json"));
    let (_server, system) =
        client("{\"action\": \"a\"}{\n  \"action\": \"b\"\n}\n{\"action\": 5}").await;
    let mut events = system.system_events().await.unwrap();
    assert_eq!(events.next().await.unwrap().unwrap().action, "a");
    assert_eq!(events.next().await.unwrap().unwrap().action, "b");
    let error = events.next().await.unwrap().unwrap_err().to_string();
    assert!(error.contains("line 4: /action: expected a string, found an integer"), "{error}");
    assert!(events.next().await.is_none());
    let (_server, system) =
        client("{\"result\": {\"action\": \"a\"}}\n{\"error\": {\"message\": \"gone\"}}\n").await;
    let mut watch = system.watch().await.unwrap();
    assert_eq!(watch.next().await.unwrap().unwrap().result.unwrap().action, "a");
    let end = watch.next().await.unwrap().unwrap();
    assert_eq!(end.error.unwrap().message.as_deref(), Some("gone"));
    // Where nothing is described, the values are JSON: a failure inside of a 200 is seen, not dropped.
    let (server, system) = client("{\"stream\": \"Step 1\"}\n{\"error\": \"COPY failed\"}\n").await;
    let mut build = system.system_build().await.unwrap();
    assert_eq!(build.next().await.unwrap().unwrap()["stream"], "Step 1");
    assert_eq!(build.next().await.unwrap().unwrap()["error"], "COPY failed");
    assert!(build.next().await.is_none());
    assert_eq!(server.only().header("accept"), Some("application/json"));
}
