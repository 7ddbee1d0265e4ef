//! A download, saved as a file that is never half there.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher as _, Hasher as _};
use std::io;
use std::path::{Path, PathBuf};

use tokio::fs::File;
use tokio::io::{AsyncSeekExt as _, AsyncWriteExt as _};

use super::Download;
use super::download::Resumed;
use crate::Error;
use crate::error::FileError;

/// A file under a temporary name; gone when it is dropped before it is kept.
struct Temporary {
    path: PathBuf,
    kept: bool,
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if !self.kept {
            // There is nobody to tell.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

pub(crate) async fn save(mut download: Download, path: &Path) -> Result<u64, Error> {
    let operation = download.head().operation;
    let unwritable = |error| Error::from(FileError::new("write", path, error).of(operation));
    let (mut file, mut temporary) = create_beside(path).await.map_err(unwritable)?;
    let mut written = 0;
    while let Some(next) = download.next().await {
        match next {
            Ok(bytes) => {
                file.write_all(&bytes).await.map_err(unwritable)?;
                written += bytes.len() as u64;
            }
            Err(error) => match download.resume(written, error).await? {
                Resumed::There => {}
                Resumed::Anew => {
                    file.flush().await.map_err(unwritable)?;
                    file.rewind().await.map_err(unwritable)?;
                    file.set_len(0).await.map_err(unwritable)?;
                    written = 0;
                }
            },
        }
    }
    file.flush().await.map_err(unwritable)?;
    file.sync_all().await.map_err(unwritable)?;
    drop(file);
    tokio::fs::rename(&temporary.path, path).await.map_err(unwritable)?;
    temporary.kept = true;
    Ok(written)
}

/// A new file in the folder of `path`.
async fn create_beside(path: &Path) -> io::Result<(File, Temporary)> {
    let name = path
        .file_name()
        .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "the path names no file"))?;
    let random = RandomState::new().build_hasher().finish();
    let mut temporary = std::ffi::OsString::from(".");
    temporary.push(name);
    temporary.push(format!(".{random:016x}.part"));
    let path = path.with_file_name(temporary);
    // Opened together with its guard: if nobody waits any more, both are dropped over there.
    let opening = tokio::task::spawn_blocking(move || {
        let file = std::fs::File::options().write(true).create_new(true).open(&path)?;
        Ok((File::from_std(file), Temporary { path, kept: false }))
    });
    opening.await.map_err(io::Error::other)?
}
