//! Tokens, people, apps and tasks as a walkthrough needs them, and the faults that are told.

use reqwest::Method;
use serde_json::{Value, json};
use tests::fake_cloudron::{BROKEN_PACKAGE, FakeCloudron};

use super::{Visitor, WORDPRESS};

#[tokio::test]
async fn the_status_is_public_and_all_else_needs_a_token() {
    let visitor = Visitor::new().await;
    let url = visitor.fake.url();
    let status = |path: &str, token: Option<&'static str>| {
        let request = visitor.http.get(format!("{url}{path}"));
        let request = token.into_iter().fold(request, reqwest::RequestBuilder::bearer_auth);
        async { request.send().await.expect("an answer").status().as_u16() }
    };
    assert_eq!(status("/cloudron/status", None).await, 200);
    assert_eq!(status("/users", None).await, 401);
    assert_eq!(status("/users", Some("guess")).await, 401);
    assert_eq!(status("/users?access_token=guess", None).await, 401);
    assert_eq!(status("/users?access_token=fake-token-that-may-write", None).await, 200);
    assert_eq!(status("/users", Some(FakeCloudron::READ_ONLY_TOKEN)).await, 200);
    let write =
        visitor.http.post(format!("{url}/groups")).bearer_auth(FakeCloudron::READ_ONLY_TOKEN);
    let refused = write.json(&json!({ "name": "nephews" })).send().await.expect("an answer");
    assert_eq!(refused.status(), 403);
    let body: Value = refused.json().await.expect("JSON");
    assert_eq!(body, json!({ "status": "Forbidden", "message": "the token may only read" }));
}

#[tokio::test]
async fn users_and_groups_are_kept() {
    let visitor = Visitor::new().await;
    let user = visitor
        .post("/users", json!({ "email": "dewey@duckfamily.com", "username": "dewey" }), 201)
        .await;
    let group = visitor.post("/groups", json!({ "name": "nephews" }), 201).await;
    let path = format!("/groups/{}/members", group["id"].as_str().expect("an id"));
    let response = visitor.send(Method::PUT, &path, Some(json!({ "userIds": [user["id"]] }))).await;
    assert_eq!(response.status(), 200);
    let users = visitor.get("/users?search=dewey").await;
    assert_eq!(users["users"][0]["groupIds"], json!([group["id"]]));
    assert_eq!(users["users"].as_array().map(Vec::len), Some(1));
    let path = format!("/users/{}", user["id"].as_str().expect("an id"));
    assert_eq!(visitor.send(Method::DELETE, &path, None).await.status(), 204);
    assert_eq!(visitor.send(Method::GET, &path, None).await.status(), 404);
    assert_eq!(visitor.get("/groups").await["groups"][0]["userIds"], json!([]));
}

#[tokio::test]
async fn an_installation_gets_on_by_steps() {
    let visitor = Visitor::new().await;
    let started = visitor.install(WORDPRESS, "blog", 202).await;
    let path = format!("/apps/{}", started["id"].as_str().expect("an id"));
    let app = visitor.get(&path).await;
    assert_eq!(
        (&app["installationState"], &app["runState"]),
        (&json!("pending_install"), &json!("stopped"))
    );
    let seen = visitor.finish(&started["taskId"]).await;
    let percents: Vec<_> = seen.iter().map(|it| it["percent"].clone()).collect();
    assert_eq!(percents, [0, 25, 50, 75, 100]);
    assert_eq!(seen.last().expect("one")["success"], true);
    let app = visitor.get(&path).await;
    assert_eq!(
        (&app["installationState"], &app["runState"]),
        (&json!("installed"), &json!("running"))
    );
}

#[tokio::test]
async fn an_installation_can_fail() {
    let visitor = Visitor::new().await;
    let started = visitor.install(BROKEN_PACKAGE, "broken", 202).await;
    let seen = visitor.finish(&started["taskId"]).await;
    let last = seen.last().expect("one");
    assert_eq!((&last["percent"], &last["success"]), (&json!(40), &json!(false)));
    assert_eq!(last["error"]["message"], "The image could not be downloaded");
    assert_eq!(visitor.get("/apps").await["apps"][0]["installationState"], "error");
}

#[tokio::test]
async fn an_uninstalled_app_is_gone() {
    let visitor = Visitor::new().await;
    let started = visitor.install(WORDPRESS, "blog", 202).await;
    visitor.finish(&started["taskId"]).await;
    let path = format!("/apps/{}/uninstall", started["id"].as_str().expect("an id"));
    let task = visitor.post(&path, json!({}), 202).await;
    assert_eq!(task, json!({ "taskId": "296" }), "some routes send the id as text");
    visitor.finish(&json!(296)).await;
    assert_eq!(visitor.get("/apps").await, json!({ "apps": [] }));
    assert_eq!(visitor.get("/tasks?page=2&per_page=1").await["tasks"][0]["id"], "295");
}

#[tokio::test]
async fn a_path_says_which_methods_it_has() {
    let visitor = Visitor::new().await;
    let app = visitor.running_app().await;
    let options = visitor.send(Method::OPTIONS, &app, None).await;
    assert_eq!(options.headers()["allow"], "GET,HEAD");
    let head = visitor.send(Method::HEAD, &app, None).await;
    assert_eq!((head.status().as_u16(), head.text().await.expect("nothing")), (200, String::new()));
    assert_eq!(visitor.status(Method::DELETE, &app).await, 404);
    assert_eq!(visitor.status(Method::OPTIONS, "/ducks").await, 404);
}

/// Each is a request with one fault, the status and the words that it gets.
#[tokio::test]
async fn faults_are_told() {
    let visitor = Visitor::new().await;
    visitor.install(WORDPRESS, "blog", 202).await;
    visitor.post("/groups", json!({ "name": "nephews" }), 201).await;
    visitor
        .post("/users", json!({ "email": "dewey@duckfamily.com", "username": "dewey" }), 201)
        .await;
    let app = |member: &str, value: Value| {
        let mut body =
            json!({ "appStoreId": WORDPRESS, "subdomain": "b", "domain": "example.com" });
        body["accessRestriction"] = Value::Null;
        body[member] = value;
        body
    };
    let cases = [
        ("/users", json!([]), 400, "the body must be an object"),
        ("/users", json!({}), 400, "email must be a string"),
        (
            "/users",
            json!({ "email": "a@b.c", "role": "king" }),
            400,
            "role is not valid: at `/role`: \"king\" is not one of \"owner\", \"admin\" or 3 other candidates",
        ),
        (
            "/users",
            json!({ "email": "a@b.c", "displayName": 7 }),
            400,
            "displayName must be a string",
        ),
        ("/users", json!({ "email": 7 }), 400, "email must be a string"),
        ("/users", json!({ "email": "dewey" }), 400, "email must be an email address"),
        (
            "/users",
            json!({ "email": "a@b.c", "password": "short" }),
            400,
            "password must have at least 8 characters",
        ),
        (
            "/users",
            json!({ "email": "dewey@duckfamily.com" }),
            409,
            "a user with the email dewey@duckfamily.com exists already",
        ),
        (
            "/users",
            json!({ "email": "a@b.c", "username": "dewey" }),
            409,
            "a user with the name dewey exists already",
        ),
        (
            "/groups",
            json!({ "name": "nephews" }),
            409,
            "a group with the name nephews exists already",
        ),
        ("/apps", app("subdomain", json!("blog")), 409, "blog.example.com is taken by another app"),
        (
            "/apps",
            app("domain", json!("example.org")),
            400,
            "example.org is not a domain of this server",
        ),
        (
            "/apps",
            app("appStoreId", json!("no.such.app")),
            404,
            "there is no such package in the App Store",
        ),
        ("/apps", app("appStoreId", Value::Null), 400, "appStoreId must be a string"),
        (
            "/apps",
            json!({ "subdomain": "b", "domain": "example.com", "accessRestriction": null }),
            400,
            "appStoreId or manifest is needed",
        ),
        (
            "/apps",
            app("accessRestriction", json!("dewey")),
            400,
            "accessRestriction must be an object or null",
        ),
        (
            "/apps",
            app("accessRestriction", json!({ "groups": ["gid-0"] })),
            400,
            "there is no group gid-0",
        ),
        ("/apps/no-such-id/uninstall", json!({}), 404, "there is no such app"),
        ("/no/such/route", json!({}), 404, "No such route"),
    ];
    for (path, body, status, message) in cases {
        let answer = visitor.post(path, body.clone(), status).await;
        assert_eq!(answer["message"], message, "{path} {body}");
    }
}
