//! Habits of one version in descriptions of the other, and several files.

use super::super::super::{Document, Style};
use super::super::{messages, parse};
use super::{fields, media_types, operations};
use crate::diagnostics::Diagnostics;
use crate::source::Source;

#[test]
fn openapi_3_in_swagger_2() {
    let (document, operations, said) = operations(
        "swagger: '2.0'
servers: [{url: /v1}]
definitions: {Pet: {type: object}}
components: {securitySchemes: {k: {type: http, scheme: bearer}}}
paths:
  /a:
    post:
      parameters:
        - {name: q, in: query, schema: {type: array}}
      requestBody:
        content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
      responses:
        200: {content: {application/json: {schema: {oneOf: [{type: string, nullable: true}]}}}}
",
    );
    let operation = &operations[0];
    let parameter = &operation.parameters[0];
    assert_eq!((parameter.style, parameter.explode), (Style::Form, true));
    let body = operation.request_body.as_ref().and_then(|it| it.content[0].schema.clone());
    let mut diagnostics = Diagnostics::new();
    let pet = body.and_then(|it| document.resolve(&it, &mut diagnostics));
    let pet = pet.map(|it| document.display(&it.place));
    assert_eq!(pet.as_deref(), Some("#/definitions/Pet"));
    let answer = operation.responses[0].content[0].schema.clone();
    let view = answer.and_then(|it| document.schema(&it, &mut diagnostics));
    assert_eq!(view.map(|it| it.one_of.len()), Some(1));
    assert_eq!(document.security_schemes(&mut diagnostics).len(), 1);
    assert_eq!(
        said,
        "note /servers: `servers` belongs to OpenAPI 3, taken as meant
note /paths/~1a/post/parameters/0/schema: `schema` in a parameter belongs to OpenAPI 3, taken as meant
note /paths/~1a/post/requestBody: `requestBody` belongs to OpenAPI 3, taken as meant
note /paths/~1a/post/responses/200/content: `content` in a response belongs to OpenAPI 3, taken as meant"
    );
    assert_eq!(
        messages(&diagnostics),
        "note /paths/~1a/post/requestBody/content/application~1json/schema/$ref: `#/components/schemas/Pet` is read as `#/definitions/Pet`
note /paths/~1a/post/responses/200/content/application~1json/schema/oneOf: `oneOf` in a schema belongs to OpenAPI 3, taken as meant
note /components: `components` belongs to OpenAPI 3, taken as meant"
    );
}

#[test]
fn swagger_2_in_openapi_3() {
    let (document, operations, said) = operations(
        "openapi: 3.0.3
basePath: /v1
components: {schemas: {Pet: {type: object}}}
paths:
  /a:
    post:
      consumes: [multipart/form-data]
      parameters:
        - {name: q, in: query, type: array, items: {type: string}}
        - {name: f, in: formData, type: file}
      responses:
        200: {schema: {$ref: '#/definitions/Pet'}}
    put:
      parameters: [{name: b, in: body, schema: {type: object}}]
      requestBody: {content: {text/plain: {}}}
",
    );
    assert_eq!(document.servers()[0].url, "/v1");
    let parameter = &operations[0].parameters[0];
    assert_eq!((parameter.style, parameter.explode), (Style::Form, false));
    assert_eq!(fields(&document, &operations[0])[0].1, "string binary");
    let mut diagnostics = Diagnostics::new();
    let answer = operations[0].responses[0].content[0].schema.clone();
    let pet = answer.and_then(|it| document.resolve(&it, &mut diagnostics));
    let pet = pet.map(|it| document.display(&it.place));
    assert_eq!(pet.as_deref(), Some("#/components/schemas/Pet"));
    let content = operations[1].request_body.as_ref().map(|it| media_types(&it.content));
    assert_eq!(content, Some(vec!["text/plain"]));
    assert!(said.contains("note /basePath: `basePath` belongs to Swagger 2.0"), "{said}");
    assert!(
        said.contains("error /paths/~1a/put/parameters/0: a body beside `requestBody`, left out"),
        "{said}"
    );
}

#[test]
fn definitions_in_openapi_3() {
    let (document, diagnostics) = parse(
        "openapi: 3.0.3
definitions: {A: {type: string}}
securityDefinitions: {k: {type: apiKey, in: header, name: K}}
",
    );
    assert_eq!(document.component_schemas()[0].0, "A");
    assert_eq!(document.security_schemes(&mut Diagnostics::new()).len(), 1);
    assert_eq!(
        messages(&diagnostics),
        "note /definitions: `definitions` belongs to Swagger 2.0, taken as meant"
    );
}

#[test]
fn whole_files_and_pointers_in_files() {
    let files = [
        (
            "spec/api.yaml",
            "swagger: '2.0'
consumes: [application/x-www-form-urlencoded]
paths:
  /a: {$ref: 'paths/a.yaml'}
",
        ),
        (
            "spec/paths/a.yaml",
            "post:
  parameters:
    - {$ref: '../parameters/limit.json'}
    - {$ref: '../parameters/all.yaml#/field'}
  responses:
    200: {$ref: '../responses/pet.yaml'}
",
        ),
        ("spec/parameters/limit.json", r#"{"name": "limit", "in": "query", "type": "integer"}"#),
        (
            "spec/parameters/all.yaml",
            "field: {name: f, in: formData, type: string, required: true}",
        ),
        ("spec/responses/pet.yaml", "schema: {$ref: '../pet.yaml#/Pet'}"),
        ("spec/pet.yaml", "Pet: {type: object}"),
    ];
    let files = files.map(|(path, text)| (path.to_owned(), text.to_owned()));
    let mut diagnostics = Diagnostics::new();
    let document = Document::parse(&Source::files("spec/api.yaml", files), &mut diagnostics);
    let document = document.unwrap_or_else(|| panic!("{}", diagnostics.render(false)));
    let operation = document.operations(&mut diagnostics).remove(0);
    let place = |at: usize| document.display(&operation.parameters[at].place);
    assert_eq!(place(0), "spec/parameters/limit.json#");
    assert_eq!(fields(&document, &operation), [("f!".to_owned(), "string".to_owned())]);
    let pet = operation.responses[0].content[0].schema.clone();
    let pet = pet.and_then(|it| document.resolve(&it, &mut diagnostics));
    let pet = pet.map(|it| document.display(&it.place));
    assert_eq!(pet.as_deref(), Some("spec/pet.yaml#/Pet"));
    assert_eq!(
        messages(&diagnostics),
        "note : no `produces`: the answer is taken to be `application/json`"
    );
}
