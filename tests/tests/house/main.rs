//! The rules of the house, as tests: who may know what, how long a file may be, what code may not do.

mod rust;

use std::fs;
use std::path::{Path, PathBuf};

use rust::Source;
use tests::repository::{assert_none, root};

/// The stages of the generator and what each of them may name of ours, besides itself.
const STAGES: &[(&str, &[&str])] = &[
    ("config", &[]),
    ("conventions", &["config", "diagnostics", "model", "source"]),
    ("diagnostics", &["source"]),
    ("document", &["diagnostics", "source"]),
    ("emit", &["plan"]),
    ("listing", &["model", "plan"]),
    ("lower", &["config", "diagnostics", "document", "model", "source"]),
    ("manifest", &["config"]),
    ("model", &["source"]),
    ("names", &["config", "diagnostics", "model", "source"]),
    ("overlay", &["diagnostics", "document", "source"]),
    ("plan", &["config", "model", "names", "source", "tree"]),
    ("render", &["emit", "tree"]),
    ("source", &[]),
    ("tree", &[]),
];

/// What others wrote, and the stages that may name it.
const OWNERS: &[(&str, &[&str])] = &[
    ("annotate_snippets", &["diagnostics"]),
    ("heck", &["names"]),
    ("openapi_media", &["document", "lower", "names", "plan"]),
    ("openapiv3", &["document", "lower"]),
    ("prettyplease", &["render"]),
    ("proc_macro2", &["emit", "render"]),
    ("quote", &["emit"]),
    ("saphyr_parser", &["source"]),
    ("serde_json", &["diagnostics", "document", "emit", "lower", "model", "plan", "source"]),
    ("serde_yaml", &["document", "source"]),
    ("strsim", &["document"]),
    ("syn", &["names", "render"]),
    ("toml", &["config", "manifest"]),
    ("url", &["document"]),
    ("std::env", &[]),
    ("std::fs", &[]),
    ("std::io", &[]),
    ("std::net", &[]),
    ("std::process", &[]),
    ("std::time", &[]),
];

/// Names of APIs that nothing generic may know.
const APIS: &[&str] = &["cloudron", "onapp", "cloudflow"];

/// The benchmark measures a real description, and the fuzz targets decode into the types of real clients, so they have to
/// name some.
const MAY_NAME_AN_API: &[&str] = &["codegen/benches", "runtime/fuzz"];

/// The longest that a file may be.
const LONGEST: usize = 400;

/// Folders of code that is written by hand.
const HAND_WRITTEN: &[&str] = &["codegen", "media", "runtime", "xtask", "tests"];

#[test]
fn a_stage_knows_only_what_it_may() {
    let mut faults = Vec::new();
    for (path, source) in stages() {
        let stage = stage(&path);
        let Some((_, allowed)) = STAGES.iter().find(|(name, _)| *name == stage) else {
            faults.push(format!(
                "codegen/src/{path}: `{stage}` is no stage: give it a line in STAGES"
            ));
            continue;
        };
        for known in source.paths().iter().filter_map(|it| it.strip_prefix("crate::")) {
            let known = known.split("::").next().unwrap_or_default();
            let is_stage = STAGES.iter().any(|(name, _)| *name == known);
            if is_stage && known != stage && !allowed.contains(&known) {
                faults.push(format!(
                    "codegen/src/{path} names `{known}`, which `{stage}` must not know"
                ));
            }
        }
    }
    faults.dedup();
    assert_none("names cross a border between stages", &faults);
}

#[test]
fn a_crate_is_named_by_its_owners_only() {
    let mut faults = Vec::new();
    for (path, source) in stages() {
        for (foreign, owners) in OWNERS.iter().filter(|(_, owners)| !owners.contains(&stage(&path)))
        {
            let is_module = foreign.contains("::");
            let names = |it: &String| match it.strip_prefix(foreign) {
                Some("") => is_module,
                Some(rest) => rest == "!" || rest.starts_with("::"),
                None => false,
            };
            if source.paths().iter().any(names) {
                faults.push(format!(
                    "codegen/src/{path} names `{foreign}`, which belongs to {owners:?}"
                ));
            }
        }
    }
    assert_none("crates are named outside their stage", &faults);
}

#[test]
fn the_generator_does_not_panic_on_what_a_document_says() {
    let mut faults = Vec::new();
    for (path, source) in generator_sources() {
        let forbidden = [
            ("`.unwrap()`", source.calls_method("unwrap")),
            ("`todo!`", source.calls_macro("todo")),
            ("`unimplemented!`", source.calls_macro("unimplemented")),
            ("`panic!`", source.calls_macro("panic")),
        ];
        faults.extend(
            forbidden
                .iter()
                .filter(|(_, is)| *is)
                .map(|(what, _)| format!("codegen/src/{path}: {what}")),
        );
    }
    assert_none("places can panic", &faults);
}

#[test]
fn every_module_says_what_it_is_for() {
    let files = hand_written();
    let silent = files.iter().filter(|(_, text)| !text.trim_start().starts_with("//!"));
    let faults: Vec<String> = silent.map(|(path, _)| path.clone()).collect();
    assert_none("modules do not open with `//!`", &faults);
}

#[test]
fn no_file_is_long() {
    let mut faults = Vec::new();
    for (path, text) in hand_written() {
        let n_lines = text.lines().count();
        if n_lines > LONGEST {
            faults.push(format!("{path}: {n_lines} lines"));
        }
    }
    assert_none("files have two jobs, to judge by their length", &faults);
}

#[test]
fn no_module_is_a_heap() {
    let is_heap = |path: &str| {
        let stem = Path::new(path).file_stem().and_then(|it| it.to_str()).unwrap_or_default();
        ["util", "utils", "helper", "helpers", "misc", "common"].contains(&stem)
    };
    let faults: Vec<String> =
        hand_written().into_iter().map(|(path, _)| path).filter(|it| is_heap(it)).collect();
    assert_none("helpers have no home", &faults);
}

#[test]
fn nothing_generic_knows_an_api() {
    let mut faults = Vec::new();
    for path in
        ["codegen", "media", "runtime"].into_iter().flat_map(|it| files_below(&root().join(it)))
    {
        let shown = relative(&path);
        if MAY_NAME_AN_API.iter().any(|it| shown.starts_with(it)) {
            continue;
        }
        let Ok(text) = fs::read_to_string(&path) else { continue };
        for (index, line) in text.lines().enumerate() {
            let found = APIS.iter().find(|it| line.to_lowercase().contains(*it));
            faults.extend(found.map(|it| format!("{shown}:{}: names {it}", index + 1)));
        }
    }
    assert_none("lines of the generator or the runtime name an API", &faults);
}

/// Files of the generator by their path in `codegen/src`, without those that only hold tests.
fn generator_sources() -> Vec<(String, Source)> {
    let folder = root().join("codegen/src");
    let mut sources = Vec::new();
    for path in
        files_below(&folder).into_iter().filter(|it| it.extension().is_some_and(|it| it == "rs"))
    {
        let shown =
            path.strip_prefix(&folder).expect("below the folder").to_string_lossy().into_owned();
        if !shown.split('/').any(|it| it == "tests" || it == "tests.rs") {
            let text = fs::read_to_string(&path).expect("a readable file");
            sources.push((shown.clone(), Source::parse(&shown, &text)));
        }
    }
    assert!(!sources.is_empty(), "the generator is somewhere else now");
    sources
}

/// Those of them that are part of a stage: `lib.rs` knows all stages.
fn stages() -> impl Iterator<Item = (String, Source)> {
    generator_sources().into_iter().filter(|(path, _)| path != "lib.rs")
}

/// The stage that a file belongs to.
fn stage(path: &str) -> &str {
    path.split(['/', '.']).next().unwrap_or_default()
}

/// Rust files that are written by hand, with their text.
fn hand_written() -> Vec<(String, String)> {
    let files = HAND_WRITTEN.iter().flat_map(|it| files_below(&root().join(it)));
    let rust = files.filter(|it| it.extension().is_some_and(|it| it == "rs"));
    let read = rust.map(|it| (relative(&it), fs::read_to_string(&it).expect("a readable file")));
    read.filter(|(_, text)| !text.starts_with("// @generated")).collect()
}

fn relative(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).to_string_lossy().into_owned()
}

/// Every file below a folder, in order.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut entries: Vec<PathBuf> = entries.map(|it| it.expect("an entry").path()).collect();
    entries.sort();
    let below = entries.into_iter().flat_map(|it| match it.is_dir() {
        true if it.ends_with("target") => Vec::new(),
        true => files_below(&it),
        false => vec![it],
    });
    below.collect()
}
