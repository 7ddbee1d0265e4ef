//! What is declared about calls that are made again, and does not fit the description.

use openapi_codegen::{Config, Output, Source, generate};

use crate::refused;

const PETS: &str = r#"openapi: 3.1.0
info: { title: Pets, version: "1" }
paths:
  /pets:
    post:
      operationId: addPet
      parameters: [{ name: Idempotency-Key, in: header, schema: { type: string } }]
      responses: { "204": { description: It is there. } }
"#;

fn run(rules: &str) -> Output {
    let package = "[package]\nname = \"pets\"\nversion = \"1.0.0\"\ndescription = \"\"\n";
    let config = Config::parse(&format!("root = \"pets.yaml\"\n{package}\n{rules}")).unwrap();
    generate(&Source::text("pets.yaml", PETS), &config)
}

#[test]
fn statuses_that_are_no_errors() {
    insta::assert_snapshot!(refused(&run("[retries]\nstatuses = [503, 200]\n")), @r#"
    error: 200 is not the status of an error
     --> client.toml:8:18
      |
    8 | statuses = [503, 200]
      |                  ^^^
      |
      = help: errors have statuses from 400 to 599
    "#);
}

#[test]
fn a_header_that_nobody_takes() {
    insta::assert_snapshot!(refused(&run("[retries]\nidempotency_header = \"X-Key\"\n")), @r#"
    error: no operation has the header parameter `X-Key`
     --> client.toml:8:22
      |
    8 | idempotency_header = "X-Key"
      |                      ^^^^^^^
      |
      = help: name the operations that take it in `idempotent`, or their methods in `idempotent_methods`
    "#);
    insta::assert_snapshot!(refused(&run("[retries]\nidempotency_header = \"X Key\"\n")), @r#"
    error: `X Key` cannot be the name of a header
     --> client.toml:8:22
      |
    8 | idempotency_header = "X Key"
      |                      ^^^^^^^
      |
      = help: letters, digits and `-`
    "#);
}

#[test]
fn operations_and_methods_that_are_not_there() {
    let rules = "[retries]\nidempotency_header = \"Idempotency-Key\"\nidempotent = [\"addPat\"]\nidempotent_methods = [\"PATCH\"]\n";
    insta::assert_snapshot!(refused(&run(rules)), @r#"
    error: the description has no operation `addPat`
     --> client.toml:9:15
      |
    9 | idempotent = ["addPat"]
      |               ^^^^^^^^
      |
      = help: write the operationId as the description does

    error: no operation has the method `PATCH`
      --> client.toml:10:23
       |
    10 | idempotent_methods = ["PATCH"]
       |                       ^^^^^^^
       |
       = help: write `POST`, `PATCH`
    "#);
}

#[test]
fn keys_without_a_header() {
    insta::assert_snapshot!(refused(&run("[retries]\nidempotent = [\"addPet\"]\n")), @r#"
    error: no header is declared for the keys
     --> client.toml:8:14
      |
    8 | idempotent = ["addPet"]
      |              ^^^^^^^^^^
      |
      = help: say which: `idempotency_header = "Idempotency-Key"`
    "#);
}
