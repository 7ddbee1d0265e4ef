//! What lies in a folder: paths and kinds, without following a link.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// What an entry of a folder is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A link, a socket: nothing that was generated, nothing to read.
    Other,
}

/// The entries of a folder and of the folders in it, by path relative to it (forward slashes).
#[derive(Debug, Default)]
pub struct Disk {
    dir: PathBuf,
    entries: BTreeMap<String, Kind>,
}

impl Disk {
    /// Reads a folder; an absent one is empty. `keep` says which entries of the folder itself count.
    ///
    /// # Errors
    ///
    /// A folder cannot be read, is a link, or holds a name that is not UTF-8.
    pub fn scan(dir: &Path, keep: impl Fn(&str) -> bool) -> Result<Self, Failure> {
        let mut res = Self { dir: dir.to_owned(), entries: BTreeMap::new() };
        match kind(dir).map_err(|error| Failure::reading(dir, &error))? {
            None => {}
            Some(Kind::Folder) => res.scan_folder("", &keep)?,
            Some(Kind::File | Kind::Other) => {
                return Err(Failure::new(format!("`{}` is not a folder", dir.display()))
                    .help("move it away, then run the command again"));
            }
        }
        Ok(res)
    }

    fn scan_folder(&mut self, folder: &str, keep: &dyn Fn(&str) -> bool) -> Result<(), Failure> {
        let dir = self.dir.join(folder);
        let unreadable = |error| Failure::reading(&dir, &error);
        for entry in fs::read_dir(&dir).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            let name = entry.file_name().into_string().map_err(|name| {
                let path = dir.join(name);
                Failure::new(format!("the name of `{}` is not UTF-8", path.display()))
                    .help("move it away, then run the command again")
            })?;
            if !keep(&name) {
                continue;
            }
            let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
            let kind = of(entry.file_type().map_err(unreadable)?);
            if kind == Kind::Folder {
                self.scan_folder(&path, &|_| true)?;
            }
            self.entries.insert(path, kind);
        }
        Ok(())
    }

    /// The folder itself.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The entries, in order of their paths.
    pub fn entries(&self) -> impl Iterator<Item = (&str, Kind)> {
        self.entries.iter().map(|(path, kind)| (path.as_str(), *kind))
    }

    /// What lies at a path.
    pub fn get(&self, path: &str) -> Option<Kind> {
        self.entries.get(path).copied()
    }

    /// The text of one of the files; other encodings than UTF-8 show as such.
    ///
    /// # Errors
    ///
    /// The file cannot be read.
    pub fn text(&self, path: &str) -> Result<String, Failure> {
        let path = self.dir.join(path);
        let bytes = fs::read(&path).map_err(|error| Failure::reading(&path, &error))?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

/// What lies at a path of the file system, a link being a link.
///
/// # Errors
///
/// It cannot be told; an absent one is `None`, not an error.
pub fn kind(path: &Path) -> io::Result<Option<Kind>> {
    match fs::symlink_metadata(path) {
        Ok(metadata) => Ok(Some(of(metadata.file_type()))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn of(file_type: fs::FileType) -> Kind {
    if file_type.is_file() {
        Kind::File
    } else if file_type.is_dir() {
        Kind::Folder
    } else {
        Kind::Other
    }
}
