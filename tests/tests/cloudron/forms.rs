//! Answers whose form is in doubt: every form is decoded to the same thing.

use cloudron::Client;
use cloudron::types::{AppAccessRestriction, ServiceEntry};
use futures_util::TryStreamExt;
use serde_json::{Value, json};
use tests::description_server::Answer;

use super::decoding::answering;

/// The thing itself, in a list, in an envelope, in a list in an envelope.
fn forms(member: &str, thing: &Value) -> [Value; 4] {
    [thing.clone(), json!([thing]), json!({ member: thing }), json!({ member: [thing] })]
}

async fn client(value: &Value) -> (tests::raw_server::RawServer, Client) {
    answering(Answer::json(200, value)).await
}

#[tokio::test]
async fn a_group() {
    for form in forms("group", &json!({ "id": "gid-1", "name": "nephews", "userIds": ["uid-1"] })) {
        let (_server, client) = client(&form).await;
        let group =
            client.groups().get("gid-1").await.unwrap_or_else(|error| panic!("{form}: {error}"));
        assert_eq!((group.id.as_str(), group.name.as_str()), ("gid-1", "nephews"), "{form}");
        assert_eq!(group.user_ids, Some(vec!["uid-1".to_owned()]), "{form}");
    }
}

#[tokio::test]
async fn the_configuration_of_the_dashboard() {
    for form in forms(
        "dashboard",
        &json!({ "adminFqdn": "my.example.com", "features": { "userMaxCount": 5 } }),
    ) {
        let (_server, client) = client(&form).await;
        let config =
            client.dashboard().config().await.unwrap_or_else(|error| panic!("{form}: {error}"));
        assert_eq!(config.admin_fqdn.as_deref(), Some("my.example.com"), "{form}");
    }
}

/// The envelope's member has the name of a text in the thing itself.
#[tokio::test]
async fn a_mail_domain() {
    for form in forms("domain", &json!({ "domain": "example.com", "enabled": true })) {
        let (_server, client) = client(&form).await;
        let domain = client
            .mail()
            .domain("example.com")
            .await
            .unwrap_or_else(|error| panic!("{form}: {error}"));
        assert_eq!(
            (domain.domain.as_deref(), domain.enabled),
            (Some("example.com"), Some(true)),
            "{form}"
        );
    }
}

#[tokio::test]
async fn the_status_of_a_mail_domain() {
    for form in forms("status", &json!({ "rbl": { "status": true, "ip": "192.0.2.1" } })) {
        let (_server, client) = client(&form).await;
        let status = client
            .mail()
            .status("example.com")
            .await
            .unwrap_or_else(|error| panic!("{form}: {error}"));
        assert!(status.rbl.is_some(), "{form}: {status:?}");
    }
}

#[tokio::test]
async fn an_icon_as_an_image() {
    let (_server, client) = answering(Answer::raw(200, "image/png", "PNG bytes")).await;
    let cloudron::api::apps::IconAnswer::Binary(icon) =
        client.apps().icon("blog").await.expect("an icon")
    else {
        panic!("an image is not JSON");
    };
    assert_eq!(icon.text().await.expect("bytes"), "PNG bytes");
    let cloudron::api::applinks::IconAnswer::Binary(icon) =
        client.applinks().icon("wiki").await.expect("an icon")
    else {
        panic!("an image is not JSON");
    };
    assert_eq!(icon.text().await.expect("bytes"), "PNG bytes");
}

#[tokio::test]
async fn an_icon_as_json() {
    let (_server, client) = client(&json!({ "icon": "aWNvbg==" })).await;
    let icon = client.apps().icon("blog").await.expect("an icon");
    assert!(format!("{icon:?}").contains("aWNvbg=="), "{icon:?}");
    for icon in [json!("aWNvbg=="), json!(["aWNvbg=="])] {
        let (_server, client) = self::client(&json!({ "icon": icon })).await;
        let icon = client.applinks().icon("wiki").await.expect("an icon");
        assert!(format!("{icon:?}").contains("aWNvbg=="), "{icon:?}");
    }
}

#[tokio::test]
async fn services_as_texts_and_as_objects() {
    let (_server, client) =
        client(&json!({ "services": ["mysql", { "id": "mail", "name": "Mail" }, 7] })).await;
    let services = client.services().list().await.expect("services");
    assert_eq!(services[0], ServiceEntry::Text("mysql".to_owned()));
    let ServiceEntry::ServiceSummary(mail) = &services[1] else { panic!("{services:?}") };
    assert_eq!((mail.id.as_deref(), mail.name.as_deref()), (Some("mail"), Some("Mail")));
    assert_eq!(services[2], ServiceEntry::Unlisted(json!(7)));
}

#[tokio::test]
async fn an_access_restriction_as_null_as_text_and_as_an_object() {
    let access = async |value: Value| {
        let (_server, client) = client(&json!({ "id": "blog", "accessRestriction": value })).await;
        client.apps().get("blog").await.expect("an app").access_restriction
    };
    assert_eq!(access(Value::Null).await, None);
    assert_eq!(
        access(json!("everyone")).await,
        Some(AppAccessRestriction::Text("everyone".to_owned()))
    );
    let object = access(json!({ "users": ["uid-1"], "groups": [] })).await;
    let Some(AppAccessRestriction::AccessRestriction(object)) = object else {
        panic!("{object:?}")
    };
    assert_eq!(object.users, Some(vec!["uid-1".to_owned()]));
}

/// Timestamps come as numbers and as texts, messages as anything.
#[tokio::test]
async fn lines_of_a_log_stream() {
    let stream = concat!(
        "id: 1\ndata: {\"realtimeTimestamp\":1732183201000000,\"message\":\"Starting\"}\n\n",
        ": a comment\r\n\r\nid: 2\r\ndata: {\"realtimeTimestamp\":\"1732183203500000\",\"message\":[71,69,84]}\r\n\r\n",
        "data: {\"message\":null,\ndata: \"new\":1}\n\n",
    );
    let (_server, client) = answering(Answer::raw(200, "text/event-stream", stream)).await;
    let events = client.apps().logstream("blog").lines(3).await.expect("a stream");
    let events: Vec<_> = events.try_collect().await.expect("three lines");
    let ids: Vec<_> = events.iter().map(|it| it.id.as_deref()).collect();
    assert_eq!(ids, [Some("1"), Some("2"), Some("2")]);
    let messages: Vec<_> = events.into_iter().map(|it| it.data.message).collect();
    assert_eq!(messages, [Some(json!("Starting")), Some(json!([71, 69, 84])), None]);
}

/// What only one of the forms has must not make up the other.
#[tokio::test]
async fn updates_keyed_by_app() {
    let updates = json!({ "box": { "version": "9.1.0" }, "app-1": { "id": "wordpress" } });
    let (_server, client) = client(&json!({ "updates": updates })).await;
    let updates = client.updater().updates().await.expect("updates");
    assert_eq!(updates.box_.expect("an update").version.as_deref(), Some("9.1.0"));
    assert_eq!(updates.additional.keys().collect::<Vec<_>>(), ["app-1"]);
}
