//! What values and lengths a property or a parameter may have.

use serde_json::Number;

/// The limits that a description states, whatever the type is.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Limits {
    pub minimum: Option<Number>,
    pub maximum: Option<Number>,
    /// Whether the smallest number is itself excluded.
    pub exclusive_minimum: bool,
    /// Whether the largest number is itself excluded.
    pub exclusive_maximum: bool,
    pub multiple_of: Option<Number>,
    /// Of a string, in characters.
    pub length: Counts,
    /// A regular expression.
    pub pattern: Option<String>,
    /// Of an array.
    pub items: Counts,
    pub unique_items: bool,
    /// Of an object.
    pub properties: Counts,
}

/// The smallest and the largest number of something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub least: Option<u64>,
    pub most: Option<u64>,
}
