//! Work that is found in a list: which items are of it, and when it has ended.

use std::time::Duration;

use futures_util::StreamExt;
use openapi_runtime::testing::{Reply, Script};
use openapi_runtime::{Call, Error, HttpClient, Polled, Task, TaskKind, TaskRule, Value, json};
use tokio::time::Instant;

use crate::{client, since};

/// The jobs of a machine.
enum Jobs {}

impl TaskKind for Jobs {
    type State = Vec<Value>;
    const RULE: &'static TaskRule =
        &TaskRule::status("id", "status", &["pending", "running"], &["failed"])
            .message("log")
            .listed("id")
            .created("created_at");

    fn poll(http: &HttpClient, id: &str) -> Call<Polled<Vec<Value>>> {
        http.get("listJobs", "/machines/{id}/jobs").path("id", id).polled_list()
    }
}

/// The jobs of a disk, among those of everything else.
enum DiskJobs {}

impl TaskKind for DiskJobs {
    type State = Vec<Value>;
    const RULE: &'static TaskRule = &TaskRule::status("id", "status", &["running"], &["failed"])
        .listed("id")
        .created("created_at")
        .belongs("parent_id")
        .with(&[("parent_type", "Disk")]);

    fn poll(http: &HttpClient, _id: &str) -> Call<Polled<Vec<Value>>> {
        http.get("listAllJobs", "/jobs").polled_list()
    }
}

/// The machine was asked for by a call that was answered at 12:00:10, after four seconds.
fn created() -> Reply {
    Reply::status(201)
        .header("Date", "Sun, 22 Nov 2026 12:00:10 GMT")
        .body(r#"{"id": 5}"#)
        .after(Duration::from_secs(4))
}

fn job(id: u32, at: &str, status: &str) -> Value {
    json!({"id": id, "created_at": format!("2026-11-22T{at}Z"), "status": status, "log": format!("{status} {id}")})
}

fn jobs(jobs: &[Value]) -> Reply {
    Reply::json(&Value::from(jobs))
}

async fn machine(script: &Script) -> Task<Vec<Value>, Value> {
    client(script).post("createMachine", "/machines").task::<Jobs, Value>().await.unwrap()
}

fn ids(jobs: &[Value]) -> Vec<u64> {
    jobs.iter().map(|it| it["id"].as_u64().unwrap()).collect()
}

#[tokio::test(start_paused = true)]
async fn it_ends_when_all_that_was_created_since_has() {
    let old = job(1, "11:59:00", "complete");
    let failed_before = job(2, "12:00:04", "failed");
    let script = Script::new()
        .then(created())
        .then(jobs(&[
            old.clone(),
            failed_before.clone(),
            job(3, "12:00:05", "complete"),
            job(4, "12:00:08", "running"),
        ]))
        .then(jobs(&[
            old,
            failed_before,
            job(3, "12:00:05", "complete"),
            job(4, "12:00:08", "complete"),
            job(5, "12:00:20", "pending"),
        ]))
        .always(jobs(&[
            job(3, "12:00:05", "complete"),
            job(4, "12:00:08", "complete"),
            job(5, "12:00:20", "complete"),
        ]));
    let task = machine(&script).await;
    let mut told = Vec::new();
    let mut progress = task.progress();
    while let Some(step) = progress.next().await {
        let step = step.unwrap();
        told.push((step.percent.unwrap().round(), step.message.unwrap(), ids(&step.state)));
    }
    assert_eq!(
        told,
        [
            (50.0, "running 4".to_owned(), vec![3, 4]),
            (67.0, "pending 5".to_owned(), vec![3, 4, 5]),
            (100.0, "complete 5".to_owned(), vec![3, 4, 5]),
        ]
    );
    assert_eq!(script.requests()[1].path(), "/api/machines/5/jobs");
}

#[tokio::test(start_paused = true)]
async fn what_ran_at_the_first_poll_is_of_it() {
    let script = Script::new()
        .then(jobs(&[job(1, "09:00:00", "running"), job(2, "09:00:00", "complete")]))
        .then(jobs(&[job(1, "09:00:00", "complete"), job(2, "09:00:00", "complete")]));
    let again: Task<Vec<Value>> = Task::resume::<Jobs>(&client(&script), 5);
    assert_eq!(ids(&again.wait().await.unwrap()), [1]);
}

#[tokio::test(start_paused = true)]
async fn a_failure_waits_for_the_others() {
    let script = Script::new()
        .then(created())
        .then(jobs(&[job(3, "12:00:08", "failed"), job(4, "12:00:08", "running")]))
        .then(jobs(&[job(3, "12:00:08", "failed"), job(4, "12:00:08", "complete")]));
    let Err(Error::Task(error)) = machine(&script).await.wait().await else { panic!("it ended") };
    assert_eq!((error.id(), error.reason()), ("5", Some("failed 3")));
    assert_eq!(ids(&error.state::<Vec<Value>>().unwrap()), [3, 4]);
}

/// The work may not be in the list yet; and there may be nothing to do.
#[tokio::test(start_paused = true)]
async fn an_empty_list_is_asked_for_again_for_a_while() {
    let script = Script::new()
        .then(created())
        .then(jobs(&[]))
        .then(jobs(&[job(1, "12:00:12", "running")]))
        .then(jobs(&[job(1, "12:00:12", "complete")]));
    assert_eq!(ids(&machine(&script).await.wait().await.unwrap()), [1]);

    let script = Script::new().then(created()).always(jobs(&[job(9, "11:00:00", "complete")]));
    let task = machine(&script).await;
    let begun = Instant::now();
    assert_eq!(ids(&task.wait().await.unwrap()), [0_u64; 0]);
    assert!((10_000..16_000).contains(&since(begun)), "{}", since(begun));

    let script = Script::new().then(created()).always(jobs(&[]));
    let wait = machine(&script).await.wait().grace(Duration::ZERO);
    assert_eq!(ids(&wait.await.unwrap()), [0_u64; 0]);
    assert_eq!(script.requests().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn items_are_matched_by_their_members() {
    let of = |id: u32, parent: u32, kind: &str, status: &str| {
        let mut job = job(id, "12:00:09", status);
        job["parent_id"] = parent.into();
        job["parent_type"] = kind.into();
        job
    };
    let script = Script::new().then(created()).then(jobs(&[
        of(1, 5, "Disk", "complete"),
        of(2, 5, "Network", "failed"),
        of(3, 6, "Disk", "running"),
    ]));
    let call = client(&script).post("createDisk", "/disks").task::<DiskJobs, Value>();
    assert_eq!(ids(&call.await.unwrap().wait().await.unwrap()), [1]);
}

#[tokio::test(start_paused = true)]
async fn waiters_of_one_task_agree() {
    let script = Script::new()
        .then(jobs(&[job(1, "09:00:00", "running")]))
        .then(jobs(&[job(1, "09:00:00", "complete")]))
        .always(jobs(&[job(1, "09:00:00", "complete")]));
    let task: Task<Vec<Value>> = Task::resume::<Jobs>(&client(&script), 5);
    assert!(task.poll().await.unwrap().is_running);
    assert_eq!(ids(&task.wait().await.unwrap()), [1]);
    assert_eq!(task.progress().count().await, 1);
}
