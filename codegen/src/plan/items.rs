//! The nouns of the plan: Rust items before there is any Rust.

use std::collections::BTreeMap;

use super::{Expression, TypeFile, TypeItem, WebhooksItem, Wrap, XmlAnswerItem, XmlTypeItem};

pub(crate) use super::steps::{RequestStep, Setter, SetterStep, UnsetBody};
pub(crate) use crate::model::{Paging, PagingKind, Running, TaskKind};

/// Every item of the generated crate.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub crate_name: String,
    /// The module in which the client lives, from the root of its crate.
    pub module: Vec<String>,
    /// Whether every identifier is ASCII.
    pub is_ascii: bool,
    /// Whether there are many types that all lead back to each other.
    pub has_large_cycles: bool,
    pub client: ClientItem,
    /// How lists come in pages, by number.
    pub paging: Vec<Paging>,
    pub tasks: Vec<TaskItem>,
    pub webhooks: WebhooksItem,
    /// The tables of types that are sent or read as XML, by their names.
    pub xml_types: BTreeMap<String, XmlTypeItem>,
    pub groups: Vec<GroupItem>,
    pub types: Vec<TypeFile>,
    /// One call for each operation and media type, with everything given.
    pub samples: Vec<SampleCall>,
}

impl Plan {
    /// Whether anything is marked as not to be used any more.
    pub(crate) fn has_deprecated(&self) -> bool {
        let types = self.types.iter().flat_map(|it| &it.items).any(|it| match it {
            TypeItem::Struct(it) => it.deprecated || it.fields.iter().any(|field| field.deprecated),
            TypeItem::Enum(it) => it.deprecated,
            TypeItem::Union(it) => it.deprecated,
        });
        let webhooks = self.webhooks.events.iter().chain(&self.webhooks.callbacks);
        types
            || webhooks.into_iter().any(|it| it.deprecated)
            || self.groups.iter().flat_map(|it| &it.methods).any(|it| it.deprecated)
    }
}

#[derive(Clone, Debug)]
pub(crate) struct ClientItem {
    pub title: String,
    pub description: Vec<String>,
    /// The package's own words.
    pub about: Vec<String>,
    /// The API's own version, as code.
    pub api_version: Option<String>,
    pub user_agent: String,
    pub default_server: Option<String>,
    /// The servers of single operations.
    pub servers: Vec<String>,
    pub schemes: Vec<SchemeItem>,
    /// Whether paths end in the format.
    pub format_suffix: bool,
    pub xml: Option<XmlItem>,
    /// Whether the kinds of scalars in answers are taken loosely.
    pub loose_scalars: bool,
    /// Whether properties of responses that have to be there may be missing or wrong.
    pub lenient: bool,
    /// What the server says where it has no such route.
    pub missing_route: Option<String>,
    /// The statuses that are tried again, if the API has its own.
    pub retry_statuses: Option<Vec<u16>>,
    /// The header that carries idempotency keys, if the API has its own.
    pub idempotency_header: Option<String>,
}

/// How the client writes XML.
#[derive(Clone, Debug)]
pub(crate) struct XmlItem {
    /// Name and value.
    pub list_attribute: Option<(String, String)>,
    pub null_attribute: Option<String>,
    pub root: Option<String>,
    /// Lists that are elements around their items, with the name of the items.
    pub items: Vec<(String, String)>,
}

#[derive(Clone, Debug)]
pub(crate) struct SchemeItem {
    pub setter: String,
    pub name: String,
    /// The argument before the secret, of HTTP Basic only.
    pub user: String,
    pub secret: String,
    pub kind: CredentialKind,
    pub doc: Vec<String>,
}

/// How a credential travels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum CredentialKind {
    Bearer,
    Basic,
    /// A query parameter of this name.
    Query(String),
    Header(String),
    Cookie(String),
}

/// The handle of one tag.
#[derive(Clone, Debug)]
pub(crate) struct GroupItem {
    /// The function of the client that leads to it.
    pub function: String,
    pub module: String,
    pub handle: String,
    pub title: String,
    pub doc: Vec<String>,
    pub methods: Vec<MethodItem>,
    pub choices: Vec<ChoiceItem>,
}

/// One method, and the builder that it returns if there are optional things.
#[derive(Clone, Debug)]
pub(crate) struct MethodItem {
    pub doc: Vec<String>,
    /// Lines of the example: the client is called `client`.
    pub example: Vec<String>,
    pub aliases: Vec<String>,
    pub deprecated: bool,
    pub name: String,
    pub arguments: Vec<Argument>,
    /// HTTP method, upper case.
    pub http: String,
    pub operation: String,
    pub path: String,
    /// Alternatives of schemes.
    pub security: Vec<Vec<String>>,
    /// The statuses that are documented, if not all are.
    pub statuses: Vec<u16>,
    pub steps: Vec<RequestStep>,
    pub finish: Finish,
    /// What the call hands over.
    pub answer: RustType,
    /// Number of the rule by which the list comes in pages, and what it holds.
    pub paged: Option<(usize, RustType)>,
    /// Name and setters of the builder.
    pub builder: Option<(String, Vec<Setter>)>,
    /// What is sent where an optional body is not set, if the caller can choose the other.
    pub unset_body: Option<UnsetBody>,
}

/// An argument of a method or of a constructor.
#[derive(Clone, Debug)]
pub(crate) struct Argument {
    pub name: String,
    pub kind: ArgumentKind,
}

/// How an argument is taken.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ArgumentKind {
    /// `&str`
    Str,
    /// A small thing: a number, a truth value, an enum.
    Value(RustType),
    /// `impl Into<T>`
    Into(RustType),
    /// `&T`
    Reference(RustType),
    /// `impl IntoIterator<Item = impl Into<T>>`
    Items(RustType),
    /// `impl IntoIterator<Item = (impl Into<String>, impl Into<T>)>`
    Entries(RustType),
    /// `impl Into<Option<T>>`: `None` is sent as `null`.
    Nullable(RustType),
    /// `impl Into<Upload>`
    Upload,
    /// `impl IntoIterator<Item = impl Into<Upload>>`
    Uploads,
}

/// A kind of task: how it is followed.
#[derive(Clone, Debug)]
pub(crate) struct TaskItem {
    /// The type that stands for it.
    pub name: String,
    pub rule: TaskKind,
    /// What a poll answers.
    pub state: RustType,
    pub poll: MethodItem,
    pub cancel: Option<MethodItem>,
    /// The client's function that takes one up.
    pub resume: Option<String>,
}

/// How the call ends.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Finish {
    Json,
    /// JSON, or text for a string; media types for `Accept`.
    JsonOrText(String),
    /// JSON that names a task of this kind, or need not.
    Task {
        kind: String,
        has_id: bool,
    },
    /// JSON that says how far a task of the kind is that is being described: the task itself, or a list in which it
    /// is found.
    Polled {
        list: bool,
    },
    Empty,
    Download(String),
    Events,
    /// Media type of the lines.
    Lines(String),
    /// The content type decides; media types for `Accept`.
    Choice(String),
}

/// A Rust type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RustType {
    Unit,
    Bool,
    I64,
    U64,
    F64,
    String,
    Id,
    DateTime,
    Secret,
    Value,
    Download,
    EventStream(Box<RustType>),
    JsonLines(Box<RustType>),
    /// What is said of a task, and the answer that started it.
    Task(Box<RustType>, Box<RustType>),
    Option(Box<RustType>),
    Vec(Box<RustType>),
    Tuple(Vec<RustType>),
    BTreeMap(Box<RustType>),
    Boxed(Box<RustType>),
    /// A type of this crate.
    Declared(String),
    /// A type of the operation's own module.
    Local(String),
}

/// A response whose status and content type decide what it is.
#[derive(Clone, Debug)]
pub(crate) struct ChoiceItem {
    pub name: String,
    pub doc: Vec<String>,
    pub alternatives: Vec<AlternativeItem>,
}

/// One of the things that a response may be.
#[derive(Clone, Debug)]
pub(crate) struct AlternativeItem {
    pub variant: String,
    pub media: String,
    /// None if the status does not matter.
    pub statuses: Vec<u16>,
    /// Where there are envelopes.
    pub wraps: Vec<Wrap>,
    /// How it is written, if it is XML.
    pub xml: Option<XmlAnswerItem>,
    /// Nothing if it has no content.
    pub ty: Option<RustType>,
}

/// A call with everything that its operation takes, for the tests of the crate.
#[derive(Clone, Debug)]
pub(crate) struct SampleCall {
    pub operation: String,
    pub media: Option<String>,
    pub call: Expression,
    pub finish: Finish,
}
