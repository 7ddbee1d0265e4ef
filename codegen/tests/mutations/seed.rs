//! The valid descriptions that everything starts from: the documents of the features.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use openapi_codegen::Config;
use serde_json::Value;

use crate::case::Case;
use crate::support;

/// A valid description and the one of its files that is changed.
#[derive(Debug)]
pub struct Seed {
    pub name: String,
    pub config: Config,
    pub files: BTreeMap<String, Vec<u8>>,
    /// The path of the file that is changed.
    pub file: String,
    /// What that file says.
    pub text: String,
    pub value: Value,
}

impl Seed {
    /// Nothing if the file cannot be read by the parsers that the tests use.
    pub fn new(
        name: &str,
        config: Config,
        files: BTreeMap<String, Vec<u8>>,
        file: &str,
    ) -> Option<Self> {
        let text = String::from_utf8(files.get(file)?.clone()).ok()?;
        let value = if file.ends_with(".json") {
            serde_json::from_str(&text).ok()?
        } else {
            serde_yaml::from_str(&text).ok()?
        };
        let (name, file) = (name.to_owned(), file.to_owned());
        Some(Seed { name, config, files, file, text, value })
    }

    /// The description as it is.
    pub fn case(&self) -> Case {
        self.with(self.text.clone().into_bytes(), String::new())
    }

    /// The description with another text for its file.
    pub fn with(&self, bytes: Vec<u8>, how: String) -> Case {
        let mut files = self.files.clone();
        files.insert(self.file.clone(), bytes);
        let (name, file, config) = (self.name.clone(), self.file.clone(), self.config.clone());
        Case { name, how, file, files, config }
    }
}

/// Features whose descriptions nest deeper than the parsers that the tests use can follow.
const TOO_DEEP: &[&str] = &["deep_schemas"];

/// Every file of every feature.
pub fn seeds() -> &'static [Arc<Seed>] {
    static SEEDS: OnceLock<Vec<Arc<Seed>>> = OnceLock::new();
    SEEDS.get_or_init(|| {
        let names = support::names();
        let names = names.iter().filter(|it| !TOO_DEEP.contains(&it.as_str()));
        names.flat_map(|it| of_feature(it)).collect()
    })
}

fn of_feature(feature: &str) -> Vec<Arc<Seed>> {
    let mut files = support::files(&support::features().join(feature), "expected");
    let root = if files.contains_key("spec.json") { "spec.json" } else { "spec.yaml" };
    let config = match files.remove("client.toml") {
        Some(text) => Config::parse(&text).unwrap(),
        None => Config::new(root, feature).unwrap(),
    };
    let files: BTreeMap<String, Vec<u8>> =
        files.into_iter().map(|(path, text)| (path, text.into_bytes())).collect();
    let seed = |file: &String| {
        Seed::new(feature, config.clone(), files.clone(), file)
            .unwrap_or_else(|| panic!("{feature}: {file} is not a value"))
    };
    files.keys().map(|it| Arc::new(seed(it))).collect()
}
