//! Scalars: the types of single values, and enums that list them.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use crate::model::{EnumValue, Type};

use super::Lowering;
use super::merge::Merged;

pub(super) fn scalar_type(name: &str, format: Option<&str>) -> Type {
    match (name, format) {
        (_, Some("id")) => Type::Id,
        ("string", Some("date-time")) => Type::DateTime,
        ("string", Some("password")) => Type::Secret,
        ("string", Some("binary")) => Type::File,
        ("string", _) => Type::Text,
        ("integer" | "number", Some("uint64" | "uint128")) => Type::Unsigned,
        ("integer", _) => Type::Integer,
        ("number", Some("int32" | "int64" | "uint32")) => Type::Integer,
        ("number", _) => Type::Number,
        ("boolean", _) => Type::Bool,
        // 2.0 spells it as a type.
        ("file", _) => Type::File,
        (_, _) => Type::Any,
    }
}

/// Lists of names that authors give to the values of an enum, in the order of these.
const NAMES: &[&str] = &["x-enum-varnames", "x-enumNames", "x-enum-names"];

/// Lists of what the values of an enum mean, in the order of these.
const DESCRIPTIONS: &[&str] = &["x-enum-descriptions", "x-enumDescriptions"];

impl Lowering<'_> {
    /// The values of an enum of strings, or of integers that have names; `None` if the schema lists none, or others as
    /// well. Integers without a name are best written as such.
    pub(super) fn listed_values(&mut self, merged: &Merged) -> Option<Vec<EnumValue>> {
        let constant = merged.constant.as_ref().filter(|_| merged.enumeration.is_none());
        let listed = merged.enumeration.as_deref().or(constant.map(std::slice::from_ref))?;
        let mut names = self.beside_values(merged, NAMES, "name", listed);
        let mut descriptions = self.beside_values(merged, DESCRIPTIONS, "description", listed);
        if constant.is_some() {
            // `oneOf: [{const: 1, title: Low}, ...]`; a string says what it is.
            let is_text = listed.iter().any(Value::is_string);
            names = names.or_else(|| Some(vec![merged.title.clone().filter(|_| !is_text)]));
            descriptions = descriptions.or_else(|| Some(vec![merged.description.clone()]));
        }
        let of = |list: &Option<Vec<Option<String>>>, at: usize| list.as_ref()?.get(at)?.clone();
        let mut res: Vec<EnumValue> = Vec::new();
        let mut seen: HashSet<String> = HashSet::new();
        for (at, value) in listed.iter().enumerate().filter(|(_, it)| !it.is_null()) {
            let (name, description) = (of(&names, at), of(&descriptions, at));
            let (wire, number) = match value {
                Value::String(text) => (text.clone(), None),
                Value::Number(number) if name.is_some() => (number.to_string(), number.as_i64()),
                _ => return None,
            };
            if !value.is_string() && number.is_none() {
                return None;
            }
            if seen.insert(wire.clone()) {
                res.push(EnumValue { wire, number, name, description });
            }
        }
        let is_mixed = res.iter().any(|it| it.number.is_some() != res[0].number.is_some());
        (!res.is_empty() && !is_mixed).then_some(res)
    }

    /// What one of these extensions says about each value, as a list or in `x-ms-enum`.
    fn beside_values(
        &mut self,
        merged: &Merged,
        keys: &[&str],
        word: &str,
        listed: &[Value],
    ) -> Option<Vec<Option<String>>> {
        let text = |it: &Value| it.as_str().map(str::to_owned).filter(|it| !it.trim().is_empty());
        let known = merged.extensions.get("x-ms-enum").and_then(|it| it.get("values")?.as_array());
        if let Some(known) = known {
            let said = known.iter().filter_map(|it| Some((plain(it.get("value")?), it)));
            let said: HashMap<String, &Value> = said.collect();
            let about = |value: &Value| text(said.get(&plain(value))?.get(word)?);
            return Some(listed.iter().map(about).collect());
        }
        let key = keys.iter().find(|it| merged.extensions.contains_key(**it))?;
        match merged.extensions.get(*key)? {
            Value::Array(list) if list.len() == listed.len() => {
                Some(list.iter().map(text).collect())
            }
            Value::Array(list) => {
                let message =
                    format!("`{key}` lists {} for {} values, left out", list.len(), listed.len());
                self.diagnostics
                    .warning(&merged.place.key(key), message)
                    .help("it needs one for each value of `enum`, in the same order");
                None
            }
            Value::Object(map) => {
                Some(listed.iter().map(|it| map.get(&plain(it)).and_then(text)).collect())
            }
            _ => None,
        }
    }
}

/// A scalar as text; of a string without its quotes.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The type of which all values are that a schema lists without saying so.
pub(super) fn type_of_values(merged: &Merged) -> Option<&'static str> {
    let listed = merged.enumeration.iter().flatten().chain(&merged.constant);
    let mut types = listed.filter(|it| !it.is_null()).map(|it| match it {
        Value::Bool(_) => Some("boolean"),
        Value::Number(number) if number.is_f64() => Some("number"),
        Value::Number(_) => Some("integer"),
        _ => None,
    });
    let first = types.next()??;
    let rest: Option<Vec<&str>> = types.collect();
    let rest = rest?;
    let is_number = |it: &str| it != "boolean";
    match rest.iter().all(|it| *it == first) {
        true => Some(first),
        false => rest.iter().all(|it| is_number(it) && is_number(first)).then_some("number"),
    }
}

/// The only value that a schema allows, where it is no string: these are enums of one value.
pub(super) fn only_value(merged: &Merged) -> Option<Value> {
    match (&merged.constant, merged.enumeration.as_deref()) {
        (Some(constant), _) => Some(constant.clone()),
        (None, Some([only])) => Some(only.clone()).filter(|it| it.is_number() || it.is_boolean()),
        (None, _) => None,
    }
    .filter(|it| !it.is_null())
}
