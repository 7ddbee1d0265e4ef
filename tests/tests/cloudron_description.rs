//! The description of Cloudron is complete, and its examples are what they claim to be.
//!
//! The tests of the client take every argument and every answer from these examples.

use std::collections::BTreeSet;

use serde_json::Value;
use tests::description::{Media, Operation};
use tests::repository::{assert_none, cloudron};

#[test]
fn it_has_240_operations_on_183_paths_in_29_tags() {
    let description = cloudron();
    let operations = description.operations();
    let paths: BTreeSet<&str> = operations.iter().map(|it| it.path.as_str()).collect();
    let tags: BTreeSet<_> = operations.iter().map(|it| it.tag.as_deref()).collect();
    assert_eq!((operations.len(), paths.len(), tags.len()), (240, 183, 29));
}

#[test]
fn operation_ids_are_unique_and_published_ones_too() {
    let description = cloudron();
    let mut seen = BTreeSet::new();
    let ids = description
        .operations()
        .iter()
        .flat_map(|it| [Some(&it.id), it.published_id.as_ref()])
        .flatten();
    let twice: Vec<String> = ids.filter(|id| !seen.insert(id.as_str())).cloned().collect();
    assert_none("operationIds are there twice", &twice);
}

#[test]
fn every_operation_has_a_summary() {
    let mut faults = Vec::new();
    for it in cloudron().operations() {
        match it.summary.as_deref() {
            Some(summary) if summary.ends_with('.') && summary.chars().count() <= 80 => {}
            other => faults.push(format!("{}: {other:?}", it.id)),
        }
    }
    assert_none("summaries are missing, longer than 80 characters or no sentence", &faults);
}

#[test]
fn every_path_parameter_is_described() {
    let mut faults = Vec::new();
    for operation in cloudron().operations() {
        let template: BTreeSet<&str> =
            operation.path.split(['{', '}']).skip(1).step_by(2).collect();
        let in_path = operation
            .parameters
            .iter()
            .filter(|it| it.location == tests::description::Location::Path);
        let described: BTreeSet<&str> = in_path.map(|it| it.name.as_str()).collect();
        if template != described {
            faults
                .push(format!("{} {}: described are {described:?}", operation.id, operation.path));
        }
    }
    assert_none("paths whose parameters are not those described", &faults);
}

#[test]
fn every_parameter_has_an_example_that_fits() {
    let description = cloudron();
    let mut faults = Vec::new();
    for operation in description.operations() {
        for parameter in &operation.parameters {
            let what = format!("{} {}", operation.id, parameter.name);
            match (&parameter.example, &parameter.schema) {
                (Some(example), Some(schema)) => {
                    faults.extend(
                        description
                            .misfits(schema, example)
                            .iter()
                            .map(|it| format!("{what}: {it}")),
                    );
                }
                (None, _) => faults.push(format!("{what}: no example")),
                (_, None) => faults.push(format!("{what}: no schema")),
            }
        }
    }
    assert_none("parameters without a fitting example", &faults);
}

#[test]
fn every_body_has_an_example_that_fits() {
    let description = cloudron();
    let mut faults = Vec::new();
    for (operation, media) in description.operations().iter().flat_map(media) {
        let what = format!("{} {}", operation.id, media.media_type);
        match (&media.example, &media.schema) {
            (Some(example), Some(schema)) if media.is_json() || example.is_object() => {
                faults.extend(
                    description.misfits(schema, example).iter().map(|it| format!("{what}: {it}")),
                );
            }
            (Some(Value::String(_)), Some(_)) => {}
            (Some(_), Some(_)) => faults.push(format!("{what}: the example is no text")),
            (None, _) => faults.push(format!("{what}: no example")),
            (_, None) => faults.push(format!("{what}: no schema")),
        }
    }
    assert_none("bodies without a fitting example", &faults);
}

#[test]
fn every_event_of_an_example_stream_is_complete() {
    let mut faults = Vec::new();
    for (operation, media) in cloudron().operations().iter().flat_map(media) {
        let example = media.example.as_ref().and_then(Value::as_str).unwrap_or_default();
        if media.media_type == "text/event-stream" && !example.ends_with("\n\n") {
            faults.push(format!(
                "{}: the stream ends with {:?}",
                operation.id,
                example.lines().last()
            ));
        }
    }
    assert_none(
        "example streams break off in their last event: an empty line must follow it",
        &faults,
    );
}

#[test]
fn no_answer_has_a_body_that_http_forbids() {
    let mut faults = Vec::new();
    for operation in cloudron().operations() {
        let bodies =
            operation.responses.iter().filter(|it| it.status == "204" && !it.media.is_empty());
        faults.extend(bodies.map(|_| operation.id.clone()));
    }
    assert_none("answers of status 204 have a body, which no server can send", &faults);
}

/// A client that can be asked for one operation can be asked for all: scopes are only told apart by the server.
#[test]
fn every_operation_takes_both_credentials_or_none() {
    let mut faults = Vec::new();
    for it in cloudron().operations() {
        let schemes: Vec<&str> = it.security.iter().flatten().map(String::as_str).collect();
        if !schemes.is_empty() && schemes != ["bearer_auth", "query_auth"] {
            faults.push(format!("{}: {schemes:?}", it.id));
        }
    }
    assert_none("operations take other credentials", &faults);
}

/// The bodies of an operation: its request's, and those of its answers.
fn media(operation: &Operation) -> Vec<(&Operation, &Media)> {
    let request = operation.body.iter().flat_map(|it| &it.media);
    let answers = operation.responses.iter().flat_map(|it| &it.media);
    request.chain(answers).map(|it| (operation, it)).collect()
}
