//! The table of keywords and the readers of the same objects agree.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::super::keywords::{Holds, Kind, kinds};
use super::super::node::Table;
use super::super::{content, info, operation, parameter, schema, security};

/// What the readers take from objects of a kind, and the kind.
fn tables() -> Vec<(Kind, Table)> {
    vec![
        (Kind::Info, info::INFO),
        (Kind::ServerVariable, info::VARIABLE),
        (Kind::Operation, operation::OPERATION),
        (Kind::Parameter, parameter::PARAMETER),
        (Kind::Body, content::BODY),
        (Kind::Response, content::RESPONSE),
        (Kind::Header, content::HEADER),
        (Kind::Encoding, content::ENCODING),
        (Kind::Schema, schema::SCALARS),
        (Kind::Xml, schema::XML),
        (Kind::SecurityScheme, security::SCHEME),
        (Kind::Flow, security::FLOW),
    ]
}

#[test]
fn what_readers_take_as_scalars_is_in_the_table_in_the_same_shape() {
    for (kind, table) in tables() {
        for (key, shape) in table {
            let keyword = kind.keyword(key);
            let keyword = keyword.unwrap_or_else(|| panic!("{} has no `{key}`", kind.name()));
            match keyword.holds {
                Holds::Scalar(other) => assert_eq!(other, *shape, "`{key}` of {}", kind.name()),
                Holds::Word(_) => {}
                other => panic!("`{key}` of {} is {other:?}", kind.name()),
            }
        }
    }
}

#[test]
fn every_key_that_readers_ask_for_is_in_the_table() {
    let known: BTreeSet<&str> =
        kinds().iter().flat_map(|it| it.keywords()).map(|it| it.name).collect();
    let mut n_asked = 0;
    for path in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/document")) {
        let text = fs::read_to_string(&path).unwrap();
        for call in ["get", "raw", "text", "flag", "entries", "items", "child", "schemas", "says"] {
            for (at, _) in text.match_indices(&format!("{call}(")) {
                // `node.get("key"`, `child(node, "key"`: the first string of the call.
                let inside = text[at..].split(')').next().unwrap_or_default();
                let Some(key) = inside.split('"').nth(1) else { continue };
                let is_key = key.chars().all(|it| it.is_ascii_alphanumeric() || it == '$');
                if !is_key || key.is_empty() || OTHER_WORDS.contains(&key) {
                    continue;
                }
                n_asked += 1;
                assert!(known.contains(key), "{}: no object has a `{key}`", path.display());
            }
        }
    }
    assert!(n_asked > 60, "the readers ask in another way now: {n_asked}");
}

/// Strings in such calls that are no keys.
const OTHER_WORDS: &[&str] = &["authorization", "bearer"];

#[test]
fn no_kind_has_a_keyword_twice() {
    for kind in kinds() {
        let mut seen = BTreeSet::new();
        for keyword in kind.keywords() {
            assert!(seen.insert(keyword.name), "{} of {}", keyword.name, kind.name());
        }
    }
}

/// The readers: no tests, and not the table itself.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut res = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        match path.is_dir() {
            true if name != "tests" && name != "keywords" => res.extend(sources(&path)),
            false if name.ends_with(".rs") => res.push(path),
            _ => {}
        }
    }
    res
}
