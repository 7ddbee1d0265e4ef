//! Values that no JSON text may have: they matter only where a type asks for them.

use std::sync::{Arc, Mutex};

use openapi_runtime::testing::{Reply, Script};
use openapi_runtime::{Decode, DecodeError, Error, HttpClient, Id, Node, RetryPolicy, Value};

#[derive(Debug)]
#[allow(dead_code, reason = "decoding is what is looked at")]
struct Post {
    id: Id,
    title: Option<String>,
    score: Option<f64>,
    votes: Option<i64>,
    any: Option<Value>,
}

impl Decode for Post {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        let mut object = node.object()?;
        Ok(Self {
            id: object.field("id")?,
            title: object.field("title")?,
            score: object.field("score")?,
            votes: object.field("votes")?,
            any: object.field("any")?,
        })
    }
}

async fn read(body: impl Into<Vec<u8>>, lenient: bool) -> (Result<Vec<Post>, Error>, Vec<String>) {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let notes = Arc::clone(&seen);
    let reply = Reply::status(200).header("Content-Type", "application/json").body(body.into());
    let http = HttpClient::builder("https://example.com")
        .transport(Script::new().always(reply))
        .retries(RetryPolicy::none())
        .lenient(lenient)
        .observer(move |it| notes.lock().unwrap().push(format!("{} {:?}", it.pointer(), it.kind())))
        .build()
        .unwrap();
    let posts = http.get("listPosts", "/posts").json().await;
    let seen = std::mem::take(&mut *seen.lock().unwrap());
    (posts, seen)
}

fn deep(depth: usize) -> String {
    format!("{}{}", "[".repeat(depth), "]".repeat(depth))
}

#[tokio::test]
async fn what_is_not_used_does_not_matter() {
    for unused in [
        r#""\ud83d""#,
        r#""\udc00 \ud83dx \ud83d\ud83d""#,
        "1e999",
        "-1e999",
        "NaN",
        "-Infinity",
        "\"a\u{1}\nb\"",
        r#"{"a": [1e999, {"\ud83d": NaN}], "b": "\ud83d\ude00"}"#,
        &deep(300),
        &format!(r#"{{"a": {}}}"#, deep(50_000)),
    ] {
        let body = format!(r#"[{{"id": 1, "unused": {unused}, "title": "t"}}, {{"id": 2}}]"#);
        let (posts, seen) = read(body, false).await;
        let posts = posts.unwrap();
        assert_eq!((posts[0].title.as_deref(), &*posts[1].id), (Some("t"), "2"), "{unused:.40}");
        assert_eq!(seen, ["/0/unused UnknownMember"], "{unused:.40}");
    }
    let mut bytes = br#"[{"id": 1, "unused": ""#.to_vec();
    bytes.extend(b"\xff\xfe\"}]");
    assert_eq!(read(bytes, false).await.0.unwrap()[0].id, "1");
}

#[tokio::test]
async fn texts_are_mended() {
    for (title, expected) in [
        (r#""a\ud83d""#.as_bytes(), "a\u{fffd}"),
        (br#""\udc00\ud83dx\u00e9\n""#, "\u{fffd}\u{fffd}x\u{e9}\n"),
        (br#""\ud83d\ud83d\ude00""#, "\u{fffd}\u{1f600}"),
        (b"\"a\tb\"", "a\tb"),
        (b"\"a\xff\"", "a\u{fffd}"),
    ] {
        let body = [br#"[{"id": 1, "title": "#, title, b"}]"].concat();
        let (posts, seen) = read(body, false).await;
        assert_eq!(posts.unwrap()[0].title.as_deref(), Some(expected));
        assert_eq!(seen, ["/0/title OtherSpelling"]);
    }
}

#[tokio::test]
async fn numbers_are_faults_where_they_are_asked_for() {
    for (member, expected) in [
        (r#""score": 1e999"#, "/0/score: expected a number, found a number out of range `1e999`"),
        (
            r#""votes": -1e999"#,
            "/0/votes: expected an integer, found a number out of range `-1e999`",
        ),
        (r#""votes": NaN"#, "/0/votes: expected an integer, found no JSON number `NaN`"),
        (
            r#""any": {"a": [0, Infinity]}"#,
            "/0/any/a/1: expected a JSON value, found no JSON number",
        ),
    ] {
        let body = format!(r#"[{{"id": 1, {member}}}]"#);
        let error = read(body.clone(), false).await.0.unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
        let (posts, seen) = read(body, true).await;
        assert_eq!(posts.unwrap()[0].id, "1");
        let pointer = expected.split(':').next().unwrap().replace("/a/1", "");
        assert_eq!(seen, [format!("{pointer} WrongType")]);
    }
    let body = format!(r#"[{{"id": 1, "any": {}}}]"#, deep(300));
    let error = read(body, false).await.0.unwrap_err().to_string();
    assert!(error.contains("found too many values in one another"), "{error}");
    // A type of numbers has these.
    let (posts, seen) = read(r#"[{"id": 1, "score": -Infinity}]"#, false).await;
    assert_eq!(posts.unwrap()[0].score, Some(f64::NEG_INFINITY));
    assert_eq!(seen, ["/0/score OtherSpelling"]);
}

#[tokio::test]
async fn what_is_broken_stays_an_error() {
    for body in [
        "[{\"id\": 1,}]",
        "[{\"id\": 1},]",
        "[{\"id\": 1}",
        "[{\"id\": 1}] x",
        "[{\"id\": 1 \"a\": 2}]",
        "[{\"id\": 01}]",
        "[{\"id\": 1, \"a\": 1.e5}]",
        "[{\"id\": 1, \"a\": \"\\x\"}]",
        "[{\"id\": 1, \"a\": \"\\u12g4\"}]",
        "[{'id': 1}]",
        "[{id: 1}]",
        &format!("[{{\"id\": 1, \"a\": {}", "[".repeat(50_000)),
        &format!("[{{\"id\": 1, \"a\": {}{}}}]", "[".repeat(300), "}".repeat(300)),
    ] {
        let error = read(body, false).await.0.unwrap_err();
        assert!(error.to_string().contains("expected JSON, found text that is not"), "{error}");
    }
    // Of a member that comes twice the first counts; a byte order mark is none of the text.
    let (posts, _) = read("\u{feff}[{\"id\": 1, \"id\": 2}]", false).await;
    assert_eq!(posts.unwrap()[0].id, "1");
}
