//! The description server catches every kind of wrong request, and lets the right ones through.

mod bodies;
mod credentials;
mod formats;
mod swagger;

use std::sync::Arc;

use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::{Value, json};
use tests::description::Description;
use tests::description_server::{Answer, Bodyless, Credential, DescriptionServer};
use tests::formats::Formats;

const DESCRIPTION: &str = include_str!("description.yaml");

struct Shop {
    server: DescriptionServer,
    http: Client,
}

impl Shop {
    async fn open() -> Self {
        Self::with("bearer", Bodyless::Empty).await
    }

    async fn with(scheme: &str, bodyless: Bodyless) -> Self {
        Self::of(DESCRIPTION, scheme, bodyless).await
    }

    async fn of(description: &str, scheme: &str, bodyless: Bodyless) -> Self {
        let description = Arc::new(Description::parse(description).expect("a sound description"));
        let credential = Credential { scheme: scheme.to_owned(), token: "t0ken".to_owned() };
        Self {
            server: DescriptionServer::start(description, credential, bodyless).await,
            http: Client::new(),
        }
    }

    /// A server whose JSON is there in several formats, for somebody with a name and a password.
    async fn in_formats(description: &str, formats: Formats, credential: &str) -> Self {
        let description = Arc::new(Description::parse(description).expect("a sound description"));
        let credential = Credential { scheme: "basic".to_owned(), token: credential.to_owned() };
        let start = DescriptionServer::start_with_formats;
        let server = start(description, formats, credential, Bodyless::Empty).await;
        Self { server, http: Client::new() }
    }

    fn request(&self, method: &str, path: &str) -> RequestBuilder {
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        self.http.request(method, format!("{}{path}", self.server.url()))
    }

    fn signed(&self, method: &str, path: &str) -> RequestBuilder {
        self.request(method, path).bearer_auth("t0ken")
    }

    fn adopt(&self, body: &Value) -> RequestBuilder {
        self.signed("POST", "/pets").json(body)
    }

    /// The request is right: it gets this status, and nothing is held against it.
    #[track_caller]
    fn right(&self, response: &Response, status: u16) {
        assert_eq!(self.violations(), Vec::<String>::new());
        assert_eq!(response.status(), status);
    }

    /// The request is wrong in one way, which is told in these words, to the test as well as to the caller.
    #[track_caller]
    fn wrong(&self, response: &Response, violation: &str) {
        assert_eq!(self.violations(), [violation]);
        assert_eq!(response.status(), 400);
    }

    fn violations(&self) -> Vec<String> {
        self.server.violations().iter().map(ToString::to_string).collect()
    }
}

async fn send(request: RequestBuilder) -> Response {
    request.send().await.expect("an answer")
}

const SEARCH: &str =
    "/pets?kind=cat&kind=old%20dog&order=name,age&near%5Blat%5D=51.5&near%5Blong%5D=7";

#[tokio::test]
async fn a_right_request_gets_the_example() {
    let shop = Shop::open().await;
    let response = send(shop.signed("GET", SEARCH).header("x-trace", "a1")).await;
    shop.right(&response, 200);
    assert_eq!(response.headers()["content-type"], "application/json");
    let body: Value = response.json().await.expect("JSON");
    assert_eq!(body, json!([{ "name": "Mog", "age": 3 }]));
    assert_eq!(shop.server.seen(), [(("listPets".to_owned(), None), 1)].into());
}

#[tokio::test]
async fn the_first_success_is_answered_as_it_is() {
    let shop = Shop::open().await;
    let response = send(shop.signed("GET", "/pets/a%2Fb/photo")).await;
    shop.right(&response, 203);
    assert_eq!(response.headers()["content-type"], "image/png");
    assert_eq!(response.text().await.expect("text"), "a cat");
}

#[tokio::test]
async fn a_literal_path_is_preferred_to_a_parameter() {
    let shop = Shop::open().await;
    shop.right(&send(shop.request("GET", "/pets/count")).await, 200);
    assert_eq!(shop.server.seen(), [(("countPets".to_owned(), None), 1)].into());
}

#[tokio::test]
async fn answers_without_content_are_empty_or_an_empty_object() {
    for (bodyless, body) in [(Bodyless::Empty, ""), (Bodyless::EmptyObject, "{}")] {
        let shop = Shop::with("bearer", bodyless).await;
        let response = send(shop.signed("DELETE", "/pets/a%2Fb")).await;
        shop.right(&response, 202);
        assert_eq!(response.text().await.expect("text"), body);
    }
}

#[tokio::test]
async fn an_answer_can_be_replaced() {
    let shop = Shop::open().await;
    shop.server.answer_with("countPets", Answer::raw(502, "text/html", "<h1>Bad gateway</h1>"));
    let response = send(shop.request("GET", "/pets/count")).await;
    shop.right(&response, 502);
    assert_eq!(response.text().await.expect("text"), "<h1>Bad gateway</h1>");
}

#[tokio::test]
async fn wrong_path_argument() {
    let shop = Shop::open().await;
    let response = send(shop.signed("DELETE", "/pets/ab")).await;
    shop.wrong(&response, r#"releasePet: path argument `id` is "ab", not "a/b""#);
    let body: Value = response.json().await.expect("JSON");
    assert_eq!(body["message"], r#"path argument `id` is "ab", not "a/b""#);
}

#[tokio::test]
async fn path_argument_that_leaves_its_segment() {
    let shop = Shop::open().await;
    let response = send(shop.signed("DELETE", "/pets/a/b")).await;
    shop.wrong(&response, "DELETE /shop/v1/pets/a/b: the description has no such operation");
}

#[tokio::test]
async fn wrong_method() {
    let shop = Shop::open().await;
    let response = send(shop.signed("PUT", "/pets")).await;
    shop.wrong(&response, "PUT /shop/v1/pets: the description has no such operation");
}

#[tokio::test]
async fn wrong_base_path() {
    let shop = Shop::open().await;
    let url = shop.server.url().replace("/shop/v1", "/shop");
    let response = send(shop.http.get(format!("{url}/pets/count"))).await;
    shop.wrong(&response, "GET /shop/pets/count: the description has no such operation");
}

/// Each is a query with one fault, and what is told.
#[tokio::test]
async fn wrong_query() {
    let extra = format!("{SEARCH}&colour=red");
    let twice = format!("{SEARCH}&order=name,age");
    let unexploded = SEARCH.replace("kind=cat&kind=old%20dog", "kind=cat,old%20dog");
    let cases = [
        (SEARCH.replace("order=name,age&", ""), "query parameter `order` is missing"),
        (
            SEARCH.replace("name,age", "age,name"),
            r#"query parameter `order` is "age,name", not ["name", "age"] joined by ','"#,
        ),
        (SEARCH.replace("old%20dog", "old"), r#"query parameter `kind` is "old", not "old dog""#),
        (SEARCH.replace("51.5", "51.50"), r#"query parameter `near[lat]` is "51.50", not "51.5""#),
        (extra, "query parameter `colour=red` is not in the description, or there twice"),
        (twice, "query parameter `order=name,age` is not in the description, or there twice"),
    ];
    for (path, violation) in cases {
        let shop = Shop::open().await;
        let response = send(shop.signed("GET", &path).header("x-trace", "a1")).await;
        shop.wrong(&response, &format!("listPets: {violation}"));
    }
    let shop = Shop::open().await;
    send(shop.signed("GET", &unexploded).header("x-trace", "a1")).await;
    assert_eq!(shop.violations().len(), 2, "a list in the wrong style");
}

#[tokio::test]
async fn wrong_header() {
    let shop = Shop::open().await;
    let response = send(shop.signed("GET", SEARCH)).await;
    shop.wrong(&response, "listPets: header or cookie `x-trace` is missing");
    let shop = Shop::open().await;
    let response = send(shop.signed("GET", SEARCH).header("x-trace", "b2")).await;
    shop.wrong(&response, r#"listPets: header or cookie `x-trace` is "b2", not "a1""#);
}

#[tokio::test]
async fn accept_that_refuses_the_answer() {
    let shop = Shop::open().await;
    let response = send(shop.request("GET", "/pets/count").header("accept", "text/plain")).await;
    shop.wrong(
        &response,
        "countPets: `Accept: text/plain` does not admit the answer's `application/json`",
    );
}

#[tokio::test]
async fn an_operation_without_an_example_cannot_pass() {
    let shop = Shop::open().await;
    send(shop.signed("PUT", "/pets/count")).await;
    let violations = shop.violations();
    assert_eq!(violations.len(), 1, "{violations:?}");
    assert!(violations[0].ends_with("has no example, so it cannot be tested"), "{violations:?}");
}
