//! A description that was changed, and how such ones are made.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use openapi_codegen::Config;
use proptest::collection::vec;
use proptest::prelude::Strategy;
use proptest::sample::select;

use crate::change::{Change, change};
use crate::changes::apply;
use crate::seed::Seed;
use crate::text;

/// A description to run the generator on.
#[derive(Clone)]
pub struct Case {
    /// Which description was changed.
    pub name: String,
    /// What was done to it.
    pub how: String,
    /// The path of the file that was changed.
    pub file: String,
    pub files: BTreeMap<String, Vec<u8>>,
    pub config: Config,
}

impl Case {
    /// The file that was changed, as far as it is text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.files[&self.file]).into_owned()
    }
}

impl fmt::Debug for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}: {}\n{}", self.name, self.file, self.how, self.text())
    }
}

/// Descriptions whose values were changed up to six times.
pub fn changed_values(seeds: &'static [Arc<Seed>]) -> impl Strategy<Value = Case> {
    (select(seeds), vec(change(), 1..=6))
        .prop_map(|(seed, changes)| seed.with(written(&seed, &changes), format!("{changes:?}")))
}

/// Descriptions whose text was changed up to three times, some of them after a change of a value.
pub fn changed_texts(seeds: &'static [Arc<Seed>]) -> impl Strategy<Value = Case> {
    (select(seeds), vec(change(), 0..=1), vec(text::text_change(), 1..=3)).prop_map(
        |(seed, changes, texts)| {
            let mut bytes = match changes[..] {
                [] => seed.text.clone().into_bytes(),
                _ => written(&seed, &changes),
            };
            texts.iter().for_each(|it| text::apply(&mut bytes, it));
            seed.with(bytes, format!("{changes:?} {texts:?}"))
        },
    )
}

fn written(seed: &Seed, changes: &[Change]) -> Vec<u8> {
    let mut value = seed.value.clone();
    changes.iter().for_each(|it| apply(&mut value, it));
    if seed.file.ends_with(".json") {
        serde_json::to_vec_pretty(&value).unwrap()
    } else {
        serde_yaml::to_string(&value).unwrap().into_bytes()
    }
}
