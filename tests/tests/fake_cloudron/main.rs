//! The fake Cloudron behaves as a server does, seen without the generated client.

mod apps;
mod collections;
mod logs;
mod operations;
mod people;
mod settings;
mod state;
mod troubles;

use reqwest::{Client, Method, Response};
use serde_json::{Value, json};
use tests::fake_cloudron::{Contents, FakeCloudron, Options, Pace};

const WORDPRESS: &str = "org.wordpress.cloudronapp";

/// A server, and somebody who talks to it.
struct Visitor {
    fake: FakeCloudron,
    http: Client,
}

impl Visitor {
    /// On a fresh server, whose tasks take four steps.
    async fn new() -> Self {
        Self::with(Options { pace: Pace::Steps(4), ..Options::default() }).await
    }

    /// On a server that has what the examples of the description speak of; tasks take one step.
    async fn among_examples() -> Self {
        Self::with(Options { contents: Contents::Examples, ..Options::default() }).await
    }

    async fn with(options: Options) -> Self {
        let fake = FakeCloudron::start_with(options).await.expect("a free port");
        Self { fake, http: Client::new() }
    }

    async fn send(&self, method: Method, path: &str, body: Option<Value>) -> Response {
        let request = self.http.request(method, format!("{}{path}", self.fake.url()));
        let request = request.bearer_auth(FakeCloudron::TOKEN);
        let request = body.into_iter().fold(request, |request, body| request.json(&body));
        request.send().await.expect("an answer")
    }

    async fn get(&self, path: &str) -> Value {
        let response = self.send(Method::GET, path, None).await;
        assert_eq!(response.status(), 200, "{path}");
        response.json().await.expect("JSON")
    }

    async fn post(&self, path: &str, body: Value, status: u16) -> Value {
        let response = self.send(Method::POST, path, Some(body)).await;
        let actual = response.status();
        let text = response.text().await.expect("text");
        assert_eq!(actual, status, "{path}: {text}");
        serde_json::from_str(&text).unwrap_or_default()
    }

    /// The status of a request without a body.
    async fn status(&self, method: Method, path: &str) -> u16 {
        self.send(method, path, None).await.status().as_u16()
    }

    async fn install(&self, package: &str, subdomain: &str, status: u16) -> Value {
        let body = json!({
            "appStoreId": package,
            "subdomain": subdomain,
            "domain": FakeCloudron::DOMAIN,
            "accessRestriction": null,
        });
        self.post("/apps", body, status).await
    }

    /// The path of an app that is installed and runs.
    async fn running_app(&self) -> String {
        let started = self.install(WORDPRESS, "blog", 202).await;
        self.finish(&started["taskId"]).await;
        format!("/apps/{}", started["id"].as_str().expect("an id"))
    }

    /// Starts a task, and looks at it until it ends; the last that was seen.
    async fn run(&self, path: &str, body: Value) -> Value {
        let response = self.send(Method::POST, path, Some(body)).await;
        let status = response.status();
        let started: Value = response.json().await.expect("JSON");
        assert!(status.is_success(), "{path}: {started}");
        self.finish(&started["taskId"]).await.pop().expect("a task")
    }

    /// Looks at a task until it ends.
    async fn finish(&self, task_id: &Value) -> Vec<Value> {
        let id = task_id.as_str().map_or_else(|| task_id.to_string(), str::to_owned);
        let mut seen = Vec::new();
        while seen.last().is_none_or(|it: &Value| it["active"] == true) {
            seen.push(self.get(&format!("/tasks/{id}")).await);
        }
        seen
    }
}
