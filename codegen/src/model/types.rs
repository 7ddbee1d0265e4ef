//! Types: what values can be, and the ones that have a declaration of their own.

use serde_json::Value;

use super::{Encoding, Limits, XmlLabel, XmlNode};
use crate::source::Place;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct TypeId(pub usize);

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Type {
    Bool,
    Integer,
    /// An integer that is not negative and may be larger than 64 bits with a sign can hold.
    Unsigned,
    Number,
    Text,
    /// Text or a whole number, compared as text.
    Id,
    DateTime,
    Secret,
    /// Bytes: a file in a multipart body.
    File,
    Any,
    /// An object whose members are not described.
    FreeObject,
    List(Box<Type>),
    /// A list of as many elements, each of a type of its own.
    Tuple(Vec<Type>),
    Map(Box<Type>),
    Nullable(Box<Type>),
    /// A value that is the only member of an object on the wire; callers see the value alone.
    Envelope {
        member: String,
        inner: Box<Type>,
    },
    Declared(TypeId),
}

impl Type {
    /// The type without the possibility of `null`.
    pub(crate) fn non_null(&self) -> &Type {
        match self {
            Type::Nullable(inner) => inner.non_null(),
            other => other,
        }
    }

    /// The type as callers have it: without `null` and without the envelopes around it.
    pub(crate) fn plain(&self) -> &Type {
        match self {
            Type::Nullable(inner) | Type::Envelope { inner, .. } => inner.plain(),
            other => other,
        }
    }

    pub(crate) fn nullable(self) -> Type {
        match self {
            Type::Nullable(_) | Type::Any => self,
            other => Type::Nullable(Box::new(other)),
        }
    }

    pub(crate) fn is_nullable(&self) -> bool {
        match self {
            Type::Nullable(_) => true,
            Type::Envelope { inner, .. } => inner.is_nullable(),
            _ => false,
        }
    }

    /// Every declared type that this one mentions.
    pub(crate) fn visit_declared(&self, visit: &mut dyn FnMut(TypeId)) {
        match self {
            Type::List(inner)
            | Type::Map(inner)
            | Type::Nullable(inner)
            | Type::Envelope { inner, .. } => inner.visit_declared(visit),
            Type::Tuple(elements) => elements.iter().for_each(|it| it.visit_declared(visit)),
            Type::Declared(id) => visit(*id),
            Type::Bool
            | Type::Integer
            | Type::Unsigned
            | Type::Number
            | Type::Text
            | Type::Id
            | Type::DateTime
            | Type::Secret
            | Type::File
            | Type::Any
            | Type::FreeObject => {}
        }
    }

    /// Every declared type that a value of this one holds without a list or a map in between.
    pub(crate) fn visit_held(&self, visit: &mut dyn FnMut(TypeId)) {
        match self {
            Type::Nullable(inner) | Type::Envelope { inner, .. } => inner.visit_held(visit),
            Type::Tuple(elements) => elements.iter().for_each(|it| it.visit_held(visit)),
            Type::Declared(id) => visit(*id),
            Type::Bool
            | Type::Integer
            | Type::Unsigned
            | Type::Number
            | Type::Text
            | Type::Id
            | Type::DateTime
            | Type::Secret
            | Type::File
            | Type::Any
            | Type::FreeObject
            | Type::List(_)
            | Type::Map(_) => {}
        }
    }

    /// The same type with every declared type replaced.
    pub(crate) fn map_declared(&self, map: &dyn Fn(TypeId) -> TypeId) -> Type {
        match self {
            Type::List(inner) => Type::List(Box::new(inner.map_declared(map))),
            Type::Map(inner) => Type::Map(Box::new(inner.map_declared(map))),
            Type::Nullable(inner) => Type::Nullable(Box::new(inner.map_declared(map))),
            Type::Tuple(elements) => {
                Type::Tuple(elements.iter().map(|it| it.map_declared(map)).collect())
            }
            Type::Envelope { member, inner } => {
                Type::Envelope { member: member.clone(), inner: Box::new(inner.map_declared(map)) }
            }
            Type::Declared(id) => Type::Declared(map(*id)),
            other => other.clone(),
        }
    }
}

/// A type with a declaration of its own.
#[derive(Clone, Debug)]
pub(crate) struct TypeDef {
    pub place: Place,
    pub naming: Naming,
    pub title: Option<String>,
    pub description: Option<String>,
    pub deprecated: bool,
    pub shape: Shape,
    pub example: Option<Value>,
}

/// What a type can be called after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Naming {
    /// The author gave it a name.
    Given(String),
    /// It stands in a property of another type, as one element if `element`.
    Member { parent: TypeId, property: String, element: bool },
    /// It is a branch of a union: its title or its position.
    Branch { parent: TypeId, title: Option<String>, position: usize },
    /// It is what a schema says itself, where others extend it and the union of them has its name.
    Base { parent: TypeId },
    /// It stands in an operation (index): the member of an envelope, or nothing, and which part of the operation.
    Part { operation: usize, part: Part, member: Option<String>, element: bool },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Part {
    Parameter,
    Body,
    Answer,
    Error,
    /// Of a webhook, whose index stands in place of that of an operation: what it carries.
    Payload,
    /// What the receiver of a webhook answers.
    Reply,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Shape {
    Object(Object),
    Enum(Vec<EnumValue>),
    Union(Union),
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Object {
    pub fields: Vec<Field>,
    /// What members without a description of their own hold, if they are described at all.
    pub additional: Option<Type>,
    /// Whether it has no others.
    pub closed: bool,
    /// Discriminators that the union around it writes: they come, and are no members of its own.
    pub tags: Vec<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Field {
    pub wire: String,
    /// Another name under which the member is known.
    pub published: Option<String>,
    pub ty: Type,
    pub required: bool,
    /// The only value that the member can have.
    pub constant: Option<Value>,
    pub read_only: bool,
    pub write_only: bool,
    pub deprecated: bool,
    pub description: Option<String>,
    pub default: Option<Value>,
    pub limits: Limits,
    /// A value, for where the whole has no example.
    pub example: Option<Value>,
    /// Media type of the part, in a multipart body or a form.
    pub media: Option<String>,
    /// How a list or an object is written in a form, if the author says so.
    pub style: Option<Encoding>,
    /// What is said about the member in XML.
    pub element: Option<Element>,
    /// It is required and not described otherwise, so an answer may well come without it.
    pub undeclared: bool,
}

impl Field {
    /// An optional member of which nothing else is said.
    pub(crate) fn new(wire: &str, ty: Type) -> Self {
        Self {
            wire: wire.to_owned(),
            published: None,
            ty,
            required: false,
            constant: None,
            read_only: false,
            write_only: false,
            deprecated: false,
            description: None,
            default: None,
            limits: Limits::default(),
            example: None,
            media: None,
            style: None,
            element: None,
            undeclared: false,
        }
    }
}

/// How a member is written in XML.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Element {
    pub place: Place,
    pub name: Option<String>,
    pub attribute: bool,
    /// Whether a list is an element around its items.
    pub wrapped: bool,
    /// What the items of a list are called.
    pub item: Option<String>,
    pub prefix: Option<String>,
    pub namespace: Option<String>,
    pub node: XmlNode,
    /// What the items of a list are called where that is said, and those of the lists in it.
    pub items: Vec<Option<XmlLabel>>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct EnumValue {
    /// As text.
    pub wire: String,
    /// The value itself, if the enum is one of integers.
    pub number: Option<i64>,
    /// What the author calls it.
    pub name: Option<String>,
    pub description: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Union {
    pub branches: Vec<Branch>,
    /// The member that tells which branch it is.
    pub discriminator: Option<String>,
    /// Nobody said so, but the member has values of its own in every branch.
    pub inferred: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Branch {
    pub ty: Type,
    /// Values of the discriminator that stand for this branch.
    pub tags: Vec<String>,
    /// What the author calls the branch, if anything.
    pub label: Option<String>,
    /// The value of the discriminator that the variant writes, where the type itself does not.
    pub writes: Option<Value>,
}

impl Branch {
    /// A branch of which nobody knows yet what tells it.
    pub(crate) fn new(ty: Type, label: Option<String>) -> Self {
        Self { ty, tags: Vec::new(), label, writes: None }
    }
}

impl Shape {
    /// Every type that the shape mentions.
    pub(crate) fn visit_types<'a>(&'a self, visit: &mut dyn FnMut(&'a Type)) {
        match self {
            Shape::Object(object) => {
                object.fields.iter().for_each(|field| visit(&field.ty));
                object.additional.iter().for_each(visit);
            }
            Shape::Enum(_) => {}
            Shape::Union(union) => union.branches.iter().for_each(|branch| visit(&branch.ty)),
        }
    }

    /// The same for changing them.
    pub(crate) fn visit_types_mut(&mut self, visit: &mut dyn FnMut(&mut Type)) {
        match self {
            Shape::Object(object) => {
                object.fields.iter_mut().for_each(|field| visit(&mut field.ty));
                object.additional.iter_mut().for_each(visit);
            }
            Shape::Enum(_) => {}
            Shape::Union(union) => {
                union.branches.iter_mut().for_each(|branch| visit(&mut branch.ty))
            }
        }
    }
}
