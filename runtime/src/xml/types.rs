//! How the values of one type are written in XML: static tables that generated clients have for their types.

/// How values of a type are written in an element.
///
/// ```
/// use openapi_runtime::{XmlMember, XmlName, XmlType};
///
/// // <pet id="1"><name>Tom</name><tags><tag>a</tag></tags></pet>
/// static PET: XmlType = XmlType::object(&[
///     XmlMember::attribute("id", XmlName::new("id")),
///     XmlMember::element("name", XmlName::new("name"), &XmlType::Scalar),
///     XmlMember::wrapped("tags", XmlName::new("tags"), XmlName::new("tag"), &XmlType::Scalar),
/// ]);
/// # let _ = &PET;
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum XmlType {
    /// Text in the element.
    Scalar,
    /// Whatever it is: members are elements of their names, the elements of an array repeat.
    Any,
    /// An object by its members; other properties are elements of their names.
    #[non_exhaustive]
    Object {
        /// Those that the type has.
        members: &'static [XmlMember],
        /// How the value of another property is written.
        rest: &'static XmlType,
    },
    /// An array: an element for each of its elements.
    #[non_exhaustive]
    List {
        /// What these elements are called.
        item: XmlName,
        /// What is in each.
        of: &'static XmlType,
    },
    /// One of several types: the one that knows most of what is there.
    Union(&'static [&'static XmlType]),
}

impl XmlType {
    /// An object with these members.
    #[must_use]
    pub const fn object(members: &'static [XmlMember]) -> Self {
        Self::Object { members, rest: &Self::Any }
    }

    /// An object with these members, and others whose values are of a type.
    #[must_use]
    pub const fn object_with(members: &'static [XmlMember], rest: &'static XmlType) -> Self {
        Self::Object { members, rest }
    }

    /// An object whose properties have any names and values of one type.
    #[must_use]
    pub const fn map(of: &'static XmlType) -> Self {
        Self::Object { members: &[], rest: of }
    }

    /// An array whose elements are called like this.
    #[must_use]
    pub const fn list(item: XmlName, of: &'static XmlType) -> Self {
        Self::List { item, of }
    }
}

/// The name of an element or an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct XmlName {
    pub(super) local: &'static str,
    pub(super) prefix: &'static str,
    pub(super) namespace: &'static str,
}

impl XmlName {
    /// A name without a namespace of its own.
    #[must_use]
    pub const fn new(local: &'static str) -> Self {
        Self { local, prefix: "", namespace: "" }
    }

    /// With this prefix.
    #[must_use]
    pub const fn prefix(mut self, prefix: &'static str) -> Self {
        self.prefix = prefix;
        self
    }

    /// In this namespace, which is declared where it does not hold already.
    #[must_use]
    pub const fn namespace(mut self, namespace: &'static str) -> Self {
        self.namespace = namespace;
        self
    }
}

/// How a property of an object is written.
#[derive(Debug)]
pub struct XmlMember {
    /// What the property is called elsewhere.
    pub(super) wire: &'static str,
    pub(super) name: XmlName,
    pub(super) kind: Kind,
    pub(super) of: &'static XmlType,
    pub(super) is_required: bool,
}

/// What a property becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Element,
    Attribute,
    /// The text of the element around it.
    Text,
    CData,
    /// An array whose elements stand beside the other members.
    Items,
    /// An array in an element of its own; what its elements are called.
    Wrapped(XmlName),
}

impl XmlMember {
    const fn new(wire: &'static str, name: XmlName, kind: Kind, of: &'static XmlType) -> Self {
        Self { wire, name, kind, of, is_required: false }
    }

    /// An element.
    #[must_use]
    pub const fn element(wire: &'static str, name: XmlName, of: &'static XmlType) -> Self {
        Self::new(wire, name, Kind::Element, of)
    }

    /// An attribute of the element around it.
    #[must_use]
    pub const fn attribute(wire: &'static str, name: XmlName) -> Self {
        Self::new(wire, name, Kind::Attribute, &XmlType::Scalar)
    }

    /// The text of the element around it.
    #[must_use]
    pub const fn text(wire: &'static str) -> Self {
        Self::new(wire, XmlName::new(""), Kind::Text, &XmlType::Scalar)
    }

    /// The same as a CDATA section.
    #[must_use]
    pub const fn cdata(wire: &'static str) -> Self {
        Self::new(wire, XmlName::new(""), Kind::CData, &XmlType::Scalar)
    }

    /// An array without an element around it: each of its elements is an element of this name.
    #[must_use]
    pub const fn items(wire: &'static str, item: XmlName, of: &'static XmlType) -> Self {
        Self::new(wire, item, Kind::Items, of)
    }

    /// An array in an element of a name, and the name of its elements.
    #[must_use]
    pub const fn wrapped(
        wire: &'static str,
        name: XmlName,
        item: XmlName,
        of: &'static XmlType,
    ) -> Self {
        Self::new(wire, name, Kind::Wrapped(item), of)
    }

    /// The type has it always: an array of which nothing is there is empty.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.is_required = true;
        self
    }
}

/// A document: the name of its root, and what is in it.
#[derive(Debug)]
pub struct XmlRoot {
    pub(super) name: XmlName,
    pub(crate) of: &'static XmlType,
}

impl XmlRoot {
    /// A root element of this name with a value of this type.
    #[must_use]
    pub const fn new(name: XmlName, of: &'static XmlType) -> Self {
        Self { name, of }
    }
}
