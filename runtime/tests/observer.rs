//! Differences between answers and descriptions, as an observer sees them.

use std::sync::{Arc, Mutex};

use openapi_runtime::testing::{Reply, Script};
use openapi_runtime::{
    Call, Decode, DecodeError, DifferenceKind, HttpClient, Id, Map, Node, Polled, Request,
    RetryPolicy, Secret, TaskKind, TaskRule, Value, Wrap, alternative, json, open_enum,
};

#[derive(Debug, PartialEq)]
enum State {
    Running,
    Unlisted(String),
}

impl State {
    fn as_str(&self) -> &str {
        match self {
            Self::Running => "running",
            Self::Unlisted(other) => other,
        }
    }
}

impl From<&str> for State {
    fn from(value: &str) -> Self {
        match value {
            "running" => Self::Running,
            other => Self::Unlisted(other.to_owned()),
        }
    }
}

open_enum!(State, Unlisted);

#[derive(Debug)]
#[allow(dead_code, reason = "decoding is what is looked at")]
struct App {
    id: Id,
    state: Option<State>,
    size: Option<u64>,
    key: Option<Secret>,
    owner: Option<Owner>,
    labels: Option<std::collections::BTreeMap<String, String>>,
}

impl Decode for App {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        let mut object = node.object()?;
        object.constant("type", "app")?;
        Ok(Self {
            id: object.field("id")?,
            state: object.field("state")?,
            size: object.field("size")?,
            key: object.field("key")?,
            owner: object.field("owner")?,
            labels: object.field("labels")?,
        })
    }
}

#[derive(Debug)]
#[allow(dead_code, reason = "decoding is what is looked at")]
enum Owner {
    User(User),
    Group(Group),
    Unlisted(Value),
}

impl Decode for Owner {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        node.best_of(&[alternative(Self::User), alternative(Self::Group)], Self::Unlisted)
    }
}

macro_rules! object {
    ($name:ident { $field:ident }) => {
        #[derive(Debug)]
        #[allow(dead_code, reason = "decoding is what is looked at")]
        struct $name {
            $field: State,
        }

        impl Decode for $name {
            fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
                Ok(Self { $field: node.object()?.field(stringify!($field))? })
            }
        }
    };
}

object!(User { user });
object!(Group { group });

/// A call of a scripted server, and what its observer is told.
fn observed(script: Script) -> (Request, Arc<Mutex<Vec<String>>>) {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let notes = Arc::clone(&seen);
    let http = HttpClient::builder("https://example.com")
        .transport(script)
        .retries(RetryPolicy::none())
        .observer(move |it| notes.lock().unwrap().push(format!("{} {:?}", it.pointer(), it.kind())))
        .build()
        .unwrap();
    (http.get("op", "/path"), seen)
}

async fn differences<T: Decode>(answer: Value) -> Vec<String> {
    let (request, seen) = observed(Script::new().always(Reply::json(&answer)));
    let _outcome = request.json::<T>().await;
    seen.lock().unwrap().clone()
}

#[tokio::test]
async fn of_values() {
    let sound =
        json!({"type": "app", "id": 7, "state": "running", "size": 3, "labels": {"a": "b"}});
    for (name, value, expected) in [
        ("id", json!("7"), &[][..]),
        ("state", json!(null), &[]),
        ("colour", json!("red"), &["/0/colour UnknownMember"]),
        ("a/b~c", json!({"x": 1}), &["/0/a~1b~0c UnknownMember"]),
        ("state", json!("paused"), &["/0/state UnlistedValue"]),
        ("type", json!("other"), &["/0/type UnlistedValue"]),
        ("size", json!(4.0), &["/0/size OtherSpelling"]),
        ("size", json!(4.5), &["/0/size WrongType"]),
        ("size", json!("4"), &["/0/size WrongType"]),
        ("owner", json!({"user": "running"}), &[]),
        ("owner", json!({"group": "paused"}), &["/0/owner/group UnlistedValue"]),
        ("owner", json!({"user": "running", "x": 1}), &["/0/owner/x UnknownMember"]),
        ("owner", json!({"else": 1}), &["/0/owner UnlistedValue"]),
    ] {
        let mut app = sound.clone();
        app[name] = value;
        assert_eq!(differences::<Vec<App>>(json!([app])).await, expected, "{name} {app}");
    }
    assert_eq!(differences::<Vec<App>>(json!([{"colour": 1}])).await, ["/0/id MissingMember"]);
    assert_eq!(differences::<App>(json!(["x"])).await, [" WrongType"]);
    // In the order of the document.
    let both = json!([{"id": 1, "z": 1, "size": 1.0}, {"state": "b", "a": 1, "id": 2}]);
    assert_eq!(
        differences::<Vec<App>>(both).await,
        [
            "/0/z UnknownMember",
            "/0/size OtherSpelling",
            "/1/state UnlistedValue",
            "/1/a UnknownMember"
        ]
    );
    // Free form is free.
    assert_eq!(differences::<Map>(json!({"a": 1})).await, [""; 0]);
    assert_eq!(differences::<Value>(json!({"a": 1})).await, [""; 0]);
}

#[tokio::test]
async fn of_scalars_that_are_read_loosely() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let notes = Arc::clone(&seen);
    let answer = json!({"id": 1, "size": "4", "state": 5});
    let http = HttpClient::builder("https://example.com")
        .transport(Script::new().always(Reply::json(&answer)))
        .loose_scalars(true)
        .observer(move |it| notes.lock().unwrap().push((it.pointer().to_owned(), it.kind())))
        .build()
        .unwrap();
    assert_eq!(http.get("op", "/").json::<App>().await.unwrap().size, Some(4));
    let expected = [
        ("/size".to_owned(), DifferenceKind::OtherSpelling),
        ("/state".to_owned(), DifferenceKind::OtherSpelling),
        ("/state".to_owned(), DifferenceKind::UnlistedValue),
    ];
    assert_eq!(*seen.lock().unwrap(), expected);
}

#[tokio::test]
async fn of_envelopes() {
    let answer = json!({"apps": [{"id": 1, "x": 1}], "total": 1});
    let (request, seen) = observed(Script::new().always(Reply::json(&answer)));
    request.unwrap_member("apps").json::<Vec<App>>().await.unwrap();
    assert_eq!(*seen.lock().unwrap(), ["/apps/0/x UnknownMember", "/total UnknownMember"]);
}

#[tokio::test]
async fn of_envelopes_that_got_another_name() {
    let answer = json!({"apps_app": {"id": 1}});
    let (request, seen) = observed(Script::new().always(Reply::json(&answer)));
    request.answer_in(&[Wrap::In("app")]).json::<App>().await.unwrap();
    assert_eq!(*seen.lock().unwrap(), ["/apps_app UnknownMember"]);
}

/// What generated code has for a kind of task.
enum Job {}

impl TaskKind for Job {
    type State = Value;
    const RULE: &'static TaskRule = &TaskRule::active("id", &["active"]);

    fn poll(http: &HttpClient, id: &str) -> Call<Polled<Value>> {
        http.get("getTask", "/tasks/{id}").path("id", id).polled::<Self>()
    }
}

/// The id of a task is read beside the answer, which is not a second reading of the answer.
#[tokio::test]
async fn of_answers_that_start_a_task() {
    for (answer, differences) in [
        (json!({"type": "app", "id": 5, "size": 3}), &[][..]),
        (json!({"type": "app", "id": 5, "colour": "red"}), &["/colour UnknownMember"][..]),
    ] {
        let (request, seen) = observed(Script::new().then(Reply::json(&answer)));
        request.task::<Job, App>().await.unwrap();
        assert_eq!(*seen.lock().unwrap(), differences);
    }
}

#[tokio::test]
async fn of_events() {
    let (request, seen) =
        observed(Script::new().then(Reply::events("data: {\"id\": 1, \"x\": 2}\n\ndata: 5\n\n")));
    let mut events = request.events::<App>().await.unwrap();
    events.next().await.unwrap().unwrap();
    events.next().await.unwrap().unwrap_err();
    assert_eq!(*seen.lock().unwrap(), ["/x UnknownMember", " WrongType"]);
}

#[tokio::test]
async fn of_statuses() {
    const LISTED: &[u16] = &[200, 404, 5];
    for (status, statuses, reported) in [
        (200, LISTED, false),
        (404, LISTED, false),
        (503, LISTED, false),
        (202, LISTED, true),
        (409, LISTED, true),
        (409, &[], false),
    ] {
        let (request, seen) = observed(Script::new().always(Reply::status(status)));
        let _outcome = request.statuses(statuses).empty().await;
        let seen = seen.lock().unwrap().clone();
        let expected = format!(" UndocumentedStatus({status})");
        assert_eq!(seen, if reported { vec![expected] } else { vec![] }, "{status}");
    }
}

#[tokio::test]
async fn of_media_types() {
    let html = Reply::status(200).header("Content-Type", "text/plain").body("{}");
    let (request, seen) = observed(Script::new().always(html));
    request.json::<Map>().await.unwrap();
    assert_eq!(*seen.lock().unwrap(), [" OtherMediaType"]);
}

#[tokio::test]
async fn no_value_is_told() {
    let secret = json!({"id": 1, "key": "s3cr3t", "x": "s3cr3t", "state": "s3cr3t", "size": 1.0});
    let wrong = json!({"id": 1, "key": {"a": "s3cr3t"}});
    for answer in [secret, wrong] {
        let text = Arc::new(Mutex::new(String::new()));
        let notes = Arc::clone(&text);
        let http = HttpClient::builder("https://example.com")
            .transport(Script::new().always(Reply::json(&answer)))
            .observer(move |it| notes.lock().unwrap().push_str(&format!("{it} {it:?}")))
            .build()
            .unwrap();
        let _outcome = http.get("getApp", "/apps").json::<App>().await;
        let text = text.lock().unwrap().clone();
        assert!(text.starts_with("getApp: /") && !text.contains("s3cr3t"), "{text}");
    }
}

#[test]
fn kinds_have_words() {
    let kind = DifferenceKind::UnlistedValue;
    assert_eq!(kind.to_string(), "a value that the description does not list");
}

#[tokio::test]
async fn a_place_is_told_without_the_secrets_of_the_call() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let list = Arc::clone(&told);
    let script = Script::new().always(Reply::json(&json!({"s3cr3t-token": {"\u{1b}[2J": 1}})));
    let http = HttpClient::builder("http://x")
        .credential("key", openapi_runtime::Credential::query("key", "s3cr3t-token"))
        .observer(move |it| list.lock().unwrap().push(it.to_string()))
        .transport(script)
        .build()
        .unwrap();
    let call = http.get("op", "/x").auth(&[&["key"]]);
    let _ = call.json::<std::collections::BTreeMap<String, Vec<i64>>>().await;
    assert_eq!(*told.lock().unwrap(), ["op: /REDACTED: a value that does not fit its description"]);
}
