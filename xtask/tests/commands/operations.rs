//! `operations`: the table, and a reader who stops reading.

use std::io::Read;
use std::process::Stdio;

use crate::petstore;
use crate::sandbox::Sandbox;

#[test]
fn one_line_an_operation_in_aligned_columns() {
    let sandbox = Sandbox::repository();
    let run = sandbox.run(&["operations", "petstore"]).succeeds();
    let lines: Vec<&str> = run.out.lines().collect();
    assert_eq!(lines.len(), 3, "{run:#?}");
    assert!(lines[0].starts_with("GET     /pets          listPets   client."), "{run:#?}");
    assert!(lines[1].starts_with("GET     /pets/{petId}  getPet     client."), "{run:#?}");
    assert!(lines[2].starts_with("DELETE  /pets/{petId}  deletePet  client."), "{run:#?}");
    // There is only this one, so it needs no name and no heading.
    assert_eq!(sandbox.run(&["operations"]).succeeds().out, run.out);
}

#[test]
fn several_apis_have_headings() {
    let sandbox = Sandbox::repository();
    sandbox.add_api("shop", &petstore::CLIENT.replace("\"petstore\"", "\"shop\""));
    let run = sandbox.run(&["operations"]).succeeds();
    assert!(run.out.starts_with("petstore: 3 operations\nGET "), "{run:#?}");
    assert!(run.out.contains("\n\nshop: 3 operations\nGET "), "{run:#?}");
    assert_eq!(sandbox.run(&["operations", "shop"]).succeeds().out.lines().count(), 3);
}

#[test]
fn a_fault_in_one_api_does_not_hide_the_others() {
    let sandbox = Sandbox::repository();
    sandbox.add_api("broken", "root = 7\n");
    let run = sandbox.run(&["operations"]).remarks("spec/broken/client.toml:1:8").says("listPets");
    assert_eq!(run.code, 1);
}

#[test]
fn a_closed_pipe_is_no_accident() {
    let sandbox = Sandbox::repository();
    let mut root = petstore::ROOT.to_owned();
    for i in 0..2000 {
        root += &format!(
            "  /pets/by-number/{i}:\n    delete:\n      tags: [pets]\n      operationId: deletePet{i}\n      responses: {{\"204\": {{description: Gone.}}}}\n"
        );
    }
    sandbox.write("spec/petstore/openapi.yaml", &root);
    let mut command = sandbox.command(&["operations"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // Gone before the first word.
    drop(child.stdout.take());
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert_eq!(err, "");
    assert!(child.wait().unwrap().success());
}
