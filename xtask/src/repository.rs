//! The repository: where it is, which APIs it holds.

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// The repository that a command works in.
#[derive(Clone, Debug)]
pub struct Repository {
    root: PathBuf,
}

impl Repository {
    /// Finds the repository: from the current folder upwards, else from the package that `cargo run` runs.
    ///
    /// # Errors
    ///
    /// There is none.
    pub fn find() -> Result<Self, Failure> {
        let current = std::env::current_dir()
            .map_err(|error| Failure::new(format!("cannot tell the current folder: {error}")))?;
        let package = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        let roots = current.ancestors().chain(package.as_deref().and_then(Path::parent));
        for root in roots {
            if is_root(root) {
                return Ok(Self { root: root.to_owned() });
            }
        }
        Err(Failure::new(format!("`{}` is not in the repository", current.display()))
            .help("run the command in the folder with the workspace's Cargo.toml and `spec/`, or below it"))
    }

    /// The repository in this folder.
    pub fn at(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    /// The folder of this path, relative to the repository.
    pub fn join(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folders of `spec/`, in order of their names.
    ///
    /// # Errors
    ///
    /// `spec/` cannot be read or holds none.
    pub fn apis(&self) -> Result<Vec<String>, Failure> {
        let spec = self.join("spec");
        let unreadable = |error| Failure::reading(&spec, &error);
        let mut res = Vec::new();
        for entry in fs::read_dir(&spec).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if entry.path().is_dir() && !name.starts_with('.') {
                res.push(name);
            }
        }
        res.sort();
        if res.is_empty() {
            return Err(Failure::new("`spec/` holds no API")
                .help("make a folder for one, with its description and a `client.toml`"));
        }
        Ok(res)
    }

    /// The APIs of these names, or all of them when none is named.
    ///
    /// # Errors
    ///
    /// A name that is none of them.
    pub fn select(&self, names: &[String]) -> Result<Vec<String>, Failure> {
        let apis = self.apis()?;
        // `spec/cloudron/` is what the shell's completion makes of it.
        let wanted = |it: &String| it.trim_end_matches('/').trim_start_matches("spec/").to_owned();
        let names: Vec<String> = names.iter().map(wanted).collect();
        let unknown: Vec<String> =
            names.iter().filter(|it| !apis.contains(it)).map(|it| format!("`{it}`")).collect();
        if !unknown.is_empty() {
            return Err(Failure::new(format!("`spec/` has no API {}", unknown.join(", ")))
                .help(format!("these exist: {}", apis.join(", "))));
        }
        Ok(apis.into_iter().filter(|it| names.is_empty() || names.contains(it)).collect())
    }
}

fn is_root(folder: &Path) -> bool {
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default();
    let workspace = manifest.lines().any(|line| line.trim_start().starts_with("[workspace"));
    workspace && folder.join("spec").is_dir()
}
