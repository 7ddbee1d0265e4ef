//! `conformance`: a folder of descriptions, tried one by one.

use serde_json::Value;

use crate::petstore;
use crate::sandbox::{Run, Sandbox};

const SWAGGER: &str = r##"swagger: 2.0
info: {title: Beehives, version: "1"}
paths:
  /hives:
    get:
      operationId: listHives
      responses: {200: {description: All., schema: {$ref: "#/definitions/Hives"}}}
    x-note: not a method
  /hives/{hive}:
    parameters: [{name: hive, in: path, required: true, type: string}]
    delete:
      operationId: deleteHive
      responses: {204: {description: Gone.}}
definitions:
  Hives: {type: array, items: {type: string}}
"##;

/// A repository with a folder of four descriptions: one in two files, one of version 2.0, two broken.
fn sandbox() -> Sandbox {
    let res = Sandbox::repository();
    res.write("runtime/Cargo.toml", "[package]\nname = \"openapi-runtime\"\n");
    res.write("runtime/src/lib.rs", "");
    res.write("api/pets/openapi.yaml", petstore::ROOT);
    res.write("api/pets/schemas.yaml", petstore::SCHEMAS);
    res.write("api/bees.yml", SWAGGER);
    res.write("api/broken.json", "{\n  \"openapi\": \"3.0.0\",\n  [");
    let untitled = petstore::ROOT.replace("  title: Petstore\n", "  title: [Petstore\n");
    res.write("api/untitled.yaml", &untitled);
    res.write("api/notes.json", "{\"about\": \"openapi\"}");
    res
}

fn conformance(sandbox: &Sandbox, more: &[&str]) -> Run {
    sandbox.run(&[&["conformance", "api", "--out", "out", "--no-compile"], more].concat())
}

/// The records by id, and the totals.
fn records(run: &Run) -> (Vec<Value>, Value) {
    let parse = |line: &str| serde_json::from_str::<Value>(line).unwrap();
    let mut lines: Vec<Value> = run.out.lines().map(parse).collect();
    let totals = lines.pop().expect("the totals")["totals"].clone();
    (lines, totals)
}

#[track_caller]
fn has_row(run: &Run, cells: &[&str]) {
    let rows: Vec<Vec<&str>> =
        run.out.lines().map(|line| line.split_whitespace().collect()).collect();
    assert!(rows.iter().any(|row| row.starts_with(cells)), "no {cells:?} in {run:#?}");
}

#[test]
fn every_description_has_a_line_and_all_a_total() {
    let sandbox = sandbox();
    let run = conformance(&sandbox, &[]).succeeds();
    has_row(&run, &["bees", "2.0", "yes", "2/2", "-"]);
    has_row(&run, &["pets/openapi", "3.1.0", "yes", "3/3", "-"]);
    has_row(&run, &["broken", "?", "1", "error", "0/?", "-"]);
    has_row(&run, &["untitled", "?", "1", "error", "0/?", "-"]);
    assert_eq!(run.out.lines().take_while(|it| !it.is_empty()).count(), 5, "{run:#?}");
    let run = run.says("error: broken.json:3:").says("error: untitled.yaml:");
    let run = run.says("\ngenerated            50.0 % (2 of 4)\n");
    let run = run.says("operations covered   100.0 % (5 of 5)\n");
    run.says("compiled clean       none tried\n").says("panicked 0, stopped at the limit 0");
    assert!(sandbox.path("out/crates/api-bees/src/lib.rs").is_file());
    assert!(sandbox.path("out/crates/api-pets-openapi/Cargo.toml").is_file());
}

#[test]
fn the_folder_itself_is_left_alone() {
    let sandbox = sandbox();
    let (files, before) = (sandbox.files("api"), sandbox.snapshot());
    conformance(&sandbox, &[]).succeeds();
    assert_eq!(sandbox.files("api"), files);
    let after = sandbox.snapshot();
    let out = sandbox.path("out");
    let others = after.iter().filter(|(path, _)| !path.starts_with(&out));
    let root = sandbox.path("");
    let others = others.filter(|(path, _)| **path != root);
    assert!(others.eq(before.iter()), "something was written outside of --out");
}

#[test]
fn json_is_a_record_a_line_and_the_totals() {
    let run = conformance(&sandbox(), &["--json"]).succeeds();
    let (records, totals) = records(&run);
    assert_eq!(records.len(), 4);
    assert_eq!(records[0]["id"], "bees");
    assert_eq!(records[0]["generation"]["outcome"], "done");
    assert_eq!(records[0]["generation"]["covered"], 2);
    assert!(records[0]["generation"]["cpu_seconds"].is_number());
    assert_eq!(records[1]["generation"]["outcome"], "errors");
    assert_eq!(records[1]["present"], Value::Null);
    assert_eq!(totals["descriptions"], 4);
    assert_eq!(totals["generated"], 2);
    assert_eq!(totals["operations_covered"], 5);
}

#[test]
fn results_are_kept_until_something_changes() {
    let sandbox = sandbox();
    let only = ["--only", "pets*api"];
    conformance(&sandbox, &only).succeeds().says("(3 of 3)");
    // Only a kept result says so.
    let result = "out/results/api-pets-openapi.json";
    let mark = || sandbox.edit(result, "\"covered\": 3", "\"covered\": 1");
    mark();
    conformance(&sandbox, &only).succeeds().says("(1 of 3)");
    conformance(&sandbox, &[&only[..], &["--fresh"]].concat()).succeeds().says("(3 of 3)");
    mark();
    sandbox.edit("api/pets/schemas.yaml", "A pet for sale.", "A pet.");
    conformance(&sandbox, &only).succeeds().says("(3 of 3)");
    mark();
    sandbox.write("runtime/src/lib.rs", "//! Another one.\n");
    conformance(&sandbox, &only).succeeds().says("(3 of 3)");
    sandbox.write(result, "{\"id\": \"half");
    conformance(&sandbox, &only).succeeds().says("(3 of 3)");
}

#[test]
fn a_manifest_names_the_descriptions() {
    let sandbox = sandbox();
    sandbox.write("api/manifest.tsv", "path\tid\tsource\npets/openapi.yaml\tThe Pets\there\n");
    let run = conformance(&sandbox, &["--json"]).succeeds();
    let (found, _) = records(&run);
    assert_eq!(found.len(), 1);
    assert_eq!((&found[0]["id"], &found[0]["present"]), (&"The Pets".into(), &3.into()));
    assert!(sandbox.path("out/crates/api-the-pets").is_dir());

    sandbox.write("api/manifest.tsv", "id\tpath\ngone\tgone.yaml\n");
    let run = conformance(&sandbox, &[]).fails().says("cannot read `api/gone.yaml`");
    has_row(&run, &["gone", "?", "untried", "0/?"]);
    sandbox.write("api/manifest.tsv", "name\tpath\n");
    conformance(&sandbox, &[])
        .fails()
        .remarks("no columns `id` and `path`\n  --> api/manifest.tsv:1\nhelp: ");
    sandbox.write("api/manifest.tsv", "id\tpath\npets\n");
    conformance(&sandbox, &[]).fails().remarks("too few columns\n  --> api/manifest.tsv:2");
}

#[test]
fn the_time_limit_holds_and_its_victims_are_tried_again() {
    let sandbox = sandbox();
    let only = ["--only", "bees"];
    let run = conformance(&sandbox, &[&only[..], &["--time-limit", "0"]].concat()).fails();
    has_row(&run, &["bees", "2.0", "TIMEOUT", "0/2", "-", "-", "-", "stopped", "after", "0", "s"]);
    conformance(&sandbox, &only).succeeds().says("(2 of 2)");
}

#[test]
fn what_cannot_be_searched_is_refused() {
    let sandbox = sandbox();
    let table: [(&[&str], &str); 4] = [
        (&["conformance", "api/bees.yml"], "`api/bees.yml` is a file, not a folder\nhelp: "),
        (&["conformance", "nowhere"], "cannot read `nowhere`: there is no such file\nhelp: "),
        (&["conformance", "runtime"], "`runtime` holds no description\nhelp: "),
        (
            &["conformance", "api", "--only", "wasps"],
            "no description is called `wasps`\nhelp: there are 4 of them, such as bees, broken",
        ),
    ];
    for (args, expected) in table {
        sandbox.run(args).fails().remarks(expected);
    }
    assert!(!sandbox.path("target").exists(), "something was written");
}

/// Compiling, with a program in cargo's place that has its own opinion of each client.
#[cfg(unix)]
mod compiling {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    use super::{has_row, sandbox};
    use crate::sandbox::{Run, Sandbox, run};

    const CARGO: &str = r#"#!/bin/sh
while [ "$1" != --manifest-path ]; do shift; done
echo "$2" >> cargo.log
message() {
    echo "{\"reason\":\"compiler-message\",\"manifest_path\":\"$1\",\"message\":{\"level\":\"$2\",\"message\":\"$3\",\"spans\":[{\"file_name\":\"src/lib.rs\",\"line_start\":7}]}}"
}
case "$2" in
    *bees*) message "$2" warning "unused bee" ;;
    *wasps*) message "$2" error "no such wasp"; exit 101 ;;
    *warm*) if [ -e no-runtime ]; then echo "error: no runtime" >&2; exit 101; fi ;;
esac
mkdir -p "$4"
"#;

    fn check(sandbox: &Sandbox, more: &[&str]) -> Run {
        let mut command = sandbox.command(&["conformance", "api", "--out", "out"]);
        command.args(more).env("CARGO", sandbox.path("cargo"));
        run(command)
    }

    fn equipped() -> Sandbox {
        let res = sandbox();
        res.write("cargo", CARGO);
        fs::set_permissions(res.path("cargo"), fs::Permissions::from_mode(0o755)).unwrap();
        res
    }

    #[test]
    fn warnings_and_errors_of_the_compiler_fail() {
        let sandbox = equipped();
        sandbox.write("api/wasps.yaml", super::SWAGGER);
        let run = check(&sandbox, &[]).fails();
        has_row(&run, &["pets/openapi", "3.1.0", "yes", "3/3", "yes"]);
        has_row(&run, &["bees", "2.0", "yes", "2/2", "1", "warning"]);
        has_row(&run, &["wasps", "2.0", "yes", "2/2", "1", "error"]);
        has_row(&run, &["broken", "?", "1", "error", "0/?", "-"]);
        let run = run.says("error: src/lib.rs:7: no such wasp").says("src/lib.rs:7: unused bee");
        run.says("compiled clean       33.3 % (1 of 3)\n")
            .remarks("error: 2 descriptions stopped the generator, or gave a client that does not")
            .remarks("out/logs`");
    }

    #[test]
    fn what_compiled_is_not_compiled_again() {
        let sandbox = equipped();
        let n_runs = || sandbox.read("cargo.log").lines().count();
        check(&sandbox, &["--only", "pets", "--jobs", "3"]).succeeds().says("100.0 % (1 of 1)");
        assert_eq!(n_runs(), 2, "the runtime and the client");
        check(&sandbox, &["--only", "pets"]).succeeds().says("compiled clean       100.0 %");
        assert_eq!(n_runs(), 2);
        check(&sandbox, &["--only", "broken", "--no-compile"]).succeeds();
        check(&sandbox, &["--only", "broken"]).succeeds();
        assert_eq!(n_runs(), 2, "there was nothing to compile");

        check(&sandbox, &["--only", "bees", "--no-compile"]).succeeds().says("none tried");
        check(&sandbox, &["--only", "bees"]).fails().says("unused bee");
    }

    #[test]
    fn a_runtime_that_does_not_compile_is_nobodys_result() {
        let sandbox = equipped();
        sandbox.write("no-runtime", "");
        check(&sandbox, &[])
            .fails()
            .remarks("error: the runtime does not compile: no runtime\nhelp: run `cargo check");
        assert!(sandbox.files("out/results").is_empty());
    }
}
