//! What single dialects have: OpenAPI 3.2, and what Swagger 2.0 does not.

use openapi_runtime::json;

use super::{decode, sent, silent};
use crate::server::{Server, open};
use crate::*;

#[tokio::test]
async fn openapi_3_2() {
    use openapi_3_2::types::NoteSearch;
    let server = Server::json(r#"[{"text": "Milk", "place": {"town": "Ulm"}}]"#).await;
    let client = openapi_3_2::Client::builder(&server.url).bearer_token("t").build().unwrap();
    let search = NoteSearch::new("a b").limit(3);
    let notes = client.notes().list().search(&search).await.unwrap();
    assert_eq!(notes[0].place.as_ref().unwrap().town, "Ulm");
    assert_eq!(server.only().target, "/notes?text=a%20b&limit=3");

    let server = Server::json("[]").await;
    let client = openapi_3_2::Client::builder(&server.url).bearer_token("t").build().unwrap();
    assert!(client.notes().query("milk").await.unwrap().is_empty());
    assert_eq!(server.only().method, "QUERY");
    assert_eq!(sent(&server), json!({"about": "milk"}));

    // Methods are sent as they are written, whatever they are.
    let server = silent().await;
    let client = openapi_3_2::Client::builder(&server.url).bearer_token("t").build().unwrap();
    client.archive().purge_notes().await.unwrap();
    assert_eq!(server.only().method, "PURGE");
    let server = silent().await;
    let client = openapi_3_2::Client::builder(&server.url).bearer_token("t").build().unwrap();
    client.archive().copy_notes().session("x").await.unwrap();
    let request = server.only();
    assert_eq!((&*request.method, request.header("cookie")), ("copyAll", Some("session=x")));
}

#[tokio::test]
async fn streams_of_items() {
    use streams_of_items::types::{Row, WatchAllAnswer};
    let media = "Content-Type: application/jsonl\r\n";
    let server = Server::raw(open("200 OK", media, "{\"n\": 1}\n{\"n\": 2}\n")).await;
    let client = streams_of_items::Client::builder(&server.url).build().unwrap();
    let mut rows = client.rows().list().await.unwrap();
    assert_eq!(rows.next().await.unwrap().unwrap(), Row::new(1));

    let media = "Content-Type: application/json-seq\r\n";
    let server = Server::raw(open("200 OK", media, "\u{1e}{\"n\": 1}\n")).await;
    let client = streams_of_items::Client::builder(&server.url).build().unwrap();
    let mut rows = client.rows().records().await.unwrap();
    assert_eq!(rows.next().await.unwrap().unwrap().n, 1);

    let server = silent().await;
    let client = streams_of_items::Client::builder(&server.url).build().unwrap();
    client.rows().write([Row::new(1), Row::new(2)]).await.unwrap();
    assert_eq!(server.only().text(), "{\"n\":1}\n{\"n\":2}\n");

    let media = "Content-Type: text/event-stream\r\n";
    let server = Server::raw(open("200 OK", media, "event: row\ndata: {\"n\": 3}\n\n")).await;
    let client = streams_of_items::Client::builder(&server.url).build().unwrap();
    let mut changes = client.changes().watch().await.unwrap();
    let change = changes.next().await.unwrap().unwrap();
    assert_eq!((change.event.as_deref(), change.data.n), (Some("row"), 3));

    let server = Server::raw(open("200 OK", media, "data: hello\n\ndata: 7 up\n\n")).await;
    let client = streams_of_items::Client::builder(&server.url).build().unwrap();
    let mut words = client.changes().watch_words().await.unwrap();
    assert_eq!(words.next().await.unwrap().unwrap().data, "hello");
    assert_eq!(words.next().await.unwrap().unwrap().data, "7 up");

    let text = "event: row\ndata: {\"n\": 1}\n\nevent: done\ndata: {\"total\": 1}\n\n";
    let server = Server::raw(open("200 OK", media, text)).await;
    let client = streams_of_items::Client::builder(&server.url).build().unwrap();
    let mut all = client.changes().watch_all().await.unwrap();
    let first = all.next().await.unwrap().unwrap().data;
    assert!(matches!(first, WatchAllAnswer::Row(row) if row.n == 1));
    let second = all.next().await.unwrap().unwrap().data;
    assert!(matches!(second, WatchAllAnswer::Done(done) if done.total == 1));
}

#[tokio::test]
async fn items_as_a_list() {
    use items_as_a_list::types::Statistic;
    // Each element is any of them, in any number and order.
    let text =
        r#"[{"name": "a", "size": 3}, {"name": "b", "value": "9"}, {"name": "c", "value": "1"}]"#;
    let server = Server::json(text).await;
    let client = items_as_a_list::Client::builder(&server.url).build().unwrap();
    let all = client.statistics().list().await.unwrap();
    assert_eq!(all.len(), 3);
    assert!(matches!(&all[0], Statistic::Ring(ring) if ring.size == 3));
    assert!(matches!(&all[1], Statistic::Counter(it) if it.value == "9"));
    // Where nothing says that it is an array, anything may come.
    let channel: items_as_a_list::types::Channel =
        decode(json!({"channel": {"id": "C1"}, "names": ["x"]}));
    assert_eq!(channel.channel, Some(json!({"id": "C1"})));
    assert_eq!(channel.names.as_deref(), Some(&["x".to_owned()][..]));
}

#[tokio::test]
async fn credentials_without_a_function() {
    let source = include_str!("../credentials_without_a_function/expected/src/api/doors.rs");
    let needs =
        "`GET /doors`. Needs a credential of `badge`, for which the client has no function.";
    assert!(source.contains(needs));
    // The other one will do.
    assert!(source.contains("`GET /windows`.\n"));
    let server = silent().await;
    let client = credentials_without_a_function::Client::builder(&server.url).build().unwrap();
    client.doors().list().await.unwrap();
    assert_eq!(server.only().header("authorization"), None);
}
