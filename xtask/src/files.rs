//! The files that a description is made of: real ones, of its own folder, of a size that a description can have.

use std::cell::Cell;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::failure::reason;

/// How large one file may be, in bytes.
const LARGEST_FILE: u64 = 64 << 20;

/// How large all files of a description together may be, in bytes.
const LARGEST_TOGETHER: u64 = 256 << 20;

/// Reads the files of one description.
pub(crate) struct Files {
    /// The folder that no link may lead out of, unless that is allowed.
    folder: Option<PathBuf>,
    /// The root file, which may lie anywhere.
    root: PathBuf,
    n_bytes: Cell<u64>,
}

impl Files {
    /// The files around a root file.
    pub(crate) fn around(root: &Path, allow_outside: bool) -> Self {
        let folder = match root.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        Self {
            folder: if allow_outside { None } else { fs::canonicalize(folder).ok() },
            root: root.to_owned(),
            n_bytes: Cell::new(0),
        }
    }

    /// The bytes of a file, or why they are not read.
    pub(crate) fn read(&self, path: &Path) -> Result<Vec<u8>, String> {
        let file = open(path)?;
        if let Some(folder) = self.folder.as_ref().filter(|_| path != self.root) {
            let real = fs::canonicalize(path).map_err(|error| reason(&error))?;
            if !real.starts_with(folder) {
                return Err("a symbolic link leads out of the description's folder; \
                            --allow-outside follows it"
                    .to_owned());
            }
        }
        let mut bytes = Vec::new();
        let read = file.take(LARGEST_FILE + 1).read_to_end(&mut bytes);
        let n_read = read.map_err(|error| reason(&error))? as u64;
        if n_read > LARGEST_FILE {
            return Err(format!("it is larger than {} MiB", LARGEST_FILE >> 20));
        }
        self.n_bytes.set(self.n_bytes.get() + n_read);
        if self.n_bytes.get() > LARGEST_TOGETHER {
            let most = LARGEST_TOGETHER >> 20;
            return Err(format!(
                "the files of the description are larger than {most} MiB together"
            ));
        }
        Ok(bytes)
    }
}

/// Opens a file if it is one: a pipe would keep the reader waiting, and a device may have no end.
pub(crate) fn open(path: &Path) -> Result<File, String> {
    let kind = fs::metadata(path).map_err(|error| reason(&error))?;
    if kind.is_dir() {
        return Err("it is a folder, not a file".to_owned());
    }
    if !kind.is_file() {
        return Err("it is a pipe, a socket or a device, not a file".to_owned());
    }
    File::open(path).map_err(|error| reason(&error))
}
