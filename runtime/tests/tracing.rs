//! The spans and events of calls: what is in them, and what never is.

mod support;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use openapi_runtime::testing::{Reply, Script};
use openapi_runtime::transport::FailureKind;
use openapi_runtime::{Credential, Error, HttpClient, HttpClientBuilder, RetryPolicy, Value};
use support::{Server, reply};
use tracing::field::{Field, Visit};
use tracing::span;
use tracing::subscriber::DefaultGuard;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};
use tracing_subscriber::registry::Registry;

/// A span or an event, with its fields as text.
#[derive(Clone, Debug, Default)]
struct Record {
    name: String,
    parent: Option<u64>,
    fields: BTreeMap<String, String>,
    closed: bool,
}

impl Record {
    #[track_caller]
    fn assert(&self, fields: &[(&str, &str)]) {
        for (name, value) in fields {
            assert_eq!(
                self.fields.get(*name).map(String::as_str),
                Some(*value),
                "{name}: {self:?}"
            );
        }
    }

    fn lacks(&self, name: &str) -> bool {
        !self.fields.contains_key(name)
    }
}

impl Visit for Record {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.fields.insert(field.name().to_owned(), value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.fields.insert(field.name().to_owned(), format!("{value:?}"));
    }
}

/// Collects what any crate records on this thread.
#[derive(Clone, Default)]
struct Collector {
    spans: Arc<Mutex<BTreeMap<u64, Record>>>,
    events: Arc<Mutex<Vec<Record>>>,
    others: Arc<Mutex<Vec<Record>>>,
}

impl Collector {
    fn start() -> (Self, DefaultGuard) {
        let collector = Self::default();
        let subscriber = Registry::default().with(collector.clone());
        (collector, tracing::subscriber::set_default(subscriber))
    }

    /// The spans of a name, in the order in which they began.
    fn spans(&self, name: &str) -> Vec<Record> {
        self.spans.lock().unwrap().values().filter(|it| it.name == name).cloned().collect()
    }

    fn events(&self) -> Vec<Record> {
        self.events.lock().unwrap().clone()
    }

    fn everything(&self) -> String {
        let others = self.others.lock().unwrap();
        format!("{:?} {:?} {others:?}", self.spans.lock().unwrap(), self.events())
    }
}

impl<S: tracing::Subscriber> Layer<S> for Collector {
    fn on_new_span(
        &self,
        attributes: &span::Attributes<'_>,
        id: &span::Id,
        context: Context<'_, S>,
    ) {
        let parent = context.current_span().id().map(span::Id::into_u64);
        let mut record = Record { parent, ..Record::default() };
        record.name = attributes.metadata().name().to_owned();
        attributes.record(&mut record);
        if attributes.metadata().target() == "openapi_runtime" {
            // Ids are used again.
            let number = self.spans.lock().unwrap().len() as u64 + 1;
            record.fields.insert("id".to_owned(), id.into_u64().to_string());
            self.spans.lock().unwrap().insert(number, record);
        } else {
            self.others.lock().unwrap().push(record);
        }
    }

    fn on_record(&self, id: &span::Id, values: &span::Record<'_>, _: Context<'_, S>) {
        let id = id.into_u64().to_string();
        let mut spans = self.spans.lock().unwrap();
        let span = spans.values_mut().rev().find(|it| !it.closed && it.fields["id"] == id);
        match span {
            Some(span) => values.record(span),
            None => values.record(self.others.lock().unwrap().last_mut().unwrap()),
        }
    }

    fn on_event(&self, event: &tracing::Event<'_>, context: Context<'_, S>) {
        let parent = context.current_span().id().map(span::Id::into_u64);
        let mut record = Record { parent, ..Record::default() };
        event.record(&mut record);
        let is_ours = event.metadata().target() == "openapi_runtime";
        let list = if is_ours { &self.events } else { &self.others };
        list.lock().unwrap().push(record);
    }

    fn on_close(&self, id: span::Id, _: Context<'_, S>) {
        let id = id.into_u64().to_string();
        let mut spans = self.spans.lock().unwrap();
        if let Some(span) = spans.values_mut().rev().find(|it| !it.closed && it.fields["id"] == id)
        {
            span.closed = true;
        }
    }
}

fn builder(script: &Script) -> HttpClientBuilder {
    let retries = RetryPolicy::default().random(|| 1.0);
    HttpClient::builder("https://example.com/api").transport(script.clone()).retries(retries)
}

#[tokio::test(start_paused = true)]
async fn a_span_for_the_call_and_one_for_each_attempt() {
    let (collector, _guard) = Collector::start();
    let script = Script::new()
        .then(Reply::failure(FailureKind::Broken))
        .then(Reply::status(503).header("Retry-After", "7"))
        .then(Reply::json(&Value::Null));
    let http = builder(&script).build().unwrap();
    http.get("getApp", "/apps/{appId}").path("appId", "a1").json::<()>().await.unwrap();

    let calls = collector.spans("call");
    let [call] = calls.as_slice() else { panic!("{calls:?}") };
    call.assert(&[
        ("otel.name", "getApp"),
        ("otel.kind", "internal"),
        ("http.request.method", "GET"),
        ("url.template", "/apps/{appId}"),
        ("http.response.status_code", "200"),
    ]);
    assert!(call.closed && call.lacks("error.type") && call.lacks("otel.status_code"), "{call:?}");

    let attempts = collector.spans("attempt");
    let [first, second, third] = attempts.as_slice() else { panic!("{attempts:?}") };
    for attempt in &attempts {
        attempt.assert(&[
            ("otel.name", "GET /apps/{appId}"),
            ("otel.kind", "client"),
            ("server.address", "example.com"),
            ("server.port", "443"),
            ("url.full", "https://example.com/api/apps/a1"),
        ]);
        assert_eq!(attempt.parent.map(|it| it.to_string()), call.fields.get("id").cloned());
        assert!(attempt.closed);
    }
    first.assert(&[("error.type", "connection_broken"), ("otel.status_code", "ERROR")]);
    assert!(first.lacks("http.request.resend_count") && first.lacks("http.response.status_code"));
    second.assert(&[("error.type", "503"), ("http.request.resend_count", "1")]);
    second.assert(&[("http.response.status_code", "503")]);
    third.assert(&[("http.response.status_code", "200"), ("http.request.resend_count", "2")]);
    assert!(third.lacks("error.type"));

    let events = collector.events();
    let [first, second] = events.as_slice() else { panic!("{events:?}") };
    first.assert(&[("error.type", "connection_broken"), ("wait_seconds", "0.5")]);
    second.assert(&[("error.type", "503"), ("wait_seconds", "7.0")]);
}

#[tokio::test(start_paused = true)]
async fn errors_by_kind() {
    let json = |text: &'static str| Reply::status(200).body(text);
    for (reply, error_type) in [
        (Reply::status(404), "404"),
        (Reply::failure(FailureKind::Connect), "connection_refused"),
        (Reply::failure(FailureKind::ConnectTimeout), "connect_timeout"),
        (Reply::never(), "timeout"),
        (json("no"), "decode"),
        (json("{}").broken(), "body_broken"),
    ] {
        let (collector, _guard) = Collector::start();
        let script = Script::new().always(reply);
        let http = builder(&script).retries(RetryPolicy::none()).build().unwrap();
        http.get("op", "/").json::<u32>().await.unwrap_err();
        let call = collector.spans("call").remove(0);
        call.assert(&[("error.type", error_type), ("otel.status_code", "ERROR")]);
        assert!(call.closed);
    }
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_connects_again_has_a_call_for_each_connection() {
    let (collector, _guard) = Collector::start();
    let script = Script::new()
        .then(Reply::events("id: 1\ndata: 1\n\n").broken())
        .then(Reply::events("id: 2\ndata: 2\n\n"));
    let mut events =
        builder(&script).build().unwrap().get("op", "/").events::<u32>().await.unwrap();
    assert!(collector.spans("call")[0].closed, "a span does not last as long as its stream");
    while let Some(event) = events.next().await {
        // What may be missing in between is told.
        let is_gap = |error: Error| matches!(error, Error::Body(error) if error.is_gap());
        assert!(event.map_or_else(is_gap, |_| true));
    }
    assert_eq!((collector.spans("call").len(), collector.spans("attempt").len()), (2, 2));
}

const SECRET: &str = "s3cr3t";
const BASIC: &str = "bWU6czNjcjN0";

#[tokio::test]
async fn no_secret_is_in_any_of_it() {
    let echo = format!(r#"{{"message": "{SECRET} and {BASIC} are wrong", "a": "{SECRET}"}}"#);
    for (status, headers) in [
        ("200 OK", "Content-Type: application/json\r\n"),
        ("401 Unauthorized", "Set-Cookie: a=s3cr3t\r\n"),
        ("503 Service Unavailable", "X-Secret: s3cr3t\r\n"),
        ("302 Found", "Location: http://other.invalid/?token=s3cr3t\r\n"),
    ] {
        let server = Server::raw(reply(status, headers, echo.as_bytes())).await;
        for credential in [
            Credential::bearer(SECRET),
            Credential::basic("me", SECRET),
            Credential::header("X-Api-Key", SECRET),
            Credential::query("access_token", SECRET),
            Credential::cookie("session", SECRET),
        ] {
            let (collector, _guard) = Collector::start();
            let http = HttpClient::builder(&server.url)
                .credential("auth", credential)
                .retries(RetryPolicy::new(1).backoff(Duration::ZERO, Duration::ZERO))
                .build()
                .unwrap();
            let call = http
                .put("op", "/tokens/{token}")
                .auth(&[&["auth"]])
                .path("token", SECRET)
                .query("q", SECRET)
                .header("X-Password", SECRET)
                .body(SECRET)
                .json::<u32>();
            call.await.unwrap_err();
            let text = collector.everything();
            assert!(text.contains("/tokens/REDACTED"), "{text}");
            assert!(!text.contains(SECRET) && !text.contains(BASIC), "{text}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_place_that_is_a_secret_is_not_recorded() {
    let (collector, _guard) = Collector::start();
    let body = r#"{"tokens": {"s3cr3t-token-1": {"\u001b[2J": "s3cr3t-token-1"}}}"#;
    let script = Script::new().always(Reply::status(200).body(body));
    let http = builder(&script)
        .credential("key", Credential::header("X-Odd", "s3cr3t-token-1"))
        .build()
        .unwrap();
    type Maps = BTreeMap<String, BTreeMap<String, BTreeMap<String, i64>>>;
    let call = http.get("getApp", "/x").auth(&[&["key"]]).json::<Maps>();
    assert!(call.await.is_err());
    let pointer = collector.events().pop().unwrap().fields["json.pointer"].clone();
    assert_eq!(pointer, "/tokens/REDACTED/\\u{1b}[2J");
    assert!(!collector.everything().contains("s3cr3t"));
}
