//! Which JSON types a property may have, by the schema of its object.

use serde_json::Value;

use super::files::{Files, Place};

/// How deep schemas may be made of one another.
const DEEPEST: usize = 16;

/// The keywords whose schemas are part of the one that has them.
const PARTS: &[&str] = &["allOf", "oneOf", "anyOf"];

/// The types of a property, each once; none where the schema does not say.
pub(super) fn of_property(files: &Files, schema: &Place, name: &str) -> Vec<String> {
    let mut found = Vec::new();
    for property in properties(files, schema, name, DEEPEST) {
        collect(files, &property, DEEPEST, &mut found);
    }
    found
}

/// Where a property is described.
fn properties(files: &Files, schema: &Place, name: &str, depth: usize) -> Vec<Place> {
    let Ok((place, node)) = files.follow(schema) else { return Vec::new() };
    let own = node.get("properties").and_then(|it| it.get(name));
    let own = own.map(|_| place.key("properties").key(name));
    let parts = parts(&place, node).into_iter().take(if depth == 0 { 0 } else { usize::MAX });
    own.into_iter().chain(parts.flat_map(|it| properties(files, &it, name, depth - 1))).collect()
}

fn collect(files: &Files, schema: &Place, depth: usize, found: &mut Vec<String>) {
    let Ok((place, node)) = files.follow(schema) else { return };
    let stated = match node.get("type") {
        Some(Value::Array(types)) => types.iter().filter_map(Value::as_str).collect(),
        Some(Value::String(one)) => vec![one.as_str()],
        _ => Vec::new(),
    };
    for one in stated {
        if !found.iter().any(|it| it == one) {
            found.push(one.to_owned());
        }
    }
    if depth > 0 {
        parts(&place, node).iter().for_each(|it| collect(files, it, depth - 1, found));
    }
}

fn parts(place: &Place, node: &Value) -> Vec<Place> {
    let mut found = Vec::new();
    for keyword in PARTS {
        let n_parts = node.get(*keyword).and_then(Value::as_array).map_or(0, Vec::len);
        found.extend((0..n_parts).map(|index| place.key(keyword).index(index)));
    }
    found
}
