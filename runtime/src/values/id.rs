//! Identifiers: text that some servers write as a number.

use std::fmt;
use std::ops::Deref;

use crate::json::Scalar;
use crate::{Decode, DecodeError, Encode, Encoder, Node};

/// An identifier, which servers write as text or as an integer.
///
/// Kept and compared as text; it goes back over the wire the way it came.
///
/// ```
/// use openapi_runtime::{Decode, Id, Node, json, to_value};
///
/// let id = Id::decode(Node::new(&json!(4711))).unwrap();
/// assert_eq!(id, "4711");
/// assert_eq!(id, Id::from("4711"));
/// assert_eq!(to_value(&id), json!(4711));
/// assert_eq!(to_value(&Id::from("4711")), json!("4711"));
/// ```
#[derive(Clone)]
pub struct Id {
    text: String,
    integer: bool,
}

impl Id {
    /// The identifier as text.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl Decode for Id {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        match node.value().scalar() {
            Scalar::Text(text) | Scalar::Mended(text) => {
                Ok(Self { text: text.to_owned(), integer: false })
            }
            Scalar::Number(number) if number.is_i64() || number.is_u64() => {
                Ok(Self { text: number.to_string(), integer: true })
            }
            other => match i64::decode(node.optional()) {
                Ok(number) if matches!(other, Scalar::Number(_)) => Ok(number.into()),
                _ => {
                    let text = node.fill("an identifier (a string or an integer)")?;
                    Ok(Self { text, integer: false })
                }
            },
        }
    }

    fn blank_is_nothing() -> bool {
        true
    }
}

impl Encode for Id {
    fn encode(&self, to: Encoder<'_>) {
        if self.integer {
            if let Ok(number) = self.text.parse::<i64>() {
                return to.number(number);
            }
            if let Ok(number) = self.text.parse::<u64>() {
                return to.number(number);
            }
        }
        to.text(&self.text);
    }
}

impl Deref for Id {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl AsRef<str> for Id {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text, f)
    }
}

impl From<&str> for Id {
    fn from(text: &str) -> Self {
        Self { text: text.to_owned(), integer: false }
    }
}

impl From<String> for Id {
    fn from(text: String) -> Self {
        Self { text, integer: false }
    }
}

impl From<&String> for Id {
    fn from(text: &String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<&Self> for Id {
    fn from(id: &Self) -> Self {
        id.clone()
    }
}

macro_rules! from_integer {
    ($($integer:ident)*) => {$(
        impl From<$integer> for Id {
            fn from(number: $integer) -> Self {
                Self { text: number.to_string(), integer: true }
            }
        }
    )*};
}

from_integer! { i32 i64 u32 u64 }

impl From<Id> for String {
    fn from(id: Id) -> Self {
        id.text
    }
}

impl From<&Id> for String {
    fn from(id: &Id) -> Self {
        id.text.clone()
    }
}

impl PartialEq for Id {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Id {}

impl PartialEq<str> for Id {
    fn eq(&self, other: &str) -> bool {
        self.text == other
    }
}

impl PartialEq<&str> for Id {
    fn eq(&self, other: &&str) -> bool {
        self.text == *other
    }
}

impl PartialEq<String> for Id {
    fn eq(&self, other: &String) -> bool {
        self.text == *other
    }
}

impl PartialOrd for Id {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Id {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.text.cmp(&other.text)
    }
}

impl std::hash::Hash for Id {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

crate::impl_deserialize!(Id);
crate::impl_serialize!(Id);

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::to_value;

    #[test]
    fn text_and_integers() {
        for (value, text) in [
            (json!("7"), "7"),
            (json!(7), "7"),
            (json!(7.0), "7"),
            (json!(18_446_744_073_709_551_615_u64), "18446744073709551615"),
        ] {
            let id = Id::decode(Node::new(&value)).unwrap();
            assert_eq!(id, text, "{value}");
            assert_eq!(Id::decode(Node::new(&to_value(&id))).unwrap(), id);
        }
        assert_eq!(to_value(&Id::from(u64::MAX)), json!(u64::MAX));
        assert_eq!(to_value(&Id::from(-3)), json!(-3));
        for value in [json!(true), json!(null), json!(1.5), json!([])] {
            assert!(Id::decode(Node::new(&value)).is_err(), "{value}");
        }
    }

    #[test]
    fn behaves_as_text() {
        let id = Id::from("abc");
        assert_eq!(id.len(), 3);
        assert_eq!(format!("{id} {id:?}"), "abc \"abc\"");
        assert_eq!(String::from(id), "abc");
    }
}
