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

#[tokio::test]
async fn tasks_in_a_list() {
    let job = |id: u32, parent: u32, kind: &str, status: &str| {
        json!({
            "id": id, "number": id, "parent_id": parent, "parent_type": kind, "status": status,
            "log": format!("log {id}"), "created_at": "2026-11-22T12:00:00Z",
        })
    };
    let noon = |reply: Reply| reply.header("Date", "Sun, 22 Nov 2026 12:00:00 GMT");
    let script = Script::new()
        .then(noon(Reply::json(&json!({"machine": {"id": 5, "label": "blog"}}))))
        .then(Reply::json(&json!({"jobs": [job(1, 5, "Machine", "complete")]})))
        .then(Reply::json(&json!({"jobs": [job(1, 5, "Machine", "failed")]})))
        .then(noon(Reply::json(&json!({"id": 5}))))
        .then(Reply::json(&json!([job(1, 5, "Machine", "failed"), job(2, 5, "Disk", "complete")])));
    let client =
        tasks_in_a_list::Client::builder("http://x").transport(script.clone()).build().unwrap();

    let building = client.machines().create().await.unwrap();
    assert_eq!((building.id(), building.answer().label.as_deref()), ("5", Some("blog")));
    assert_eq!(building.wait().await.unwrap()[0].log.as_deref(), Some("log 1"));
    let Err(Error::Task(error)) = building.wait().await else { panic!("it ended") };
    assert_eq!(error.reason(), Some("log 1"));

    let formatting = client.disks().create().await.unwrap();
    let jobs = formatting.wait().await.unwrap();
    assert_eq!(jobs.iter().map(|it| it.number).collect::<Vec<_>>(), [Some(2)]);

    assert_eq!(client.resume_machine(5).id(), "5");
    let asked: Vec<String> = script.requests().iter().map(|it| it.uri().to_string()).collect();
    assert_eq!(
        (asked[1].as_str(), asked[4].as_str()),
        ("http://x/machines/5/jobs", "http://x/jobs?per_page=100")
    );
}
