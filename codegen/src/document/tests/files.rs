//! Descriptions in several files.

use super::super::{Document, Place};
use super::messages;
use crate::diagnostics::Diagnostics;
use crate::source::Source;

fn files(list: &[(&str, &str)]) -> (Document, Diagnostics) {
    let list = list.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
    let mut diagnostics = Diagnostics::new();
    let document = Document::parse(&Source::files("spec/api.yaml", list), &mut diagnostics);
    match document {
        Some(document) => (document, diagnostics),
        None => panic!("{}", diagnostics.render(false)),
    }
}

#[test]
fn references_cross_files_and_come_back() {
    let (document, mut diagnostics) = files(&[
        (
            "spec/api.yaml",
            "openapi: 3.0.3
paths:
  /pets: {$ref: 'paths/pets.yaml'}
components:
  schemas:
    $ref: schemas/all.json
",
        ),
        (
            "spec/paths/pets.yaml",
            "get:
  responses:
    '200': {content: {a/b: {schema: {$ref: '../api.yaml#/components/schemas/Pet'}}}}
",
        ),
        ("spec/schemas/all.json", r#"{"Pet": {"$ref": "a%20pet.yaml"}}"#),
        ("spec/schemas/a pet.yaml", "type: strin\n"),
    ]);
    let operations = document.operations(&mut diagnostics);
    assert_eq!(operations[0].path, "/pets");
    let schema = operations[0].responses[0].content[0].schema.clone();
    let resolved = schema.and_then(|it| document.resolve(&it, &mut diagnostics));
    let place = resolved.map(|it| it.place);
    let place = place.unwrap_or_else(|| panic!("{}", diagnostics.render(false)));
    assert_eq!(document.display(&place), "spec/schemas/a pet.yaml#");
    document.schema(&place, &mut diagnostics);
    assert!(diagnostics.render(false).contains("--> spec/schemas/a pet.yaml:1:7"));
}

#[test]
fn path_items_in_a_circle_are_refused() {
    let (document, mut diagnostics) = files(&[
        ("spec/api.yaml", "openapi: 3.0.3\npaths: {/a: {$ref: a.yaml}, /b: {get: {}}}\n"),
        ("spec/a.yaml", "$ref: b.yaml\n"),
        ("spec/b.yaml", "$ref: a.yaml\n"),
    ]);
    assert_eq!(document.operations(&mut diagnostics).len(), 1);
    assert_eq!(messages(&diagnostics), "error /$ref: this reference leads back to itself");
}

#[test]
fn what_may_not_be_followed() {
    let (document, mut diagnostics) = files(&[
        (
            "spec/api.yaml",
            "openapi: 3.0.3
components:
  schemas:
    A: {$ref: 'https://example.com/a.yaml#/A'}
    B: {$ref: '../other/b.yaml'}
    C: {$ref: 'c.yaml'}
    D: {$ref: '/etc/passwd'}
    E: {$ref: 'e.yaml'}
    F: {$ref: Z}
    Z: {type: string}
",
        ),
        ("other/b.yaml", "type: string"),
        ("spec/e.yaml", "a: 'b"),
    ]);
    for (_, place) in document.component_schemas() {
        document.schema(&place, &mut diagnostics);
    }
    assert_eq!(
        messages(&diagnostics),
        "error : while scanning a quoted scalar, found unexpected end of stream
error /A/$ref: `https://example.com/a.yaml` is not in a file here
error /B/$ref: `other/b.yaml` is outside of the description's folder
error /C/$ref: `spec/c.yaml` cannot be read: there is no such file
error /D/$ref: `/etc/passwd` is not a path relative to this file
error /E/$ref: `spec/e.yaml` could not be understood"
    );
}

#[test]
fn outside_is_a_choice() {
    let list = [
        ("spec/api.yaml", "openapi: 3.0.3\ncomponents: {schemas: {A: {$ref: '../b.yaml#/B'}}}"),
        ("b.yaml", "B: {type: string}"),
    ];
    let list = list.map(|(path, text)| (path.to_owned(), text.to_owned()));
    let mut diagnostics = Diagnostics::new();
    let source = Source::files("spec/api.yaml", list).allow_outside(true);
    let document = Document::parse(&source, &mut diagnostics);
    let document = document.unwrap_or_else(|| panic!("{}", diagnostics.render(false)));
    let place = Place::new(document.root().file, "/components/schemas/A");
    assert!(document.resolve(&place, &mut diagnostics).is_some());
}
