//! The walk: every object of a description, as the kind that its place or a reference makes it.

use std::collections::{HashMap, HashSet};

use indexmap::IndexSet;

use serde_json::{Map, Value};

use super::super::Document;
use super::super::node::{Node, Shape, kind};
use super::super::reference::is_reference;
use super::super::similar::misspelt;
use super::super::swagger::is_parameter;
use super::references::Reference;
use super::table::{Holds, Keyword, Kind};
use crate::diagnostics::Diagnostics;
use crate::source::{FileId, Place, push_index, push_key};

/// Keywords by which a schema is known that stands where a response belongs, which is read as meant.
const OF_SCHEMAS: &[&str] = &["type", "properties", "items", "allOf", "oneOf", "anyOf"];

/// Keywords whose schemas describe the same value as the schema that they stand in.
const SAME_VALUE: &[&str] =
    &["allOf", "oneOf", "anyOf", "not", "if", "then", "else", "dependentSchemas"];

/// How many names are compared in a whole description, at most: hostile ones have thousands of names that are wrong, and
/// thousands that could be meant.
const MOST_COMPARISONS: usize = 200_000;

/// What is known of an object: its kind, and whether it is a map of such.
pub(super) type Home = (Kind, bool);

/// A walk over a description.
pub(super) struct Walk<'d, 'r> {
    pub(super) document: &'d Document,
    pub(super) diagnostics: &'r mut Diagnostics,
    pub(super) file: FileId,
    pub(super) pointer: String,
    /// What each object was read as. The values of a document do not move.
    pub(super) homes: HashMap<*const Value, Home>,
    /// What references lead to: many say the same.
    pub(super) targets: HashMap<(FileId, &'d str), Option<Place>>,
    pub(super) pending: Vec<Reference<'d>>,
    /// What references arrived at that no other part of the walk had read: a list may refer to itself.
    pub(super) arrived: HashSet<*const Value>,
    /// The schemas around this one that describe the same value.
    pub(super) around: Vec<(FileId, &'d Map<String, Value>)>,
    /// The tags that are declared, if any are.
    pub(super) tags: IndexSet<&'d str>,
    pub(super) schemes: IndexSet<&'d str>,
    /// How many more names are compared to find the one that was meant.
    n_comparisons: usize,
}

impl Document {
    /// Says what in the description is not as its dialect has it.
    pub(crate) fn check(&self, diagnostics: &mut Diagnostics) {
        let Some(root) = self.value(&self.root()) else { return };
        let schemes = self.component_entries("securitySchemes", &mut Diagnostics::new());
        let mut walk = Walk {
            document: self,
            diagnostics,
            file: self.root().file,
            pointer: String::new(),
            homes: HashMap::new(),
            targets: HashMap::new(),
            pending: Vec::new(),
            arrived: HashSet::new(),
            around: Vec::new(),
            tags: super::meaning::declared_tags(root),
            schemes: schemes.into_iter().map(|(name, ..)| name).collect(),
            n_comparisons: MOST_COMPARISONS,
        };
        walk.visit(root, Holds::One(Kind::Root));
        // References are judged when every object of the file has its kind.
        let mut next = 0;
        while next < walk.pending.len() {
            let last = walk.pending.len();
            for index in next..last {
                walk.arrive(index);
            }
            next = last;
        }
    }
}

impl<'d> Walk<'d, '_> {
    pub(super) fn here(&self) -> Place {
        Place::new(self.file, self.pointer.as_str())
    }

    pub(super) fn node(&self, map: &'d Map<String, Value>) -> Node<'d> {
        Node { document: self.document, place: self.here(), map }
    }

    pub(super) fn at(&self, key: &str) -> Place {
        self.here().key(key)
    }

    /// The name that was meant, while there is time to look for it.
    pub(super) fn meant<'a>(
        &mut self,
        name: &str,
        names: impl IntoIterator<Item = &'a str>,
    ) -> Option<&'a str> {
        let mut n_left = self.n_comparisons;
        let names = names.into_iter().take_while(|_| {
            n_left = n_left.saturating_sub(1);
            n_left > 0
        });
        let res = misspelt(name, names);
        self.n_comparisons = n_left;
        res
    }

    /// As many of the names as there is time to compare.
    pub(super) fn first_names(&self, names: &IndexSet<&'d str>) -> Vec<&'d str> {
        names.iter().copied().take(self.n_comparisons).collect()
    }

    fn below(&mut self, key: &str, then: impl FnOnce(&mut Self)) {
        let length = self.pointer.len();
        push_key(&mut self.pointer, key);
        then(self);
        self.pointer.truncate(length);
    }

    pub(super) fn visit(&mut self, value: &'d Value, holds: Holds) {
        match (holds, value) {
            (_, Value::Null) | (Holds::Anything, _) => {}
            (Holds::Scalar(_) | Holds::Word(_), _) => {}
            (Holds::One(kind) | Holds::OneOrList(kind) | Holds::List(kind), Value::Object(map)) => {
                if matches!(holds, Holds::List(_)) && is_reference(value) && !is_item(kind) {
                    self.refer(value, holds);
                } else {
                    self.object(value, map, kind);
                }
            }
            (Holds::Map(_), Value::Object(_)) if is_reference(value) => self.refer(value, holds),
            (Holds::Map(kind), Value::Object(map)) => {
                for (name, value) in map {
                    self.below(name, |it| it.visit(value, Holds::One(kind)));
                }
            }
            (Holds::List(kind) | Holds::OneOrList(kind), Value::Array(list)) => {
                for (index, value) in list.iter().enumerate() {
                    let length = self.pointer.len();
                    push_index(&mut self.pointer, index);
                    self.visit(value, Holds::One(kind));
                    self.pointer.truncate(length);
                }
            }
            (_, Value::Bool(_)) => {}
            // A string says as much in older dialects, and a list is read as one of examples.
            (Holds::One(Kind::Discriminator | Kind::Tag) | Holds::Map(Kind::Example), _) => {}
            (Holds::One(Kind::Schema) | Holds::OneOrList(Kind::Schema), value) => {
                let is_flag = value.is_string() && self.pointer.ends_with("Properties");
                if !is_flag {
                    let message =
                        format!("{} instead of a schema, anything is allowed", kind(value));
                    let place = self.here();
                    self.diagnostics.fault(&place, message);
                }
            }
            (Holds::List(_), value) => {
                let place = self.here();
                let key = place.last_key().unwrap_or_default();
                let message = format!("`{key}` is {}, not a list, left out", kind(value));
                self.diagnostics.fault(&place, message);
            }
            (Holds::One(_) | Holds::OneOrList(_) | Holds::Map(_), value) => {
                let message = format!("{} where a mapping is expected, left out", kind(value));
                let place = self.here();
                self.diagnostics.fault(&place, message);
            }
        }
    }

    fn object(&mut self, value: &'d Value, map: &'d Map<String, Value>, kind: Kind) {
        let is_schema_there = kind == Kind::Response
            && !["content", "schema"].iter().any(|it| map.contains_key(*it))
            && OF_SCHEMAS.iter().any(|it| map.contains_key(*it));
        let kind = if is_schema_there { Kind::Schema } else { kind };
        if self.homes.insert(value, (kind, false)).is_some() {
            return;
        }
        // A `$ref` beside a name and a place is the type of a parameter, which its reader says.
        let is_typed = kind == Kind::Parameter && is_parameter(map);
        if is_reference(value) && !is_typed {
            self.refer(value, Holds::One(kind));
            if !self.goes_on(map, kind) {
                return;
            }
        }
        let mut unknown: Vec<&'d str> = Vec::new();
        for (key, inner) in map {
            if key.starts_with("x-") {
                continue;
            }
            match kind.keyword(key) {
                Some(keyword) => self.known(keyword, inner, map, kind),
                None => match kind.rest() {
                    Some(holds) => self.below(key, |it| it.visit(inner, holds)),
                    None => {
                        unknown.push(key);
                        self.unknown(key, inner, kind);
                    }
                },
            }
        }
        self.missing(map, kind, &unknown);
        self.meaning(map, kind);
    }

    fn known(
        &mut self,
        keyword: &'static Keyword,
        value: &'d Value,
        map: &'d Map<String, Value>,
        kind: Kind,
    ) {
        let dialect = self.document.dialect;
        if !keyword.dialects.has(dialect) && !keyword.is_noted && !value.is_null() {
            let message = format!(
                "`{}` of {} belongs to {}, the description is {}",
                keyword.name,
                kind.name(),
                keyword.dialects.name(),
                dialect.name(),
            );
            let place = self.at(keyword.name);
            self.diagnostics.note(&place, message);
        }
        if let Holds::Scalar(shape) = keyword.holds {
            self.scalar(keyword.name, value, shape, map, kind);
            return;
        }
        if let Holds::Word(words) = keyword.holds
            && let Value::String(word) = value
            && !words.contains(&word.as_str())
        {
            let words = words.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ");
            let place = self.at(keyword.name);
            let message = format!("`{word}` is no value of `{}`", keyword.name);
            self.diagnostics.fault(&place, message).help(format!("use one of {words}"));
        }
        let mut around = std::mem::take(&mut self.around);
        if kind == Kind::Schema && SAME_VALUE.contains(&keyword.name) {
            around.push((self.file, map));
            std::mem::swap(&mut around, &mut self.around);
            self.below(keyword.name, |it| it.visit(value, keyword.holds));
            std::mem::swap(&mut around, &mut self.around);
            around.pop();
        } else {
            self.below(keyword.name, |it| it.visit(value, keyword.holds));
        }
        self.around = around;
    }

    /// A scalar of another kind is said in the words of the readers, which then are said once.
    fn scalar(
        &mut self,
        key: &str,
        value: &'d Value,
        shape: Shape,
        map: &'d Map<String, Value>,
        kind: Kind,
    ) {
        let fits = match (shape, value) {
            (_, Value::Null) => true,
            (Shape::Text, Value::String(_) | Value::Number(_) | Value::Bool(_)) => true,
            (Shape::Flag, Value::Bool(_)) => true,
            (Shape::Number | Shape::Count, Value::Number(_)) => true,
            (Shape::Texts, Value::Array(_)) => true,
            // `required: true` has a reader that knows what is meant.
            (Shape::Texts, _) => kind == Kind::Schema || kind == Kind::Root,
            _ => false,
        };
        if !fits {
            let read = self.node(map).shaped(key, value, shape, self.diagnostics);
            // One text in place of several is said by its reader.
            let is_quoted = value.is_string() && !matches!(shape, Shape::Texts);
            if let Some(read) = read.filter(|_| is_quoted) {
                let place = self.at(key);
                let message = format!("`{key}` is a text, read as `{read}`");
                self.diagnostics.fault(&place, message).help("write it without quotes");
            }
        }
    }

    fn unknown(&mut self, key: &str, value: &'d Value, kind: Kind) {
        let dialect = self.document.dialect;
        if kind == Kind::PathItem
            && let Some(keyword) = kind.keyword(&key.to_ascii_lowercase())
        {
            let place = self.at(key);
            self.diagnostics.note(&place, format!("`{key}` is read as `{}`", keyword.name));
            self.below(key, |it| it.visit(value, keyword.holds));
            return;
        }
        let near = self.near(key, kind);
        let place = self.at(key);
        let message = format!("{} has no property `{key}`", kind.name());
        // JSON Schema, of which the schemas of 3.1 are, lets everybody add keywords.
        if near.is_none() && kind == Kind::Schema && dialect.has_json_schema() {
            self.diagnostics.note(&place, message);
            return;
        }
        let message = match self.document.fault {
            crate::diagnostics::Severity::Error => message,
            _ => format!("{message}, left out"),
        };
        let is_schema = value.as_object().is_some_and(|it| it.contains_key("type"));
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None if kind == Kind::Schema && is_schema => {
                "if this is a property of the object, put it under `properties`".to_owned()
            }
            None => "remove it, or begin its name with `x-` if it is for another tool".to_owned(),
        };
        self.diagnostics.fault(&place, message).help(help);
    }

    /// The keyword of a kind that somebody may have meant.
    fn near(&self, key: &str, kind: Kind) -> Option<&'static str> {
        let dialect = self.document.dialect;
        let names = kind.keywords().iter().filter(|it| it.dialects.has(dialect));
        misspelt(key, names.map(|it| it.name).chain(["$ref"]))
    }

    fn missing(&mut self, map: &Map<String, Value>, kind: Kind, unknown: &[&str]) {
        let dialect = self.document.dialect;
        for keyword in kind.keywords() {
            let is_required = keyword.required.is_some_and(|it| it.has(dialect));
            let is_misspelt = || misspelt(keyword.name, unknown.iter().copied()).is_some();
            if !is_required || map.contains_key(keyword.name) || is_misspelt() {
                continue;
            }
            let message = format!("{} without `{}`", kind.name(), keyword.name);
            let place = self.here();
            if keyword.matters {
                self.diagnostics.fault(&place, message);
            } else {
                self.diagnostics.note(&place, message);
            }
        }
    }
}

/// Whether a list may have one such object in place of itself, which may be a reference.
fn is_item(kind: Kind) -> bool {
    matches!(kind, Kind::Schema)
}
