//! `check`: tells in what `generated/` differs from a fresh run, and never writes.

use crate::Verdict;
use crate::compare::{Clients, Comparison};
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
    let clients = Clients::fresh(&repository, names, "nothing was compared", streams)?;
    let comparisons = clients.compare(&repository)?;
    for comparison in &comparisons {
        report(comparison, streams)?;
    }
    let n_differences: usize = comparisons.iter().map(Comparison::n_differences).sum();
    if n_differences == 0 {
        return Ok(Verdict::Clean);
    }
    let files = if n_differences == 1 {
        "file of `generated/` differs"
    } else {
        "files of `generated/` differ"
    };
    let help = if comparisons.iter().any(Comparison::is_mendable) {
        let command = names.iter().fold("regen".to_owned(), |it, name| format!("{it} {name}"));
        format!("run `cargo xtask {command}` and commit the result")
    } else {
        "move what was not generated out of `generated/`".to_owned()
    };
    streams.fail(&Failure::new(format!("{n_differences} {files} from a fresh run")).help(help));
    Ok(Verdict::Faulty)
}

fn report(comparison: &Comparison<'_>, streams: &mut Streams<'_>) -> Result<(), Failure> {
    let folder = &comparison.folder;
    let Some(tree) = comparison.tree else {
        streams.print(format_args!("{folder}: stale, `spec/` has nothing for it\n"))?;
        return report_foreign_files(comparison, streams);
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
            Drift::Foreign { .. } => {}
        }
    }
    report_foreign_files(comparison, streams)
}

fn report_foreign_files(
    comparison: &Comparison<'_>,
    streams: &mut Streams<'_>,
) -> Result<(), Failure> {
    let folder = &comparison.folder;
    for it in comparison.drifts.iter().filter(|it| !it.is_mendable()) {
        let path = it.path();
        streams.print(format_args!("{folder}/{path}: foreign, was not generated\n"))?;
    }
    Ok(())
}

/// A number of files, in words.
pub(crate) fn n_files(n_files: usize) -> String {
    if n_files == 1 { "1 file".to_owned() } else { format!("{n_files} files") }
}
