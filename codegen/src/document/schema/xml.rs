//! `xml` in a schema: what OpenAPI says about elements and attributes.

use serde_json::Value;

use super::super::node::{Node, Shape, Table};
use crate::diagnostics::Diagnostics;
use crate::source::Place;

/// How a value is written in XML.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Xml {
    /// The `xml` mapping.
    pub(crate) place: Place,
    /// What the element is called, if not after its property.
    pub(crate) name: Option<String>,
    /// Whether a list is an element around its items.
    pub(crate) wrapped: bool,
    /// Whether it is an attribute.
    pub(crate) attribute: bool,
    /// Before the name.
    pub(crate) prefix: Option<String>,
    /// What the name belongs to.
    pub(crate) namespace: Option<String>,
    /// Whether it is the text of the element around it.
    pub(crate) text: bool,
    /// The same, in a CDATA section.
    pub(crate) cdata: bool,
}

pub(in super::super) const XML: Table = &[
    ("name", Shape::Text),
    ("namespace", Shape::Text),
    ("prefix", Shape::Text),
    ("wrapped", Shape::Flag),
    ("attribute", Shape::Flag),
    ("nodeType", Shape::Text),
];

pub(super) fn xml(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Xml> {
    node.get("xml")?;
    let place = node.place.key("xml");
    let inner = node.document.node(place.clone(), diagnostics)?;
    let said = inner.scalars(XML, diagnostics);
    let flag = |key: &str| said.get(key).and_then(Value::as_bool).unwrap_or(false);
    let text = |key: &str| said.get(key).and_then(Value::as_str).filter(|it| !it.is_empty());
    // Since 3.2 one word says what the others say, and text as well.
    let is_node = |kind: &str| text("nodeType") == Some(kind);
    let is_array = || node.get("type").is_some_and(|it| it == "array");
    Some(Xml {
        place,
        name: text("name").map(str::to_owned),
        wrapped: flag("wrapped") || (is_node("element") && is_array()),
        attribute: flag("attribute") || is_node("attribute"),
        prefix: text("prefix").map(str::to_owned),
        namespace: text("namespace").map(str::to_owned),
        text: is_node("text") || inner.get("x-text") == Some(&Value::Bool(true)),
        cdata: is_node("cdata"),
    })
}
