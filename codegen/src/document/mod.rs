//! What the author wrote, in OpenAPI 3.0 shape whatever dialect came in, every value with its place.
//!
//! Nothing is converted up front: later stages ask for a view of one node, which is normalised,
//! checked and typed then. So a fault costs one node, and no position is ever lost.

mod compose;
mod content;
mod info;
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
#[cfg(test)]
mod tests;

use std::cell::{Cell, OnceCell};
use std::collections::HashMap;

use serde_json::{Map, Value};

pub(crate) use crate::source::{FileId, Place};
pub(crate) use content::{MediaView, RequestBodyView, ResponseView, Status};
pub(crate) use info::Server;
pub(crate) use operation::OperationView;
pub(crate) use parameter::{Location, ParameterView, Style};
pub(crate) use schema::{Additional, Discriminator, SchemaView};
pub(crate) use security::Security;

use crate::diagnostics::Diagnostics;
use crate::source::{Source, SourceFile, Wanted, is_siblings, locate};
use load::Files;

/// Which language the description is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// OpenAPI 3.0.
    V30,
    /// OpenAPI 3.1, and what 3.2 has in common with it.
    V31,
}

/// A description: the values of all its files.
#[derive(Debug)]
pub(crate) struct Document {
    files: Files,
    /// The texts, by file, for messages and for numbers that are meant as texts.
    texts: Vec<SourceFile>,
    root: FileId,
    dialect: Dialect,
    anchors: OnceCell<HashMap<(FileId, String), Place>>,
    /// What null stands for where a mapping belongs.
    empty: Map<String, Value>,
    n_written: Cell<u32>,
}

/// How often the exact text of a number is looked up. Each time reads the file once.
const MOST_WRITTEN: u32 = 64;

impl Document {
    /// Reads the root file and every file that it leads to. Nothing, and an error, if the root
    /// file is no description.
    pub(crate) fn parse(source: &Source<'_>, diagnostics: &mut Diagnostics) -> Option<Document> {
        let (files, root) = load::load(source, diagnostics)?;
        let mut document = Document {
            files,
            texts: diagnostics.files().to_vec(),
            root,
            dialect: Dialect::V30,
            anchors: OnceCell::new(),
            empty: Map::new(),
            n_written: Cell::new(0),
        };
        document.dialect = document.find_dialect(diagnostics)?;
        document.check_info(diagnostics);
        document.check_security(diagnostics);
        document.component_entries("schemas", diagnostics);
        document.webhooks(diagnostics);
        Some(document)
    }

    fn find_dialect(&self, diagnostics: &mut Diagnostics) -> Option<Dialect> {
        let root = Place::root(self.root);
        let map = match self.value(&root) {
            Some(Value::Object(map)) => map,
            Some(Value::Null) | None => {
                diagnostics.error(&root, "the file is empty");
                return None;
            }
            Some(other) => {
                let message = format!("{} instead of a description", node::kind(other));
                diagnostics
                    .error(&root, message)
                    .help("a description is a mapping with the key `openapi`, `info` and `paths`");
                return None;
            }
        };
        let text = |key: &str| {
            let value = map.get(key)?;
            self.text_of(|| root.key(key), value)?.as_str().map(str::to_owned)
        };
        if let Some(version) = text("openapi") {
            let place = root.key("openapi");
            let version = version.trim().trim_start_matches('v');
            return match version.split('.').take(2).collect::<Vec<_>>()[..] {
                ["3", "0"] | ["3"] => Some(Dialect::V30),
                ["3", "1"] => Some(Dialect::V31),
                ["3", _] => {
                    let message = format!("OpenAPI {version} is read as 3.1");
                    diagnostics.warning(&place, message);
                    Some(Dialect::V31)
                }
                _ => {
                    let message = format!("OpenAPI `{version}` is not known");
                    diagnostics.error(&place, message).help("3.0 and 3.1 are");
                    None
                }
            };
        }
        if map.get("swagger").is_some() {
            diagnostics
                .error(&root.key("swagger"), "Swagger 2.0 is not supported yet")
                .help("convert the description to OpenAPI 3");
            return None;
        }
        diagnostics
            .error(&root, "neither `openapi` nor `swagger` says what this file is")
            .help("begin the file with `openapi: 3.0.3` if it is a description of an API");
        None
    }

    /// Which language the description is written in.
    pub(crate) fn dialect(&self) -> Dialect {
        self.dialect
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

    /// What the server calls by itself, which is left out, with a warning.
    pub(crate) fn webhooks(&self, diagnostics: &mut Diagnostics) -> Vec<(String, Place)> {
        let Some(root) = self.node(self.root(), diagnostics) else { return Vec::new() };
        let mut webhooks = Vec::new();
        for key in ["webhooks", "x-webhooks"] {
            let entries = root.entries(key, diagnostics);
            let names: Vec<String> = entries.iter().map(|(it, _, _)| format!("`{it}`")).collect();
            let message = match &names[..] {
                [] => continue,
                [one] => format!("webhook {one} is left out"),
                [..] if names.len() <= 5 => format!("webhooks {} are left out", names.join(", ")),
                [first, ..] => format!("{} webhooks are left out, from {first} on", names.len()),
            };
            diagnostics.warning(&root.place.key(key), message);
            let entries = entries.into_iter();
            webhooks.extend(entries.map(|(name, place, _)| (name.to_owned(), place)));
        }
        webhooks
    }

    fn component_entries(
        &self,
        section: &str,
        diagnostics: &mut Diagnostics,
    ) -> Vec<node::Entry<'_>> {
        let components = self.root().key("components");
        let Some(components) = self.follow(&components, diagnostics) else { return Vec::new() };
        match self.node(components, diagnostics) {
            Some(components) => components.entries(section, diagnostics),
            None => Vec::new(),
        }
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
