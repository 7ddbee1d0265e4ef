//! YAML as libyaml reads it, for files that a stricter parser refuses.

use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde_json::{Map, Number, Value};

/// What a file may weigh with all aliases expanded, beyond what its own text can. More is a bomb.
const MOST_ALIASED: usize = 32 << 20;

/// libyaml takes time in the square of this.
const MOST_OPEN: usize = 1_000;

/// What a node weighs, whatever its text.
const NODE: usize = 16;

/// The value of a YAML text, if libyaml understands it.
pub(super) fn parse(path: &str, text: &str) -> Option<Value> {
    if path.ends_with(".json") || most_open(text) > MOST_OPEN {
        return None;
    }
    let mut n_left = text.len().saturating_mul(NODE).saturating_add(MOST_ALIASED);
    let mut documents = serde_yaml::Deserializer::from_str(text);
    Node { n_left: &mut n_left }.deserialize(documents.next()?).ok()
}

/// How many brackets are open at once, roughly: quotes are not looked at.
fn most_open(text: &str) -> usize {
    let mut n_open = 0usize;
    let mut most = 0;
    for byte in text.bytes() {
        match byte {
            b'[' | b'{' => n_open += 1,
            b']' | b'}' => n_open = n_open.saturating_sub(1),
            _ => {}
        }
        most = most.max(n_open);
    }
    most
}

/// One node, and how many more there may be.
struct Node<'n> {
    n_left: &'n mut usize,
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(mut self, deserializer: D) -> Result<Value, D::Error> {
        self.spend::<D::Error>(NODE)?;
        deserializer.deserialize_any(self)
    }
}

impl Node<'_> {
    fn spend<E: Error>(&mut self, weight: usize) -> Result<(), E> {
        let left = self.n_left.checked_sub(weight).ok_or_else(|| E::custom("too many aliases"))?;
        *self.n_left = left;
        Ok(())
    }
}

/// A key, as text whatever it looks like.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, it: bool) -> Result<Value, E> {
        Ok(Value::Bool(it))
    }

    fn visit_i64<E>(self, it: i64) -> Result<Value, E> {
        Ok(it.into())
    }

    fn visit_u64<E>(self, it: u64) -> Result<Value, E> {
        Ok(it.into())
    }

    fn visit_i128<E>(self, it: i128) -> Result<Value, E> {
        Ok(Number::from_f64(it as f64).map_or(Value::Null, Value::Number))
    }

    fn visit_u128<E>(self, it: u128) -> Result<Value, E> {
        Ok(Number::from_f64(it as f64).map_or(Value::Null, Value::Number))
    }

    fn visit_f64<E>(self, it: f64) -> Result<Value, E> {
        Ok(Number::from_f64(it).map_or_else(|| it.to_string().into(), Value::Number))
    }

    fn visit_str<E: Error>(mut self, text: &str) -> Result<Value, E> {
        self.spend(text.len())?;
        Ok(text.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = entries.next_element_seed(Node { n_left: self.n_left })? {
            list.push(value);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(key) = entries.next_key_seed(Key)? {
            let value = entries.next_value_seed(Node { n_left: self.n_left })?;
            match value {
                Value::Object(merged) if key == "<<" => {
                    for (key, value) in merged {
                        map.entry(key).or_insert(value);
                    }
                }
                value => {
                    map.insert(key, value);
                }
            }
        }
        Ok(Value::Object(map))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Value, A::Error> {
        let (_, content) = tagged.variant_seed(Key)?;
        content.newtype_variant_seed(self)
    }
}
