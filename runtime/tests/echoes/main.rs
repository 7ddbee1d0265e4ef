//! A server that repeats what it was sent: no rendering of an error shows a secret.

mod everywhere;

use std::error::Error as _;

use openapi_runtime::testing::{Reply, Script};
use openapi_runtime::transport::{
    FailureKind, Request, Transport, TransportError, TransportFuture,
};
use openapi_runtime::{
    Credential, Decode, DecodeError, Encode, Encoder, Error, HttpClient, Node, Polled, RetryPolicy,
    Secret, Task, TaskKind, TaskRule, Value, json,
};

const TOKEN: &str = "s3cr3tTOKEN-0123\"<&>/+%é";
const PASSWORD: &str = "hunter2-is-\u{20ac}-short";
const AUTH: &[&[&str]] = &[&["bearer"]];

fn http(script: &Script) -> HttpClient {
    HttpClient::builder("http://x")
        .credential("bearer", Credential::header("X-Api-Key", TOKEN))
        .retries(RetryPolicy::none())
        .transport(script.clone())
        .build()
        .unwrap()
}

/// All that a program may print of an error.
fn renderings(error: &Error) -> String {
    let mut shown = format!("{error}\n{error:?}\n{error:#?}\n");
    match error {
        Error::Status(error) => {
            shown += &format!("{error}\n{error:?}\n{error:#?}\n{:?}\n", error.message())
        }
        Error::Decode(error) => {
            let fault = error.fault();
            shown += &format!("{error}\n{error:?}\n{error:#?}\n{fault}\n{fault:?}\n");
            shown += &format!("{} {} {:?}\n", fault.found(), fault.excerpt(), fault.pointer());
        }
        Error::Task(error) => shown += &format!("{error}\n{error:?}\n{:?}\n", error.reason()),
        Error::Body(error) => shown += &format!("{error}\n{error:?}\n{error:#?}\n"),
        Error::Connection(error) => shown += &format!("{error}\n{error:?}\n{error:#?}\n"),
        _ => {}
    }
    let mut source = error.source();
    while let Some(error) = source {
        shown += &format!("{error}\n{error:?}\n{error:#?}\n");
        source = error.source();
    }
    shown += &format!("{:?}", error.headers());
    shown
}

#[track_caller]
fn assert_hides(error: &Error, secrets: &[&str]) {
    let shown = renderings(error);
    for secret in secrets {
        let beginning: String = secret.chars().take(10).collect();
        assert!(!shown.contains(secret) && !shown.contains(&beginning), "{secret}: {shown}");
    }
}

/// An object with a secret in it.
struct NewUser<'a> {
    name: &'a str,
    password: Secret,
}

impl Encode for NewUser<'_> {
    fn encode(&self, to: Encoder<'_>) {
        let mut object = to.object();
        object.field("name", self.name);
        object.field("phrase", &self.password);
    }
}

fn user() -> NewUser<'static> {
    NewUser { name: "louie", password: PASSWORD.into() }
}

/// Each way to send it.
fn calls(http: &HttpClient) -> Vec<openapi_runtime::Call<Vec<i64>>> {
    let post = || http.post("op", "/{token}/x").auth(AUTH).path("token", "t");
    let secret = Secret::from(PASSWORD);
    vec![
        post().body_as("application/json", &user()).json(),
        post().body_as("application/x-www-form-urlencoded", &user()).json(),
        post().body_as("multipart/form-data", &user()).json(),
        post().member("phrase", &secret).json(),
        post().form_member("phrase", &secret).json(),
        post().query("q", &secret).json(),
        post().header("X-Phrase", &Secret::from("hunter2-is-")).query("q", &secret).json(),
        post().cookie("phrase", &secret).json(),
    ]
}

#[tokio::test]
async fn a_refusal_that_repeats_what_was_sent() {
    for body in [
        json!({"message": format!("{PASSWORD} is too short, and {TOKEN} is no token")}).to_string(),
        json!({"errors": {PASSWORD: [TOKEN]}}).to_string(),
        format!("{TOKEN} {PASSWORD}"),
        format!(
            "<html><b>{}</b><i>hunter2-is-&#x20AC;-short</i>",
            TOKEN.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&#34;")
        ),
        json!({"message": format!("{}{TOKEN}", "x".repeat(290))}).to_string(),
    ] {
        let script =
            Script::new().always(Reply::status(422).header("X-Echo-Token", "abc").body(body));
        let http = http(&script);
        for call in calls(&http) {
            let error = call.await.unwrap_err();
            assert_hides(&error, &[PASSWORD, TOKEN, "hunter2-is-"]);
            assert!(error.to_string().contains("REDACTED"), "{error}");
        }
    }
}

#[tokio::test]
async fn what_is_secret_by_its_name() {
    let reply =
        |secret: &str| Reply::status(400).body(format!("{{\"error\":\"{secret} is wrong\"}}"));
    let sent = |script: &Script| {
        http(script).post("op", "/{resetToken}/x").path("resetToken", "pa/th-123")
    };
    for secret in ["pa/th-123", "que ry-123", "mem\u{fc}ber-123", "head-er-123", "4711471147"] {
        let script = Script::new().always(reply(secret));
        let call = sent(&script)
            .query("access_token", "que ry-123")
            .header("X-Session-Token", "Scheme head-er-123")
            .body_as("application/json", &json!({"smtp": {"password": ["mem\u{fc}ber-123"], "pin_token": 4_711_471_147_i64}}));
        let error = call.empty().await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "op: 400 Bad Request: REDACTED is wrong (POST /{resetToken}/x)"
        );
    }
    // A header of the client, where the description has no scheme.
    let script = Script::new().always(reply("abcdef-123"));
    let builder =
        HttpClient::builder("http://x").default_header("Authorization", "token abcdef-123");
    let error =
        builder.transport(script).build().unwrap().get("op", "/x").empty().await.unwrap_err();
    assert!(error.to_string().contains(": REDACTED is wrong"), "{error}");
}

#[tokio::test]
async fn an_answer_that_does_not_decode() {
    for body in [
        json!({"ids": TOKEN}).to_string(),
        json!([TOKEN, PASSWORD]).to_string(),
        json!([1, {PASSWORD: TOKEN}]).to_string(),
        // The end is cut within the token.
        format!("[{}{}]", " ".repeat(60), json!(TOKEN)),
        json!(["x".repeat(70) + TOKEN]).to_string(),
        format!("[\"{TOKEN}"),
        format!("[\"{}", "s3cr3tTOKEN\\u002d0123"),
        "[\"s3cr3tTOKE".to_owned(),
    ] {
        let script = Script::new().always(Reply::status(200).body(body.clone()));
        let http = http(&script);
        let call = http.get("op", "/x").auth(AUTH).query("q", &Secret::from(PASSWORD));
        assert_hides(&call.json::<Vec<i64>>().await.unwrap_err(), &[PASSWORD, TOKEN, "s3cr3tTOKE"]);
        let http = http.get("op", "/x").auth(AUTH);
        let mut events = http.json_lines::<i64>("application/x-ndjson").await.unwrap();
        assert_hides(&events.next().await.unwrap().unwrap_err(), &[TOKEN, "s3cr3tTOKE"]);
    }
}

/// A response with a secret in it.
#[derive(Debug)]
#[expect(dead_code, reason = "it is never read")]
struct Login {
    code: Secret,
}

impl Decode for Login {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        Ok(Self { code: node.object()?.field("code")? })
    }

    fn holds_secrets() -> bool {
        true
    }
}

#[tokio::test]
async fn a_new_secret_is_not_shown_by_what_it_is_read_from() {
    for body in [
        r#"{"code": "NEWSECRET-123", "x"#,
        r#"{"code": ["NEWSECRET-123"]}"#,
        r#"["NEWSECRET-123"]"#,
        "NEWSECRET-123",
        r#"{"other": "NEWSECRET-123"}"#,
    ] {
        let script = Script::new().always(Reply::status(200).body(format!("{body}\n")));
        let get = || http(&script).get("op", "/x");
        assert_hides(&get().json::<Login>().await.unwrap_err(), &["NEWSECRET-123"]);
        assert_hides(&get().json::<Option<Vec<Login>>>().await.unwrap_err(), &["NEWSECRET-123"]);
        let mut lines = get().json_lines::<Login>("application/x-ndjson").await.unwrap();
        assert_hides(&lines.next().await.unwrap().unwrap_err(), &["NEWSECRET-123"]);
        let script = Script::new().always(Reply::events(format!("data: {body}\n\n")));
        let mut events = http(&script).get("op", "/x").events::<Login>().await.unwrap();
        assert_hides(&events.next().await.unwrap().unwrap_err(), &["NEWSECRET-123"]);
    }
    // Without such a type the name tells.
    for body in [
        r#"{"id": 5, "accessToken": "NEWSECRET-123", "x"#,
        r#"{"id": 5, "accessToken": "NEWSECRET-123"}"#,
        r#"{"id": {"password": "NEWSECRET-123"}}"#,
    ] {
        let script = Script::new().always(Reply::status(200).body(body));
        let error = http(&script).get("op", "/x").json::<Vec<i64>>().await.unwrap_err();
        assert_hides(&error, &["NEWSECRET-123"]);
        let script = Script::new().always(Reply::status(500).body(body));
        assert_hides(&http(&script).get("op", "/x").empty().await.unwrap_err(), &["NEWSECRET-123"]);
    }
    let script = Script::new()
        .always(Reply::status(200).body(r#"{"accessToken": "NEWSECRET-123"}"#).broken());
    assert_hides(
        &http(&script).get("op", "/x").json::<Value>().await.unwrap_err(),
        &["NEWSECRET-123"],
    );
}

struct Job;

impl TaskKind for Job {
    type State = Value;
    const RULE: &'static TaskRule = &TaskRule::active("id", &["active"])
        .succeeded("success")
        .failure("error")
        .message("message");

    fn poll(http: &HttpClient, id: &str) -> openapi_runtime::Call<Polled<Value>> {
        http.get("getTask", "/tasks/{id}").auth(AUTH).path("id", id).polled::<Self>()
    }
}

#[tokio::test(start_paused = true)]
async fn a_task_that_failed_with_a_secret() {
    let words = format!("{PASSWORD} is short\u{1b}[31m, {TOKEN} is wrong");
    let running = json!({"active": true, "message": words});
    let failed = json!({"active": false, "success": false, "error": {"message": words}});
    let script = Script::new()
        .then(Reply::json(&json!({"id": "7"})))
        .then(Reply::json(&running))
        .always(Reply::json(&failed));
    let start = http(&script).post("start", "/x").auth(AUTH).body_as("application/json", &user());
    let task: Task<Value, Value> = start.task::<Job, Value>().await.unwrap();
    let progress = task.poll().await.unwrap();
    assert_eq!(progress.message.as_deref(), Some("REDACTED is short\u{1b}[31m, REDACTED is wrong"));
    let failure = task.poll().await.unwrap().failure;
    assert_eq!(failure.as_deref(), Some("REDACTED is short\\u{1b}[31m, REDACTED is wrong"));
    let error = task.wait().await.unwrap_err();
    assert_hides(&error, &[PASSWORD, TOKEN, "\u{1b}"]);
    assert_eq!(
        error.to_string(),
        "task 7 failed: REDACTED is short\\u{1b}[31m, REDACTED is wrong (getTask)"
    );
    // What is taken up again still knows the credential.
    let resumed = Task::<Value>::resume::<Job>(&http(&script), "7").wait().await.unwrap_err();
    assert_hides(&resumed, &[TOKEN]);
}

/// Says what it was sent with.
#[derive(Clone)]
struct Talkative(FailureKind);

impl Transport for Talkative {
    fn send(&self, request: Request) -> TransportFuture {
        let kind = self.0;
        let inner = std::io::Error::other(format!(
            "refused {:?}",
            request.headers()["x-api-key"].as_bytes().escape_ascii().to_string()
        ));
        let outer = std::io::Error::other(inner);
        Box::pin(async move { Err(TransportError::new(kind, outer)) })
    }
}

#[tokio::test]
async fn a_transport_that_says_what_it_sent() {
    for kind in [
        FailureKind::Broken,
        FailureKind::Connect,
        FailureKind::Timeout,
        FailureKind::ConnectTimeout,
    ] {
        let http = HttpClient::builder("http://x")
            .credential("bearer", Credential::header("X-Api-Key", "s3cr3tTOKEN-0123"))
            .retries(RetryPolicy::none())
            .transport(Talkative(kind))
            .build()
            .unwrap();
        let error = http.get("op", "/x").auth(AUTH).empty().await.unwrap_err();
        assert_hides(&error, &["s3cr3tTOKEN-0123"]);
    }
}

#[tokio::test]
async fn headers_of_responses() {
    let reply = Reply::status(200)
        .header("Set-Cookie", "sid=s3cr3t")
        .header("X-Auth-Token", "s3cr3t")
        .header("X-Odd", "s3cr3t")
        .header("X-Request-Id", "r-17")
        .header("Location", "/next?access_token=s3cr3t")
        .body("[1]");
    let script = Script::new().always(reply);
    let http = HttpClient::builder("http://x")
        .credential("bearer", Credential::header("X-Odd", "other"))
        .transport(script)
        .build()
        .unwrap();
    let response =
        http.get("op", "/x").auth(AUTH).json::<Vec<i64>>().with_response().await.unwrap();
    let shown = format!("{response:?} {response:#?}");
    assert!(
        !shown.contains("s3cr3t") && shown.contains("r-17") && shown.contains("value: [1]"),
        "{shown}"
    );
    assert_eq!(response.header("set-cookie"), Some("sid=s3cr3t"));
    static PAGES: openapi_runtime::Paging = openapi_runtime::Paging::numbered("page", 1);
    let mut pages = http.get("op", "/x").auth(AUTH).json::<Vec<i64>>().pages::<i64>(&PAGES);
    let page = pages.next().await.unwrap().unwrap();
    let shown = format!("{page:?} {page:#?}");
    assert!(!shown.contains("s3cr3t") && shown.contains("r-17"), "{shown}");
}

#[tokio::test]
async fn what_a_server_does_to_a_terminal() {
    let words = "\u{1b}]0;owned\u{7}\u{1b}[2Jred \u{202e}txt.exe\u{9b}31m\u{0}";
    let hostile = |shown: &str| {
        shown.contains(|it: char| it.is_control() && it != '\n') || shown.contains('\u{202e}')
    };
    let replies = [
        Reply::status(500).body(json!({"message": words}).to_string()),
        Reply::status(500).body(words),
        Reply::status(500).body(format!("<p>{words}</p>")),
        Reply::status(302).header("Location", "http://a/%1b[2J"),
        Reply::status(200).body(json!({words: 1, "a": words}).to_string()),
        Reply::status(200).body(json!(words).to_string()),
        Reply::status(200).body(words),
    ];
    for reply in replies {
        let script = Script::new().always(reply);
        let error = http(&script).get("op", "/x").json::<Vec<i64>>().await.unwrap_err();
        let shown = renderings(&error);
        assert!(!hostile(&shown), "{shown:?}");
        assert!(!error.to_string().contains('\n'));
    }
    let script = Script::new().always(Reply::status(200).body("x"));
    let download = http(&script).get("op", "/x").download("*/*").await.unwrap();
    let error = download.save_to("/nowhere/\u{1b}[2J\u{202e}.txt").await.unwrap_err();
    assert!(!hostile(&renderings(&error)), "{error}");
}

#[tokio::test]
async fn a_program_that_returns_an_error_prints_one_line() {
    let script = Script::new().always(Reply::status(401).body(r#"{"message": "who are you?"}"#));
    let error = http(&script).get("getApp", "/apps").empty().await.unwrap_err();
    let line = "getApp: 401 Unauthorized: who are you? (GET /apps)";
    assert_eq!(error.to_string(), line);
    assert_eq!(
        format!("{error:?}"),
        format!(
            "{line}\n\nhelp: the server does not accept the credential: is it complete, not expired, and for this server?"
        )
    );
    let dump = format!("{error:#?}");
    assert!(
        dump.starts_with("Status(\n    StatusError {\n") && dump.contains("who are you?"),
        "{dump}"
    );
    let script = Script::new().always(Reply::status(404).body("{}"));
    let error = http(&script).get("getApp", "/apps").empty().await.unwrap_err();
    assert_eq!(format!("{error:?}"), "getApp: 404 Not Found (GET /apps)");
}
