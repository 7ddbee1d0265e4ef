//! `$dynamicRef`: a reference that means what the outermost schema on the way to it calls so, as a generic type means
//! its argument.

use std::collections::HashSet;

use serde_json::Value;

use crate::source::Place;

use super::Lowering;

/// Schemas that are looked at for a dynamic reference, at most.
const MOST_LOOKED_AT: usize = 2_000;

impl Lowering<'_> {
    /// What the dynamic reference at a place means, if there is one. `None` inside: nothing that could be told.
    pub(super) fn dynamic_target(&mut self, place: &Place) -> Option<Option<Place>> {
        if !self.document.has_dynamic_references() {
            return None;
        }
        let value = self.document.value(place)?;
        let reference =
            value.get("$dynamicRef")?.as_str().filter(|_| value.get("$ref").is_none())?;
        let name = reference.rsplit_once('#').map_or("", |(_, name)| name);
        let found = self.in_scope(name).cloned().or_else(|| {
            match self.document.dynamic_anchors(place.file, name) {
                [only] => Some(only.clone()),
                _ => None,
            }
        });
        if found.is_none() {
            self.diagnostics
                .warning(
                    &place.key("$dynamicRef"),
                    format!("which schema `{reference}` means cannot be told, taken as any value"),
                )
                .help("give one schema this `$dynamicAnchor`, or refer to it by `$ref`");
        }
        Some(found)
    }

    /// What the schemas around call so. The outermost comes first; of one schema, what it says itself counts before
    /// what it refers to.
    fn in_scope(&self, name: &str) -> Option<&Place> {
        self.scope.iter().find_map(|schema| {
            schema.iter().rev().find(|(anchor, _)| anchor == name).map(|(_, at)| at)
        })
    }

    /// Whether what a schema means depends on the schemas around it, by a dynamic reference in it.
    pub(super) fn depends_on_scope(&mut self, place: &Place) -> bool {
        if self.scope.is_empty() || !self.document.has_dynamic_references() {
            return false;
        }
        // What a schema says itself, it says anywhere.
        let own = self.document.schema(place, self.diagnostics);
        let own = own.map_or_else(Vec::new, |it| it.dynamic_anchors.clone());
        if !own.is_empty() && own.iter().all(|(name, at)| self.in_scope(name) == Some(at)) {
            return false;
        }
        let mut seen: HashSet<Place> = HashSet::new();
        let mut open = vec![place.clone()];
        while let Some(at) = open.pop() {
            if seen.len() > MOST_LOOKED_AT || !seen.insert(at.clone()) {
                continue;
            }
            match self.document.value(&at) {
                Some(Value::Object(map)) => {
                    if map.get("$dynamicRef").is_some_and(Value::is_string) {
                        return true;
                    }
                    let reference = map.get("$ref").and_then(Value::as_str);
                    open.extend(reference.and_then(|it| self.document.referred(&at, it)));
                    let inner = map.iter().filter(|(_, it)| it.is_object() || it.is_array());
                    open.extend(inner.map(|(key, _)| at.key(key)));
                }
                Some(Value::Array(list)) => open.extend((0..list.len()).map(|it| at.index(it))),
                _ => {}
            }
        }
        false
    }
}
