//! Descriptions of Swagger 2.0, each feature by itself.

mod bodies;
mod mixed;
mod parameters;
mod responses;
mod roots;
mod schemas;

use super::super::{Document, MediaView, OperationView};
use super::{messages, parse};
use crate::diagnostics::Diagnostics;

/// The operations of a description, and what was said about it.
#[track_caller]
fn operations(text: &str) -> (Document, Vec<OperationView>, String) {
    let (document, mut diagnostics) = parse(text);
    let operations = document.operations(&mut diagnostics);
    let said = messages(&diagnostics);
    (document, operations, said)
}

/// One operation of Swagger 2.0, from its lines of YAML.
#[track_caller]
fn operation(lines: &str) -> (Document, OperationView, String) {
    let lines: String = lines.lines().map(|line| format!("      {line}\n")).collect();
    let (document, mut operations, said) =
        operations(&format!("swagger: '2.0'\npaths:\n  /a:\n    post:\n{lines}"));
    assert_eq!(operations.len(), 1);
    (document, operations.remove(0), said)
}

fn media_types(content: &[MediaView]) -> Vec<&str> {
    content.iter().map(|it| it.media_type.as_str()).collect()
}

/// The fields of the form that an operation sends: name, type, format.
#[track_caller]
fn fields(document: &Document, operation: &OperationView) -> Vec<(String, String)> {
    let mut diagnostics = Diagnostics::new();
    let body = operation.request_body.as_ref().unwrap_or_else(|| panic!("{operation:?}"));
    let place = body.content[0].schema.clone().unwrap_or_else(|| panic!("{body:?}"));
    let place = document.resolve(&place, &mut diagnostics).map(|it| it.place);
    let view = place.and_then(|it| document.schema(&it, &mut diagnostics));
    let view = view.unwrap_or_else(|| panic!("{}", messages(&diagnostics)));
    let kind = |place| {
        let view = document.schema(place, &mut diagnostics);
        view.map(|it| it.types.iter().chain(&it.format).cloned().collect::<Vec<_>>().join(" "))
    };
    let mut kind = kind;
    view.properties
        .iter()
        .map(|(name, place)| {
            let sign = if view.required.contains(name) { "!" } else { "" };
            (format!("{name}{sign}"), kind(place).unwrap_or_default())
        })
        .collect()
}
