//! Why a command stopped, as a sentence, with what to do about it.

use std::fmt;
use std::io;
use std::path::Path;

/// Why a command stopped.
#[derive(Debug)]
pub enum Failure {
    /// Something for the user to read.
    Sentence {
        /// What is wrong: lower case, no full stop.
        message: String,
        /// `file:line:column` and the line itself, where there is one.
        place: Option<String>,
        /// What to do.
        help: Option<String>,
    },
    /// Whoever read the output went away.
    Closed,
}

impl Failure {
    /// A failure that says what is wrong.
    pub fn new(message: impl Into<String>) -> Self {
        Self::Sentence { message: message.into(), place: None, help: None }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        if let Self::Sentence { help, .. } = &mut self {
            *help = Some(text.into());
        }
        self
    }

    /// Adds where it is.
    #[must_use]
    pub fn at(mut self, text: impl Into<String>) -> Self {
        if let Self::Sentence { place, .. } = &mut self {
            *place = Some(text.into());
        }
        self
    }

    /// A file or folder that cannot be read.
    pub fn reading(path: &Path, error: &io::Error) -> Self {
        let res = Self::new(format!("cannot read `{}`: {}", path.display(), reason(error)));
        match error.kind() {
            io::ErrorKind::NotFound => res.help(relative_to(path)),
            io::ErrorKind::PermissionDenied => {
                res.help(format!("let yourself read it, `chmod u+r {}`", path.display()))
            }
            io::ErrorKind::IsADirectory => res.help("name a file in it"),
            _ => res,
        }
    }

    /// A file or folder that cannot be written, renamed or removed.
    pub fn writing(path: &Path, error: &io::Error) -> Self {
        let res = Self::new(format!("cannot write `{}`: {}", path.display(), reason(error)));
        match error.kind() {
            io::ErrorKind::PermissionDenied => {
                res.help("let yourself write there, then run the command again")
            }
            io::ErrorKind::StorageFull => res.help("make room, then run the command again"),
            _ => res.help("run the command again once that is cleared up"),
        }
    }
}

/// Why an access went wrong, in words that are the same on every system.
pub(crate) fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder, not a file".to_owned(),
        io::ErrorKind::NotADirectory => "a part of its path is not a folder".to_owned(),
        _ => error.to_string(),
    }
}

fn relative_to(path: &Path) -> String {
    match std::env::current_dir() {
        Ok(dir) if path.is_relative() => {
            format!("check the path; a relative one is taken from here, `{}`", dir.display())
        }
        _ => "check the path".to_owned(),
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sentence { message, place, help } => {
                write!(f, "error: {message}")?;
                if let Some(place) = place {
                    write!(f, "\n  --> {place}")?;
                }
                if let Some(help) = help {
                    write!(f, "\nhelp: {help}")?;
                }
                Ok(())
            }
            Self::Closed => f.write_str("error: the output was closed"),
        }
    }
}

impl std::error::Error for Failure {}
