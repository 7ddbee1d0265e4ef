//! Encoding, as the generator relies on it: text and tree are the same document.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Map, Value, json};

use super::super::{NotFinite, Notes, to_text, to_tree, tree_to_text};
use super::*;
use crate::{DateTime, Id, Secret};

/// The text of a value, which is the same through a tree.
#[track_caller]
fn text(value: &dyn Encode) -> String {
    let text = String::from_utf8(to_text(value, &Notes::default()).unwrap()).unwrap();
    let tree = to_value(value);
    assert_eq!(text, tree_to_text(&tree));
    assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), tree);
    text
}

/// An `Encode` that writes nothing.
struct Silent;

impl Encode for Silent {
    fn encode(&self, _: Encoder<'_>) {}
}

struct Disk {
    label: Option<&'static str>,
    sizes: Vec<i64>,
    rest: BTreeMap<String, Value>,
}

impl Encode for Disk {
    fn encode(&self, to: Encoder<'_>) {
        let mut object = to.object();
        object.field("kind", "disk");
        object.field("label", &self.label);
        object.field("notes", &Some(None::<String>));
        object.field("sizes", &self.sizes);
        object.rest(&self.rest);
    }
}

fn disk(rest: &[(&str, Value)]) -> Disk {
    let rest = rest.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    Disk { label: None, sizes: vec![1, 2], rest }
}

#[test]
fn scalars() {
    for (value, expected) in [
        (&() as &dyn Encode, "null"),
        (&true, "true"),
        (&false, "false"),
        (&i8::MIN, "-128"),
        (&i16::MIN, "-32768"),
        (&i32::MIN, "-2147483648"),
        (&i64::MIN, "-9223372036854775808"),
        (&u8::MAX, "255"),
        (&u16::MAX, "65535"),
        (&u32::MAX, "4294967295"),
        (&u64::MAX, "18446744073709551615"),
        (&0.1, "0.1"),
        (&-0.0, "0"),
        (&1e16, "10000000000000000"),
        (&1.844_674_407_370_955_2e19, "18446744073709552000"),
        (&-1e21, "-1000000000000000000000"),
        (&1e-7, "1e-7"),
        (&5e-324, "5e-324"),
        (&0.1_f32, "0.10000000149011612"),
        (&3.0, "3"),
        (&"text", "\"text\""),
        (&String::new(), "\"\""),
        (&Id::from(-7), "-7"),
        (&Id::from(u64::MAX), "18446744073709551615"),
        (&Id::from("7"), "\"7\""),
        (&DateTime::from("yesterday"), "\"yesterday\""),
        (&Secret::from("hunter2"), "\"hunter2\""),
        (&Some(5), "5"),
        (&None::<i64>, "null"),
        (&Some(None::<i64>), "null"),
        (&Box::new("a"), "\"a\""),
    ] {
        assert_eq!(text(value), expected);
    }
}

#[test]
fn numbers_that_are_not_finite_are_refused() {
    let inside = BTreeMap::from([("a".to_owned(), vec![Some(1.5), None, Some(f64::NAN)])]);
    let values: [&dyn Encode; 4] = [&f64::NAN, &f64::INFINITY, &f32::NEG_INFINITY, &inside];
    for value in values {
        assert_eq!(to_text(value, &Notes::default()), Err(NotFinite));
        assert_eq!(to_tree(value, &Notes::default()), Err(NotFinite));
    }
    assert_eq!(
        to_text(&wrapped(&[f64::NAN], &[Wrap::In("a"), Wrap::Each]), &Notes::default()),
        Err(NotFinite)
    );
    // Where nothing is sent, it is `null`.
    assert_eq!(to_value(&inside), json!({"a": [1.5, null, null]}));
}

#[test]
fn escapes() {
    for (value, expected) in [
        ("\"\\/", r#""\"\\/""#),
        ("\n\r\t\u{8}\u{c}", r#""\n\r\t\b\f""#),
        ("\0\u{1f}\u{7f}", "\"\\u0000\\u001f\u{7f}\""),
        ("ü€🦆\u{2028}", "\"ü€🦆\u{2028}\""),
    ] {
        assert_eq!(text(&value), expected);
        let names = BTreeMap::from([(value.to_owned(), 1)]);
        assert_eq!(text(&names), format!("{{{expected}:1}}"));
    }
}

#[test]
fn containers() {
    let empty: [(&dyn Encode, &str); 5] = [
        (&Vec::<i64>::new(), "[]"),
        (&[0_i64; 0], "[]"),
        (&BTreeMap::<String, i64>::new(), "{}"),
        (&HashMap::<String, i64>::new(), "{}"),
        (&Map::new(), "{}"),
    ];
    let nested = BTreeMap::from([("b".to_owned(), vec![None, Some(1)]), ("a".to_owned(), vec![])]);
    let full: [(&dyn Encode, &str); 5] = [
        (&nested, r#"{"a":[],"b":[null,1]}"#),
        (&vec![vec![], vec![Vec::<i64>::new()]], "[[],[[]]]"),
        (&("a", 1, [true]), r#"["a",1,[true]]"#),
        (&(1, 2, 3, 4, 5, 6, 7, ()), "[1,2,3,4,5,6,7,null]"),
        (&json!({"z": [1, {"y": null}], "a": {}}), r#"{"z":[1,{"y":null}],"a":{}}"#),
    ];
    for (value, expected) in empty.into_iter().chain(full) {
        assert_eq!(text(value), expected);
    }
    let members: Map<_, _> =
        [("z".to_owned(), json!(1)), ("a".to_owned(), json!([]))].into_iter().collect();
    assert_eq!(text(&members), r#"{"z":1,"a":[]}"#);
}

#[test]
fn hash_maps_are_sorted() {
    let map: HashMap<String, i64> = ["c", "a", "b"].map(|name| (name.to_owned(), 1)).into();
    assert_eq!(text(&map), r#"{"a":1,"b":1,"c":1}"#);
}

#[test]
fn options_nest() {
    assert!(None::<Option<i64>>.is_absent());
    assert!(!Some(None::<i64>).is_absent());
    assert!(<&Option<i64> as Encode>::is_absent(&&None));
    assert!(Box::new(None::<i64>).is_absent());
}

#[test]
fn the_rest_is_behind_the_members_and_replaces_none() {
    for (rest, expected) in [
        (&[][..], ""),
        (&[("z", json!(1)), ("a", json!({"kind": 2}))], r#","a":{"kind":2},"z":1"#),
        (&[("kind", json!("other")), ("sizes", json!(0)), ("m", json!("x"))], r#","m":"x""#),
        // Left out, so not there to be replaced.
        (&[("label", json!("new"))], r#","label":"new""#),
    ] {
        let expected = format!(r#"{{"kind":"disk","notes":null,"sizes":[1,2]{expected}}}"#);
        assert_eq!(text(&disk(rest)), expected);
        // The names of what is around it are of no matter.
        let around = BTreeMap::from([("z".to_owned(), disk(rest)), ("a".to_owned(), disk(rest))]);
        assert_eq!(text(&around), format!(r#"{{"a":{expected},"z":{expected}}}"#));
    }
}

#[test]
fn the_rest_in_envelopes() {
    struct Prices(BTreeMap<String, Option<i64>>);

    impl Encode for Prices {
        fn encode(&self, to: Encoder<'_>) {
            to.object().rest_in(&self.0, &[Wrap::In("price")]);
        }
    }

    let prices = Prices([("a".to_owned(), Some(1)), ("b".to_owned(), None)].into());
    assert_eq!(text(&prices), r#"{"a":{"price":1}}"#);
    assert_eq!(text(&Prices(BTreeMap::new())), "{}");
}

#[test]
fn what_writes_nothing_is_null() {
    assert_eq!(text(&Silent), "null");
    assert_eq!(text(&[Silent, Silent]), "[null,null]");
    assert_eq!(text(&(1, Silent, "a,", Silent)), r#"[1,null,"a,",null]"#);
    assert_eq!(text(&[[Silent]]), "[[null]]");
    assert_eq!(
        text(&BTreeMap::from([("a:".to_owned(), Silent), ("b".to_owned(), Silent)])),
        r#"{"a:":null,"b":null}"#
    );
    assert_eq!(text(&wrapped(&Silent, &[Wrap::In("a")])), "null");
    assert_eq!(text(&wrapped(&[Silent], &[Wrap::Each, Wrap::In("a")])), "[null]");
    assert_eq!(text(&wrapped(&[Silent], &[Wrap::In("a")])), r#"{"a":[null]}"#);

    struct Member(Silent);

    impl Encode for Member {
        fn encode(&self, to: Encoder<'_>) {
            let mut object = to.object();
            object.field("a", &self.0);
            object.field("b", &1);
            object.field("c", &self.0);
        }
    }

    assert_eq!(text(&Member(Silent)), r#"{"a":null,"b":1,"c":null}"#);
}

#[test]
fn envelopes_around_everything() {
    let inner: &[(&dyn Encode, &str)] = &[
        (&1, r#"{"o\"":{"i":1}}"#),
        (&"null", r#"{"o\"":{"i":"null"}}"#),
        (&":null", r#"{"o\"":{"i":":null"}}"#),
        (&[(); 1], r#"{"o\"":{"i":[null]}}"#),
        (&None::<i64>, "null"),
        (&json!({"a": null}), r#"{"o\"":{"i":{"a":null}}}"#),
    ];
    for (value, expected) in inner {
        assert_eq!(text(&wrapped(value, &[Wrap::In("o\""), Wrap::In("i")])), *expected);
    }
    let lists = vec![vec![1, 2], vec![]];
    let wraps = &[Wrap::In("l"), Wrap::Each, Wrap::Each, Wrap::In("i")];
    assert_eq!(text(&wrapped(&lists, wraps)), r#"{"l":[[{"i":1},{"i":2}],[]]}"#);
}

#[test]
fn large_documents() {
    let disks: Vec<Disk> = (0..20_000).map(|it| disk(&[("number", json!(it))])).collect();
    let written = text(&disks);
    assert_eq!(to_value(&disks)[19_999]["number"], 19_999);
    assert!(written.len() > 1_000_000, "{}", written.len());

    let mut deep = json!("bottom");
    for _ in 0..100 {
        deep = json!({"below": [deep]});
    }
    // Deeper than readers go: it is written all the same, and so is what is beside it.
    let value = disk(&[("deep", json!([deep])), ("kind", json!(0))]);
    let written = String::from_utf8(to_text(&value, &Notes::default()).unwrap()).unwrap();
    assert_eq!(written, to_value(&value).to_string());
    assert_eq!(written.matches("kind").count(), 1);
}
