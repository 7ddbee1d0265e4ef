//! What a description means: plain data without OpenAPI's spelling and without Rust's.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::source::Place;

/// A whole API.
#[derive(Clone, Debug, Default)]
pub(crate) struct Api {
    pub title: String,
    pub version: String,
    pub description: Option<String>,
    pub servers: Vec<Server>,
    pub schemes: Vec<Scheme>,
    pub groups: Vec<Group>,
    pub operations: Vec<Operation>,
    /// Every type that has to be declared; [`TypeId`] is the index.
    pub types: Vec<TypeDef>,
}

/// Where the API is served.
#[derive(Clone, Debug)]
pub(crate) struct Server {
    /// The address with the defaults of its variables filled in.
    pub url: String,
    pub description: Option<String>,
}

/// A way to prove who calls.
#[derive(Clone, Debug)]
pub(crate) struct Scheme {
    pub name: String,
    pub kind: SchemeKind,
    pub description: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SchemeKind {
    Bearer,
    Basic,
    ApiKey { location: Location, name: String },
}

/// Operations that belong together: those of one tag.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub name: String,
    pub description: Option<String>,
}

/// One thing that can be called.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    pub place: Place,
    pub id: Option<String>,
    /// Other ids under which the operation is known.
    pub published_id: Option<String>,
    /// Upper case, as it goes over the wire.
    pub method: String,
    /// The template, as written.
    pub path: String,
    /// Index into [`Api::groups`].
    pub group: usize,
    pub summary: Option<String>,
    pub description: Option<String>,
    pub deprecated: bool,
    pub security: Vec<Requirement>,
    pub parameters: Vec<Parameter>,
    /// One for each media type that the body may have; the first is the preferred one.
    pub bodies: Vec<Body>,
    pub answer: Answer,
    pub errors: Vec<ErrorAnswer>,
}

/// Schemes that are needed together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Requirement {
    pub schemes: Vec<String>,
    pub scopes: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Location {
    Path,
    Query,
    Header,
    Cookie,
}

#[derive(Clone, Debug)]
pub(crate) struct Parameter {
    pub wire: String,
    pub location: Location,
    pub ty: Type,
    pub required: bool,
    pub deprecated: bool,
    pub encoding: Encoding,
    pub description: Option<String>,
    pub example: Option<Value>,
}

/// How a list or an object is written where only text fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// `a,b`
    Comma,
    /// `a b`
    Space,
    /// `a|b`
    Pipe,
    /// `name=a&name=b`; the members of an object become parameters.
    Repeat,
    /// `name[member]=a`
    Deep,
    /// `.a.b`
    Label { explode: bool },
    /// `;name=a`
    Matrix { explode: bool },
    /// JSON text.
    Json,
}

/// A request body of one media type.
#[derive(Clone, Debug)]
pub(crate) struct Body {
    pub media: String,
    pub required: bool,
    pub content: BodyContent,
    pub example: Option<Value>,
}

#[derive(Clone, Debug)]
pub(crate) enum BodyContent {
    /// JSON. `inline`: the schema has no name of its own.
    Json { ty: Type, inline: bool },
    /// The members of a JSON object, each given on its own.
    Members(Vec<Field>),
    /// `application/x-www-form-urlencoded`
    Form(Vec<Field>),
    /// `multipart/form-data`
    Multipart(Vec<Field>),
    /// Bytes or text that go as they are.
    Raw,
}

/// What a successful call hands over.
#[derive(Clone, Debug)]
pub(crate) enum Answer {
    Empty,
    Json {
        ty: Type,
        unwrap: Option<Unwrap>,
        example: Option<Value>,
    },
    /// Bytes as a stream.
    Download { media: String },
    /// Server-sent events, each with data of this type.
    Events { ty: Type },
    /// The content type decides: media type and what comes with it. `place` names the type.
    Choice { place: Place, alternatives: Vec<(String, Answer)> },
}

/// How the thing that the caller wants lies in the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unwrap {
    /// In the member of this name.
    Member(String),
    /// Plain, in a list, in the member of this name, or in a list in that member.
    Forms(String),
}

/// An error that the description documents.
#[derive(Clone, Debug)]
pub(crate) struct ErrorAnswer {
    /// `404`, `4XX` or `default`.
    pub status: String,
    pub description: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct TypeId(pub usize);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Type {
    Bool,
    Integer,
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
    Map(Box<Type>),
    Nullable(Box<Type>),
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

    pub(crate) fn nullable(self) -> Type {
        match self {
            Type::Nullable(_) | Type::Any => self,
            other => Type::Nullable(Box::new(other)),
        }
    }

    pub(crate) fn is_nullable(&self) -> bool {
        matches!(self, Type::Nullable(_))
    }

    /// Every declared type that this one mentions.
    pub(crate) fn visit_declared(&self, visit: &mut dyn FnMut(TypeId)) {
        match self {
            Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => inner.visit_declared(visit),
            Type::Declared(id) => visit(*id),
            Type::Bool
            | Type::Integer
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

    /// The same type with every declared type replaced.
    pub(crate) fn map_declared(&self, map: &dyn Fn(TypeId) -> TypeId) -> Type {
        match self {
            Type::List(inner) => Type::List(Box::new(inner.map_declared(map))),
            Type::Map(inner) => Type::Map(Box::new(inner.map_declared(map))),
            Type::Nullable(inner) => Type::Nullable(Box::new(inner.map_declared(map))),
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
    /// It stands in an operation (index): the member of an envelope, or nothing, and which part of the operation.
    Part { operation: usize, part: Part, member: Option<String>, element: bool },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Part {
    Parameter,
    Body,
    Answer,
    Error,
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
    /// Media type of the part, in a multipart body.
    pub media: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct EnumValue {
    pub wire: String,
    pub description: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Union {
    pub branches: Vec<Branch>,
    /// The member that tells which branch it is.
    pub discriminator: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Branch {
    pub ty: Type,
    /// Values of the discriminator that stand for this branch.
    pub tags: Vec<String>,
    /// What the author calls the branch, if anything.
    pub label: Option<String>,
}

impl Api {
    pub(crate) fn type_def(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0]
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
            Shape::Union(union) => union.branches.iter_mut().for_each(|branch| visit(&mut branch.ty)),
        }
    }
}

impl Operation {
    /// Every type that goes out with a request.
    pub(crate) fn visit_request_types<'a>(&'a self, visit: &mut dyn FnMut(&'a Type)) {
        self.parameters.iter().for_each(|it| visit(&it.ty));
        for body in &self.bodies {
            match &body.content {
                BodyContent::Json { ty, .. } => visit(ty),
                BodyContent::Members(fields) | BodyContent::Form(fields) | BodyContent::Multipart(fields) => {
                    fields.iter().for_each(|field| visit(&field.ty));
                }
                BodyContent::Raw => {}
            }
        }
    }

    /// The same for changing every type of the operation.
    pub(crate) fn visit_types_mut(&mut self, visit: &mut dyn FnMut(&mut Type)) {
        self.parameters.iter_mut().for_each(|it| visit(&mut it.ty));
        for body in &mut self.bodies {
            match &mut body.content {
                BodyContent::Json { ty, .. } => visit(ty),
                BodyContent::Members(fields) | BodyContent::Form(fields) | BodyContent::Multipart(fields) => {
                    fields.iter_mut().for_each(|field| visit(&mut field.ty));
                }
                BodyContent::Raw => {}
            }
        }
        self.answer.visit_types_mut(visit);
    }
}

impl Answer {
    /// Every type that comes with the answer.
    pub(crate) fn visit_types<'a>(&'a self, visit: &mut dyn FnMut(&'a Type)) {
        match self {
            Answer::Json { ty, .. } | Answer::Events { ty } => visit(ty),
            Answer::Choice { alternatives, .. } => {
                alternatives.iter().for_each(|(_, it)| it.visit_types(visit));
            }
            Answer::Empty | Answer::Download { .. } => {}
        }
    }

    fn visit_types_mut(&mut self, visit: &mut dyn FnMut(&mut Type)) {
        match self {
            Answer::Json { ty, .. } | Answer::Events { ty } => visit(ty),
            Answer::Choice { alternatives, .. } => {
                alternatives.iter_mut().for_each(|(_, it)| it.visit_types_mut(visit));
            }
            Answer::Empty | Answer::Download { .. } => {}
        }
    }
}

/// Which declared types travel with requests, and which come with answers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Directions {
    pub request: BTreeSet<TypeId>,
    pub answer: BTreeSet<TypeId>,
}

impl Directions {
    pub(crate) fn contains(&self, id: TypeId) -> bool {
        self.request.contains(&id) || self.answer.contains(&id)
    }
}

impl Api {
    /// Follows every operation to the types that it needs.
    pub(crate) fn directions(&self) -> Directions {
        let mut res = Directions::default();
        for operation in &self.operations {
            operation.visit_request_types(&mut |ty| self.reach(ty, &mut res.request));
            operation.answer.visit_types(&mut |ty| self.reach(ty, &mut res.answer));
        }
        res
    }

    /// Adds every declared type that this one needs.
    pub(crate) fn reach(&self, ty: &Type, found: &mut BTreeSet<TypeId>) {
        let mut open = Vec::new();
        ty.visit_declared(&mut |id| open.push(id));
        while let Some(id) = open.pop() {
            if found.insert(id) {
                self.type_def(id).shape.visit_types(&mut |ty| ty.visit_declared(&mut |it| open.push(it)));
            }
        }
    }
}
