//! Descriptions in, views and diagnostics out.

mod broken;
mod files;
mod hostile;
mod keywords;
mod operations;
mod paths;
mod schemas;
mod swagger;
mod tolerant;

use super::{Document, Place, SchemaView};
use crate::diagnostics::{Diagnostics, Severity};
use crate::source::Source;

/// A description whose named schemas are these lines of YAML.
fn with_schemas(version: &str, schemas: &str) -> String {
    let schemas: String = schemas.lines().map(|line| format!("    {line}\n")).collect();
    format!(
        "openapi: {version}\ninfo: {{title: t, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n{schemas}"
    )
}

#[track_caller]
fn parse(text: &str) -> (Document, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let document = Document::parse(&Source::text("api.yaml", text), &mut diagnostics);
    match document {
        Some(document) => (document, diagnostics),
        None => panic!("{}", diagnostics.render(false)),
    }
}

/// The schema with a name, and what was found wrong with it.
#[track_caller]
fn schema(version: &str, schemas: &str, name: &str) -> (SchemaView, String) {
    let (document, mut diagnostics) = parse(&with_schemas(version, schemas));
    let place = document.root().key("components").key("schemas").key(name);
    let view = document.schema(&place, &mut diagnostics);
    match view {
        Some(view) => ((*view).clone(), messages(&diagnostics)),
        None => panic!("{}", diagnostics.render(false)),
    }
}

/// One line for each diagnostic: severity, pointer, message.
fn messages(diagnostics: &Diagnostics) -> String {
    let line = |it: &crate::diagnostics::Diagnostic| {
        let pointer = it.place().map_or("", |it| &it.pointer);
        let pointer = pointer.strip_prefix("/components/schemas").unwrap_or(pointer);
        format!("{} {pointer}: {}", it.severity().name(), it.message())
    };
    diagnostics.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn names(places: &[Place]) -> Vec<String> {
    places
        .iter()
        .map(|it| it.pointer.trim_start_matches("/components/schemas/").to_owned())
        .collect()
}

fn errors(diagnostics: &Diagnostics) -> usize {
    diagnostics.iter().filter(|it| it.severity() == Severity::Error).count()
}
