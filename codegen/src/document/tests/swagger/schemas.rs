//! `definitions`, and what their schemas write otherwise.

use super::super::{messages, names, parse};

#[test]
fn definitions() {
    let (document, mut diagnostics) = parse(
        "swagger: '2.0'
definitions:
  A: {type: string, x-nullable: true, example: a}
  B: {$ref: '#/definitions/A', x-nullable: true}
  C: {$ref: A}
  D: {type: string, x-isnullable: true, readOnly: true}
",
    );
    let schemas = document.component_schemas();
    let views: Vec<_> =
        schemas.iter().filter_map(|(_, it)| document.schema(it, &mut diagnostics)).collect();
    assert_eq!(views.len(), 4);
    assert!(views[0].nullable && views[1].nullable && views[3].nullable && views[3].read_only);
    assert_eq!(names(views[2].reference.as_slice()), ["/definitions/A"]);
    assert_eq!(messages(&diagnostics), "");
}

#[test]
fn discriminators_lead_to_what_extends_them() {
    let (document, mut diagnostics) = parse(
        "swagger: '2.0'
definitions:
  Pet: {type: object, discriminator: kind, properties: {kind: {type: string}}}
  Cat: {allOf: [{$ref: '#/definitions/Pet'}, {type: object}]}
  Dog: {x-discriminator-value: dog, allOf: [{$ref: '#/definitions/Pet'}]}
  Puppy: {allOf: [{$ref: '#/definitions/Dog'}]}
  Self: {discriminator: kind, allOf: [{$ref: '#/definitions/Self'}]}
",
    );
    let mut mapping = |name: &str| {
        let place = document.root().key("definitions").key(name);
        let view = document.schema(&place, &mut diagnostics);
        let discriminator = view.and_then(|it| it.discriminator.clone());
        let mapping = discriminator.map(|it| it.mapping).unwrap_or_default();
        mapping.into_iter().map(|(value, _)| value).collect::<Vec<_>>()
    };
    assert_eq!(mapping("Pet"), ["Cat", "dog", "Puppy"]);
    assert_eq!(mapping("Self"), [""; 0]);
    assert_eq!(messages(&diagnostics), "");
}
