//! `lint`: diagnostics and a verdict, nothing else.

use crate::petstore;
use crate::sandbox::Sandbox;

/// A sound description, one with a warning, one with an error.
fn sandbox() -> Sandbox {
    let res = Sandbox::empty();
    res.write("schemas.yaml", petstore::SCHEMAS);
    res.write("good.yaml", petstore::ROOT);
    res.write("bad.yaml", &petstore::ROOT.replace("  title: Petstore\n", "  title: [Petstore\n"));
    res
}

#[test]
fn a_sound_description_passes() {
    let sandbox = sandbox();
    let before = sandbox.snapshot();
    let run = sandbox.run(&["lint", "good.yaml"]).succeeds();
    assert_eq!(run.out, "");
    assert_eq!(run.err, "good.yaml: no errors, 0 warnings\n");
    let run = sandbox.run(&["lint", "./good.yaml", "--diagnostics", "json"]).succeeds();
    assert_eq!((run.out.as_str(), run.err.as_str()), ("", ""));
    assert!(before == sandbox.snapshot(), "`lint` wrote");
}

#[test]
fn an_error_fails() {
    sandbox()
        .run(&["lint", "bad.yaml"])
        .fails()
        .says("bad.yaml:")
        .remarks("error: `bad.yaml` has 1 error\n");
}

#[test]
fn a_warning_fails_when_denied() {
    let sandbox = sandbox();
    let empty = "format: int64\n            enum: []\n";
    sandbox.write("odd.yaml", &petstore::ROOT.replacen("format: int64\n", empty, 1));
    sandbox.run(&["lint", "odd.yaml"]).succeeds().says("warning").remarks("no errors, 1 warning\n");
    let denied = "`odd.yaml` has 1 warning, denied by --deny-warnings";
    sandbox.run(&["lint", "odd.yaml", "--deny-warnings"]).fails().says("warning").remarks(denied);
    let generate = ["generate", "odd.yaml", "--out", "client", "--name", "client"];
    let strictly = [&generate[..], &["--deny-warnings"]].concat();
    sandbox.run(&strictly).fails().remarks(&format!("{denied}, nothing was written"));
    assert!(!sandbox.path("client").exists());
    sandbox.run(&generate).succeeds();
}

#[test]
fn what_was_assumed_is_told_and_does_not_fail() {
    let sandbox = sandbox();
    // 2.0 has `nullable` only as `x-nullable`.
    let text = "swagger: '2.0'\ninfo: {title: Bees, version: '1'}\npaths:\n  /hive:\n    get:\n      responses: {200: {description: It., schema: {type: string, nullable: true}}}\n";
    sandbox.write("assumed.yaml", text);
    let run = sandbox.run(&["lint", "assumed.yaml", "--deny-warnings"]).succeeds();
    let run = run.says("note: ").says("assumed.yaml:6:");
    run.remarks("assumed.yaml: no errors, 0 warnings, 2 notes\n");
    let run = sandbox.run(&["lint", "assumed.yaml", "--diagnostics", "json"]).succeeds();
    run.says("\"severity\":\"note\"");
    let generate = ["generate", "assumed.yaml", "--out", "client", "--name", "client"];
    let run = sandbox.run(&generate).succeeds();
    assert!(!run.err.contains("assumed.yaml:"), "{run:#?}");
}

#[test]
fn a_fault_of_a_part_is_an_error_only_where_asked_for() {
    let sandbox = sandbox();
    sandbox.write("dangling.yaml", &petstore::ROOT.replace("#/Pet", "#/Cat"));
    let run = sandbox.run(&["lint", "dangling.yaml"]).succeeds();
    run.says("warning: ").remarks("dangling.yaml: no errors, ");
    sandbox.run(&["lint", "dangling.yaml", "--strict"]).fails().says("error: ");
    let generate = ["generate", "dangling.yaml", "--out", "client", "--name", "client"];
    sandbox.run(&[&generate[..], &["--strict"]].concat()).fails().remarks("nothing was written");
    sandbox.run(&generate).succeeds().remarks("warning: ");
}

#[test]
fn json_is_an_object_a_line() {
    let run = sandbox().run(&["lint", "bad.yaml", "--diagnostics", "json"]).fails();
    assert!(!run.out.is_empty());
    for line in run.out.lines() {
        assert!(line.starts_with('{') && line.ends_with('}'), "{line}");
    }
}

#[test]
fn a_folder_and_a_missing_file_are_told_apart() {
    let sandbox = Sandbox::repository();
    sandbox
        .run(&["lint", "spec/petstore"])
        .fails()
        .remarks("`spec/petstore` is a folder, not a description")
        .remarks("name the description's root file, `spec/petstore/openapi.yaml`");
    sandbox
        .run(&["lint", "nowhere.yaml"])
        .fails()
        .remarks("cannot read `nowhere.yaml`: there is no such file\nhelp: check the path");
}

#[test]
fn a_file_outside_the_folder_needs_leave() {
    let sandbox = Sandbox::empty();
    sandbox.write("shared/schemas.yaml", petstore::SCHEMAS);
    let root = petstore::ROOT.replace("schemas.yaml", "../shared/schemas.yaml");
    sandbox.write("api/openapi.yaml", &root);
    let run = sandbox.run(&["lint", "api/openapi.yaml"]).succeeds();
    run.says("warning: `shared/schemas.yaml` is outside of the description's folder");
    sandbox.run(&["lint", "api/openapi.yaml", "--strict"]).fails().says("error: ");
    let run = sandbox.run(&["lint", "api/openapi.yaml", "--strict", "--allow-outside"]);
    assert_eq!(run.succeeds().out, "");
}
