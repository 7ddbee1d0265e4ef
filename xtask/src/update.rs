//! Puts a tree in place: prepared whole in the staging folder, then renamed.
//!
//! [`prepare`] writes temporary files only, so an error there leaves everything as it was;
//! [`Prepared::finish`] renames and removes.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use openapi_codegen::Tree;
use tempfile::{Builder, NamedTempFile};

use crate::disk::{self, Disk, Kind};
use crate::drift::Drift;
use crate::failure::Failure;
use crate::generated_files;
use crate::staging::Staging;

/// An update of a folder that only has to be put in place. What is prepared goes with the staging folder.
#[derive(Debug)]
pub struct Prepared(Step);

#[derive(Debug)]
enum Step {
    /// A folder that does not exist yet, complete, under another name.
    NewFolder { prepared: PathBuf, target: PathBuf },
    /// Files of a folder that exists.
    Files {
        dir: PathBuf,
        /// What is generated no longer lies where a file or a folder must be.
        obstacles: Vec<PathBuf>,
        /// The list of the files that are generated now or were before. It stands until all else is done.
        list: Option<NamedTempFile>,
        files: Vec<(NamedTempFile, PathBuf)>,
        stale: Vec<PathBuf>,
    },
    /// A folder that must go, and where to: a half-removed package would break the workspace.
    Removal { dir: PathBuf, removed: PathBuf },
}

/// Prepares the update of a folder to a tree, which is empty when the folder must go.
///
/// # Errors
///
/// Something that was not generated is in the way, a temporary file cannot be written, or a path of the tree leads
/// out of the folder.
pub fn prepare(
    disk: &Disk,
    tree: &Tree,
    drifts: &[Drift],
    staging: &Staging,
) -> Result<Prepared, Failure> {
    if let Some((path, _)) = tree.files().find(|(path, _)| !stays_inside(path)) {
        return Err(Failure::new(format!("the generated path `{path}` leads out of its folder"))
            .help("this is a fault of the generator: report it with the description"));
    }
    let dir = disk.dir().to_owned();
    if disk::kind(&dir).map_err(|error| Failure::reading(&dir, &error))?.is_none() {
        return new_folder(tree, dir, staging);
    }
    if tree.files().next().is_none() && drifts.iter().all(Drift::is_mendable) {
        let removed = temporary_folder(staging)?.join("removed");
        return Ok(Prepared(Step::Removal { dir, removed }));
    }
    let listed = generated_files::of(disk)?;
    let obstacles = obstacles(disk, tree, &listed)?;
    let mut files = Vec::new();
    let mut stale = Vec::new();
    for drift in drifts {
        let target = dir.join(drift.path());
        match drift {
            Drift::Changed { path, .. } | Drift::Missing { path } => {
                let text = tree.get(path).unwrap_or_default();
                files.push((temporary_file(staging, text)?, target));
            }
            Drift::Stale { .. } => stale.push(target),
            Drift::Foreign { .. } => {}
        }
    }
    // An obstacle goes first; by the end, something new lies at its path.
    stale.retain(|it| obstacles.iter().all(|path| it != path));
    // The list of what is there now goes last: until then, the next run finds what this one did not get to.
    let list = dir.join(generated_files::NAME);
    files.sort_by_key(|(_, path)| *path == list);
    stale.sort_by_key(|path| *path == list);
    let changes = files.iter().any(|(_, path)| *path == list);
    let list = changes
        .then(|| temporary_file(staging, &generated_files::both(tree, &listed)))
        .transpose()?;
    Ok(Prepared(Step::Files { dir, obstacles, list, files, stale }))
}

impl Prepared {
    /// Puts the update in place.
    ///
    /// # Errors
    ///
    /// A file cannot be renamed or removed. Each file is then either the old or the new one, whole.
    pub fn finish(self) -> Result<(), Failure> {
        match self.0 {
            Step::NewFolder { prepared, target } => {
                create_parent(&target)?;
                fs::rename(&prepared, &target).map_err(at(&target))?;
            }
            Step::Files { dir, obstacles, list, files, stale } => {
                if let Some(list) = list {
                    put(list, &dir.join(generated_files::NAME))?;
                }
                for path in obstacles {
                    remove(&path)?;
                    remove_empty_parents(&path, &dir);
                }
                for (file, target) in files {
                    create_parent(&target)?;
                    put(file, &target)?;
                }
                for path in stale {
                    remove(&path)?;
                    remove_empty_parents(&path, &dir);
                }
            }
            Step::Removal { dir, removed } => fs::rename(&dir, removed).map_err(at(&dir))?,
        }
        Ok(())
    }
}

fn new_folder(tree: &Tree, target: PathBuf, staging: &Staging) -> Result<Prepared, Failure> {
    let prepared = temporary_folder(staging)?.join("new");
    for (path, text) in tree.files() {
        let path = prepared.join(path);
        create_parent(&path)?;
        fs::write(&path, text).map_err(at(&path))?;
    }
    Ok(Prepared(Step::NewFolder { prepared, target }))
}

/// The generated files that lie where a fresh run puts a folder, or in a folder where it puts a file.
///
/// # Errors
///
/// Something that was not generated lies there.
fn obstacles(disk: &Disk, tree: &Tree, listed: &BTreeSet<String>) -> Result<Vec<PathBuf>, Failure> {
    let folders = folders_of(tree);
    let mut res = Vec::new();
    for (path, kind) in disk.entries() {
        let is_in_the_way = match kind {
            Kind::File => folders.contains(path) || parents(path).any(|it| tree.get(it).is_some()),
            // Only what is in it can be.
            Kind::Folder => false,
            Kind::Other => {
                folders.contains(path)
                    || tree.get(path).is_some()
                    || parents(path).any(|it| tree.get(it).is_some())
            }
        };
        if !is_in_the_way {
            continue;
        }
        let path_on_disk = disk.dir().join(path);
        if !generated_files::is_removable(disk, listed, path)? {
            let shown = path_on_disk.display();
            return Err(Failure::new(format!(
                "`{shown}` was not generated, and is where a generated file must be"
            ))
            .help("move it away, then run the command again"));
        }
        res.push(path_on_disk);
    }
    Ok(res)
}

/// The folders that the files of a tree lie in.
fn folders_of(tree: &Tree) -> BTreeSet<&str> {
    tree.files().flat_map(|(path, _)| parents(path)).collect()
}

/// The folders that a path lies in.
fn parents(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(end, _)| &path[..end])
}

fn stays_inside(path: &str) -> bool {
    let is_name = |it: &str| !matches!(it, "" | "." | "..") && !it.contains(['\\', ':', '\0']);
    path.split('/').all(is_name)
}

fn create_parent(path: &Path) -> Result<(), Failure> {
    let Some(parent) = path.parent() else { return Ok(()) };
    fs::create_dir_all(parent).map_err(at(parent))
}

fn put(file: NamedTempFile, target: &Path) -> Result<(), Failure> {
    // Only where a folder held generated files and nothing else.
    if target.is_dir() {
        let _ = fs::remove_dir(target);
    }
    file.persist(target).map(drop).map_err(|error| Failure::writing(target, &error.error))
}

fn remove(path: &Path) -> Result<(), Failure> {
    match fs::remove_file(path) {
        // Gone already.
        Err(error)
            if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) =>
        {
            Ok(())
        }
        res => res.map_err(at(path)),
    }
}

fn remove_empty_parents(path: &Path, dir: &Path) {
    for parent in path.ancestors().skip(1).take_while(|it| *it != dir) {
        // Refused when it holds anything.
        if fs::remove_dir(parent).is_err() {
            return;
        }
    }
}

fn at(path: &Path) -> impl Fn(io::Error) -> Failure {
    move |error| Failure::writing(path, &error)
}

fn temporary_file(staging: &Staging, text: &str) -> Result<NamedTempFile, Failure> {
    let mut builder = Builder::new();
    // The modes of ordinary files; the umask takes its part.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(staging.dir()).map_err(at(staging.dir()))?;
    io::Write::write_all(&mut file, text.as_bytes()).map_err(at(file.path()))?;
    Ok(file)
}

/// A new folder, which goes with the staging folder.
fn temporary_folder(staging: &Staging) -> Result<PathBuf, Failure> {
    Ok(Builder::new().tempdir_in(staging.dir()).map_err(at(staging.dir()))?.keep())
}

#[cfg(test)]
mod tests {
    use super::stays_inside;

    #[test]
    fn paths_of_a_tree_stay_inside() {
        for path in ["Cargo.toml", "src/lib.rs", "src/a b/c..rs"] {
            assert!(stays_inside(path), "{path}");
        }
        for path in ["", "/etc/x", "../x", "a/../../x", "a//b", "./a", "a\\..\\x", "C:/x"] {
            assert!(!stays_inside(path), "{path}");
        }
    }
}
