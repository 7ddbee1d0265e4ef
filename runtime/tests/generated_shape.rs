//! What generated code looks like, and that it works.

#![allow(
    missing_docs,
    unreachable_pub,
    reason = "a generated crate has these as public items, with docs"
)]

#[path = "generated_shape/client.rs"]
mod client;
mod support;
#[path = "generated_shape/types.rs"]
mod types;

use std::collections::BTreeMap;

use client::{AppIcon, Apps, Client};
use openapi_runtime as rt;
use support::{Server, Step, open, reply};
use types::{Access, AccessRestriction, AppInstall, DomainSetup, RunState};

fn client(server: &Server) -> Apps {
    Client::builder(&server.url).bearer_token("t0ken").build().unwrap().apps()
}

#[tokio::test]
async fn an_app_with_everything() {
    let server = Server::json(
        r#"{"id": "a", "label": null, "memoryLimit": 6442450944, "taskId": 7, "creationTime": "never",
            "runState": "exploded", "tags": ["x"], "ports": {"SSH": 22}, "manifest": {"a": [1]}, "anything": [null],
            "password": "hunter2", "accessRestriction": {"users": ["u"]}, "parent": {"id": "b"}, "more": 1.0}"#,
    )
    .await;
    let app = client(&server).get("a b/c").await.unwrap();
    assert_eq!(app.label, None);
    assert_eq!(app.memory_limit, Some(6_442_450_944));
    assert_eq!(app.task_id, Some(rt::Id::from("7")));
    assert_eq!(app.created.as_ref().map(rt::DateTime::as_str), Some("never"));
    assert_eq!(app.run_state, Some(RunState::Other("exploded".to_owned())));
    assert_eq!(app.ports.as_ref().unwrap()["SSH"], 22);
    assert_eq!(app.manifest.as_ref().unwrap()["a"], rt::json!([1]));
    assert_eq!(app.anything, Some(rt::json!([null])));
    assert_eq!(
        app.access,
        Some(Access::AccessRestriction(AccessRestriction { users: vec!["u".to_owned()] }))
    );
    assert_eq!(app.parent.as_ref().unwrap().id.as_deref(), Some("b"));
    assert_eq!(app.additional, BTreeMap::from([("more".to_owned(), 1)]));
    assert!(!format!("{app:?}").contains("hunter2"));
    assert_eq!(app.password.unwrap().expose(), "hunter2");

    let received = server.only();
    assert_eq!((received.method.as_str(), received.target.as_str()), ("GET", "/apps/a%20b%2Fc"));
    assert_eq!(received.header("authorization"), Some("Bearer t0ken"));
    assert_eq!(received.header("user-agent"), Some("sample-rust/0.1.0"));
    assert_eq!(received.header("accept"), Some("application/json"));
}

#[tokio::test]
async fn a_list_in_a_member() {
    let server = Server::json(r#"{"apps": [{"id": "a"}, {"id": "b"}]}"#).await;
    let apps = client(&server).list().await.unwrap();
    assert_eq!(apps.len(), 2);

    let server = Server::json(r#"{"apps": [{"id": "a"}, {"id": 3}]}"#).await;
    let error = client(&server).list().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "listApps: unexpected answer: /apps/1/id: expected a string, found an integer `3` (GET /apps, 200 OK; \
         a client that is `lenient` reads what else there is)"
    );
}

#[tokio::test]
async fn a_body() {
    let server = Server::json(r#"{"name": "x"}"#).await;
    client(&server).install(&AppInstall::new("blog").label("Blog").icon(None)).await.unwrap();
    let received = server.only();
    assert_eq!(received.text(), r#"{"subdomain":"blog","label":"Blog","icon":null}"#);
    assert_eq!(received.header("content-type"), Some("application/json"));
    assert_eq!(received.header("content-length"), Some("47"));
}

#[tokio::test]
async fn a_flattened_body() {
    let server = Server::json(r#"{"name": "x"}"#).await;
    let user = client(&server)
        .add_user("a@b.c")
        .username("me")
        .extra_header("X-Trace", "1")
        .extra_query("dry run", "yes")
        .await
        .unwrap();
    assert_eq!(user.name, "x");
    let received = server.only();
    assert_eq!(received.text(), r#"{"email":"a@b.c","username":"me"}"#);
    assert_eq!(received.target, "/users?dry%20run=yes");
    assert_eq!(received.header("x-trace"), Some("1"));
}

#[tokio::test]
async fn a_builder_of_a_download() {
    let server =
        Server::raw(reply("200 OK", "Content-Type: application/x-logs\r\n", "one\r\ntwo")).await;
    let logs = client(&server)
        .logs("a")
        .lines(5)
        .state(RunState::Running)
        .actions(vec!["x,y".to_owned(), "z".to_owned()])
        .filter(&AppInstall::new("s"))
        .await
        .unwrap();
    let mut lines = logs.lines();
    assert_eq!(lines.next().await.unwrap().unwrap(), "one");
    assert_eq!(lines.next().await.unwrap().unwrap(), "two");
    assert!(lines.next().await.is_none());
    assert_eq!(
        server.only().target,
        "/apps/a/logs?lines=5&state=running&actions=x%2Cy,z&filter[subdomain]=s"
    );
}

#[tokio::test]
async fn nothing_in_the_answer() {
    for answer in [
        reply("204 No Content", "", ""),
        reply("200 OK", "", "{}"),
        reply("202 Accepted", "", "anything"),
    ] {
        let server = Server::raw(answer).await;
        client(&server).delete("a").await.unwrap();
        assert_eq!(server.only().method, "DELETE");
    }
}

#[tokio::test]
async fn events() {
    let stream = "data: {\"name\": \"a\"}\n\ndata: nonsense\n\nid: 7\ndata: {\"name\": \"b\"}\n\ndata: {\"na";
    let server = Server::raw(open("200 OK", "Content-Type: text/event-stream\r\n", stream)).await;
    let mut events = client(&server).logstream("a").await.unwrap();
    assert_eq!(events.next().await.unwrap().unwrap().data.name, "a");
    assert!(matches!(events.next().await.unwrap(), Err(rt::Error::Decode(_))));
    let event = events.next().await.unwrap().unwrap();
    assert_eq!((event.data.name.as_str(), event.id.as_deref()), ("b", Some("7")));
    assert!(events.next().await.is_none());
    assert_eq!(server.only().header("accept"), Some("text/event-stream"));
}

#[tokio::test]
async fn a_multipart_upload() {
    let server = Server::raw(reply("202 Accepted", "", "")).await;
    client(&server)
        .set_avatar(rt::Upload::from(b"PNG").file_name("me.png").content_type("image/png"))
        .await
        .unwrap();
    let received = server.only();
    assert!(received.header("content-type").unwrap().starts_with("multipart/form-data; boundary="));
    assert!(received.text().contains(
        "Content-Disposition: form-data; name=\"avatar\"; filename=\"me.png\"\r\nContent-Type: image/png\r\n\r\nPNG\r\n--"
    ));
    assert_eq!(received.header("content-length"), Some(received.body.len().to_string().as_str()));
}

#[tokio::test]
async fn the_forms_of_one_thing() {
    for body in [
        r#"{"name": "x", "group": "y"}"#,
        r#"[{"name": "x"}]"#,
        r#"{"group": {"name": "x"}}"#,
        r#"{"group": [{"name": "x"}]}"#,
    ] {
        let server = Server::json(body).await;
        assert_eq!(client(&server).group("g").await.unwrap().name, "x", "{body}");
    }
    for (body, pointer) in [
        (r#"{"group": [{"name": 1}]}"#, "/group/0/name"),
        (r#"{"group": {}}"#, "/group/name"),
        ("[]", ""),
        (r#"[{"name": "x"}, {"name": "y"}]"#, ""),
    ] {
        let server = Server::json(body).await;
        let Err(rt::Error::Decode(error)) = client(&server).group("g").await else {
            panic!("{body}")
        };
        assert_eq!(error.fault().pointer(), pointer, "{body}");
    }
}

#[tokio::test]
async fn the_media_type_decides() {
    let server = Server::json(r#"{"name": "x"}"#).await;
    let AppIcon::Json(icon) = client(&server).icon("a").await.unwrap() else { panic!() };
    assert_eq!(icon.name, "x");
    assert_eq!(server.only().header("accept"), Some("application/json, image/png"));

    let server =
        Server::raw(reply("200 OK", "Content-Type: image/png\r\n", [0, 159, 146, 150])).await;
    let AppIcon::Binary(icon) = client(&server).icon("a").await.unwrap() else { panic!() };
    assert_eq!(&icon.bytes().await.unwrap()[..], [0, 159, 146, 150]);

    let server = Server::raw(reply("200 OK", "Content-Type: text/html\r\n", "<h1>x</h1>")).await;
    let error = client(&server).icon("a").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "getIcon: unexpected answer: expected application/json or image/png, found `text/html` `<h1>x</h1>` \
         (GET /apps/{id}/icon, 200 OK)"
    );
}

#[tokio::test]
async fn credentials_only_where_they_are_asked_for() {
    let server = Server::json(r#"{"name": "x"}"#).await;
    client(&server).status().await.unwrap();
    assert_eq!(server.only().header("authorization"), None);

    let server = Server::json("[]").await;
    let apps = Client::builder(&server.url).access_token("s&cret").build().unwrap().apps();
    apps.delete("a").await.unwrap();
    let received = server.only();
    assert_eq!(
        (received.target.as_str(), received.header("authorization")),
        ("/apps/a?access_token=s%26cret", None)
    );

    let server = Server::raw(reply("401 Unauthorized", "", r#"{"message": "Who are you?"}"#)).await;
    let error = Client::builder(&server.url).build().unwrap().apps().get("a").await.unwrap_err();
    assert!(error.is_unauthorized());
    assert_eq!(error.to_string(), "getApp: 401 Unauthorized: Who are you? (GET /apps/{appId})");
}

#[tokio::test]
async fn answers_with_response_and_raw() {
    let answer =
        reply("200 OK", "Content-Type: application/json\r\nX-Page: 2\r\n", r#"{"name":  "x"}"#);
    let server = Server::script(vec![vec![Step::Send(answer)]]).await;
    let response = client(&server).add_user("e").with_response().await.unwrap();
    assert_eq!((response.status.as_u16(), response.header("x-page")), (200, Some("2")));
    assert_eq!(response.value.name, "x");
    let raw = client(&server).add_user("e").raw().await.unwrap();
    assert_eq!(&raw.value[..], br#"{"name":  "x"}"#);
    assert_eq!(raw.header("X-Page"), Some("2"));
}

#[test]
fn answers_can_be_stored() {
    let install = AppInstall::new("blog").icon(None);
    let value = rt::to_value(&install);
    let stored = rt::json!({"install": value.clone()}).to_string();
    let read: BTreeMap<String, AppInstall> = serde_json::from_str(&stored).unwrap();
    assert_eq!(read["install"], install);
    assert_eq!(serde_json::to_value(&install).unwrap(), value);
    let error = serde_json::from_str::<AppInstall>("{}").unwrap_err();
    assert_eq!(error.to_string(), "/subdomain: expected a value, found nothing");
}

#[test]
fn open_enums() {
    assert_eq!(RunState::from("running".to_owned()), RunState::Running);
    assert_eq!("new".parse::<RunState>().unwrap().to_string(), "new");
    assert_eq!(RunState::Stopped.as_ref(), "stopped");
    assert_eq!(serde_json::to_string(&RunState::Other("x".to_owned())).unwrap(), "\"x\"");
}

#[test]
fn unions() {
    let decode = |value: &rt::Value| <DomainSetup as rt::Decode>::decode(rt::Node::new(value));
    let payload = rt::json!({"provider": "route53", "subdomain": "s"});
    assert_eq!(decode(&payload).unwrap(), DomainSetup::Route53(AppInstall::new("s")));
    let unknown = rt::json!({"provider": "new"});
    assert_eq!(decode(&unknown).unwrap(), DomainSetup::Other(unknown));
    assert!(decode(&rt::json!({"provider": "cloudflare"})).is_err());
}
