//! Answers that start a task.

use openapi_runtime::testing::{Reply, Script};
use openapi_runtime::{Error, json};

use crate::*;

#[tokio::test]
async fn started_tasks() {
    use started_tasks::types::{BuildState, Started};

    let script = Script::new()
        .then(Reply::json(&json!({"taskId": "7", "pets": 3})))
        .then(Reply::json(&json!({"task": {"active": false, "success": true, "percent": 100}})))
        .then(Reply::status(204))
        .then(Reply::json(&json!({"taskId": 8})))
        .then(Reply::json(
            &json!({"task": {"success": false, "error": {"reason": "no water"}, "message": null}}),
        ))
        .then(Reply::json(&json!({"taskId": "9"})))
        .then(Reply::json(&json!({"number": 5, "state": "queued"})))
        .then(Reply::json(&json!({"number": 5, "state": "broken"})))
        .then(Reply::json(&json!({"number": 5})));
    let client = started_tasks::Client::builder("http://x")
        .bearer_token("s3cret")
        .transport(script.clone())
        .build()
        .unwrap();

    let task = client.pets().count().kind("cat").await.unwrap();
    assert_eq!((task.id(), task.answer().pets), ("7", Some(3)));
    assert_eq!(task.wait().await.unwrap().percent, Some(100));
    task.cancel().await.unwrap();

    // An answer in an envelope that holds nothing but the id.
    let washing = client.pets().wash().await.unwrap();
    assert_eq!((washing.id(), *washing.answer()), ("8", 8));
    let Err(Error::Task(error)) = client.resume_task("8").wait().await else { panic!("it ended") };
    assert_eq!(error.reason(), Some("no water"));

    // The exception is a call like any other.
    let _: Started = client.pets().import().await.unwrap();

    let build = client.builds().start().await.unwrap();
    assert_eq!(build.id(), "5");
    assert_eq!(client.build_again(5).id(), "5");
    let state = build.poll().await.unwrap().state.state;
    assert_eq!(state, Some(BuildState::Broken));
    assert_eq!(client.builds().rename("5").await.unwrap().number, Some(5));

    let asked: Vec<String> = script.requests().iter().map(|it| it.uri().to_string()).collect();
    assert_eq!(asked[1..3], ["http://x/tasks/7", "http://x/tasks/7"]);
    assert_eq!(asked[7], "http://x/builds/5");
    assert_eq!(script.requests()[1].header("authorization"), Some("Bearer s3cret"));
    assert_eq!(script.requests()[2].header("authorization"), None);
}
