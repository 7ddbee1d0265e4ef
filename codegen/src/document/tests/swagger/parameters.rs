//! Parameters whose types stand beside their names.

use serde_json::json;

use super::super::super::{Location, Style};
use super::{operation, operations};
use crate::diagnostics::Diagnostics;

#[test]
fn a_parameter_is_its_own_schema() {
    let (document, operation, said) = operation(
        "parameters:
  - {name: n, in: query, required: true, type: integer, format: int32, minimum: 1,
     exclusiveMinimum: true, default: 3, description: d, allowEmptyValue: true, x-example: 7}
  - {name: s, in: header, type: string, enum: [a, b]}
  - {name: none, in: query}",
    );
    assert_eq!(
        said,
        "note /paths/~1a/post/parameters/2: a parameter without a type, taken as text"
    );
    let mut diagnostics = Diagnostics::new();
    let first = &operation.parameters[0];
    assert!(first.required && first.allow_empty);
    assert_eq!(first.schema.as_ref(), Some(&first.place));
    let value = first.example.as_ref().and_then(|it| document.value(it));
    assert_eq!(value, Some(&json!(7)));
    let view = document.schema(&first.place, &mut diagnostics);
    let view = view.unwrap_or_else(|| panic!("{first:?}"));
    assert_eq!(
        (&view.types[..], view.format.as_deref()),
        (&["integer".to_owned()][..], Some("int32"))
    );
    assert!(view.bounds.exclusive_minimum && view.required.is_empty());
    assert_eq!(view.default, Some(json!(3)));
    assert_eq!(view.description.as_deref(), Some("d"));
    assert_eq!(diagnostics.len(), 0, "{}", diagnostics.render(false));
    assert!(operation.parameters[2].schema.is_none());
}

#[test]
fn collection_formats() {
    let (_, operation, said) = operation(
        "parameters:
  - {name: a, in: query, type: array, items: {type: string}}
  - {name: b, in: query, type: array, items: {type: string}, collectionFormat: ssv}
  - {name: c, in: query, type: array, items: {type: string}, collectionFormat: tsv}
  - {name: d, in: query, type: array, items: {type: string}, collectionFormat: pipes}
  - {name: e, in: query, type: array, items: {type: string}, collectionFormat: multi}
  - {name: f, in: header, type: array, items: {type: string}, collectionFormat: csv}
  - {name: g, in: header, type: array, items: {type: string}, collectionFormat: multi}
  - {name: h, in: query, type: array, items: {type: string}, collectionFormat: odd}
  - {name: i, in: query, type: string}",
    );
    let styles: Vec<_> = operation.parameters.iter().map(|it| (it.style, it.explode)).collect();
    assert_eq!(
        styles,
        [
            (Style::Form, false),
            (Style::SpaceDelimited, false),
            (Style::TabDelimited, false),
            (Style::PipeDelimited, false),
            (Style::Form, true),
            (Style::Simple, false),
            (Style::Simple, false),
            (Style::Form, false),
            (Style::Form, true),
        ]
    );
    let at = "error /paths/~1a/post/parameters";
    assert_eq!(
        said,
        format!(
            "{at}/6/collectionFormat: `multi` is for the query and forms only, read as `csv`
{at}/7/collectionFormat: `odd` is not a way to write lists, read as `csv`"
        )
    );
}

#[test]
fn shared_parameters() {
    let (document, operations, said) = operations(
        "swagger: '2.0'
parameters:
  limit: {name: limit, in: query, type: integer}
  pet: {name: pet, in: body, schema: {$ref: '#/definitions/Pet'}}
definitions:
  Pet: {type: object}
paths:
  /a/{id}:
    parameters:
      - {name: id, in: path, type: string}
      - {$ref: '#/parameters/limit'}
    post: {parameters: [{$ref: '#/parameters/pet'}]}
    get: {parameters: [{name: limit, in: query, type: string}]}
",
    );
    let shown: Vec<_> =
        operations[0].parameters.iter().map(|it| (&*it.name, it.location)).collect();
    assert_eq!(shown, [("id", Location::Path), ("limit", Location::Query)]);
    assert_eq!(document.display(&operations[0].parameters[1].place), "#/parameters/limit");
    assert!(operations[0].request_body.is_some() && operations[1].request_body.is_none());
    let own = &operations[1].parameters[1];
    assert_eq!(document.display(&own.place), "#/paths/~1a~1{id}/get/parameters/0");
    assert_eq!(
        said,
        "note /paths/~1a~1{id}/parameters/0: path parameter `id` is required, whatever is written
note /parameters/pet: no `consumes`: the body is taken to be `application/json`"
    );
}

#[test]
fn a_reference_beside_a_name_is_the_type() {
    let (document, operations, said) = operations(
        "swagger: '2.0'
definitions: {Colour: {type: string, enum: [red]}}
paths:
  /a: {get: {parameters: [{name: c, in: query, $ref: '#/definitions/Colour'}]}}
",
    );
    assert_eq!(operations[0].parameters[0].name, "c");
    let schema = operations[0].parameters[0].schema.clone();
    let mut diagnostics = Diagnostics::new();
    let resolved = schema.and_then(|it| document.resolve(&it, &mut diagnostics));
    let resolved = resolved.map(|it| document.display(&it.place));
    assert_eq!(resolved.as_deref(), Some("#/definitions/Colour"));
    assert!(said.contains("a `$ref` beside a name and a place is read as the type"), "{said}");
}
