//! Every JSON answer of the description, changed in the ways in which servers change.

use std::collections::HashSet;
use std::fmt::Display;

use futures_util::{StreamExt, stream};
use serde_json::{Value, json};

use super::{AT_ONCE, Call, Generated, Pair};
use crate::description::{Description, Media, Operation, Response};
use crate::description_server::Answer;
use crate::repository::assert_none;

/// What an unlisted value of an enumeration is.
const OF_TOMORROW: &str = "a value of tomorrow";

/// An answer with one change, and what was changed.
type Variant = (String, Value);

impl<C: Clone, E: Display> Generated<C, E> {
    /// Any optional member may be null, one at a time and all at once.
    ///
    /// # Panics
    ///
    /// If not.
    pub async fn assert_members_may_be_null(&self) {
        self.vary(|description, media, example| {
            let pointers = optional_members(description, media, example);
            let change = |pointer: &String| {
                (format!("{pointer} is null"), with(example, pointer, &Value::Null))
            };
            let all = pointers
                .iter()
                .rev()
                .fold(example.clone(), |value, pointer| with(&value, pointer, &Value::Null));
            pointers.iter().map(change).chain([("all are null".to_owned(), all)]).collect()
        })
        .await;
    }

    /// Any optional member may be missing, one at a time and all at once.
    ///
    /// # Panics
    ///
    /// If not.
    pub async fn assert_members_may_be_missing(&self) {
        self.vary(|description, media, example| {
            let pointers = optional_members(description, media, example);
            let change =
                |pointer: &String| (format!("{pointer} is missing"), without(example, pointer));
            let all = pointers
                .iter()
                .rev()
                .fold(example.clone(), |value, pointer| without(&value, pointer));
            pointers.iter().map(change).chain([("all are missing".to_owned(), all)]).collect()
        })
        .await;
    }

    /// Any object may have a member that the description does not name.
    ///
    /// # Panics
    ///
    /// If not.
    pub async fn assert_objects_may_grow(&self) {
        self.vary(|description, media, example| {
            let schema = media.schema.as_ref().expect("a schema");
            let change = |pointer: &String| {
                (format!("`{pointer}` has a new member"), extended(example, pointer))
            };
            description.extensible(schema, example).iter().map(change).collect()
        })
        .await;
    }

    /// Any value that the description lists may be another one, and is kept.
    ///
    /// # Panics
    ///
    /// If not.
    pub async fn assert_listed_values_may_be_others(&self) {
        self.vary(|description, media, example| {
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

    /// Answers each operation with each variant of its example; all must be decoded. Where several operations have
    /// the same schema and the same example, the first of them stands for all.
    async fn vary(&self, variants: impl Fn(&Description, &Media, &Value) -> Vec<Variant>) {
        let pair = &self.pair().await;
        let mut seen = HashSet::new();
        let operations = self.description.operations().iter().filter_map(|operation| {
            let media = operation.json_answer()?;
            let call = self.calls_of(operation).next()?;
            let example = media.example.as_ref()?;
            let schema = media.schema.as_ref().map(|it| self.description.resolved(it));
            if !seen.insert((schema, example.to_string())) {
                return None;
            }
            Some((operation, call, variants(&self.description, media, example)))
        });
        let operations: Vec<_> = operations.collect();
        let n_variants: usize = operations.iter().map(|(_, _, variants)| variants.len()).sum();
        assert!(
            n_variants > 20,
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
}

async fn decode<C: Clone, E: Display>(
    pair: &Pair<C>,
    operation: &Operation,
    call: &Call<C, E>,
    variants: Vec<Variant>,
) -> Vec<String> {
    let status = operation.success().and_then(Response::code).expect("a status");
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
