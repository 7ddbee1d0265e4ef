//! Responses whose schemas and examples stand in them.

use super::super::super::Status;
use super::{media_types, operation, operations};
use crate::diagnostics::Diagnostics;

#[test]
fn schema_and_produces() {
    let (document, operation, said) = operation(
        "produces: [application/xml, application/json]
responses:
  200:
    description: d
    schema: {type: object}
    examples: {application/json: {a: 1}}
    headers: {X-Rate: {type: integer, description: h}}
    x-more: 1
  204: {description: nothing, examples: {text/plain: a}}
  default: {description: e, schema: {type: string}}",
    );
    assert_eq!(said, "");
    let first = &operation.responses[0];
    assert_eq!(media_types(&first.content), ["application/json", "application/xml"]);
    let example = first.content[0].example.as_ref().map(|it| document.display(it));
    assert_eq!(
        example.as_deref(),
        Some("#/paths/~1a/post/responses/200/examples/application~1json")
    );
    assert!(first.content[1].example.is_none() && first.extensions.len() == 1);
    assert_eq!(first.headers[0].schema.as_ref(), Some(&first.headers[0].place));
    assert!(operation.responses[1].content.is_empty());
    assert_eq!(operation.responses[2].status, Status::Default);
}

#[test]
fn files_are_downloads() {
    for (produces, expected) in [
        ("[application/json, image/png]", &["image/png"][..]),
        ("[application/json]", &["application/json"]),
        ("[]", &["application/octet-stream"]),
        ("'text/csv, text/plain'", &["text/csv", "text/plain"]),
    ] {
        let (document, operation, _) = operation(&format!(
            "produces: {produces}\nresponses: {{200: {{schema: {{type: file}}}}}}"
        ));
        let content = &operation.responses[0].content;
        assert_eq!(media_types(content), expected);
        let mut diagnostics = Diagnostics::new();
        let schema = content[0].schema.as_ref();
        let view = schema.and_then(|it| document.schema(it, &mut diagnostics));
        assert_eq!(view.and_then(|it| it.format.clone()).as_deref(), Some("binary"));
        assert_eq!(diagnostics.len(), 0);
    }
}

#[test]
fn shared_responses_and_root_media_types() {
    let (_, operations, said) = operations(
        "swagger: '2.0'
produces: [application/hal+json]
responses: {E: {description: e, schema: {$ref: '#/definitions/E'}}}
definitions: {E: {type: object}}
paths:
  /a:
    get: {responses: {404: {$ref: '#/responses/E'}, 200: {$ref: '#/definitions/E'}}}
    put: {produces: [], responses: {200: {schema: {type: string}}}}
    post: {}
",
    );
    let content = |at: usize, status: usize| media_types(&operations[at].responses[status].content);
    assert_eq!(content(0, 0), ["application/hal+json"]);
    assert_eq!(content(0, 1), ["application/hal+json"]);
    assert_eq!(content(1, 0), ["application/json"]);
    assert!(operations[2].responses.is_empty());
    assert_eq!(
        said,
        "note /definitions/E: a schema in place of a response, taken as what it holds
note /paths/~1a/put/responses/200: no `produces`: the answer is taken to be `application/json`"
    );
}
