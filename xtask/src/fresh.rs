//! The clients as a fresh run makes them, in memory.

use std::collections::BTreeMap;

use openapi_codegen::{Config, Manifest, Output, Source};

use crate::client_toml;
use crate::failure::Failure;
use crate::files::Files;
use crate::header;
use crate::repository::Repository;
use crate::streams::Streams;

/// A client as a fresh run makes it.
pub struct Fresh {
    /// The folder of `spec/` that it is made from.
    pub api: String,
    /// The name of its package, which is its folder in `generated/`.
    pub package: String,
    /// What the generator gave.
    pub output: Output,
}

/// Generates the clients of these APIs, prints every diagnostic, and stops when one is an error.
///
/// `consequence` is what is left undone then: "nothing was written".
///
/// # Errors
///
/// Any API has an error; all of them were printed.
pub fn fresh(
    repository: &Repository,
    apis: &[String],
    consequence: &str,
    streams: &mut Streams<'_>,
) -> Result<Vec<Fresh>, Failure> {
    let mut res = Vec::new();
    let mut faulty = Vec::new();
    for api in apis {
        match generate(repository, api) {
            Ok(fresh) => {
                streams.remark(format_args!("{}", fresh.output.report(streams.err_colour)));
                if fresh.output.tree.is_none() || fresh.output.error_count() > 0 {
                    faulty.push(format!("`spec/{api}`"));
                }
                res.push(fresh);
            }
            Err(failure) => {
                streams.fail(&failure);
                faulty.push(format!("`spec/{api}`"));
            }
        }
    }
    if faulty.is_empty() {
        return Ok(res);
    }
    let have = if faulty.len() == 1 { "has" } else { "have" };
    Err(Failure::new(format!("{} {have} errors, {consequence}", faulty.join(", "))))
}

/// Generates the client of one API.
///
/// # Errors
///
/// Its `client.toml` cannot be used. Faults of the description are in the output.
pub fn generate(repository: &Repository, api: &str) -> Result<Fresh, Failure> {
    let mut config = settings(repository, api)?;
    config.manifest = Manifest::Workspace;
    config.command = header::REGEN.to_owned();
    config.origin = format!("spec/{api}");
    config.sample_calls = true;
    let root = format!("spec/{api}/{}", config.root);
    let files = Files::around(&repository.join(&root), false);
    let source = Source::new(root, |path: &str| files.read(&repository.join(path)));
    let output = openapi_codegen::generate(&source, &config);
    Ok(Fresh { api: api.to_owned(), package: config.package.name, output })
}

/// The packages of all APIs, by API; without those whose `client.toml` cannot be used.
///
/// # Errors
///
/// Two APIs have the same package.
pub fn packages(repository: &Repository) -> Result<BTreeMap<String, String>, Failure> {
    let mut owners: BTreeMap<String, String> = BTreeMap::new();
    let mut res = BTreeMap::new();
    for api in repository.apis()? {
        let Ok(config) = settings(repository, &api) else { continue };
        let package = config.package.name;
        if let Some(owner) = owners.insert(package.clone(), api.clone()) {
            return Err(Failure::new(format!(
                "`spec/{owner}` and `spec/{api}` are both the package `{package}`"
            ))
            .help("give one of them another `package.name` in its `client.toml`"));
        }
        res.insert(api, package);
    }
    Ok(res)
}

fn settings(repository: &Repository, api: &str) -> Result<Config, Failure> {
    let shown = format!("spec/{api}/client.toml");
    let path = repository.join(&shown);
    if !path.exists() && path.symlink_metadata().is_err() {
        return Err(Failure::new(format!("`spec/{api}` has no `client.toml`")).help(
            "write one: `root = \"openapi.yaml\"`, then `[package]` with `name`, `version` and `description`",
        ));
    }
    client_toml::read(&path, &shown)
}
