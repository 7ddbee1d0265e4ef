//! What marks an envelope and is none.

use super::{refused, run};

fn with(schema: &str) -> String {
    format!(
        r##"openapi: 3.1.0
info: {{ title: Pets, version: "1" }}
paths:
  /pets:
    get:
      operationId: listPets
      responses:
        "200": {{ description: They., content: {{ application/json: {{ schema: {{ $ref: "#/components/schemas/E" }} }} }} }}
        "201": {{ description: They., content: {{ application/json: {{ schema: {{ $ref: "#/components/schemas/E" }} }} }} }}
components:
  schemas:
    E: {schema}
"##
    )
}

#[test]
fn several_properties() {
    let output = run(&with("{ x-envelope: true, properties: { a: {}, b: {} } }"));
    insta::assert_snapshot!(refused(&output), @r"
    error: an envelope with 2 properties
      --> pets.yaml:12:22
       |
    12 |     E: { x-envelope: true, properties: { a: {}, b: {} } }
       |                      ^^^^
       |
       = at: #/components/schemas/E/x-envelope
       = help: an envelope is an object with one property, the thing that is in it
    ");
}

#[test]
fn other_shapes() {
    for (schema, message) in [
        ("{ x-envelope: true, type: object }", "an envelope without a property"),
        ("{ x-envelope: true, type: array, items: {} }", "an envelope that is not an object"),
        (
            "{ x-envelope: true, allOf: [{ properties: { a: {} } }] }",
            "an envelope that is put together of other schemas",
        ),
        (
            "{ x-envelope: true, properties: { a: {} }, additionalProperties: { type: string } }",
            "an envelope with members that are not named",
        ),
        (
            "{ x-envelope: pet, properties: { a: {} } }",
            "`x-envelope` is neither `true` nor `false`",
        ),
    ] {
        let report = refused(&run(&with(schema)));
        assert!(report.starts_with(&format!("error: {message}\n")), "{schema}\n{report}");
        assert_eq!(report.matches("error").count(), 1, "said once: {report}");
    }
}

#[test]
fn an_envelope_in_itself() {
    let schema = r##"{ x-envelope: true, properties: { a: { $ref: "#/components/schemas/E" } } }"##;
    let report = super::warned(&run(&with(schema)));
    assert!(report.contains("too many schemas in one another"), "{report}");
}

#[test]
fn an_envelope_in_a_stream() {
    let schema = "{ x-envelope: true, properties: { a: { type: string } } }";
    let text = with(schema).replace("application/json", "text/event-stream");
    let report = super::warned(&run(&text));
    assert!(report.contains("an envelope around each part of a stream is not opened"), "{report}");
}
