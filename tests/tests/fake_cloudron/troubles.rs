//! Injected faults, and the proxy before the server.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use tests::fake_cloudron::{FakeCloudron, Options, Trouble};

use super::Visitor;

#[tokio::test]
async fn a_fault_comes_once_and_says_what_was_done() {
    let visitor = Visitor::new().await;
    let route = "POST /groups";
    let words = "the server is busy".to_owned();
    visitor.fake.inject(route, Trouble::Refused(500, words.clone()));
    visitor.fake.inject(route, Trouble::Page(404, "<h1>nginx</h1>".to_owned()));
    visitor.fake.inject(route, Trouble::DoneBut(502));
    let wish = || json!({ "name": "nephews" });
    let refused = visitor.post(route.trim_start_matches("POST "), wish(), 500).await;
    assert_eq!(refused, json!({ "status": "Internal Server Error", "message": words }));
    visitor.post("/groups", wish(), 404).await;
    assert_eq!(visitor.get("/groups").await, json!({ "groups": [] }));
    visitor.post("/groups", wish(), 502).await;
    assert_eq!(visitor.get("/groups").await["groups"][0]["name"], "nephews");
    visitor.post("/groups", wish(), 409).await;
}

#[tokio::test]
#[should_panic(expected = "the fake has no route `POST /nephews`")]
async fn a_fault_on_no_route_is_a_mistake_of_the_test() {
    Visitor::new().await.fake.inject("POST /nephews", Trouble::NoAnswer);
}

/// Programs in any language ask for faults over HTTP.
#[tokio::test]
async fn a_fault_is_asked_for_over_http() {
    let visitor = Visitor::new().await;
    let ask = async |wish: Value| {
        let request = visitor.http.post(visitor.fake.faults_url()).json(&wish);
        let response = request.send().await.expect("an answer");
        (response.status().as_u16(), response.text().await.expect("text"))
    };
    let wish =
        json!({ "route": "GET /users", "fault": "refused", "status": 503, "message": "busy" });
    assert_eq!(ask(wish).await.0, 202);
    assert_eq!(visitor.status(Method::GET, "/users").await, 503);
    assert_eq!(visitor.status(Method::GET, "/users").await, 200);
    let cases = [
        (json!({ "route": "GET /ducks", "fault": "no_answer" }), "there is no route `GET /ducks`"),
        (json!({ "route": "GET /users", "fault": "thunder" }), "no_answer or task_fails"),
        (json!({ "route": "GET /users", "fault": "slow", "seconds": -1 }), "seconds: "),
        (
            json!({ "route": "GET /users", "fault": "done_but", "status": 200 }),
            "between 400 and 599",
        ),
    ];
    for (wish, words) in cases {
        let (status, text) = ask(wish.clone()).await;
        assert!(status == 400 && text.contains(words), "{wish}: {text}");
    }
}

#[tokio::test]
async fn a_proxy_gives_up_while_the_work_goes_on() {
    let proxy_limit = Some(Duration::from_millis(20));
    let visitor = Visitor::with(Options { proxy_limit, ..Options::default() }).await;
    visitor.fake.inject("POST /groups", Trouble::Slow(Duration::from_millis(60)));
    let refused = visitor.send(Method::POST, "/groups", Some(json!({ "name": "late" }))).await;
    assert_eq!(refused.status(), 503);
    assert_eq!(refused.headers()["content-type"], "text/html; charset=utf-8");
    let mut groups = Value::Null;
    while groups["groups"][0]["name"] != "late" {
        groups = visitor.get("/groups").await;
    }
}

/// Without a proxy the words of the server come through; with one they are a page.
#[tokio::test]
async fn a_proxy_puts_its_page_before_what_the_server_says() {
    for (proxy_limit, media_type) in
        [(None, "application/json"), (Some(Duration::from_secs(10)), "text/html; charset=utf-8")]
    {
        let visitor = Visitor::with(Options { proxy_limit, ..Options::default() }).await;
        for status in [502, 503, 504] {
            let trouble = Trouble::Refused(status, "restarting".to_owned());
            visitor.fake.inject("GET /users", trouble);
            let response = visitor.send(Method::GET, "/users", None).await;
            assert_eq!(response.status().as_u16(), status);
            assert_eq!(response.headers()["content-type"], media_type);
        }
        visitor.fake.inject("GET /users", Trouble::Refused(500, "sorry".to_owned()));
        let response = visitor.send(Method::GET, "/users", None).await;
        assert_eq!(response.headers()["content-type"], "application/json");
    }
}

#[tokio::test]
async fn a_body_beyond_a_megabyte_is_refused_by_the_proxy() {
    let visitor = Visitor::new().await;
    let large = json!({ "name": "x".repeat(1 << 20) });
    assert_eq!(visitor.send(Method::POST, "/groups", Some(large)).await.status(), 413);
}

#[tokio::test]
async fn the_address_of_the_dashboard_is_not_that_of_the_api() {
    let visitor = Visitor::new().await;
    let origin = visitor.fake.url().trim_end_matches("/api/v1").to_owned();
    let page = visitor.http.get(&origin).send().await.expect("an answer");
    assert_eq!(page.headers()["content-type"], "text/html; charset=utf-8");
    let users = visitor.http.get(format!("{origin}/users")).bearer_auth(FakeCloudron::TOKEN);
    assert_eq!(users.send().await.expect("an answer").status(), 404);
}

#[tokio::test]
async fn a_port_that_is_taken_is_told() {
    let visitor = Visitor::new().await;
    let url = visitor.fake.url();
    let port = url.split(':').nth(2).and_then(|it| it.split('/').next()).expect("a port");
    let port = port.parse().expect("a number");
    let error = FakeCloudron::start_with(Options { port, ..Options::default() }).await;
    assert_eq!(error.expect_err("taken").kind(), std::io::ErrorKind::AddrInUse);
}
