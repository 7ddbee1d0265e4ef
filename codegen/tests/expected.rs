//! The expected files of each feature are what a fresh run gives.

mod support;

#[macro_use]
#[path = "features/list.rs"]
mod list;

use std::path::Path;
use std::{env, fs};

macro_rules! features {
    ($($name:ident),* $(,)?) => {
        $(
            #[test]
            fn $name() {
                check(stringify!($name));
            }
        )*

        const LISTED: &[&str] = &[$(stringify!($name)),*];
    };
}

every_feature!(features);

#[test]
fn every_folder_is_listed() {
    let mut listed = LISTED.to_vec();
    listed.sort_unstable();
    assert_eq!(
        listed,
        support::names(),
        "the left are in `features/list.rs`, the right are the folders"
    );
}

#[test]
fn every_feature_is_used() {
    let uses: String =
        support::files(&support::features().join("uses"), "").into_values().collect();
    for name in LISTED {
        assert!(
            uses.contains(&format!("fn {name}() {{")),
            "no test in `features/uses` is called `{name}`"
        );
    }
}

#[track_caller]
fn check(feature: &str) {
    let folder = support::features().join(feature).join("expected");
    let fresh = support::outcome(feature);
    if env::var_os("UPDATE").is_some() {
        return update(&folder, &fresh);
    }
    let found = support::files(&folder, "");
    let paths: Vec<&String> = fresh.keys().collect();
    assert_eq!(found.keys().collect::<Vec<_>>(), paths, "{feature}: other files than expected");
    for (path, text) in &fresh {
        let line = found[path].lines().zip(text.lines()).position(|(old, new)| old != new);
        let line = line.unwrap_or_else(|| found[path].lines().count().min(text.lines().count()));
        let shown = |text: &str| text.lines().nth(line).unwrap_or("nothing").to_owned();
        assert!(
            found[path] == *text,
            "{feature}/expected/{path}:{}: differs, run `UPDATE=1 cargo test` and read the diff\n- {}\n+ {}",
            line + 1,
            shown(&found[path]),
            shown(text),
        );
    }
}

fn update(folder: &Path, fresh: &std::collections::BTreeMap<String, String>) {
    let found = support::files(folder, "");
    for path in found.keys().filter(|it| !fresh.contains_key(*it)) {
        fs::remove_file(folder.join(path)).unwrap();
    }
    for (path, text) in fresh.iter().filter(|(path, text)| found.get(*path) != Some(text)) {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}
