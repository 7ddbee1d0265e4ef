//! The members of a record in a request, each checked as it is read. Scalars may be text or what they mean.

use serde_json::{Map, Value};

use super::fault::Fault;

/// The members of a record.
#[derive(Clone, Copy)]
pub(super) struct Fields<'r>(&'r Map<String, Value>);

impl<'r> Fields<'r> {
    pub(super) fn of(members: &'r Map<String, Value>) -> Self {
        Self(members)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(|it| !it.is_null())
    }

    /// A text; an empty one is as good as none.
    pub(super) fn text(&self, name: &'static str) -> Result<Option<String>, Fault> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(it)) if it.is_empty() => Ok(None),
            Some(Value::String(it)) => Ok(Some(it.clone())),
            Some(Value::Number(it)) => Ok(Some(it.to_string())),
            Some(_) => Err(Fault::field(name, "is invalid")),
        }
    }

    /// A text that must be there.
    pub(super) fn required_text(&self, name: &'static str) -> Result<String, Fault> {
        self.text(name)?.ok_or_else(|| Fault::field(name, "can't be blank"))
    }

    pub(super) fn integer(&self, name: &'static str) -> Result<Option<i64>, Fault> {
        match self.text(name)? {
            None => Ok(None),
            Some(text) => text.parse().map(Some).map_err(|_| Fault::field(name, "is not a number")),
        }
    }

    /// A number that must be there.
    pub(super) fn required_integer(&self, name: &'static str) -> Result<i64, Fault> {
        self.integer(name)?.ok_or_else(|| Fault::field(name, "can't be blank"))
    }

    /// Whether it says yes, in any of the ways to say it.
    pub(super) fn truth(&self, name: &'static str) -> Result<bool, Fault> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(false),
            Some(Value::Bool(it)) => Ok(*it),
            Some(Value::Number(it)) if it.as_i64() == Some(0) => Ok(false),
            Some(Value::Number(it)) if it.as_i64() == Some(1) => Ok(true),
            Some(Value::String(it)) if ["1", "true"].contains(&it.as_str()) => Ok(true),
            Some(Value::String(it)) if ["0", "false", ""].contains(&it.as_str()) => Ok(false),
            Some(_) => Err(Fault::field(name, "is neither true nor false")),
        }
    }

    /// A list of numbers, if there is one.
    pub(super) fn integers(&self, name: &'static str) -> Result<Option<Vec<i64>>, Fault> {
        let items = match self.0.get(name) {
            None | Some(Value::Null) => return Ok(None),
            Some(Value::Array(items)) => items,
            Some(_) => return Err(Fault::field(name, "must be a list")),
        };
        let number = |it: &Value| match it {
            Value::Number(it) => it.as_i64(),
            Value::String(it) => it.parse().ok(),
            _ => None,
        };
        let numbers: Option<Vec<i64>> = items.iter().map(number).collect();
        numbers.map(Some).ok_or_else(|| Fault::field(name, "holds something else than numbers"))
    }
}
