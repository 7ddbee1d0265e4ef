//! Bodies of requests.

use serde_json::{Value, json};

use super::*;

#[test]
fn bodies() {
    let written = |value: Value| {
        let text = document(&value, &RULES).unwrap();
        text.strip_prefix(r#"<?xml version="1.0" encoding="UTF-8"?>"#).unwrap().to_owned()
    };
    for (value, expected) in [
        (
            json!({"role": {"label": "ops", "permission_ids": [12, 14]}}),
            r#"<role><label>ops</label><permission_ids type="array"><permission_id>12</permission_id><permission_id>14</permission_id></permission_ids></role>"#,
        ),
        (json!({"force": 1}), "<force>1</force>"),
        (json!({"force": 1, "quiet": true}), "<hash><force>1</force><quiet>true</quiet></hash>"),
        (json!({}), "<hash></hash>"),
        (
            json!({"user": {"additional_fields": [{"additional_field": {"name": "a<b", "value": null}}]}}),
            r#"<user><additional_fields type="array"><additional_field><name>a&lt;b</name><value nil="true"/></additional_field></additional_fields></user>"#,
        ),
        // The table does not say what these are called: OpenAPI's rule.
        (json!({"ids": [1]}), r#"<ids type="array"><ids>1</ids></ids>"#),
        (json!({"empty": []}), r#"<empty type="array"/>"#),
        (
            json!({"role_ids": [[1]]}),
            r#"<role_ids type="array"><role_id type="array"><role_id>1</role_id></role_id></role_ids>"#,
        ),
    ] {
        assert_eq!(written(value.clone()), expected, "{value}");
    }
    // Without rules: lists are repeated, null is empty.
    let plain = |value| document(&value, &XmlRules::new()).unwrap().split_off(38);
    assert_eq!(plain(json!({"a": {"b": [1, 2], "c": null}})), "<a><b>1</b><b>2</b><c/></a>");
    for (value, expected) in [
        (json!({"a b": 1}), "`a b` cannot be the name of an XML element"),
        (json!({"": 1}), "`` cannot be the name of an XML element"),
        (json!({"a": "\u{1}"}), "U+0001 in `a` cannot be written in XML"),
    ] {
        assert_eq!(document(&value, &RULES).unwrap_err(), expected);
    }
}

#[test]
fn what_is_written_reads_as_it_was() {
    let value = json!({"user": {
        "id": "1", "note": null, "name": " a & b ", "empty": [],
        "role_ids": ["1"], "additional_fields": [{"name": "x"}, {"name": "y"}],
    }});
    let text = document(&value, &RULES).unwrap();
    let (root, read) = parse(text.as_bytes(), &RULES).unwrap();
    assert_eq!(root, "user");
    assert_eq!(json!({"user": plain(&read["user"])}), value);
}
