//! `consumes` and `produces`: the media types that hold where nothing else is said.

use openapi_media::Kind;
use serde_json::Value;

use super::super::Document;
use super::super::node::{Node, Shape, Table};
use crate::diagnostics::Diagnostics;
use crate::source::Place;

const LISTS: Table = &[("consumes", Shape::Texts), ("produces", Shape::Texts)];

impl Document {
    /// The media types that an operation, or else the root, lists under a key.
    pub(super) fn media_types(
        &self,
        operation: &Node<'_>,
        key: &'static str,
        diagnostics: &mut Diagnostics,
    ) -> Vec<(String, Place)> {
        if operation.get(key).is_some() {
            return media_list(operation, key, diagnostics);
        }
        match self.node(self.root(), diagnostics) {
            Some(root) => media_list(&root, key, diagnostics),
            None => Vec::new(),
        }
    }
}

fn media_list(
    node: &Node<'_>,
    key: &'static str,
    diagnostics: &mut Diagnostics,
) -> Vec<(String, Place)> {
    let mut found = node.scalars(LISTS, diagnostics);
    let list = match found.remove(key) {
        Some(Value::Array(list)) => list,
        _ => Vec::new(),
    };
    let place = node.place.key(key);
    let mut res: Vec<(String, Place)> = Vec::new();
    for (i, entry) in list.iter().enumerate() {
        // Some write several into one text.
        for name in entry.as_str().unwrap_or_default().split(',').map(str::trim) {
            if !name.is_empty() && !res.iter().any(|(it, _)| it == name) {
                res.push((name.to_owned(), place.index(i)));
            }
        }
    }
    // The order of the list says nothing; of several spellings, JSON is the one to speak.
    res.sort_by_key(|(name, _)| !is_json(name));
    res
}

pub(super) fn is_json(media_type: &str) -> bool {
    Kind::of(media_type) == Kind::Json
}

pub(super) fn is_multipart(media_type: &str) -> bool {
    Kind::of(media_type) == Kind::Multipart
}

pub(super) fn is_form(media_type: &str) -> bool {
    matches!(Kind::of(media_type), Kind::Form | Kind::Multipart)
}
