//! Tables by which types are written in XML, as items.

use crate::model::XmlLabel;

pub(crate) use crate::model::XmlNode;

/// The table of a declared type.
#[derive(Clone, Debug)]
pub(crate) enum XmlTypeItem {
    Object {
        members: Vec<XmlMemberItem>,
        /// What properties hold that the type does not name.
        rest: Option<XmlShape>,
    },
    Union(Vec<XmlShape>),
}

/// A property.
#[derive(Clone, Debug)]
pub(crate) struct XmlMemberItem {
    pub wire: String,
    /// What it is called; of an array without an element around it what its elements are called.
    pub label: XmlLabel,
    pub node: XmlNode,
    pub is_list: bool,
    /// What the elements of an array are called that has an element around it.
    pub wrapped_items: Option<XmlLabel>,
    pub required: bool,
    pub of: XmlShape,
}

/// How a value is written.
#[derive(Clone, Debug)]
pub(crate) enum XmlShape {
    Scalar,
    Any,
    List(XmlLabel, Box<XmlShape>),
    Map(Box<XmlShape>),
    /// In an object of this one member.
    Envelope(String, Box<XmlShape>),
    Declared(String),
}

/// A body.
#[derive(Clone, Debug)]
pub(crate) struct XmlRootItem {
    pub label: XmlLabel,
    pub of: XmlShape,
}

/// An answer.
#[derive(Clone, Debug)]
pub(crate) struct XmlAnswerItem {
    pub media: String,
    pub of: XmlShape,
}
