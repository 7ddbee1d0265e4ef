//! What the author wrote, in OpenAPI 3.0 shape whatever dialect came in, every value with its place.
//!
//! Nothing is converted up front: later stages ask for a view of one node, which is normalised,
//! checked and typed then. So a fault costs one node, and no position is ever lost.

mod compose;
mod content;
mod dialect;
mod identifiers;
mod info;
mod keywords;
mod lenient;
mod load;
mod node;
mod operation;
mod parameter;
mod path;
mod reference;
mod schema;
mod security;
mod similar;
mod swagger;
mod template;
#[cfg(test)]
mod tests;
mod webhook;

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::sync::Arc;

use serde_json::{Map, Value};

pub(crate) use crate::source::{FileId, Place};
pub(crate) use content::{MediaView, RequestBodyView, ResponseView, Status};
pub(crate) use info::Server;
pub(crate) use operation::OperationView;
pub(crate) use parameter::{Location, ParameterView, Style};
pub(crate) use schema::{Additional, Bounds, Discriminator, SchemaView, Xml};
pub(crate) use security::Security;
pub(crate) use webhook::CallbackView;

use crate::diagnostics::{Diagnostics, Severity};
use crate::source::{Source, SourceFile, Wanted, is_siblings, locate};
use dialect::Dialect;
use load::Files;

/// A description: the values of all its files.
#[derive(Debug)]
pub(crate) struct Document {
    files: Files,
    /// The texts, by file, for messages and for numbers that are meant as texts.
    texts: Vec<SourceFile>,
    root: FileId,
    dialect: Dialect,
    /// How bad the fault of a single part is.
    fault: Severity,
    identifiers: OnceCell<identifiers::Identifiers>,
    /// Which schemas extend which.
    children: OnceCell<swagger::Children>,
    /// The forms that operations send, by the places that were made up for them.
    forms: RefCell<HashMap<Place, swagger::Form>>,
    /// The schemas that were asked for.
    views: RefCell<HashMap<Place, Arc<SchemaView>>>,
    /// What null stands for where a mapping belongs.
    empty: Map<String, Value>,
    /// What stands at a place that nobody wrote.
    nothing: Value,
    n_written: Cell<u32>,
}

/// How bad the fault of a single part is: some want to know of each, others want a client.
fn fault_of(source: &Source<'_>) -> Severity {
    if source.is_tolerant() { Severity::Warning } else { Severity::Error }
}

/// How often the exact text of a number is looked up. Each time reads the file once.
const MOST_WRITTEN: u32 = 64;

impl Document {
    /// Reads the root file and every file that it leads to. Nothing, and an error, if the root
    /// file is no description.
    pub(crate) fn parse(source: &Source<'_>, diagnostics: &mut Diagnostics) -> Option<Document> {
        diagnostics.set_tolerant(source.is_tolerant());
        let (files, root) = load::load(source, diagnostics)?;
        let mut document = Document {
            files,
            texts: diagnostics.files().to_vec(),
            root,
            dialect: Dialect::V30,
            fault: fault_of(source),
            identifiers: OnceCell::new(),
            children: OnceCell::new(),
            forms: RefCell::new(HashMap::new()),
            views: RefCell::new(HashMap::new()),
            empty: Map::new(),
            nothing: Value::Object(Map::new()),
            n_written: Cell::new(0),
        };
        document.dialect = document.find_dialect(diagnostics)?;
        document.check_info(diagnostics);
        document.check_security(diagnostics);
        document.component_entries("schemas", diagnostics);
        Some(document)
    }

    /// The root of the root file.
    pub(crate) fn root(&self) -> Place {
        Place::root(self.root)
    }

    /// The path of a file, as the caller would open it.
    pub(crate) fn file_path(&self, file: FileId) -> &str {
        self.texts.get(file.0 as usize).map_or("", |it| &it.path)
    }

    /// A place for a reader: `openapi.yaml#/components/schemas/Pet`, or without the file for the
    /// root file.
    #[cfg(test)]
    pub(crate) fn display(&self, place: &Place) -> String {
        let file = if place.file == self.root { "" } else { self.file_path(place.file) };
        format!("{file}#{}", place.pointer)
    }

    /// The value at a place, as written.
    pub(crate) fn value(&self, place: &Place) -> Option<&Value> {
        if self.is_form(place) {
            return Some(&self.nothing);
        }
        let mut value = self.files.value(place.file)?;
        for key in place.keys() {
            value = match value {
                Value::Object(map) => match map.get(&*key) {
                    Some(value) => value,
                    // The siblings of a `$ref` are the node itself, seen without it.
                    None if is_siblings(&key) && map.contains_key("$ref") => value,
                    None => return None,
                },
                Value::Array(list) => list.get(key.parse::<usize>().ok()?)?,
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => return None,
            };
        }
        Some(value)
    }

    /// The named schemas of the root file, in order.
    #[cfg(test)]
    pub(crate) fn component_schemas(&self) -> Vec<(String, Place)> {
        let entries = self.component_entries("schemas", &mut Diagnostics::new());
        entries.into_iter().map(|(name, place, _)| (name.to_owned(), place)).collect()
    }

    /// What has a name in a section of `components`, or in what that is in Swagger 2.0.
    fn component_entries(
        &self,
        section: &str,
        diagnostics: &mut Diagnostics,
    ) -> Vec<node::Entry<'_>> {
        let components = self.follow(&self.root().key("components"), diagnostics);
        let components = components.and_then(|it| self.node(it, diagnostics));
        let mut res = match &components {
            Some(components) => components.entries(section, diagnostics),
            None => Vec::new(),
        };
        if let (Some(components), false) = (&components, res.is_empty()) {
            self.note_new(&components.place, "`components`", diagnostics);
        }
        if let Some(old) = swagger::old_section(section)
            && let Some(root) = self.node(self.root(), diagnostics)
        {
            let entries = root.entries(old, diagnostics);
            if !entries.is_empty() {
                self.note_old(&root.place.key(old), &format!("`{old}`"), diagnostics);
            }
            let is_new = |(name, ..): &node::Entry<'_>| !res.iter().any(|(it, ..)| it == name);
            let added: Vec<_> = entries.into_iter().filter(is_new).collect();
            res.extend(added);
        }
        res
    }

    /// The exact text of a scalar without quotes, where that is known.
    fn written(&self, place: &Place) -> Option<String> {
        let is_float = self.value(place).is_some_and(Value::is_f64);
        if !is_float || self.n_written.get() >= MOST_WRITTEN {
            return None;
        }
        self.n_written.set(self.n_written.get() + 1);
        let file = self.texts.get(place.file.0 as usize)?;
        let location = locate(file, &[Wanted::Place(place)]).pop()?;
        let line = &file.text[location.whole];
        let text = &line[location.marked];
        text.parse::<f64>().is_ok().then(|| text.to_owned())
    }

    fn path_of(&self, file: FileId) -> String {
        path::normal(self.file_path(file))
    }
}
