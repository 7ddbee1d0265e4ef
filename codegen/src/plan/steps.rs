//! What goes into a request, step by step: from arguments, and from setters.

use serde_json::Value;

use super::{Argument, Wrap, XmlAnswerItem, XmlRootItem};

/// One thing that goes into the request: the wire name, and the argument it comes from.
#[derive(Clone, Debug)]
pub(crate) enum RequestStep {
    Path {
        wire: String,
        argument: Argument,
        /// Another style than the usual one, and whether it is exploded where that matters.
        style: Option<(&'static str, Option<bool>)>,
    },
    /// The server of the operation, if it has one of its own.
    Server(String),
    /// A key for each call, by which the server does it once.
    IdempotencyKey,
    /// The redirects that are documented.
    Redirects(Vec<u16>),
    /// The `Accept` header.
    Accept(String),
    /// The media type of the object that the members make.
    MembersAs(String),
    /// The media type of the parts, and the names of all in their order.
    Multipart {
        media: String,
        order: Vec<String>,
    },
    Set {
        step: SetterStep,
        argument: Argument,
        wraps: Vec<Wrap>,
    },
    /// The whole body is this argument.
    Body {
        argument: Argument,
        media: Option<String>,
        wraps: Vec<Wrap>,
    },
    /// The whole body is this argument, in XML.
    XmlBody {
        argument: Argument,
        media: String,
        root: XmlRootItem,
        wraps: Vec<Wrap>,
    },
    /// The answer is XML.
    AnswerXml(XmlAnswerItem),
    /// The body is the member of this name of an object.
    Envelope(String),
    /// Where in the answer there are envelopes.
    AnswerIn(Vec<Wrap>),
    RawBody {
        argument: Argument,
        media: String,
    },
    /// The body is an object even if no member is set.
    MemberBase,
    /// A member whose value is always the same.
    Constant {
        step: SetterStep,
        value: Value,
    },
    /// The answer may be none.
    OrNothing,
    /// The server of an event stream goes on behind the event that `Last-Event-ID` names.
    Resumable,
    UnwrapMember(String),
    UnwrapForms(String),
}

/// Where a value goes that can also be set later.
#[derive(Clone, Debug)]
pub(crate) enum SetterStep {
    Query {
        wire: String,
    },
    QueryJson {
        wire: String,
    },
    QueryList {
        wire: String,
        style: &'static str,
    },
    QueryObject {
        wire: String,
        style: &'static str,
    },
    Header {
        wire: String,
    },
    HeaderJson {
        wire: String,
    },
    Cookie {
        wire: String,
    },
    CookieJson {
        wire: String,
    },
    Member {
        wire: String,
    },
    FormMember {
        wire: String,
    },
    /// A member of a form that is a list, in a style.
    FormList {
        wire: String,
        style: &'static str,
    },
    FormObject {
        wire: String,
        style: &'static str,
    },
    /// A member of a form whose value is JSON text.
    FormJson {
        wire: String,
    },
    /// A file; its media type, unless the caller says more.
    Part {
        wire: String,
        media: Option<String>,
    },
    /// Files of one name.
    Parts {
        wire: String,
        media: Option<String>,
    },
    /// A list in one part.
    PartList {
        wire: String,
        style: &'static str,
    },
    /// A part of a media type that is no file.
    PartAs {
        wire: String,
        media: String,
    },
    /// A part that is text, or JSON if it is no scalar.
    PartText {
        wire: String,
    },
    /// A whole optional body in XML.
    XmlBody {
        media: String,
        root: XmlRootItem,
    },
    /// A whole optional body; its media type, if it is not `application/json`.
    Body {
        media: Option<String>,
    },
    /// An optional body that is sent as it is.
    RawBody {
        media: String,
    },
}

/// A setter of a builder.
#[derive(Clone, Debug)]
pub(crate) struct Setter {
    pub name: String,
    pub doc: Vec<String>,
    pub deprecated: bool,
    /// Names under which the documentation's search finds it.
    pub aliases: Vec<String>,
    pub step: SetterStep,
    pub argument: Argument,
    /// The envelopes around the value.
    pub wraps: Vec<Wrap>,
    /// A second setter that sends `null`.
    pub clear: Option<String>,
}

/// What is sent for an optional object of which nothing is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UnsetBody {
    Nothing,
    EmptyObject,
}
