//! Fresh clients beside the checked-in ones: what differs in `generated/`.

use std::fs;
use std::path::Path;

use openapi_codegen::Tree;

use crate::disk::{self, Disk, Kind};
use crate::drift::{self, Drift, Others};
use crate::failure::Failure;
use crate::fresh::{self, Fresh};
use crate::header;
use crate::repository::Repository;
use crate::streams::Streams;

/// A folder of `generated/` beside what a fresh run gives.
pub struct Comparison {
    /// Path relative to the repository.
    pub folder: String,
    /// What a fresh run gives; `None` when `spec/` has nothing for this folder.
    pub tree: Option<Tree>,
    /// What lies there.
    pub disk: Disk,
    /// In what they differ.
    pub drifts: Vec<Drift>,
}

impl Comparison {
    /// How many files differ; a folder that must go counts, even if empty.
    pub fn n_differences(&self) -> usize {
        match self.tree {
            Some(_) => self.drifts.len(),
            None => self.drifts.len().max(1),
        }
    }
}

/// Generates the clients of these APIs (all when none is named) and compares them with `generated/`.
///
/// # Errors
///
/// An unknown API, a description with an error, a file that cannot be read, a folder that is not ours.
pub fn compare(
    repository: &Repository,
    names: &[String],
    consequence: &str,
    streams: &mut Streams<'_>,
) -> Result<Vec<Comparison>, Failure> {
    let apis = repository.select(names)?;
    let packages = fresh::packages(repository)?;
    let clients = fresh::fresh(repository, &apis, consequence, streams)?;

    let generated = repository.join("generated");
    let kind = disk::kind(&generated).map_err(|error| Failure::reading(&generated, &error))?;
    if !matches!(kind, None | Some(Kind::Folder)) {
        return Err(Failure::new("`generated` is not a folder")
            .help("move it away; links are not followed"));
    }
    let mut res = Vec::new();
    for Fresh { package, output, .. } in clients {
        let Some(tree) = output.tree else { continue };
        res.push(client(repository, format!("generated/{package}"), tree)?);
    }
    if names.is_empty() && kind.is_some() {
        let orphans =
            orphans(repository, &generated, |it| packages.values().any(|name| name == it))?;
        res.extend(orphans);
    }
    Ok(res)
}

fn client(repository: &Repository, folder: String, tree: Tree) -> Result<Comparison, Failure> {
    let disk = Disk::scan(&repository.join(&folder), |_| true)?;
    let drifts = drift::drifts(&tree, &disk, Others::Stale)?;
    Ok(Comparison { folder, tree: Some(tree), disk, drifts })
}

/// The folders of `generated/` that no API accounts for.
fn orphans(
    repository: &Repository,
    generated: &Path,
    is_package: impl Fn(&str) -> bool,
) -> Result<Vec<Comparison>, Failure> {
    let unreadable = |error| Failure::reading(generated, &error);
    let mut res = Vec::new();
    for entry in fs::read_dir(generated).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let kind = entry.file_type().map_err(unreadable)?;
        // Files beside the folders (a README, a .gitkeep) are no client's.
        if is_package(&name) || kind.is_file() {
            continue;
        }
        let folder = format!("generated/{name}");
        let foreign = || {
            Failure::new(format!(
                "`{folder}` was not made by `cargo xtask regen`, and `spec/` has nothing for it"
            ))
            .help("move it out of `generated/`")
        };
        if !kind.is_dir() {
            return Err(foreign());
        }
        let disk = Disk::scan(&repository.join(&folder), |_| true)?;
        if !is_generated(&disk)? {
            return Err(foreign());
        }
        let drifts = drift::drifts(&Tree::default(), &disk, Others::Stale)?;
        res.push(Comparison { folder, tree: None, disk, drifts });
    }
    res.sort_by(|one, other| one.folder.cmp(&other.folder));
    Ok(res)
}

/// Whether a folder is a generated package, or holds nothing at all.
fn is_generated(disk: &Disk) -> Result<bool, Failure> {
    if disk.get("Cargo.toml") != Some(Kind::File) {
        return Ok(disk.entries().all(|(_, kind)| kind == Kind::Folder));
    }
    Ok(header::command_of(&disk.text("Cargo.toml")?) == Some(header::REGEN))
}
