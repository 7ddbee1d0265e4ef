//! Each mistake gets a sentence that says what to do.

use std::fs;

use crate::petstore;
use crate::sandbox::{Sandbox, run};

#[test]
fn an_unknown_api_lists_those_that_exist() {
    let sandbox = Sandbox::generated();
    sandbox.add_api("shop", &petstore::CLIENT.replace("\"petstore\"", "\"shop\""));
    for command in ["regen", "check", "diff", "operations"] {
        let run = sandbox.run(&[command, "petstroe"]).fails();
        assert_eq!(
            run.err,
            "error: `spec/` has no API `petstroe`\nhelp: these exist: petstore, shop\n"
        );
    }
}

#[test]
fn outside_a_repository_there_is_nothing_to_do() {
    for command in ["regen", "check", "diff", "operations"] {
        Sandbox::empty()
            .run(&[command])
            .fails()
            .remarks("is not in the repository\nhelp: run the command in the folder with");
    }
}

#[test]
fn the_repository_is_found_from_below_and_from_cargo_run() {
    let sandbox = Sandbox::generated();
    let mut command = sandbox.command(&["check"]);
    command.current_dir(sandbox.path("spec/petstore"));
    run(command).succeeds();

    fs::create_dir(sandbox.path("xtask")).unwrap();
    let elsewhere = Sandbox::empty();
    let mut command = elsewhere.command(&["check"]);
    command.env("CARGO_MANIFEST_DIR", sandbox.path("xtask"));
    run(command).succeeds().says("generated/petstore: up to date");
}

#[test]
fn spec_without_an_api_says_so() {
    let sandbox = Sandbox::generated();
    fs::remove_dir_all(sandbox.path("spec/petstore")).unwrap();
    sandbox.write("spec/README.md", "");
    sandbox.run(&["regen"]).fails().remarks("`spec/` holds no API\nhelp: make a folder");
    assert!(sandbox.path("generated/petstore").exists());
}

#[test]
fn a_folder_without_client_toml_says_what_to_write() {
    let sandbox = Sandbox::repository();
    fs::remove_file(sandbox.path("spec/petstore/client.toml")).unwrap();
    sandbox
        .run(&["regen"])
        .fails()
        .remarks("error: `spec/petstore` has no `client.toml`\nhelp: write one: `root = ")
        .remarks("error: `spec/petstore` has errors, nothing was written");
}

#[test]
fn a_fault_in_client_toml_has_a_place() {
    let table = [
        ("version = \"0.1.0\"", "verison = \"0.1.0\"", "5:1", "unknown field `verison`"),
        ("name = \"petstore\"", "name = petstore", "4:8", ""),
        ("name = \"petstore\"", "name = 7", "4:8", "invalid type: integer `7`, expected a string"),
        ("name = \"petstore\"", "name = \"../x\"", "4:8", "`../x` cannot be the name of a package"),
    ];
    for (old, new, place, message) in table {
        let sandbox = Sandbox::repository();
        sandbox.edit("spec/petstore/client.toml", old, new);
        let run = sandbox
            .run(&["regen"])
            .fails()
            .remarks(message)
            .remarks(&format!("\n  --> spec/petstore/client.toml:{place}\n"))
            .remarks(&format!(" | {new}\n"));
        assert!(!sandbox.path("generated").exists(), "{run:#?}");
    }
}

#[test]
fn client_toml_that_cannot_be_read_says_why() {
    let sandbox = Sandbox::repository();
    let path = sandbox.path("spec/petstore/client.toml");
    fs::write(&path, b"root = \"openapi.yaml\"\n# \xff\n").unwrap();
    sandbox.run(&["check"]).fails().remarks("not UTF-8\n  --> spec/petstore/client.toml:2\n");
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    sandbox.run(&["check"]).fails().remarks("`spec/petstore/client.toml`: it is a folder");
}

#[test]
fn a_description_that_cannot_be_read_says_which_and_why() {
    let sandbox = Sandbox::repository();
    fs::remove_file(sandbox.path("spec/petstore/openapi.yaml")).unwrap();
    sandbox
        .run(&["regen"])
        .fails()
        .remarks("spec/petstore/openapi.yaml")
        .remarks("there is no such file")
        .remarks("`spec/petstore` has errors, nothing was written");
    assert!(!sandbox.path("generated").exists());
}

#[test]
fn a_ref_to_a_file_that_is_not_there_is_an_error() {
    let sandbox = Sandbox::generated();
    fs::remove_file(sandbox.path("spec/petstore/schemas.yaml")).unwrap();
    let before = sandbox.snapshot();
    sandbox.run(&["regen"]).fails().remarks("schemas.yaml").remarks("there is no such file");
    assert!(before == sandbox.snapshot());
}

#[test]
fn broken_yaml_has_file_line_and_column() {
    let sandbox = Sandbox::repository();
    sandbox.edit("spec/petstore/openapi.yaml", "  title: Petstore\n", "  title: [Petstore\n");
    let run = sandbox.run(&["check"]).fails();
    let places = run.err.split("spec/petstore/openapi.yaml:").skip(1);
    let mut numbers = places.map(|it| {
        it.split(|it: char| !it.is_ascii_digit() && it != ':').next().unwrap_or_default()
    });
    let has_line_and_column = numbers.any(|it| {
        it.split_once(':').is_some_and(|(line, column)| !line.is_empty() && !column.is_empty())
    });
    assert!(has_line_and_column, "{}", run.err);
}

#[test]
fn two_apis_of_one_package_are_refused() {
    let sandbox = Sandbox::generated();
    sandbox.add_api("shop", petstore::CLIENT);
    for args in [&["regen"][..], &["regen", "shop"]] {
        sandbox
            .run(args)
            .fails()
            .remarks("`spec/petstore` and `spec/shop` are both the package `petstore`");
    }
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_leaves_everything_as_it_was() {
    use std::os::unix::fs::PermissionsExt;

    let sandbox = Sandbox::generated();
    sandbox.write("generated/petstore/src/lib.rs", "");
    let folder = sandbox.path("generated/petstore");
    fs::set_permissions(&folder, PermissionsExt::from_mode(0o555)).unwrap();
    // Root may write everywhere: then there is nothing to see here.
    let is_root = fs::write(folder.join("probe"), "").is_ok();
    if !is_root {
        let before = sandbox.snapshot();
        sandbox.run(&["regen"]).fails().remarks("permission denied\nhelp: let yourself write");
        assert!(before == sandbox.snapshot());
    }
    fs::set_permissions(&folder, PermissionsExt::from_mode(0o755)).unwrap();
}

#[test]
fn a_setting_for_what_is_not_there_has_a_place() {
    let sandbox = Sandbox::repository();
    let settings = format!("{}\n[methods]\nlistHorses = \"all\"\n", petstore::CLIENT.trim_end());
    let line = settings.lines().count();
    sandbox.write("spec/petstore/client.toml", &settings);
    sandbox
        .run(&["regen"])
        .fails()
        .remarks("error: the description has no operation `listHorses`")
        .remarks(&format!("--> spec/petstore/client.toml:{line}:1\n"))
        .remarks("| listHorses = \"all\"\n");
}
