//! Which references a file makes. What looks like one in examples, defaults and extensions is data.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde_json::{Map, Value};

use super::table::{Holds, Keyword, Kind};

/// Every kind of object.
const KINDS: &[Kind] = &[
    Kind::Root,
    Kind::Info,
    Kind::Contact,
    Kind::License,
    Kind::Server,
    Kind::ServerVariable,
    Kind::Components,
    Kind::Paths,
    Kind::PathItem,
    Kind::Operation,
    Kind::Docs,
    Kind::Parameter,
    Kind::Body,
    Kind::Media,
    Kind::Encoding,
    Kind::Responses,
    Kind::Response,
    Kind::Callback,
    Kind::Example,
    Kind::Link,
    Kind::Header,
    Kind::Tag,
    Kind::Schema,
    Kind::Discriminator,
    Kind::Xml,
    Kind::SecurityScheme,
    Kind::Flows,
    Kind::Flow,
    Kind::Requirement,
];

/// What the value of a keyword is, whatever object it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Below {
    /// Data.
    Data,
    /// An object with keywords, or several.
    Keywords,
    /// Names of the author's.
    Names,
    /// The same, with extensions between them.
    NamesAndExtensions,
}

static BELOW: LazyLock<HashMap<&'static str, Below>> = LazyLock::new(|| {
    let mut res: HashMap<&str, Below> = HashMap::new();
    for keyword in KINDS.iter().flat_map(|it| it.keywords()) {
        let below = below(keyword);
        let known = res.entry(keyword.name).or_insert(below);
        // `responses` of an operation and `responses` of the components: the richer one.
        let rank = |it: Below| it as u8;
        if rank(below) > rank(*known) {
            *known = below;
        }
    }
    res
});

fn below(keyword: &Keyword) -> Below {
    match keyword.holds {
        Holds::Anything | Holds::Scalar(_) | Holds::Word(_) => Below::Data,
        Holds::One(kind) if kind.rest().is_some() => Below::NamesAndExtensions,
        Holds::One(_) | Holds::List(_) | Holds::OneOrList(_) => Below::Keywords,
        Holds::Map(_) => Below::Names,
    }
}

/// Every kind, for tests of the table.
#[cfg(test)]
pub(in super::super) fn kinds() -> &'static [Kind] {
    KINDS
}

/// Hands over each reference of a file.
pub(in super::super) fn references_in(value: &Value, found: &mut impl FnMut(&str)) {
    match value {
        Value::Object(map) if is_responses(map) => of_names(map, true, found),
        Value::Object(map) => {
            for (key, value) in map {
                of_keyword(key, value, found);
            }
        }
        Value::Array(list) => list.iter().for_each(|it| references_in(it, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn of_keyword(key: &str, value: &Value, found: &mut impl FnMut(&str)) {
    match value {
        Value::String(text) if key == "$ref" => found(text),
        Value::Object(targets) if key == "mapping" => {
            let targets = targets.values().filter_map(Value::as_str);
            targets.filter(|it| it.contains(['.', '/'])).for_each(found);
        }
        Value::Object(map) => match BELOW.get(key).copied() {
            _ if key.starts_with("x-") => {}
            Some(Below::Data) => {}
            Some(Below::Keywords) | None => references_in(value, found),
            Some(Below::Names) => of_names(map, false, found),
            Some(Below::NamesAndExtensions) => of_names(map, true, found),
        },
        Value::Array(_) => match BELOW.get(key).copied() {
            _ if key.starts_with("x-") => {}
            // `examples` of a schema is a list of data.
            Some(Below::Data) => {}
            Some(Below::Names) if key == "examples" => {}
            _ => references_in(value, found),
        },
        _ => {}
    }
}

fn of_names(map: &Map<String, Value>, has_extensions: bool, found: &mut impl FnMut(&str)) {
    for (name, value) in map {
        match value {
            Value::String(text) if name == "$ref" => found(text),
            _ if has_extensions && name.starts_with("x-") => {}
            _ => references_in(value, found),
        }
    }
}

/// Whether an object is what `responses` holds: in a file of its own, no keyword says so.
fn is_responses(map: &Map<String, Value>) -> bool {
    let is_status = |it: &String| it.starts_with(|it: char| it.is_ascii_digit());
    map.keys().all(|it| it == "default" || it.starts_with("x-") || is_status(it))
}

#[cfg(test)]
mod tests {
    use super::references_in;

    #[test]
    fn references_in_data_are_none() {
        let value = serde_json::json!({
            "x-samples": [{"source": {"$ref": "extension"}}],
            "paths": {"/a": {"get": {
                "parameters": [{"$ref": "parameter"}],
                "responses": {"default": {"$ref": "response"}, "x-later": {"$ref": "extension"}}
            }}},
            "components": {
                "examples": {"one": {"$ref": "example"}, "two": {"value": {"$ref": "data"}}},
                "schemas": {"A": {
                    "default": {"$ref": "data"}, "enum": [{"$ref": "data"}], "const": {"$ref": "data"},
                    "example": {"$ref": "data"}, "examples": [{"$ref": "data"}],
                    "properties": {
                        "example": {"$ref": "a property"}, "x-name": {"$ref": "another"},
                        "properties": {"properties": {"default": {"$ref": "a third"}}}
                    },
                    "discriminator": {"propertyName": "p", "mapping": {"a": "mapped.yaml", "b": "B"}}
                }}
            }
        });
        let mut found = Vec::new();
        references_in(&value, &mut |it| found.push(it.to_owned()));
        let expected =
            ["parameter", "response", "example", "a property", "another", "a third", "mapped.yaml"];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_file_of_responses_has_a_default_one() {
        let value = serde_json::json!({"200": {"$ref": "a"}, "default": {"$ref": "b"}});
        let mut found = Vec::new();
        references_in(&value, &mut |it| found.push(it.to_owned()));
        assert_eq!(found, ["a", "b"]);
    }
}
