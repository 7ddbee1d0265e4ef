//! The independent reading of a description in Swagger 2.0: the same picture as of OpenAPI 3.

use serde_json::{Value, json};
use tests::description::{Body, Description, Location, Media, Operation, Scheme, Style};

const DESCRIPTION: &str = r##"
swagger: "2.0"
host: my.example.com
basePath: /api/v1/
consumes: [application/json, text/yaml]
produces: [application/json, application/hal+json]
security: [{ token: [] }]
securityDefinitions:
  token: { type: apiKey, in: header, name: Authorization, x-scheme: bearer }
  key: { type: apiKey, in: header, name: x-key }
  name: { type: basic }
  grant: { type: oauth2, flow: implicit, authorizationUrl: "https://example.com", scopes: {} }
paths:
  /things/{id}:
    parameters:
      - { $ref: "#/parameters/id" }
      - { name: page, in: query, type: integer, x-example: 1 }
    get:
      operationId: getThing
      tags: [Things]
      summary: Gets it.
      parameters:
        - { $ref: "#/parameters/page" }
        - { name: kinds, in: query, type: array, items: { type: string }, x-example: [big, small] }
        - { name: of, in: header, type: array, items: { type: string }, collectionFormat: ssv, x-example: [a] }
      responses:
        default: { $ref: "#/responses/failure" }
        404: { description: Nothing. }
        200: { $ref: "#/responses/thing" }
    put:
      operationId: putThing
      security: []
      parameters:
        - { name: page, in: body, required: true, schema: { $ref: "#/definitions/Thing" } }
      responses: { "204": { description: Done. } }
    delete:
      operationId: deleteThing
      responses: { "200": { description: Gone. } }
  /things:
    post:
      operationId: addThing
      consumes: [application/json]
      produces: [application/x-logs]
      parameters:
        - { name: thing, in: body, schema: { $ref: "#/definitions/Thing", x-nullable: true } }
      responses:
        201: { description: It., schema: { type: file }, examples: { application/x-logs: done } }
        default: { $ref: "#/responses/failure" }
    put:
      operationId: putThings
      consumes: [multipart/form-data, application/x-www-form-urlencoded, text/plain]
      parameters:
        - { name: required, in: formData, required: true, type: boolean, x-example: true }
        - { name: tags, in: formData, type: array, items: { type: string }, x-example: [a, b] }
      responses: { "204": { description: Done. } }
parameters:
  id: { name: id, in: path, required: true, type: string, x-example: a/b }
  page: { name: page, in: query, type: integer, x-nullable: true, x-example: 2 }
responses:
  thing:
    description: It.
    schema: { $ref: "#/definitions/Thing" }
    examples: { application/json: { type: big, name: it, size: 2 } }
  failure:
    description: Trouble.
    schema: { type: object, properties: { message: { type: string } } }
    examples: { application/problem+json: { message: no } }
definitions:
  Base:
    type: object
    discriminator: type
    required: [type]
    properties: { type: { type: string }, name: { type: string, x-nullable: true } }
  big:
    allOf:
      - $ref: "#/definitions/Base"
      - { required: [size], properties: { size: { type: integer, minimum: 1, exclusiveMinimum: true } } }
  small: { allOf: [{ $ref: "#/definitions/Base" }] }
  Kind: { type: string, enum: [hot, cold], x-nullable: true }
  Secret: { type: object, properties: { word: { type: string, format: password } } }
  Thing:
    allOf:
      - $ref: "#/definitions/Base"
      - properties:
          kind: { $ref: "#/definitions/Kind" }
          number: { type: [string, integer], x-nullable: true }
          secret: { x-nullable: true, allOf: [{ $ref: "#/definitions/Secret" }] }
          sizes: { type: object, additionalProperties: { type: integer } }
    example: { type: small, name: its, secret: { word: hunter2 } }
"##;

fn read() -> Description {
    Description::parse(DESCRIPTION).expect("a sound description")
}

fn operation(id: &str) -> Operation {
    read().operation(id).expect(id).clone()
}

fn body(id: &str) -> Body {
    operation(id).body.expect("a body")
}

fn misfits(value: Value) -> Vec<String> {
    let answer = operation("getThing");
    let schema = answer.json_answer().and_then(|it| it.schema.as_ref()).expect("a schema");
    read().misfits(schema, &value)
}

fn media(media: &[Media]) -> Vec<(&str, Option<Value>)> {
    media.iter().map(|it| (it.media_type.as_str(), it.example.clone())).collect()
}

#[test]
fn parameters_have_their_type_beside_their_name() {
    let operation = operation("getThing");
    let read = |it: &tests::description::Parameter| {
        (it.name.clone(), it.location, it.style, it.explode, it.required, it.example.clone())
    };
    let named = |name: &str, location, style, required, example| {
        (name.to_owned(), location, style, false, required, Some(example))
    };
    assert_eq!(
        operation.parameters.iter().map(read).collect::<Vec<_>>(),
        [
            named("id", Location::Path, Style::Simple, true, json!("a/b")),
            named("page", Location::Query, Style::Form, false, json!(2)),
            named("kinds", Location::Query, Style::Form, false, json!(["big", "small"])),
            named("of", Location::Header, Style::SpaceDelimited, false, json!(["a"])),
        ]
    );
    let schemas: Vec<_> =
        operation.parameters.iter().map(|it| it.schema.clone().expect("a schema")).collect();
    let description = self::read();
    assert_eq!(description.misfits(&schemas[0], &json!("a/b")), Vec::<String>::new());
    assert_eq!(description.misfits(&schemas[0], &json!(1)).len(), 1);
    assert_eq!(description.misfits(&schemas[1], &Value::Null), Vec::<String>::new());
    assert_eq!(description.misfits(&schemas[2], &json!(["big", 1])).len(), 1);
}

#[test]
fn what_every_operation_has_is_read() {
    let operation = operation("getThing");
    assert_eq!((operation.method.as_str(), operation.path.as_str()), ("GET", "/things/{id}"));
    assert_eq!(operation.tag.as_deref(), Some("Things"));
    assert_eq!(operation.summary.as_deref(), Some("Gets it."));
    assert_eq!(read().base_path(), "/api/v1");
    assert_eq!(read().operations().len(), 5);
}

#[test]
fn security_schemes() {
    let description = read();
    assert_eq!(operation("getThing").security, [["token"]]);
    assert_eq!(operation("addThing").security, [["token"]]);
    assert_eq!(description.scheme("token"), Some(&Scheme::Bearer));
    assert_eq!(description.scheme("name"), Some(&Scheme::Basic));
    assert_eq!(description.scheme("grant"), Some(&Scheme::Bearer));
    let key = Scheme::Key(Location::Header, "x-key".to_owned());
    assert_eq!(description.scheme("key"), Some(&key));
}

#[test]
fn answers_have_the_media_types_that_are_produced() {
    let thing = operation("getThing");
    let success = thing.success().expect("a success");
    assert_eq!(
        media(&success.media),
        [
            ("application/json", Some(json!({ "type": "big", "name": "it", "size": 2 }))),
            (
                "application/hal+json",
                Some(json!({ "type": "small", "name": "its", "secret": { "word": "hunter2" } }))
            ),
        ]
    );
    let logs = operation("addThing");
    assert_eq!(
        media(&logs.success().expect("a success").media),
        [("application/x-logs", Some(json!("done")))]
    );
    let nothing = operation("deleteThing");
    assert_eq!(nothing.success().map(|it| (it.code(), it.media.len())), Some((Some(200), 0)));
}

#[test]
fn errors_have_the_media_types_of_their_examples() {
    for id in ["getThing", "addThing"] {
        let operation = operation(id);
        let failure = operation.responses.iter().find(|it| it.status == "default");
        assert_eq!(
            media(&failure.expect("a failure").media),
            [("application/problem+json", Some(json!({ "message": "no" })))]
        );
    }
}

#[test]
fn a_body_is_of_each_media_type_that_its_operation_consumes() {
    let body = body("addThing");
    let example = json!({ "type": "small", "name": "its", "secret": { "word": "hunter2" } });
    assert!(!body.required);
    assert_eq!(media(&body.media), [("application/json", Some(example.clone()))]);
    let schema = body.media[0].schema.as_ref().expect("a schema");
    assert_eq!(read().misfits(schema, &Value::Null), Vec::<String>::new());
    assert_eq!(read().misfits(schema, &example), Vec::<String>::new());
    assert!(!read().misfits(schema, &json!([])).is_empty());
}

/// A parameter of the same name in another place is another one.
#[test]
fn a_body_is_of_each_media_type_that_all_operations_consume() {
    let operation = operation("putThing");
    let body = operation.body.as_ref().expect("a body");
    assert!(body.required && operation.security.is_empty());
    let media_types: Vec<&str> = body.media.iter().map(|it| it.media_type.as_str()).collect();
    assert_eq!(media_types, ["application/json", "text/yaml"]);
    assert_eq!(operation.parameters_in(Location::Query).count(), 1);
}

#[test]
fn a_form_is_an_object_of_its_fields() {
    let body = body("putThings");
    let example = json!({ "required": true, "tags": ["a", "b"] });
    assert!(body.required);
    assert_eq!(
        media(&body.media),
        [
            ("multipart/form-data", Some(example.clone())),
            ("application/x-www-form-urlencoded", Some(example.clone())),
        ]
    );
    assert_eq!(
        body.media[0].joined,
        [("required".to_owned(), ','), ("tags".to_owned(), ',')].into()
    );
    let schema = body.media[0].schema.as_ref().expect("a schema");
    let description = read();
    assert_eq!(description.misfits(schema, &example), Vec::<String>::new());
    assert_eq!(description.misfits(schema, &json!({ "required": 1, "tags": 2 })).len(), 2);
    assert_eq!(description.misfits(schema, &json!({})).len(), 1);
    assert_eq!(description.property(schema, "tags").map(|it| &it["type"]), Some(&json!("array")));
}

#[test]
fn null_fits_where_it_is_said_to() {
    let fitting =
        json!({ "type": "small", "name": null, "kind": null, "number": null, "secret": null });
    assert_eq!(misfits(fitting), Vec::<String>::new());
    assert_eq!(
        misfits(json!({ "type": "small", "number": "1", "kind": "hot" })),
        Vec::<String>::new()
    );
    for value in [
        json!({ "type": null }),
        json!({ "type": "small", "sizes": null }),
        json!({ "type": "small", "kind": "mild" }),
    ] {
        assert!(!misfits(value.clone()).is_empty(), "{value}");
    }
}

#[test]
fn the_schema_that_a_discriminator_names_is_checked_too() {
    assert_eq!(misfits(json!({ "type": "big", "size": 2 })), Vec::<String>::new());
    assert_eq!(
        misfits(json!({ "type": "big", "size": 1 })),
        ["in ``: at `/size`: 1 is less than or equal to the minimum of 1"]
    );
    assert_eq!(
        misfits(json!({ "type": "big" })),
        [r#"in ``: at ``: "size" is a required property"#]
    );
    assert_eq!(misfits(json!({ "type": "vast" })), ["in ``: no schema is called `vast`"]);
}

#[test]
fn leaves_and_members_know_their_schema() {
    let answer = operation("getThing");
    let schema = answer.json_answer().and_then(|it| it.schema.as_ref()).expect("a schema");
    let value = json!({ "type": "big", "size": 2, "kind": "hot", "secret": { "word": "hunter2" }, "sizes": { "a": 1 } });
    let leaves = read().leaves(schema, &value);
    let read: Vec<_> =
        leaves.iter().map(|it| (it.pointer.as_str(), it.listed, it.secret)).collect();
    assert_eq!(
        read,
        [
            ("/type", false, false),
            ("/size", false, false),
            ("/kind", true, false),
            ("/secret/word", false, true),
            ("/sizes/a", false, false),
        ]
    );
    let members = self::read().members(schema, &value);
    let read: Vec<_> = members.iter().map(|it| (it.pointer.as_str(), it.required)).collect();
    assert_eq!(
        read,
        [
            ("/type", true),
            ("/size", true),
            ("/kind", false),
            ("/secret", false),
            ("/sizes", false),
            ("/secret/word", false)
        ]
    );
    assert_eq!(self::read().extensible(schema, &value), ["", "/secret"]);
}

#[test]
fn faults_say_where_they_are() {
    let with = |parameters: &str| {
        format!(
            "{{ swagger: '2.0', paths: {{ /a: {{ get: {{ operationId: a, parameters: [{parameters}] }} }} }} }}"
        )
    };
    let body = "{ name: a, in: body, schema: {} }";
    let field = "{ name: b, in: formData, type: string }";
    let cookie = "{ name: c, in: cookie, type: string }";
    let spaced = "{ name: d, in: query, type: array, collectionFormat: commas }";
    let multi = "{ name: e, in: path, type: array, collectionFormat: multi }";
    let cases = [
        (with(&format!("{body}, {field}")), "0: is a body beside a form"),
        (with(&format!("{body}, {}", body.replace("name: a", "name: z"))), "1: is a second body"),
        (with(cookie), "0: Swagger 2.0 has no cookies"),
        (with(spaced), "0: `collectionFormat` is `commas`"),
        (with(multi), "0: `multi` is not for this place"),
    ];
    for (text, expected) in cases {
        let fault = Description::parse(&text).expect_err(&text).to_string();
        assert_eq!(fault, format!("openapi.yaml#/paths/~1a/get/parameters/{expected}"));
    }
}
