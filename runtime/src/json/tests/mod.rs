//! Decoding, as the generator relies on it.

mod encode;
mod wire;

use std::collections::{BTreeMap, HashMap};

use serde_json::{Map, Value, json};

use super::*;

#[derive(Debug, PartialEq)]
struct Everything {
    text: Option<String>,
    nested: Option<Option<i64>>,
    list: Vec<i64>,
}

impl Decode for Everything {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        let mut object = node.object()?;
        Ok(Self {
            text: object.field("text")?,
            nested: object.field("nested")?,
            list: object.field("list")?,
        })
    }
}

#[derive(Debug, PartialEq)]
struct Cat {
    name: String,
    lives: Option<i64>,
}

impl Decode for Cat {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        let mut object = node.object()?;
        Ok(Self { name: object.field("name")?, lives: object.field("lives")? })
    }
}

#[derive(Debug, PartialEq)]
struct Dog {
    name: Option<String>,
    tricks: Option<Vec<String>>,
    friend: Option<Box<Cat>>,
}

impl Decode for Dog {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        let mut object = node.object()?;
        Ok(Self {
            name: object.field("name")?,
            tricks: object.field("tricks")?,
            friend: object.field("friend")?,
        })
    }
}

#[derive(Debug, PartialEq)]
enum Pet {
    Cat(Cat),
    Dog(Dog),
    Count(i64),
    Share(f64),
    Text(String),
    Other(Value),
}

impl Decode for Pet {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        let alternatives = [
            alternative(Self::Cat),
            alternative(Self::Dog),
            alternative(Self::Count),
            alternative(Self::Share),
            alternative(Self::Text),
        ];
        node.best_of(&alternatives, Self::Other)
    }
}

fn decode<T: Decode>(value: &Value) -> Result<T, String> {
    T::decode(Node::new(value)).map_err(|error| error.to_string())
}

#[test]
fn absent_and_null() {
    let all = |value| decode::<Everything>(&value);
    let expected = |nested| Everything { text: None, nested, list: vec![] };
    assert_eq!(all(json!({"list": []})), Ok(expected(None)));
    assert_eq!(all(json!({"list": [], "text": null, "nested": null})), Ok(expected(Some(None))));
    assert_eq!(all(json!({"list": [], "nested": 1})), Ok(expected(Some(Some(1)))));
    assert_eq!(all(json!({})), Err("/list: expected a value, found nothing".to_owned()));
    assert_eq!(all(json!({"list": null})), Ok(expected(None)));
    assert_eq!(all(json!({"nested": null})), Ok(expected(Some(None))));
    assert_eq!(all(json!([])), Err("expected an object, found an array `[]`".to_owned()));
    assert_eq!(decode::<Option<Value>>(&json!(null)), Ok(None));
    assert_eq!(decode::<Value>(&json!(null)), Ok(Value::Null));
    assert_eq!(decode::<Vec<Option<i64>>>(&json!([1, null])), Ok(vec![Some(1), None]));
    assert!(Vec::<i64>::absent().is_none() && Map::absent().is_none());
    assert_eq!(<()>::absent(), Some(()));
    assert_eq!(Box::<Option<i64>>::absent(), Some(Box::new(None)));
}

#[test]
fn integers() {
    for (value, expected) in [
        (json!(3), Ok(3)),
        (json!(3.0), Ok(3)),
        (json!(-3e2), Ok(-300)),
        (json!(i64::MAX), Ok(i64::MAX)),
        (json!(i64::MIN), Ok(i64::MIN)),
        (
            json!(u64::MAX),
            Err(
                "expected an integer of at most 9223372036854775807, found an integer `18446744073709551615`",
            ),
        ),
        (
            json!(1e30),
            Err("expected an integer of at most 9223372036854775807, found a number `1e+30`"),
        ),
        (json!(1.5), Err("expected an integer, found a number `1.5`")),
        (json!("3"), Err("expected an integer, found a string `\"3\"`")),
        (json!(true), Err("expected an integer, found a boolean `true`")),
        (json!(null), Err("expected an integer, found null")),
    ] {
        assert_eq!(decode::<i64>(&value), expected.map_err(str::to_owned), "{value}");
    }
    assert_eq!(decode::<u64>(&json!(u64::MAX)), Ok(u64::MAX));
    assert!(decode::<i32>(&json!(2_147_483_648_i64)).is_err());
    assert_eq!(
        decode::<u8>(&json!(-1)),
        Err("expected an integer of at least 0, found an integer `-1`".to_owned())
    );
}

#[test]
fn other_scalars() {
    assert_eq!(decode::<f64>(&json!(u64::MAX)), Ok(18_446_744_073_709_551_615.0));
    assert_eq!(decode::<f64>(&json!(3)), Ok(3.0));
    assert_eq!(decode::<f32>(&json!(0.5)), Ok(0.5));
    assert!(decode::<f64>(&json!("1")).is_err());
    assert_eq!(decode::<bool>(&json!(true)), Ok(true));
    for value in [json!(1), json!("true"), json!(null)] {
        assert!(decode::<bool>(&value).is_err(), "{value}");
    }
    assert!(decode::<String>(&json!(1)).is_err());
    assert_eq!(decode::<()>(&json!([1])), Ok(()));
}

#[test]
fn maps() {
    let value = json!({"a": 1, "b": 2});
    assert_eq!(decode::<BTreeMap<String, i64>>(&value).unwrap()["b"], 2);
    assert_eq!(decode::<HashMap<String, i64>>(&value).unwrap()["b"], 2);
    assert_eq!(decode::<Map<String, Value>>(&value).unwrap()["b"], 2);
    assert_eq!(
        decode::<BTreeMap<String, Vec<i64>>>(&json!({"x/y": [1, "2"]})),
        Err("/x~1y/1: expected an integer, found a string `\"2\"`".to_owned())
    );
}

#[test]
fn the_order_of_members_is_kept() {
    let map = decode::<Map<String, Value>>(&serde_json::from_str(r#"{"z": 1, "a": 2}"#).unwrap())
        .unwrap();
    assert_eq!(to_value(&map).to_string(), r#"{"z":1,"a":2}"#);
}

#[test]
fn the_best_alternative() {
    let cat = |name: &str, lives| Pet::Cat(Cat { name: name.to_owned(), lives });
    let dog = |name: Option<&str>, tricks: Option<Vec<String>>, friend| {
        Pet::Dog(Dog { name: name.map(str::to_owned), tricks, friend })
    };
    for (value, expected) in [
        (json!({"name": "a", "lives": 7}), cat("a", Some(7))),
        (json!({"name": "a", "tricks": []}), dog(Some("a"), Some(vec![]), None)),
        // A tie: the first.
        (json!({"name": "a"}), cat("a", None)),
        // Does not decode as a cat; as a dog it leaves one member unread.
        (json!({"tricks": [], "x": 1}), dog(None, Some(vec![]), None)),
        // Nobody knows all of it: the fewest unread.
        (json!({"name": "a", "tricks": [], "x": 1}), dog(Some("a"), Some(vec![]), None)),
        (
            json!({"friend": {"name": "b"}}),
            dog(None, None, Some(Box::new(Cat { name: "b".to_owned(), lives: None }))),
        ),
        // A dog without anything would lose what came.
        (json!({"x": 1}), Pet::Other(json!({"x": 1}))),
        (json!({}), dog(None, None, None)),
        (json!(3), Pet::Count(3)),
        (json!(3.5), Pet::Share(3.5)),
        (json!("x"), Pet::Text("x".to_owned())),
        (json!([1]), Pet::Other(json!([1]))),
        (json!(null), Pet::Other(Value::Null)),
    ] {
        assert_eq!(decode::<Pet>(&value), Ok(expected), "{value}");
    }
}

#[test]
fn a_listed_value_beats_an_unlisted_one() {
    #[derive(Debug, PartialEq)]
    enum Choice {
        Size(Size),
        Color(Color),
        Other(Value),
    }
    impl Decode for Choice {
        fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
            node.best_of(&[alternative(Self::Size), alternative(Self::Color)], Self::Other)
        }
    }
    macro_rules! texts {
        ($name:ident, $variant:ident, $text:literal) => {
            #[derive(Debug, PartialEq)]
            enum $name {
                $variant,
                Unlisted(String),
            }
            impl $name {
                fn as_str(&self) -> &str {
                    match self {
                        Self::$variant => $text,
                        Self::Unlisted(text) => text,
                    }
                }
            }
            impl From<&str> for $name {
                fn from(text: &str) -> Self {
                    if text == $text { Self::$variant } else { Self::Unlisted(text.to_owned()) }
                }
            }
            crate::open_enum!($name, Unlisted);
        };
    }
    texts!(Size, Large, "large");
    texts!(Color, Red, "red");
    assert_eq!(decode(&json!("red")), Ok(Choice::Color(Color::Red)));
    assert_eq!(decode(&json!("large")), Ok(Choice::Size(Size::Large)));
    assert_eq!(decode(&json!("round")), Ok(Choice::Other(json!("round"))));
}

#[test]
fn discriminators_are_not_used_up() {
    let value = json!({"kind": "cat", "name": "a", "age": 3});
    let node = Node::new(&value);
    assert_eq!((node.tag("kind"), node.tag("age"), node.tag("none")), (Some("cat"), None, None));
    assert_eq!(Node::new(&json!("text")).tag("kind"), None);
    assert_eq!(node.variant(Pet::Cat), Ok(Pet::Cat(Cat { name: "a".to_owned(), lives: None })));
}

#[test]
fn the_rest_is_what_was_not_asked_for() {
    let value = json!({"a": 1, "b": 2, "c": 3});
    let mut object = Node::new(&value).object().unwrap();
    let (a, absent): (i64, Option<i64>) = (object.field("a").unwrap(), object.field("x").unwrap());
    assert_eq!((a, absent), (1, None));
    let rest: BTreeMap<String, i64> = object.rest().unwrap();
    assert_eq!(rest, BTreeMap::from([("b".to_owned(), 2), ("c".to_owned(), 3)]));
}

#[test]
fn depth_is_bounded() {
    let deep = "[".repeat(200) + &"]".repeat(200);
    assert!(serde_json::from_str::<Value>(&deep).is_err());
}

/// A branch that is told from others by a member that always has the same value.
#[derive(Debug, PartialEq)]
struct Parrot {
    name: String,
}

impl Decode for Parrot {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        let mut object = node.object()?;
        object.constant("kind", "parrot")?;
        Ok(Self { name: object.field("name")? })
    }
}

#[derive(Debug, PartialEq)]
enum Bird {
    Parrot(Parrot),
    Cat(Cat),
    Other(Value),
}

impl Decode for Bird {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        node.best_of(&[alternative(Self::Parrot), alternative(Self::Cat)], Self::Other)
    }
}

#[test]
fn a_constant_tells_the_alternatives_of_a_union_apart() {
    let decode = |value: Value| Bird::decode(Node::new(&value)).expect("a union never fails");
    let polly = || Parrot { name: "Polly".to_owned() };
    assert_eq!(decode(json!({ "kind": "parrot", "name": "Polly" })), Bird::Parrot(polly()));
    let tom = Cat { name: "Tom".to_owned(), lives: None };
    assert_eq!(decode(json!({ "kind": "cat", "name": "Tom" })), Bird::Cat(tom));
}

#[test]
fn a_constant_outside_a_union_may_be_anything_or_absent() {
    for value in [json!({ "kind": "macaw", "name": "Polly" }), json!({ "name": "Polly" })] {
        let parrot = Parrot::decode(Node::new(&value)).expect("the constant does not matter here");
        assert_eq!(parrot.name, "Polly");
    }
}
