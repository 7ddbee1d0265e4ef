//! Paths, operations, parameters, bodies and responses.

use super::super::{Location, Status, Style};
use super::{messages, parse};

#[test]
fn parameters_are_merged_and_filled_in() {
    let (document, mut diagnostics) = parse(
        "openapi: 3.0.3
paths:
  /a/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
      - {name: q, in: query, schema: {type: string}}
    post:
      tags: one
      operationId: 5
      parameters:
        - {name: q, in: query, style: deepObject, required: true}
        - {name: h, in: header, style: form}
        - {name: l, in: query, content: {application/json: {schema: {}}}}
        - {in: query}
        - {name: x, in: body}
        - {$ref: '#/components/parameters/C'}
    GET: null
    x-thing: 1
    pots: {}
components:
  parameters:
    C: {name: c, in: Cookie, example: 7}
",
    );
    let operations = document.operations(&mut diagnostics);
    assert_eq!(operations.len(), 1);
    let operation = &operations[0];
    assert_eq!(operation.operation.operation_id.as_deref(), Some("5"));
    assert_eq!(operation.operation.tags, ["one"]);
    let parameters: Vec<_> = operation
        .parameters
        .iter()
        .map(|it| (&*it.name, it.location, it.style, it.explode, it.required))
        .collect();
    assert_eq!(
        parameters,
        [
            ("id", Location::Path, Style::Simple, false, true),
            ("q", Location::Query, Style::DeepObject, false, true),
            ("h", Location::Header, Style::Simple, false, false),
            ("l", Location::Query, Style::Form, true, false),
            ("c", Location::Cookie, Style::Form, true, false),
        ]
    );
    assert!(operation.parameters[3].content.is_some());
    let example = operation.parameters[4].example.as_ref();
    assert_eq!(example.and_then(|it| document.value(it)), Some(&serde_json::json!(7)));
    let path = "/paths/~1a~1{id}";
    let said = [
        format!("error {path}/post/tags: `tags` is a text, not a list, read as a list of one"),
        format!("note {path}/post/parameters/0: a parameter without a type, taken as text"),
        format!(
            "error {path}/post/parameters/1/style: style `form` is not for this kind of parameter"
        ),
        format!("note {path}/post/parameters/1: a parameter without a type, taken as text"),
        format!("error {path}/post/parameters/3: a parameter without `name`, left out"),
        "note /components/parameters/C: a parameter without a type, taken as text".to_owned(),
        format!(
            "note {path}/post/parameters/4/in: `in: body` belongs to Swagger 2.0, taken as meant"
        ),
        format!("note {path}/post/parameters/4: a body without `schema`, anything may be sent"),
        format!(
            "note {path}/post/parameters/4: no `consumes`: the body is taken to be `application/json`"
        ),
        format!("error {path}/GET: an operation without content, left out"),
    ];
    assert_eq!(messages(&diagnostics), said.join("\n"));
}

#[test]
fn responses_and_security() {
    let (document, mut diagnostics) = parse(
        "openapi: 3.0.3
security: [{key: []}]
paths:
  /a:
    get:
      security: []
      responses:
        200: {description: ok, headers: {X-A: {schema: {type: string}}}}
        4xx: {$ref: '#/components/responses/E'}
        default: null
        twenty: {}
    put: {responses: null}
components:
  responses:
    E: {content: {application/json: null, text/plain: {examples: {a: {value: b}}}}}
  securitySchemes:
    key: {type: apiKey, in: header, name: K}
    odd: {type: mutualTLS}
    login: {type: oauth2, flows: {password: {tokenUrl: /t, scopes: null}}}
    half: {type: apiKey}
",
    );
    let operations = document.operations(&mut diagnostics);
    let statuses: Vec<_> = operations[0].responses.iter().map(|it| it.status).collect();
    assert_eq!(statuses, [Status::Code(200), Status::Range(4), Status::Default]);
    assert_eq!(operations[0].responses[1].content.len(), 2);
    assert_eq!(operations[0].security.as_deref(), Some(&[][..]));
    assert!(operations[1].security.is_none() && operations[1].responses.is_empty());
    let root = document.security().unwrap_or_default();
    assert_eq!(root[0].requirements[0].scheme, "key");
    let schemes = document.security_schemes(&mut diagnostics);
    let schemes: Vec<_> = schemes.iter().map(|(name, _, _)| &**name).collect();
    assert_eq!(schemes, ["key", "login"]);
    assert_eq!(
        messages(&diagnostics),
        "error /paths/~1a/get/responses/twenty: `twenty` is not a status, left out
warning /components/securitySchemes/odd/type: security scheme of type `mutualTLS` is not supported, left out
error /components/securitySchemes/half: this is incomplete, left out: missing field `in`"
    );
}
