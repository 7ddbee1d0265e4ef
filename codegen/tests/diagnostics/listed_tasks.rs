//! Rules for work that is found in a list that do not fit the description.

use openapi_codegen::{Config, Source, generate};

use crate::refused;

/// Work that is found in a list.
const JOBS: &str = r##"openapi: 3.1.0
info: { title: Jobs, version: "1" }
paths:
  /machines:
    post:
      operationId: createMachine
      tags: [Machines]
      responses:
        "201":
          description: The machine.
          content: { application/json: { schema: { $ref: "#/components/schemas/Machine" } } }
  /machines/{id}:
    get:
      operationId: getMachine
      tags: [Machines]
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        "200":
          description: The machine.
          content: { application/json: { schema: { $ref: "#/components/schemas/Machine" } } }
  /machines/{id}/jobs:
    get:
      operationId: listJobs
      tags: [Machines]
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        "200":
          description: The jobs.
          content:
            application/json:
              schema:
                type: array
                items: { type: object, properties: { number: { type: integer }, status: { type: string }, at: { type: integer } } }
  /jobs:
    get:
      operationId: listAllJobs
      tags: [Machines]
      responses:
        "200":
          description: The jobs.
          content:
            application/json:
              schema: { type: array, items: { type: object, properties: { number: { type: integer }, status: { type: string } } } }
components:
  schemas:
    Machine: { type: object, properties: { id: { type: integer }, status: { type: string } } }
"##;

/// The report of a run over the jobs with one rule.
#[track_caller]
fn jobs(rule: &str) -> String {
    let package = "[package]\nname = \"jobs\"\nversion = \"1.0.0\"\ndescription = \"\"\n";
    let begin = "operations = [\"createMachine\"]\nid = \"id\"\nstatus = \"status\"\nrunning = [\"busy\"]\n";
    let text = format!("root = \"jobs.yaml\"\n{package}\n[[tasks]]\n{begin}{rule}");
    refused(&generate(&Source::text("jobs.yaml", JOBS), &Config::parse(&text).unwrap()))
}

#[test]
fn items_of_a_list() {
    insta::assert_snapshot!(jobs("poll = \"listJobs\"\ncreated = \"at\"\n"), @r#"
    error: what `listJobs` answers has no member `id`
      --> client.toml:7:1
       |
     7 | [[tasks]]
       | ^^^^^^^^^
       |
      ::: jobs.yaml:22:5
       |
    22 |     get:
       |     --- the operation

    error: `at` of what `listJobs` answers is not a date and a time
      --> client.toml:13:11
       |
    13 | created = "at"
       |           ^^^^
       |
      ::: jobs.yaml:22:5
       |
    22 |     get:
       |     --- the operation
    "#);
    insta::assert_snapshot!(jobs("poll = \"listAllJobs\"\nitem = \"number\"\nmatches = { number = \"name\" }\n"), @r#"
    error: the items of a list are matched by the id, `id`, alone
      --> client.toml:14:11
       |
    14 | matches = { number = "name" }
       |           ^^^^^^^^^^^^^^^^^^^
       |
       = help: write `matches = { parent_id = "id" }`, with the member of the items
    "#);
    insta::assert_snapshot!(jobs("poll = \"listJobs\"\nitem = \"number\"\nmatches = { number = \"id\" }\n"), @r#"
    error: `listJobs` has a path parameter, though its items are matched by the id
      --> client.toml:12:8
       |
    12 | poll = "listJobs"
       |        ^^^^^^^^^^
       |
      ::: jobs.yaml:22:5
       |
    22 |     get:
       |     --- the operation
       |
       = help: name the operation that takes nothing but the id of the task
    "#);
    insta::assert_snapshot!(jobs("poll = \"listJobs\"\nitem = \"number\"\nwith = { kind = \"Disk\" }\n"), @r#"
    error: what `listJobs` answers has no member `kind`
      --> client.toml:14:17
       |
    14 | with = { kind = "Disk" }
       |                 ^^^^^^
       |
      ::: jobs.yaml:22:5
       |
    22 |     get:
       |     --- the operation
    "#);
    insta::assert_snapshot!(jobs("poll = \"listJobs\"\nitem = \"number\"\npercent = \"number\"\n"), @r#"
    error: the percentage of a list is how many of its items have ended
      --> client.toml:14:11
       |
    14 | percent = "number"
       |           ^^^^^^^^
       |
       = help: remove it
    "#);
}

#[test]
fn a_task_that_is_no_list() {
    insta::assert_snapshot!(jobs("poll = \"getMachine\"\ncreated = \"at\"\n"), @r#"
    error: `created` is for lists, `getMachine` answers none
      --> client.toml:13:11
       |
    13 | created = "at"
       |           ^^^^
    "#);
}
