//! A part of a file that outlives the program: the bytes, and a journal that says of which file they are and how many
//! of them are certain.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use http::HeaderValue;

use super::identity::Identity;

/// The first line of a journal.
const FORMAT: &str = "openapi-runtime download 1";

/// A longer journal is none.
const LONGEST: u64 = 64 * 1024 * 1024;

/// Of which file a part is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Subject {
    /// The fingerprint of the request.
    pub(super) request: u64,
    pub(super) identity: Identity,
}

/// A part file and its journal.
///
/// The journal names the file with the bytes, so that a program that begins anew does not write into what another one is
/// about to finish. Lines are added to it after the bytes they tell of are on the disk; a line that is cut is none.
#[derive(Debug)]
pub(super) struct PartFile {
    /// Kept open: under its name there may be that of another run some time.
    journal: fs::File,
    pub(super) data: PathBuf,
    /// As many bytes are certainly there.
    pub(super) safe: u64,
}

impl PartFile {
    /// A new part file, without bytes; one that was there before is removed.
    pub(super) fn create(
        path: &Path,
        random: u64,
        subject: &Subject,
    ) -> io::Result<(fs::File, Self)> {
        remove(path);
        let name = format!("{random:016x}.part");
        let data = beside(path, &name)?;
        let file = fs::File::options().write(true).create_new(true).open(&data)?;
        let mut lines = format!(
            "{FORMAT}\nrequest {:016x}\nlength {}\ndata {name}\n",
            subject.request, subject.identity.length
        )
        .into_bytes();
        let Identity { etag, modified, .. } = &subject.identity;
        for (name, value) in [("etag", etag), ("last-modified", modified)] {
            if let Some(value) = value {
                lines.extend_from_slice(name.as_bytes());
                lines.push(b' ');
                lines.extend_from_slice(value.as_bytes());
                lines.push(b'\n');
            }
        }
        let draft = beside(path, &format!("{random:016x}.resume"))?;
        let written = write_synced(&draft, &lines);
        let written = written.and_then(|file| fs::rename(&draft, journal_of(path)?).map(|()| file));
        match written {
            Ok(journal) => Ok((file, Self { journal, data, safe: 0 })),
            Err(error) => {
                let _ = fs::remove_file(&draft);
                let _ = fs::remove_file(&data);
                Err(error)
            }
        }
    }

    /// The part of this file that an earlier run has left, opened; `None` if there is none, or it is of another file.
    pub(super) fn find(path: &Path, subject: &Subject) -> Option<(fs::File, Self)> {
        let (found, part) = read(path)?;
        let length = fs::symlink_metadata(&part.data).ok().filter(fs::Metadata::is_file)?.len();
        let fits = part.safe > 0 && part.safe <= length && length <= subject.identity.length;
        if found != *subject || !fits {
            return None;
        }
        let file = fs::File::options().write(true).open(&part.data).ok()?;
        Some((file, part))
    }

    /// Notes that as many bytes are on the disk.
    pub(super) fn note(&mut self, safe: u64) -> io::Result<()> {
        self.journal.write_all(format!("safe {safe}\n").as_bytes())?;
        self.safe = safe;
        Ok(())
    }

    /// The file is complete, and is called what it should be called.
    pub(super) fn finish(self, path: &Path) -> io::Result<()> {
        fs::rename(&self.data, path)?;
        // Without the bytes it says nothing.
        let _ = journal_of(path).and_then(fs::remove_file);
        Ok(())
    }
}

/// Removes the part file of a path and its journal.
pub(super) fn remove(path: &Path) {
    if let Some((_, part)) = read(path) {
        let _ = fs::remove_file(part.data);
    }
    if let Ok(journal) = journal_of(path) {
        let _ = fs::remove_file(journal);
    }
}

/// What a journal says.
fn read(path: &Path) -> Option<(Subject, PartFile)> {
    let name = journal_of(path).ok()?;
    fs::symlink_metadata(&name).ok().filter(|it| it.is_file() && it.len() <= LONGEST)?;
    let mut journal = fs::File::options().read(true).append(true).open(&name).ok()?;
    let mut text = Vec::new();
    journal.read_to_end(&mut text).ok()?;
    let mut lines = text.split(|byte| *byte == b'\n').collect::<Vec<_>>();
    // What stands behind the last line break was cut.
    lines.pop();
    let mut lines = lines.into_iter();
    if lines.next()? != FORMAT.as_bytes() {
        return None;
    }
    let (mut request, mut length, mut data, mut etag, mut modified, mut safe) =
        (None, None, None, None, None, 0);
    for line in lines {
        // A line that was cut may have another one behind it.
        let Some(end) = line.iter().position(|byte| *byte == b' ') else { continue };
        let (key, value) = (&line[..end], &line[end + 1..]);
        let text = || std::str::from_utf8(value).ok();
        match key {
            b"request" => request = Some(u64::from_str_radix(text()?, 16).ok()?),
            b"length" => length = Some(text()?.parse().ok()?),
            b"data" => data = Some(data_of(path, text()?)?),
            b"etag" => etag = Some(HeaderValue::from_bytes(value).ok()?),
            b"last-modified" => modified = Some(HeaderValue::from_bytes(value).ok()?),
            b"safe" => safe = text().and_then(|it| it.parse().ok()).unwrap_or(safe),
            _ => {}
        }
    }
    let identity = Identity { etag, modified, length: length? };
    Some((Subject { request: request?, identity }, PartFile { journal, data: data?, safe }))
}

/// The file that a journal names; only one that this module could have made.
fn data_of(path: &Path, name: &str) -> Option<PathBuf> {
    let digits = name.strip_suffix(".part")?;
    let is_ours = digits.len() == 16 && digits.bytes().all(|it| it.is_ascii_hexdigit());
    is_ours.then(|| beside(path, name).ok()).flatten()
}

fn journal_of(path: &Path) -> io::Result<PathBuf> {
    beside(path, "resume")
}

/// `.backup.zip.part` beside `backup.zip`.
pub(super) fn beside(path: &Path, ending: &str) -> io::Result<PathBuf> {
    let name = path.file_name();
    let name =
        name.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "the path names no file"))?;
    let mut hidden = std::ffi::OsString::from(".");
    hidden.push(name);
    let _ = write!(hidden, ".{ending}");
    Ok(path.with_file_name(hidden))
}

fn write_synced(path: &Path, bytes: &[u8]) -> io::Result<fs::File> {
    let mut file = fs::File::options().write(true).create_new(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    Ok(file)
}

/// A number for a text that is the same in every run and every version (FNV-1a).
pub(super) fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
