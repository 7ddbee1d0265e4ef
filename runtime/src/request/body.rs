//! The kinds of request bodies.

use std::mem;

#[cfg(feature = "xml")]
use serde_json::Map;
use serde_json::Value;

use openapi_media::{FORM_DATA, JSON, Kind, concrete};

use super::multipart::{Part, Parts};
use super::plain_text;
use super::query::{ListStyle, ObjectStyle, Query};
use super::upload::Upload;
use crate::Encode;
use crate::format::Formats;
#[cfg(feature = "xml")]
use crate::json::enveloped;
use crate::json::{NotFinite, Notes, ObjectText, enveloped_text, to_text, to_tree, tree_to_text};
#[cfg(feature = "xml")]
use crate::xml::XmlRules;

/// A body, as far as the operation has described it.
pub(crate) enum Body {
    /// Nothing so far. An object that is made member by member will have this media type.
    None {
        media_type: &'static str,
    },
    Json {
        media_type: &'static str,
        text: Vec<u8>,
    },
    /// A JSON object that gets its members one by one.
    Members {
        media_type: &'static str,
        object: ObjectText,
    },
    /// What is written in XML: only with all of it at hand.
    #[cfg(feature = "xml")]
    Xml {
        media_type: &'static str,
        value: Value,
        rules: &'static XmlRules,
    },
    Text {
        media_type: &'static str,
        text: String,
    },
    Form(Query),
    Parts(Parts),
    Raw {
        media_type: &'static str,
        upload: Upload,
    },
}

impl Default for Body {
    fn default() -> Self {
        Self::None { media_type: JSON }
    }
}

impl Body {
    /// A value in a media type. A range stands for the obvious one of its media types.
    pub(crate) fn of(
        media_type: &'static str,
        value: &dyn Encode,
        formats: &Formats,
        notes: &Notes,
    ) -> Result<Self, NotFinite> {
        let kind = Kind::of(media_type);
        let media_type = concrete(media_type).unwrap_or(JSON);
        if matches!(kind, Kind::Json | Kind::Any) {
            return Self::document(media_type, value, formats, notes);
        }
        Ok(match to_tree(value, notes)? {
            Value::String(text) if !kind.is_json_lines() => Self::Text { media_type, text },
            value if kind == Kind::Form => {
                let mut form = Self::Form(Query::default());
                pairs(&value).for_each(|(name, value)| form.form_member(name, value));
                form
            }
            value if kind == Kind::Multipart => {
                let mut parts = Self::Parts(Parts::new(media_type, &[]));
                pairs(&value).for_each(|(name, value)| parts.part_text(name, value));
                parts
            }
            value => match (&value, kind) {
                (Value::Array(elements), Kind::JsonLines | Kind::JsonSequence) => {
                    Self::Text { media_type, text: lines(elements, kind) }
                }
                _ => return Self::document(media_type, &value, formats, notes),
            },
        })
    }

    /// A value in the client's format.
    fn document(
        media_type: &'static str,
        value: &dyn Encode,
        formats: &Formats,
        notes: &Notes,
    ) -> Result<Self, NotFinite> {
        #[cfg(feature = "xml")]
        if let Some((media_type, rules)) = formats.xml_for(media_type) {
            return Ok(Self::Xml { media_type, value: to_tree(value, notes)?, rules });
        }
        #[cfg(not(feature = "xml"))]
        let _ = formats;
        Ok(Self::Json { media_type, text: to_text(value, notes)? })
    }

    /// Nothing again; what is made member by member has the same media type as before.
    pub(crate) fn clear(&mut self) {
        let media_type = match self {
            Self::None { media_type } | Self::Members { media_type, .. } => media_type,
            _ => JSON,
        };
        *self = Self::None { media_type };
    }

    /// An object in the client's format, with the members that it has already.
    pub(crate) fn be_object(&mut self, formats: &Formats) {
        let media_type = match self {
            Self::None { media_type } => *media_type,
            _ => JSON,
        };
        let object = match mem::take(self) {
            Self::Json { media_type, text } => {
                ObjectText::read(text).map(|object| Self::Members { media_type, object })
            }
            it @ Self::Members { .. } => Some(it),
            #[cfg(feature = "xml")]
            it @ Self::Xml { value: Value::Object(_), .. } => Some(it),
            _ => None,
        };
        *self = object.unwrap_or_else(|| Self::empty_object(media_type, formats));
    }

    fn empty_object(media_type: &'static str, formats: &Formats) -> Self {
        #[cfg(feature = "xml")]
        if let Some((media_type, rules)) = formats.xml_for(media_type) {
            return Self::Xml { media_type, value: Value::Object(Map::new()), rules };
        }
        #[cfg(not(feature = "xml"))]
        let _ = formats;
        Self::Members { media_type, object: ObjectText::new() }
    }

    /// A member of the object that the body is; it replaces one of that name.
    pub(crate) fn member(
        &mut self,
        name: &str,
        value: &dyn Encode,
        formats: &Formats,
        notes: &Notes,
    ) -> Result<(), NotFinite> {
        self.be_object(formats);
        match self {
            Self::Members { object, .. } => object.set(name, value, notes)?,
            #[cfg(feature = "xml")]
            Self::Xml { value: Value::Object(members), .. } => {
                members.insert(name.to_owned(), to_tree(value, notes)?);
            }
            _ => {}
        }
        Ok(())
    }

    fn form(&mut self, add: impl FnOnce(&mut Query)) {
        match self {
            Self::Form(form) => add(form),
            _ => {
                let mut form = Query::default();
                add(&mut form);
                *self = Self::Form(form);
            }
        }
    }

    /// Puts the value into an object, as its only member.
    pub(crate) fn envelope(&mut self, name: &str) {
        *self = match mem::take(self) {
            Self::Json { media_type, text } => {
                Self::Json { media_type, text: enveloped_text(name, &text) }
            }
            Self::Members { media_type, object } => {
                Self::Json { media_type, text: enveloped_text(name, &object.finish()) }
            }
            #[cfg(feature = "xml")]
            Self::Xml { media_type, value, rules } => {
                Self::Xml { media_type, value: enveloped(name, value), rules }
            }
            other => other,
        };
    }

    pub(crate) fn form_member(&mut self, name: &str, value: &Value) {
        self.form(|form| match value {
            // Members of a form that are objects are JSON, as OpenAPI's default encoding has it.
            Value::Object(_) => form.add(name, &Value::String(tree_to_text(value))),
            _ => form.add_list(name, value, ListStyle::Repeat),
        });
    }

    pub(crate) fn form_list(&mut self, name: &str, value: &Value, style: ListStyle) {
        self.form(|form| form.add_list(name, value, style));
    }

    pub(crate) fn form_object(&mut self, name: &str, value: &Value, style: ObjectStyle) {
        self.form(|form| match style {
            ObjectStyle::Deep => form.add_indexed(name, value),
            ObjectStyle::Members | ObjectStyle::Comma => form.add_object(name, value, style),
        });
    }

    pub(crate) fn part(&mut self, name: &str, upload: Upload) {
        self.push_part(Part::file(name, upload));
    }

    /// A scalar is text, a list is one part per element, an object is JSON.
    pub(crate) fn part_text(&mut self, name: &str, value: &Value) {
        let elements = match value {
            Value::Array(elements) => elements.as_slice(),
            other => std::slice::from_ref(other),
        };
        for element in elements {
            let media_type = matches!(element, Value::Object(_) | Value::Array(_)).then_some(JSON);
            if let Some(text) = plain_text(element) {
                self.push_part(Part::text(name, media_type, text));
            }
        }
    }

    /// The elements of a list in one part.
    pub(crate) fn part_list(&mut self, name: &str, value: &Value, style: ListStyle) {
        match (value, style.delimiter()) {
            (Value::Array(elements), Some(delimiter)) => {
                let texts: Vec<String> = elements.iter().filter_map(plain_text).collect();
                if !texts.is_empty() {
                    self.push_part(Part::text(name, None, texts.join(delimiter)));
                }
            }
            _ => self.part_text(name, value),
        }
    }

    /// One part of this media type, whatever the value is.
    pub(crate) fn part_as(&mut self, name: &str, media_type: &str, value: &Value) {
        let text = match value {
            Value::Null => return,
            Value::String(text) if Kind::of(media_type) != Kind::Json => text.clone(),
            other => tree_to_text(other),
        };
        self.push_part(Part::text(name, Some(media_type), text));
    }

    fn push_part(&mut self, part: Part) {
        match self {
            Self::Parts(parts) => parts.push(part),
            _ => {
                let mut parts = Parts::new(FORM_DATA, &[]);
                parts.push(part);
                *self = Self::Parts(parts);
            }
        }
    }
}

/// The names and values of a form: the members of an object, or of each object of a list.
fn pairs(value: &Value) -> Box<dyn Iterator<Item = (&str, &Value)> + '_> {
    match value {
        Value::Object(members) => Box::new(members.iter().map(|(name, it)| (name.as_str(), it))),
        Value::Array(elements) => Box::new(elements.iter().flat_map(pairs)),
        // A name without a value.
        Value::String(name) => Box::new(std::iter::once((name.as_str(), &EMPTY))),
        Value::Null | Value::Bool(_) | Value::Number(_) => Box::new(std::iter::empty()),
    }
}

static EMPTY: Value = Value::String(String::new());

/// JSON texts that follow each other.
fn lines(elements: &[Value], kind: Kind) -> String {
    let begin = if kind == Kind::JsonSequence { "\u{1e}" } else { "" };
    elements.iter().map(|it| format!("{begin}{}\n", tree_to_text(it))).collect()
}

#[cfg(test)]
mod tests;
