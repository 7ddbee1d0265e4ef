//! A response whose `schema` and `examples` stand in it, without `content`.

use indexmap::IndexMap;
use openapi_media::{JSON, Kind, OCTETS, essence};
use serde_json::Value;

use super::super::node::Node;
use super::super::{Document, MediaView, Status};
use super::media::is_json;
use crate::diagnostics::Diagnostics;
use crate::source::Place;

/// Keywords by which a schema shows that stands where a response belongs.
const OF_SCHEMAS: &[&str] = &["type", "properties", "items", "allOf", "oneOf", "anyOf"];

impl Document {
    /// What a response holds, in each way in which it may be written.
    pub(in super::super) fn answered(
        &self,
        response: &Node<'_>,
        status: Status,
        operation: &Node<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Vec<MediaView> {
        let place = &response.place;
        if response.get("content").is_some() {
            self.note_new(&place.key("content"), "`content` in a response", diagnostics);
            return self.media(response, diagnostics);
        }
        let schema = if response.get("schema").is_some() {
            self.note_old(&place.key("schema"), "`schema` in a response", diagnostics);
            place.key("schema")
        } else if OF_SCHEMAS.iter().any(|key| response.get(key).is_some()) {
            diagnostics.note(place, "a schema in place of a response, taken as what it holds");
            place.clone()
        } else if status.is_success() && !matches!(status, Status::Code(204 | 205)) {
            return self.bytes(operation, diagnostics);
        } else {
            return Vec::new();
        };
        let is_file = self.is_file(&schema, diagnostics);
        let mut types = self.media_types(operation, "produces", diagnostics);
        // What holds for every operation of the description seldom holds for files.
        if is_file && types.iter().any(|(name, _)| !is_json(name)) {
            types.retain(|(name, _)| !is_json(name));
        }
        if types.is_empty() {
            let assumed = if is_file { OCTETS } else { JSON };
            let message = format!("no `produces`: the answer is taken to be `{assumed}`");
            diagnostics.note(place, message);
            types.push((assumed.to_owned(), place.clone()));
        }
        let media = |(media_type, at): (String, Place)| MediaView {
            place: at,
            schema: Some(schema.clone()),
            item_schema: None,
            example: self.media_example(response, &media_type, diagnostics),
            media_type,
            encoding: Vec::new(),
            extensions: IndexMap::new(),
        };
        types.into_iter().map(media).collect()
    }

    /// What an operation answers that says of itself that it produces nothing but bytes, and has no schema for them.
    fn bytes(&self, operation: &Node<'_>, diagnostics: &mut Diagnostics) -> Vec<MediaView> {
        if operation.get("produces").is_none() {
            return Vec::new();
        }
        let types = self.media_types(operation, "produces", diagnostics);
        if !types.iter().all(|(name, _)| Kind::of(name) == Kind::Binary) {
            return Vec::new();
        }
        let media = |(media_type, place)| MediaView {
            place,
            media_type,
            schema: None,
            item_schema: None,
            example: None,
            encoding: Vec::new(),
            extensions: IndexMap::new(),
        };
        types.into_iter().map(media).collect()
    }

    /// What a header of a response holds: its `schema`, or the header itself, seen as one.
    pub(in super::super) fn header_schema(
        &self,
        header: &Node<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Place> {
        if header.get("schema").is_some() {
            self.note_new(&header.place.key("schema"), "`schema` in a header", diagnostics);
            return Some(header.place.key("schema"));
        }
        if header.get("type").is_some() {
            self.note_old(&header.place.key("type"), "`type` in a header", diagnostics);
            return Some(header.place.clone());
        }
        self.media(header, diagnostics).into_iter().find_map(|it| it.schema)
    }

    /// Where the value is that serves as an example of a media type.
    pub(super) fn media_example(
        &self,
        node: &Node<'_>,
        media_type: &str,
        diagnostics: &mut Diagnostics,
    ) -> Option<Place> {
        for key in ["examples", "x-examples"] {
            let Some(Value::Object(map)) = node.get(key) else { continue };
            let wanted = essence(media_type);
            let same = |(name, _): &(&String, &Value)| essence(name) == wanted;
            if let Some((name, _)) = map.iter().find(same) {
                return Some(node.place.key(key).key(name));
            }
        }
        // Of another media type, it says nothing about this one.
        self.example(node, diagnostics)
    }

    /// Whether a schema, behind its references, is a file: bytes.
    pub(super) fn is_file(&self, schema: &Place, diagnostics: &mut Diagnostics) -> bool {
        let Some(resolved) = self.resolve(schema, diagnostics) else { return false };
        let Some(value) = self.value(&resolved.place) else { return false };
        let says = |value: &Value, key: &str, text: &str| {
            value.get(key).and_then(Value::as_str).is_some_and(|it| it.eq_ignore_ascii_case(text))
        };
        let is_bytes = |value: &Value| {
            says(value, "type", "file")
                || says(value, "format", "binary") && !says(value, "type", "array")
        };
        is_bytes(value) || value.get("items").is_some_and(is_bytes)
    }
}
