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
fn only_files_that_differ_are_written_and_what_was_not_generated_stays() {
    let sandbox = Sandbox::generated();
    let clean = sandbox.files("generated/petstore");
    let right = sandbox.path("generated/petstore/Cargo.toml");
    let written = |path| fs::metadata(path).unwrap().modified().unwrap();
    let before = written(&right);
    sandbox.write("generated/petstore/src/lib.rs", "// by hand\n");
    sandbox.write(
        "generated/petstore/src/deep/er/mine.rs",
        &sandbox.read("generated/petstore/calls.rs"),
    );
    sandbox.write("generated/petstore/.hidden", "");
    sandbox
        .run(&["regen"])
        .succeeds()
        .says(" files, 1 updated\n")
        .remarks(
            "warning: `generated/petstore/.hidden` was not generated and is left alone\nhelp: ",
        )
        .remarks("warning: `generated/petstore/src/deep/er/mine.rs` was not generated");
    assert_eq!(before, written(&right), "a file that was right was touched");
    fs::remove_file(sandbox.path("generated/petstore/.hidden")).unwrap();
    fs::remove_dir_all(sandbox.path("generated/petstore/src/deep")).unwrap();
    assert_eq!(sandbox.files("generated/petstore"), clean);
    sandbox.run(&["check"]).succeeds();
}

#[test]
fn files_that_are_no_longer_generated_go() {
    let sandbox = Sandbox::generated();
    let before = sandbox.files("generated/petstore");
    sandbox.rename_tag("spec/petstore/openapi.yaml");
    // Replaced by hand since: it is no longer what a run wrote.
    sandbox.write("generated/petstore/src/types/pets.rs", "// mine\n");
    sandbox
        .run(&["regen"])
        .succeeds()
        .says("1 removed\n")
        .remarks("`generated/petstore/src/types/pets.rs` was not generated");
    assert!(!sandbox.path("generated/petstore/src/api/pets.rs").exists());
    assert_eq!(sandbox.read("generated/petstore/src/types/pets.rs"), "// mine\n");
    fs::remove_file(sandbox.path("generated/petstore/src/types/pets.rs")).unwrap();
    sandbox.edit("spec/petstore/openapi.yaml", "animals", "pets");
    sandbox.run(&["regen"]).succeeds();
    assert_eq!(sandbox.files("generated/petstore"), before);
}

#[test]
fn a_list_of_files_with_the_marks_of_a_merge_is_still_read() {
    let sandbox = Sandbox::generated();
    let path = "generated/petstore/generated-files.txt";
    let ours = sandbox.read(path);
    sandbox.rename_tag("spec/petstore/openapi.yaml");
    sandbox.write(
        path,
        &format!("<<<<<<< ours\n{ours}=======\n../../Cargo.toml\n/etc/hostname\n>>>>>>> theirs\n"),
    );
    sandbox.run(&["regen"]).succeeds().says(" removed\n");
    assert!(!sandbox.path("generated/petstore/src/api/pets.rs").exists());
    assert!(sandbox.path("Cargo.toml").exists());
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
fn what_was_not_generated_stays_when_a_client_goes() {
    let sandbox = Sandbox::repository();
    sandbox.add_api("shop", &petstore::CLIENT.replace("\"petstore\"", "\"shop\""));
    sandbox.run(&["regen"]).succeeds();
    sandbox.write("generated/shop/notes.md", "mine");
    fs::remove_dir_all(sandbox.path("spec/shop")).unwrap();
    let before = sandbox.snapshot();
    sandbox
        .run(&["regen"])
        .succeeds()
        .says("generated/shop: left as it is, `spec/` has nothing for it but it holds what was not")
        .remarks("warning: `generated/shop/notes.md` was not generated");
    assert!(before == sandbox.snapshot());
    sandbox.run(&["check"]).fails().says("generated/shop/notes.md: foreign, was not generated\n");
    fs::remove_file(sandbox.path("generated/shop/notes.md")).unwrap();
    sandbox.run(&["regen"]).succeeds().says("generated/shop: removed");
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
    fs::remove_file(sandbox.path("generated/petstore/calls.rs")).unwrap();
    let before = sandbox.snapshot();
    sandbox.run(&["regen"]).fails().remarks("error: `spec/shop` has errors, nothing was written\n");
    assert!(before == sandbox.snapshot(), "something was written");
    sandbox.run(&["check"]).fails().remarks("error: `spec/shop` has errors, nothing was compared");
    // The other one can be had by name.
    sandbox.run(&["regen", "petstore"]).succeeds().says("1 created");
}

#[test]
fn what_was_not_generated_is_never_removed_to_make_way() {
    let sandbox = Sandbox::generated();
    let cargo = "generated/petstore/Cargo.toml";
    fs::remove_file(sandbox.path(cargo)).unwrap();
    sandbox.write("generated/petstore/Cargo.toml/by/hand", "");
    sandbox.run(&["regen"]).fails().remarks("by/hand` was not generated, and is where");
    fs::remove_dir_all(sandbox.path(cargo)).unwrap();
    // An empty folder is nobody's.
    fs::create_dir_all(sandbox.path(cargo)).unwrap();
    fs::remove_dir_all(sandbox.path("generated/petstore/src")).unwrap();
    sandbox.write("generated/petstore/src", "by hand");
    sandbox.run(&["regen"]).fails().remarks("src` was not generated, and is where");
    fs::remove_file(sandbox.path("generated/petstore/src")).unwrap();
    sandbox.run(&["regen"]).succeeds();
    sandbox.run(&["check"]).succeeds();
}

#[test]
fn a_generated_file_makes_way_for_a_folder() {
    let sandbox = Sandbox::generated();
    let (file, folder) = ("src/api.rs/old.rs", "src/api/pets.rs");
    let list = "generated/petstore/generated-files.txt";
    // As if an earlier run had put a file where there is a folder now, and the other way round.
    fs::rename(sandbox.path("generated/petstore/src/api.rs"), sandbox.path("api.rs")).unwrap();
    sandbox.write(&format!("generated/petstore/{file}"), &sandbox.read("api.rs"));
    fs::remove_dir_all(sandbox.path("generated/petstore/src/api")).unwrap();
    sandbox.write("generated/petstore/src/api", &sandbox.read("api.rs"));
    let text = sandbox.read(list).replace("src/api.rs\n", &format!("{file}\nsrc/api\n"));
    sandbox.write(list, &text.replace(&format!("{folder}\n"), ""));
    fs::remove_file(sandbox.path("api.rs")).unwrap();
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
    sandbox
        .run(&["regen"])
        .fails()
        .remarks("generated/petstore/src` was not generated, and is where");
    assert!(before == outside.snapshot(), "a link was followed");
    fs::remove_file(sandbox.path("generated/petstore/src")).unwrap();
    sandbox.run(&["regen"]).succeeds().remarks("`generated/petstore/linked` was not generated");
    assert!(before == outside.snapshot(), "a link was followed");
    fs::remove_file(sandbox.path("generated/petstore/linked")).unwrap();
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
fn what_a_killed_run_left_goes_with_the_next() {
    let sandbox = Sandbox::generated();
    let staging = ".xtask-staging";
    sandbox.write(&format!("{staging}/.tmpabc"), "half");
    sandbox.write(&format!("{staging}/.tmpdef/new/src/lib.rs"), "half");
    sandbox.write(&format!("{staging}/lock"), "");
    sandbox.run(&["check"]).succeeds();
    sandbox.write("generated/petstore/src/lib.rs", "");
    sandbox.run(&["regen"]).succeeds();
    assert!(!sandbox.path(staging).exists());
    sandbox.run(&["check"]).succeeds();
}

#[test]
fn a_run_waits_for_another() {
    use std::fs::File;
    use std::io::{BufRead, BufReader, Read};
    use std::process::Stdio;

    use fs4::FileExt;

    let sandbox = Sandbox::generated();
    let staging = sandbox.path(".xtask-staging");
    fs::create_dir(&staging).unwrap();
    let lock = File::create(staging.join("lock")).unwrap();
    FileExt::lock(&lock).unwrap();
    sandbox.write("generated/petstore/src/lib.rs", "");
    let mut command = sandbox.command(&["regen"]);
    let mut run = command.stderr(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    let mut remarks = BufReader::new(run.stderr.take().unwrap());
    remarks.read_line(&mut line).unwrap();
    assert!(line.starts_with("note: waiting for another run that writes to `"), "{line}");
    // What the other run does before it ends.
    let other = Sandbox::generated();
    sandbox.write("generated/petstore/src/lib.rs", &other.read("generated/petstore/src/lib.rs"));
    fs::remove_dir_all(&staging).unwrap();
    drop(lock);
    assert!(run.wait().unwrap().success());
    let mut rest = String::new();
    remarks.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "");
    sandbox.run(&["check"]).succeeds();
    assert!(!staging.exists());
}

#[test]
fn many_runs_at_once_all_succeed() {
    use std::process::Stdio;

    let sandbox = Sandbox::repository();
    for tag in ["[pets]", "[animals]"] {
        let spec = sandbox.read("spec/petstore/openapi.yaml").replace("tags: [pets]", "tags: TAG");
        sandbox.write(
            "spec/petstore/openapi.yaml",
            &spec.replace("tags: TAG", &format!("tags: {tag}")),
        );
        let runs: Vec<_> = (0..6)
            .map(|_| {
                let mut command = sandbox.command(&["regen"]);
                command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
            })
            .collect();
        for run in runs {
            let output = run.wait_with_output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        }
        sandbox.run(&["check"]).succeeds();
    }
    assert_eq!(fs::read_dir(sandbox.path("")).unwrap().count(), 3, "Cargo.toml, spec, generated");
}

#[test]
fn the_workspace_member_is_reminded_of() {
    let sandbox = Sandbox::repository();
    sandbox.write("Cargo.toml", "[workspace]\nmembers = [\"xtask\"]\n");
    sandbox.run(&["regen"]).succeeds().remarks("help: add \"generated/*\" to its `members`");
    sandbox.write("Cargo.toml", "[workspace]\nmembers = [\"generated/petstore\"]\n");
    assert_eq!(sandbox.run(&["regen"]).succeeds().err, "");
}
