//! Files that cannot be read, and settings that do not fit.

use openapi_codegen::{Config, Source, generate};

use super::{refused, run, run_files};

#[test]
fn unknown_version() {
    let output = run("openapi: 4.0.0\ninfo: { title: Pets, version: '1' }\npaths: {}\n");
    insta::assert_snapshot!(refused(&output), @r"
    error: OpenAPI `4.0.0` is not known
     --> pets.yaml:1:10
      |
    1 | openapi: 4.0.0
      |          ^^^^^
      |
      = at: #/openapi
      = help: Swagger 2.0, OpenAPI 3.0, 3.1 and 3.2 are
    ");
}

#[test]
fn broken_yaml() {
    let output = run("openapi: 3.1.0\ninfo:\n  title: Pets\n version: '1'\npaths: {}\n");
    insta::assert_snapshot!(refused(&output), @r"
    error: while parsing a block mapping, did not find expected key
     --> pets.yaml:4:2
      |
    4 |  version: '1'
      |  ^
    ");
}

#[test]
fn broken_json() {
    let output = run_files(&[(
        "pets.json",
        "{\n  \"openapi\": \"3.1.0\",\n  \"info\": { \"title\": \"Pets\" \"version\": \"1\" }\n}\n",
    )]);
    insta::assert_snapshot!(refused(&output), @r#"
    error: a `,` is missing before `"`
     --> pets.json:3:29
      |
    3 |   "info": { "title": "Pets" "version": "1" }
      |                             ^
    "#);
}

#[test]
fn no_description_at_all() {
    let output = run("- a\n- list\n");
    insta::assert_snapshot!(refused(&output), @r"
    error: a list instead of a description
     --> pets.yaml:1:1
      |
    1 | - a
      | ^
      |
      = help: a description is a mapping with the key `openapi`, `info` and `paths`
    ");
}

#[test]
fn settings_for_what_is_not_there() {
    let text = "openapi: 3.1.0\ninfo: { title: Pets, version: '1' }\npaths:\n  /pets:\n    get: { operationId: listPets, \
                responses: { '204': { description: They. } } }\n";
    let settings = "root = \"pets.yaml\"\n[package]\nname = \"pets\"\nversion = \"0.1.0\"\ndescription = \"Pets.\"\n\
                    [methods]\ngetPets = \"all\"\n[types]\nDog = \"Hound\"\n";
    let output = generate(&Source::text("pets.yaml", text), &Config::parse(settings).unwrap());
    insta::assert_snapshot!(refused(&output), @r#"
    error: the description has no operation `getPets`
     --> client.toml:7:1
      |
    7 | getPets = "all"
      | ^^^^^^^
      |
      = help: correct the operationId, or remove the line

    error: no type is called `Dog`
     --> client.toml:9:1
      |
    9 | Dog = "Hound"
      | ^^^
      |
      = help: correct the name, or remove the line
    "#);
}

#[test]
fn settings_that_hide_what_is_not_there() {
    let text = "openapi: 3.1.0\ninfo: { title: Pets, version: '1' }\npaths:\n  /pets:\n    get: { operationId: listPets, tags: [pets], \
                responses: { '200': { description: One., content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } } }\n\
                components: { schemas: { Pet: { properties: { chip: { type: string }, owner: { $ref: '#/components/schemas/Owner' } } }, \
                Owner: { type: object, properties: { name: { type: string } } } } }\n";
    let settings = "root = \"pets.yaml\"\n[package]\nname = \"pets\"\nversion = \"0.1.0\"\ndescription = \"Pets.\"\n\
                    [hidden]\n\"Pet.chip\" = true\n\"Dog.chip\" = true\n\"Pet.tag\" = false\n\"Pet.owner\" = true\n";
    let output = generate(&Source::text("pets.yaml", text), &Config::parse(settings).unwrap());
    insta::assert_snapshot!(refused(&output), @r#"
    error: no type is called `Dog`
     --> client.toml:8:1
      |
    8 | "Dog.chip" = true
      | ^^^^^^^^^^
      |
      = help: write `"Type.property" = true`, or remove the line

    error: `Pet` has no property `tag`
     --> client.toml:9:1
      |
    9 | "Pet.tag" = false
      | ^^^^^^^^^
      |
      = help: write `"Type.property" = true`, or remove the line

    error: `Pet.owner` is of a type that shows itself: hide what is in it
      --> client.toml:10:1
       |
    10 | "Pet.owner" = true
       | ^^^^^^^^^^^
       |
       = help: write `"Type.property" = true`, or remove the line
    "#);
}

#[test]
fn settings_that_give_one_name_twice() {
    let text = "openapi: 3.1.0\ninfo: { title: Pets, version: '1' }\npaths:\n  /pets:\n    get: { operationId: listPets, tags: [pets], \
                responses: { '204': { description: They. } } }\n    put: { operationId: setPets, tags: [pets], responses: { '204': { description: They. } } }\n";
    let settings = "root = \"pets.yaml\"\n[package]\nname = \"pets\"\nversion = \"0.1.0\"\ndescription = \"Pets.\"\n\
                    [methods]\nlistPets = \"all\"\nsetPets = \"all\"\n";
    let output = generate(&Source::text("pets.yaml", text), &Config::parse(settings).unwrap());
    insta::assert_snapshot!(refused(&output), @r#"
    error: `all` is the method of `listPets` already
     --> client.toml:8:1
      |
    8 | setPets = "all"
      | ^^^^^^^
      |
      = help: give each operation of a tag a name of its own
    "#);
}

#[test]
fn report_for_tools() {
    let output = run(
        "openapi: 3.1.0\ninfo: { title: Pets, version: '1' }\npaths:\n  /pets: { $ref: pets.json }\n",
    );
    insta::assert_snapshot!(output.report_json(), @r#"{"file":"pets.yaml","line":4,"column":18,"pointer":"/paths/~1pets/$ref","severity":"error","message":"`pets.json` cannot be read: there is no such file","help":null,"related":[]}"#);
}
