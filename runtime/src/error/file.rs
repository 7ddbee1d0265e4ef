//! A file that cannot be read or written.

use std::fmt::{self, Write as _};
use std::io;
use std::path::{Path, PathBuf};

use super::Operation;
use crate::redaction::Visible;

/// A file to be sent or saved cannot be read or written.
#[derive(Debug)]
pub struct FileError {
    operation: Option<Operation>,
    path: PathBuf,
    action: &'static str,
    source: io::Error,
}

impl FileError {
    /// `action` completes the sentence "cannot .. file": `read`, `write`.
    pub(crate) fn new(action: &'static str, path: &Path, source: io::Error) -> Self {
        Self { operation: None, path: path.to_owned(), action, source }
    }

    pub(crate) fn of(mut self, operation: Operation) -> Self {
        self.operation = Some(operation);
        self
    }

    /// The operation.
    pub fn operation(&self) -> Option<&Operation> {
        self.operation.as_ref()
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What the system says.
    pub fn io_error(&self) -> &io::Error {
        &self.source
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let f = &mut Visible(f);
        if let Some(operation) = &self.operation {
            write!(f, "{}: ", operation.id())?;
        }
        write!(f, "cannot {} {}: {}", self.action, self.path.display(), self.source)
    }
}

impl std::error::Error for FileError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}
