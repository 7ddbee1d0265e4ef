//! Writes an object member by member.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::{iter, mem};

use serde::de::IgnoredAny;
use serde_json::{Map, Value};

use super::encoder::{NULL, Tag, append_name};
use super::notes::Notes;
use super::{Encode, Encoder, Wrap, wrapped};

/// An object on its way out; members stay in the order in which they are written. It is complete when the writer is
/// dropped.
///
/// Each name is to be written once.
///
/// ```
/// use openapi_runtime::{Encode, Encoder, json, to_value};
///
/// struct App;
///
/// impl Encode for App {
///     fn encode(&self, to: Encoder<'_>) {
///         let mut object = to.object();
///         object.field("label", "Blog");
///         object.field("icon", &None::<String>);
///         object.field("notes", &Some(None::<String>));
///     }
/// }
///
/// assert_eq!(to_value(&App), json!({"label": "Blog", "notes": null}));
/// ```
pub struct ObjectWriter<'a> {
    target: Target<'a>,
    /// Members that are written already and are not replaced.
    tags: Option<&'a Tag<'a>>,
    notes: &'a Notes,
}

enum Target<'a> {
    /// The object begins where the text was `start` bytes long, with its brace.
    Text { text: &'a mut Vec<u8>, start: usize },
    /// The object replaces what is in `place`.
    Tree { members: Map<String, Value>, place: &'a mut Value },
}

impl<'a> ObjectWriter<'a> {
    pub(super) fn text(text: &'a mut Vec<u8>, notes: &'a Notes) -> Self {
        let start = text.len();
        text.push(b'{');
        Self { target: Target::Text { text, start }, tags: None, notes }
    }

    pub(super) fn tree(place: &'a mut Value, notes: &'a Notes) -> Self {
        // Most have a few members: room for these at once, not in steps.
        let members = Map::with_capacity(8);
        Self { target: Target::Tree { members, place }, tags: None, notes }
    }

    /// Writes the members that tell the variant of each union around the object, the outermost first.
    pub(super) fn with_tags(mut self, tags: &'a Tag<'a>) -> Self {
        self.write_tags(tags);
        self.tags = Some(tags);
        self
    }

    fn write_tags(&mut self, tags: &Tag<'_>) {
        if let Some(outer) = tags.outer {
            self.write_tags(outer);
        }
        let is_outer = iter::successors(tags.outer, |it| it.outer).any(|it| it.name == tags.name);
        if !is_outer {
            self.member(tags.name, tags.value);
        }
    }

    fn is_tag(&self, name: &str) -> bool {
        iter::successors(self.tags, |it| it.outer).any(|it| it.name == name)
    }

    /// Writes a member; an `Option` that is `None` is left out.
    pub fn field<T: Encode + ?Sized>(&mut self, name: &str, value: &T) {
        if !value.is_absent() {
            self.member(name, value);
        }
    }

    /// Writes members that the description does not name, behind those that it names; none of them replaces one of
    /// these.
    pub fn rest<T: Encode>(self, members: &BTreeMap<String, T>) {
        self.rest_in(members, &[]);
    }

    /// The same, each value in these envelopes.
    pub fn rest_in<T: Encode>(mut self, members: &BTreeMap<String, T>, wraps: &'static [Wrap]) {
        if members.is_empty() {
            return;
        }
        let named = self.names();
        for (name, value) in members.iter().filter(|(name, _)| !named.contains(*name)) {
            self.field(name, &wrapped(value, wraps));
        }
    }

    /// Writes a member, whatever its value is.
    pub(super) fn member<T: Encode + ?Sized>(&mut self, name: &str, value: &T) {
        if self.tags.is_some() && self.is_tag(name) {
            return;
        }
        value.encode(self.begin(name));
        self.end();
    }

    /// The place of the value of the next member.
    fn begin(&mut self, name: &str) -> Encoder<'_> {
        match &mut self.target {
            Target::Text { text, start } => {
                if text.len() > *start + 1 {
                    text.push(b',');
                }
                append_name(text, name);
                Encoder::text_behind(text, self.notes)
            }
            Target::Tree { members, .. } => {
                let value = members.entry(name).or_insert(Value::Null);
                *value = Value::Null;
                Encoder::tree(value, self.notes)
            }
        }
    }

    /// A value that wrote nothing is `null`.
    fn end(&mut self) {
        if let Target::Text { text, .. } = &mut self.target
            && text.ends_with(b":")
        {
            text.extend_from_slice(NULL);
        }
    }

    /// The names that were written so far.
    fn names(&mut self) -> BTreeSet<String> {
        match &mut self.target {
            Target::Text { text, start } => {
                text.push(b'}');
                let names = text.get(*start..).map(serde_json::from_slice);
                text.pop();
                let names: BTreeMap<String, IgnoredAny> =
                    names.and_then(Result::ok).unwrap_or_default();
                names.into_keys().collect()
            }
            Target::Tree { members, .. } => members.keys().cloned().collect(),
        }
    }
}

impl Drop for ObjectWriter<'_> {
    fn drop(&mut self) {
        match &mut self.target {
            Target::Text { text, .. } => text.push(b'}'),
            Target::Tree { members, place } => **place = Value::Object(mem::take(members)),
        }
    }
}

impl fmt::Debug for ObjectWriter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ObjectWriter").finish_non_exhaustive()
    }
}
