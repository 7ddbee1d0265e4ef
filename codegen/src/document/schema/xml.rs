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
}

pub(in super::super) const XML: Table =
    &[("name", Shape::Text), ("wrapped", Shape::Flag), ("attribute", Shape::Flag)];

pub(super) fn xml(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Xml> {
    node.get("xml")?;
    let place = node.place.key("xml");
    let inner = node.document.node(place.clone(), diagnostics)?;
    let said = inner.scalars(XML, diagnostics);
    let flag = |key: &str| said.get(key).and_then(Value::as_bool).unwrap_or(false);
    Some(Xml {
        place,
        name: said.get("name").and_then(Value::as_str).map(str::to_owned),
        wrapped: flag("wrapped"),
        attribute: flag("attribute"),
    })
}
