//! The declared types as items.

use serde_json::Value;

use super::{ArgumentKind, RustType, Wrap};

#[derive(Clone, Debug)]
pub(crate) struct TypeFile {
    pub module: String,
    pub title: String,
    /// Whether webhooks alone use these types.
    pub of_webhooks: bool,
    pub items: Vec<TypeItem>,
}

#[derive(Clone, Debug)]
pub(crate) enum TypeItem {
    Struct(StructItem),
    Enum(EnumItem),
    Union(UnionItem),
}

impl TypeItem {
    pub(crate) fn name(&self) -> &str {
        match self {
            TypeItem::Struct(it) => &it.name,
            TypeItem::Enum(it) => &it.name,
            TypeItem::Union(it) => &it.name,
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct StructItem {
    pub name: String,
    pub doc: Vec<String>,
    pub alias: Option<String>,
    pub deprecated: bool,
    pub fields: Vec<FieldItem>,
    /// Members that always have the same value.
    pub constants: Vec<ConstantItem>,
    /// Members that the union around it writes.
    pub tags: Vec<String>,
    /// The values that the description does not name.
    pub rest: Option<RestItem>,
    /// The struct in which `new` takes what must be given, where that is too much for arguments.
    pub required: Option<String>,
    /// Whether there is a secret in it.
    pub holds_secrets: bool,
    pub decode: bool,
    pub encode: bool,
}

/// A member that always has the same value.
#[derive(Clone, Debug)]
pub(crate) struct ConstantItem {
    pub wire: String,
    pub value: Value,
    /// It is always sent, and may not come.
    pub may_be_missing: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct FieldItem {
    pub name: String,
    pub wire: String,
    /// Names under which the documentation's search finds it.
    pub aliases: Vec<String>,
    pub doc: Vec<String>,
    pub deprecated: bool,
    /// The whole type of the field.
    pub ty: RustType,
    /// How the constructor or the setter takes it as an argument.
    pub kind: ArgumentKind,
    /// `new` gives it a value, of its own if there is a `preset`.
    pub required: bool,
    /// The only variant that a required member of an enum can have: set by `new` without being asked for.
    pub preset: Option<(String, String)>,
    /// `None` goes over the wire as `null` instead of being left out.
    pub null_is_sent: bool,
    /// Asked for by `new`, and not there in an answer.
    pub may_be_missing: bool,
    /// Both left out and `null` can be sent: the setter that sends `null`.
    pub clear: Option<String>,
    /// The server's to set: never sent.
    pub read_only: bool,
    pub boxed: bool,
    /// `Debug` says that it is there, and not what it is.
    pub hidden: bool,
    /// The envelopes around the value.
    pub wraps: Vec<Wrap>,
}

/// The field of the values that the description does not name.
#[derive(Clone, Debug)]
pub(crate) struct RestItem {
    pub name: String,
    pub setter: String,
    pub ty: RustType,
    /// `Debug` shows the names only.
    pub hidden: bool,
    /// The envelopes around each value.
    pub wraps: Vec<Wrap>,
}

/// One kind of thing that a union holds.
#[derive(Clone, Debug)]
pub(crate) struct BranchItem {
    pub variant: String,
    /// Values of the discriminator.
    pub tags: Vec<String>,
    /// The value of the discriminator that the type does not write by itself.
    pub writes: Option<Value>,
    pub ty: RustType,
    /// The envelopes around the value.
    pub wraps: Vec<Wrap>,
}

#[derive(Clone, Debug)]
pub(crate) struct EnumItem {
    pub name: String,
    pub doc: Vec<String>,
    pub alias: Option<String>,
    pub deprecated: bool,
    pub variants: Vec<VariantItem>,
    /// The variant of a value that is not listed.
    pub rest: String,
}

#[derive(Clone, Debug)]
pub(crate) struct VariantItem {
    pub name: String,
    pub wire: String,
    /// The value, if the enum is one of integers.
    pub number: Option<i64>,
    pub doc: Vec<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct UnionItem {
    pub name: String,
    pub doc: Vec<String>,
    pub alias: Option<String>,
    pub deprecated: bool,
    /// The member that tells the branch.
    pub discriminator: Option<String>,
    pub branches: Vec<BranchItem>,
    pub rest: String,
    /// Whether there is a secret in one of them.
    pub holds_secrets: bool,
    pub decode: bool,
    pub encode: bool,
}
