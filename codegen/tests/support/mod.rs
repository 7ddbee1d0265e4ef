//! The fixtures: one folder for each feature, and what a fresh run makes of it.

#![allow(dead_code, unreachable_pub, reason = "each test crate uses its part")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use openapi_codegen::{Config, Output, Source, generate};

/// The folder of the fixtures.
pub fn features() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/features")
}

/// The folders that are fixtures, in order.
pub fn names() -> Vec<String> {
    let entries = fs::read_dir(features()).unwrap().map(|it| it.unwrap());
    let folders = entries.filter(|it| it.file_type().unwrap().is_dir());
    let mut res: Vec<String> = folders.map(|it| it.file_name().into_string().unwrap()).collect();
    res.retain(|it| it != "uses");
    res.sort();
    res
}

/// Every file below a folder by its path there, with forward slashes; what is below `except` is left aside.
pub fn files(folder: &Path, except: &str) -> BTreeMap<String, String> {
    let mut res = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).into_iter().flatten().map(|it| it.unwrap()) {
            let path = entry.path();
            let name = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
            if name == except {
                continue;
            }
            if path.is_dir() {
                open.push(path);
            } else {
                let text = fs::read_to_string(&path).unwrap();
                res.insert(name, text.replace("\r\n", "\n"));
            }
        }
    }
    res
}

/// A fresh run over a fixture: its `spec.yaml` (or `spec.json`) with the settings of its `client.toml`, if it has one.
pub fn run(feature: &str) -> Output {
    let files = files(&features().join(feature), "expected");
    let root = if files.contains_key("spec.json") { "spec.json" } else { "spec.yaml" };
    let mut config = match files.get("client.toml") {
        Some(text) => Config::parse(text).unwrap(),
        None => Config::new(root, feature).unwrap(),
    };
    config.command = "UPDATE=1 cargo test -p openapi-codegen --test expected".to_owned();
    config.module = vec![feature.to_owned()];
    // As `generate` reads a description: what is wrong with it stands in the report.
    generate(&Source::files(root, files).tolerant(true), &config)
}

/// What a run is expected to give: the sources, and what was said if anything was.
pub fn outcome(feature: &str) -> BTreeMap<String, String> {
    let output = run(feature);
    let report = output.report(false);
    let tree = output.tree.unwrap_or_else(|| panic!("{feature}: nothing was generated\n{report}"));
    let sources = tree.files().filter(|(path, _)| path.starts_with("src/"));
    let mut res: BTreeMap<String, String> =
        sources.map(|(path, text)| (path.to_owned(), text.to_owned())).collect();
    if !report.is_empty() {
        res.insert("report.txt".to_owned(), report);
    }
    res
}
