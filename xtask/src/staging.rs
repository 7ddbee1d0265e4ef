//! The folder in which one run at a time prepares what it will put in place.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use fs4::FileExt;
use same_file::Handle;

use crate::disk::{self, Kind};
use crate::failure::Failure;
use crate::streams::Streams;

/// The name of the folder.
pub const NAME: &str = ".xtask-staging";
const LOCK: &str = "lock";

/// The folder of the run that holds it. What an earlier run left there, because it was killed, is gone.
#[derive(Debug)]
pub struct Staging {
    dir: PathBuf,
    /// Held until the folder is removed; the system releases it when the process ends, however it ends.
    _lock: File,
}

impl Staging {
    /// Opens the staging folder for a target: inside it, or in the nearest folder above it that exists, and so on
    /// the same file system. Waits while another run holds it, and says so.
    ///
    /// # Errors
    ///
    /// The folder cannot be made, or something else has its name.
    pub fn open(target: &Path, streams: &mut Streams<'_>) -> Result<Self, Failure> {
        loop {
            let dir = place(target);
            let lock = locked(&dir, streams)?;
            // Meanwhile the last holder may have removed the folder, or created the target.
            if place(target) == dir && is_at(&lock, &dir.join(LOCK)) {
                let res = Self { dir, _lock: lock };
                res.clear()?;
                return Ok(res);
            }
        }
    }

    /// The folder itself.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Removes what an earlier run left.
    fn clear(&self) -> Result<(), Failure> {
        let failed = |error| Failure::writing(&self.dir, &error);
        for entry in fs::read_dir(&self.dir).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            if entry.file_name() == LOCK {
                continue;
            }
            match entry.file_type().map_err(failed)?.is_dir() {
                true => fs::remove_dir_all(entry.path()),
                false => fs::remove_file(entry.path()),
            }
            .map_err(failed)?;
        }
        // A killed run leaves the folder behind; it shall never be committed.
        fs::write(self.dir.join(".gitignore"), "*\n").map_err(failed)
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // What cannot be removed now is removed by the next run.
        let _ = fs::remove_dir_all(&self.dir);
    }
}

fn place(target: &Path) -> PathBuf {
    let existing = target.ancestors().find(|it| it.is_dir());
    existing.unwrap_or(target).join(NAME)
}

/// The lock file of a staging folder, locked.
fn locked(dir: &Path, streams: &mut Streams<'_>) -> Result<File, Failure> {
    let failed = |error| Failure::writing(dir, &error);
    let path = dir.join(LOCK);
    let file = loop {
        if !matches!(disk::kind(dir).map_err(failed)?, None | Some(Kind::Folder)) {
            return Err(Failure::new(format!("`{}` is not a folder", dir.display()))
                .help("move it away, then run the command again"));
        }
        fs::create_dir_all(dir).map_err(failed)?;
        match File::options().create(true).append(true).open(&path) {
            // The last holder removed the folder between the two steps.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            res => break res.map_err(failed)?,
        }
    };
    if FileExt::try_lock(&file).is_err() {
        let folder = dir.parent().unwrap_or(dir).display();
        streams.remark(format_args!("note: waiting for another run that writes to `{folder}`\n"));
        FileExt::lock(&file).map_err(failed)?;
    }
    Ok(file)
}

/// Whether a path still leads to this open file.
fn is_at(file: &File, path: &Path) -> bool {
    let open = file.try_clone().and_then(Handle::from_file);
    matches!((open, Handle::from_path(path)), (Ok(one), Ok(other)) if one == other)
}
