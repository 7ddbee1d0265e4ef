//! Redirects: on the same origin only.

mod support;

use openapi_runtime::{Call, Credential, Error, HttpClient, Request, Value, json};
use support::{Server, Step, reply};

const AUTH: &[&[&str]] = &[&["key", "query"]];

fn http(server: &Server) -> HttpClient {
    HttpClient::builder(&server.url)
        .credential("key", Credential::header("X-Api-Key", "s3cr3t"))
        .credential("query", Credential::query("access_token", "s3cr3t"))
        .build()
        .unwrap()
}

fn get(server: &Server) -> Request {
    http(server).get("op", "/from").auth(AUTH)
}

fn redirect(status: &str, location: &str) -> Vec<Step> {
    vec![Step::Send(reply(status, &format!("Location: {location}\r\n"), ""))]
}

fn ok() -> Vec<Step> {
    vec![Step::Send(reply("200 OK", "", "{}"))]
}

#[tokio::test]
async fn the_same_origin_is_followed() {
    let server = Server::script(vec![redirect("302 Found", "/to?x=1"), ok()]).await;
    get(&server).json::<Value>().await.unwrap();
    let received = server.received();
    assert_eq!(received[1].target, "/to?x=1");
    assert_eq!(received[1].header("x-api-key"), Some("s3cr3t"));
    assert_eq!(received[1].header("referer"), None);
}

#[tokio::test]
async fn another_origin_is_not_followed() {
    let other = Server::json("{}").await;
    let elsewhere = other.url.replace("127.0.0.1", "localhost");
    for location in [other.url.as_str(), elsewhere.as_str(), "https://127.0.0.1/"] {
        let server = Server::script(vec![redirect("302 Found", location)]).await;
        let error = get(&server).json::<Value>().await.unwrap_err();
        let text = error.to_string();
        let to = location.trim_end_matches('/');
        if let Some(host) = to.strip_prefix("https://127.0.0.1") {
            let help = "the server wants `https`, so the base URL has to begin with `https://`";
            assert_eq!(
                text,
                format!("op: 302 Found: a redirect to `{to}{host}/`: {help} (GET /from)")
            );
        } else {
            assert_eq!(
                text,
                format!(
                    "op: 302 Found: a redirect to another origin, `{to}/`, which is not followed (GET /from)"
                )
            );
        }
        let Error::Status(error) = error else { panic!("{error}") };
        assert_eq!(error.headers()["location"], location);
    }
    assert_eq!(other.received().len(), 0);
}

#[tokio::test]
async fn another_origin_in_the_second_step_is_not_followed() {
    let other = Server::json("{}").await;
    let server = Server::script(vec![
        redirect("302 Found", "/to"),
        redirect("307 Temporary Redirect", &other.url),
    ])
    .await;
    let error = get(&server).empty().await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 307);
    assert_eq!((server.received().len(), other.received().len()), (2, 0));
}

#[tokio::test]
async fn at_most_ten() {
    let server = Server::script(vec![redirect("302 Found", "/from")]).await;
    let error = get(&server).empty().await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 302);
    assert_eq!(server.received().len(), 11);
}

#[tokio::test]
async fn bodies_are_sent_again_where_the_status_says_so() {
    let server = Server::script(vec![redirect("308 Permanent Redirect", "/to"), ok()]).await;
    http(&server).put("op", "/from").body(&json!({"a": 1})).empty().await.unwrap();
    let received = server.received();
    assert_eq!((received[1].method.as_str(), received[1].text().as_str()), ("PUT", "{\"a\":1}"));
}

#[tokio::test]
async fn a_change_does_not_become_a_get() {
    for status in ["301 Moved Permanently", "302 Found", "303 See Other"] {
        for method in ["POST", "PUT", "PATCH", "DELETE", "SEARCH"] {
            let server =
                Server::script(vec![redirect(status, "/login.html?next=s3cr3t"), ok()]).await;
            let error = http(&server).request("op", method, "/from").empty().await.unwrap_err();
            assert_eq!(
                error.to_string(),
                format!(
                    "op: {status}: a redirect to `/login.html` that is not followed, because it would make a GET of \
                     this {method} ({method} /from)"
                )
            );
            assert_eq!(server.received().len(), 1);
        }
    }
    let server = Server::script(vec![redirect("303 See Other", "/to"), ok()]).await;
    http(&server).request("op", "HEAD", "/from").empty().await.unwrap();
    assert_eq!(server.received()[1].method, "HEAD");
}

#[tokio::test]
async fn a_redirect_that_is_described_is_a_result_or_is_followed() {
    let server = Server::script(vec![redirect("303 See Other", "/home")]).await;
    let login = || http(&server).post("op", "/from").redirects(&[303]).empty();
    let response = login().with_response().await.unwrap();
    assert_eq!((response.status.as_u16(), response.header("location")), (303, Some("/home")));
    login().await.unwrap();
    assert_eq!(server.received().len(), 2);
    // Any redirect, and one that is none.
    for status in ["302 Found", "304 Not Modified"] {
        let server = Server::script(vec![redirect(status, "https://example.com/")]).await;
        http(&server).get("op", "/from").redirects(&[3]).empty().await.unwrap();
        let error = http(&server).get("op", "/from").redirects(&[303]).empty().await.unwrap_err();
        assert!(error.status().is_some(), "{error}");
    }
    // A value is what the redirect leads to.
    let server = Server::script(vec![redirect("303 See Other", "to"), ok()]).await;
    let call: Call<Value> =
        http(&server).post("op", "/a/from").redirects(&[303]).body(&json!({"a": 1})).json();
    call.await.unwrap();
    let second = &server.received()[1];
    assert_eq!((second.method.as_str(), second.target.as_str()), ("GET", "/a/to"));
    assert_eq!((second.text().as_str(), second.header("content-type")), ("", None));
}

#[tokio::test]
async fn an_html_page_is_not_nothing() {
    let html = "Content-Type: text/html; charset=utf-8\r\n";
    for (head, body, is_page) in [
        (html, "<!DOCTYPE html><html></html>", true),
        ("", "\u{feff}\n <HTML><body>Log in</body></HTML>", true),
        (html, "", false),
        (html, "tom", false),
        ("Content-Type: application/json\r\n", "{\"id\": 7}", false),
    ] {
        let server = Server::raw(reply("200 OK", head, body)).await;
        match http(&server).delete("op", "/x").empty().await {
            Ok(()) => assert!(!is_page, "{body}"),
            Err(error) => {
                let text = error.to_string();
                let expected =
                    "op: unexpected answer: expected nothing to read, found an HTML page";
                assert!(is_page && text.starts_with(expected), "{text}");
            }
        }
    }
}
