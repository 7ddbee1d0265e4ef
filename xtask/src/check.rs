//! `check`: tells in what `generated/` differs from a fresh run, and never writes.

use crate::Verdict;
use crate::compare::{Comparison, compare};
use crate::drift::{self, Drift};
use crate::failure::Failure;
use crate::repository::Repository;
use crate::streams::Streams;

/// Runs the command.
///
/// # Errors
///
/// Nothing could be compared. Differences are a verdict, not an error.
pub fn check(names: &[String], streams: &mut Streams<'_>) -> Result<Verdict, Failure> {
    let repository = Repository::find()?;
    let comparisons = compare(&repository, names, "nothing was compared", streams)?;
    for comparison in &comparisons {
        report(comparison, streams)?;
    }
    let n_differences: usize = comparisons.iter().map(Comparison::n_differences).sum();
    if n_differences == 0 {
        return Ok(Verdict::Clean);
    }
    let files = if n_differences == 1 { "file differs" } else { "files differ" };
    let command: String = names.iter().fold("regen".to_owned(), |it, name| format!("{it} {name}"));
    streams.fail(
        &Failure::new(format!("{n_differences} generated {files} from a fresh run"))
            .help(format!("run `cargo xtask {command}` and commit the result")),
    );
    Ok(Verdict::Faulty)
}

fn report(comparison: &Comparison, streams: &mut Streams<'_>) -> Result<(), Failure> {
    let folder = &comparison.folder;
    let Some(tree) = &comparison.tree else {
        return streams.print(format_args!("{folder}: stale, `spec/` has nothing for it\n"));
    };
    if comparison.drifts.is_empty() {
        let n_files = n_files(tree.files().count());
        return streams.print(format_args!("{folder}: up to date ({n_files})\n"));
    }
    for it in &comparison.drifts {
        match it {
            Drift::Changed { path, line, old, new } => {
                let (old, new) = drift::shown(old.as_deref(), new.as_deref());
                streams.print(format_args!(
                    "{folder}/{path}:{line}: changed\n  - {old}\n  + {new}\n"
                ))?;
            }
            Drift::Missing { path } => {
                streams.print(format_args!("{folder}/{path}: missing\n"))?;
            }
            Drift::Stale { path } => {
                streams.print(format_args!("{folder}/{path}: stale, no longer generated\n"))?;
            }
        }
    }
    Ok(())
}

/// A number of files, in words.
pub(crate) fn n_files(n_files: usize) -> String {
    if n_files == 1 { "1 file".to_owned() } else { format!("{n_files} files") }
}
