//! Rules for pages that do not fit the description.

use openapi_codegen::{Config, Output, Source, generate};

use crate::refused;

const PETS: &str = r#"openapi: 3.1.0
info: { title: Pets, version: "1" }
paths:
  /pets:
    get:
      operationId: listPets
      parameters:
        - { name: page, in: query, schema: { type: integer } }
        - { name: per_page, in: query, schema: { type: integer, maximum: 50 } }
      responses:
        "200":
          description: The pets.
          content: { application/json: { schema: { type: array, items: { type: string } } } }
  /pets/print:
    get:
      operationId: printPets
      parameters:
        - { name: page, in: query, schema: { type: integer } }
        - { name: per_page, in: query, schema: { type: integer } }
        - { name: skip, in: query, required: true, schema: { type: integer } }
        - { name: after, in: query, schema: { type: boolean } }
      responses:
        "200":
          description: One.
          content: { application/json: { schema: { type: array, items: { type: string } } } }
  /pets/first:
    get:
      operationId: getFirstPet
      parameters:
        - { name: page, in: query, schema: { type: integer } }
        - { name: per_page, in: query, schema: { type: integer } }
      responses:
        "200":
          description: One.
          content: { application/json: { schema: { type: string } } }
"#;

/// A run with these rules.
fn run(rules: &str) -> Output {
    let package = "[package]\nname = \"pets\"\nversion = \"1.0.0\"\ndescription = \"\"\n";
    let config = Config::parse(&format!("root = \"pets.yaml\"\n{package}\n{rules}")).unwrap();
    generate(&Source::text("pets.yaml", PETS), &config)
}

#[test]
fn an_answer_that_is_no_list() {
    let output = run("[pages]\npage = \"page\"\nper_page = \"per_page\"\n");
    insta::assert_snapshot!(refused(&output), @r#"
    error: `getFirstPet` looks like pages, but does not answer a list
      --> client.toml:7:1
       |
     7 | [pages]
       | ^^^^^^^
       |
      ::: pets.yaml:27:5
       |
    27 |     get:
       |     --- the operation
       |
       = help: correct the description, or add `except = ["getFirstPet"]` to the rule
    "#);
}

#[test]
fn exceptions_are_operations_that_fit() {
    let rule = "[pages]\npage = \"page\"\nper_page = \"per_page\"\n";
    let output = run(&format!("{rule}except = [\"getFirstPet\"]\n"));
    assert!(output.tree.is_some(), "{}", output.report(false));
    let output =
        run("[pages]\noffset = \"skip\"\nexcept = [\n  \"listPets\",\n  \"getPets\",\n]\n");
    insta::assert_snapshot!(refused(&output), @r#"
    error: `printPets` looks like pages, but has a parameter `skip` that is required
      --> client.toml:7:1
       |
     7 | [pages]
       | ^^^^^^^
       |
      ::: pets.yaml:15:5
       |
    15 |     get:
       |     --- the operation
       |
       = help: correct the description, or add `except = ["printPets"]` to the rule

    error: `listPets` is excepted, but the rule does not take it
      --> client.toml:10:3
       |
    10 |   "listPets",
       |   ^^^^^^^^^^
       |
       = help: remove it

    error: the description has no operation `getPets`
      --> client.toml:11:3
       |
    11 |   "getPets",
       |   ^^^^^^^^^
       |
       = help: write the operationId as the description does
    "#);
}

#[test]
fn a_size_that_is_too_large() {
    let output = run(
        "[pages]\npage = \"page\"\nper_page = \"per_page\"\nsize = 100\nexcept = [\"getFirstPet\"]\n",
    );
    insta::assert_snapshot!(refused(&output), @r"
    error: pages of 100 items are too large for `listPets`: `per_page` is at most 50
      --> client.toml:10:8
       |
    10 | size = 100
       |        ^^^
       |
      ::: pets.yaml:9:11
       |
     9 |         - { name: per_page, in: query, schema: { type: integer, maximum: 50 } }
       |           -- the parameter
    ");
}

#[test]
fn parameters_of_another_type() {
    let output = run("[[pages]]\ncursor = \"after\"\nnext = \"next\"\n");
    insta::assert_snapshot!(refused(&output), @r#"
    error: `printPets` looks like pages, but has a parameter `after` that is neither text nor an integer
      --> client.toml:7:1
       |
     7 | [[pages]]
       | ^^^^^^^^^
       |
      ::: pets.yaml:15:5
       |
    15 |     get:
       |     --- the operation
       |
       = help: correct the description, or add `except = ["printPets"]` to the rule
    "#);
}

#[test]
fn a_rule_that_takes_nothing() {
    let output = run("[pages]\npage = \"seite\"\nper_page = \"per_page\"\n");
    insta::assert_snapshot!(refused(&output), @r"
    error: no `GET` operation has the query parameters `seite` and `per_page`
     --> client.toml:7:1
      |
    7 | [pages]
      | ^^^^^^^
      |
      = help: write the parameters as the description does, or remove the rule
    ");
}

#[test]
fn a_rule_that_says_two_things_or_none() {
    let output = run(
        "[[pages]]\npage = \"page\"\noffset = \"skip\"\n\n[[pages]]\nper_page = \"per_page\"\n\n[[pages]]\ncursor = \"after\"\n",
    );
    insta::assert_snapshot!(refused(&output), @r"
    error: a rule needs one of `page`, `offset` and `cursor`
     --> client.toml:7:1
      |
    7 | [[pages]]
      | ^^^^^^^^^
      |
      = help: it names the query parameter that says which page is meant

    error: a rule needs one of `page`, `offset` and `cursor`
      --> client.toml:11:1
       |
    11 | [[pages]]
       | ^^^^^^^^^
       |
       = help: it names the query parameter that says which page is meant

    error: a rule with `cursor` needs `next`
      --> client.toml:14:1
       |
    14 | [[pages]]
       | ^^^^^^^^^
       |
       = help: `next` names the member of the answer that has the next cursor
    ");
}

#[test]
fn settings_of_another_kind() {
    let output =
        run("[pages]\npage = \"page\"\nnext = \"next\"\nsize = 10\nexcept = [\"getFirstPet\"]\n");
    insta::assert_snapshot!(refused(&output), @r#"
    error: `next` goes with `cursor` only
     --> client.toml:9:8
      |
    9 | next = "next"
      |        ^^^^^^

    error: `size` goes with `per_page` only
      --> client.toml:10:8
       |
    10 | size = 10
       |        ^^
    "#);
}
