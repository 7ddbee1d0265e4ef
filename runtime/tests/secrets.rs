//! Credentials: sent where they belong, shown nowhere.

mod support;

use openapi_runtime::{Credential, Error, HttpClient, Request, RetryPolicy, Value};
use support::{Server, Step, open, reply};
use tokio::net::TcpListener;

const SECRET: &str = "s3cr3t/+&";
const ENCODED: &str = "s3cr3t%2F%2B%26";
const AUTH: &[&[&str]] = &[&["bearer"], &["key", "query"], &["cookie"], &["basic"]];

fn get(url: &str, credentials: &[(&'static str, Credential)]) -> Request {
    let builder = HttpClient::builder(url).retries(RetryPolicy::none());
    let builder = credentials
        .iter()
        .fold(builder, |it, (scheme, credential)| it.credential(scheme, credential.clone()));
    assert_hidden(&format!("{builder:?} {credentials:?}"));
    let http = builder.build().unwrap();
    assert_hidden(&format!("{http:?}"));
    http.get("op", "/path").auth(AUTH)
}

fn all() -> Vec<(&'static str, Credential)> {
    vec![
        ("key", Credential::header("X-Api-Key", SECRET)),
        ("query", Credential::query("access_token", SECRET)),
        ("cookie", Credential::cookie("session", SECRET)),
        ("basic", Credential::basic("me", SECRET)),
    ]
}

#[track_caller]
fn assert_hidden(text: &str) {
    assert!(!text.contains("s3cr3t") && !text.contains("bWU6czNjcjN0"), "{text}");
}

#[track_caller]
fn assert_error_hides(error: &Error) {
    assert_hidden(&format!("{error} {error:?} {error:#?}"));
    let mut source = std::error::Error::source(error);
    while let Some(error) = source {
        assert_hidden(&format!("{error} {error:?}"));
        source = error.source();
    }
}

#[tokio::test]
async fn the_first_complete_alternative_is_sent() {
    let server = Server::json("{}").await;
    let sent = async |credentials: &[(&'static str, Credential)]| {
        get(&server.url, credentials).empty().await.unwrap();
        server.received().pop().unwrap()
    };
    let received = sent(&all()).await;
    assert_eq!(received.header("x-api-key"), Some(SECRET));
    assert_eq!(received.target, format!("/path?access_token={ENCODED}"));
    assert_eq!((received.header("cookie"), received.header("authorization")), (None, None));

    let received = sent(&[("bearer", Credential::bearer(SECRET))]).await;
    assert_eq!(received.header("authorization"), Some(format!("Bearer {SECRET}").as_str()));

    // One of two is not enough; the next alternative is.
    let received = sent(&[all().remove(0), all().remove(2)]).await;
    assert_eq!((received.header("x-api-key"), received.target.as_str()), (None, "/path"));
    assert_eq!(received.header("cookie"), Some(format!("session={SECRET}").as_str()));

    let received = sent(&[all().remove(3)]).await;
    assert_eq!(received.header("authorization"), Some("Basic bWU6czNjcjN0Lysm"));

    let received = sent(&[]).await;
    assert_eq!((received.target.as_str(), received.header("authorization")), ("/path", None));
}

#[tokio::test]
async fn an_operation_without_credentials_sends_none() {
    let server = Server::json("{}").await;
    for auth in [&[] as &'static [&'static [&'static str]], &[&[]], &[&[], &["query"]]] {
        get(&server.url, &all()).auth(auth).empty().await.unwrap();
        let received = server.received().pop().unwrap();
        assert_eq!((received.target.as_str(), received.header("cookie")), ("/path", None));
    }
}

#[tokio::test]
async fn errors_do_not_show_them() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let nobody = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = get(&nobody, &all()).empty().await.unwrap_err();
    assert_error_hides(&error);
    assert!(error.to_string().contains("/path?access_token=REDACTED"), "{error}");

    for steps in [
        vec![],
        vec![Step::Reset],
        vec![Step::Send(b"nonsense\r\n\r\n".to_vec())],
        vec![Step::Send(reply("401 Unauthorized", "Set-Cookie: a=s3cr3t\r\n", "no"))],
        vec![Step::Send(reply("200 OK", "", "no"))],
        vec![Step::Send(reply("302 Found", "Location: http://other.invalid/\r\n", ""))],
        vec![Step::Send(reply("302 Found", "Location: /path\r\n", ""))],
        vec![Step::Send(open("200 OK", "Transfer-Encoding: chunked\r\n", "5\r\nab"))],
    ] {
        let server = Server::script(vec![steps]).await;
        for credentials in [all(), all().split_off(2), all().split_off(3)] {
            assert_error_hides(&get(&server.url, &credentials).json::<Value>().await.unwrap_err());
        }
    }
}

#[tokio::test(start_paused = true)]
async fn timeouts_do_not_show_them() {
    let server = Server::script(vec![vec![Step::Hang]]).await;
    let error = get(&server.url, &all()).empty().await.unwrap_err();
    assert_error_hides(&error);
    assert!(error.to_string().contains("/path?access_token=REDACTED"), "{error}");
}

#[tokio::test]
async fn a_query_that_has_the_name_of_a_credential_is_redacted_too() {
    let error = get("http://127.0.0.1:1", &all())
        .auth(&[])
        .query("access_token", SECRET)
        .empty()
        .await
        .unwrap_err();
    assert_error_hides(&error);
}

#[tokio::test]
async fn calls_do_not_show_them() {
    let call =
        get("http://x", &all()).header("X-Password", SECRET).query("q", SECRET).member("p", SECRET);
    assert_hidden(&format!("{call:?}"));
    assert_hidden(&format!("{:?}", call.empty()));
    let error =
        get("http://x", &all()).header("X-A", &format!("{SECRET}\n")).empty().await.unwrap_err();
    assert_error_hides(&error);
    let error = HttpClient::builder("http://x")
        .credential("key", Credential::header("a", "s3cr3t\n"))
        .build()
        .unwrap_err();
    assert_error_hides(&error);
}
