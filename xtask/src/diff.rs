//! `diff`: the reviewer's view of what `regen` would do.

use std::time::Duration;

use openapi_codegen::Tree;
use similar::TextDiff;

use crate::Verdict;
use crate::compare::{Clients, Comparison};
use crate::disk::Kind;
use crate::drift::Drift;
use crate::failure::Failure;
use crate::repository::Repository;
use crate::streams::Streams;

/// Runs the command.
///
/// # Errors
///
/// Nothing could be compared.
pub fn diff(names: &[String], streams: &mut Streams<'_>) -> Result<Verdict, Failure> {
    let repository = Repository::find()?;
    let clients = Clients::fresh(&repository, names, "nothing was compared", streams)?;
    let nothing = Tree::default();
    for comparison in clients.compare(&repository)? {
        let tree = comparison.tree.unwrap_or(&nothing);
        // What was not generated stays.
        for drift in comparison.drifts.iter().filter(|it| it.is_mendable()) {
            show(&comparison, tree, drift, streams)?;
        }
    }
    Ok(Verdict::Clean)
}

fn show(
    comparison: &Comparison<'_>,
    tree: &Tree,
    drift: &Drift,
    streams: &mut Streams<'_>,
) -> Result<(), Failure> {
    let path = drift.path();
    let old = match comparison.disk.get(path) {
        Some(Kind::File) => Some(comparison.disk.text(path)?),
        Some(Kind::Other) => Some("(not a regular file)\n".to_owned()),
        Some(Kind::Folder) | None => None,
    };
    let new = tree.get(path);
    let name = |side: char, exists: bool| match exists {
        true => format!("{side}/{}/{path}", comparison.folder),
        false => "/dev/null".to_owned(),
    };
    let (from, to) = (name('a', old.is_some()), name('b', new.is_some()));
    let old = old.unwrap_or_default();
    // Within the time allowed the diff is the shortest; beyond it, just a right one.
    let diff = TextDiff::configure()
        .timeout(Duration::from_secs(5))
        .diff_lines(old.as_str(), new.unwrap_or_default());
    streams.print(format_args!("{}", diff.unified_diff().header(&from, &to)))
}
