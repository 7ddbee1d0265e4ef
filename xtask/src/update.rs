//! Puts a tree in place: prepared whole beside its target, then renamed.
//!
//! [`prepare`] writes temporary files only, so an error there leaves everything as it was;
//! [`Prepared::finish`] renames and removes.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use openapi_codegen::Tree;
use tempfile::{Builder, NamedTempFile, TempDir};

use crate::disk::{self, Disk, Kind};
use crate::drift::Drift;
use crate::failure::Failure;

/// An update of a folder that only has to be put in place. Dropped, it leaves nothing behind.
#[derive(Debug)]
pub struct Prepared(Step);

#[derive(Debug)]
enum Step {
    /// A folder that does not exist yet, complete, under another name.
    NewFolder { temporary: TempDir, target: PathBuf },
    /// Files of a folder that exists.
    Files {
        dir: PathBuf,
        /// What lies where a file or a folder must be.
        obstacles: Vec<(PathBuf, Kind)>,
        files: Vec<(NamedTempFile, PathBuf)>,
        stale: Vec<PathBuf>,
    },
    /// A folder that must go, and where to: a half-removed package would break the workspace.
    Removal { dir: PathBuf, temporary: TempDir },
}

/// Prepares the update of a folder to a tree. A new folder is prepared in `staging`.
///
/// # Errors
///
/// A temporary file cannot be written, or a path of the tree leads out of the folder.
pub fn prepare(
    disk: &Disk,
    tree: &Tree,
    drifts: &[Drift],
    staging: &Path,
) -> Result<Prepared, Failure> {
    if let Some((path, _)) = tree.files().find(|(path, _)| !stays_inside(path)) {
        return Err(Failure::new(format!("the generated path `{path}` leads out of its folder"))
            .help("this is a fault of the generator: report it with the description"));
    }
    let dir = disk.dir().to_owned();
    if disk::kind(&dir).map_err(|error| Failure::reading(&dir, &error))?.is_none() {
        return new_folder(tree, dir, staging);
    }
    let folders = folders_of(tree);
    let obstacles: Vec<(PathBuf, Kind)> = disk
        .entries()
        .filter(|(path, kind)| is_obstacle(tree, &folders, path, *kind))
        .map(|(path, kind)| (dir.join(path), kind))
        .collect();
    let mut files = Vec::new();
    let mut stale = Vec::new();
    for drift in drifts {
        let target = dir.join(drift.path());
        match drift {
            Drift::Changed { path, .. } | Drift::Missing { path } => {
                let text = tree.get(path).unwrap_or_default();
                files.push((temporary_file(&dir, text)?, target));
            }
            Drift::Stale { .. } => stale.push(target),
        }
    }
    // An obstacle goes first; by the end, something new lies at its path.
    stale.retain(|it| obstacles.iter().all(|(path, _)| it != path));
    Ok(Prepared(Step::Files { dir, obstacles, files, stale }))
}

/// Prepares the removal of a whole folder.
///
/// # Errors
///
/// The folder to move it to cannot be made.
pub fn prepare_removal(disk: &Disk, staging: &Path) -> Result<Prepared, Failure> {
    let temporary = temporary_folder(staging)?;
    Ok(Prepared(Step::Removal { dir: disk.dir().to_owned(), temporary }))
}

impl Prepared {
    /// Puts the update in place.
    ///
    /// # Errors
    ///
    /// A file cannot be renamed or removed. Each file is then either the old or the new one, whole.
    pub fn finish(self) -> Result<(), Failure> {
        match self.0 {
            Step::NewFolder { mut temporary, target } => {
                create_parent(&target)?;
                fs::rename(temporary.path(), &target).map_err(at(&target))?;
                temporary.disable_cleanup(true);
            }
            Step::Files { dir, obstacles, files, stale } => {
                for (path, kind) in obstacles {
                    remove(&path, kind)?;
                }
                for (file, target) in files {
                    create_parent(&target)?;
                    file.persist(&target)
                        .map_err(|error| Failure::writing(&target, &error.error))?;
                }
                for path in stale {
                    remove(&path, Kind::File)?;
                    remove_empty_parents(&path, &dir);
                }
            }
            Step::Removal { dir, temporary } => {
                let inside = temporary.path().join("removed");
                fs::rename(&dir, inside).map_err(at(&dir))?;
                temporary.close().map_err(at(&dir))?;
            }
        }
        Ok(())
    }
}

fn new_folder(tree: &Tree, target: PathBuf, staging: &Path) -> Result<Prepared, Failure> {
    let temporary = temporary_folder(staging)?;
    for (path, text) in tree.files() {
        let path = temporary.path().join(path);
        create_parent(&path)?;
        fs::write(&path, text).map_err(at(&path))?;
    }
    Ok(Prepared(Step::NewFolder { temporary, target }))
}

/// The paths that must stay free of anything in the way: `true` for what a file or folder of the tree replaces.
pub(crate) fn is_obstacle(tree: &Tree, folders: &BTreeSet<String>, path: &str, kind: Kind) -> bool {
    match kind {
        Kind::File => folders.contains(path),
        Kind::Folder => tree.get(path).is_some(),
        Kind::Other => folders.contains(path) || tree.get(path).is_some(),
    }
}

/// The folders that the files of a tree lie in.
pub(crate) fn folders_of(tree: &Tree) -> BTreeSet<String> {
    let ends = |path: &str| path.match_indices('/').map(|(end, _)| end).collect::<Vec<_>>();
    tree.files()
        .flat_map(|(path, _)| ends(path).into_iter().map(move |end| path[..end].to_owned()))
        .collect()
}

fn stays_inside(path: &str) -> bool {
    let is_name = |it: &str| !matches!(it, "" | "." | "..") && !it.contains(['\\', ':', '\0']);
    path.split('/').all(is_name)
}

fn create_parent(path: &Path) -> Result<(), Failure> {
    let Some(parent) = path.parent() else { return Ok(()) };
    fs::create_dir_all(parent).map_err(at(parent))
}

fn remove(path: &Path, kind: Kind) -> Result<(), Failure> {
    let res = match kind {
        // Does not follow the links in it.
        Kind::Folder => fs::remove_dir_all(path),
        Kind::File | Kind::Other => fs::remove_file(path),
    };
    match res {
        // Gone already, with a folder that was in the way or because that folder is a file now.
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

fn temporary_file(dir: &Path, text: &str) -> Result<NamedTempFile, Failure> {
    let mut builder = Builder::new();
    builder.prefix(".xtask-").suffix(".tmp");
    // The modes of ordinary files and folders; the umask takes its part.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(dir).map_err(at(dir))?;
    io::Write::write_all(&mut file, text.as_bytes()).map_err(at(file.path()))?;
    Ok(file)
}

fn temporary_folder(parent: &Path) -> Result<TempDir, Failure> {
    let mut builder = Builder::new();
    builder.prefix(".xtask-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o777));
    builder.tempdir_in(parent).map_err(at(parent))
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
