//! Scalars: the types of single values, and enums that list them.

use std::collections::HashSet;

use serde_json::Value;

use crate::model::{EnumValue, Type};

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

/// The values of an enum of texts; `None` if the schema lists none, or others as well.
pub(super) fn string_values(merged: &Merged) -> Option<Vec<EnumValue>> {
    let listed = match (&merged.enumeration, &merged.constant) {
        (Some(values), _) => values.as_slice(),
        (None, Some(value)) => std::slice::from_ref(value),
        (None, None) => return None,
    };
    let mut res: Vec<EnumValue> = Vec::new();
    let mut seen: HashSet<&str> = HashSet::new();
    for value in listed.iter().filter(|it| !it.is_null()) {
        let Value::String(wire) = value else { return None };
        if seen.insert(wire) {
            res.push(EnumValue { wire: wire.clone(), number: None, name: None, description: None });
        }
    }
    (!res.is_empty()).then_some(res)
}
