//! `body` and `formData` parameters as request bodies.

use super::super::super::Style;
use super::{fields, media_types, operation, operations};

#[test]
fn a_body() {
    let (document, operation, said) = operation(
        "consumes: [application/xml, application/json, multipart/form-data]
parameters:
  - {name: pet, in: body, required: true, description: d, x-more: 1,
     schema: {type: object}, x-examples: {application/json: {a: 1}}}",
    );
    assert_eq!(said, "");
    assert!(operation.parameters.is_empty());
    let body = operation.request_body.unwrap_or_else(|| panic!("a body"));
    assert!(body.required && body.description.as_deref() == Some("d"));
    assert_eq!(body.extensions.len(), 2);
    assert_eq!(media_types(&body.content), ["application/json", "application/xml"]);
    let schema = body.content[0].schema.as_ref().map(|it| document.display(it));
    assert_eq!(schema.as_deref(), Some("#/paths/~1a/post/parameters/0/schema"));
    let example = body.content[0].example.as_ref().map(|it| document.display(it));
    assert_eq!(
        example.as_deref(),
        Some("#/paths/~1a/post/parameters/0/x-examples/application~1json")
    );
    assert!(body.content[1].example.is_none());
}

#[test]
fn a_form() {
    let (document, operation, said) = operation(
        "consumes: [application/json, application/x-www-form-urlencoded]
parameters:
  - {name: a, in: formData, type: string, required: true}
  - {name: b, in: formData, type: array, items: {type: integer}}
  - {name: c, in: formData, type: array, items: {type: integer}, collectionFormat: multi}
  - {name: q, in: query, type: string}",
    );
    assert_eq!(said, "");
    assert_eq!(operation.parameters.len(), 1);
    let body = operation.request_body.as_ref().unwrap_or_else(|| panic!("a body"));
    assert!(body.required);
    assert_eq!(media_types(&body.content), ["application/x-www-form-urlencoded"]);
    let schema = body.content[0].schema.as_ref().map(|it| document.display(it));
    assert_eq!(schema.as_deref(), Some("#/paths/~1a/post/$form"));
    let lists: Vec<_> =
        body.content[0].encoding.iter().map(|it| (&*it.property, it.style, it.explode)).collect();
    assert_eq!(
        lists,
        [("b", Some(Style::Form), Some(false)), ("c", Some(Style::Form), Some(true))]
    );
    let fields = fields(&document, &operation);
    let fields: Vec<_> = fields.iter().map(|(name, kind)| (&**name, &**kind)).collect();
    assert_eq!(fields, [("a!", "string"), ("b", "array"), ("c", "array")]);
}

#[test]
fn a_file_makes_it_multipart() {
    for (file, consumes, expected, notes) in [
        ("type: file", "[multipart/form-data]", "multipart/form-data", 0),
        (
            "type: file",
            "[application/x-www-form-urlencoded, multipart/mixed]",
            "multipart/mixed",
            0,
        ),
        ("type: file", "[application/json]", "multipart/form-data", 1),
        ("type: array, items: {type: file}", "[]", "multipart/form-data", 1),
        ("type: string", "[]", "application/x-www-form-urlencoded", 1),
    ] {
        let (document, operation, said) = operation(&format!(
            "consumes: {consumes}\nparameters: [{{name: f, in: formData, {file}}}]"
        ));
        let body = operation.request_body.as_ref().unwrap_or_else(|| panic!("a body"));
        assert!(!body.required);
        assert_eq!(media_types(&body.content), [expected], "{file} {consumes}");
        assert_eq!(said.lines().count(), notes, "{said}");
        let fields = fields(&document, &operation);
        let kind = if file == "type: file" { "string binary" } else { &fields[0].1 };
        assert_eq!(fields[0].1, kind);
    }
}

#[test]
fn fields_of_the_path_and_of_the_operation() {
    let (document, operations, said) = operations(
        "swagger: '2.0'
consumes: [application/x-www-form-urlencoded]
parameters: {shared: {name: s, in: formData, type: boolean}}
paths:
  /a:
    parameters:
      - {name: a, in: formData, type: string}
      - {$ref: '#/parameters/shared'}
    post: {parameters: [{name: a, in: formData, type: integer}]}
    put: {}
",
    );
    assert_eq!(said, "");
    let shown = |at: usize| {
        let fields = fields(&document, &operations[at]);
        fields.iter().map(|(name, kind)| format!("{name} {kind}")).collect::<Vec<_>>()
    };
    assert_eq!(shown(0), ["a integer", "s boolean"]);
    assert_eq!(shown(1), ["a string", "s boolean"]);
}

#[test]
fn two_bodies_and_bodies_beside_forms() {
    let (_, first, said) = operation(
        "parameters:
  - {name: a, in: body, schema: {type: string}}
  - {name: b, in: body, schema: {type: object}}
consumes: [application/json]",
    );
    assert_eq!(first.request_body.map(|it| it.content.len()), Some(1));
    assert_eq!(said, "error /paths/~1a/post/parameters/1: a second body, left out");

    let both = "parameters:
  - {name: a, in: body, schema: {type: object}}
  - {name: b, in: formData, type: string}
";
    let (_, by_form, said) = operation(&format!("{both}consumes: [multipart/form-data]"));
    let content = by_form.request_body.map(|it| it.content).unwrap_or_default();
    assert_eq!(media_types(&content), ["multipart/form-data"]);
    assert_eq!(said, "error /paths/~1a/post/parameters/0: a body beside a form, left out");
    let (_, by_body, said) = operation(&format!("{both}consumes: [application/json]"));
    let content = by_body.request_body.map(|it| it.content).unwrap_or_default();
    assert_eq!(media_types(&content), ["application/json"]);
    assert_eq!(said, "error /paths/~1a/post/parameters/1: `b` of a form beside a body, left out");
}

#[test]
fn untidy_places() {
    let (document, operation, said) = operation(
        "consumes: [multipart/form-data]
parameters:
  - {name: a, in: form, type: string}
  - {name: b, in: query, type: file}
  - {name: c, in: formData}
  - {name: c, in: formData, type: string}
  - {in: formData, type: string}
  - {name: d, in: formData, schema: {type: integer}}",
    );
    let fields = fields(&document, &operation);
    let fields: Vec<_> = fields.iter().map(|(name, kind)| (&**name, &**kind)).collect();
    assert_eq!(
        fields,
        [("a", "string"), ("b", "string binary"), ("c", "string"), ("d", "integer")]
    );
    let at = "/paths/~1a/post/parameters";
    assert_eq!(
        said,
        format!(
            "note {at}/0/in: `form` is read as `formData`
error {at}/1/in: a file cannot be sent in the query, read as part of a form
error {at}/3: parameter `c` appears twice
error {at}/4: a parameter without `name`, left out
note {at}/2: a parameter without a type, taken as text
note {at}/5/schema: `schema` in a parameter belongs to OpenAPI 3, taken as meant"
        )
    );
}

#[test]
fn a_body_without_a_media_type_or_a_schema() {
    for (parameter, expected) in [
        ("schema: {type: object}", "application/json"),
        ("type: file", "application/octet-stream"),
        ("description: d", "application/json"),
    ] {
        let (_, operation, said) =
            operation(&format!("parameters: [{{name: b, in: body, {parameter}}}]"));
        let content = operation.request_body.map(|it| it.content).unwrap_or_default();
        assert_eq!(media_types(&content), [expected], "{parameter}");
        assert!(said.contains("no `consumes`"), "{said}");
    }
    let (_, any, _) = operation("consumes: ['*/*']\nparameters: [{name: b, in: body, schema: {}}]");
    let content = any.request_body.map(|it| it.content).unwrap_or_default();
    assert_eq!(media_types(&content), ["*/*"]);
}
