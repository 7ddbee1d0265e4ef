//! Schemas of OpenAPI 3.0 as those of JSON Schema 2020-12.

use serde_json::{Map, Value, json};

/// A file whose schemas say the same without words that only OpenAPI 3.0 has: `nullable`, and limits that a truth
/// value makes exclusive.
///
/// Every schema stays where it was, but for those inside of one that is nullable by `allOf`.
pub(super) fn without_nullable(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(without_nullable).collect(),
        Value::Object(members) => {
            let members = members.iter().map(|(key, it)| (key.clone(), without_nullable(it)));
            object(members.collect())
        }
        scalar => scalar.clone(),
    }
}

fn object(mut members: Map<String, Value>) -> Value {
    for (flag, limit) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        match members.get(flag) {
            Some(Value::Bool(true)) => {
                let limit = members.remove(limit).unwrap_or_default();
                members.insert(flag.to_owned(), limit);
            }
            Some(Value::Bool(false)) => drop(members.remove(flag)),
            _ => {}
        }
    }
    if members.get("nullable") != Some(&Value::Bool(true)) {
        return Value::Object(members);
    }
    for choice in ["oneOf", "anyOf"] {
        if let Some(Value::Array(choices)) = members.get_mut(choice) {
            choices.push(json!({ "type": "null" }));
            return Value::Object(members);
        }
    }
    if members.contains_key("allOf") {
        return json!({ "anyOf": [{ "type": "null" }, members] });
    }
    if let Some(kind @ Value::String(_)) = members.get_mut("type") {
        *kind = json!([kind, "null"]);
    }
    if let Some(Value::Array(values)) = members.get_mut("enum")
        && !values.contains(&Value::Null)
    {
        values.push(Value::Null);
    }
    Value::Object(members)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::without_nullable;

    #[test]
    fn every_way_to_be_nullable() {
        let cases = [
            (json!({ "type": "integer" }), json!({ "type": "integer" })),
            (
                json!({ "type": "string", "nullable": true, "enum": ["a"] }),
                json!({ "type": ["string", "null"], "nullable": true, "enum": ["a", null] }),
            ),
            (
                json!({ "nullable": true, "oneOf": [{ "type": "string" }] }),
                json!({ "nullable": true, "oneOf": [{ "type": "string" }, { "type": "null" }] }),
            ),
            (
                json!({ "nullable": true, "allOf": [{}] }),
                json!({ "anyOf": [{ "type": "null" }, { "nullable": true, "allOf": [{}] }] }),
            ),
            (
                json!([{ "minimum": 0, "exclusiveMinimum": true, "exclusiveMaximum": false }]),
                json!([{ "exclusiveMinimum": 0 }]),
            ),
        ];
        for (old, new) in cases {
            assert_eq!(without_nullable(&old), new);
        }
    }
}
