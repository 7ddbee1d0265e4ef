//! XML that says the same as JSON: read into the tree that decoders take, written from the tree that encoders give.

mod read;
#[cfg(test)]
mod tests;
mod typed_read;
mod typed_write;
mod types;
mod write;

use serde_json::Value;

use crate::DecodeError;

pub(crate) use read::parse;
pub use types::{XmlMember, XmlName, XmlRoot, XmlType};
pub(crate) use write::document;

/// A document of a type, as a tree that says the same as JSON.
pub(crate) fn parse_typed(body: &[u8], ty: &XmlType) -> Result<Value, DecodeError> {
    Ok(typed_read::value(read::elements(body)?, ty))
}

/// The document of a tree of a type; an error says what cannot be written.
pub(crate) fn document_typed(value: &Value, root: &XmlRoot) -> Result<String, String> {
    typed_write::document(value, root)
}

/// How an API writes in XML what it writes in JSON as well.
///
/// ```
/// use openapi_runtime::XmlRules;
///
/// // <user><role_ids type="array"><role_id>1</role_id></role_ids><note nil="true"/></user>
/// const RULES: XmlRules = XmlRules::new()
///     .list_attribute("type", "array")
///     .null_attribute("nil")
///     .root("hash")
///     .items(&[("role_ids", "role_id")]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct XmlRules {
    list: Option<(&'static str, &'static str)>,
    null: Option<&'static str>,
    root: &'static str,
    items: &'static [(&'static str, &'static str)],
}

impl XmlRules {
    /// No attributes; a list is its items, each under the list's name.
    #[must_use]
    pub const fn new() -> Self {
        Self { list: None, null: None, root: "root", items: &[] }
    }

    /// Every list is an element around its items, with this attribute.
    #[must_use]
    pub const fn list_attribute(mut self, name: &'static str, value: &'static str) -> Self {
        self.list = Some((name, value));
        self
    }

    /// An element in which this attribute is `true` is `null`.
    #[must_use]
    pub const fn null_attribute(mut self, name: &'static str) -> Self {
        self.null = Some(name);
        self
    }

    /// The element around a body that is not a single member.
    #[must_use]
    pub const fn root(mut self, name: &'static str) -> Self {
        self.root = name;
        self
    }

    /// Lists that are elements around their items, by the name of the list, with the name of the items.
    #[must_use]
    pub const fn items(mut self, names: &'static [(&'static str, &'static str)]) -> Self {
        self.items = names;
        self
    }

    /// What the items of a list are called.
    fn item(&self, list: &str) -> Option<&'static str> {
        self.items.iter().find(|(name, _)| *name == list).map(|(_, item)| *item)
    }
}

/// The rules of an API that has none.
pub(crate) static PLAIN: XmlRules = XmlRules::new();

impl Default for XmlRules {
    fn default() -> Self {
        Self::new()
    }
}

/// A tree that was read from XML as JSON would have it, as far as that can be told: an element with one kind of
/// child, several times, is a list.
pub(crate) fn plain(value: &Value) -> Value {
    match value {
        Value::Array(elements) => Value::Array(elements.iter().map(plain).collect()),
        Value::Object(members) => {
            let mut all = members.values();
            match (all.next(), all.next()) {
                (Some(items @ Value::Array(_)), None) => plain(items),
                _ => members.iter().map(|(name, it)| (name.clone(), plain(it))).collect(),
            }
        }
        scalar => scalar.clone(),
    }
}
