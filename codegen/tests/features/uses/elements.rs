//! Operations that speak XML and nothing else.

use openapi_runtime::json;

use crate::server::{Server, reply};
use crate::*;

const DECLARATION: &str = r#"<?xml version="1.0" encoding="UTF-8"?>"#;

fn xml(text: &str) -> Vec<u8> {
    reply("200 OK", "content-type: application/xml\r\n", text)
}

#[tokio::test]
async fn xml_only() {
    use xml_only::types::{Item, ItemContent, ItemKind, Owner, TagItemBody, TagItemBodyTag};
    let text = concat!(
        r#"<s:item xmlns:s="http://store.example.com/" id="7"><name>A &amp; B</name><size>1</size><size>2.5</size>"#,
        r#"<owner Role="admin">Ann</owner><s:kind>large</s:kind><content Role="x">Bob</content>"#,
        "<labels><a>1</a></labels><part><inside></inside></part></s:item>",
    );
    let server = Server::raw(xml(text)).await;
    let client = xml_only::Client::builder(&server.url).build().unwrap();
    let item = Item::new(7, [1.0, 2.5])
        .name("A & B")
        .owner(Owner::new("Ann").role("admin"))
        .kind(ItemKind::Large)
        .content(Owner::new("Bob").role("x").into())
        .labels([("a", "1")])
        .part(xml_only::types::Part::new().inside(xml_only::types::Part::new()));
    let added = client.items().add(&item).await.unwrap();
    let request = server.only();
    assert_eq!(String::from_utf8(request.body.clone()).unwrap(), format!("{DECLARATION}{text}"));
    assert_eq!(request.header("content-type"), Some("application/xml"));
    assert_eq!(request.header("accept"), Some("text/xml"));
    assert_eq!(added, item);
    assert!(matches!(added.content, Some(ItemContent::Owner(_))));

    // One element is a list as well, none is one, too.
    let server = Server::raw(xml(r#"<r><item id="1"><size>1</size></item></r>"#)).await;
    let client = xml_only::Client::builder(&server.url).build().unwrap();
    assert_eq!(client.items().list().await.unwrap(), [Item::new(1, [1.0])]);
    let server = Server::raw(xml("<r/>")).await;
    let client = xml_only::Client::builder(&server.url).build().unwrap();
    assert_eq!(client.items().list().await.unwrap(), []);

    let server = Server::raw(reply("204 No Content", "", "")).await;
    let client = xml_only::Client::builder(&server.url).build().unwrap();
    let tags = TagItemBody::new([TagItemBodyTag::new("k").value("v")]).quiet(true);
    client.items().tag("7").body(&tags).await.unwrap();
    let sent = r#"<Tagging xmlns="http://store.example.com/2020/" quiet="true"><TagSet><Tag><Key>k</Key><Value>v</Value></Tag></TagSet></Tagging>"#;
    assert_eq!(
        String::from_utf8(server.only().body.clone()).unwrap(),
        format!("{DECLARATION}{sent}")
    );

    let server = Server::raw(reply("200 OK", "content-type: application/xml\r\n", "<x/>")).await;
    let client = xml_only::Client::builder(&server.url).build().unwrap();
    client.items().set_numbers([vec![1, 2], vec![]]).await.unwrap();
    let sent = "<numbers><row><n>1</n><n>2</n></row><row></row></numbers>";
    assert_eq!(
        String::from_utf8(server.only().body.clone()).unwrap(),
        format!("{DECLARATION}{sent}")
    );

    // The status decides between types, each with a table of its own.
    use xml_only::api::items::AddThingAnswer;
    let server = Server::raw(xml(r#"<x Role="r">Ann</x>"#)).await;
    let client = xml_only::Client::builder(&server.url).build().unwrap();
    let answer = client.items().add_thing().await.unwrap();
    assert_eq!(answer, AddThingAnswer::Ok(Owner::new("Ann").role("r")));
    assert_eq!(server.only().header("accept"), Some("application/xml"));
    // Where there is JSON as well, that is asked for.
    let server = Server::json(r#"{"name": "Ann", "role": "r"}"#).await;
    let client = xml_only::Client::builder(&server.url).build().unwrap();
    assert_eq!(client.items().thing().await.unwrap(), Owner::new("Ann").role("r"));
    assert_eq!(server.only().header("accept"), Some("application/json"));

    // Types of one shape that are written in two ways are two types.
    use xml_only::types::{SetSizesBody, SetSizesBodyFirst, SetSizesBodySecond};
    let server = Server::raw(reply("204 No Content", "", "")).await;
    let client = xml_only::Client::builder(&server.url).build().unwrap();
    let second = SetSizesBodySecond::new().n(2);
    let sizes = SetSizesBody::new().first(SetSizesBodyFirst::new().n(1)).second(second.clone());
    client.items().set_sizes(&sizes.third(second)).await.unwrap();
    let sent =
        r#"<sizes><first n="1"></first><second><n>2</n></second><third><n>2</n></third></sizes>"#;
    assert_eq!(
        String::from_utf8(server.only().body.clone()).unwrap(),
        format!("{DECLARATION}{sent}")
    );

    // Each operation has a format of its own, and an error is read in the one in which it comes.
    let server = Server::json(&json!({"id": 3, "sizes": []}).to_string()).await;
    let client = xml_only::Client::builder(&server.url).build().unwrap();
    assert_eq!(client.items().get("3").await.unwrap().id, 3);
    assert_eq!(server.only().header("accept"), Some("application/json"));
    let fault = "<Error><Code>NoSuchItem</Code><Message>None</Message></Error>";
    let fault = reply("404 Not Found", "content-type: application/xml\r\n", fault);
    let server = Server::raw(fault).await;
    let client = xml_only::Client::builder(&server.url).build().unwrap();
    let error = client.items().list().await.unwrap_err();
    let body = error.decode_body::<xml_only::types::Fault>().unwrap();
    assert_eq!(body.code.as_deref(), Some("NoSuchItem"));
}
