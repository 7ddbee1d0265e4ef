//! Every operation of the description is called, checked by the server, and its answer decoded.

use serde_json::Value;
use tests::description::Media;

use super::generated;

#[test]
fn every_operation_has_a_call_and_every_call_an_operation() {
    generated().assert_calls_match();
}

#[test]
fn every_id_is_found() {
    generated().assert_ids_are_found();
}

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_in_json() {
    generated().by("json").drive().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_in_json_with_empty_objects() {
    generated().by("json, empty objects").drive().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_further_success_in_json() {
    generated().by("json").drive_further_successes().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_said_in_any_way_in_json() {
    generated().by("json").assert_nothing_is_said_in_any_way("application/json").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_in_xml() {
    generated().by("xml").drive().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_further_success_in_xml() {
    generated().by("xml").drive_further_successes().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_said_in_any_way_in_xml() {
    generated().by("xml").assert_nothing_is_said_in_any_way("application/xml").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_error_in_json() {
    generated().by("json").assert_errors_are_told(words).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_error_in_xml() {
    generated().by("xml").assert_errors_are_told(words).await;
}

/// What an error says: the texts of its JSON. A page says nothing for certain.
fn words(media: &Media) -> Vec<String> {
    let mut words = Vec::new();
    match media.example.as_ref() {
        Some(Value::String(_)) | None => {}
        Some(value) => collect(value, &mut words),
    }
    words
}

fn collect(value: &Value, words: &mut Vec<String>) {
    match value {
        Value::String(it) => words.push(it.clone()),
        Value::Array(items) => items.iter().for_each(|it| collect(it, words)),
        Value::Object(members) => members.values().for_each(|it| collect(it, words)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
