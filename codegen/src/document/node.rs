//! One mapping of the document, read with patience.
//!
//! Null is as good as absent, a number is a text where a text belongs, and what cannot be
//! understood is left out with a warning at its own place.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::Document;
use crate::diagnostics::Diagnostics;
use crate::source::Place;

/// What a key is expected to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Text,
    Flag,
    /// A whole number from zero.
    Count,
    Number,
    /// A list of texts.
    Texts,
}

/// The keys of a mapping that hold scalars, and what they hold.
pub(super) type Table = &'static [(&'static str, Shape)];

/// A mapping and where it stands.
#[derive(Clone)]
pub(super) struct Node<'d> {
    pub(super) document: &'d Document,
    pub(super) place: Place,
    pub(super) map: &'d Map<String, Value>,
}

/// An entry of a mapping or list: its key, place and value.
pub(super) type Entry<'d> = (&'d str, Place, &'d Value);

impl Document {
    /// The mapping at a place; null counts as an empty one.
    pub(super) fn node(&self, place: Place, diagnostics: &mut Diagnostics) -> Option<Node<'_>> {
        match self.value(&place)? {
            Value::Object(map) => Some(Node { document: self, place, map }),
            Value::Null => Some(Node { document: self, place, map: &self.empty }),
            other => {
                let message = format!("{} where a mapping is expected, left out", kind(other));
                diagnostics.fault(&place, message);
                None
            }
        }
    }
}

impl<'d> Node<'d> {
    /// The value of a key, unless it is null.
    pub(super) fn get(&self, key: &str) -> Option<&'d Value> {
        self.raw(key).filter(|it| !it.is_null())
    }

    /// The value of a key, null included.
    pub(super) fn raw(&self, key: &str) -> Option<&'d Value> {
        // Most mappings are small, and then looking is faster than hashing.
        if self.map.len() <= 8 {
            return self.map.iter().find(|(it, _)| *it == key).map(|(_, value)| value);
        }
        self.map.get(key)
    }

    /// A normal mapping with its `x-` keys as `openapiv3` types it.
    pub(super) fn typed<T: DeserializeOwned>(
        &self,
        mut normal: Map<String, Value>,
        diagnostics: &mut Diagnostics,
    ) -> Option<T> {
        normal.extend(self.extensions().map(|(key, value)| (key.clone(), value.clone())));
        match serde_json::from_value(Value::Object(normal)) {
            Ok(typed) => Some(typed),
            Err(fault) => {
                diagnostics.fault(&self.place, format!("this is incomplete, left out: {fault}"));
                None
            }
        }
    }

    /// The scalars that a table names, in the shapes that it promises.
    pub(super) fn scalars(
        &self,
        table: Table,
        diagnostics: &mut Diagnostics,
    ) -> Map<String, Value> {
        let mut res = Map::new();
        for (key, value) in self.map {
            if let Some((_, shape)) = table.iter().find(|(it, _)| it == key)
                && !value.is_null()
                && let Some(value) = self.shaped(key, value, *shape, diagnostics)
            {
                res.insert(key.clone(), value);
            }
        }
        res
    }

    /// The keys that begin with `x-`.
    pub(super) fn extensions(&self) -> impl Iterator<Item = (&'d String, &'d Value)> {
        self.map.iter().filter(|(key, _)| key.starts_with("x-"))
    }

    /// The text of a key.
    pub(super) fn text(&self, key: &str, diagnostics: &mut Diagnostics) -> Option<String> {
        match self.shaped(key, self.get(key)?, Shape::Text, diagnostics)? {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The flag of a key; false if there is none.
    pub(super) fn flag(&self, key: &str, diagnostics: &mut Diagnostics) -> Option<bool> {
        self.shaped(key, self.get(key)?, Shape::Flag, diagnostics)?.as_bool()
    }

    /// The entries of the mapping that a key holds, through a reference if it is one.
    pub(super) fn entries(&self, key: &str, diagnostics: &mut Diagnostics) -> Vec<Entry<'d>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        self.document.entries_at(self.place.key(key), value, diagnostics)
    }

    /// The entries of the list that a key holds. A single mapping counts as a list of one.
    pub(super) fn items(
        &self,
        key: &str,
        diagnostics: &mut Diagnostics,
    ) -> Vec<(Place, &'d Value)> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let mut place = self.place.key(key);
        let mut value = value;
        if super::reference::is_reference(value) {
            let Some(target) = self.document.follow(&place, diagnostics) else { return Vec::new() };
            let Some(found) = self.document.value(&target) else { return Vec::new() };
            if found.is_array() {
                (place, value) = (target, found);
            }
        }
        match value {
            Value::Array(list) => {
                list.iter().enumerate().map(|(i, it)| (place.index(i), it)).collect()
            }
            Value::Object(_) => {
                diagnostics.fault(&place, format!("`{key}` is a mapping, read as a list of one"));
                vec![(place, value)]
            }
            other => {
                let message = format!("`{key}` is {}, not a list, left out", kind(other));
                diagnostics.fault(&place, message);
                Vec::new()
            }
        }
    }

    pub(super) fn shaped(
        &self,
        key: &str,
        value: &Value,
        shape: Shape,
        diagnostics: &mut Diagnostics,
    ) -> Option<Value> {
        let fit = match shape {
            Shape::Text => self.document.text_of(|| self.place.key(key), value),
            Shape::Flag => match value {
                Value::Bool(_) => Some(value.clone()),
                Value::String(text) => match text.to_ascii_lowercase().as_str() {
                    "true" | "yes" => Some(true.into()),
                    "false" | "no" | "" => Some(false.into()),
                    _ => None,
                },
                _ => None,
            },
            Shape::Count => number(value).and_then(|it| count(&it)),
            Shape::Number => number(value),
            Shape::Texts => return self.texts(key, value, diagnostics),
        };
        if fit.is_none() {
            let expected = match shape {
                Shape::Text => "a text",
                Shape::Flag => "`true` or `false`",
                Shape::Count => "a whole number from 0",
                Shape::Number => "a number",
                Shape::Texts => "a list of texts",
            };
            let message = format!("`{key}` is {}, not {expected}, left out", kind(value));
            diagnostics.fault(&self.place.key(key), message);
        }
        fit
    }

    fn texts(&self, key: &str, value: &Value, diagnostics: &mut Diagnostics) -> Option<Value> {
        let place = self.place.key(key);
        let Value::Array(list) = value else {
            let one = self.document.text_of(|| place.clone(), value);
            let said = if one.is_some() { "read as a list of one" } else { "left out" };
            let message = format!("`{key}` is {}, not a list, {said}", kind(value));
            diagnostics.fault(&place, message);
            return one.map(|it| Value::Array(vec![it]));
        };
        let mut texts = Vec::with_capacity(list.len());
        for (i, entry) in list.iter().enumerate() {
            match self.document.text_of(|| place.index(i), entry) {
                Some(text) => texts.push(text),
                None => {
                    let message = format!("{} where a text is expected, left out", kind(entry));
                    diagnostics.fault(&place.index(i), message);
                }
            }
        }
        Some(Value::Array(texts))
    }
}

impl Document {
    /// The entries of a mapping, through a reference if it is one.
    pub(super) fn entries_at<'d>(
        &'d self,
        place: Place,
        value: &'d Value,
        diagnostics: &mut Diagnostics,
    ) -> Vec<Entry<'d>> {
        let (mut place, mut value) = (place, value);
        if super::reference::is_reference(value) {
            let Some(target) = self.follow(&place, diagnostics) else { return Vec::new() };
            let Some(found) = self.value(&target) else { return Vec::new() };
            (place, value) = (target, found);
        }
        match value {
            Value::Object(map) => {
                map.iter().map(|(key, value)| (key.as_str(), place.key(key), value)).collect()
            }
            Value::Null => Vec::new(),
            other => {
                let message = format!("{} where a mapping is expected, left out", kind(other));
                diagnostics.fault(&place, message);
                Vec::new()
            }
        }
    }

    /// A scalar as the text that the author had in mind: `3.10` is not `3.1`.
    pub(super) fn text_of(&self, place: impl Fn() -> Place, value: &Value) -> Option<Value> {
        match value {
            Value::String(_) => Some(value.clone()),
            Value::Bool(_) | Value::Number(_) => {
                let written = self.written(&place()).unwrap_or_else(|| value.to_string());
                Some(Value::String(written))
            }
            Value::Null | Value::Array(_) | Value::Object(_) => None,
        }
    }
}

fn number(value: &Value) -> Option<Value> {
    match value {
        Value::Number(_) => Some(value.clone()),
        Value::String(text) => match serde_json::from_str::<Value>(text.trim()) {
            Ok(number @ Value::Number(_)) => Some(number),
            _ => None,
        },
        _ => None,
    }
}

fn count(value: &Value) -> Option<Value> {
    if value.is_u64() {
        return Some(value.clone());
    }
    let number = value.as_f64()?;
    // Beyond 2^53 nobody counts.
    (number >= 0.0 && number.fract() == 0.0 && number < 9e15).then(|| (number as u64).into())
}

/// What a value is, in a message.
pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "`true` or `false`",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "a mapping",
    }
}
