//! `regen`: brings `generated/` to a fresh run.

use std::fs;

use openapi_codegen::Tree;

use crate::Verdict;
use crate::check::n_files;
use crate::compare::{Clients, Comparison};
use crate::drift::Drift;
use crate::failure::Failure;
use crate::repository::Repository;
use crate::staging::Staging;
use crate::streams::Streams;
use crate::update::{self, Prepared};

/// Runs the command.
///
/// # Errors
///
/// Any API has an error, or a file cannot be written.
pub fn regen(names: &[String], streams: &mut Streams<'_>) -> Result<Verdict, Failure> {
    let repository = Repository::find()?;
    let clients = Clients::fresh(&repository, names, "nothing was written", streams)?;
    let mut comparisons = clients.compare(&repository)?;
    if comparisons.iter().any(Comparison::is_mendable) {
        // Not in `generated/`: every folder there has to be a package of the workspace.
        let staging = Staging::open(repository.root(), streams)?;
        // Another run may have written since.
        comparisons = clients.compare(&repository)?;
        put_in_place(&comparisons, &staging)?;
    }
    for it in &comparisons {
        streams.print(format_args!("{}\n", summary(it)))?;
    }
    for it in &comparisons {
        remind_of_foreign_files(it, streams);
    }
    remind_of_members(&repository, &comparisons, streams);
    Ok(Verdict::Clean)
}

fn put_in_place(comparisons: &[Comparison<'_>], staging: &Staging) -> Result<(), Failure> {
    let nothing = Tree::default();
    // Everything is prepared before anything is put in place.
    let mut prepared = Vec::new();
    for it in comparisons.iter().filter(|it| it.is_mendable()) {
        let tree = it.tree.unwrap_or(&nothing);
        prepared.push(update::prepare(&it.disk, tree, &it.drifts, staging)?);
    }
    prepared.into_iter().try_for_each(Prepared::finish)
}

fn summary(comparison: &Comparison<'_>) -> String {
    let folder = &comparison.folder;
    match comparison.tree {
        Some(tree) => format!("{folder}: {}", tally(tree, &comparison.drifts)),
        None if comparison.drifts.iter().all(Drift::is_mendable) => {
            format!("{folder}: removed, `spec/` has nothing for it")
        }
        None => format!(
            "{folder}: left as it is, `spec/` has nothing for it but it holds what was not generated"
        ),
    }
}

fn remind_of_foreign_files(comparison: &Comparison<'_>, streams: &mut Streams<'_>) {
    for it in comparison.drifts.iter().filter(|it| !it.is_mendable()) {
        let (folder, path) = (&comparison.folder, it.path());
        streams.remark(format_args!(
            "warning: `{folder}/{path}` was not generated and is left alone\nhelp: move it out of `generated/`\n"
        ));
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
    comparisons: &[Comparison<'_>],
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
