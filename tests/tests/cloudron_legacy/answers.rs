//! Awkward but real answers of older servers, each by name.

use cloudron_legacy::Error;
use cloudron_legacy::types::{AppInstall, DnsProvider, Task, Timestamp};
use serde_json::{Value, json};
use tests::description_server::Answer;

use super::answering;

async fn task(value: Value) -> Task {
    let (_server, client) = answering(Answer::json(200, &value)).await;
    client.tasks().get("295").await.expect("a task")
}

#[tokio::test]
async fn a_task_id_as_a_number_and_as_text() {
    for id in [json!(295), json!("295")] {
        let (_server, client) =
            answering(Answer::json(202, &json!({ "id": "blog", "taskId": id }))).await;
        for started in [
            client.apps().restart("blog").await,
            client.backups().create().await,
            client.backups().clean_up().await,
        ] {
            assert_eq!(started.expect("a task id").id().to_string(), "295");
        }
        let app = client.apps().get("blog").await.expect("an app");
        assert_eq!(app.task_id.map(|it| it.to_string()).as_deref(), Some("295"));
        assert_eq!(task(json!({ "id": id })).await.id, Some(295.into()));
    }
}

#[tokio::test]
async fn no_task_id_is_no_task() {
    let (_server, client) =
        answering(Answer::json(200, &json!({ "id": "blog", "taskId": null }))).await;
    assert_eq!(client.apps().get("blog").await.expect("an app").task_id, None);
    let error = client.apps().restart("blog").await.expect_err("an answer without the id");
    assert!(matches!(error, Error::Decode(_)) && error.to_string().contains("taskId"), "{error}");
}

#[tokio::test]
async fn no_body_with_status_204_where_json_is_documented() {
    let (_server, client) = answering(Answer::empty(204)).await;
    // A response without a body does not say that there is nothing.
    let error = client.users().get("dewey").await.expect_err("no user");
    assert!(matches!(error, Error::Decode(_)), "{error:?}");
    let error = client.users().list().await.expect_err("no list");
    assert!(matches!(error, Error::Decode(_)), "{error:?}");
    let error = client.settings().backup_config().await.expect_err("no settings");
    assert!(matches!(error, Error::Decode(_)), "{error:?}");
}

/// What must be there is not made up.
#[tokio::test]
async fn no_body_with_status_204_where_something_is_required() {
    let (_server, client) = answering(Answer::empty(204)).await;
    let error = client.backups().create().await.expect_err("an answer without the id");
    assert!(matches!(error, Error::Decode(_)), "{error:?}");
    let error = client.settings().dynamic_dns().await.expect_err("neither true nor false");
    assert!(matches!(error, Error::Decode(_)), "{error:?}");
}

#[tokio::test]
async fn json_where_nothing_is_documented() {
    for value in [json!({}), json!(null), json!([1]), json!({ "enabled": true })] {
        let (_server, client) = answering(Answer::json(200, &value)).await;
        client.settings().set_dynamic_dns(true).await.expect("nothing");
        client.groups().delete("nephews").await.expect("nothing");
    }
}

#[tokio::test]
async fn times_as_texts_and_as_numbers() {
    let task =
        task(json!({ "creationTime": "2020-10-22T03:00:12.000Z", "ts": 1599485051000_i64 })).await;
    assert_eq!(task.creation_time, Some(Timestamp::Text("2020-10-22T03:00:12.000Z".to_owned())));
    assert_eq!(task.ts, Some(Timestamp::Integer(1_599_485_051_000)));
}

#[tokio::test]
async fn the_result_of_a_task_is_of_any_kind() {
    for result in [json!("done"), json!([1, { "a": null }]), json!(0)] {
        let task = task(json!({ "result": result, "error": null, "percent": 0 })).await;
        assert_eq!((task.result, task.error, task.percent), (Some(result), None, Some(0)));
    }
}

#[tokio::test]
async fn more_bytes_than_32_bits_hold() {
    let limits =
        json!({ "mysql": { "memory": 6_442_450_944_i64, "memorySwap": 12_884_901_888_i64 } });
    let (_server, client) = answering(Answer::json(200, &limits)).await;
    let mysql = client.settings().platform_config().await.expect("limits").mysql.expect("MySQL");
    assert_eq!((mysql.memory, mysql.memory_swap), (Some(6_442_450_944), Some(12_884_901_888)));
}

#[tokio::test]
async fn a_dns_provider_of_tomorrow_with_settings_of_its_own() {
    let domain = json!({
        "domain": "example.com",
        "provider": "dnsmadeeasy",
        "config": { "hyphenatedSubdomains": true, "pin": 7, "hosts": ["a"] },
    });
    let (_server, client) = answering(Answer::json(200, &domain)).await;
    let domain = client.domains().get("example.com").await.expect("a domain");
    assert_eq!(domain.provider, Some(DnsProvider::Unlisted("dnsmadeeasy".to_owned())));
    let config = domain.config.expect("settings");
    assert_eq!(config.hyphenated_subdomains, Some(true));
    assert_eq!(config.additional.get("pin"), Some(&json!(7)));
    assert_eq!(config.additional.get("hosts"), Some(&json!(["a"])));
}

#[tokio::test]
async fn members_that_may_be_null_are() {
    let app = json!({
        "id": "blog", "error": null, "health": null, "taskId": null, "portBindings": null, "iconUrl": null,
        "label": null,
    });
    let (_server, client) = answering(Answer::json(200, &app)).await;
    let app = client.apps().get("blog").await.expect("an app");
    assert_eq!((app.error, app.health, app.task_id), (None, None, None));
    assert_eq!((app.port_bindings, app.icon_url, app.label), (None, None, None));
}

#[tokio::test]
async fn a_page_with_status_502_is_kept() {
    let page = "<html><body><h1>Bad Gateway</h1></body></html>";
    let (_server, client) = answering(Answer::raw(502, "text/html", page)).await;
    let error = client.settings().cloudron_avatar().await.expect_err("a page");
    assert_eq!(
        (error.status().map(|it| it.as_u16()), error.body()),
        (Some(502), Some(page.as_bytes()))
    );
}

/// Servers of 2019 say which app it is, and not which task sets it up.
#[tokio::test]
async fn an_installation_without_a_task_id() {
    let (_server, client) = answering(Answer::json(200, &json!({ "id": "blog" }))).await;
    let install = AppInstall::new("blog", "example.com", None);
    let started = client.apps().install(&install).await.expect("an app");
    assert_eq!((started.answer().id.as_str(), started.id()), ("blog", ""));
    for error in [
        started.wait().await.map(drop).expect_err("nothing to wait for"),
        started.poll().await.map(drop).expect_err("nothing to ask for"),
        started.cancel().await.expect_err("nothing to stop"),
    ] {
        assert!(
            error.to_string().contains("the server did not say which task does the work"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_backup_whose_time_is_a_number() {
    let backups = json!({ "backups": [{ "id": "b", "creationTime": 1_587_398_400_000_i64 }] });
    let (_server, client) = answering(Answer::json(200, &backups)).await;
    let backups = client.backups().list().await.expect("backups");
    assert_eq!(backups[0].creation_time, Some(Timestamp::Integer(1_587_398_400_000)));
}

#[tokio::test]
async fn a_plan_as_an_object() {
    let said = json!({ "email": "ops@example.org", "plan": { "id": "free", "name": "Free" } });
    let (_server, client) = answering(Answer::json(200, &said)).await;
    let subscription = client.appstore().subscription().await.expect("a subscription");
    assert_eq!(subscription.plan.expect("a plan").id.as_deref(), Some("free"));
}
