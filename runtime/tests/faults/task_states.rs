//! What a poll of a task answers, where it is not what the rule of the task needs.

use openapi_runtime::testing::{Reply, Script};
use openapi_runtime::{
    Call, Decode, DecodeError, Error, HttpClient, Node, Polled, Task, TaskKind, TaskRule, json,
};

use crate::client;
use crate::tasks::{Build, at, task};

/// What comes in place of a task is not a task that has ended well.
#[tokio::test(start_paused = true)]
async fn a_response_that_says_nothing_of_the_task_is_an_error() {
    let proxy = json!({"status": "Internal Server Error", "message": "try later"});
    for (reply, found) in [
        (Reply::json(&json!({})), "found an object `{}`"),
        (Reply::json(&json!({"x": 1})), "found an object `{\"x\":1}`"),
        (Reply::json(&proxy), "found an object `{\"status\""),
        (Reply::json(&json!([])), "found an array `[]`"),
        (Reply::status(200), "found an empty answer"),
        (Reply::status(204), "found an empty answer"),
    ] {
        let error = task(&Script::new().then(at(0)).then(reply)).wait().await.unwrap_err();
        let Error::Decode(error) = error else { panic!("{error}") };
        assert!(error.to_string().contains(found), "{error}");
    }
    let error = Task::resume::<Build>(&client(&Script::new().always(Reply::json(&proxy))), "1");
    let error = error.wait().await.unwrap_err().to_string();
    assert!(error.contains("expected the state of a task (`state`), found"), "{error}");
}

/// A kind whose description lists its statuses.
enum Listed {}

#[derive(Debug)]
struct Run {
    state: RunState,
}

impl Decode for Run {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        Ok(Self { state: node.object()?.field("state")? })
    }
}

#[derive(Debug)]
enum RunState {
    Building,
    Done,
    Unlisted(String),
}

impl RunState {
    fn as_str(&self) -> &str {
        match self {
            Self::Building => "building",
            Self::Done => "done",
            Self::Unlisted(other) => other,
        }
    }
}

impl From<&str> for RunState {
    fn from(value: &str) -> Self {
        match value {
            "building" => Self::Building,
            "done" => Self::Done,
            other => Self::Unlisted(other.to_owned()),
        }
    }
}

openapi_runtime::open_enum!(RunState, Unlisted);

impl TaskKind for Listed {
    type State = Run;
    const RULE: &'static TaskRule =
        &TaskRule::status("run", "state", &["building", "waiting"], &["broken"]);

    fn poll(http: &HttpClient, id: &str) -> Call<Polled<Run>> {
        http.get("getRun", "/runs/{id}").path("id", id).polled::<Self>()
    }
}

#[tokio::test(start_paused = true)]
async fn a_status_that_the_description_does_not_list_is_no_success() {
    let states = |last: &str| {
        let of = |state: &str| Reply::json(&json!({"state": state}));
        Script::new().then(of("building")).then(of("waiting")).then(of(last))
    };
    let run = |script: Script| Task::<Run>::resume::<Listed>(&client(&script), "1");
    assert_eq!(run(states("done")).wait().await.unwrap().state.as_str(), "done");
    assert!(matches!(run(states("broken")).wait().await, Err(Error::Task(_))));
    let error = run(states("Internal Server Error")).wait().await.unwrap_err().to_string();
    assert!(error.contains("/state: expected a status of a task that the description"), "{error}");
}
