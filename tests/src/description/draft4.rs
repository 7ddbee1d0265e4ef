//! Schemas of Swagger 2.0 as those of JSON Schema Draft 4.

use serde_json::{Map, Value, json};

/// A file whose schemas say the same without words that only Swagger 2.0 has: `x-nullable`, `type: file`, and the
/// `required` of a parameter, which is a schema and its own holder.
///
/// Every schema stays where it was, but for those inside of one that is nullable by `allOf`.
pub(super) fn draft4(value: &Value) -> Value {
    match value {
        Value::Array(items) => Value::Array(items.iter().map(draft4).collect()),
        Value::Object(members) => {
            let members = members.iter().map(|(key, it)| (key.clone(), draft4(it)));
            object(members.collect())
        }
        scalar => scalar.clone(),
    }
}

fn object(mut members: Map<String, Value>) -> Value {
    if members.get("required").is_some_and(Value::is_boolean) {
        members.remove("required");
    }
    if members.get("type").is_some_and(|it| it == "file") {
        members.insert("type".to_owned(), json!("string"));
    }
    if members.get("x-nullable") != Some(&Value::Bool(true)) {
        return Value::Object(members);
    }
    if ["$ref", "allOf"].iter().any(|it| members.contains_key(*it)) {
        return json!({ "anyOf": [{ "type": "null" }, members] });
    }
    match members.get_mut("type") {
        Some(Value::Array(types)) if !types.contains(&json!("null")) => types.push(json!("null")),
        Some(kind @ Value::String(_)) => *kind = json!([kind, "null"]),
        _ => {}
    }
    if let Some(Value::Array(values)) = members.get_mut("enum")
        && !values.contains(&Value::Null)
    {
        values.push(Value::Null);
    }
    Value::Object(members)
}
