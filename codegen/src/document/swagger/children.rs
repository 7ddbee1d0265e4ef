//! Which named schemas extend another one by `allOf`: what a discriminator tells apart.

use std::collections::HashMap;

use serde_json::Value;

use super::super::Document;
use crate::diagnostics::Diagnostics;
use crate::source::Place;

/// Keys by which authors say what the discriminator holds, if that is not the schema's name.
const VALUES: &[&str] = &["x-discriminator-value", "x-ms-discriminator-value"];

/// For each schema: those that extend it, each with what the discriminator holds.
#[derive(Debug, Default)]
pub(in super::super) struct Children(HashMap<Place, Vec<(String, Place)>>);

impl Document {
    /// The schemas that extend the one at a place, those that extend them included.
    pub(crate) fn extended_by(&self, base: &Place) -> Vec<(String, Place)> {
        let children = &self.children.get_or_init(|| self.find_children()).0;
        let mut res: Vec<(String, Place)> = Vec::new();
        let mut pending = vec![base];
        while let Some(place) = pending.pop() {
            for (value, child) in children.get(place).into_iter().flatten() {
                if child != base && !res.iter().any(|(_, it)| it == child) {
                    res.push((value.clone(), child.clone()));
                    pending.push(child);
                }
            }
        }
        res
    }

    fn find_children(&self) -> Children {
        let mut res = Children::default();
        for (name, place, schema) in self.component_entries("schemas", &mut Diagnostics::new()) {
            let Some(Value::Array(bases)) = schema.get("allOf") else { continue };
            let value = VALUES.iter().find_map(|key| schema.get(*key)?.as_str()).unwrap_or(name);
            for (i, base) in bases.iter().enumerate() {
                let Some(reference) = base.get("$ref").and_then(Value::as_str) else { continue };
                let at = place.key("allOf").index(i).key("$ref");
                if let Ok(base) = self.find(&at, reference) {
                    res.0.entry(base).or_default().push((value.to_owned(), place.clone()));
                }
            }
        }
        res
    }
}
