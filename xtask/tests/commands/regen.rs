//! `regen`: writes what differs, and only that.

use std::fs;

use crate::petstore;
use crate::sandbox::Sandbox;

#[test]
fn a_new_client_is_created_and_a_second_run_touches_nothing() {
    let sandbox = Sandbox::repository();
    let run = sandbox.run(&["regen"]).succeeds();
    let n_files = sandbox.files("generated/petstore").len();
    assert_eq!(
        run.out,
        format!("generated/petstore: {n_files} files, 0 updated, {n_files} created\n")
    );
    let before = sandbox.snapshot();
    let run = sandbox.run(&["regen"]).succeeds();
    assert_eq!(run.out, format!("generated/petstore: {n_files} files, 0 updated\n"));
    assert!(before == sandbox.snapshot(), "a file that was right was touched");
}

#[test]
fn only_files_that_differ_are_written_and_stale_ones_go() {
    let sandbox = Sandbox::generated();
    let clean = sandbox.files("generated/petstore");
    let right = sandbox.path("generated/petstore/Cargo.toml");
    let written = |path| fs::metadata(path).unwrap().modified().unwrap();
    let before = written(&right);
    sandbox.write("generated/petstore/src/lib.rs", "// by hand\n");
    sandbox.write("generated/petstore/src/deep/er/old.rs", "// by hand\n");
    sandbox.write("generated/petstore/.hidden", "");
    sandbox.run(&["regen"]).succeeds().says(" files, 1 updated, 2 removed\n");
    assert_eq!(sandbox.files("generated/petstore"), clean);
    assert!(!sandbox.path("generated/petstore/src/deep").exists(), "an empty folder is left");
    assert_eq!(before, written(&right), "a file that was right was touched");
    sandbox.run(&["check"]).succeeds();
}

#[test]
fn only_the_named_api_is_written() {
    let sandbox = Sandbox::repository();
    sandbox.add_api("shop", &petstore::CLIENT.replace("\"petstore\"", "\"pet-shop\""));
    let run = sandbox.run(&["regen", "shop"]).succeeds();
    assert!(run.out.starts_with("generated/pet-shop: "), "{run:#?}");
    assert_eq!(run.out.lines().count(), 1);
    assert!(!sandbox.path("generated/petstore").exists());
    // As the shell completes it.
    sandbox.run(&["regen", "spec/petstore/"]).succeeds().says("generated/petstore: ");
    sandbox.run(&["check"]).succeeds();
}

#[test]
fn the_client_of_a_removed_api_goes() {
    let sandbox = Sandbox::repository();
    sandbox.add_api("shop", &petstore::CLIENT.replace("\"petstore\"", "\"shop\""));
    sandbox.run(&["regen"]).succeeds();
    fs::remove_dir_all(sandbox.path("spec/shop")).unwrap();
    sandbox.run(&["check"]).fails().says("generated/shop: stale");
    sandbox.run(&["regen"]).succeeds().says("generated/shop: removed, ");
    assert!(!sandbox.path("generated/shop").exists());
    assert!(sandbox.path("generated/petstore").exists());
    sandbox.run(&["check"]).succeeds();
}

#[test]
fn a_folder_that_was_not_generated_is_never_removed() {
    let sandbox = Sandbox::generated();
    sandbox.write("api/openapi.yaml", petstore::ROOT);
    sandbox.write("api/schemas.yaml", petstore::SCHEMAS);
    let api = ["generate", "api/openapi.yaml", "--out", "generated/mine", "--name", "mine"];
    sandbox.run(&api).succeeds();
    let before = sandbox.snapshot();
    for command in ["regen", "check", "diff"] {
        sandbox
            .run(&[command])
            .fails()
            .remarks("`generated/mine` was not made by `cargo xtask regen`");
    }
    assert!(before == sandbox.snapshot());
}

#[test]
fn an_error_in_one_api_leaves_everything_as_it_was() {
    let sandbox = Sandbox::generated();
    sandbox.add_api("shop", &petstore::CLIENT.replace("\"petstore\"", "\"shop\""));
    sandbox.edit("spec/petstore/openapi.yaml", "listPets", "allPets");
    sandbox.edit("spec/shop/openapi.yaml", "  title: Petstore\n", "  title: [Petstore\n");
    sandbox.write("generated/petstore/src/old.rs", "");
    let before = sandbox.snapshot();
    sandbox.run(&["regen"]).fails().remarks("error: `spec/shop` has errors, nothing was written\n");
    assert!(before == sandbox.snapshot(), "something was written");
    sandbox.run(&["check"]).fails().remarks("error: `spec/shop` has errors, nothing was compared");
    // The other one can be had by name.
    sandbox.run(&["regen", "petstore"]).succeeds().says("1 removed");
}

#[test]
fn a_file_in_place_of_a_folder_and_the_other_way_round_are_replaced() {
    let sandbox = Sandbox::generated();
    fs::remove_dir_all(sandbox.path("generated/petstore/src")).unwrap();
    sandbox.write("generated/petstore/src", "by hand");
    fs::remove_file(sandbox.path("generated/petstore/Cargo.toml")).unwrap();
    sandbox.write("generated/petstore/Cargo.toml/by/hand", "");
    fs::create_dir_all(sandbox.path("generated/petstore/Cargo.toml/empty")).unwrap();
    sandbox.run(&["regen"]).succeeds();
    sandbox.run(&["check"]).succeeds();
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    use std::os::unix::fs::symlink;

    let sandbox = Sandbox::generated();
    let outside = Sandbox::empty();
    outside.write("precious.rs", "// precious\n");
    outside.write("src/lib.rs", "// precious\n");
    let before = outside.snapshot();
    symlink(outside.path(""), sandbox.path("generated/petstore/linked")).unwrap();
    fs::remove_dir_all(sandbox.path("generated/petstore/src")).unwrap();
    symlink(outside.path("src"), sandbox.path("generated/petstore/src")).unwrap();
    sandbox.run(&["regen"]).succeeds();
    assert!(before == outside.snapshot(), "a link was followed");
    sandbox.run(&["check"]).succeeds();

    fs::rename(sandbox.path("generated/petstore"), outside.path("petstore")).unwrap();
    symlink(outside.path("petstore"), sandbox.path("generated/petstore")).unwrap();
    outside.write("petstore/src/old.rs", "");
    let before = outside.snapshot();
    sandbox.run(&["regen"]).fails().remarks("generated/petstore` is not a folder");
    assert!(before == outside.snapshot(), "a link was followed");

    fs::remove_file(sandbox.path("generated/petstore")).unwrap();
    fs::remove_dir(sandbox.path("generated")).unwrap();
    symlink(outside.path(""), sandbox.path("generated")).unwrap();
    sandbox.run(&["regen"]).fails().remarks("`generated` is not a folder");
    assert!(before == outside.snapshot(), "a link was followed");
}

#[cfg(unix)]
#[test]
fn generated_files_have_the_mode_of_ordinary_ones() {
    use std::os::unix::fs::PermissionsExt;

    let sandbox = Sandbox::repository();
    let mode = |path: &str| fs::metadata(sandbox.path(path)).unwrap().permissions().mode();
    sandbox.run(&["regen"]).succeeds();
    sandbox.write("generated/petstore/src/lib.rs", "");
    sandbox.run(&["regen"]).succeeds();
    sandbox.write("plain/file", "");
    assert_eq!(mode("generated/petstore/Cargo.toml"), mode("plain/file"));
    assert_eq!(mode("generated/petstore/src/lib.rs"), mode("plain/file"));
    assert_eq!(mode("generated/petstore"), mode("plain"));
}

#[test]
fn no_temporary_files_are_left() {
    let sandbox = Sandbox::repository();
    sandbox.run(&["regen"]).succeeds();
    sandbox.write("generated/petstore/src/lib.rs", "");
    sandbox.run(&["regen"]).succeeds();
    let left: Vec<String> =
        sandbox.files("").into_iter().filter(|it| it.contains(".xtask")).collect();
    assert!(left.is_empty(), "{left:?}");
    let folders = fs::read_dir(sandbox.path("")).unwrap().count();
    assert_eq!(folders, 3, "only Cargo.toml, spec and generated");
}

#[test]
fn the_workspace_member_is_reminded_of() {
    let sandbox = Sandbox::repository();
    sandbox.write("Cargo.toml", "[workspace]\nmembers = [\"xtask\"]\n");
    sandbox.run(&["regen"]).succeeds().remarks("help: add \"generated/*\" to its `members`");
    sandbox.write("Cargo.toml", "[workspace]\nmembers = [\"generated/petstore\"]\n");
    assert_eq!(sandbox.run(&["regen"]).succeeds().err, "");
}
