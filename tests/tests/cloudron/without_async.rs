//! The client in a program without `async`.

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
