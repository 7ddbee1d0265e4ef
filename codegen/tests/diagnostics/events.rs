//! Rules for event streams that do not fit the description.

use openapi_codegen::{Config, Output, Source, generate};

use crate::refused;

const LOGS: &str = r#"openapi: 3.1.0
info: { title: Logs, version: "1" }
paths:
  /news:
    get:
      operationId: watchNews
      responses: { "200": { description: News., content: { text/event-stream: { schema: { type: string } } } } }
  /questions:
    post:
      operationId: ask
      responses: { "200": { description: Words., content: { text/event-stream: { schema: { type: string } } } } }
  /pets:
    get:
      operationId: listPets
      responses: { "200": { description: Pets., content: { application/json: { schema: { type: string } } } } }
"#;

/// A run with these rules.
fn run(description: &str, rules: &str) -> Output {
    let package = "[package]\nname = \"logs\"\nversion = \"1.0.0\"\ndescription = \"\"\n";
    let config = Config::parse(&format!("root = \"logs.yaml\"\n{package}\n{rules}")).unwrap();
    generate(&Source::text("logs.yaml", description), &config)
}

#[test]
fn operations_that_are_no_event_streams() {
    let rule = r#"[events]
operations = ["listPets", "watchBirds", "ask", "watchNews", "watchNews"]
last_event_id = true
"#;
    insta::assert_snapshot!(refused(&run(LOGS, rule)), @r#"
    error: `listPets` is no event stream
     --> client.toml:8:15
      |
    8 | operations = ["listPets", "watchBirds", "ask", "watchNews", "watchNews"]
      |               ^^^^^^^^^^
      |
      = help: the description has no response of `text/event-stream` for it

    error: the description has no operation `watchBirds`
     --> client.toml:8:27
      |
    8 | operations = ["listPets", "watchBirds", "ask", "watchNews", "watchNews"]
      |                           ^^^^^^^^^^^^
      |
      = help: write the operationId as the description does

    error: `ask` is a `POST`, which is never made again
     --> client.toml:8:41
      |
    8 | operations = ["listPets", "watchBirds", "ask", "watchNews", "watchNews"]
      |                                         ^^^^^
      |
      = help: only a stream that a `GET` asks for is connected again

    error: `watchNews` is named twice
     --> client.toml:8:61
      |
    8 | operations = ["listPets", "watchBirds", "ask", "watchNews", "watchNews"]
      |                                                             ^^^^^^^^^^^
      |
      = help: remove one of them
    "#);
}

#[test]
fn a_rule_that_is_about_nothing() {
    let rules = "[[events]]\nlast_event_id = true\n\n[[events]]\nlast_event_id = false\n";
    insta::assert_snapshot!(refused(&run(LOGS, rules)), @r#"
    error: two rules are about all event streams
      --> client.toml:10:1
       |
    10 | [[events]]
       | ^^^^^^^^^^
       |
       = help: name the `operations` of one of them
    "#);
    let pets = LOGS.replace("text/event-stream", "application/json");
    insta::assert_snapshot!(refused(&run(&pets, "[events]\nlast_event_id = true\n")), @r#"
    error: there is no event stream that the rule could be about
     --> client.toml:7:1
      |
    7 | [events]
      | ^^^^^^^^
      |
      = help: remove the rule
    "#);
}
