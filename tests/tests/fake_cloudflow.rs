//! The fake CloudFlow behaves as a panel does, in both formats, seen without the generated client.

use reqwest::{Client, RequestBuilder, Response};
use serde_json::{Value, json};
use tests::fake_cloudflow::{BROKEN_TEMPLATE, ENDLESS_TEMPLATE, FakeCloudflow};
use tests::xml::Element;

struct Visitor {
    fake: FakeCloudflow,
    http: Client,
}

impl Visitor {
    async fn new() -> Self {
        Self { fake: FakeCloudflow::start().await, http: Client::new() }
    }

    fn request(&self, line: &str) -> RequestBuilder {
        let (method, path) = line.split_once(' ').expect("a method and a path");
        let method = method.parse().expect("a method");
        self.http.request(method, format!("{}{path}", self.fake.url()))
    }

    fn signed(&self, line: &str) -> RequestBuilder {
        self.request(line).basic_auth(FakeCloudflow::LOGIN, Some(FakeCloudflow::PASSWORD))
    }

    async fn json(&self, line: &str, body: Value, status: u16) -> Value {
        let request = self.signed(line);
        let request = if body.is_null() { request } else { request.json(&body) };
        let response = send(request).await;
        assert_eq!(response.status(), status, "{line}");
        response.json().await.expect("JSON")
    }

    async fn get(&self, path: &str) -> Value {
        self.json(&format!("GET {path}"), Value::Null, 200).await
    }

    async fn xml(&self, line: &str, body: &str, status: u16) -> Element {
        let request = self.signed(line);
        let request = match body {
            "" => request,
            body => request.header("content-type", "application/xml").body(body.to_owned()),
        };
        let response = send(request).await;
        assert_eq!(response.status(), status, "{line}");
        assert_eq!(response.headers()["content-type"], "application/xml; charset=utf-8");
        Element::read(&response.text().await.expect("text")).expect("XML")
    }

    async fn machine(&self, template_id: i64) -> Value {
        let machine = json!({
            "template_id": template_id, "label": "web-1", "hostname": "web1", "memory": "768", "cpus": 2,
            "cpu_shares": 40, "primary_disk_size": 10, "swap_disk_size": 1, "required_virtual_machine_build": 1,
            "required_virtual_machine_startup": "1", "required_ip_address_assignment": true,
        });
        let body = json!({ "virtual_machine": machine });
        self.json("POST /virtual_machines.json", body, 201).await["virtual_machine"].clone()
    }

    /// The states of a machine's transactions, oldest first, each time that they are looked at.
    async fn look(&self, machine: &Value) -> Vec<String> {
        let path = format!("/virtual_machines/{}/transactions.json", machine["id"]);
        let list = self.get(&path).await;
        let statuses = list.as_array().expect("a list").iter().rev();
        statuses
            .map(|it| it["transaction"]["status"].as_str().expect("a text").to_owned())
            .collect()
    }
}

async fn send(request: RequestBuilder) -> Response {
    request.send().await.expect("an answer")
}

fn text<'e>(element: &'e Element, path: &str) -> &'e str {
    let find = |at: &'e Element, name| at.children.iter().find(|it| it.name == name);
    let found = path.split('/').try_fold(element, find);
    &found.unwrap_or_else(|| panic!("no {path} in {element:?}")).text
}

#[tokio::test]
async fn it_takes_a_login_and_a_password_or_an_address_and_a_key() {
    let visitor = Visitor::new().await;
    let status = |name: &'static str, secret: &'static str| {
        let request = visitor.request("GET /profile.json").basic_auth(name, Some(secret));
        async { send(request).await.status().as_u16() }
    };
    assert_eq!(status(FakeCloudflow::LOGIN, FakeCloudflow::PASSWORD).await, 200);
    assert_eq!(status(FakeCloudflow::EMAIL, FakeCloudflow::API_KEY).await, 200);
    assert_eq!(status(FakeCloudflow::USER_LOGIN, FakeCloudflow::USER_PASSWORD).await, 200);
    assert_eq!(status(FakeCloudflow::LOGIN, FakeCloudflow::API_KEY).await, 401);
    assert_eq!(status(FakeCloudflow::EMAIL, FakeCloudflow::PASSWORD).await, 401);
    assert_eq!(status("guess", "").await, 401);
    for request in [
        visitor.request("GET /profile.json"),
        visitor.request("GET /profile.json").bearer_auth(FakeCloudflow::API_KEY),
    ] {
        let response = send(request).await;
        assert_eq!(response.status(), 401);
        assert_eq!(response.headers()["www-authenticate"], "Basic realm=\"Application\"");
        let body: Value = response.json().await.expect("JSON");
        assert_eq!(body, json!({ "errors": ["You need to log in first"] }));
    }
}

#[tokio::test]
async fn only_administrators_change_accounts() {
    let visitor = Visitor::new().await;
    let daisy = |line: &str| {
        let secret = Some(FakeCloudflow::USER_PASSWORD);
        visitor.request(line).basic_auth(FakeCloudflow::USER_LOGIN, secret)
    };
    assert_eq!(send(daisy("GET /users.json")).await.status(), 200);
    for line in ["POST /users.json", "DELETE /users/1.json", "POST /roles.json"] {
        assert_eq!(send(daisy(line)).await.status(), 403, "{line}");
    }
}

#[tokio::test]
async fn a_path_needs_its_suffix() {
    let visitor = Visitor::new().await;
    for path in ["/users", "/users.yaml", "/users/1", "/"] {
        let response = send(visitor.signed(&format!("GET {path}"))).await;
        assert_eq!(response.status(), 404, "{path}");
        assert_eq!(response.headers()["content-type"], "text/html; charset=utf-8");
    }
    assert_eq!(visitor.get("/users/1.json").await["user"]["login"], "scrooge");
    assert_eq!(text(&visitor.xml("GET /users/1.xml", "", 200).await, "login"), "scrooge");
    let missing = visitor.json("GET /no/such/route.json", Value::Null, 404).await;
    assert_eq!(missing, json!({ "errors": ["Resource not found"] }));
    assert_eq!(visitor.fake.requests()[..2], ["GET /users", "GET /users.yaml"]);
}

#[tokio::test]
async fn a_user_in_json() {
    let visitor = Visitor::new().await;
    let user = json!({
        "login": "dewey", "email": "dewey@duckburg.example", "password": "secret-123", "role_ids": ["2"],
    });
    let request = visitor.signed("POST /users.json").json(&json!({ "user": user }));
    let response = send(request).await;
    assert_eq!(response.status(), 201);
    let location = response.headers()["location"].to_str().expect("text").to_owned();
    let created: Value = response.json().await.expect("JSON");
    let id = &created["user"]["id"];
    assert_eq!(location, format!("{}/users/{id}", visitor.fake.url()));
    assert_eq!(created["user"]["roles"][0]["role"]["label"], "User");
    let again = visitor.json("POST /users.json", json!({ "user": user }), 422).await;
    let taken = json!(["has already been taken"]);
    assert_eq!(again, json!({ "errors": { "login": taken, "email": taken } }));
    let line = format!("PUT /users/{id}.json");
    let blank = json!({ "user": { "password": "short", "role_ids": [99] } });
    let errors = visitor.json(&line, blank, 422).await;
    let expected =
        json!({ "password": ["is too short (minimum is 6 characters)"], "roles": ["is invalid"] });
    assert_eq!(errors["errors"], expected);
}

#[tokio::test]
async fn a_role_in_xml() {
    let visitor = Visitor::new().await;
    let ids = "<permission_ids type='array'><permission_id>12</permission_id></permission_ids>";
    let body = format!("<role><label>ops</label>{ids}</role>");
    let role = visitor.xml("POST /roles.xml", &body, 201).await;
    assert_eq!((role.name.as_str(), text(&role, "label")), ("role", "ops"));
    assert_eq!(text(&role, "permissions/permission/identifier"), "virtual_machines.create");
    let roles = visitor.xml("GET /roles.xml", "", 200).await;
    assert_eq!((roles.name.as_str(), roles.attribute("type")), ("roles", Some("array")));
    assert_eq!(roles.children.len(), 3);
    let errors = visitor.xml("POST /roles.xml", "<role><label/></role>", 422).await;
    assert_eq!((errors.name.as_str(), text(&errors, "error")), ("errors", "Label can't be blank"));
    let untyped = "<role><label>x</label><permission_ids><permission_id>12</permission_id></permission_ids></role>";
    let errors = visitor.xml("POST /roles.xml", untyped, 422).await;
    assert_eq!(text(&errors, "error"), "Permission ids must be a list");
    let errors = visitor.xml("POST /roles.xml", "{}", 400).await;
    assert!(text(&errors, "error").contains("outside of the root"), "{errors:?}");
}

#[tokio::test]
async fn nothing_is_said_in_three_ways() {
    let visitor = Visitor::new().await;
    let mut said = Vec::new();
    for suffix in ["json", "json", "json", "xml", "xml", "xml"] {
        let request = visitor.signed(&format!("PUT /roles/2.{suffix}"));
        let response = send(request.json(&json!({ "role": { "label": "Users" } }))).await;
        said.push((response.status().as_u16(), response.text().await.expect("text")));
    }
    let said: Vec<_> = said.iter().map(|(status, body)| (*status, body.as_str())).collect();
    assert_eq!(said, [(200, "{}"), (200, " "), (204, ""), (200, ""), (200, " "), (204, "")]);
}

#[tokio::test]
async fn a_deleted_user_is_marked_first_and_erased_then() {
    let visitor = Visitor::new().await;
    for status in ["active", "deleted"] {
        assert_eq!(visitor.get("/users/2.json").await["user"]["status"], status);
        send(visitor.signed("DELETE /users/2.json")).await.error_for_status().expect("a success");
    }
    visitor.json("GET /users/2.json", Value::Null, 404).await;
    let user = json!({ "login": "huey", "email": "h@duckburg.example", "password": "secret-1" });
    let huey = visitor.json("POST /users.json", json!({ "user": user }), 201).await;
    let line = format!("/users/{}.xml", huey["user"]["id"]);
    let request = visitor.signed(&format!("DELETE {line}"));
    let request = request.header("content-type", "application/xml").body("<force>1</force>");
    send(request).await.error_for_status().expect("a success");
    let errors = visitor.xml(&format!("GET {line}"), "", 404).await;
    assert_eq!(text(&errors, "error"), "Resource not found");
}

#[tokio::test]
async fn a_machine_is_built_and_booted_while_somebody_looks() {
    let visitor = Visitor::new().await;
    let machine = visitor.machine(FakeCloudflow::TEMPLATE).await;
    assert_eq!((&machine["state"], &machine["locked"]), (&json!("new"), &json!(true)));
    let mut seen = Vec::new();
    while seen.last() != Some(&"complete complete".to_owned()) {
        seen.push(visitor.look(&machine).await.join(" "));
    }
    let expected = ["pending pending", "running pending", "complete pending", "complete running"];
    assert_eq!(seen[..4], expected);
    assert_eq!(seen.len(), 5);
    let path = format!("/virtual_machines/{}", machine["identifier"].as_str().expect("a text"));
    let machine = &visitor.get(&format!("{path}.json")).await["virtual_machine"];
    assert_eq!((&machine["state"], &machine["booted"]), (&json!("delivered"), &json!(true)));
    assert_eq!((&machine["locked"], &machine["memory"]), (&json!(false), &json!(768)));
    let status = visitor.xml(&format!("GET {path}/status.xml"), "", 200).await;
    assert_eq!(status.name, "virtual_machines");
    assert_eq!(text(&status, "virtual_machine/state"), "delivered");
    let joins = visitor.get(&format!("{path}/ip_addresses.json")).await;
    let address = &joins[0]["ip_address_join"]["ip_address"]["ip_address"]["address"];
    assert_eq!(*address, machine["ip_addresses"][0]["ip_address"]["address"]);
}

#[tokio::test]
async fn a_build_can_fail_or_never_end() {
    let visitor = Visitor::new().await;
    let machine = visitor.machine(BROKEN_TEMPLATE).await;
    while visitor.look(&machine).await != ["failed", "cancelled"] {}
    let list = visitor.get("/transactions.json").await;
    let log = list[1]["transaction"]["log_output"].as_str().expect("a text");
    assert!(log.ends_with("failed: the image of the template is damaged\n"), "{log}");
    let path = format!("/virtual_machines/{}.json", machine["id"]);
    assert_eq!(visitor.get(&path).await["virtual_machine"]["state"], "failed");
    let machine = visitor.machine(ENDLESS_TEMPLATE).await;
    for _ in 0..20 {
        visitor.look(&machine).await;
    }
    assert_eq!(visitor.look(&machine).await, ["running", "pending"]);
    let line = format!("POST /virtual_machines/{}/startup.json", machine["id"]);
    let errors = visitor.json(&line, Value::Null, 422).await;
    assert_eq!(errors["errors"][0], "Virtual machine is locked by another transaction");
}

#[tokio::test]
async fn a_backup_costs_and_what_is_destroyed_is_gone() {
    let visitor = Visitor::new().await;
    let machine = visitor.machine(FakeCloudflow::TEMPLATE).await;
    let id = &machine["id"];
    while visitor.look(&machine).await != ["complete", "complete"] {}
    let disks = visitor.get(&format!("/virtual_machines/{id}/disks.json")).await;
    let line = format!("POST /settings/disks/{}/backups.json", disks[0]["disk"]["id"]);
    let backup = visitor.json(&line, json!({ "backup": { "note": "first" } }), 201).await;
    assert_eq!(backup["backup"]["backup_size"], "0");
    while visitor.look(&machine).await != ["complete"; 3] {}
    let backups = visitor.xml(&format!("GET /virtual_machines/{id}/backups.xml"), "", 200).await;
    assert_eq!(text(&backups, "backup/backup_size"), "204800");
    let bills = visitor.get("/users/1/monthly_bills.json").await;
    assert_eq!(bills, json!([{ "cost": 0.0, "month": 10 }, { "cost": 2.75, "month": 11 }]));
    let usage = visitor.xml("GET /usage_statistics.xml", "", 200).await;
    assert_eq!((usage.name.as_str(), usage.attributes.len()), ("vm_stats", 0));
    assert_eq!(text(&usage, "vm_stat/data_read"), "8400.0");
    let line = format!("DELETE /virtual_machines/{id}.json?destroy_all_backups=1");
    send(visitor.signed(&line)).await.error_for_status().expect("a success");
    let path = format!("GET /virtual_machines/{id}.json");
    let mut statuses = Vec::new();
    while statuses.last() != Some(&404) {
        statuses.push(send(visitor.signed(&path)).await.status().as_u16());
    }
    assert_eq!(statuses, [200, 200, 404]);
}

#[tokio::test]
async fn an_owner_who_does_not_exist_breaks_the_panel() {
    let visitor = Visitor::new().await;
    let machine = visitor.machine(FakeCloudflow::TEMPLATE).await;
    let line = |user: i64| {
        format!("POST /virtual_machines/{}/change_owner.xml?user_id={user}", machine["id"])
    };
    let response = send(visitor.signed(&line(99))).await;
    assert_eq!(response.status(), 500);
    assert_eq!(response.headers()["content-type"], "text/html; charset=utf-8");
    assert_eq!(text(&visitor.xml(&line(2), "", 201).await, "user_id"), "2");
    let of_daisy = visitor.get("/users/2/virtual_machines.json").await;
    assert_eq!(of_daisy[0]["virtual_machine"]["id"], machine["id"]);
}

#[tokio::test]
async fn lists_come_in_pages_where_pages_are_asked_for() {
    let visitor = Visitor::new().await;
    let response = send(visitor.signed("GET /users.json")).await;
    assert!(response.headers().get("x-total").is_none());
    let response = send(visitor.signed("GET /users.json?page=2&per_page=1")).await;
    let header = |name: &str| response.headers()[name].to_str().expect("text").to_owned();
    let headers = ["x-page", "x-limit", "x-total"].map(header);
    assert_eq!(headers, ["2", "1", "2"]);
    assert!(header("date").starts_with("Sun, 22 Nov 2026 10:00:0"), "{}", header("date"));
    let page: Value = response.json().await.expect("JSON");
    assert_eq!(page.as_array().map(Vec::len), Some(1));
    assert_eq!(page[0]["user"]["id"], 2);
    assert_eq!(visitor.get("/users.json?page=3&per_page=1").await, json!([]));
    let empty = visitor.xml("GET /users.xml?page=3&per_page=1", "", 200).await;
    assert_eq!(empty, Element::new("users").with("type", "array"));
    for _ in 0..6 {
        visitor.machine(FakeCloudflow::TEMPLATE).await;
    }
    assert_eq!(visitor.get("/transactions.json").await.as_array().map(Vec::len), Some(10));
    let all = visitor.get("/transactions.json?per_page=100").await;
    assert_eq!(all.as_array().map(Vec::len), Some(12));
}

#[tokio::test]
async fn what_is_missing_is_told_in_the_words_of_its_age() {
    let visitor = Visitor::new().await;
    let old = visitor.json("GET /transactions/1.json", Value::Null, 404).await;
    assert_eq!(old, json!({ "error": "Resource not found" }));
    let body = json!({ "virtual_machine": { "label": "x" } });
    let errors = visitor.json("POST /virtual_machines.json", body, 422).await;
    assert_eq!(errors, json!({ "errors": { "hostname": ["can't be blank"] } }));
    let missing = visitor.json("POST /virtual_machines.json", json!({ "label": "x" }), 422).await;
    assert!(missing["errors"][0].as_str().expect("a text").ends_with(": virtual_machine"));
}
