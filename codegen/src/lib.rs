//! Turns an OpenAPI description into the source files of a Rust client.
//!
//! ```text
//! Source --parse--> Document --lower--> Api --plan--> Plan --emit--> [TokenFile] --render--> Tree
//!                                         \--assign--> Names --/
//! ```
//!
//! Each noun answers one question: `Source`, which text, from where; `Document`, what the author wrote; `Api`, what it
//! means; `Names`, what each thing is called in Rust; `Plan`, which items in which files; [`Tree`], the files.
//! [`generate`] is the transcript of that picture. It does no IO: the caller reads files and writes the tree.
//!
//! ```
//! use openapi_codegen::{Config, Source, generate};
//!
//! let description = r#"
//! openapi: 3.1.0
//! info: { title: Pets, version: "1" }
//! paths:
//!   /pets/{petId}:
//!     get:
//!       operationId: getPet
//!       tags: [Pets]
//!       parameters: [{ name: petId, in: path, required: true, schema: { type: string } }]
//!       responses: { "204": { description: There is such a pet. } }
//! "#;
//! let output = generate(&Source::text("pets.yaml", description), &Config::new("pets.yaml", "pets")?);
//! assert_eq!(output.report(false), "");
//! let tree = output.tree.expect("the description has no errors");
//! assert!(tree.get("src/api/pets.rs").expect("a file for the tag").contains("pub fn get(&self, pet_id: &str)"));
//! # Ok::<(), openapi_codegen::ConfigError>(())
//! ```

/// What things are called.
#[doc = include_str!("names/rules.md")]
pub mod naming {}

mod config;
mod conventions;
mod diagnostics;
mod document;
mod emit;
mod listing;
mod lower;
mod manifest;
mod model;
mod names;
mod plan;
mod render;
mod source;
mod tree;

use diagnostics::{Diagnostics, Show};
use document::Document;

pub use config::{
    Answers, Attribute, Config, ConfigError, ConfigText, EventRule, Formats, Manifest, Package,
    PageRule, RetryRule, TaskRule, WebhookRule, XmlFormat,
};
pub use listing::OperationLine;
pub use source::Source;
pub use tree::Tree;

/// What came of a run.
#[derive(Debug)]
pub struct Output {
    /// The crate; absent when any diagnostic is an error.
    pub tree: Option<Tree>,
    /// Every operation of the description, in its order.
    pub operations: Vec<OperationLine>,
    diagnostics: Diagnostics,
}

/// Runs every stage in order.
#[must_use]
pub fn generate(source: &Source<'_>, config: &Config) -> Output {
    let mut diagnostics = Diagnostics::new();
    let Some(document) = Document::parse(source, &mut diagnostics) else {
        return Output { tree: None, operations: Vec::new(), diagnostics };
    };
    document.check(&mut diagnostics);
    let mut api = lower::lower(&document, &mut diagnostics);
    lower::stream_responses(&mut api, &config.answers.streams);
    lower::key_operations(&mut api, &config.retries);
    lower::shorten_texts(&mut api, &document.root(), &mut diagnostics);
    lower::open_circles(&mut api);
    lower::break_requirements(&mut api, &document, &mut diagnostics);
    if config.answers.unwrap_single_member {
        lower::unwrap_single_members(&mut api);
    }
    lower::flatten_bodies(&mut api);
    lower::merge_alike(&mut api);
    lower::limit_nesting(&mut api, &mut diagnostics);
    let directions = api.directions();
    if let Some(xml) = &config.formats.xml {
        let every = xml.list_attribute.is_some();
        api.item_names = lower::item_names(&api, &directions, every, &mut diagnostics);
    }
    let conventions = conventions::apply(&api, config, &mut diagnostics);
    let names =
        names::assign(&api, &directions, &conventions, config, &document.root(), &mut diagnostics);
    let plan = plan::plan(&api, &directions, &conventions, &names, config);
    let operations = listing::operations(&api, &plan);
    let tree = (!diagnostics.has_errors()).then(|| tree(&plan, api.has_xml(), config));
    Output { tree, operations, diagnostics }
}

fn tree(plan: &plan::Plan, has_xml: bool, config: &Config) -> Tree {
    let header = format!("// {}", config.header());
    let mut tree = Tree::default();
    for file in emit::emit(plan, config.sample_calls) {
        tree.insert(file.path.clone(), render::render(&file, &header));
    }
    let webhooks = &plan.webhooks;
    let has_webhooks = !webhooks.events.is_empty() || !webhooks.callbacks.is_empty();
    tree.insert("Cargo.toml", manifest::manifest(config, has_webhooks, has_xml));
    tree
}

impl Output {
    /// How many diagnostics are errors.
    #[must_use]
    pub fn error_count(&self) -> usize {
        self.diagnostics.error_count()
    }

    /// How many diagnostics are warnings.
    #[must_use]
    pub fn warning_count(&self) -> usize {
        self.diagnostics.warning_count()
    }

    /// How many diagnostics are notes: what had to be assumed.
    #[must_use]
    pub fn note_count(&self) -> usize {
        self.diagnostics.note_count()
    }

    /// Every error and warning as a person reads it, with the lines of the description; empty if there are none.
    #[must_use]
    pub fn report(&self, colour: bool) -> String {
        self.diagnostics.render(colour)
    }

    /// As [`report`](Self::report), with the notes.
    #[must_use]
    pub fn report_with_notes(&self, colour: bool) -> String {
        self.diagnostics.render_with(Show { colour, notes: true })
    }

    /// Every error and warning as a JSON object a line, for tools.
    #[must_use]
    pub fn report_json(&self) -> String {
        self.diagnostics.render_json(false)
    }

    /// As [`report_json`](Self::report_json), with the notes.
    #[must_use]
    pub fn report_json_with_notes(&self) -> String {
        self.diagnostics.render_json(true)
    }
}
