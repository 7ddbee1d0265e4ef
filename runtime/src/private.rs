//! What the macros expand to. Not for use by hand.

use std::borrow::Cow;

pub use serde;
use serde::Deserialize as _;

use crate::json::Tape;
use crate::{Decode, DecodeError, Node};

/// A string, borrowed from the document where it is one there.
pub fn text(node: Node<'_>) -> Result<Cow<'_, str>, DecodeError> {
    crate::json::text(node)
}

/// The body of each `Deserialize` implementation.
pub fn deserialize<'de, T: Decode, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    let document = Tape::deserialize(deserializer)?;
    T::decode(Node::of(&document)).map_err(serde::de::Error::custom)
}
