//! Awkward but real answers, each by name.

use cloudron::types::{AppRunState, DomainProvider};
use cloudron::{Client, Error};
use serde_json::{Value, json};
use tests::description_server::Answer;
use tests::raw_server::RawServer;

/// A server that answers everything like this, and a client that talks to it.
pub(crate) async fn answering(answer: Answer) -> (RawServer, Client) {
    let server = RawServer::start(answer).await;
    let client = Client::builder(server.url()).bearer_token("token").build().expect("a client");
    (server, client)
}

/// An app with these properties, and its id.
async fn app(mut value: Value) -> cloudron::types::App {
    let properties = value.as_object_mut().expect("an object");
    properties.entry("id").or_insert_with(|| json!("blog"));
    let (_server, client) = answering(Answer::json(200, &value)).await;
    client.apps().get("blog").await.expect("an app")
}

/// A task with these properties, and its id.
async fn task(mut value: Value) -> cloudron::types::Task {
    let properties = value.as_object_mut().expect("an object");
    properties.entry("id").or_insert_with(|| json!("295"));
    let (_server, client) = answering(Answer::json(200, &value)).await;
    client.tasks().get("295").await.expect("a task")
}

#[tokio::test]
async fn an_enum_value_that_the_description_does_not_list_is_kept() {
    let app = app(json!({ "runState": "hibernating" })).await;
    assert_eq!(app.run_state, Some(AppRunState::Unlisted("hibernating".to_owned())));
    assert_eq!(app.run_state.expect("one").to_string(), "hibernating");
}

#[tokio::test]
async fn null_for_a_text_a_number_a_boolean_and_an_object() {
    let value = json!({ "label": null, "memoryLimit": null, "sso": null, "manifest": null, "debugMode": null });
    let app = app(value).await;
    assert_eq!((app.label, app.memory_limit, app.sso), (None, None, None));
    assert_eq!((app.manifest.is_none(), app.debug_mode.is_none()), (true, true));
}

#[tokio::test]
async fn null_for_a_map() {
    let app = app(json!({ "ports": null, "env": null })).await;
    assert_eq!((app.ports, app.env), (None, None));
}

#[tokio::test]
async fn null_for_an_array() {
    let app = app(json!({ "tags": null, "redirectDomains": null })).await;
    assert_eq!((app.tags.is_none(), app.redirect_domains.is_none()), (true, true));
}

#[tokio::test]
async fn null_for_an_enum_a_time_and_an_id() {
    let app = app(json!({ "runState": null, "creationTime": null, "taskId": null })).await;
    assert_eq!((app.run_state, app.creation_time, app.task_id), (None, None, None));
}

#[tokio::test]
async fn a_new_field_is_no_fault() {
    let app = app(json!({ "id": "blog", "mood": { "of": ["tomorrow"] } })).await;
    assert_eq!(app.id, "blog");
}

#[tokio::test]
async fn a_missing_field_is_none() {
    let app = app(json!({})).await;
    assert_eq!((app.label, app.ports, app.run_state), (None, None, None));
}

#[tokio::test]
async fn percent_0() {
    let task = task(json!({ "percent": 0 })).await;
    assert_eq!(task.percent, Some(0));
}

#[tokio::test]
async fn more_bytes_than_32_bits_hold() {
    let app = app(json!({ "memoryLimit": 6_442_450_944_i64 })).await;
    assert_eq!(app.memory_limit, Some(6_442_450_944));
}

#[tokio::test]
async fn a_task_id_as_a_number_and_as_text() {
    for id in [json!(295), json!("295")] {
        let (_server, client) = answering(Answer::json(202, &json!({ "taskId": id }))).await;
        let started = client.apps().restart("blog").await.expect("a task id");
        assert_eq!(started.id(), "295");
        let task = task(json!({ "id": id })).await;
        assert_eq!(task.id, started.into_answer().task_id);
    }
}

#[tokio::test]
async fn a_task_error_as_an_object_as_text_and_with_a_code_of_either_kind() {
    for error in [
        json!("It broke"),
        json!({ "message": "It broke", "code": 4 }),
        json!({ "code": "ETIMEDOUT" }),
    ] {
        let task = task(json!({ "error": error, "result": [1, { "a": null }] })).await;
        assert!(task.error.is_some(), "{error}");
    }
    assert_eq!(task(json!({ "error": null })).await.error, None);
}

#[tokio::test]
async fn a_domain_with_provider_route53() {
    let domain = json!({ "domain": "example.com", "provider": "route53", "config": { "accessKeyId": "AKIA" } });
    let (_server, client) = answering(Answer::json(200, &json!({ "domains": [domain] }))).await;
    let domains = client.domains().list().await.expect("domains");
    assert_eq!(domains[0].provider, Some(DomainProvider::Route53));
}

#[tokio::test]
async fn a_domain_with_an_unlisted_provider() {
    let domain =
        json!({ "domain": "example.com", "provider": "dnsmadeeasy", "config": { "pin": 7 } });
    let (_server, client) = answering(Answer::json(200, &domain)).await;
    let domain = client.domains().get("example.com").await.expect("a domain");
    assert_eq!(domain.provider, Some(DomainProvider::Unlisted("dnsmadeeasy".to_owned())));
}

#[tokio::test]
async fn no_body_with_status_204_where_json_is_documented() {
    let (_server, client) = answering(Answer::empty(204)).await;
    // A response without a body does not say that there is nothing.
    let error = client.users().get("dewey").await.expect_err("no user");
    assert!(matches!(error, Error::Decode(_)), "{error:?}");
    let error = client.users().list().await.expect_err("no list");
    assert!(matches!(error, Error::Decode(_)), "{error:?}");
    client.dashboard().change_location("example.com").await.expect("nothing");
}

/// What must be there is not made up.
#[tokio::test]
async fn no_body_where_something_is_required() {
    let (_server, client) = answering(Answer::empty(200)).await;
    let error =
        client.users().add("dewey@duckfamily.com").await.expect_err("an answer without the id");
    assert!(matches!(error, Error::Decode(_)), "{error:?}");
    assert!(error.to_string().contains("empty"), "{error}");
}

#[tokio::test]
async fn an_empty_object_with_status_200_where_nothing_is_documented() {
    let (_server, client) = answering(Answer::json(200, &json!({}))).await;
    client.apps().set_label("blog", Some("Blog")).await.expect("nothing");
    client.groups().delete("nephews").await.expect("nothing");
}

#[tokio::test]
async fn json_of_any_kind_where_nothing_is_documented() {
    for value in [json!(null), json!([1]), json!("done"), json!({ "users": "dewey" })] {
        let (_server, client) = answering(Answer::json(200, &value)).await;
        client.groups().delete("nephews").await.expect("nothing");
    }
    let (_server, client) = answering(Answer::raw(200, "text/html", "<p>Done</p>")).await;
    client.groups().delete("nephews").await.expect("nothing");
}

#[tokio::test]
async fn json_that_calls_itself_something_else() {
    for media_type in ["application/x-logs", "text/plain", "application/json; charset=utf-8"] {
        let (_server, client) =
            answering(Answer::raw(200, media_type, r#"{"notifications":[{"id":"50"}]}"#)).await;
        let notifications = client.notifications().list().await.expect(media_type);
        assert_eq!(notifications[0].id, "50");
    }
}

#[tokio::test]
async fn another_success_than_the_documented_one() {
    let (_server, client) = answering(Answer::json(206, &json!({ "id": "blog" }))).await;
    assert_eq!(client.apps().get("blog").await.expect("an app").id, "blog");
}

#[tokio::test]
async fn disk_usage_is_keyed_by_device() {
    let usage = json!({ "ts": 1, "filesystems": { "/dev/sda1": { "size": 1 }, "/dev/mapper/a~b": { "used": 2 } } });
    let (_server, client) = answering(Answer::json(200, &json!({ "usage": usage }))).await;
    let debug = format!("{:?}", client.system().disk_usage().await.expect("the usage"));
    assert!(
        debug.contains("\"/dev/sda1\": Filesystem")
            && debug.contains("\"/dev/mapper/a~b\": Filesystem"),
        "{debug}"
    );
}

/// The place of the fault is told.
#[tokio::test]
async fn a_wrong_type_is_told_with_its_place() {
    let apps = json!({ "apps": [{ "id": "a" }, { "id": "b", "memoryLimit": "much" }] });
    let (_server, client) = answering(Answer::json(200, &apps)).await;
    let error = client.apps().list().await.expect_err("a wrong type");
    assert!(error.to_string().contains("/1/memoryLimit"), "{error}");
    assert!(error.body().is_some_and(|it| it == apps.to_string().as_bytes()), "{error:?}");
}
