//! Every operation of the description, with its examples: none is missing, and every answer is as described.

use futures_util::{StreamExt, stream};
use reqwest::multipart::{Form, Part};
use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::Value;
use tests::description::{Description, Location, Operation};
use tests::fake_cloudron::{FakeCloudron, Kept, served};
use tests::repository::{assert_none, cloudron};

/// How many operations are under way at a time.
const AT_ONCE: usize = 8;

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_succeeds_with_its_examples_and_answers_as_described() {
    let description = cloudron();
    let http = Client::new();
    let faults = stream::iter(description.operations())
        .map(|operation| faults_of(&description, operation, &http))
        .buffered(AT_ONCE)
        .collect::<Vec<_>>()
        .await;
    assert_none("operations go wrong", &faults.concat());
}

async fn faults_of(description: &Description, operation: &Operation, http: &Client) -> Vec<String> {
    let fake = FakeCloudron::ready_for(&operation.id).await;
    let request = request(operation, &fake, http).bearer_auth(FakeCloudron::TOKEN);
    let response = request.send().await.expect("an answer");
    let faults = answer_faults(description, operation, response).await;
    let named =
        |it: String| format!("{} {} {}: {it}", operation.id, operation.method, operation.path);
    faults.into_iter().map(named).collect()
}

/// A request with the examples of the description; of the query only what must be there.
fn request(operation: &Operation, fake: &FakeCloudron, http: &Client) -> RequestBuilder {
    let mut path = operation.path.clone();
    for parameter in operation.parameters_in(Location::Path) {
        path = path.replace(&format!("{{{}}}", parameter.name), &text(&parameter.example));
    }
    let method = Method::from_bytes(operation.method.as_bytes()).expect("a method");
    let required = operation.parameters_in(Location::Query).filter(|it| it.required);
    let query: Vec<_> = required.map(|it| (it.name.clone(), text(&it.example))).collect();
    let query: Vec<String> = query.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let url = format!("{}{path}?{}", fake.url(), query.join("&"));
    let mut request = http.request(method, url.trim_end_matches('?'));
    if operation.path.contains("/logstream") {
        request = request.header("accept", "text/event-stream");
    }
    let media = operation.body.iter().flat_map(|it| &it.media).next();
    let Some((media, example)) = media.and_then(|it| Some((it, it.example.as_ref()?))) else {
        return request;
    };
    match media.media_type.as_str() {
        "multipart/form-data" => {
            let fields = example.as_object().expect("the fields of a form");
            request.multipart(fields.iter().fold(Form::new(), |form, (name, value)| {
                let part = Part::text(text(&Some(value.clone())));
                // A switch is no file.
                let part = if value.is_string() { part.file_name("image.png") } else { part };
                form.part(name.clone(), part)
            }))
        }
        _ => request.json(example),
    }
}

fn text(example: &Option<Value>) -> String {
    match example {
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => String::new(),
    }
}

/// What is wrong with the answer: status, media type, or body.
async fn answer_faults(
    description: &Description,
    operation: &Operation,
    mut response: Response,
) -> Vec<String> {
    let success = operation.success().expect("a success");
    let status = response.status().as_u16();
    let header = response.headers().get("content-type").and_then(|it| it.to_str().ok());
    let media_type = header.unwrap_or_default().split(';').next().unwrap_or_default().to_owned();
    if Some(status) != success.code() {
        return vec![format!("{status}: {}", response.text().await.unwrap_or_default())];
    }
    let Some(media) = success.media.iter().find(|it| it.media_type == media_type) else {
        let body = response.text().await.unwrap_or_default();
        // Servers say `{}` where the description has no body.
        let is_empty = success.media.is_empty() && ["", "{}"].contains(&body.as_str());
        return if is_empty { Vec::new() } else { vec![format!("{media_type}: {body}")] };
    };
    if media.media_type == "text/event-stream" {
        let begin = response.chunk().await.expect("bytes").unwrap_or_default();
        let begins = begin.starts_with(b"retry: 3000\n");
        return if begins { Vec::new() } else { vec![format!("it begins with {begin:?}")] };
    }
    let body = response.bytes().await.expect("a whole body");
    match &media.schema {
        Some(schema) if media.is_json() => match serde_json::from_slice(&body) {
            Ok(value) => description.misfits(schema, &value),
            Err(error) => vec![error.to_string()],
        },
        _ if body.is_empty() => vec!["the body is empty".to_owned()],
        _ => Vec::new(),
    }
}

/// What nobody can read back keeps nothing; all else keeps state.
#[test]
fn most_routes_keep_state() {
    let described = || served().filter(|it| it.is_described());
    let kept = described().filter(|it| it.kept() == Kept::State).count();
    assert!(kept >= 190, "{kept} of {}", described().count());
    for route in ["GET /apps", "GET /backups", "GET /tokens", "GET /volumes", "GET /eventlog"] {
        let state = served().find(|it| it.route() == route).map(|it| it.kept());
        assert_eq!(state, Some(Kept::State), "{route}");
    }
}

/// The routes beyond the description are served as well.
#[test]
fn what_clients_call_beyond_the_description_is_there() {
    let routes: Vec<&str> = served().map(|it| it.route()).collect();
    for route in ["POST /apps/{appId}/backup", "GET /appstore/apps", "POST /apps/install"] {
        assert!(routes.contains(&route), "{route}");
    }
}
