//! The text of a `client.toml`, and where in it a setting stands.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Range;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use toml::de::{DeTable, DeValue};

/// The text of a `client.toml`, for messages about what it says.
#[derive(Clone, Debug)]
pub struct ConfigText {
    /// What messages call the file.
    pub path: String,
    pub(super) text: String,
}

impl Default for ConfigText {
    fn default() -> Self {
        Self { path: "client.toml".to_owned(), text: String::new() }
    }
}

impl ConfigText {
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// Where the key of a table is written, in bytes.
    pub(crate) fn key(&self, table: &str, key: &str) -> Option<Range<usize>> {
        let tables = DeTable::parse(&self.text).ok()?;
        let table = tables.get_ref().get(table)?.get_ref().as_table()?;
        table.keys().find(|it| it.get_ref() == key).map(|it| it.span())
    }

    /// Where a setting stands, in bytes; keys and indices lead to it. Where there is no such setting, what is around
    /// it. The index of a rule that is the only one may stand for the rule.
    pub(crate) fn span(&self, keys: &[&str]) -> Range<usize> {
        let Ok(table) = DeTable::parse(&self.text) else { return 0..0 };
        let mut keys = keys.iter();
        let first = keys.next().and_then(|key| table.get_ref().get(*key));
        let Some(mut at) = first else { return 0..0 };
        for key in keys {
            let next = match at.get_ref() {
                DeValue::Table(table) => table.get(*key),
                DeValue::Array(list) => key.parse().ok().and_then(|index: usize| list.get(index)),
                _ => None,
            };
            match next {
                Some(next) => at = next,
                None if *key == "0" => {}
                None => break,
            }
        }
        at.span()
    }
}

/// `[rule]` or `[[rule]]`.
pub(super) fn one_or_more<'de, T, D>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    struct OneOrMore<T>(PhantomData<T>);

    impl<'de, T: Deserialize<'de>> Visitor<'de> for OneOrMore<T> {
        type Value = Vec<T>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a table or several of them")
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Vec<T>, A::Error> {
            T::deserialize(MapAccessDeserializer::new(map)).map(|it| vec![it])
        }

        fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Vec<T>, A::Error> {
            Vec::deserialize(SeqAccessDeserializer::new(list))
        }
    }

    deserializer.deserialize_any(OneOrMore(PhantomData))
}
