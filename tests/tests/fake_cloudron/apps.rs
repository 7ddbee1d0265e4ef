//! Apps and their backups: what tasks do stays done, and what cannot be done is refused.

use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use tests::fake_cloudron::{FakeCloudron, Trouble};

use super::{Visitor, WORDPRESS};

#[tokio::test]
async fn an_app_is_stopped_started_and_configured() {
    let visitor = Visitor::new().await;
    let app = visitor.running_app().await;
    visitor.run(&format!("{app}/stop"), json!({})).await;
    assert_eq!(visitor.get(&app).await["runState"], "stopped");
    visitor.run(&format!("{app}/start"), json!({})).await;
    let is = visitor.get(&app).await;
    assert_eq!((&is["runState"], &is["health"]), (&json!("running"), &json!("healthy")));

    visitor.post(&format!("{app}/configure/label"), json!({ "label": "News" }), 200).await;
    visitor
        .post(&format!("{app}/configure/automatic_backup"), json!({ "enable": false }), 200)
        .await;
    visitor.run(&format!("{app}/configure/env"), json!({ "env": { "A": "1" } })).await;
    let location = json!({ "subdomain": "news", "domain": FakeCloudron::DOMAIN });
    visitor.run(&format!("{app}/configure/location"), location).await;
    let is = visitor.get(&app).await;
    assert_eq!((&is["label"], &is["enableBackup"]), (&json!("News"), &json!(false)));
    assert_eq!((&is["env"], &is["fqdn"]), (&json!({ "A": "1" }), &json!("news.example.com")));
}

#[tokio::test]
async fn a_backup_is_listed_labelled_put_back_and_cloned() {
    let visitor = Visitor::new().await;
    let app = visitor.running_app().await;
    let task = visitor.run(&format!("{app}/backup"), json!({})).await;
    assert_eq!(task["success"], true);
    let of_app = visitor.get(&format!("{app}/backups")).await;
    let backup = of_app["backups"][0].clone();
    assert_eq!((&backup["type"], &backup["packageVersion"]), (&json!("app"), &json!("3.9.2")));

    let id = backup["id"].as_str().expect("an id");
    visitor.post(&format!("/backups/{id}"), json!({ "label": "before" }), 200).await;
    assert_eq!(visitor.get("/backups").await["backups"][0]["label"], "before");
    let update = json!({ "appStoreId": format!("{WORDPRESS}@4.0.0") });
    visitor.run(&format!("{app}/update"), update).await;
    assert_eq!(visitor.get(&app).await["manifest"]["version"], "4.0.0");
    visitor.run(&format!("{app}/restore"), json!({ "backupId": id })).await;
    assert_eq!(visitor.get(&app).await["manifest"]["version"], "3.9.2");

    let wish = json!({ "backupId": id, "subdomain": "copy", "domain": FakeCloudron::DOMAIN });
    let clone = visitor.post(&format!("{app}/clone"), wish, 201).await;
    visitor.finish(&clone["taskId"]).await;
    assert_eq!(visitor.get("/apps").await["apps"][1]["fqdn"], "copy.example.com");
    let wrong = visitor.post(&format!("{app}/restore"), json!({ "backupId": "none" }), 404).await;
    assert_eq!(wrong["message"], "there is no such backup");
}

#[tokio::test]
async fn a_backup_of_the_server_backs_up_its_apps_and_old_ones_are_cleaned_up() {
    let visitor = Visitor::new().await;
    visitor.running_app().await;
    visitor.run("/backups/create", json!({})).await;
    visitor.run("/backups/create", json!({})).await;
    let backups = visitor.get("/backups").await;
    let kinds: Vec<_> = backups["backups"]
        .as_array()
        .expect("backups")
        .iter()
        .map(|it| it["type"].as_str().expect("a type"))
        .collect();
    assert_eq!(kinds, ["box", "app", "box", "app"]);
    assert_eq!(backups["backups"][0]["dependsOn"], json!([backups["backups"][1]["id"]]));
    visitor.run("/backups/cleanup", json!({})).await;
    assert_eq!(visitor.get("/backups").await["backups"].as_array().map(Vec::len), Some(2));
}

/// An app has one task at a time, and the second is told which one is in its way.
#[tokio::test]
async fn what_a_running_task_locks_is_refused() {
    let visitor = Visitor::new().await;
    let started = visitor.install(WORDPRESS, "blog", 202).await;
    let app = format!("/apps/{}", started["id"].as_str().expect("an id"));
    let refused = visitor.post(&format!("{app}/uninstall"), json!({}), 409).await;
    assert_eq!(refused["message"], "the app is locked by task 295: pending_install");
    visitor.post("/tasks/295/stop", json!({}), 204).await;
    assert_eq!(visitor.get(&app).await["installationState"], "error");
    assert_eq!(visitor.post(&format!("{app}/restart"), json!({}), 409).await["status"], "Conflict");
    visitor.run(&format!("{app}/uninstall"), json!({})).await;
    assert_eq!(visitor.status(Method::GET, &app).await, 404);
    assert_eq!(visitor.status(Method::POST, &format!("{app}/start")).await, 404);
}

#[tokio::test]
async fn a_task_fails_where_a_test_wants_it() {
    let visitor = Visitor::new().await;
    let app = visitor.running_app().await;
    let route = "POST /apps/{appId}/backup";
    visitor.fake.inject(route, Trouble::TaskFails("No space left on device".to_owned()));
    let task = visitor.run(&format!("{app}/backup"), json!({})).await;
    assert_eq!((&task["success"], &task["percent"]), (&json!(false), &json!(40)));
    assert_eq!(task["error"]["message"], "No space left on device");
    assert_eq!(visitor.get("/backups").await, json!({ "backups": [] }));
    assert_eq!(visitor.get(&app).await["installationState"], "error");
    let events = visitor.get("/eventlog?actions=app.backup").await;
    assert_eq!(events["eventlogs"][0]["data"]["errorMessage"], "No space left on device");
    visitor.run(&format!("{app}/repair"), json!({})).await;
    assert_eq!(visitor.get(&app).await["installationState"], "installed");
}

#[tokio::test]
async fn the_server_and_its_apps_are_updated() {
    let visitor = Visitor::new().await;
    let app = visitor.running_app().await;
    let old = visitor.get("/cloudron/status").await;
    assert_eq!(visitor.get("/updater/updates").await["updates"]["box"]["version"], "9.1.5");
    visitor.run("/updater/update", json!({})).await;
    assert_ne!(visitor.get("/cloudron/status").await, old);
    assert_eq!(visitor.get("/updater/updates").await["updates"], json!({}));
    let manifest = json!({ "manifest": { "version": "1.0.0" } });
    visitor.run(&format!("{app}/update"), manifest).await;
    let updates = visitor.post(&format!("{app}/check_for_updates"), json!({}), 200).await;
    let update = updates["updates"].as_object().and_then(|it| it.values().next());
    assert_eq!(update.map(|it| &it["manifest"]["version"]), Some(&json!("3.9.2")));
}

#[tokio::test]
async fn the_store_is_searched() {
    let visitor = Visitor::new().await;
    let ids = |found: &Value| -> Vec<String> {
        let apps = found["apps"].as_array().expect("apps").iter();
        apps.map(|it| it["id"].as_str().expect("an id").to_owned()).collect()
    };
    assert!(ids(&visitor.get("/appstore/apps").await).len() > 2);
    assert_eq!(ids(&visitor.get("/appstore/apps?search=GIT").await), ["io.gogs.cloudronapp"]);
    let one = visitor.get("/appstore/apps/io.gogs.cloudronapp/versions/latest").await;
    assert_eq!(one["manifest"]["title"], "Gogs");
    assert_eq!(visitor.status(Method::GET, "/appstore/apps/no.such.app").await, 404);
}

/// Servers from 9.1 on build a package from an archive.
#[tokio::test]
async fn a_package_comes_as_an_archive() {
    let visitor = Visitor::new().await;
    let send = async |path: &str, form: Form| {
        let url = format!("{}{path}", visitor.fake.url());
        let request = visitor.http.post(url).bearer_auth(FakeCloudron::TOKEN).multipart(form);
        let response = request.send().await.expect("an answer");
        let status = response.status().as_u16();
        (status, response.json::<Value>().await.expect("JSON"))
    };
    let form = || {
        Form::new()
            .text("manifest", r#"{"id": "com.example.own", "title": "Own", "version": "0.1.0"}"#)
            .text("subdomain", "own")
            .text("domain", FakeCloudron::DOMAIN)
            .text("accessRestriction", r#"{"users": [], "groups": []}"#)
    };
    let archive = || Part::bytes(vec![0x1f, 0x8b]).file_name("own.tar.gz");
    assert_eq!(send("/apps", form()).await.0, 400);
    let (status, started) = send("/apps", form().part("sourceArchive", archive())).await;
    assert_eq!(status, 202, "{started}");
    visitor.finish(&started["taskId"]).await;
    let app = visitor.get("/apps").await["apps"][0].clone();
    assert_eq!(
        (&app["fqdn"], &app["manifest"]["title"]),
        (&json!("own.example.com"), &json!("Own"))
    );
    assert_eq!(send("/groups", Form::new().text("name", "g")).await.0, 400);
}
