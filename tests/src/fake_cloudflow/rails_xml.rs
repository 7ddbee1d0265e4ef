//! JSON values as Rails writes them in XML, and bodies in XML as Rails reads them. No schema is known here: names of
//! items follow from names of lists, and types from values.

use serde_json::{Map, Value};

use super::times::date_type;
use crate::xml::Element;

/// A value under a name.
pub(super) fn element(name: &str, value: &Value) -> Element {
    let element = Element::new(name);
    match value {
        Value::Null => element.with("nil", "true"),
        Value::Bool(it) => element.with("type", "boolean").saying(it.to_string()),
        Value::Number(it) if it.is_f64() => element.with("type", "float").saying(it.to_string()),
        Value::Number(it) => element.with("type", "integer").saying(it.to_string()),
        Value::String(it) => match date_type(it) {
            Some(kind) => element.with("type", kind).saying(it),
            None => element.saying(it),
        },
        Value::Array(items) => {
            let item = |it| match only_record(it) {
                Some((name, record)) => self::element(name, record),
                None => self::element(singular(name), it),
            };
            element.with("type", "array").holding(items.iter().map(item))
        }
        Value::Object(members) => match only_record(value) {
            // A record under its own name is not wrapped twice.
            Some((inner, record)) if inner == name => self::element(name, record),
            _ => element.holding(members.iter().map(|(name, it)| self::element(name, it))),
        },
    }
}

/// The name and the record of `{"role": {...}}`.
fn only_record(value: &Value) -> Option<(&str, &Value)> {
    let members = value.as_object().filter(|it| it.len() == 1)?;
    let (name, record) = members.iter().next()?;
    record.is_object().then_some((name.as_str(), record))
}

/// What one of several is called. A word that has no other singular stands for one as well.
fn singular(name: &str) -> &str {
    match name.strip_suffix("es") {
        Some(stem) if stem.ends_with('x') || stem.ends_with("ss") => stem,
        _ => name.strip_suffix('s').unwrap_or(name),
    }
}

/// The members that a body has: `<user>` is one, the children of `<hash>` are several.
pub(super) fn members(root: &Element) -> Map<String, Value> {
    if root.name == "hash" {
        return match value(root) {
            Value::Object(members) => members,
            _ => Map::new(),
        };
    }
    Map::from_iter([(root.name.clone(), value(root))])
}

fn value(element: &Element) -> Value {
    let text = element.text.trim();
    match (element.attribute("nil"), element.attribute("type")) {
        (Some("true"), _) => Value::Null,
        (_, Some("array")) => element.children.iter().map(value).collect(),
        (_, Some("integer")) => text.parse::<i64>().map_or(Value::Null, Value::from),
        (_, Some("boolean")) => Value::Bool(text == "true" || text == "1"),
        _ if !element.children.is_empty() => Value::Object(children(element)),
        _ if element.text.is_empty() => Value::Null,
        _ => Value::String(element.text.clone()),
    }
}

/// A child that is there several times is a list, under the child's own name.
fn children(element: &Element) -> Map<String, Value> {
    let mut members = Map::new();
    for child in &element.children {
        let value = value(child);
        match members.get_mut(&child.name) {
            None => drop(members.insert(child.name.clone(), value)),
            Some(Value::Array(items)) => items.push(value),
            Some(one) => *one = Value::Array(vec![one.take(), value]),
        }
    }
    members
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{element, members};
    use crate::xml::Element;

    fn read(document: &str) -> Value {
        Value::Object(members(&Element::read(document).expect(document)))
    }

    #[test]
    fn records_lists_and_scalars_are_written_by_their_values() {
        let user = json!({
            "id": 4, "avatar": null, "time_zone": "", "supplied": false, "total": 2.5, "payment": "0.0",
            "created_at": "2026-11-22T10:00:01Z", "changed_at": "2026-11-22T12:00:01.000+02:00",
            "infoboxes": { "hidden_infoboxes": ["a"] },
            "roles": [{ "role": { "id": 1 } }], "ids": [], "compatible_with": ["unix"],
            "ip_address": { "ip_address": { "id": 58 } },
        });
        let document = "<user><id type='integer'>4</id><avatar nil='true'/><time_zone/>
            <supplied type='boolean'>false</supplied><total type='float'>2.5</total><payment>0.0</payment>
            <created_at type='datetime'>2026-11-22T10:00:01Z</created_at>
            <changed_at type='dateTime'>2026-11-22T12:00:01.000+02:00</changed_at>
            <infoboxes><hidden_infoboxes type='array'><hidden_infobox>a</hidden_infobox></hidden_infoboxes></infoboxes>
            <roles type='array'><role><id type='integer'>1</id></role></roles><ids type='array'/>
            <compatible_with type='array'><compatible_with>unix</compatible_with></compatible_with>
            <ip_address><id type='integer'>58</id></ip_address></user>";
        assert_eq!(Ok(element("user", &user)), Element::read(document));
    }

    #[test]
    fn bodies_are_read_by_their_attributes() {
        let body = "<role><label>ops</label><note nil='true'/><blank/><n type='integer'>3</n>
            <permission_ids type='array'><permission_id>12</permission_id></permission_ids></role>";
        let role = json!({ "label": "ops", "note": null, "blank": null, "n": 3, "permission_ids": ["12"] });
        assert_eq!(read(body), json!({ "role": role }));
        assert_eq!(read("<force>1</force>"), json!({ "force": "1" }));
        let hash = "<hash><user_id>4</user_id><force type='boolean'>true</force></hash>";
        assert_eq!(read(hash), json!({ "user_id": "4", "force": true }));
    }

    /// So that a client which forgets `type="array"` is told.
    #[test]
    fn a_list_without_its_attribute_is_none() {
        let body = "<r><ids><id>1</id><id>2</id></ids><one><id>1</id></one></r>";
        let read = read(body);
        assert_eq!(read, json!({ "r": { "ids": { "id": ["1", "2"] }, "one": { "id": "1" } } }));
    }
}
