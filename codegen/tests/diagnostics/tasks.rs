//! Rules for tasks that do not fit the description.

use openapi_codegen::{Config, Output, Source, generate};

use crate::refused;

const PETS: &str = r#"openapi: 3.1.0
info: { title: Pets, version: "1" }
paths:
  /pets:
    post:
      operationId: countPets
      tags: [Pets]
      responses:
        "202":
          description: It begins.
          content:
            application/json:
              schema: { type: object, required: [taskId, at], properties: { taskId: { type: string }, at: { type: string } } }
    get:
      operationId: listPets
      tags: [Pets]
      responses:
        "200":
          description: The pets.
          content: { application/json: { schema: { type: array, items: { type: string } } } }
  /tasks/{id}:
    get:
      operationId: getTask
      tags: [Tasks]
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        "200":
          description: The task.
          content:
            application/json:
              schema:
                type: object
                properties:
                  active: { type: string }
                  state: { type: string, enum: [open, closed] }
                  done: { type: integer }
    put:
      operationId: setTask
      tags: [Tasks]
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      requestBody:
        required: true
        content: { application/json: { schema: { type: object, required: [done], properties: { done: { type: integer } } } } }
      responses: { "204": { description: It is changed. } }
"#;

/// A run with one rule.
fn run(rule: &str) -> Output {
    let package = "[package]\nname = \"pets\"\nversion = \"1.0.0\"\ndescription = \"\"\n";
    let text = format!("root = \"pets.yaml\"\n{package}\n[[tasks]]\n{rule}");
    generate(&Source::text("pets.yaml", PETS), &Config::parse(&text).unwrap())
}

#[test]
fn a_rule_that_fits() {
    let rule =
        "started = \"taskId\"\npoll = \"getTask\"\nstatus = \"state\"\nrunning = [\"open\"]\n";
    assert!(run(rule).tree.is_some(), "{}", run(rule).report(false));
}

#[test]
fn members_that_a_task_does_not_have() {
    let output = run(
        "started = \"taskId\"\npoll = \"getTask\"\nactive = [\"active\", \"pending\"]\nmessage = \"text\"\npercent = \"state\"\n",
    );
    insta::assert_snapshot!(refused(&output), @r#"
    error: `active` of what `getTask` answers is not a truth value
      --> client.toml:10:11
       |
    10 | active = ["active", "pending"]
       |           ^^^^^^^^
       |
      ::: pets.yaml:22:5
       |
    22 |     get:
       |     --- the operation

    error: what `getTask` answers has no member `pending`
      --> client.toml:10:21
       |
    10 | active = ["active", "pending"]
       |                     ^^^^^^^^^
       |
      ::: pets.yaml:22:5
       |
    22 |     get:
       |     --- the operation

    error: what `getTask` answers has no member `text`
      --> client.toml:11:11
       |
    11 | message = "text"
       |           ^^^^^^
       |
      ::: pets.yaml:22:5
       |
    22 |     get:
       |     --- the operation

    error: `state` of what `getTask` answers is not a number
      --> client.toml:12:11
       |
    12 | percent = "state"
       |           ^^^^^^^
       |
      ::: pets.yaml:22:5
       |
    22 |     get:
       |     --- the operation
    "#);
}

#[test]
fn a_status_that_is_not_listed() {
    let output = run(
        "started = \"taskId\"\npoll = \"getTask\"\nstatus = \"state\"\nrunning = [\"open\"]\nfailed = [\n  \"closed\",\n  \"lost\",\n]\n",
    );
    insta::assert_snapshot!(refused(&output), @r#"
    error: `state` is never `lost`
      --> client.toml:14:3
       |
    14 |   "lost",
       |   ^^^^^^
       |
      ::: pets.yaml:35:19
       |
    35 |                   state: { type: string, enum: [open, closed] }
       |                   ----- its values
    "#);
}

#[test]
fn operations_that_cannot_follow_a_task() {
    let output = run("started = \"taskId\"\npoll = \"listPets\"\nactive = [\"active\"]\n");
    insta::assert_snapshot!(refused(&output), @r#"
    error: `listPets` does not have one path parameter, which takes the id
      --> client.toml:9:8
       |
     9 | poll = "listPets"
       |        ^^^^^^^^^^
       |
      ::: pets.yaml:14:5
       |
    14 |     get:
       |     --- the operation
       |
       = help: name the operation that takes nothing but the id of the task
    "#);
    let output = run(
        "started = \"taskId\"\npoll = \"getTask\"\ncancel = \"setTask\"\nstatus = \"state\"\nrunning = [\"open\"]\n",
    );
    insta::assert_snapshot!(refused(&output), @r#"
    error: `setTask` needs more than the id
      --> client.toml:10:10
       |
    10 | cancel = "setTask"
       |          ^^^^^^^^^
       |
      ::: pets.yaml:37:5
       |
    37 |     put:
       |     --- the operation
       |
       = help: name the operation that takes nothing but the id of the task
    "#);
    let output = run("started = \"taskId\"\npoll = \"watchTask\"\nactive = [\"active\"]\n");
    insta::assert_snapshot!(refused(&output), @r#"
    error: the description has no operation `watchTask`
     --> client.toml:9:8
      |
    9 | poll = "watchTask"
      |        ^^^^^^^^^^^
      |
      = help: write the operationId as the description does
    "#);
}

#[test]
fn nothing_starts_such_a_task() {
    let follow = "poll = \"getTask\"\nstatus = \"state\"\nrunning = [\"open\"]\n";
    let output = run(&format!("started = \"jobId\"\n{follow}"));
    insta::assert_snapshot!(refused(&output), @r#"
    error: no answer requires the member `jobId`
     --> client.toml:8:11
      |
    8 | started = "jobId"
      |           ^^^^^^^
      |
      = help: write the member as the description does, or remove the rule
    "#);
    let output = run(&format!("operations = [\"listPets\"]\nid = \"taskId\"\n{follow}"));
    insta::assert_snapshot!(refused(&output), @r#"
    error: the answer of `listPets` has no member `taskId` that is an id
      --> client.toml:8:15
       |
     8 | operations = ["listPets"]
       |               ^^^^^^^^^^
       |
      ::: pets.yaml:14:5
       |
    14 |     get:
       |     --- the operation
    "#);
    let output = run(&format!("answers = \"Task\"\nid = \"taskId\"\n{follow}"));
    insta::assert_snapshot!(refused(&output), @r#"
    error: no operation that changes anything answers `Task`
     --> client.toml:8:11
      |
    8 | answers = "Task"
      |           ^^^^^^
      |
      = help: write the name of the schema and the statuses as the description does
    "#);
}

#[test]
fn a_rule_that_says_too_little() {
    let output = run("started = \"taskId\"\npoll = \"getTask\"\n");
    insta::assert_snapshot!(refused(&output), @r"
    error: a rule needs either `active`, or `status` with `running`
     --> client.toml:7:1
      |
    7 | [[tasks]]
      | ^^^^^^^^^
      |
      = help: `active` lists members that are true while a task runs; `running` lists statuses
    ");
    let output = run("operations = [\"countPets\"]\npoll = \"getTask\"\nactive = [\"active\"]\n");
    insta::assert_snapshot!(refused(&output), @r"
    error: a rule needs `id`, unless it has `started`
     --> client.toml:7:1
      |
    7 | [[tasks]]
      | ^^^^^^^^^
      |
      = help: it names the member of the answer that says which task was started
    ");
    let output =
        run("id = \"taskId\"\npoll = \"getTask\"\nstatus = \"state\"\nrunning = [\"open\"]\n");
    insta::assert_snapshot!(refused(&output), @r"
    error: a rule needs one of `started`, `operations` and `answers`
     --> client.toml:7:1
      |
    7 | [[tasks]]
      | ^^^^^^^^^
      |
      = help: it says which operations start a task
    ");
}

#[test]
fn names_that_functions_cannot_have() {
    let rule =
        "started = \"taskId\"\npoll = \"getTask\"\nstatus = \"state\"\nrunning = [\"open\"]\n";
    let output = run(&format!("{rule}resume = \"take up\"\n"));
    insta::assert_snapshot!(refused(&output), @r#"
    error: `take up` cannot be the name of a function
      --> client.toml:12:10
       |
    12 | resume = "take up"
       |          ^^^^^^^^^
       |
       = help: use lower-case ASCII letters, digits and `_`, a letter first
    "#);
    let output = run(&format!("{rule}resume = \"tasks\"\n"));
    insta::assert_snapshot!(refused(&output), @r#"
    error: `resume = "tasks"` is already the client's function for the tag `Tasks`
     --> pets.yaml:1:1
      |
    1 | openapi: 3.1.0
      | ^
      |
      = help: give it another name in the client.toml
    "#);
}
