//! Users, groups, domains, mail, tokens and volumes: added, found, changed, removed.

use reqwest::Method;
use serde_json::{Value, json};

use super::Visitor;

#[tokio::test]
async fn a_user_is_changed_and_removed() {
    let visitor = Visitor::new().await;
    let user = visitor.post("/users", json!({ "email": "dewey@duckfamily.com" }), 201).await;
    let path = format!("/users/{}", user["id"].as_str().expect("an id"));
    let put = async |end: &str, body: Value| {
        visitor.send(Method::PUT, &format!("{path}/{end}"), Some(body)).await.status().as_u16()
    };
    assert_eq!(put("role", json!({ "role": "admin" })).await, 204);
    assert_eq!(put("role", json!({ "role": "king" })).await, 400);
    assert_eq!(put("active", json!({ "active": false })).await, 204);
    visitor.post(&format!("{path}/profile"), json!({ "displayName": "Dewey" }), 204).await;
    let email = json!({ "email": "scrooge@example.com" });
    let taken = visitor.post(&format!("{path}/profile"), email, 409).await;
    assert_eq!(taken["status"], "Conflict");
    let is = visitor.get(&path).await;
    assert_eq!((&is["role"], &is["active"]), (&json!("admin"), &json!(false)));
    assert_eq!(is["displayName"], "Dewey");
    assert_eq!(visitor.get("/users?active=true").await["users"].as_array().map(Vec::len), Some(1));
    assert_eq!(visitor.status(Method::DELETE, &path).await, 204);
    assert_eq!(visitor.status(Method::GET, &format!("{path}/invite_link")).await, 404);
    let actions: Vec<_> = visitor.get("/eventlog?actions=user.").await["eventlogs"]
        .as_array()
        .expect("events")
        .iter()
        .map(|it| it["action"].clone())
        .collect();
    assert_eq!(actions[0], "user.remove");
    assert_eq!(actions.last(), Some(&json!("user.add")));
}

#[tokio::test]
async fn a_domain_has_mail_and_goes_when_nobody_lives_there() {
    let visitor = Visitor::new().await;
    let domain = json!({ "domain": "example.org", "provider": "manual", "config": {} });
    visitor.post("/domains", domain.clone(), 201).await;
    visitor.post("/domains", domain, 409).await;
    let mailbox = json!({ "name": "info", "ownerId": "uid-1", "ownerType": "user",
        "active": true, "enablePop3": false });
    visitor.post("/mail/example.org/mailboxes", mailbox.clone(), 201).await;
    let taken = visitor.post("/mail/example.org/mailboxes", mailbox, 409).await;
    assert_eq!(taken["message"], "a mailbox with the name info exists already");
    assert_eq!(visitor.get("/mail/example.org/mailbox_count").await, json!({ "count": 1 }));
    let aliases = json!({ "aliases": [{ "name": "hello", "domain": "example.org" }] });
    let path = "/mail/example.org/mailboxes/info/aliases";
    let set = visitor.send(Method::PUT, path, Some(aliases.clone())).await;
    assert_eq!((set.status().as_u16(), visitor.get(path).await), (202, aliases));
    visitor.post("/mail/example.org/enable", json!({ "enabled": true }), 202).await;
    assert_eq!(visitor.get("/mail/example.org").await["enabled"], true);

    visitor.running_app().await;
    let used = visitor.send(Method::DELETE, "/domains/example.com", None).await;
    assert_eq!(used.status(), 409);
    assert_eq!(visitor.status(Method::DELETE, "/domains/example.org").await, 204);
    assert_eq!(visitor.status(Method::GET, "/mail/example.org/mailboxes").await, 404);
    assert_eq!(visitor.status(Method::DELETE, "/domains/example.org").await, 404);
}

#[tokio::test]
async fn a_token_opens_the_server_until_it_is_revoked() {
    let visitor = Visitor::new().await;
    let token =
        visitor.post("/tokens", json!({ "name": "monitor", "scope": { "*": "r" } }), 200).await;
    let secret = token["accessToken"].as_str().expect("a token").to_owned();
    let send = async |method: Method, path: &str| {
        let url = format!("{}{path}", visitor.fake.url());
        let request = visitor.http.request(method, url).bearer_auth(&secret);
        request.json(&json!({ "name": "g" })).send().await.expect("an answer").status().as_u16()
    };
    assert_eq!(send(Method::GET, "/groups").await, 200);
    assert_eq!(send(Method::POST, "/groups").await, 403);
    let path = format!("/tokens/{}", token["id"].as_str().expect("an id"));
    assert_eq!(visitor.status(Method::DELETE, &path).await, 204);
    assert_eq!(send(Method::GET, "/groups").await, 401);
}

#[tokio::test]
async fn notifications_are_acknowledged_and_lists_have_pages() {
    let visitor = Visitor::among_examples().await;
    let open = "/notifications?acknowledged=false";
    let n_open = visitor.get(open).await["notifications"].as_array().map_or(0, Vec::len);
    visitor.post("/notifications/50", json!({ "acknowledged": true }), 204).await;
    let left = visitor.get(open).await["notifications"].as_array().map_or(0, Vec::len);
    assert_eq!(left + 1, n_open);
    let one = visitor.get("/users?page=2&per_page=1").await;
    let all = visitor.get("/users").await;
    assert_eq!(one["users"], json!([all["users"][1]]));
    assert_eq!(visitor.get("/users?page=99").await, json!({ "users": [] }));
    assert_eq!(visitor.status(Method::GET, "/users?page=0").await, 400);
}
