//! Redirects: on the same origin only.

mod support;

use openapi_runtime::{Credential, Error, HttpClient, Request, Value, json};
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
        assert_eq!(error.to_string(), "op: 302 Found: a redirect that is not followed (GET /from)");
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
