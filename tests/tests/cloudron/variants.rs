//! Every JSON answer of the description, changed in the ways in which servers change.

use futures_util::{StreamExt, stream};
use serde_json::{Value, json};
use tests::description::{Description, Media, Operation};
use tests::description_server::Answer;
use tests::repository::{assert_none, cloudron};

use super::Pair;
use super::calls::{CALLS, Call};

/// How many operations are under way at a time.
const AT_ONCE: usize = 16;

/// What an unlisted value of an enumeration is.
const OF_TOMORROW: &str = "a value of tomorrow";

/// An answer with one change, and what was changed.
type Variant = (String, Value);

#[tokio::test(flavor = "multi_thread")]
async fn any_optional_member_may_be_null() {
    check(|description, media, example| {
        let pointers = optional_members(description, media, example);
        let change =
            |pointer: &String| (format!("{pointer} is null"), with(example, pointer, &Value::Null));
        let all = pointers
            .iter()
            .rev()
            .fold(example.clone(), |value, pointer| with(&value, pointer, &Value::Null));
        pointers.iter().map(change).chain([("all are null".to_owned(), all)]).collect()
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn any_optional_member_may_be_missing() {
    check(|description, media, example| {
        let pointers = optional_members(description, media, example);
        let change =
            |pointer: &String| (format!("{pointer} is missing"), without(example, pointer));
        let all =
            pointers.iter().rev().fold(example.clone(), |value, pointer| without(&value, pointer));
        pointers.iter().map(change).chain([("all are missing".to_owned(), all)]).collect()
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn any_object_may_have_a_new_member() {
    check(|description, media, example| {
        let schema = media.schema.as_ref().expect("a schema");
        let change = |pointer: &String| {
            (format!("`{pointer}` has a new member"), extended(example, pointer))
        };
        description.extensible(schema, example).iter().map(change).collect()
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn any_listed_value_may_be_another_and_is_kept() {
    check(|description, media, example| {
        let schema = media.schema.as_ref().expect("a schema");
        let leaves = description
            .leaves(schema, example)
            .into_iter()
            .filter(|it| it.listed && it.value.is_string());
        let change = |pointer: String| {
            (format!("{pointer} is unlisted"), with(example, &pointer, &json!(OF_TOMORROW)))
        };
        leaves.map(|it| change(it.pointer)).collect()
    })
    .await;
}

/// Answers each operation with each variant of its example; all must be decoded.
async fn check(variants: impl Fn(&Description, &Media, &Value) -> Vec<Variant>) {
    let description = cloudron();
    let pair = &Pair::bearer(&description).await;
    let operations = description.operations().iter().filter_map(|operation| {
        let media = operation.json_answer()?;
        let call = CALLS.iter().find(|it| it.operation == operation.id)?;
        Some((operation, call, variants(&description, media, media.example.as_ref()?)))
    });
    let operations: Vec<_> = operations.collect();
    let n_variants: usize = operations.iter().map(|(_, _, variants)| variants.len()).sum();
    assert!(
        n_variants > 40,
        "there are only {n_variants} variants, so something is not found any more"
    );
    let faults = stream::iter(operations)
        .map(|(operation, call, variants)| decode(pair, operation, call, variants));
    let faults: Vec<Vec<String>> = faults.buffered(AT_ONCE).collect().await;
    assert_none(
        "variants of answers are not decoded",
        &faults.into_iter().flatten().collect::<Vec<_>>(),
    );
}

async fn decode(
    pair: &Pair,
    operation: &Operation,
    call: &Call,
    variants: Vec<Variant>,
) -> Vec<String> {
    let status =
        operation.success().and_then(tests::description::Response::code).expect("a status");
    let mut faults = Vec::new();
    for (what, value) in variants {
        pair.server.answer_with(&operation.id, Answer::json(status, &value));
        match (call.run)(pair.client.clone()).await {
            Ok(debug)
                if value.to_string().contains(OF_TOMORROW) && !debug.contains(OF_TOMORROW) =>
            {
                faults.push(format!("{}: {what}, and is lost: {debug}", operation.id));
            }
            Ok(_) => {}
            Err(error) => faults.push(format!("{what}: {error}")),
        }
    }
    faults
}

/// Pointers to all members that may be missing, an object before what is in it.
fn optional_members(description: &Description, media: &Media, example: &Value) -> Vec<String> {
    let schema = media.schema.as_ref().expect("a schema");
    let members = description.members(schema, example).into_iter();
    members.filter(|it| !it.required).map(|it| it.pointer).collect()
}

fn with(value: &Value, pointer: &str, replacement: &Value) -> Value {
    let mut changed = value.clone();
    if let Some(place) = changed.pointer_mut(pointer) {
        *place = replacement.clone();
    }
    changed
}

fn extended(value: &Value, pointer: &str) -> Value {
    let mut changed = value.clone();
    if let Some(Value::Object(members)) = changed.pointer_mut(pointer) {
        members.insert("ofTomorrow".to_owned(), json!({ "list": [1, "two", null] }));
    }
    changed
}

fn without(value: &Value, pointer: &str) -> Value {
    let mut changed = value.clone();
    let (parent, name) = pointer.rsplit_once('/').expect("a pointer to a member");
    let name = name.replace("~1", "/").replace("~0", "~");
    if let Some(Value::Object(members)) = changed.pointer_mut(parent) {
        members.remove(&name);
    }
    changed
}
