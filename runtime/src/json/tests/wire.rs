//! What is on the wire and not in the types: envelopes, and scalars of other kinds.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::super::*;
use super::{Cat, decode};

fn loosely<T: Decode>(value: &Value) -> Result<T, String> {
    Node::new(value).read(Reading::Loose).decode().map_err(|error| error.to_string())
}

#[test]
fn loose_scalars() {
    for (value, expected) in [
        (json!("51"), Some(51)),
        (json!(" 51.0 "), Some(51)),
        (json!("-3"), Some(-3)),
        (json!("+3"), Some(3)),
        (json!("007"), Some(7)),
        (json!(true), Some(1)),
        (json!(51), Some(51)),
        (json!("51.5"), None),
        (json!("many"), None),
        (json!("inf"), None),
        (json!(""), None),
        (json!(null), None),
        (json!([1]), None),
    ] {
        assert_eq!(loosely::<i64>(&value).ok(), expected, "{value}");
    }
    assert_eq!(loosely(&json!("18446744073709551615")), Ok(u64::MAX));
    assert_eq!(loosely(&json!("3.51e+26")), Ok(3.51e26));
    assert!(loosely::<f64>(&json!("NaN")).is_err());
    for (value, expected) in [
        (json!("true"), Some(true)),
        (json!("False"), Some(false)),
        (json!("1"), Some(true)),
        (json!(0), Some(false)),
        (json!(1.0), Some(true)),
        (json!(2), None),
        (json!("yes"), None),
    ] {
        assert_eq!(loosely::<bool>(&value).ok(), expected, "{value}");
    }
    assert_eq!(loosely(&json!(10.5)), Ok("10.5".to_owned()));
    assert_eq!(loosely(&json!(true)), Ok("true".to_owned()));
    assert!(loosely::<String>(&json!(null)).is_err());
    assert_eq!(loosely::<crate::Id>(&json!("7")).unwrap(), "7");
}

#[test]
fn loosely_empty_text_is_nothing_but_for_text() {
    let blank = json!("");
    assert_eq!(loosely::<Option<i64>>(&blank), Ok(None));
    assert_eq!(loosely::<Option<bool>>(&blank), Ok(None));
    assert_eq!(loosely::<Option<Box<f64>>>(&blank), Ok(None));
    assert_eq!(loosely::<Option<crate::DateTime>>(&blank), Ok(None));
    assert_eq!(loosely::<Option<String>>(&blank), Ok(Some(String::new())));
    assert_eq!(loosely::<Option<Vec<i64>>>(&blank), Ok(None));
    // Exactly, it is what it is.
    assert!(decode::<Option<i64>>(&blank).is_err());
    assert_eq!(decode::<Option<crate::DateTime>>(&blank), Ok(Some("".into())));
}

#[test]
fn envelopes_are_opened_where_they_are_there() {
    let cat = |name: &str| Cat { name: name.to_owned(), lives: None };
    let read = |value: &Value, wraps: &'static [Wrap]| -> Result<Vec<Cat>, String> {
        Node::new(value).inside(wraps).decode().map_err(|error| error.to_string())
    };
    let each = &[Wrap::Each, Wrap::In("cat")];
    assert_eq!(
        read(&json!([{"cat": {"name": "a"}}, {"name": "b"}]), each),
        Ok(vec![cat("a"), cat("b")])
    );
    // Beside it there may come something new.
    assert_eq!(read(&json!([{"cat": {"name": "a"}, "links": []}]), each), Ok(vec![cat("a")]));
    assert_eq!(
        read(
            &json!({"cats": [{"cat": {"name": "a"}}]}),
            &[Wrap::In("cats"), Wrap::Each, Wrap::In("cat")]
        ),
        Ok(vec![cat("a")])
    );
    assert_eq!(
        read(&json!([{"cat": {"lives": 3}}]), each),
        Err("/0/cat/name: expected a value, found nothing".to_owned())
    );
    // It may have got another name, but not another content.
    assert_eq!(read(&json!([{"pets_cat": {"name": "a"}}]), each), Ok(vec![cat("a")]));
    assert_eq!(
        read(&json!([{"pets_cat": {"lives": 3}}]), each),
        Err("/0/name: expected a value, found nothing".to_owned())
    );
    let map: BTreeMap<String, Option<Cat>> =
        Node::new(&json!({"x": {"cat": {"name": "a"}}, "y": null})).inside(each).decode().unwrap();
    assert_eq!(map["x"], Some(cat("a")));
    assert_eq!(map["y"], None);
}
