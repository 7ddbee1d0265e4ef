//! Envelopes: objects that are around a value on the wire and not in its type.

use serde_json::{Map, Value};

use super::encoder::tree_of;
use super::{Encode, Encoder};

/// One step from what is on the wire to the value that the type holds.
///
/// A list of steps describes where the envelopes are: `[Wrap::Each, Wrap::In("role")]` is the list
/// `[{"role": ..}, {"role": ..}]` of roles. An answer may also come without its envelopes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Wrap {
    /// What follows is true of each element of the list, or of each value of the map.
    Each,
    /// The value is in an object, whose only member has this name.
    In(&'static str),
}

/// A value that goes out in envelopes; see [`wrapped`].
#[derive(Debug)]
pub struct Wrapped<'a, T: ?Sized> {
    value: &'a T,
    wraps: &'static [Wrap],
}

/// The value, put into envelopes as it is written.
///
/// ```
/// use openapi_runtime::{Wrap, json, to_value, wrapped};
///
/// let roles = ["admin", "guest"];
/// let value = wrapped(&roles, &[Wrap::Each, Wrap::In("role")]);
/// assert_eq!(to_value(&value), json!([{"role": "admin"}, {"role": "guest"}]));
/// ```
pub fn wrapped<'a, T: Encode + ?Sized>(value: &'a T, wraps: &'static [Wrap]) -> Wrapped<'a, T> {
    Wrapped { value, wraps }
}

impl<T: Encode + ?Sized> Encode for Wrapped<'_, T> {
    fn encode(&self, to: Encoder<'_>) {
        match self.wraps {
            [] => self.value.encode(to),
            [Wrap::In(name), wraps @ ..] => to.envelope(name, &wrapped(self.value, wraps)),
            // What is in the value is known only when it is there.
            [Wrap::Each, ..] => {
                let value = tree_of(self.value, to.notes());
                to.value(&put(value, self.wraps));
            }
        }
    }

    fn is_absent(&self) -> bool {
        self.value.is_absent()
    }
}

/// `null` is in no envelope.
fn put(value: Value, wraps: &[Wrap]) -> Value {
    match (wraps, value) {
        ([], value) | (_, value @ Value::Null) => value,
        ([Wrap::In(name), rest @ ..], value) => enveloped(name, put(value, rest)),
        ([Wrap::Each, rest @ ..], Value::Array(elements)) => {
            Value::Array(elements.into_iter().map(|it| put(it, rest)).collect())
        }
        ([Wrap::Each, rest @ ..], Value::Object(members)) => Value::Object(
            members.into_iter().map(|(name, it)| (name, put(it, rest))).collect::<Map<_, _>>(),
        ),
        ([Wrap::Each, ..], scalar) => scalar,
    }
}

/// `{"name": value}`
pub(crate) fn enveloped(name: &str, value: Value) -> Value {
    Value::Object(Map::from_iter([(name.to_owned(), value)]))
}

/// The envelopes around each of the values in a list or a map.
pub(super) fn inside_each(wraps: &'static [Wrap]) -> &'static [Wrap] {
    match wraps {
        [Wrap::Each, rest @ ..] => rest,
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::json::{Notes, to_text, to_value};

    #[test]
    fn every_step() {
        let value = json!([{"id": 1}, null]);
        for (wraps, expected) in [
            (&[][..], value.clone()),
            (&[Wrap::In("a"), Wrap::In("b")], json!({"a": {"b": value}})),
            (&[Wrap::Each, Wrap::In("a")], json!([{"a": {"id": 1}}, null])),
            (&[Wrap::In("as"), Wrap::Each, Wrap::In("a")], json!({"as": [{"a": {"id": 1}}, null]})),
        ] {
            assert_eq!(to_value(&wrapped(&value, wraps)), expected, "{wraps:?}");
            assert_eq!(
                to_text(&wrapped(&value, wraps), &Notes::default()).unwrap(),
                expected.to_string().as_bytes()
            );
        }
        let each = &[Wrap::Each, Wrap::In("a")];
        let map = json!({"x": 1, "y": 2});
        let expected = json!({"x": {"a": 1}, "y": {"a": 2}});
        assert_eq!(to_value(&wrapped(&map, each)), expected);
        assert_eq!(to_value(&wrapped(&3, each)), json!(3));
    }

    #[test]
    fn what_is_absent_stays_absent() {
        assert!(wrapped(&None::<i64>, &[Wrap::In("a")]).is_absent());
        assert_eq!(to_value(&wrapped(&Some(None::<i64>), &[Wrap::In("a")])), Value::Null);
    }
}
