//! The client in a program without `async`.

use std::time::Duration;

use cloudron::blocking::{Block as _, IterBlocking as _};
use cloudron::json;
use cloudron::runtime::testing::{Reply, Script};
use cloudron::types::Role;

#[test]
fn calls_builders_and_streams_block() {
    let script = Script::new()
        .then(Reply::json(&json!({"apps": []})))
        .then(Reply::json(&json!({"id": "uid-1"})))
        .then(Reply::events("data: {\"message\": \"ready\"}\n\n"));
    let client = cloudron::Client::builder("https://my.example.com/api/v1")
        .transport(script.clone())
        .build()
        .unwrap();

    assert!(client.apps().list().block().unwrap().is_empty());

    let added = client.users().add("dewey@duckfamily.example").role(Role::User).block().unwrap();
    assert_eq!(added, "uid-1");

    let lines = client.apps().logstream("blog").lines(100).block().unwrap();
    let messages: Vec<_> = lines.iter_blocking().map(|line| line.unwrap().data.message).collect();
    assert_eq!(messages.len(), 1);
    assert_eq!(script.requests()[2].query(), "lines=100");
}

#[test]
fn pages_and_tasks_block() {
    let user = |id: &str| json!({"id": id, "username": id});
    let script = Script::new()
        .then(Reply::json(&json!({"users": [user("huey"), user("dewey")]})))
        .then(Reply::json(&json!({"users": [user("louie")]})))
        .then(Reply::status(202).body(r#"{"taskId": "7"}"#))
        .always(Reply::json(&json!({"id": "7", "active": false, "percent": 100, "success": true})));
    let client = cloudron::Client::builder("https://my.example.com/api/v1")
        .transport(script.clone())
        .build()
        .unwrap();

    let users = client.users().list().per_page(2).items().iter_blocking();
    let ids: Vec<_> = users.map(|user| user.unwrap().id).collect();
    assert_eq!(ids.len(), 3);

    let task = client.apps().uninstall("blog").block().unwrap();
    task.wait().interval(Duration::ZERO).block().unwrap();
    let progress = task.progress().iter_blocking().map(Result::unwrap);
    assert_eq!(progress.count(), 1);
}
