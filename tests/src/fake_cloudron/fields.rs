//! The fields of a request body, each checked as it is read.

use bytes::Bytes;
use serde_json::{Map, Value};

use super::fault::Fault;

/// A body that is a JSON object, or the texts of a form.
#[derive(Clone, Debug, Default)]
pub(super) struct Fields(Map<String, Value>);

impl From<Map<String, Value>> for Fields {
    fn from(members: Map<String, Value>) -> Self {
        Self(members)
    }
}

impl Fields {
    /// Reads a body.
    pub(super) fn read(body: &Bytes) -> Result<Self, Fault> {
        match serde_json::from_slice(body) {
            Ok(Value::Object(members)) => Ok(Self(members)),
            Ok(_) => Err(Fault::bad_field("the body must be an object")),
            Err(error) => Err(Fault::bad_field(format!("the body must be JSON: {error}"))),
        }
    }

    /// All of them.
    pub(super) fn members(&self) -> &Map<String, Value> {
        &self.0
    }

    /// Those of these names that are there.
    pub(super) fn some(&self, names: &[&str]) -> Map<String, Value> {
        let of = |name: &&str| Some(((*name).to_owned(), self.0.get(*name)?.clone()));
        names.iter().filter_map(of).collect()
    }

    /// A field; `null` where it is missing.
    pub(super) fn get(&self, name: &str) -> Value {
        self.0.get(name).cloned().unwrap_or_default()
    }

    /// A text that must be there.
    pub(super) fn text(&self, name: &str) -> Result<String, Fault> {
        self.optional_text(name)?
            .ok_or_else(|| Fault::bad_field(format!("{name} must be a string")))
    }

    /// A text that may be missing.
    pub(super) fn optional_text(&self, name: &str) -> Result<Option<String>, Fault> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(it)) => Ok(Some(it.clone())),
            Some(_) => Err(Fault::bad_field(format!("{name} must be a string"))),
        }
    }

    /// A list of texts that must be there.
    pub(super) fn texts(&self, name: &str) -> Result<Vec<String>, Fault> {
        texts(self.0.get(name))
            .ok_or_else(|| Fault::bad_field(format!("{name} must be an array of strings")))
    }

    /// Whether a field is there.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }
}

/// A list of texts.
pub(super) fn texts(value: Option<&Value>) -> Option<Vec<String>> {
    value?.as_array()?.iter().map(|it| it.as_str().map(str::to_owned)).collect()
}
