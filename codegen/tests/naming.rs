//! The rules for names: each line of the chapter, with a description that it applies to.

use openapi_codegen::{Config, Source, generate};

/// A line of the chapter: its case, the description behind `openapi` and `info`, and what the sources must have.
struct Case {
    case: &'static str,
    description: &'static str,
    settings: &'static str,
    found: &'static [&'static str],
}

const fn case(
    case: &'static str,
    description: &'static str,
    found: &'static [&'static str],
) -> Case {
    Case { case, description, settings: "", found }
}

/// Two members, one operation that sends and receives them.
macro_rules! members {
    ($members:literal) => {
        concat!(
            "paths: { /x: { put: { operationId: setToy, tags: [Toys], requestBody: { required: true, content: { application/json: \
             { schema: { $ref: '#/components/schemas/X' } } } }, responses: { '204': { description: Set. } } } } }\n\
             components: { schemas: { X: { type: object, ",
            $members,
            " } } }"
        )
    };
}

const CASES: &[Case] = &[
    case(
        "an operationId",
        "paths:
  /pets: { get: { operationId: listPets, tags: [Pets] }, post: { operationId: feedPet, tags: [Pets] } }
  /pets/{id}: { get: { operationId: getPetById, tags: [Pets], parameters: [{ name: id, in: path, required: true, schema: { type: string } }] } }",
        &["pub fn list(&self)", "pub fn get(&self, id: &str)", "pub fn feed(&self)"],
    ),
    case(
        "no operationId, or an empty one",
        "paths:
  /pets: { get: { operationId: '', tags: [Pets] } }
  /pets/{id}/toys: { get: { tags: [Pets], parameters: [{ name: id, in: path, required: true, schema: { type: string } }] } }",
        &["pub fn list(&self)", "pub fn toys(&self, id: &str)", "get(\"GET /pets\", \"/pets\")"],
    ),
    case(
        "no tag",
        "paths:
  /v1/pets: { get: { operationId: a } }
  /v1/pets/{id}: { get: { operationId: b } }
  /v1/one: { get: { operationId: c } }",
        &["pub fn pets(&self)", "pub fn api(&self)"],
    ),
    case(
        "two operations of one tag that come to one name",
        "paths:
  /a: { get: { operationId: getPets, tags: [Pets] } }
  /b: { get: { operationId: listPets, tags: [Pets] } }
  /c: { get: { operationId: getPets, tags: [Pets] } }
  /d: { get: { operationId: getPets, tags: [Pets] } }",
        &[
            "pub fn list(&self)",
            "pub fn list_pets(&self)",
            "pub fn get_pets(&self)",
            "pub fn get_pets_2(&self)",
        ],
    ),
    case(
        "operations of one name in several tags",
        "paths:
  /a: { get: { operationId: listCats, tags: [Cats] } }
  /b: { get: { operationId: listDogs, tags: [Dogs] } }",
        &["pub struct Cats", "pub struct Dogs"],
    ),
    case(
        "tags that come to one name",
        "paths:
  /a: { get: { operationId: a, tags: [Pets] } }
  /b: { get: { operationId: b, tags: [pets] } }",
        &["pub fn pets(&self)", "pub fn pets_2(&self)", "pub struct Pets2"],
    ),
    case(
        "odd signs",
        "paths: { /a: { get: { operationId: 'get/pets:all!', tags: ['The zoo!'] } } }",
        &["pub fn the_zoo(&self)", "pub fn pets_all(&self)"],
    ),
    case(
        "keywords, also those of the edition",
        members!("properties: { type: { type: string }, gen: { type: string }, self: { type: string } }"),
        &["pub type_: Option<String>", "pub gen_: Option<String>", "pub self_: Option<String>"],
    ),
    case(
        "names of functions that every call, type or client has",
        "paths: { /x: { put: { operationId: clone, tags: [Builder], parameters: [{ name: timeout, in: query, schema: { type: integer } }], \
         requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/X' } } } } } } }\n\
         components: { schemas: { X: { type: object, properties: { new: { type: string } } } } }",
        &["pub fn builder_(&self)", "pub fn clone_(&self", "pub fn timeout_(mut self", "pub new_: Option<String>"],
    ),
    case(
        "letters that are not ASCII",
        "paths: { /x: { get: { operationId: größe, tags: [Größen], parameters: [{ name: höhe, in: query, schema: { type: integer } }] } } }",
        &["pub fn größen(&self)", "pub fn größe(&self)", "pub fn höhe(mut self", "src/api/tag_gren.rs"],
    ),
    case(
        "a digit first",
        members!("properties: { 2fa: { type: string }, '404': { type: string } }"),
        &["pub _2fa: Option<String>", "pub n404: Option<String>"],
    ),
    case(
        "signs alone, such as operators",
        members!("properties: { op: { type: string, enum: ['=', '!=', '>', '<='] } }"),
        &["Equal,", "NotEqual,", "Greater,", "LessEqual,"],
    ),
    case(
        "a name that is too long for a file",
        "paths: { /x: { get: { operationId: a, tags: [aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\
             aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\
             aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa] } } }",
        &[concat!(
            "src/api/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.rs"
        )],
    ),
    case(
        "a tag that is called like a crate, or like a device of Windows",
        "paths:
  /x: { get: { operationId: a, tags: [con] } }
  /y: { get: { operationId: b, tags: [std] } }",
        &["src/api/con_.rs", "src/api/std_.rs", "pub fn con(&self)", "pub fn std(&self)"],
    ),
    case(
        "a call that is called like a type of the prelude",
        "paths: { /x: { get: { operationId: getString, tags: [Pets], parameters: [{ name: q, in: query, schema: { type: string } }] } } }",
        &["pub fn string(&self) -> StringCall"],
    ),
    case(
        "an argument that is called like a value of its enum",
        "paths: { /x: { get: { operationId: a, tags: [Pets], parameters: [{ name: 2fa, in: query, required: true, schema: { type: string, enum: [2fa, none] } }] } } }",
        &["pub fn a(&self, _2fa_value: types::Pet2fa)"],
    ),
    case(
        "nothing at all",
        members!("properties: { op: { type: string, enum: ['', a] }, '': { type: string } }"),
        &["Empty,", "pub empty: Option<String>"],
    ),
    case(
        "names that are one after casing",
        members!("properties: { by: { type: string, enum: [name, -name, Name] } }"),
        &["Self::Name => \"name\"", "Self::MinusName => \"-name\"", "Self::Name2 => \"Name\""],
    ),
    case(
        "schemas that are one after casing, or a name of the prelude",
        "paths: { /x: { put: { operationId: setToy, tags: [Toys], requestBody: { required: true, content: { application/json: \
         { schema: { type: object, required: [a, b, c], properties: { a: { $ref: '#/components/schemas/pet' }, \
         b: { $ref: '#/components/schemas/Pet' }, c: { $ref: '#/components/schemas/Option' } } } } } } } } }\n\
         components: { schemas: { pet: { type: object, properties: { a: { type: string } } }, Pet: { type: object, properties: { b: { type: string } } }, \
         Option: { type: object, properties: { c: { type: string } } } } }",
        &["pub struct Pet {", "pub struct PetSchema {", "pub struct OptionSchema {"],
    ),
    case(
        "schemas without a name",
        members!("properties: { owners: { type: array, items: { type: object, properties: { name: { type: string } } } } }"),
        &["pub struct XOwner {"],
    ),
    case(
        "what a type must have, where that is more than four members",
        "paths: { /x: { put: { operationId: setToy, tags: [Toys], requestBody: { required: true, content: { application/json: \
         { schema: { type: object, required: [x, pet, taken, few], properties: { x: { $ref: '#/components/schemas/X' }, \
         pet: { $ref: '#/components/schemas/Pet' }, taken: { $ref: '#/components/schemas/PetRequired' }, \
         few: { $ref: '#/components/schemas/Few' } } } } } } } } }\n\
         components: { schemas: { X: { type: object, required: [a, b, c, d, e], properties: { a: {}, b: {}, c: {}, d: {}, e: {} } }, \
         Pet: { type: object, required: [a, b, c, d, e], properties: { a: {}, b: {}, c: {}, d: {}, e: {}, f: {} } }, \
         PetRequired: { type: object, properties: { a: { type: string } } }, \
         Few: { type: object, required: [a, b, c, d], properties: { a: {}, b: {}, c: {}, d: {} } } } }",
        &[
            "pub fn new(required: XRequired) -> Self",
            "pub struct PetRequired {",
            "pub struct PetRequiredMembers {",
            "pub fn new(required: PetRequiredMembers) -> Self",
            "pub fn new(a: impl Into<rt::Value>, b: impl Into<rt::Value>, c: impl Into<rt::Value>, d: impl Into<rt::Value>) -> Self",
        ],
    ),
    case(
        "the same shape without a name twice",
        members!(
            "properties: { left: { type: object, properties: { a: { type: string } } }, right: { type: object, properties: { a: { type: string } } } }"
        ),
        &["pub left: Option<XLeft>", "pub right: Option<XLeft>"],
    ),
    case(
        "a member of the body like a parameter",
        "paths: { '/x/{id}': { put: { operationId: setToy, tags: [Toys], parameters: [{ name: id, in: path, required: true, schema: { type: string } }, \
         { name: id, in: header, schema: { type: string } }, { name: id, in: cookie, schema: { type: string } }], requestBody: { required: true, content: { application/json: \
         { schema: { type: object, required: [id], properties: { id: { type: string } } } } } } } } }",
        &["id: &str", "body_id: &str", "pub fn header_id(mut self", "pub fn cookie_id(mut self"],
    ),
    case(
        "the whole body",
        "paths: { /x: { put: { operationId: setToy, tags: [Toys], requestBody: { required: true, content: { application/json: { schema: { type: string } } } } }, \
         post: { operationId: addToy, tags: [Toys], parameters: [{ name: body, in: query, schema: { type: string } }], \
         requestBody: { required: true, content: { application/json: { schema: { type: string } } } } } } }",
        &["pub fn set(&self, body: &str)", "pub fn add(&self, request: &str)"],
    ),
    case(
        "several media types of a body",
        "paths: { /x: { put: { operationId: setToy, tags: [Toys], requestBody: { required: true, content: { application/json: { schema: { type: string } }, \
         multipart/form-data: { schema: { type: object, properties: { a: { type: string } } } } } } }, \
         post: { operationId: setToyAsFormData, tags: [Toys] } } }",
        &["pub fn set(&self", "pub fn set_as_form_data(&self)", "pub fn set_as_form_data_2(&self"],
    ),
    case(
        "the setter that sends `null`",
        "paths: { /x: { patch: { operationId: updateToy, tags: [Toys], parameters: [{ name: clear_a, in: query, schema: { type: string } }], \
         requestBody: { required: true, content: { application/json: \
         { schema: { type: object, properties: { a: { type: [string, 'null'] } } } } } } }, \
         put: { operationId: setToy, tags: [Toys], requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/X' } } } } } } }\n\
         components: { schemas: { X: { type: object, properties: { b: { type: [string, 'null'] }, clear_b: { type: string }, c: { type: [string, 'null'] } } } } }",
        &[
            "pub fn clear_a(mut self, clear_a: &str)",
            "pub fn clear_a_2(mut self)",
            "pub fn clear_b_2(mut self)",
            "pub fn clear_c(mut self)",
        ],
    ),
    case(
        "members that the description does not name",
        members!("properties: { with_additional: { type: string } }, additionalProperties: { type: integer }"),
        &["pub additional: BTreeMap<String, i64>", "pub fn with_additional(mut self, with_additional:", "pub fn with_additional_2("],
    ),
    case(
        "values of an enum",
        members!("properties: { platform: { type: integer, enum: [0, 1], x-enum-varnames: [none, x_box] } }"),
        &["1 => Self::XBox", "0 => Self::None"],
    ),
    case(
        "kinds of a union",
        members!(
            "properties: { pet: { oneOf: [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/B' }], discriminator: { propertyName: kind } }, \
             any: { oneOf: [{ type: string }, { $ref: '#/components/schemas/A' }] } } }, \
             A: { type: object, required: [kind], properties: { kind: { const: cat } } }, B: { type: object, required: [kind], properties: { kind: { const: Unlisted } }"
        ),
        &["Cat(A)", "Unlisted(B)", "Unlisted2(rt::Value)", "Text(String)", "A(A)"],
    ),
    case(
        "kinds of an answer whose content type decides",
        "paths: { /x: { get: { operationId: getToy, tags: [Toys], responses: { '200': { description: It., content: { application/json: { schema: { type: integer } }, \
         image/png: { schema: { type: string, format: binary } }, image/gif: { schema: { type: string, format: binary } } } } } } } }",
        &["pub enum GetAnswer", "Json(i64)", "Binary(rt::Download)", "ImageGif(rt::Download)"],
    ),
    case(
        "kinds of a response whose status decides",
        "paths: { /x: { post: { operationId: addToy, tags: [Toys], responses: { '200': { description: It., content: { application/json: { schema: { type: integer } }, \
         image/png: {} } }, '201': { description: Made., content: { application/json: { schema: { type: string } } } }, '204': { description: Nothing. } } } } }",
        &["pub enum AddAnswer", "Ok(i64)", "OkBinary(rt::Download)", "Created(String)", "NoContent"],
    ),
    case(
        "types of several tags",
        "paths: { /x: { get: { operationId: a, tags: [Shared], responses: { '200': { description: It., content: { application/json: { schema: { $ref: '#/components/schemas/X' } } } } } } }, \
         /y: { get: { operationId: b, tags: [Ys], responses: { '200': { description: It., content: { application/json: { schema: { $ref: '#/components/schemas/X' } } } } } } } }\n\
         components: { schemas: { X: { type: object, properties: { a: { type: string } } } } }",
        &["src/types/shared_types.rs"],
    ),
    case(
        "a webhook",
        "webhooks: { x: { post: { operationId: issues/opened, requestBody: { content: { application/json: { schema: { type: object, properties: { a: { type: string } } } } } } } }, \
         unlisted: { post: {} } }",
        &["IssuesOpened(types::IssuesOpenedPayload)", "Unlisted2", "src/types/issues_webhooks.rs"],
    ),
    case(
        "a callback",
        "paths: { /x: { post: { operationId: subscribe, tags: [Xs], responses: { '204': { description: Yes. } }, \
         callbacks: { onData: { '{$request.query.url}': { post: {} } }, onEnd: { '{$request.query.url}': { post: { operationId: ended } } } } } } }",
        &["pub fn subscribe_on_data(", "pub fn ended("],
    ),
    case(
        "types of webhooks alone",
        "webhooks: { a.b: { post: { requestBody: { content: { application/json: { schema: { type: object, properties: { a: { type: string } } } } } } } }, \
         c: { post: { tags: [Great news], requestBody: { content: { application/json: { schema: { type: object, properties: { b: { type: string } } } } } } } } }",
        &["src/types/a_webhooks.rs", "src/types/great_news_webhooks.rs"],
    ),
    Case {
        case: "the `client.toml`",
        description: "paths: { /x: { get: { operationId: listPets, tags: [Pets], responses: { '200': { description: They., content: { application/json: \
                      { schema: { $ref: '#/components/schemas/X' } } } } } } } }\n\
                      components: { schemas: { X: { type: object, properties: { a: { type: string } } } } }",
        settings: "[methods]\nlistPets = \"all\"\n[types]\nX = \"Pets page\"\n",
        found: &["pub fn all(&self)", "pub struct PetsPage {"],
    },
];

#[test]
fn every_rule_holds() {
    for it in CASES {
        let text =
            format!("openapi: 3.1.0\ninfo: {{ title: Names, version: '1' }}\n{}\n", it.description);
        let package = "root = \"n.yaml\"\n[package]\nname = \"n\"\nversion = \"0.1.0\"\ndescription = \"N.\"\n";
        let config = Config::parse(&format!("{package}{}", it.settings)).unwrap();
        let output = generate(&Source::text("n.yaml", &text).tolerant(true), &config);
        let report = output.report(false);
        let tree = output.tree.unwrap_or_else(|| panic!("{}: {report}", it.case));
        let sources: String =
            tree.files().map(|(path, text)| format!("{path}\n{text}\n")).collect();
        // However the lines are broken.
        let flat = |text: &str| text.split_whitespace().collect::<String>().replace(",)", ")");
        let missing: Vec<_> =
            it.found.iter().filter(|found| !flat(&sources).contains(&flat(found))).collect();
        assert!(missing.is_empty(), "{}: no {missing:#?} in\n{sources}", it.case);
    }
}

#[test]
fn the_chapter_lists_what_is_tested() {
    let chapter = include_str!("../src/names/rules.md");
    let rows = chapter.lines().filter(|it| it.starts_with("| ")).skip(1);
    let listed: Vec<&str> = rows.filter_map(|it| it.split(" | ").next()).collect();
    let tested: Vec<String> = CASES.iter().map(|it| format!("| {}", it.case)).collect();
    assert_eq!(listed, tested);
}
