//! Opening a file that is to be sent, without waiting for somebody else.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read as _, Seek as _};
use std::path::{Path, PathBuf};

/// A file and its length. What is no file has no length that could be told before it is sent, and opening it may wait for
/// ever: a FIFO for its other end.
pub(super) async fn open(path: PathBuf) -> io::Result<(tokio::fs::File, u64)> {
    let opened = tokio::task::spawn_blocking(move || open_now(&path)).await;
    let (file, length) = opened.map_err(io::Error::other)??;
    Ok((tokio::fs::File::from_std(file), length))
}

fn open_now(path: &Path) -> io::Result<(File, u64)> {
    // First without opening it: that would let the other end of a FIFO go on, and break it at once.
    check(&std::fs::metadata(path)?)?;
    let mut options = OpenOptions::new();
    options.read(true);
    // Should it have become a FIFO meanwhile.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, libc::O_NONBLOCK);
    let mut file = options.open(path)?;
    let metadata = file.metadata()?;
    check(&metadata)?;
    // Those of `/proc` say 0 and have more.
    if metadata.len() == 0 && file.read(&mut [0])? > 0 {
        return Err(refused("it does not know its length"));
    }
    file.rewind()?;
    Ok((file, metadata.len()))
}

/// An error if it is no file.
fn check(metadata: &Metadata) -> io::Result<()> {
    let kind = metadata.file_type();
    if kind.is_file() {
        return Ok(());
    }
    if kind.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"));
    }
    Err(refused(name(kind)))
}

#[cfg(unix)]
fn name(kind: std::fs::FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt as _;
    if kind.is_fifo() {
        "it is a FIFO (see `tokio::net::unix::pipe`)"
    } else if kind.is_socket() {
        "it is a socket"
    } else {
        "it is a device"
    }
}

#[cfg(not(unix))]
fn name(_: std::fs::FileType) -> &'static str {
    "it is no file"
}

fn refused(what: &str) -> io::Error {
    let todo = "open it and give it to `Upload::reader`";
    io::Error::new(io::ErrorKind::InvalidInput, format!("{what}: {todo}"))
}
