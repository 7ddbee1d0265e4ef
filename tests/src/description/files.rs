//! The files of a description as JSON values: loading, `$ref`s, JSON pointers.

use std::collections::BTreeMap;
use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value};

/// How many `$ref`s may lead to one another.
const LONGEST_CHAIN: usize = 32;

/// What stays as it is in the fragment of a URI.
const FRAGMENT: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// A node of the description: a file, by its path from the root file's folder, and a JSON pointer.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// Path of the file, with forward slashes.
    pub file: String,
    /// JSON pointer into the file; empty for the whole file.
    pub pointer: String,
}

impl Place {
    /// The whole of a file.
    pub fn file(file: &str) -> Self {
        Self { file: file.to_owned(), pointer: String::new() }
    }

    /// The child of that name.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        let pointer = format!("{}/{}", self.pointer, escape(key));
        Self { file: self.file.clone(), pointer }
    }

    /// The child at that index.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.key(&index.to_string())
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.file, self.pointer)
    }
}

/// Why a description cannot be read.
#[derive(Clone, Debug)]
pub struct Fault(String);

impl Fault {
    /// A fault at a place.
    pub fn at(place: &Place, message: impl fmt::Display) -> Self {
        Self(format!("{place}: {message}"))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Fault {}

/// Every file that the root leads to, by its path from the root's folder.
#[derive(Clone, Debug)]
pub(super) struct Files {
    root: String,
    values: BTreeMap<String, Value>,
}

impl Files {
    /// Reads the root and every file that it leads to.
    ///
    /// # Errors
    ///
    /// A file that `read` does not have, or that is not YAML.
    pub(super) fn load(
        root: &str,
        read: impl Fn(&str) -> Result<String, String>,
    ) -> Result<Self, Fault> {
        let mut values = BTreeMap::new();
        let mut waiting = vec![root.to_owned()];
        while let Some(path) = waiting.pop() {
            if values.contains_key(&path) {
                continue;
            }
            let place = Place::file(&path);
            let text = read(&path).map_err(|error| Fault::at(&place, error))?;
            let value = parse(&place, &text)?;
            mentioned_files(&path, &value, &mut waiting);
            values.insert(path, value);
        }
        Ok(Self { root: root.to_owned(), values })
    }

    /// The root file.
    pub(super) fn root(&self) -> Place {
        Place::file(&self.root)
    }

    /// Every file and what it holds.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.values.iter().map(|(path, value)| (path.as_str(), value))
    }

    /// Adds a file that is nowhere but here.
    pub(super) fn add(&mut self, path: &str, value: Value) {
        self.values.insert(path.to_owned(), value);
    }

    /// The value at a place, if there is one.
    pub(super) fn get(&self, place: &Place) -> Option<&Value> {
        self.values.get(&place.file)?.pointer(&place.pointer)
    }

    /// The value that a place has or leads to by `$ref`, and where that stands.
    ///
    /// # Errors
    ///
    /// A place that does not exist, or `$ref`s that lead nowhere.
    pub(super) fn follow(&self, place: &Place) -> Result<(Place, &Value), Fault> {
        let mut at = place.clone();
        for _ in 0..LONGEST_CHAIN {
            let value =
                self.get(&at).ok_or_else(|| Fault::at(place, format!("nothing is at {at}")))?;
            match value.get("$ref").and_then(Value::as_str) {
                Some(reference) => at = target(&at.file, reference),
                None => return Ok((at, value)),
            }
        }
        Err(Fault::at(place, "the `$ref`s lead in a circle"))
    }
}

/// The place that a `$ref` in a file means.
pub(super) fn target(from: &str, reference: &str) -> Place {
    let (path, pointer) = reference.split_once('#').unwrap_or((reference, ""));
    let pointer = percent_encoding::percent_decode_str(pointer).decode_utf8_lossy().into_owned();
    let file = if path.is_empty() { from.to_owned() } else { beside(from, path) };
    Place { file, pointer }
}

/// The `$ref` that means a place, in a file of the root's folder.
pub(super) fn reference(place: &Place) -> String {
    format!("{}#{}", place.file, utf8_percent_encode(&place.pointer, FRAGMENT))
}

/// The path that `relative` means in a file.
fn beside(from: &str, relative: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in relative.split('/') {
        match part {
            "." => {}
            ".." if parts.last().is_some_and(|it| *it != "..") => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn mentioned_files(from: &str, value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            if let Some(reference) = members.get("$ref").and_then(Value::as_str) {
                found.push(target(from, reference).file);
            }
            members.values().for_each(|it| mentioned_files(from, it, found));
        }
        Value::Array(items) => items.iter().for_each(|it| mentioned_files(from, it, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn parse(place: &Place, text: &str) -> Result<Value, Fault> {
    let mut value: serde_yaml::Value =
        serde_yaml::from_str(text).map_err(|error| Fault::at(place, error))?;
    value.apply_merge().map_err(|error| Fault::at(place, error))?;
    to_json(place, value)
}

/// YAML as JSON; keys that are numbers or booleans become text.
fn to_json(at: &Place, value: serde_yaml::Value) -> Result<Value, Fault> {
    Ok(match value {
        serde_yaml::Value::Null => Value::Null,
        serde_yaml::Value::Bool(it) => Value::Bool(it),
        serde_yaml::Value::String(it) => Value::String(it),
        serde_yaml::Value::Number(it) => {
            serde_json::to_value(&it).map_err(|error| Fault::at(at, format!("{it}: {error}")))?
        }
        serde_yaml::Value::Sequence(items) => {
            let items =
                items.into_iter().enumerate().map(|(index, it)| to_json(&at.index(index), it));
            Value::Array(items.collect::<Result<_, _>>()?)
        }
        serde_yaml::Value::Mapping(members) => {
            let mut object = Map::new();
            for (key, it) in members {
                let key = key_text(at, key)?;
                let it = to_json(&at.key(&key), it)?;
                if object.insert(key.clone(), it).is_some() {
                    return Err(Fault::at(at, format!("`{key}` is there twice")));
                }
            }
            Value::Object(object)
        }
        serde_yaml::Value::Tagged(it) => {
            return Err(Fault::at(at, format!("the tag {} means nothing here", it.tag)));
        }
    })
}

fn key_text(at: &Place, key: serde_yaml::Value) -> Result<String, Fault> {
    match key {
        serde_yaml::Value::String(it) => Ok(it),
        serde_yaml::Value::Number(it) => Ok(it.to_string()),
        serde_yaml::Value::Bool(it) => Ok(it.to_string()),
        other => Err(Fault::at(at, format!("a key is not text: {other:?}"))),
    }
}

fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}
