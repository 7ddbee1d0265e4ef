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

/// A description that refers to one file beside it.
fn referring(sandbox: &Sandbox, file: &str) {
    let text = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths:\n  /a: {$ref: 'FILE'}\n";
    sandbox.write("spec/api.yaml", &text.replace("FILE", file));
}

#[cfg(unix)]
#[test]
fn a_link_does_not_lead_out_of_the_folder() {
    let sandbox = Sandbox::empty();
    sandbox
        .write("secret.yaml", "get: {operationId: secret, responses: {'204': {description: x}}}\n");
    referring(&sandbox, "linked/secret.yaml");
    std::os::unix::fs::symlink(sandbox.path(""), sandbox.path("spec/linked")).unwrap();
    let run = sandbox.run(&["lint", "spec/api.yaml"]);
    run.says("a symbolic link leads out of the description's folder; --allow-outside follows it");
    sandbox.run(&["lint", "--allow-outside", "spec/api.yaml"]).succeeds();
    // A link to a file of the same folder is one of its files.
    sandbox.write(
        "spec/real.yaml",
        "get: {operationId: real, responses: {'204': {description: x}}}\n",
    );
    referring(&sandbox, "link.yaml");
    std::os::unix::fs::symlink("real.yaml", sandbox.path("spec/link.yaml")).unwrap();
    sandbox.run(&["lint", "spec/api.yaml"]).succeeds();
}

#[cfg(unix)]
#[test]
fn only_regular_files_are_read() {
    let sandbox = Sandbox::empty();
    let made = std::process::Command::new("mkfifo").arg(sandbox.path("pipe.yaml")).status();
    assert!(made.unwrap().success());
    let run = sandbox.run(&["lint", "pipe.yaml"]);
    assert!(run.err.contains("it is a pipe, a socket or a device"), "{run:?}");
    referring(&sandbox, "pipe.yaml");
    std::fs::rename(sandbox.path("pipe.yaml"), sandbox.path("spec/pipe.yaml")).unwrap();
    let run = sandbox.run(&["lint", "spec/api.yaml"]);
    run.says("it is a pipe, a socket or a device, not a file");
    referring(&sandbox, "zero.yaml");
    std::os::unix::fs::symlink("/dev/zero", sandbox.path("spec/zero.yaml")).unwrap();
    let run = sandbox.run(&["lint", "--allow-outside", "spec/api.yaml"]);
    run.says("it is a pipe, a socket or a device, not a file");
    std::fs::create_dir(sandbox.path("spec/folder.yaml")).unwrap();
    referring(&sandbox, "folder.yaml");
    sandbox.run(&["lint", "spec/api.yaml"]).says("it is a folder, not a file");
}

#[test]
fn a_file_has_a_size_that_a_description_can_have() {
    let sandbox = Sandbox::empty();
    referring(&sandbox, "large.yaml");
    let file = std::fs::File::create(sandbox.path("spec/large.yaml")).unwrap();
    file.set_len((64 << 20) + 1).unwrap();
    sandbox.run(&["lint", "spec/api.yaml"]).says("it is larger than 64 MiB");
}

#[test]
fn commands_for_the_terminal_are_not_printed() {
    let sandbox = Sandbox::empty();
    let path = "/a\\e]0;title\\a\\e[2J\\u009b/{b}";
    let text = format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:\n  \"{path}\": {{get: {{operationId: \"\\e[31m\"}}}}\n"
    );
    sandbox.write("api.yaml", &text);
    let run = sandbox.run(&["lint", "api.yaml"]);
    let printed = format!("{}{}", run.out, run.err);
    assert!(printed.contains("\u{241b}]0;title"), "{printed}");
    assert!(!printed.contains(|it: char| it.is_control() && it != '\n'), "{printed:?}");
}
