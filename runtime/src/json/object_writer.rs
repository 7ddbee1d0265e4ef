//! Writes an object member by member.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{Encode, Wrap, wrapped};

/// An object on its way out; members stay in the order in which they are written.
///
/// ```
/// use openapi_runtime::{ObjectWriter, json};
///
/// let mut object = ObjectWriter::new();
/// object.field("label", "Blog");
/// object.field("icon", &None::<String>);
/// object.field("notes", &Some(None::<String>));
/// assert_eq!(object.finish(), json!({"label": "Blog", "notes": null}));
/// ```
#[derive(Debug, Default)]
pub struct ObjectWriter {
    members: Map<String, Value>,
}

impl ObjectWriter {
    /// An object without members.
    pub fn new() -> Self {
        // Most have a few members: room for these at once, not in steps.
        Self { members: Map::with_capacity(8) }
    }

    /// Writes a member; an `Option` that is `None` is left out.
    pub fn field<T: Encode + ?Sized>(&mut self, name: &str, value: &T) {
        if !value.is_absent() {
            self.members.insert(name.to_owned(), value.encode());
        }
    }

    /// Writes members that the description does not name; none of them replaces one that it names.
    pub fn rest<T: Encode>(&mut self, members: &BTreeMap<String, T>) {
        self.rest_in(members, &[]);
    }

    /// The same, each value in these envelopes.
    pub fn rest_in<T: Encode>(&mut self, members: &BTreeMap<String, T>, wraps: &'static [Wrap]) {
        for (name, value) in members {
            if !self.members.contains_key(name) {
                self.field(name, &wrapped(value, wraps));
            }
        }
    }

    /// The object.
    pub fn finish(self) -> Value {
        Value::Object(self.members)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_is_kept_and_the_rest_replaces_nothing() {
        let mut object = ObjectWriter::new();
        object.field("z", &1);
        object.field("a", &2);
        object.rest(&BTreeMap::from([("z".to_owned(), 9), ("m".to_owned(), 3)]));
        assert_eq!(object.finish().to_string(), r#"{"z":1,"a":2,"m":3}"#);
    }
}
