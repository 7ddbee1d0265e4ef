//! A change and a value in, the changed value out.

use proptest::sample::Index;
use serde_json::{Value, json};

use crate::change::{Change, What};
use crate::hostile::{DIALECTS, TEXTS, member, names, replacement, wrapped};

/// The way to a value from the root: keys, and positions in lists as text.
type Way = Vec<String>;

/// Does what a change says, or nothing if there is nothing to do it to.
pub fn apply(root: &mut Value, change: &Change) {
    let all = ways(root, &|_, _| true);
    let Some(at) = chosen(&all, change.at) else { return };
    match change.what {
        What::Drop => {
            remove(root, &at);
        }
        What::Retype => put(root, &at, replacement(change.line)),
        What::Rename => rename(root, &at, &pick(names(), change.line)),
        What::RenameAlike => {
            let named = chosen(&all, change.other).and_then(|it| it.last().cloned());
            rename(root, &at, &named.unwrap_or_default());
        }
        What::Move => {
            let Some(to) = chosen(&all, change.other) else { return };
            let value = remove(root, &at).unwrap_or(Value::Null);
            put(root, &to, value);
        }
        What::Copy => {
            let (Some(to), Some(value)) = (chosen(&all, change.other), get(root, &at)) else {
                return;
            };
            put(root, &to, value.clone());
        }
        What::Link => {
            let to = chosen(&all, change.other).unwrap_or_default();
            put(root, &at, reference(&to));
        }
        What::LinkSchema => {
            let Some(at) = schema(root, change.at) else { return };
            let to = schema(root, change.other).unwrap_or_default();
            put(root, &at, reference(&to));
        }
        What::Dialect => dialect(root, change.line),
        What::SameId => {
            let ids = ways(root, &|way, _| way.last().is_some_and(|it| it == "operationId"));
            let Some(to) = chosen(&ids, change.at) else { return };
            let id = chosen(&ids, change.other).and_then(|it| get(root, &it).cloned());
            put(root, &to, id.unwrap_or_default());
        }
        What::Hostile => {
            let texts = ways(root, &|_, it| it.is_string());
            let Some(at) = chosen(&texts, change.at) else { return };
            put(root, &at, pick(TEXTS.to_vec(), change.line).into());
        }
        What::Insert => {
            let maps = ways(root, &|way, it| it.is_object() && !way.is_empty());
            let at = if change.other.index(2) == 0 {
                schema(root, change.at)
            } else {
                chosen(&maps, change.at)
            };
            let link = schema(root, change.other).map_or(json!({}), |it| reference(&it));
            let (key, value) = member(change.line, link);
            if let Some(Value::Object(map)) = at.and_then(|at| get_mut(root, &at)) {
                map.insert(key.to_owned(), value);
            }
        }
        What::Wrap => {
            let Some(at) = schema(root, change.at) else { return };
            let Some(inner) = get(root, &at).cloned() else { return };
            let link = schema(root, change.other).map_or(json!({}), |it| reference(&it));
            put(root, &at, wrapped(change.line, inner, link));
        }
    }
}

/// Another version of the language, with or without its other parts.
fn dialect(root: &mut Value, line: Index) {
    let Value::Object(map) = root else { return };
    let (key, version) = DIALECTS[line.index(DIALECTS.len())];
    map.shift_remove("openapi");
    map.shift_remove("swagger");
    map.insert(key.to_owned(), version.into());
}

/// The ways to all values that are wanted, in the order of the document.
fn ways(root: &Value, wanted: &dyn Fn(&Way, &Value) -> bool) -> Vec<Way> {
    let mut res = Vec::new();
    collect(root, &mut Way::new(), wanted, &mut res);
    res
}

fn collect(
    value: &Value,
    way: &mut Way,
    wanted: &dyn Fn(&Way, &Value) -> bool,
    res: &mut Vec<Way>,
) {
    if wanted(way, value) {
        res.push(way.clone());
    }
    let children: Vec<(String, &Value)> = match value {
        Value::Object(map) => map.iter().map(|(key, value)| (key.clone(), value)).collect(),
        Value::Array(list) => {
            list.iter().enumerate().map(|(i, value)| (i.to_string(), value)).collect()
        }
        _ => Vec::new(),
    };
    for (key, child) in children {
        way.push(key);
        collect(child, way, wanted, res);
        way.pop();
    }
}

/// The way to one of the places that most likely hold a schema.
fn schema(root: &Value, index: Index) -> Option<Way> {
    let holders =
        ["schemas", "definitions", "properties", "allOf", "oneOf", "anyOf", "prefixItems"];
    let is_schema = |way: &Way, value: &Value| {
        let [.., holder, key] = &way[..] else { return false };
        let held = holders.contains(&&**holder)
            || matches!(&**key, "schema" | "items" | "additionalProperties");
        held && value.is_object()
    };
    chosen(&ways(root, &is_schema), index)
}

fn chosen(ways: &[Way], index: Index) -> Option<Way> {
    (!ways.is_empty()).then(|| ways[index.index(ways.len())].clone())
}

fn pick<T>(list: Vec<T>, index: Index) -> T {
    let at = index.index(list.len());
    list.into_iter().nth(at).unwrap()
}

fn reference(way: &Way) -> Value {
    let key = |it: &String| format!("/{}", it.replace('~', "~0").replace('/', "~1"));
    json!({ "$ref": format!("#{}", way.iter().map(key).collect::<String>()) })
}

fn get<'v>(root: &'v Value, way: &[String]) -> Option<&'v Value> {
    way.iter().try_fold(root, |value, key| match value {
        Value::Array(list) => list.get(key.parse::<usize>().ok()?),
        other => other.get(key),
    })
}

fn get_mut<'v>(root: &'v mut Value, way: &[String]) -> Option<&'v mut Value> {
    way.iter().try_fold(root, |value, key| match value {
        Value::Array(list) => list.get_mut(key.parse::<usize>().ok()?),
        other => other.get_mut(key),
    })
}

fn put(root: &mut Value, way: &[String], value: Value) {
    if let Some(place) = get_mut(root, way) {
        *place = value;
    }
}

fn remove(root: &mut Value, way: &[String]) -> Option<Value> {
    let (key, holder) = way.split_last()?;
    match get_mut(root, holder)? {
        Value::Object(map) => map.shift_remove(key),
        Value::Array(list) => {
            let at = key.parse::<usize>().ok()?;
            (at < list.len()).then(|| list.remove(at))
        }
        _ => None,
    }
}

/// Gives a member another name and leaves it where it is among the others.
fn rename(root: &mut Value, way: &[String], name: &str) {
    let Some((key, holder)) = way.split_last() else { return };
    let Some(Value::Object(map)) = get_mut(root, holder) else { return };
    *map = std::mem::take(map)
        .into_iter()
        .map(|(it, value)| (if it == *key { name.to_owned() } else { it }, value))
        .collect();
}
