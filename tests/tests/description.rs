//! The independent reading of a description: references, examples, a value beside its schema.

use serde_json::{Value, json};
use tests::description::{Description, Location, Scheme, Style};

const DESCRIPTION: &str = r##"
openapi: 3.1.0
servers: [{ url: "https://{host}/api/v1/" }]
security: [{ token: [] }]
paths:
  /things/{id}:
    parameters:
      - { name: id, in: path, required: true, schema: { type: string, example: a/b } }
      - { name: page, in: query, schema: { type: integer }, example: 1 }
    get:
      operationId: getThing
      x-published-id: getThnig
      tags: [Things]
      parameters:
        - { name: page, in: query, schema: { type: integer }, example: 2 }
        - { name: filter, in: query, content: { application/json: { example: { a: 1 } } } }
      responses:
        default: { description: Trouble. }
        404: { description: Nothing. }
        200: { $ref: "#/components/responses/thing" }
    delete:
      operationId: deleteThing
      security: []
      responses: { "204": { description: Gone. } }
components:
  responses:
    thing:
      description: It.
      content:
        application/problem+json:
          schema: { $ref: "#/components/schemas/Thing" }
          examples: { first: { $ref: "#/components/examples/thing" } }
  examples: { thing: { value: { name: it, kind: big, more: [{ name: its, key: hunter2 }], sizes: { a: 1 } } } }
  schemas:
    Base: { type: object, required: [name], properties: { name: { type: string } } }
    Thing:
      allOf:
        - $ref: "#/components/schemas/Base"
        - type: object
          properties:
            kind: { type: string, enum: [big, small] }
            more: { type: array, items: { oneOf: [{ $ref: "#/components/schemas/Secret" }, { type: string }] } }
            sizes: { type: object, additionalProperties: { type: integer } }
    Secret:
      type: object
      required: [key]
      properties: { name: { type: string }, key: { type: [string, "null"], format: password } }
  securitySchemes: { token: { type: http, scheme: Bearer } }
"##;

fn read() -> Description {
    Description::parse(DESCRIPTION).expect("a sound description")
}

#[test]
fn operations_have_the_parameters_of_their_path_and_their_own() {
    let description = read();
    let operation = description.operation("getThing").expect("the operation");
    let read = |it: &tests::description::Parameter| {
        (it.name.clone(), it.location, it.style, it.example.clone())
    };
    assert_eq!(
        operation.parameters.iter().map(read).collect::<Vec<_>>(),
        [
            ("id".to_owned(), Location::Path, Style::Simple, Some(json!("a/b"))),
            ("page".to_owned(), Location::Query, Style::Form, Some(json!(2))),
            ("filter".to_owned(), Location::Query, Style::Json, Some(json!({ "a": 1 }))),
        ]
    );
    assert_eq!((operation.method.as_str(), operation.path.as_str()), ("GET", "/things/{id}"));
    assert_eq!(operation.published_id.as_deref(), Some("getThnig"));
}

#[test]
fn the_first_success_is_found_behind_references() {
    let description = read();
    let media = description.operation("getThing").and_then(|it| it.json_answer()).expect("JSON");
    assert_eq!(media.media_type, "application/problem+json");
    assert_eq!(media.example.as_ref().map(|it| &it["kind"]), Some(&json!("big")));
    let nothing =
        description.operation("deleteThing").and_then(|it| it.success()).expect("a success");
    assert_eq!((nothing.code(), nothing.media.len()), (Some(204), 0));
}

#[test]
fn security_is_the_operations_or_the_default() {
    let description = read();
    assert_eq!(description.operation("getThing").expect("it").security, [["token"]]);
    assert_eq!(
        description.operation("deleteThing").expect("it").security,
        Vec::<Vec<String>>::new()
    );
    assert_eq!(description.scheme("token"), Some(&Scheme::Bearer));
    assert_eq!(description.base_path(), "/api/v1");
}

#[test]
fn schemas_are_checked_across_references() {
    let description = read();
    let schema = example().1;
    assert_eq!(description.misfits(&schema, &example().0), Vec::<String>::new());
    let faults = description.misfits(&schema, &json!({ "kind": "medium" }));
    assert_eq!(faults.len(), 2, "{faults:?}");
}

#[test]
fn leaves_know_their_schema() {
    let (value, schema) = example();
    let leaves = read().leaves(&schema, &value);
    let read: Vec<_> = leaves
        .iter()
        .map(|it| (it.pointer.as_str(), it.value.clone(), it.listed, it.secret))
        .collect();
    assert_eq!(
        read,
        [
            ("/name", json!("it"), false, false),
            ("/kind", json!("big"), true, false),
            ("/more/0/name", json!("its"), false, false),
            ("/more/0/key", json!("hunter2"), false, true),
            ("/sizes/a", json!(1), false, false),
        ]
    );
}

#[test]
fn members_know_whether_they_must_be_there() {
    let (value, schema) = example();
    let members = read().members(&schema, &value);
    let read: Vec<_> = members.iter().map(|it| (it.pointer.as_str(), it.required)).collect();
    assert_eq!(
        read,
        [
            ("/name", true),
            ("/kind", false),
            ("/more", false),
            ("/sizes", false),
            ("/more/0/name", false),
            ("/more/0/key", true)
        ]
    );
    assert_eq!(self::read().extensible(&schema, &value), ["", "/more/0"]);
}

#[test]
fn faults_say_where_they_are() {
    let faults = [
        ("a: [", "openapi.yaml#: "),
        ("paths: { /a: { get: {} } }", "openapi.yaml#/paths/~1a/get: has no operationId"),
        ("paths: { /a: { $ref: 'b.yaml#/c' } }", "b.yaml#: there is no b.yaml"),
        (
            "paths: { /a: { $ref: '#/b' } }",
            "openapi.yaml#/paths/~1a: nothing is at openapi.yaml#/b",
        ),
        (
            "paths: { /a: { $ref: '#/paths/~1a' } }",
            "openapi.yaml#/paths/~1a: the `$ref`s lead in a circle",
        ),
        ("{ 200: a, '200': b }", "openapi.yaml#: `200` is there twice"),
    ];
    for (text, expected) in faults {
        let fault = Description::parse(text).expect_err(text).to_string();
        assert!(fault.starts_with(expected), "{text}: {fault}");
    }
}

fn example() -> (Value, tests::description::Place) {
    let description = read();
    let media =
        description.operation("getThing").and_then(|it| it.json_answer()).expect("JSON").clone();
    (media.example.expect("an example"), media.schema.expect("a schema"))
}
