//! A schema of either dialect as one of 3.0, without the schemas in it.

use serde_json::{Map, Number, Value};

use super::super::node::{Node, Shape, Table, kind};
use super::super::swagger::is_parameter;
use super::{Additional, SchemaView};
use crate::diagnostics::Diagnostics;

/// The scalars of a schema that both dialects write in the same way.
pub(in super::super) const SCALARS: Table = &[
    ("title", Shape::Text),
    ("description", Shape::Text),
    ("format", Shape::Text),
    ("deprecated", Shape::Flag),
    ("readOnly", Shape::Flag),
    ("writeOnly", Shape::Flag),
    ("multipleOf", Shape::Number),
    ("minimum", Shape::Number),
    ("maximum", Shape::Number),
    ("minLength", Shape::Count),
    ("maxLength", Shape::Count),
    ("pattern", Shape::Text),
    ("minItems", Shape::Count),
    ("maxItems", Shape::Count),
    ("uniqueItems", Shape::Flag),
    ("minProperties", Shape::Count),
    ("maxProperties", Shape::Count),
];

/// Bounds that exclude themselves are a flag in 3.0 and a number of their own in 3.1. Both are
/// read in both, since both are written in both.
pub(super) fn exclusive(
    node: &Node<'_>,
    normal: &mut Map<String, Value>,
    diagnostics: &mut Diagnostics,
) {
    for (exclusive, bound, is_stricter) in [
        ("exclusiveMinimum", "minimum", f64::gt as fn(&f64, &f64) -> bool),
        ("exclusiveMaximum", "maximum", f64::lt),
    ] {
        match node.get(exclusive) {
            None => {}
            Some(Value::Bool(flag)) => {
                if normal.contains_key(bound) {
                    normal.insert(exclusive.to_owned(), (*flag).into());
                } else if *flag {
                    let message = format!("`{exclusive}` without `{bound}` means nothing");
                    diagnostics.fault(&node.place.key(exclusive), message);
                }
            }
            Some(Value::Number(number)) => {
                let own = number.as_f64();
                let other = normal.get(bound).and_then(Value::as_f64);
                let counts = match (own, other) {
                    (Some(own), Some(other)) => own == other || is_stricter(&own, &other),
                    _ => true,
                };
                if counts {
                    normal.insert(bound.to_owned(), number.clone().into());
                    normal.insert(exclusive.to_owned(), true.into());
                }
            }
            Some(other) => {
                let message = format!("`{exclusive}` is {}, left out", kind(other));
                diagnostics.fault(&node.place.key(exclusive), message);
            }
        }
    }
}

/// Names of required properties: a list, without repetitions.
pub(super) fn required(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Vec<String> {
    let place = || node.place.key("required");
    match node.get("required") {
        None => Vec::new(),
        // Of a parameter that is viewed as a schema, it is about the parameter.
        Some(Value::Bool(_) | Value::String(_)) if is_parameter(node.map) => Vec::new(),
        Some(Value::Bool(true)) => {
            diagnostics
                .fault(&place(), "`required: true` in a schema means nothing")
                .help("name the property in the list `required` of the object that holds it");
            Vec::new()
        }
        Some(Value::Bool(false)) => {
            diagnostics.note(&place(), "`required: false` in a schema means nothing");
            Vec::new()
        }
        Some(_) => {
            let found = node.scalars(&[("required", Shape::Texts)], diagnostics);
            let list = found.get("required").and_then(Value::as_array);
            let mut res: Vec<String> = Vec::new();
            for name in list.into_iter().flatten().filter_map(Value::as_str) {
                if !res.iter().any(|it| it == name) {
                    res.push(name.to_owned());
                }
            }
            res
        }
    }
}

/// What may come beside the properties.
pub(super) fn additional(node: &Node<'_>, key: &str, diagnostics: &mut Diagnostics) -> Additional {
    match node.get(key) {
        None => Additional::Unstated,
        Some(Value::Bool(true)) => Additional::Any,
        Some(Value::Bool(false)) => Additional::No,
        Some(Value::Object(map)) if map.is_empty() => Additional::Any,
        Some(Value::Object(_)) => Additional::Schema(node.place.key(key)),
        Some(_) => match node.flag(key, diagnostics) {
            Some(true) => Additional::Any,
            Some(false) => Additional::No,
            None => Additional::Unstated,
        },
    }
}

/// The whole schema for `openapiv3`, with a reference for each schema in it.
pub(super) fn complete(view: &SchemaView, mut normal: Map<String, Value>) -> Value {
    let mut put = |key: &str, value: Value| {
        normal.insert(key.to_owned(), value);
    };
    if let [one] = &view.types[..] {
        put("type", one.as_str().into());
    }
    if view.nullable {
        put("nullable", true.into());
    }
    if let Some(values) = &view.enumeration {
        put("enum", Value::Array(values.clone()));
    }
    if let Some(default) = &view.default {
        put("default", default.clone());
    }
    if !view.properties.is_empty() {
        let properties = view.properties.iter();
        let properties = properties.map(|(name, place)| (name.clone(), reference(place)));
        put("properties", Value::Object(properties.collect()));
    }
    if !view.required.is_empty() {
        put("required", view.required.iter().map(String::as_str).collect());
    }
    match &view.additional {
        Additional::Unstated => {}
        Additional::No => put("additionalProperties", false.into()),
        Additional::Any => put("additionalProperties", true.into()),
        Additional::Schema(place) => put("additionalProperties", reference(place)),
    }
    for (key, places) in [("allOf", &view.all_of), ("oneOf", &view.one_of), ("anyOf", &view.any_of)]
    {
        if !places.is_empty() {
            put(key, places.iter().map(reference).collect());
        }
    }
    for (key, place) in [("items", &view.items), ("not", &view.not)] {
        if let Some(place) = place {
            put(key, reference(place));
        }
    }
    if let Some(discriminator) = &view.discriminator {
        let mapping = discriminator.mapping.iter();
        let mapping = mapping.map(|(value, place)| (value.clone(), place.to_reference().into()));
        let mut object = Map::new();
        object.insert("propertyName".to_owned(), discriminator.property.as_str().into());
        object.insert("mapping".to_owned(), Value::Object(mapping.collect()));
        put("discriminator", Value::Object(object));
    }
    Value::Object(normal)
}

fn reference(place: &crate::source::Place) -> Value {
    let mut object = Map::new();
    object.insert("$ref".to_owned(), place.to_reference().into());
    Value::Object(object)
}

/// A number that was put into a schema.
pub(super) fn number(normal: &Map<String, Value>, key: &str) -> Option<Number> {
    match normal.get(key) {
        Some(Value::Number(number)) => Some(number.clone()),
        _ => None,
    }
}
