//! Schemas that are wrong in one spot: it is named, and the rest is read.

use super::{messages, parse, schema, with_schemas};

#[test]
fn one_fault_costs_one_spot() {
    for (text, expected) in [
        ("{type: strng}", "error /A/type: `strng` is not a type, left out"),
        ("{type: String}", "error /A/type: `String` is not a type, read as `string`"),
        ("{type: int}", "error /A/type: `int` is not a type, read as `integer`"),
        ("{type: {a: b}}", "error /A/type: `type` is a mapping, not the name of a type, left out"),
        ("{properties: [a]}", "error /A/properties: a list where a mapping is expected, left out"),
        ("{properties: null, required: null, enum: null}", ""),
        ("{required: true}", "error /A/required: `required: true` in a schema means nothing"),
        (
            "{required: a}",
            "error /A/required: `required` is a text, not a list, read as a list of one",
        ),
        ("{required: [a, [b]]}", "error /A/required/1: a list where a text is expected, left out"),
        ("{enum: []}", "error /A/enum: an `enum` without values is ignored"),
        ("{minimum: low}", "error /A/minimum: `minimum` is a text, not a number, left out"),
        (
            "{minLength: -1}",
            "error /A/minLength: `minLength` is a number, not a whole number from 0, left out",
        ),
        ("{minLength: 1.0, maxLength: '7'}", ""),
        ("{deprecated: 'true'}", ""),
        (
            "{deprecated: maybe}",
            "error /A/deprecated: `deprecated` is a text, not `true` or `false`, left out",
        ),
        (
            "{description: [a]}",
            "error /A/description: `description` is a list, not a text, left out",
        ),
        ("{allOf: {type: string}}", "error /A/allOf: `allOf` is a mapping, read as a list of one"),
        ("{oneOf: a}", "error /A/oneOf: `oneOf` is a text, not a list, left out"),
        (
            "{items: [{type: string}]}",
            "note /A/items: without `type: array` this says nothing about a value that is no array",
        ),
        (
            "{type: array, items: [{type: string}]}",
            "error /A/items: `items` is a list, which OpenAPI 3.0 does not have: each element is any of these",
        ),
        (
            "{exclusiveMinimum: true}",
            "error /A/exclusiveMinimum: `exclusiveMinimum` without `minimum` means nothing",
        ),
        ("text", "error /A: a text instead of a schema, anything is allowed"),
        ("null", "note /A: an empty schema allows anything"),
        ("{additionalProperties: 'false'}", ""),
        ("{type: integer, minimum: -99999999999999999999, maximum: 18446744073709551615}", ""),
    ] {
        let (_, said) = schema("3.0.3", &format!("A: {text}"), "A");
        assert_eq!(said, expected, "{text}");
    }
}

#[test]
fn a_reference_to_nowhere_names_what_is_there() {
    let text = with_schemas("3.0.3", "A: {$ref: '#/components/schemas/Pett'}\nPet: {type: string}");
    let (document, mut diagnostics) = parse(&text);
    let place = document.root().key("components").key("schemas").key("A");
    assert!(document.schema(&place, &mut diagnostics).is_none());
    assert!(document.resolve(&place, &mut diagnostics).is_none());
    insta::assert_snapshot!(diagnostics.render(false), @r"
    error: `#/components/schemas/Pett` leads nowhere
     --> api.yaml:6:15
      |
    6 |     A: {$ref: '#/components/schemas/Pett'}
      |               ^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = at: #/components/schemas/A/$ref
      = help: `#/components/schemas` has no `Pett`; did you mean `Pet`?
    ");
}

#[test]
fn circles_of_references_are_reported_once() {
    let text = with_schemas(
        "3.0.3",
        "A: {$ref: '#/components/schemas/B'}\nB: {$ref: '#/components/schemas/A'}\nC: {$ref: '#/components/schemas/A'}",
    );
    let (document, mut diagnostics) = parse(&text);
    for (_, place) in document.component_schemas() {
        assert!(document.resolve(&place, &mut diagnostics).is_none());
    }
    assert_eq!(messages(&diagnostics), "error /A/$ref: this reference leads back to itself");
}

#[test]
fn duplicate_keys_are_shown_together() {
    let (_, diagnostics) = parse("openapi: 3.0.3\npaths:\n  200: 1\n  '200': 2\n");
    insta::assert_snapshot!(diagnostics.render(false), @r"
    error: `200` appears twice, the second one counts
     --> api.yaml:4:3
      |
    4 |   '200': 2
      |   ^^^^^
      |
     ::: api.yaml:3:3
      |
    3 |   200: 1
      |   --- the first one
      |
      = help: remove one of them
    ");
}
