//! A download, saved as a file that is never half there.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher as _, Hasher as _};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::fs::File;
use tokio::io::{AsyncSeekExt as _, AsyncWriteExt as _};
use tokio::time::{Instant, timeout};

use super::Download;
use super::part_file::{self, PartFile, Subject, beside, fingerprint};
use super::resumption::Resumed;
use crate::Error;
use crate::error::FileError;

/// What has come is on the disk after so long, where it is kept for another run of the program.
const UNSAFE_FOR: Duration = Duration::from_millis(250);

/// Where the bytes go until all of them are there.
struct Target {
    file: File,
    written: u64,
    place: Place,
    /// When bytes were last made safe.
    safe_at: Instant,
}

enum Place {
    /// Gone when it is dropped.
    Temporary(Temporary),
    /// Kept for another run.
    Kept(PartFile),
}

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
    let mut target = match taken_up(&mut download, path).await.map_err(unwritable)? {
        None => begun(&download, path).await.map_err(unwritable)?,
        Some(target) if download.content_length() == Some(target.written) => {
            return target.finish(path).await.map_err(unwritable);
        }
        Some(target) => match download.go_on_at(target.written).await? {
            Resumed::There => target,
            Resumed::Anew => begun(&download, path).await.map_err(unwritable)?,
        },
    };
    loop {
        let next = match target.time_to_be_safe() {
            None => download.next().await,
            Some(limit) => match timeout(limit, download.next()).await {
                Ok(next) => next,
                Err(_) => {
                    target.make_safe().await.map_err(unwritable)?;
                    continue;
                }
            },
        };
        match next {
            None => return target.finish(path).await.map_err(unwritable),
            Some(Ok(bytes)) => target.write(&bytes).await.map_err(unwritable)?,
            Some(Err(error)) => {
                // What is wrong with the connection is what the caller needs to know.
                let _ = target.make_safe().await;
                match download.go_on(target.written, error).await? {
                    Resumed::There => {}
                    Resumed::Anew => {
                        drop(target);
                        target = begun(&download, path).await.map_err(unwritable)?;
                    }
                }
            }
        }
    }
}

/// Of which file the download is, if a part of it is to be kept and can be recognised.
fn subject(download: &Download) -> Option<Subject> {
    let request = fingerprint(&download.kept_for()?);
    Some(Subject { request, identity: download.identity()? })
}

/// What an earlier run has left of this file.
async fn taken_up(download: &mut Download, path: &Path) -> io::Result<Option<Target>> {
    let Some(subject) = subject(download) else { return Ok(None) };
    let path = path.to_owned();
    let Some((file, part)) = blocking(move || Ok(PartFile::find(&path, &subject))).await? else {
        return Ok(None);
    };
    let mut file = File::from_std(file);
    // What is behind that may be anything, and is written over.
    file.seek(io::SeekFrom::Start(part.safe)).await?;
    let written = part.safe;
    Ok(Some(Target { file, written, place: Place::Kept(part), safe_at: Instant::now() }))
}

/// A new file in the folder of `path`.
async fn begun(download: &Download, path: &Path) -> io::Result<Target> {
    let (subject, is_kept) = (subject(download), download.kept_for().is_some());
    let random = RandomState::new().build_hasher().finish();
    let path = path.to_owned();
    // Opened together with its guard: if nobody waits any more, both are dropped over there.
    let (file, place) = blocking(move || {
        if let Some(subject) = subject {
            let (file, part) = PartFile::create(&path, random, &subject)?;
            return Ok((file, Place::Kept(part)));
        }
        if is_kept {
            part_file::remove(&path);
        }
        let path = beside(&path, &format!("{random:016x}.part"))?;
        let file = std::fs::File::options().write(true).create_new(true).open(&path)?;
        Ok((file, Place::Temporary(Temporary { path, kept: false })))
    })
    .await?;
    Ok(Target { file: File::from_std(file), written: 0, place, safe_at: Instant::now() })
}

impl Target {
    async fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes).await?;
        self.written += bytes.len() as u64;
        if self.time_to_be_safe().is_some_and(|left| left.is_zero()) {
            self.make_safe().await?;
        }
        Ok(())
    }

    /// How long bytes that are not safe yet may stay so; `None` if there are none.
    fn time_to_be_safe(&self) -> Option<Duration> {
        match &self.place {
            Place::Kept(part) if part.safe < self.written => {
                Some(UNSAFE_FOR.saturating_sub(self.safe_at.elapsed()))
            }
            _ => None,
        }
    }

    /// What was written is on the disk, and the journal says so.
    async fn make_safe(&mut self) -> io::Result<()> {
        self.file.flush().await?;
        if let Place::Kept(part) = &mut self.place
            && part.safe < self.written
        {
            self.file.sync_data().await?;
            part.note(self.written)?;
        }
        self.safe_at = Instant::now();
        Ok(())
    }

    /// All of it is there.
    async fn finish(mut self, path: &Path) -> io::Result<u64> {
        self.file.flush().await?;
        self.file.sync_all().await?;
        drop(self.file);
        let (place, path) = (self.place, path.to_owned());
        blocking(move || match place {
            Place::Kept(part) => part.finish(&path),
            Place::Temporary(mut temporary) => {
                std::fs::rename(&temporary.path, path)?;
                temporary.kept = true;
                Ok(())
            }
        })
        .await?;
        Ok(self.written)
    }
}

/// Runs what waits for the disk where it keeps nobody waiting.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(io::Error::other)?
}
