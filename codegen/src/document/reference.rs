//! The text of a `$ref` to the place that it means.

use std::borrow::Cow;

use serde_json::Value;

use super::Document;
use super::load::Loaded;
use super::path::{decode, is_url, split};
use super::similar::nearest_name;
use crate::diagnostics::{Diagnostic, Diagnostics, Severity};
use crate::source::Place;

/// References that lead to references, at most.
const MOST_HOPS: usize = 64;

/// References on the way of one pointer, at most: each may have such a way itself.
const MOST_DETOURS: usize = 6;

/// Keys of a `$ref` node that say something about it and do not change what it means.
pub(super) const ANNOTATIONS: &[&str] = &[
    "$ref",
    "$comment",
    "title",
    "summary",
    "description",
    "deprecated",
    "default",
    "example",
    "examples",
    "readOnly",
    "writeOnly",
    "nullable",
    "externalDocs",
    "xml",
    "$schema",
    "$id",
    "$anchor",
    "$dynamicAnchor",
];

/// Keys that allow null beside what a schema says otherwise.
pub(super) const NULL_FLAGS: &[&str] = &["nullable", "x-nullable", "x-isnullable"];

/// Where a chain of references ends, with what was said on the way.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Resolved {
    /// The place that is no reference.
    pub(crate) place: Place,
    /// The first `title` beside a `$ref`.
    pub(crate) title: Option<String>,
    /// The first `summary` beside a `$ref`.
    pub(crate) summary: Option<String>,
    /// The first `description` beside a `$ref`.
    pub(crate) description: Option<String>,
    /// Whether `nullable: true` stands beside a `$ref`.
    pub(crate) nullable: bool,
    /// The references that were followed, in order: what stands beside them holds as well.
    pub(crate) hops: Vec<Place>,
}

/// What the node of a schema does with its `$ref`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// There is none.
    Plain,
    /// It is a reference.
    Reference,
    /// It is a reference and something else, both of which hold.
    Both,
}

impl Document {
    /// Follows a chain of references of schemas to the place where it ends.
    pub(crate) fn resolve(&self, place: &Place, diagnostics: &mut Diagnostics) -> Option<Resolved> {
        let mut res = Resolved {
            place: place.clone(),
            title: None,
            summary: None,
            description: None,
            nullable: false,
            hops: Vec::new(),
        };
        loop {
            let Some(value) = self.value(&res.place) else {
                self.report_missing(place, &res.place, diagnostics);
                return None;
            };
            if self.reference_kind(&res.place, value) != Kind::Reference {
                return Some(res);
            }
            let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
            res.title = res.title.or_else(|| text("title"));
            res.summary = res.summary.or_else(|| text("summary"));
            res.description = res.description.or_else(|| text("description"));
            res.nullable |= NULL_FLAGS.iter().any(|it| value.get(*it) == Some(&Value::Bool(true)));
            if res.hops.contains(&res.place) || res.hops.len() > MOST_HOPS {
                self.report_cycle(&res.hops, diagnostics);
                return None;
            }
            let next = self.target(&res.place, diagnostics)?;
            res.hops.push(std::mem::replace(&mut res.place, next));
        }
    }

    /// Follows references of anything that is no schema, where siblings mean nothing.
    pub(super) fn follow(&self, place: &Place, diagnostics: &mut Diagnostics) -> Option<Place> {
        let mut at = place.clone();
        let mut seen: Vec<Place> = Vec::new();
        while self.value(&at).is_some_and(is_reference) {
            if seen.contains(&at) || seen.len() > MOST_HOPS {
                self.report_cycle(&seen, diagnostics);
                return None;
            }
            seen.push(at.clone());
            at = self.target(&at, diagnostics)?;
        }
        Some(at)
    }

    /// What the `$ref` at a place names, one step.
    pub(super) fn target(&self, place: &Place, diagnostics: &mut Diagnostics) -> Option<Place> {
        let reference = self.value(place)?.get("$ref")?.as_str()?;
        self.named(&place.key("$ref"), reference, diagnostics)
    }

    /// What a reference that is written at a place names.
    pub(super) fn named(
        &self,
        at: &Place,
        reference: &str,
        diagnostics: &mut Diagnostics,
    ) -> Option<Place> {
        match self.find(at, reference) {
            Ok(place) => Some(place),
            Err(Fault { message, help }) => {
                let elsewhere = self.find_elsewhere(at, reference, diagnostics);
                if elsewhere.is_some() {
                    return elsewhere;
                }
                let diagnostic = self.fault(at, message, diagnostics);
                if let Some(help) = help {
                    diagnostic.help(help);
                }
                None
            }
        }
    }

    /// What a reference of a schema names, if anything.
    pub(crate) fn referred(&self, schema: &Place, reference: &str) -> Option<Place> {
        self.find(&schema.key("$ref"), reference).ok()
    }

    /// What a reference that is written at a place names, or why it names nothing.
    pub(super) fn find(&self, at: &Place, reference: &str) -> Result<Place, Fault> {
        self.find_within(at, reference, MOST_DETOURS).map_err(|lost| match lost {
            Lost::Fault(fault) => fault,
            Lost::Missing(wanted) => self.missing(&wanted, reference),
        })
    }

    fn find_within(&self, at: &Place, reference: &str, n_detours: usize) -> Result<Place, Lost> {
        if let Some(place) = self.identified(at, reference) {
            return Ok(place);
        }
        let (file, fragment) = split(reference);
        let root = if file.is_empty() { Place::root(at.file) } else { self.file_named(at, file)? };
        let fragment = decode(fragment);
        if fragment.is_empty() {
            return Ok(root);
        }
        let pointer = match &*fragment {
            it if it.starts_with('/') => Cow::Borrowed(it.trim_end_matches('/')),
            it => match self.anchor(root.file, it) {
                Some(place) => return Ok(place),
                None => Cow::Owned(format!("/{it}")),
            },
        };
        let wanted = Place::new(root.file, &*pointer);
        self.locate(&wanted, n_detours).ok_or(Lost::Missing(wanted))
    }

    fn file_named(&self, at: &Place, file: &str) -> Result<Place, Fault> {
        let base = self.path_of(at.file);
        let Some(path) = self.files.target(&base, file) else {
            return Err(if self.has_ids() {
                Fault::new(
                    format!("no schema has the `$id` `{file}`"),
                    "correct the reference, or give the schema that is meant this `$id`",
                )
            } else if is_url(file) {
                Fault::new(
                    format!("`{file}` is not in a file here"),
                    "download it and refer to the file: nothing is fetched while generating",
                )
            } else {
                Fault::new(
                    format!("`{file}` is not a path relative to this file"),
                    "write it relative to the file that it stands in",
                )
            });
        };
        match self.files.by_path.get(&path) {
            Some(Loaded::Read(file)) => Ok(Place::root(*file)),
            Some(Loaded::Unsound) => {
                Err(Fault { message: format!("`{path}` could not be understood"), help: None })
            }
            Some(Loaded::Outside) => Err(Fault::new(
                format!("`{path}` is outside of the description's folder"),
                "move it there, or allow references to leave the folder",
            )),
            Some(Loaded::Absent(reason)) => match self.component_named(file) {
                Some(place) => Ok(place),
                None => {
                    Err(Fault { message: format!("`{path}` cannot be read: {reason}"), help: None })
                }
            },
            None => Err(Fault { message: format!("`{path}` was not read"), help: None }),
        }
    }

    /// Old descriptions write `$ref: Pet` for a named schema.
    fn component_named(&self, name: &str) -> Option<Place> {
        let place = self.schema_holder(self.root).key(name);
        self.value(&place).is_some().then_some(place)
    }

    /// The place itself if it exists; what its way leads to if that goes through references.
    fn locate(&self, wanted: &Place, n_detours: usize) -> Option<Place> {
        if self.value(wanted).is_some() {
            return Some(wanted.clone());
        }
        let mut n_left = n_detours;
        let mut at = Place::root(wanted.file);
        for key in wanted.keys() {
            let mut next = at.key(&key);
            while self.value(&next).is_none() {
                n_left = n_left.checked_sub(1)?;
                let reference = self.value(&at)?.get("$ref")?.as_str()?;
                at = self.find_within(&at, reference, n_left).ok()?;
                next = at.key(&key);
            }
            at = next;
        }
        Some(at)
    }

    /// What the node of a schema does with its `$ref`.
    pub(super) fn reference_kind(&self, place: &Place, value: &Value) -> Kind {
        let Value::Object(map) = value else { return Kind::Plain };
        if !is_reference(value) || place.without_siblings().is_some() {
            return Kind::Plain;
        }
        let is_annotation = |key: &String| ANNOTATIONS.contains(&&**key) || key.starts_with("x-");
        if self.dialect.has_json_schema() && !map.keys().all(is_annotation) {
            Kind::Both
        } else {
            Kind::Reference
        }
    }

    fn missing(&self, wanted: &Place, reference: &str) -> Fault {
        let mut at = Place::root(wanted.file);
        for key in wanted.keys() {
            let next = at.key(&key);
            let Some(found) = self.locate(&next, MOST_DETOURS) else {
                let holder = match &*at.pointer {
                    "" => format!("`{}`", self.file_path(at.file)),
                    pointer => format!("`#{pointer}`"),
                };
                let mut help = format!("{holder} has no `{key}`");
                let names = match self.value(&at) {
                    Some(Value::Object(map)) => map.keys().map(String::as_str).collect(),
                    _ => Vec::new(),
                };
                if let Some(similar) = nearest_name(&key, &names) {
                    help.push_str(&format!("; did you mean `{similar}`?"));
                }
                return Fault::new(format!("`{reference}` leads nowhere"), help);
            };
            at = found;
        }
        Fault { message: format!("`{reference}` leads nowhere"), help: None }
    }

    fn report_missing(&self, from: &Place, missing: &Place, diagnostics: &mut Diagnostics) {
        let Fault { message, help } = self.missing(missing, &format!("#{}", missing.pointer));
        self.fault(from, message, diagnostics).help(help.unwrap_or_default());
    }

    fn report_cycle(&self, seen: &[Place], diagnostics: &mut Diagnostics) {
        // The same place for every way into the circle.
        let Some(last) = seen.last() else { return };
        let mut circle: Vec<Place> = Vec::new();
        let mut at = last.clone();
        while !circle.contains(&at) && circle.len() <= MOST_HOPS {
            circle.push(at.clone());
            match self.target(&at, diagnostics) {
                Some(next) => at = next,
                None => break,
            }
        }
        let first = circle.iter().min().unwrap_or(last).key("$ref");
        if !circle.contains(&at) {
            let message = format!("more than {MOST_HOPS} references in a row");
            self.fault(&first, message, diagnostics).help("refer to what is meant itself");
            return;
        }
        self.fault(&first, "this reference leads back to itself".to_owned(), diagnostics)
            .help("one of the references on the way must become what is meant");
    }

    /// Something that is an error in a description of one's own, and costs its part in any other.
    fn fault<'d>(
        &self,
        at: &Place,
        message: String,
        diagnostics: &'d mut Diagnostics,
    ) -> &'d mut Diagnostic {
        let message = match self.fault {
            Severity::Error => message,
            Severity::Warning | Severity::Note => format!("{message}, left out"),
        };
        diagnostics.add(self.fault, at, message)
    }
}

/// How a reference got lost.
enum Lost {
    Fault(Fault),
    /// The file is there, the place in it is not.
    Missing(Place),
}

impl From<Fault> for Lost {
    fn from(fault: Fault) -> Self {
        Lost::Fault(fault)
    }
}

/// Why a reference names nothing.
pub(super) struct Fault {
    pub(super) message: String,
    pub(super) help: Option<String>,
}

impl Fault {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Fault { message: message.into(), help: Some(help.into()) }
    }
}

/// Whether a node says that it is somewhere else. A *property* called `$ref` is a mapping.
pub(super) fn is_reference(value: &Value) -> bool {
    value.get("$ref").is_some_and(Value::is_string)
}
