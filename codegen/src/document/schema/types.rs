//! The keys `type`, `nullable`, `enum` and `const`: which values a schema allows.

use serde_json::Value;

use super::super::node::{Node, kind};
use super::super::reference::NULL_FLAGS;
use super::super::similar::misspelt;
use super::super::swagger::is_parameter;
use crate::diagnostics::Diagnostics;

/// Which values a schema allows.
#[derive(Default)]
pub(super) struct Types {
    pub(super) types: Vec<String>,
    pub(super) nullable: bool,
    pub(super) only_null: bool,
    pub(super) enumeration: Option<Vec<Value>>,
    pub(super) constant: Option<Value>,
}

const TYPES: &[&str] = &["string", "number", "integer", "boolean", "object", "array", "null"];

/// Types that OpenAPI does not have, and what their authors mean.
const MISNAMED: &[(&str, &str)] = &[
    ("int", "integer"),
    ("int32", "integer"),
    ("int64", "integer"),
    ("long", "integer"),
    ("timestamp", "integer"),
    ("float", "number"),
    ("double", "number"),
    ("decimal", "number"),
    ("numeric", "number"),
    ("bool", "boolean"),
    ("str", "string"),
    ("text", "string"),
    ("date", "string"),
    ("datetime", "string"),
    ("date-time", "string"),
    ("uuid", "string"),
    ("uri", "string"),
    ("url", "string"),
    ("enum", "string"),
    ("binary", "string"),
    ("byte", "string"),
    ("list", "array"),
    ("dict", "object"),
    ("map", "object"),
    ("json", "object"),
    ("none", "null"),
    ("nil", "null"),
];

/// Types that say nothing.
const ANYTHING: &[&str] = &["any", "mixed", "unknown", "*", ""];

pub(super) fn types(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Types {
    let mut res = Types::default();
    let mut has_null = false;
    for name in stated(node, diagnostics) {
        if name == "null" {
            has_null = true;
        } else if !res.types.contains(&name) {
            res.types.push(name);
        }
    }
    let is_flagged = is_flagged(node, diagnostics);
    if res.types.is_empty() && says_nothing(node) {
        // Of a parameter of Swagger 2.0 this is no fault of the schema; that was said elsewhere.
        res.types.push("string".to_owned());
    }
    res.constant = node.raw("const").cloned();
    res.enumeration = enumeration(node, &res.types, diagnostics);
    let lists_null = res.enumeration.as_ref().is_some_and(|it| it.contains(&Value::Null));
    let is_null = res.constant == Some(Value::Null);
    let lists_only_null = res.enumeration.as_ref().is_some_and(|it| it.iter().all(Value::is_null));
    res.only_null = (has_null && res.types.is_empty()) || lists_only_null || is_null;
    res.nullable = has_null || is_flagged || lists_null || is_null;
    res
}

/// Whether null is allowed by a key of its own.
pub(super) fn is_flagged(node: &Node<'_>, diagnostics: &mut Diagnostics) -> bool {
    NULL_FLAGS
        .iter()
        .any(|key| node.raw(key).is_some() && node.flag(key, diagnostics) == Some(true))
}

/// The format of bytes, if a schema has the type of Swagger 2.0 for them.
pub(super) fn file_format(node: &Node<'_>) -> Option<&'static str> {
    let name = node.get("type")?.as_str()?;
    name.trim().eq_ignore_ascii_case("file").then_some("binary")
}

/// Whether a node is a parameter that does not say what it holds.
fn says_nothing(node: &Node<'_>) -> bool {
    let keywords = ["type", "enum", "items", "allOf", "oneOf", "anyOf", "properties"];
    is_parameter(node.map) && keywords.iter().all(|key| node.get(key).is_none())
}

/// Says what is wrong with the type of a schema, also where nobody asks for the schema.
pub(in super::super) fn check_type(
    node: &Node<'_>,
    written: &Value,
    diagnostics: &mut Diagnostics,
) {
    let is_known = |it: &Value| it.as_str().is_some_and(|it| TYPES.contains(&it));
    let is_fine = match written {
        Value::Array(list) => list.iter().all(is_known),
        other => is_known(other),
    };
    if !is_fine {
        stated(node, diagnostics);
    }
}

/// The types as written, those that are misnamed put right.
fn stated(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Vec<String> {
    let place = || node.place.key("type");
    match node.raw("type") {
        None => Vec::new(),
        // YAML reads `type: null` as null itself.
        Some(Value::Null) => vec!["null".to_owned()],
        Some(Value::String(name)) => named(name, place, diagnostics).into_iter().collect(),
        Some(Value::Array(list)) => {
            let mut res = Vec::new();
            for (i, entry) in list.iter().enumerate() {
                match entry {
                    Value::String(name) => {
                        res.extend(named(name, || place().index(i), diagnostics));
                    }
                    Value::Null => res.push("null".to_owned()),
                    other => {
                        let message = format!("{} where a type is expected, left out", kind(other));
                        diagnostics.fault(&place().index(i), message);
                    }
                }
            }
            res
        }
        Some(other) => {
            let message = format!("`type` is {}, not the name of a type, left out", kind(other));
            diagnostics.fault(&place(), message);
            Vec::new()
        }
    }
}

fn named(
    name: &str,
    place: impl Fn() -> crate::source::Place,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    if TYPES.contains(&name) {
        return Some(name.to_owned());
    }
    let lower = name.trim().to_ascii_lowercase();
    if lower == "file" {
        return Some("string".to_owned());
    }
    let meant = TYPES.iter().find(|it| **it == lower).copied();
    let meant = meant
        .or_else(|| MISNAMED.iter().find(|(wrong, _)| *wrong == lower).map(|(_, meant)| *meant));
    let (message, help) = match meant {
        Some(meant) => (format!("`{name}` is not a type, read as `{meant}`"), String::new()),
        None if ANYTHING.contains(&lower.as_str()) => {
            (format!("`{name}` is not a type, read as no type"), String::new())
        }
        None => (
            format!("`{name}` is not a type, left out"),
            match misspelt(&lower, TYPES.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the types are {}", TYPES.map_names()),
            },
        ),
    };
    let diagnostic = diagnostics.fault(&place(), message);
    if !help.is_empty() {
        diagnostic.help(help);
    }
    meant.map(str::to_owned)
}

/// A list of names for a message.
trait MapNames {
    fn map_names(&self) -> String;
}

impl MapNames for &[&str] {
    fn map_names(&self) -> String {
        self.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ")
    }
}

fn enumeration(
    node: &Node<'_>,
    types: &[String],
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Value>> {
    let place = node.place.key("enum");
    let list = match node.get("enum")? {
        Value::Array(list) => list,
        Value::Object(map) => {
            diagnostics.fault(&place, "`enum` is a mapping, not a list, its keys are used");
            return Some(map.keys().map(|it| it.as_str().into()).collect());
        }
        other => {
            let message = format!("`enum` is {}, read as a list of one", kind(other));
            diagnostics.fault(&place, message);
            std::slice::from_ref(other)
        }
    };
    if list.is_empty() {
        diagnostics.fault(&place, "an `enum` without values is ignored");
        return None;
    }
    let is_text = matches!(types, [one] if one == "string");
    let as_meant = |(i, value): (usize, &Value)| match value {
        // `- 1.10` and `- true` in a list of texts are texts that lack their quotes.
        Value::Number(_) | Value::Bool(_) if is_text => {
            node.document.text_of(|| place.index(i), value).unwrap_or_else(|| value.clone())
        }
        _ => value.clone(),
    };
    Some(list.iter().enumerate().map(as_meant).collect())
}
