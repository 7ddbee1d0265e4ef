//! Where a stand-alone crate goes: whether its folder may be written.

use std::fs;
use std::path::{Component, Path, PathBuf};

use openapi_codegen::Tree;

use crate::disk::{Disk, Kind};
use crate::failure::Failure;
use crate::header;
use crate::staging;

/// Looks at the folder of `--out`, which must be absent, empty, or hold an earlier run.
///
/// # Errors
///
/// It is a file, or holds anything else.
pub fn inspect(out: &Path) -> Result<Disk, Failure> {
    let shown = out.display();
    if out.is_symlink() && !out.exists() {
        return Err(Failure::new(format!("`{shown}` is a link that leads nowhere"))
            .help("remove it, or choose another folder with --out"));
    }
    if out.is_file() {
        return Err(Failure::new(format!("`{shown}` is a file, not a folder"))
            .help("choose another folder with --out"));
    }
    // What `cargo build` and version control put there is nobody's business here.
    let disk = Disk::scan(&real(out)?, |name| !matches!(name, "target" | ".git" | staging::NAME))?;
    let is_empty = match fs::read_dir(disk.dir()) {
        Ok(entries) => entries.flatten().all(|it| it.file_name() == staging::NAME),
        Err(_) => true,
    };
    if is_empty {
        return Ok(disk);
    }
    let command = match disk.get("Cargo.toml") {
        Some(Kind::File) => header::command_of(&disk.text("Cargo.toml")?).map(str::to_owned),
        _ => None,
    };
    match command.as_deref() {
        Some(header::GENERATE) => Ok(disk),
        Some(other) => Err(Failure::new(format!("`{shown}` belongs to `{other}`"))
            .help("choose a new or an empty folder with --out")),
        None => Err(Failure::new(format!("`{shown}` holds files that were not generated"))
            .help("choose a new or an empty folder with --out")),
    }
}

/// Makes sure that no file made by hand has the path of a generated one.
///
/// # Errors
///
/// Something does.
pub fn check_free(out: &Path, tree: &Tree, disk: &Disk) -> Result<(), Failure> {
    for (path, kind) in disk.entries() {
        let Some(new) = tree.get(path).filter(|_| kind == Kind::File) else { continue };
        if header::command_of(new).is_some() && header::command_of(&disk.text(path)?).is_none() {
            let shown = out.join(path);
            return Err(Failure::new(format!(
                "`{}` was not generated, and would be overwritten",
                shown.display()
            ))
            .help("move it away, or choose another folder with --out"));
        }
    }
    Ok(())
}

/// The folder without links in its path; the end of it may not exist yet.
pub(crate) fn real(folder: &Path) -> Result<PathBuf, Failure> {
    let unreadable = |error| Failure::reading(folder, &error);
    let absolute = std::path::absolute(folder).map_err(unreadable)?;
    let mut missing = Vec::new();
    for ancestor in absolute.ancestors() {
        if ancestor.symlink_metadata().is_ok() {
            let mut res = ancestor.canonicalize().map_err(unreadable)?;
            for name in missing.into_iter().rev() {
                match name {
                    Component::ParentDir => drop(res.pop()),
                    name => res.push(name),
                }
            }
            return Ok(res);
        }
        missing.extend(ancestor.components().next_back());
    }
    Ok(absolute)
}
