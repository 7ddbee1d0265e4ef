//! Fresh clients beside the checked-in ones: what differs in `generated/`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use openapi_codegen::Tree;

use crate::disk::{self, Disk, Kind};
use crate::drift::{self, Drift, Others};
use crate::failure::Failure;
use crate::fresh::{self, Fresh};
use crate::generated_files;
use crate::header;
use crate::repository::Repository;
use crate::streams::Streams;

/// The clients as a fresh run makes them.
pub struct Clients {
    /// The folders in `generated/`, each with its files.
    trees: Vec<(String, Tree)>,
    /// The packages of all APIs, when it is all of them that were made: any other folder must go.
    packages: Option<BTreeSet<String>>,
}

/// A folder of `generated/` beside what a fresh run gives.
pub struct Comparison<'c> {
    /// Path relative to the repository.
    pub folder: String,
    /// What a fresh run gives; `None` when `spec/` has nothing for this folder.
    pub tree: Option<&'c Tree>,
    /// What lies there.
    pub disk: Disk,
    /// In what they differ.
    pub drifts: Vec<Drift>,
}

impl Comparison<'_> {
    /// How many files differ; a folder that must go counts, even if empty.
    pub fn n_differences(&self) -> usize {
        match self.tree {
            Some(_) => self.drifts.len(),
            None => self.drifts.len().max(1),
        }
    }

    /// Whether a run would write or remove anything.
    pub fn is_mendable(&self) -> bool {
        match self.tree {
            Some(_) => self.drifts.iter().any(Drift::is_mendable),
            // A folder without its manifest would break the workspace: it goes whole or not at all.
            None => self.drifts.iter().all(Drift::is_mendable),
        }
    }
}

impl Clients {
    /// Generates the clients of these APIs, of all when none is named.
    ///
    /// # Errors
    ///
    /// An unknown API, a description with an error.
    pub fn fresh(
        repository: &Repository,
        names: &[String],
        consequence: &str,
        streams: &mut Streams<'_>,
    ) -> Result<Self, Failure> {
        let apis = repository.select(names)?;
        let packages = fresh::packages(repository)?.into_values().collect();
        let clients = fresh::fresh(repository, &apis, consequence, streams)?;
        let trees = clients.into_iter().filter_map(|Fresh { package, output, .. }| {
            let mut tree = output.tree?;
            generated_files::add(&mut tree);
            Some((format!("generated/{package}"), tree))
        });
        Ok(Self { trees: trees.collect(), packages: names.is_empty().then_some(packages) })
    }

    /// Compares them with `generated/`.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, a folder that is not ours.
    pub fn compare(&self, repository: &Repository) -> Result<Vec<Comparison<'_>>, Failure> {
        let generated = repository.join("generated");
        let kind = disk::kind(&generated).map_err(|error| Failure::reading(&generated, &error))?;
        if !matches!(kind, None | Some(Kind::Folder)) {
            return Err(Failure::new("`generated` is not a folder")
                .help("move it away; links are not followed"));
        }
        let mut res = Vec::new();
        for (folder, tree) in &self.trees {
            let disk = Disk::scan(&repository.join(folder), |_| true)?;
            let drifts = drift::drifts(tree, &disk, Others::Foreign)?;
            res.push(Comparison { folder: folder.clone(), tree: Some(tree), disk, drifts });
        }
        if let (Some(packages), Some(_)) = (&self.packages, kind) {
            res.extend(orphans(repository, &generated, packages)?);
        }
        Ok(res)
    }
}

/// The folders of `generated/` that no API accounts for.
fn orphans<'c>(
    repository: &Repository,
    generated: &Path,
    packages: &BTreeSet<String>,
) -> Result<Vec<Comparison<'c>>, Failure> {
    let unreadable = |error| Failure::reading(generated, &error);
    let mut res = Vec::new();
    for entry in fs::read_dir(generated).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let kind = entry.file_type().map_err(unreadable)?;
        // Files beside the folders (a README, a .gitkeep) are no client's.
        if packages.contains(&name) || kind.is_file() {
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
        let drifts = drift::drifts(&Tree::default(), &disk, Others::Foreign)?;
        res.push(Comparison { folder, tree: None, disk, drifts });
    }
    res.sort_by(|one, other| one.folder.cmp(&other.folder));
    Ok(res)
}

/// Whether a folder is a generated package or what a stopped run left of one, or holds nothing at all.
fn is_generated(disk: &Disk) -> Result<bool, Failure> {
    for path in ["Cargo.toml", generated_files::NAME] {
        if disk.get(path) == Some(Kind::File) {
            return Ok(header::command_of(&disk.text(path)?) == Some(header::REGEN));
        }
    }
    Ok(disk.entries().all(|(_, kind)| kind == Kind::Folder))
}
