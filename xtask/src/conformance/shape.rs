//! A plain reader of YAML and JSON, which shares nothing with the generator's: texts, lists, maps.

use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, IgnoredAny, MapAccess};
use serde::de::{SeqAccess, Visitor};

/// What a file holds. A key that is written twice stays twice.
#[derive(Debug, PartialEq)]
pub enum Shape {
    /// Keys and values, in the order of the file.
    Map(Vec<(String, Shape)>),
    /// A list.
    List(Vec<Shape>),
    /// A text, or a number as a text.
    Text(String),
    /// Anything else.
    Other,
}

impl Shape {
    /// Reads a file's first document.
    ///
    /// # Errors
    ///
    /// It is neither JSON nor YAML: a sentence of the reader.
    pub fn parse(bytes: &[u8]) -> Result<Self, String> {
        let text = String::from_utf8_lossy(bytes);
        let text = text.trim_start_matches('\u{feff}');
        if text.trim_start().starts_with(['{', '['])
            && let Ok(res) = serde_json::from_str(text)
        {
            return Ok(res);
        }
        let Some(document) = serde_yaml::Deserializer::from_str(text).next() else {
            return Ok(Self::Other);
        };
        Self::deserialize(document).map_err(|error| error.to_string())
    }

    /// The entries of a map, those of its merge keys (`<<`) behind its own.
    pub fn entries(&self) -> Vec<(&str, &Self)> {
        let Self::Map(entries) = self else { return Vec::new() };
        let (merged, mut res): (Vec<_>, Vec<_>) =
            entries.iter().map(|(key, value)| (key.as_str(), value)).partition(|it| it.0 == "<<");
        for (_, value) in merged {
            match value {
                Self::List(list) => res.extend(list.iter().flat_map(Self::entries)),
                value => res.extend(value.entries()),
            }
        }
        res
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entries().into_iter().find(|it| it.0 == key).map(|it| it.1)
    }

    /// What a JSON pointer points at.
    pub fn at(&self, pointer: &str) -> Option<&Self> {
        let mut res = self;
        for token in pointer.split('/').skip(1) {
            let token = token.replace("~1", "/").replace("~0", "~");
            res = match res {
                Self::List(list) => list.get(token.parse::<usize>().ok()?)?,
                other => other.get(&token)?,
            };
        }
        Some(res)
    }

    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The value of `$ref`.
    pub fn reference(&self) -> Option<&str> {
        self.get("$ref")?.text()
    }

    /// Every `$ref` in it.
    pub fn references(&self) -> Vec<&str> {
        let mut res = Vec::new();
        let mut todo = vec![self];
        while let Some(shape) = todo.pop() {
            match shape {
                Self::Map(entries) => {
                    todo.extend(entries.iter().map(|(_, value)| value));
                    let targets = entries.iter().filter(|(key, _)| key == "$ref");
                    res.extend(targets.filter_map(|(_, value)| value.text()));
                }
                Self::List(list) => todo.extend(list),
                Self::Text(_) | Self::Other => {}
            }
        }
        res
    }

    /// The version of the dialect, if it is the root of a description.
    pub fn version(&self) -> Option<&str> {
        ["swagger", "openapi"].into_iter().find_map(|key| self.get(key)?.text())
    }
}

impl<'de> Deserialize<'de> for Shape {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Inside(DEEPEST).deserialize(deserializer)
    }
}

/// How many maps and lists within each other are read; the readers themselves give up at 128.
const DEEPEST: usize = 100;

/// Reads a value of which so many levels count.
#[derive(Clone, Copy)]
struct Inside(usize);

impl Inside {
    fn next(self) -> Self {
        Self(self.0.saturating_sub(1))
    }
}

impl<'de> DeserializeSeed<'de> for Inside {
    type Value = Shape;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Shape, D::Error> {
        match self.0 {
            0 => IgnoredAny::deserialize(deserializer).map(|IgnoredAny| Shape::Other),
            _ => deserializer.deserialize_any(self),
        }
    }
}

impl<'de> Visitor<'de> for Inside {
    type Value = Shape;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Shape, A::Error> {
        let mut res = Vec::new();
        while let Some((key, value)) = map.next_entry_seed(self.next(), self.next())? {
            let Shape::Text(key) = key else { continue };
            res.push((key, value));
        }
        Ok(Shape::Map(res))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Shape, A::Error> {
        let mut res = Vec::new();
        while let Some(value) = list.next_element_seed(self.next())? {
            res.push(value);
        }
        Ok(Shape::List(res))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Shape, E> {
        Ok(Shape::Text(text.to_owned()))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Shape, E> {
        Ok(Shape::Text(number.to_string()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Shape, E> {
        Ok(Shape::Text(number.to_string()))
    }

    fn visit_i128<E: Error>(self, number: i128) -> Result<Shape, E> {
        Ok(Shape::Text(number.to_string()))
    }

    fn visit_u128<E: Error>(self, number: u128) -> Result<Shape, E> {
        Ok(Shape::Text(number.to_string()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Shape, E> {
        // `2.0` stays `2.0`.
        Ok(Shape::Text(format!("{number:?}")))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Shape, E> {
        Ok(Shape::Text(value.to_string()))
    }

    fn visit_unit<E: Error>(self) -> Result<Shape, E> {
        Ok(Shape::Other)
    }

    fn visit_none<E: Error>(self) -> Result<Shape, E> {
        Ok(Shape::Other)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Shape, D::Error> {
        DeserializeSeed::deserialize(self, deserializer)
    }

    /// A value with a tag of its own.
    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Shape, A::Error> {
        use serde::de::VariantAccess;
        let (_, value) = tagged.variant::<IgnoredAny>()?;
        value.newtype_variant_seed(self.next())
    }
}

#[cfg(test)]
mod tests {
    use super::Shape;

    #[test]
    fn versions_are_found_however_they_are_written() {
        let table = [
            ("swagger: 2.0", Some("2.0")),
            ("swagger: '2.0'", Some("2.0")),
            ("\u{feff}{\"openapi\": \"3.1.0\"}", Some("3.1.0")),
            ("{openapi: 3.0.3}", Some("3.0.3")),
            ("a: {openapi: 3.0.3}", None),
            ("- openapi: 3.0.3", None),
            ("", None),
        ];
        for (text, expected) in table {
            let shape = Shape::parse(text.as_bytes()).unwrap();
            assert_eq!(shape.version(), expected, "{text:?}");
        }
    }

    #[test]
    fn odd_yaml_is_read() {
        let text = "base: &base {a: 1}\nx: {<<: *base, b: 2}\n200: ok\ny: !mine {c: 3}\nx: twice\nnothing:\n";
        let shape = Shape::parse(text.as_bytes()).unwrap();
        let keys: Vec<&str> = shape.entries().into_iter().map(|it| it.0).collect();
        assert_eq!(keys, ["base", "x", "200", "y", "x", "nothing"]);
        assert_eq!(shape.at("/x/a"), Some(&Shape::Text("1".to_owned())));
        assert_eq!(shape.at("/y/c"), Some(&Shape::Text("3".to_owned())));
        assert!(Shape::parse(b"a: [").is_err());
    }

    #[test]
    fn what_is_too_deep_costs_only_itself() {
        let nested = format!("{}1{}", "{\"a\": [".repeat(400), "]}".repeat(400));
        let json = format!("{{\"openapi\": \"3.0.0\", \"x\": {nested}, \"y\": 1}}");
        let yaml = format!("openapi: 3.0.0\nx: {nested}\ny: 1\n");
        for text in [json, yaml] {
            let shape = Shape::parse(text.as_bytes()).unwrap();
            assert_eq!(shape.version(), Some("3.0.0"));
            assert_eq!(shape.get("y").and_then(Shape::text), Some("1"));
        }
    }

    #[test]
    fn pointers_and_references_are_followed() {
        let text = "a/b: [{'~c': {$ref: '#/x'}}]\nd: {$ref: e.yaml, f: [{$ref: 'g.json#/h'}]}";
        let shape = Shape::parse(text.as_bytes()).unwrap();
        assert_eq!(shape.at("/a~1b/0/~0c").and_then(Shape::reference), Some("#/x"));
        let mut references = shape.references();
        references.sort_unstable();
        assert_eq!(references, ["#/x", "e.yaml", "g.json#/h"]);
    }
}
