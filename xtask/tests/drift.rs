//! The checked-in clients equal a fresh run.

use std::path::Path;
use std::process::Command;

#[test]
fn the_generated_clients_are_up_to_date() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let output =
        Command::new(env!("CARGO_BIN_EXE_xtask")).arg("check").current_dir(root).output().unwrap();
    // What it says names the files, the lines and the command to run.
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "\n{out}{err}");
}
