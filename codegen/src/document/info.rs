//! What the description says about itself: its title, servers and tags.

use super::Document;
use super::node::{Node, Shape, Table, kind};
use crate::diagnostics::Diagnostics;
use crate::source::Place;

/// What the description is called.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Info {
    /// The name of the API.
    pub(crate) title: Option<String>,
    /// The version of the API, not of OpenAPI.
    pub(crate) version: Option<String>,
    /// One line.
    pub(crate) summary: Option<String>,
    /// Markdown.
    pub(crate) description: Option<String>,
}

/// Where the API is served.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Server {
    /// The entry of the description.
    pub(crate) place: Place,
    /// With `{name}` for each variable.
    pub(crate) url: String,
    /// Markdown.
    pub(crate) description: Option<String>,
    /// In order.
    pub(crate) variables: Vec<ServerVariable>,
}

/// A part of the address that differs between servers.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ServerVariable {
    /// As in the address.
    pub(crate) name: String,
    /// The value if nobody says otherwise.
    pub(crate) default: Option<String>,
    /// All values, if they are known.
    pub(crate) values: Vec<String>,
    /// Markdown.
    pub(crate) description: Option<String>,
}

/// A group of operations.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tag {
    /// The entry of the description.
    pub(crate) place: Place,
    /// As operations name it.
    pub(crate) name: String,
    /// Markdown.
    pub(crate) description: Option<String>,
}

pub(super) const INFO: Table = &[
    ("title", Shape::Text),
    ("version", Shape::Text),
    ("summary", Shape::Text),
    ("description", Shape::Text),
];

pub(super) const VARIABLE: Table =
    &[("default", Shape::Text), ("enum", Shape::Texts), ("description", Shape::Text)];

impl Document {
    /// Title, version and description.
    pub(crate) fn info(&self) -> Info {
        self.read_info(&mut Diagnostics::new())
    }

    /// The servers that hold for every operation that names none.
    pub(crate) fn servers(&self) -> Vec<Server> {
        self.read_servers(&mut Diagnostics::new())
    }

    /// The tags that the description declares, in order.
    pub(crate) fn tags(&self) -> Vec<Tag> {
        self.read_tags(&mut Diagnostics::new())
    }

    /// Says once what is wrong with all of these.
    pub(super) fn check_info(&self, diagnostics: &mut Diagnostics) {
        self.read_info(diagnostics);
        self.read_servers(diagnostics);
        self.read_tags(diagnostics);
    }

    fn read_info(&self, diagnostics: &mut Diagnostics) -> Info {
        let place = self.root().key("info");
        let node = self.follow(&place, diagnostics).and_then(|it| self.node(it, diagnostics));
        let mut found = node.map(|it| it.scalars(INFO, diagnostics)).unwrap_or_default();
        let mut text = |key: &str| found.remove(key).and_then(text_of);
        Info {
            title: text("title"),
            version: text("version"),
            summary: text("summary"),
            description: text("description"),
        }
    }

    fn read_servers(&self, diagnostics: &mut Diagnostics) -> Vec<Server> {
        match self.node(self.root(), diagnostics) {
            Some(root) => {
                let servers = self.servers_of(&root, diagnostics);
                if servers.is_empty() { self.host_servers(&root, diagnostics) } else { servers }
            }
            None => Vec::new(),
        }
    }

    /// The servers that a mapping lists under `servers`.
    pub(super) fn servers_of(&self, node: &Node<'_>, diagnostics: &mut Diagnostics) -> Vec<Server> {
        let items = node.items("servers", diagnostics);
        if !items.is_empty() {
            self.note_new(&node.place.key("servers"), "`servers`", diagnostics);
        }
        items.into_iter().filter_map(|(place, _)| self.server(place, diagnostics)).collect()
    }

    fn server(&self, place: Place, diagnostics: &mut Diagnostics) -> Option<Server> {
        let place = self.follow(&place, diagnostics)?;
        let node = self.node(place.clone(), diagnostics)?;
        let Some(url) = node.text("url", diagnostics) else {
            diagnostics.fault(&place, "a server without `url`, left out");
            return None;
        };
        let mut variables = Vec::new();
        for (name, place, _) in node.entries("variables", diagnostics) {
            let Some(node) = self.node(place, diagnostics) else { continue };
            let mut found = node.scalars(VARIABLE, diagnostics);
            let values = found.remove("enum").and_then(|it| it.as_array().cloned());
            variables.push(ServerVariable {
                name: name.to_owned(),
                default: found.remove("default").and_then(text_of),
                values: values.unwrap_or_default().into_iter().filter_map(text_of).collect(),
                description: found.remove("description").and_then(text_of),
            });
        }
        let description = node.text("description", diagnostics);
        Some(Server { place, url, description, variables })
    }

    fn read_tags(&self, diagnostics: &mut Diagnostics) -> Vec<Tag> {
        let Some(root) = self.node(self.root(), diagnostics) else { return Vec::new() };
        let mut tags = Vec::new();
        for (place, value) in root.items("tags", diagnostics) {
            if let Some(name) = value.as_str() {
                tags.push(Tag { place, name: name.to_owned(), description: None });
                continue;
            }
            let Some(place) = self.follow(&place, diagnostics) else { continue };
            let Some(node) = self.node(place.clone(), diagnostics) else { continue };
            match node.text("name", diagnostics) {
                Some(name) => {
                    let description = node.text("description", diagnostics);
                    let description = description.or_else(|| node.text("summary", diagnostics));
                    tags.push(Tag { place, name, description });
                }
                None => {
                    let message = format!("{} without `name`, left out", kind(value));
                    diagnostics.fault(&place, message);
                }
            }
        }
        tags
    }
}

/// The text of a value that is one.
pub(super) fn text_of(value: serde_json::Value) -> Option<String> {
    match value {
        serde_json::Value::String(text) => Some(text),
        _ => None,
    }
}
