//! `regen`: brings `generated/` to a fresh run.

use std::fs;

use openapi_codegen::Tree;

use crate::Verdict;
use crate::check::n_files;
use crate::compare::{Comparison, compare};
use crate::drift::Drift;
use crate::failure::Failure;
use crate::repository::Repository;
use crate::streams::Streams;
use crate::update;

/// Runs the command.
///
/// # Errors
///
/// Any API has an error, or a file cannot be written.
pub fn regen(names: &[String], streams: &mut Streams<'_>) -> Result<Verdict, Failure> {
    let repository = Repository::find()?;
    let comparisons = compare(&repository, names, "nothing was written", streams)?;
    // Everything is prepared before anything is put in place.
    let mut prepared = Vec::new();
    for it in &comparisons {
        prepared.push(match &it.tree {
            Some(tree) => update::prepare(&it.disk, tree, &it.drifts, repository.root())?,
            None => update::prepare_removal(&it.disk, repository.root())?,
        });
    }
    for it in prepared {
        it.finish()?;
    }
    for it in &comparisons {
        streams.print(format_args!("{}\n", summary(it)))?;
    }
    remind_of_members(&repository, &comparisons, streams);
    Ok(Verdict::Clean)
}

fn summary(comparison: &Comparison) -> String {
    let folder = &comparison.folder;
    match &comparison.tree {
        Some(tree) => format!("{folder}: {}", tally(tree, &comparison.drifts)),
        None => format!("{folder}: removed, `spec/` has nothing for it"),
    }
}

/// `41 files, 3 updated, 1 removed`.
pub(crate) fn tally(tree: &Tree, drifts: &[Drift]) -> String {
    let count = |of: fn(&Drift) -> bool| drifts.iter().filter(|it| of(it)).count();
    let n_updated = count(|it| matches!(it, Drift::Changed { .. }));
    let n_created = count(|it| matches!(it, Drift::Missing { .. }));
    let n_removed = count(|it| matches!(it, Drift::Stale { .. }));
    let mut res = format!("{}, {n_updated} updated", n_files(tree.files().count()));
    for (n, what) in [(n_created, "created"), (n_removed, "removed")] {
        if n > 0 {
            res += &format!(", {n} {what}");
        }
    }
    res
}

/// A generated package that is not a member does not build; cargo's own message does not say why.
fn remind_of_members(
    repository: &Repository,
    comparisons: &[Comparison],
    streams: &mut Streams<'_>,
) {
    let manifest = fs::read_to_string(repository.join("Cargo.toml")).unwrap_or_default();
    let table = manifest.parse::<toml::Table>().unwrap_or_default();
    let members = table.get("workspace").and_then(|it| it.get("members")?.as_array());
    let is_member =
        |path: &str| members.is_some_and(|it| it.iter().any(|it| it.as_str() == Some(path)));
    let forgotten = comparisons.iter().find(|it| it.tree.is_some() && !is_member(&it.folder));
    if let Some(it) = forgotten.filter(|_| !is_member("generated/*")) {
        streams.remark(format_args!(
            "note: the workspace's Cargo.toml does not have `{}` as a member\nhelp: add \"generated/*\" to its `members`\n",
            it.folder
        ));
    }
}
