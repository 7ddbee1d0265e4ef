//! Points in time, kept as they came.

use std::fmt;

use crate::json::text;
use crate::{Decode, DecodeError, Encode, Encoder, Node};

/// A date, a time or both, as the API writes it.
///
/// An answer never fails on a date: servers write dates that no calendar type reads (`9999-12-31T23:59:59Z` for
/// "never", for instance), so the text is kept and interpreted only on demand.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateTime(String);

impl DateTime {
    /// The text as it came.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The point in time (RFC 3339).
    #[cfg(feature = "jiff")]
    pub fn timestamp(&self) -> Result<jiff::Timestamp, jiff::Error> {
        self.0.parse()
    }
}

#[cfg(feature = "jiff")]
impl From<jiff::Timestamp> for DateTime {
    fn from(timestamp: jiff::Timestamp) -> Self {
        Self(timestamp.to_string())
    }
}

impl Decode for DateTime {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        text(node).map(|text| Self(text.into_owned()))
    }

    fn blank_is_nothing() -> bool {
        true
    }
}

impl Encode for DateTime {
    fn encode(&self, to: Encoder<'_>) {
        to.text(&self.0);
    }
}

impl AsRef<str> for DateTime {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for DateTime {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for DateTime {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<DateTime> for String {
    fn from(date: DateTime) -> Self {
        date.0
    }
}

crate::impl_deserialize!(DateTime);
crate::impl_serialize!(DateTime);

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::to_value;

    #[test]
    fn any_text_is_kept() {
        for text in ["2026-11-22T03:27:00Z", "9999-12-31T23:59:59Z", "yesterday", ""] {
            let date = DateTime::decode(Node::new(&json!(text))).unwrap();
            assert_eq!(date.as_str(), text);
            assert_eq!(to_value(&date), json!(text));
        }
        assert!(DateTime::decode(Node::new(&json!(5))).is_err());
    }

    #[cfg(feature = "jiff")]
    #[test]
    fn timestamps() {
        assert_eq!(DateTime::from("1970-01-01T00:00:05Z").timestamp().unwrap().as_second(), 5);
        assert!(DateTime::from("yesterday").timestamp().is_err());
    }
}
