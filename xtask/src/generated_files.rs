//! The list of the files that a run generated, kept beside them: what a later run may remove.

use std::collections::BTreeSet;

use openapi_codegen::Tree;

use crate::disk::{Disk, Kind};
use crate::failure::Failure;
use crate::header;

/// The list's own file.
pub const NAME: &str = "generated-files.txt";

/// Adds the list of its files to a tree, under the header that its Cargo.toml has.
pub fn add(tree: &mut Tree) {
    let paths = tree.files().map(|(path, _)| path).chain([NAME]);
    let list = text(tree, paths.collect());
    tree.insert(NAME, list);
}

/// The list while files are being replaced: those that were there and those that will be.
pub fn both(tree: &Tree, old: &BTreeSet<String>) -> String {
    text(tree, tree.files().map(|(path, _)| path).chain(old.iter().map(String::as_str)).collect())
}

fn text(tree: &Tree, paths: BTreeSet<&str>) -> String {
    let header = tree.get("Cargo.toml").and_then(|it| it.lines().next());
    let header = header.filter(|it| header::command_of(it).is_some());
    let mut res = header.map(|it| format!("{it}\n")).unwrap_or_default();
    res += "# The files that it generated; a later run removes those of them that it no longer generates, and no others.\n";
    for path in paths {
        res += path;
        res.push('\n');
    }
    res
}

/// The files of a folder that its list names. A line that is no such file, as a merge may leave, says nothing.
///
/// # Errors
///
/// The list cannot be read.
pub fn of(disk: &Disk) -> Result<BTreeSet<String>, Failure> {
    if disk.get(NAME) != Some(Kind::File) {
        return Ok(BTreeSet::new());
    }
    let list = disk.text(NAME)?;
    Ok(list.lines().filter(|it| disk.get(it) == Some(Kind::File)).map(str::to_owned).collect())
}

/// Whether a file of a folder was generated and not replaced since: it is listed, and its first line still says so.
///
/// # Errors
///
/// The file cannot be read.
pub fn is_removable(disk: &Disk, listed: &BTreeSet<String>, path: &str) -> Result<bool, Failure> {
    if disk.get(path) != Some(Kind::File) || !listed.contains(path) {
        return Ok(false);
    }
    let path = disk.dir().join(path);
    let command =
        header::command_of_file(&path).map_err(|error| Failure::reading(&path, &error))?;
    Ok(command.is_some())
}
