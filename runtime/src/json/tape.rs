//! A JSON document as it is read: one list of items, texts borrowed from the body where that is possible.
//!
//! A [`Value`](serde_json::Value) would do as well, and costs several times as much: a hash table for each object, and
//! a copy of each text and each name, most of which are thrown away at once.

use std::borrow::Cow;
use std::fmt;
use std::str::Utf8Error;

use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Number;

use super::tolerant;
use super::view::Odd;

/// A document: its items in the order in which they are written: a container is followed by what is in it.
#[derive(Debug, Default)]
pub(crate) struct Tape<'a> {
    items: Vec<Item<'a>>,
    /// Whether it has values that no JSON text may have.
    pub(crate) is_patched: bool,
}

/// A value, the beginning of one, or a member's name, which stands before its value.
#[derive(Debug)]
pub(crate) enum Item<'a> {
    Null,
    Bool(bool),
    Number(Number),
    Text(Cow<'a, str>),
    /// As many elements, in as many items.
    Array(usize, usize),
    /// As many members, in as many items.
    Object(usize, usize),
    /// A text that is not as it was written, because no text can be.
    Mended(String),
    /// A value that no JSON text may have.
    Odd(Odd),
}

impl<'a> Tape<'a> {
    /// Reads a whole document. Single values that no JSON text may have are kept as such: they only matter where a type
    /// asks for them.
    pub(crate) fn parse(text: &'a [u8]) -> serde_json::Result<Self> {
        Self::parse_strictly(text).or_else(|error| match tolerant::parse(text) {
            Some(items) => Ok(Self { items, is_patched: true }),
            None => Err(error),
        })
    }

    fn parse_strictly(text: &'a [u8]) -> serde_json::Result<Self> {
        // All at once: text by text it takes longer.
        let text = std::str::from_utf8(text).map_err(|error| not_unicode(text, &error))?;
        // Items of small documents are that long at least; large ones grow a few times.
        let items = Vec::with_capacity((text.len() / 8).clamp(4, 1024));
        let mut tape = Self { items, is_patched: false };
        let mut deserializer = serde_json::Deserializer::from_str(text);
        Fill(&mut tape.items).deserialize(&mut deserializer)?;
        deserializer.end()?;
        Ok(tape)
    }

    /// An object without members.
    pub(crate) fn empty() -> Self {
        Self { items: vec![Item::Object(0, 0)], is_patched: false }
    }

    /// The items of the value, which are all.
    pub(super) fn items(&self) -> &[Item<'a>] {
        &self.items
    }
}

/// As `serde_json` says it.
fn not_unicode(text: &[u8], error: &Utf8Error) -> serde_json::Error {
    let before = &text[..error.valid_up_to()];
    let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
    let column = 1 + before.iter().rev().take_while(|byte| **byte != b'\n').count();
    de::Error::custom(format!("invalid unicode code point at line {line} column {column}"))
}

impl<'de> Deserialize<'de> for Tape<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut tape = Self::default();
        Fill(&mut tape.items).deserialize(deserializer)?;
        Ok(tape)
    }
}

impl Item<'_> {
    /// How many items the value has that begins here.
    pub(super) fn length(&self) -> usize {
        match self {
            Self::Array(_, items) | Self::Object(_, items) => 1 + items,
            _ => 1,
        }
    }
}

/// Adds the items of one value.
struct Fill<'d, 'a>(&'d mut Vec<Item<'a>>);

/// Adds the name of a member; says whether it is the one by which `serde_json` hands out numbers as they were written
/// (a feature that any crate of a program can turn on).
struct FillName<'d, 'a>(&'d mut Vec<Item<'a>>);

const NUMBER_AS_WRITTEN: &str = "$serde_json::private::Number";

impl<'de> DeserializeSeed<'de> for Fill<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> DeserializeSeed<'de> for FillName<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_str(Fill(self.0))
    }
}

impl<'de> Fill<'_, 'de> {
    fn push<E>(self, item: Item<'de>) -> Result<(), E> {
        self.0.push(item);
        Ok(())
    }
}

impl<'de> Visitor<'de> for Fill<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any valid JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.push(Item::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.push(Item::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.push(Item::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        self.push(Number::from_f64(value).map_or(Item::Null, Item::Number))
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<(), E> {
        self.push(Item::Text(Cow::Borrowed(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        self.push(Item::Text(Cow::Owned(value.to_owned())))
    }

    fn visit_string<E>(self, value: String) -> Result<(), E> {
        self.push(Item::Text(Cow::Owned(value)))
    }

    fn visit_none<E>(self) -> Result<(), E> {
        self.push(Item::Null)
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.push(Item::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<(), D::Error> {
        self.deserialize(inner)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        let start = self.0.len();
        self.0.push(Item::Array(0, 0));
        let mut count = 0;
        while elements.next_element_seed(Fill(self.0))?.is_some() {
            count += 1;
        }
        self.0[start] = Item::Array(count, self.0.len() - start - 1);
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let start = self.0.len();
        self.0.push(Item::Object(0, 0));
        let mut count = 0;
        while members.next_key_seed(FillName(self.0))?.is_some() {
            if count == 0 && self.is_number_as_written() {
                let number = members.next_value::<String>()?.parse().map_err(de::Error::custom)?;
                self.0.truncate(start);
                return self.push(Item::Number(number));
            }
            members.next_value_seed(Fill(self.0))?;
            count += 1;
        }
        self.0[start] = Item::Object(count, self.0.len() - start - 1);
        Ok(())
    }
}

impl Fill<'_, '_> {
    fn is_number_as_written(&self) -> bool {
        matches!(self.0.last(), Some(Item::Text(name)) if name == NUMBER_AS_WRITTEN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_unicode() {
        let error = Tape::parse(b"{\"a\":\n \"b\xffc\",}").unwrap_err();
        assert_eq!(error.to_string(), "invalid unicode code point at line 2 column 4");
    }
}
