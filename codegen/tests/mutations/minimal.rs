//! What the mutations found, each as a document that has the fault and nothing else.

use openapi_codegen::Config;

use crate::case::Case;
use crate::check;

/// A name for the fault and the document that had it. `…` stands for the head of a description.
const FOUND: &[(&str, &str)] = &[
    (
        "a member of two branches of an `allOf` leads back to the whole",
        r##"…paths:
  /dogs:
    post:
      requestBody: { content: { application/json: { schema: { $ref: "#/components/schemas/Dog" } } } }
      responses: { "204": { description: Added. } }
components:
  schemas:
    Dog: { allOf: [{ $ref: "#/components/schemas/Pet" }], properties: { size: { $ref: "#/components/schemas/Dog" } } }
    Pet: { properties: { size: { type: string } } }
"##,
    ),
    (
        "a body that requires itself",
        r##"…paths:
  /knots:
    post:
      requestBody: { required: true, content: { application/json: { schema: { $ref: "#/components/schemas/Knot" } } } }
      responses: { "204": { description: Added. } }
components: { schemas: { Knot: { required: [knot], properties: { knot: { $ref: "#/components/schemas/Knot" } } } } }
"##,
    ),
    (
        "line breaks and tabs in the version, in tags, in keys and in values of a discriminator",
        r##"openapi: 3.1.0
info: { title: "a\n\tb", version: "\n\t*/" }
servers: [{ url: "http://a\n\tb" }]
tags: [{ name: "\n\tt" }]
security: [{ key: [] }]
paths:
  "/a\n\tb":
    post:
      tags: ["\n\tt"]
      requestBody: { content: { application/json: { schema: { $ref: "#/components/schemas/Any" } } } }
      responses: { "204": { description: Done. } }
components:
  securitySchemes: { key: { type: apiKey, in: header, name: "\u0007\n\tk" } }
  schemas:
    Any:
      oneOf: [{ $ref: "#/components/schemas/One" }, { $ref: "#/components/schemas/Two" }]
      discriminator: { propertyName: "kind" }
    One: { required: [kind], properties: { kind: { const: "\r\n\t*/" }, "\u0000": { type: [string, "null"] } } }
    Two: { required: [kind], properties: { kind: { const: "```\n\t| a |" }, "\t": { type: [integer, "null"] } } }
"##,
    ),
];

const HEAD: &str = "openapi: 3.1.0\ninfo: { title: Minimal, version: '1' }\n";

/// The head of a description that hands over the schema `S0`, then its schemas.
const CHAIN: &str = r##"…paths:
  /first:
    post:
      requestBody: { content: { application/json: { schema: { $ref: "#/components/schemas/S0" } } } }
      responses: { "200": { description: It., content: { application/json: { schema: { $ref: "#/components/schemas/S0" } } } } }
components:
  schemas:
    Last: { type: string }
"##;

/// Each schema of a chain, with a reference to the next one.
const LINKS: &[&str] = &[
    "{ required: [next], properties: { next: NEXT } }",
    "{ type: array, items: NEXT }",
    "{ type: object, additionalProperties: NEXT }",
    "{ allOf: [NEXT, { properties: { NAME: { type: string } } }] }",
    "{ oneOf: [NEXT, { type: integer }] }",
    "{ anyOf: [NEXT] }",
    "{ properties: { NAME: { type: integer } }, oneOf: [NEXT, { properties: { more: NEXT } }] }",
];

#[test]
fn what_was_found_stays_fixed() {
    FOUND.iter().for_each(|(name, text)| hold(name, text));
}

/// Longer than anything that is followed in one go.
const LENGTH: usize = 120;

#[test]
fn chains_of_any_length() {
    for link in LINKS {
        let mut text = CHAIN.to_owned();
        for i in 0..LENGTH {
            let next = if i + 1 == LENGTH { "Last".to_owned() } else { format!("S{}", i + 1) };
            let link = link.replace("NAME", &format!("n{i}"));
            let link = link.replace("NEXT", &format!("{{ $ref: '#/components/schemas/{next}' }}"));
            text.push_str(&format!("    S{i}: {link}\n"));
        }
        hold(link, &text);
    }
}

#[track_caller]
fn hold(name: &str, text: &str) {
    let text = text.replacen('…', HEAD, 1);
    let file = if text.starts_with('{') { "spec.json" } else { "spec.yaml" };
    let case = Case {
        name: name.to_owned(),
        how: String::new(),
        file: file.to_owned(),
        files: [(file.to_owned(), text.into_bytes())].into(),
        config: Config::new(file, "minimal").unwrap(),
    };
    if let Err(fault) = check::check(&case) {
        panic!("{name}: {fault}\n{}", case.text());
    }
}
