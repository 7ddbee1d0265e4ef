//! The place that one value is written to.

use std::fmt;

use serde::Serialize;
use serde_json::{Number, Serializer, Value};

use super::notes::Notes;
use super::number::{NotFinite, NumberFormat, whole};
use super::{Encode, ListWriter, ObjectWriter, enveloped};

/// Where one value is written to: each of its methods writes a value and takes the place.
///
/// What goes out as JSON is written as text at once; only what is sent in another way (forms, XML) becomes a tree
/// first. Which of the two it is, a type cannot tell and need not know.
///
/// ```
/// use openapi_runtime::{Encode, Encoder, json, to_value};
///
/// enum Size {
///     Fixed(i64),
///     Between(i64, i64),
///     Any,
/// }
///
/// impl Encode for Size {
///     fn encode(&self, to: Encoder<'_>) {
///         match self {
///             Self::Fixed(size) => to.number(*size),
///             Self::Between(least, most) => {
///                 let mut list = to.list();
///                 list.element(least);
///                 list.element(most);
///             }
///             Self::Any => to.text("any"),
///         }
///     }
/// }
///
/// let sizes = [Size::Fixed(1), Size::Between(2, 3), Size::Any];
/// assert_eq!(to_value(&sizes), json!([1, [2, 3], "any"]));
/// ```
pub struct Encoder<'a> {
    target: Target<'a>,
    notes: &'a Notes,
    /// What an object that is written here has in any case.
    tags: Option<&'a Tag<'a>>,
}

/// A member that a union writes into the object of its variant.
#[derive(Clone, Copy)]
pub(super) struct Tag<'a> {
    pub(super) name: &'a str,
    pub(super) value: &'a dyn Encode,
    /// Those of the unions around it.
    pub(super) outer: Option<&'a Tag<'a>>,
}

enum Target<'a> {
    /// The value is written behind what is there.
    Text(&'a mut Vec<u8>),
    Tree(&'a mut Value),
}

impl<'a> Encoder<'a> {
    /// Writes JSON text behind what is there.
    pub(super) fn text_behind(text: &'a mut Vec<u8>, notes: &'a Notes) -> Self {
        Self { target: Target::Text(text), notes, tags: None }
    }

    /// Replaces the value, which is `null` so far.
    pub(super) fn tree(value: &'a mut Value, notes: &'a Notes) -> Self {
        Self { target: Target::Tree(value), notes, tags: None }
    }

    /// Where it is noted what the value is like.
    pub(super) fn notes(&self) -> &'a Notes {
        self.notes
    }

    /// `null`
    pub fn null(self) {
        match self.target {
            Target::Text(text) => text.extend_from_slice(NULL),
            Target::Tree(tree) => *tree = Value::Null,
        }
    }

    /// `true` or `false`
    pub fn bool(self, value: bool) {
        match self.target {
            Target::Text(text) => append(text, &value),
            Target::Tree(tree) => *tree = Value::Bool(value),
        }
    }

    /// A string.
    pub fn text(self, value: &str) {
        match self.target {
            Target::Text(text) => append(text, value),
            Target::Tree(tree) => *tree = Value::String(value.to_owned()),
        }
    }

    /// A string that must not be shown. It is written like any other; errors of the call do not show it, should the
    /// server repeat it.
    pub fn secret(self, value: &str) {
        self.notes.secret(value);
        self.text(value);
    }

    /// A number: any integer with up to 64 bits, or a `serde_json::Number`.
    pub fn number(self, value: impl Into<Number>) {
        let number = value.into();
        match self.target {
            Target::Text(text) => append(text, &number),
            Target::Tree(tree) => *tree = Value::Number(number),
        }
    }

    /// A number, in the fewest digits that tell it from its neighbours; a whole one without a fraction, as an integer
    /// is written.
    ///
    /// A number that is not finite makes the call fail before anything is sent. Elsewhere it is `null`.
    pub fn float(self, value: impl Into<f64>) {
        let value = value.into();
        match whole(value).or_else(|| Number::from_f64(value)) {
            Some(number) => self.number(number),
            None => {
                self.notes.unsendable();
                self.null();
            }
        }
    }

    /// A value that is a tree already.
    pub fn value(self, value: &Value) {
        if let (Some(_), Value::Object(members)) = (self.tags, value) {
            let mut object = self.object();
            members.iter().for_each(|(name, value)| object.member(name, value));
            return;
        }
        match self.target {
            Target::Text(text) => append(text, value),
            Target::Tree(tree) => tree.clone_from(value),
        }
    }

    /// A list, which gets its elements one by one.
    pub fn list(self) -> ListWriter<'a> {
        match self.target {
            Target::Text(text) => ListWriter::text(text, self.notes),
            Target::Tree(tree) => ListWriter::tree(tree, self.notes),
        }
    }

    /// An object, which gets its members one by one.
    pub fn object(self) -> ObjectWriter<'a> {
        let object = match self.target {
            Target::Text(text) => ObjectWriter::text(text, self.notes),
            Target::Tree(tree) => ObjectWriter::tree(tree, self.notes),
        };
        match self.tags {
            None => object,
            Some(tags) => object.with_tags(tags),
        }
    }

    /// The object of a union's variant, with the member that tells which variant it is: it comes first, and the
    /// object's own member of this name is not written.
    ///
    /// ```
    /// use std::collections::BTreeMap;
    ///
    /// use openapi_runtime::{Encode, Encoder, json, to_value};
    ///
    /// struct Event(BTreeMap<String, i64>);
    ///
    /// impl Encode for Event {
    ///     fn encode(&self, to: Encoder<'_>) {
    ///         to.tagged("kind", &"start", &self.0);
    ///     }
    /// }
    ///
    /// let event = Event(BTreeMap::from([("id".to_owned(), 7)]));
    /// assert_eq!(to_value(&event), json!({"kind": "start", "id": 7}));
    /// ```
    pub fn tagged<T: Encode + ?Sized>(self, name: &str, tag: &dyn Encode, value: &T) {
        let tag = Tag { name, value: tag, outer: self.tags };
        value.encode(Encoder { target: self.target, notes: self.notes, tags: Some(&tag) });
    }

    /// An object whose only member is this value; `null` is in no envelope.
    pub(super) fn envelope<T: Encode + ?Sized>(self, name: &str, value: &T) {
        match self.target {
            Target::Text(text) => {
                let start = text.len();
                begin_envelope(text, name);
                let inner = text.len();
                append_value(text, value, self.notes);
                match text.get(inner..) {
                    Some(NULL) => drop(text.drain(start..inner)),
                    _ => text.push(b'}'),
                }
            }
            Target::Tree(tree) => {
                *tree = match tree_of(value, self.notes) {
                    Value::Null => Value::Null,
                    inner => enveloped(name, inner),
                }
            }
        }
    }
}

impl fmt::Debug for Encoder<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Encoder").finish_non_exhaustive()
    }
}

pub(super) const NULL: &[u8] = b"null";

/// Room for a body of a few members is made at once, not in steps.
const ROOM: usize = 256;

/// The value as JSON text.
pub(crate) fn to_text<T: Encode + ?Sized>(value: &T, notes: &Notes) -> Result<Vec<u8>, NotFinite> {
    let mut text = Vec::with_capacity(ROOM);
    append_value(&mut text, value, notes);
    NotFinite::check(notes).map(|()| text)
}

/// The value as a tree, for what is not sent as JSON.
pub(crate) fn to_tree<T: Encode + ?Sized>(value: &T, notes: &Notes) -> Result<Value, NotFinite> {
    let tree = tree_of(value, notes);
    NotFinite::check(notes).map(|()| tree)
}

/// The value as a tree; notes what it is like.
pub(super) fn tree_of<T: Encode + ?Sized>(value: &T, notes: &Notes) -> Value {
    let mut tree = Value::Null;
    value.encode(Encoder::tree(&mut tree, notes));
    tree
}

/// A tree as JSON text, its numbers written as an encoder writes them.
pub(crate) fn tree_to_text(tree: &Value) -> String {
    let mut text = Vec::new();
    append(&mut text, tree);
    String::from_utf8(text).unwrap_or_default()
}

/// The JSON text in an object, as its only member.
pub(crate) fn enveloped_text(name: &str, value: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(name.len() + value.len() + r#"{"":}"#.len());
    begin_envelope(&mut text, name);
    text.extend_from_slice(value);
    text.push(b'}');
    text
}

fn begin_envelope(text: &mut Vec<u8>, name: &str) {
    text.push(b'{');
    append_name(text, name);
}

/// `"name":`
pub(super) fn append_name(text: &mut Vec<u8>, name: &str) {
    append(text, name);
    text.push(b':');
}

/// The value, or `null` if it writes nothing.
pub(super) fn append_value<T: Encode + ?Sized>(text: &mut Vec<u8>, value: &T, notes: &Notes) {
    let start = text.len();
    value.encode(Encoder::text_behind(text, notes));
    if text.len() == start {
        text.extend_from_slice(NULL);
    }
}

/// Escapes, digits and the like are written by `serde_json`.
fn append<T: Serialize + ?Sized>(text: &mut Vec<u8>, value: &T) {
    // Memory refuses nothing, and neither does a scalar or a tree. Were it otherwise, the value would be `null`.
    let _ = value.serialize(&mut Serializer::with_formatter(text, NumberFormat));
}
