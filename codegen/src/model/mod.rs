//! What a description means: plain data without OpenAPI's spelling and without Rust's.

mod conventions;
mod limits;
mod required;
mod types;
mod usage;
mod webhooks;
mod xml;

use serde_json::Value;

use crate::source::Place;

pub(crate) use conventions::{Conventions, Paged, Paging, PagingKind, Running, TaskKind, TaskList};
pub(crate) use limits::{Counts, Limits};
pub(crate) use required::MOST_ARGUMENTS;
pub(crate) use types::{
    Branch, Element, EnumValue, Field, Naming, Object, Part, Shape, Type, TypeDef, TypeId, Union,
};
pub(crate) use usage::Directions;
pub(crate) use webhooks::{Callback, Mark, Payload, Recognition, Reply, Webhook, WebhookHeader};
pub(crate) use xml::{XmlDocument, XmlLabel, XmlNode};

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
    /// What the server sends by itself: the webhooks, then the callbacks of operations.
    pub webhooks: Vec<Webhook>,
    /// What webhooks belong to.
    pub webhook_groups: Vec<String>,
    /// Every type that has to be declared; [`TypeId`] is the index.
    pub types: Vec<TypeDef>,
    /// What the items of lists are called in XML, by the name of the list; empty if the client does not write XML.
    pub item_names: Vec<(String, String)>,
}

/// Where the API is served.
#[derive(Clone, Debug)]
pub(crate) struct Server {
    /// The address with the defaults of its variables filled in.
    pub url: String,
}

/// A way to prove who calls.
#[derive(Clone, Debug)]
pub(crate) struct Scheme {
    pub name: String,
    pub kind: SchemeKind,
    pub description: Option<String>,
    /// What the author calls this way of giving the credential; the same scheme may have several.
    pub method: Option<CredentialMethod>,
}

/// How a credential is given: the function that takes it, and its arguments.
#[derive(Clone, Debug)]
pub(crate) struct CredentialMethod {
    pub name: String,
    /// Of HTTP Basic: what stands before the colon.
    pub user: Option<String>,
    pub secret: Option<String>,
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
    /// Whether the description that its makers publish has it.
    pub is_published: bool,
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
    /// Where it is served, if not where the others are: absolute, or relative to the address that the caller names.
    pub server: Option<String>,
    /// Whether it is sent with an idempotency key.
    pub is_keyed: bool,
    /// The redirects that the description lists, `3` for `3XX`, and 304.
    pub redirects: Vec<u16>,
    /// The `Accept` header, where the answer is JSON of another media type than `application/json`.
    pub accept: Option<String>,
    /// How the answer is written, or each alternative of it, if it is XML.
    pub xml_answers: Vec<Option<XmlDocument>>,
    /// The statuses of success that are described.
    pub successes: Vec<u16>,
    pub errors: Vec<ErrorAnswer>,
    /// The statuses that are documented, `4` for `4XX`; none if every other status is, too.
    pub statuses: Vec<u16>,
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
    /// The largest number that it takes.
    pub maximum: Option<f64>,
    pub limits: Limits,
    pub description: Option<String>,
    pub example: Option<Value>,
    /// Where it is described, if it is.
    pub place: Option<Place>,
}

/// How a list or an object is written where only text fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
    /// `a,b`; the members of an object as `name=a`.
    Named,
    /// `a/b`: several segments of the path.
    Segments,
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
    /// How it is written, if it is XML.
    pub xml: Option<XmlDocument>,
    /// The members of objects around the members that the body consists of, the outermost first.
    pub envelopes: Vec<String>,
    pub example: Option<Value>,
}

#[derive(Clone, Debug)]
pub(crate) enum BodyContent {
    /// A whole value, as JSON or as the media type has it. `inline`: the schema has no name of its own.
    Value { ty: Type, inline: bool },
    /// The members of a JSON object, each given on its own.
    Members(Vec<Field>),
    /// `application/x-www-form-urlencoded`
    Form(Vec<Field>),
    /// `multipart/form-data`, or parts in the order of the description.
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
        /// Another status of success comes without anything, so the type is nullable.
        or_nothing: bool,
        /// It is a string that may come as text: the media types to ask for.
        as_text: Option<String>,
        example: Option<Value>,
    },
    /// Bytes as a stream.
    Download {
        media: String,
    },
    /// Server-sent events, each with data of this type.
    Events {
        ty: Type,
    },
    /// One JSON text a line, each of this type.
    Lines {
        media: String,
        ty: Type,
    },
    /// The status and the content type decide.
    Choice {
        alternatives: Vec<Alternative>,
    },
}

/// One of the things that a response may be.
#[derive(Clone, Debug)]
pub(crate) struct Alternative {
    /// Empty for a response without content.
    pub media: String,
    /// The statuses of it, or their first digits; none if the status does not matter.
    pub statuses: Vec<u16>,
    pub answer: Answer,
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
    /// What the body holds, if it is described and JSON.
    pub body: Option<Type>,
}

impl Api {
    pub(crate) fn type_def(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0]
    }
}

impl Operation {
    /// Every type that goes out with a request.
    pub(crate) fn visit_request_types<'a>(&'a self, visit: &mut dyn FnMut(&'a Type)) {
        self.parameters.iter().for_each(|it| visit(&it.ty));
        self.bodies.iter().for_each(|it| it.visit_types(visit));
    }

    /// The same for changing every type of the operation.
    pub(crate) fn visit_types_mut(&mut self, visit: &mut dyn FnMut(&mut Type)) {
        self.parameters.iter_mut().for_each(|it| visit(&mut it.ty));
        for body in &mut self.bodies {
            match &mut body.content {
                BodyContent::Value { ty, .. } => visit(ty),
                BodyContent::Members(fields)
                | BodyContent::Form(fields)
                | BodyContent::Multipart(fields) => {
                    fields.iter_mut().for_each(|field| visit(&mut field.ty));
                }
                BodyContent::Raw => {}
            }
        }
        self.answer.visit_types_mut(visit);
        self.errors.iter_mut().filter_map(|it| it.body.as_mut()).for_each(visit);
    }

    /// Every type that comes back, with success or with an error.
    pub(crate) fn visit_answer_types<'a>(&'a self, visit: &mut dyn FnMut(&'a Type)) {
        self.answer.visit_types(visit);
        self.errors.iter().filter_map(|it| it.body.as_ref()).for_each(visit);
    }
}

impl Body {
    /// Every type that the body holds.
    fn visit_types<'a>(&'a self, visit: &mut dyn FnMut(&'a Type)) {
        match &self.content {
            BodyContent::Value { ty, .. } => visit(ty),
            BodyContent::Members(fields)
            | BodyContent::Form(fields)
            | BodyContent::Multipart(fields) => fields.iter().for_each(|field| visit(&field.ty)),
            BodyContent::Raw => {}
        }
    }
}

impl Answer {
    /// The same answer, if it may also be none.
    pub(crate) fn or_nothing(self) -> Answer {
        match self {
            Answer::Json { ty, unwrap, as_text, example, .. } => {
                Answer::Json { ty: ty.nullable(), unwrap, or_nothing: true, as_text, example }
            }
            other => other,
        }
    }

    /// Every type that comes with the answer.
    fn visit_types<'a>(&'a self, visit: &mut dyn FnMut(&'a Type)) {
        match self {
            Answer::Json { ty, .. } | Answer::Events { ty } | Answer::Lines { ty, .. } => visit(ty),
            Answer::Choice { alternatives } => {
                alternatives.iter().for_each(|it| it.answer.visit_types(visit));
            }
            Answer::Empty | Answer::Download { .. } => {}
        }
    }

    fn visit_types_mut(&mut self, visit: &mut dyn FnMut(&mut Type)) {
        match self {
            Answer::Json { ty, .. } | Answer::Events { ty } | Answer::Lines { ty, .. } => visit(ty),
            Answer::Choice { alternatives } => {
                alternatives.iter_mut().for_each(|it| it.answer.visit_types_mut(visit));
            }
            Answer::Empty | Answer::Download { .. } => {}
        }
    }
}
