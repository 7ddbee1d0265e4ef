//! The shape of the table: kinds of objects, their keywords, what each holds.

use super::super::node::Shape;
use super::{Dialects, objects, places, schemas};

/// What an object of a description is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in super::super) enum Kind {
    Root,
    Info,
    Contact,
    License,
    Server,
    ServerVariable,
    Components,
    Paths,
    PathItem,
    Operation,
    Docs,
    Parameter,
    Body,
    Media,
    Encoding,
    Responses,
    Response,
    Callback,
    Example,
    Link,
    Header,
    Tag,
    Schema,
    Discriminator,
    Xml,
    SecurityScheme,
    Flows,
    Flow,
    Requirement,
}

/// What a keyword holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Holds {
    /// Data, which is never looked into.
    Anything,
    /// A scalar, or a list of strings.
    Scalar(Shape),
    /// One of these words.
    Word(&'static [&'static str]),
    One(Kind),
    List(Kind),
    Map(Kind),
    /// One, or in old dialects a list.
    OneOrList(Kind),
}

/// One property of a kind of object.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Keyword {
    pub(in super::super) name: &'static str,
    pub(super) dialects: Dialects,
    pub(in super::super) holds: Holds,
    /// Where an object without it is wrong.
    pub(super) required: Option<Dialects>,
    /// Whether its absence costs the client something.
    pub(super) matters: bool,
    /// Whether its reader says itself what it makes of the keyword in another dialect.
    pub(super) is_noted: bool,
}

pub(super) const TEXT: Holds = Holds::Scalar(Shape::Text);
pub(super) const TEXTS: Holds = Holds::Scalar(Shape::Texts);
pub(super) const FLAG: Holds = Holds::Scalar(Shape::Flag);
pub(super) const COUNT: Holds = Holds::Scalar(Shape::Count);
pub(super) const NUMBER: Holds = Holds::Scalar(Shape::Number);
pub(super) const SCHEMA: Holds = Holds::One(Kind::Schema);

pub(super) const fn key(name: &'static str, dialects: Dialects, holds: Holds) -> Keyword {
    Keyword { name, dialects, holds, required: None, matters: false, is_noted: false }
}

impl Keyword {
    /// Without it, something of the client is lost.
    pub(super) const fn must(self, dialects: Dialects) -> Keyword {
        Keyword { required: Some(dialects), matters: true, ..self }
    }

    /// Without it, the description is wrong and the client is not.
    pub(super) const fn should(self, dialects: Dialects) -> Keyword {
        Keyword { required: Some(dialects), ..self }
    }

    pub(super) const fn noted(self) -> Keyword {
        Keyword { is_noted: true, ..self }
    }
}

impl Kind {
    /// The keywords of such an object.
    pub(in super::super) fn keywords(self) -> &'static [Keyword] {
        match self {
            Kind::Root => objects::ROOT,
            Kind::Info => objects::INFO,
            Kind::Contact => objects::CONTACT,
            Kind::License => objects::LICENSE,
            Kind::Server => objects::SERVER,
            Kind::ServerVariable => objects::SERVER_VARIABLE,
            Kind::Components => objects::COMPONENTS,
            Kind::Paths | Kind::Responses | Kind::Callback | Kind::Requirement => &[],
            Kind::PathItem => places::PATH_ITEM,
            Kind::Operation => places::OPERATION,
            Kind::Docs => objects::DOCS,
            Kind::Parameter => places::PARAMETER,
            Kind::Body => places::BODY,
            Kind::Media => places::MEDIA,
            Kind::Encoding => places::ENCODING,
            Kind::Response => places::RESPONSE,
            Kind::Example => places::EXAMPLE,
            Kind::Link => places::LINK,
            Kind::Header => places::HEADER,
            Kind::Tag => objects::TAG,
            Kind::Schema => schemas::SCHEMA,
            Kind::Discriminator => schemas::DISCRIMINATOR,
            Kind::Xml => schemas::XML,
            Kind::SecurityScheme => objects::SECURITY_SCHEME,
            Kind::Flows => objects::FLOWS,
            Kind::Flow => objects::FLOW,
        }
    }

    /// What keys that are no keywords hold, where they are names of the author's.
    pub(super) fn rest(self) -> Option<Holds> {
        match self {
            Kind::Paths | Kind::Callback => Some(Holds::One(Kind::PathItem)),
            Kind::Responses => Some(Holds::One(Kind::Response)),
            Kind::Requirement => Some(TEXTS),
            _ => None,
        }
    }

    /// Where such objects may say what they hold in the manner of Swagger 2.0: by keywords of a schema.
    pub(super) fn is_schema_too(self) -> bool {
        matches!(self, Kind::Parameter | Kind::Header)
    }

    pub(in super::super) fn keyword(self, name: &str) -> Option<&'static Keyword> {
        let own = self.keywords().iter().find(|it| it.name == name);
        let of_schema = || schemas::SCHEMA.iter().find(|it| it.name == name);
        own.or_else(|| self.is_schema_too().then(of_schema).flatten())
    }

    /// In a sentence.
    pub(in super::super) fn name(self) -> &'static str {
        match self {
            Kind::Root => "a description",
            Kind::Info => "`info`",
            Kind::Contact => "a contact",
            Kind::License => "a license",
            Kind::Server => "a server",
            Kind::ServerVariable => "a variable of a server",
            Kind::Components => "`components`",
            Kind::Paths => "`paths`",
            Kind::PathItem => "a path",
            Kind::Operation => "an operation",
            Kind::Docs => "`externalDocs`",
            Kind::Parameter => "a parameter",
            Kind::Body => "a request body",
            Kind::Media => "a media type",
            Kind::Encoding => "an encoding",
            Kind::Responses => "`responses`",
            Kind::Response => "a response",
            Kind::Callback => "a callback",
            Kind::Example => "an example",
            Kind::Link => "a link",
            Kind::Header => "a header",
            Kind::Tag => "a tag",
            Kind::Schema => "a schema",
            Kind::Discriminator => "a discriminator",
            Kind::Xml => "`xml`",
            Kind::SecurityScheme => "a security scheme",
            Kind::Flows => "`flows`",
            Kind::Flow => "a flow of OAuth 2",
            Kind::Requirement => "a security requirement",
        }
    }
}
