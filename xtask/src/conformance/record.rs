//! What is known of a description after a run, kept as a file.

use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::failure::Failure;

/// What came of one description.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Record {
    /// How the description is called.
    pub id: String,
    /// Its root file, relative to the folder.
    pub path: String,
    /// The version of its dialect, if the plain reader could tell.
    pub version: Option<String>,
    /// How many operations it has; absent when the plain reader could not tell.
    pub present: Option<usize>,
    /// What the generator made of it.
    pub generation: Generation,
    /// What the compiler made of that; absent when there was nothing to compile, or nobody asked.
    pub compilation: Option<Compilation>,
    /// Changes with the files of the description, the generator and the runtime.
    pub key: String,
}

/// How a step ended.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// As it should.
    Done,
    /// It found errors and said so.
    Errors,
    /// The generator panicked, or was killed by the system.
    Panicked,
    /// It was stopped at the time limit.
    TimedOut,
    /// It could not be tried: a fault of the surroundings.
    Untried,
}

/// What the generator made of a description.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Generation {
    /// How it ended.
    pub outcome: Outcome,
    /// How many of the operations can be called in the client.
    pub covered: usize,
    /// Those that cannot: `GET /pets`.
    pub missing: Vec<String>,
    /// Errors that it printed.
    pub errors: usize,
    /// Warnings that it printed.
    pub warnings: usize,
    /// CPU time of the process, in seconds.
    pub cpu_seconds: Option<f64>,
    /// The most memory that the process held at once, in bytes.
    pub peak_bytes: Option<u64>,
    /// The first error, else the first warning, else how it panicked.
    pub diagnostic: Option<String>,
}

/// What the compiler made of a client.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Compilation {
    /// How it ended.
    pub outcome: Outcome,
    /// Errors that it printed.
    pub errors: usize,
    /// Warnings that it printed.
    pub warnings: usize,
    /// Time by the clock, in seconds.
    pub seconds: f64,
    /// The first error, else the first warning.
    pub diagnostic: Option<String>,
}

impl Record {
    /// Whether a client was written.
    pub fn is_generated(&self) -> bool {
        self.generation.outcome == Outcome::Done
    }

    /// Whether the client compiles, and without a warning; `None` when that was not tried.
    pub fn is_clean(&self) -> Option<bool> {
        let it = self.compilation.as_ref().filter(|it| it.outcome != Outcome::Untried)?;
        Some(it.outcome == Outcome::Done && it.warnings == 0)
    }

    /// Whether the generator has a fault that no description excuses.
    pub fn is_faulty(&self) -> bool {
        let stopped = matches!(
            self.generation.outcome,
            Outcome::Panicked | Outcome::TimedOut | Outcome::Untried
        );
        let tried = self.compilation.as_ref();
        stopped || tried.is_some_and(|it| it.outcome != Outcome::Done || it.warnings > 0)
    }

    /// Whether the record answers what a new run would ask.
    pub fn answers(&self, key: &str, compile: bool) -> bool {
        let outcomes =
            [Some(self.generation.outcome), self.compilation.as_ref().map(|it| it.outcome)];
        // Another limit, other surroundings: another result.
        let is_lasting = |it: &Outcome| !matches!(it, Outcome::TimedOut | Outcome::Untried);
        self.key == key
            && outcomes.iter().flatten().all(is_lasting)
            && (!compile || !self.is_generated() || self.compilation.is_some())
    }

    /// Reads a record; nothing when there is none or it is from another version of this program.
    pub fn load(path: &Path) -> Option<Self> {
        serde_json::from_slice(&fs::read(path).ok()?).ok()
    }

    /// Writes the record, whole or not at all.
    ///
    /// # Errors
    ///
    /// It cannot be written.
    pub fn save(&self, path: &Path) -> Result<(), Failure> {
        let failed = |error: io::Error| Failure::writing(path, &error);
        let folder = path.parent().unwrap_or(path);
        let mut file = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
        serde_json::to_writer_pretty(&mut file, self).map_err(|error| failed(error.into()))?;
        file.persist(path).map_err(|error| failed(error.error))?;
        Ok(())
    }
}
