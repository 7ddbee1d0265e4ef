//! Following a task: how often it is asked about, what ends the waiting, what does not.

use std::time::Duration;

use futures_util::StreamExt;
use openapi_runtime::testing::{Reply, Script};
use openapi_runtime::transport::FailureKind;
use openapi_runtime::{
    Call, Decode, DecodeError, Error, HttpClient, Node, Polled, Task, TaskKind, TaskRule, Value,
    json,
};
use tokio::time::Instant;

use crate::{client, since};

/// What generated code has for a kind of task.
enum Job {}

impl TaskKind for Job {
    type State = Value;
    const RULE: &'static TaskRule = &TaskRule::active("taskId", &["active", "pending"])
        .succeeded("success")
        .failure("error")
        .percent("percent")
        .message("message");

    fn poll(http: &HttpClient, id: &str) -> Call<Polled<Value>> {
        http.get("getTask", "/tasks/{id}").path("id", id).polled::<Self>()
    }

    fn cancel(http: &HttpClient, id: &str) -> Option<Call<()>> {
        Some(http.post("stopTask", "/tasks/{id}/stop").path("id", id).empty())
    }
}

/// A kind with a status, and nothing that stops it.
pub(crate) enum Build {}

impl TaskKind for Build {
    type State = Value;
    const RULE: &'static TaskRule =
        &TaskRule::status("build", "state", &["queued", "building"], &["broken"]).message("log");

    fn poll(http: &HttpClient, id: &str) -> Call<Polled<Value>> {
        http.get("getBuild", "/builds/{id}").path("id", id).polled::<Self>()
    }
}

pub(crate) fn at(percent: u32) -> Reply {
    Reply::json(&json!({"active": true, "percent": percent, "message": format!("at {percent}")}))
}

fn done() -> Reply {
    Reply::json(&json!({"active": false, "percent": 100, "success": true, "error": null}))
}

fn failed() -> Reply {
    let error = json!({"message": "no space left", "code": 3});
    Reply::json(&json!({"active": false, "percent": 40, "success": false, "error": error}))
}

/// A task that was started before.
pub(crate) fn task(script: &Script) -> Task<Value> {
    Task::resume::<Job>(&client(script), "364")
}

#[tokio::test(start_paused = true)]
async fn it_is_started_and_waited_for() {
    let script = Script::new()
        .then(Reply::status(202).body(r#"{"taskId": 364, "id": "a1"}"#))
        .then(at(0))
        .then(done());
    let begun = Instant::now();
    let call = client(&script).post("install", "/apps").task::<Job, Value>();
    let task = call.await.unwrap();
    assert_eq!((task.id(), &task.answer()["id"]), ("364", &json!("a1")));
    assert_eq!(task.wait().await.unwrap()["percent"], 100);
    assert_eq!(since(begun), 1000);
    let paths: Vec<String> = script.requests().iter().map(|it| it.path().to_owned()).collect();
    assert_eq!(paths, ["/api/apps", "/api/tasks/364", "/api/tasks/364"]);
    assert_eq!(task.into_answer()["id"], "a1");
}

#[tokio::test(start_paused = true)]
async fn the_answer_has_its_head() {
    let script = Script::new().then(Reply::status(202).body(r#"{"taskId": "7"}"#));
    let call = client(&script).post("install", "/apps").task::<Job, Value>();
    let response = call.with_response().await.unwrap();
    assert_eq!((response.status.as_u16(), response.value.id()), (202, "7"));
}

/// The answer is the id, with or without an envelope around it.
#[tokio::test(start_paused = true)]
async fn an_answer_that_is_nothing_but_the_id() {
    let script =
        Script::new().then(Reply::json(&json!({"taskId": 7}))).then(Reply::json(&json!({"id": 7})));
    let http = client(&script);
    let call = http.post("start", "/x").unwrap_member("taskId").task::<Job, i64>();
    let task = call.await.unwrap();
    assert_eq!((task.id(), *task.answer()), ("7", 7));
    let error = http.post("start", "/x").task::<Job, Value>().await.unwrap_err();
    assert!(error.to_string().contains("/taskId"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn the_time_between_polls_grows() {
    let script = (0..9).fold(Script::new(), |script, it| script.then(at(it))).then(done());
    let begun = Instant::now();
    task(&script).wait().await.unwrap();
    let waits = [1000, 1500, 2250, 3375, 5062, 7593, 10_000, 10_000, 10_000];
    assert!(since(begun).abs_diff(waits.iter().sum()) < 10, "{}", since(begun));
    assert_eq!(script.requests().len(), 10);
}

#[tokio::test(start_paused = true)]
async fn the_interval_can_be_set() {
    let script = Script::new().then(at(0)).then(at(1)).then(done());
    let begun = Instant::now();
    task(&script).wait().interval(Duration::from_secs(20)).await.unwrap();
    assert_eq!(since(begun), 40_000);
}

#[tokio::test(start_paused = true)]
async fn a_failure_has_its_reason_and_its_state() {
    let script = Script::new().then(at(10)).always(failed());
    let error = task(&script).wait().await.unwrap_err();
    assert_eq!(error.to_string(), "task 364 failed: no space left (getTask)");
    assert!(!error.is_retryable());
    let Error::Task(error) = error else { panic!("{error}") };
    assert_eq!(
        (error.id(), error.reason(), error.may_be_running()),
        ("364", Some("no space left"), false)
    );
    assert_eq!(error.state::<Value>().unwrap()["percent"], 40);
    // Asked once, that is no error of the call.
    let progress = task(&script).poll().await.unwrap();
    assert_eq!((progress.is_running, progress.failure.as_deref()), (false, Some("no space left")));
}

#[tokio::test(start_paused = true)]
async fn what_counts_as_a_failure() {
    for (state, failure) in [
        (json!({"success": true}), None),
        (json!({"success": "true"}), None),
        (json!({"success": true, "error": "a warning"}), None),
        (json!({"error": {}}), None),
        (json!({"error": "full"}), Some("full")),
        (json!({"error": {"code": 7}}), Some(r#"{"code":7}"#)),
        (json!({"success": false}), Some("the server does not say why")),
        (json!({"success": false, "message": "half way"}), Some("half way")),
        (json!({"success": false, "message": "one\ntwo failed\n\n"}), Some("two failed")),
        (json!({"success": false, "error": ["a", "b"]}), Some("a; b")),
    ] {
        let script = Script::new().then(Reply::json(&state));
        let progress = task(&script).poll().await.unwrap();
        assert_eq!(progress.failure.as_deref(), failure, "{state}");
        assert!(!progress.is_running);
    }
}

#[tokio::test(start_paused = true)]
async fn a_status_says_whether_it_runs() {
    let state = |state: &str| Reply::json(&json!({"state": state, "log": format!("is {state}")}));
    for (end, outcome) in [("built", None), ("broken", Some("is broken")), ("lost", None)] {
        let script = Script::new().then(state("queued")).then(state("Building")).then(state(end));
        let build: Task<Value> = Task::resume::<Build>(&client(&script), 5);
        let ended = build.wait().await;
        match (ended, outcome) {
            (Ok(value), None) => assert_eq!(value["state"], end),
            (Err(Error::Task(error)), Some(reason)) => assert_eq!(error.reason(), Some(reason)),
            (ended, _) => panic!("{end}: {ended:?}"),
        }
        assert_eq!(script.requests().len(), 3);
    }
}

#[tokio::test(start_paused = true)]
async fn progress_is_told_when_it_changes() {
    let script = Script::new().then(at(0)).then(at(0)).then(at(50)).then(at(50)).then(done());
    let progress = task(&script).progress().interval(Duration::from_secs(1));
    let told: Vec<_> = progress.map(|it| it.map(|it| (it.percent, it.is_running))).collect().await;
    let told: Vec<_> = told.into_iter().map(Result::unwrap).collect();
    assert_eq!(told, [(Some(0.0), true), (Some(50.0), true), (Some(100.0), false)]);

    let script = Script::new().then(at(10)).then(failed());
    let mut progress = task(&script).progress();
    assert_eq!(progress.next().await.unwrap().unwrap().message.as_deref(), Some("at 10"));
    assert!(matches!(progress.next().await, Some(Err(Error::Task(_)))));
    assert!(progress.next().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn nothing_is_asked_before_it_is_wanted() {
    let script = Script::new().then(done());
    let task = task(&script);
    let (wait, _progress) = (task.wait(), task.progress());
    tokio::task::yield_now().await;
    assert_eq!(script.requests().len(), 0);
    wait.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_server_that_is_away_for_a_while_does_not_end_the_waiting() {
    let mut script = Script::new().then(at(0));
    for _ in 0..9 {
        script = script
            .then(Reply::failure(FailureKind::Connect))
            .then(Reply::status(502))
            .then(Reply::status(501));
    }
    task(&script.then(done())).wait().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn an_outage_has_a_limit() {
    let script = Script::new().then(at(0)).always(Reply::status(501));
    let begun = Instant::now();
    let error = task(&script).wait().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 501);
    assert!((300_000..320_000).contains(&since(begun)), "{}", since(begun));
    let begun = Instant::now();
    let waiting = task(&script).wait().interval(Duration::from_secs(1));
    waiting.outage(Duration::from_secs(5)).await.unwrap_err();
    assert_eq!(since(begun), 5000);
}

#[tokio::test(start_paused = true)]
async fn what_will_not_pass_ends_the_waiting() {
    for status in [401, 403, 404] {
        let script = Script::new().then(at(0)).then(Reply::status(status));
        let error = task(&script).wait().await.unwrap_err();
        assert_eq!(error.status().unwrap(), status);
    }
    let script = Script::new().then(at(0)).then(Reply::status(200).body("<html>"));
    assert!(matches!(task(&script).wait().await, Err(Error::Decode(_))));
}

/// The server knows better how long it will be away.
#[tokio::test(start_paused = true)]
async fn retry_after_is_waited_for() {
    let script = Script::new().then(Reply::status(503).header("Retry-After", "200")).then(done());
    let begun = Instant::now();
    task(&script).wait().await.unwrap();
    assert_eq!(since(begun), 200_000);
}

#[tokio::test(start_paused = true)]
async fn giving_up_says_that_it_may_be_running() {
    let script = Script::new().always(at(45));
    let begun = Instant::now();
    let waiting = task(&script).wait().interval(Duration::from_secs(7));
    let error = waiting.limit(Duration::from_secs(60)).await.unwrap_err();
    assert_eq!(since(begun), 60_000);
    assert_eq!(
        error.to_string(),
        "task 364 has not ended after 60s, it may still be running; last seen at 45 %, at 45 (getTask)"
    );
    let Error::Task(error) = error else { panic!("{error}") };
    assert!(error.may_be_running() && error.reason().is_none());
    error.state::<Value>().unwrap_err();
}

#[tokio::test(start_paused = true)]
async fn the_limit_holds_while_a_poll_hangs() {
    let script = Script::new().then(at(0)).always(Reply::never());
    let begun = Instant::now();
    let error = task(&script).wait().limit(Duration::from_secs(10)).await.unwrap_err();
    assert_eq!(since(begun), 10_000);
    assert!(error.to_string().contains("may still be running"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn only_cancel_stops_it() {
    let script = Script::new().then(at(0)).then(Reply::status(204)).then(failed());
    let task = task(&script);
    let waiting = tokio::time::timeout(Duration::from_millis(10), task.wait());
    waiting.await.unwrap_err();
    assert_eq!(script.requests().len(), 1);
    task.cancel().await.unwrap();
    assert_eq!(
        (script.requests()[1].method(), script.requests()[1].path()),
        ("POST", "/api/tasks/364/stop")
    );
    task.wait().await.unwrap_err();

    let script = Script::new();
    let build: Task<Value> = Task::resume::<Build>(&client(&script), 5);
    let error = build.cancel().await.unwrap_err();
    assert!(error.to_string().contains("no operation for that"), "{error}");
}

/// What does not decode is told with its place, as ever.
#[tokio::test(start_paused = true)]
async fn a_state_that_does_not_decode() {
    struct Strict;

    impl Decode for Strict {
        fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
            node.object()?.field::<String>("name").map(|_| Self)
        }
    }

    enum Kind {}

    impl TaskKind for Kind {
        type State = Strict;
        const RULE: &'static TaskRule = &TaskRule::active("id", &["active"]);

        fn poll(http: &HttpClient, id: &str) -> Call<Polled<Strict>> {
            http.get("getTask", "/tasks/{id}").path("id", id).polled::<Self>()
        }
    }

    let script = Script::new().then(Reply::json(&json!({"name": 7})));
    let task: Task<Strict> = Task::resume::<Kind>(&client(&script), "1");
    let Err(error) = task.wait().await else { panic!("it decodes") };
    assert!(error.to_string().contains("/name"), "{error}");
}
