//! A parameter of Swagger 2.0: its type stands beside its name.

use serde_json::{Map, Value};

use super::super::node::Node;
use super::super::reference::is_reference;
use super::super::{Document, Location, Style};
use crate::diagnostics::Diagnostics;
use crate::source::Place;

/// What a parameter is, by its `in`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Kind {
    /// One of OpenAPI 3 too.
    Sent,
    /// It is the body.
    Body,
    /// It is a field of the body, which is a form.
    Form,
}

/// Keywords that say what a parameter holds.
const KEYWORDS: &[&str] = &[
    "type",
    "items",
    "enum",
    "format",
    "default",
    "$ref",
    "allOf",
    "oneOf",
    "anyOf",
    "properties",
    "additionalProperties",
    "pattern",
    "minimum",
    "maximum",
];

/// How lists are written, with the style and whether each entry is sent on its own.
const FORMATS: &[(&str, Style, bool)] = &[
    ("csv", Style::Form, false),
    ("ssv", Style::SpaceDelimited, false),
    ("tsv", Style::TabDelimited, false),
    ("pipes", Style::PipeDelimited, false),
    ("multi", Style::Form, true),
];

/// What a parameter is, by its `in`.
pub(in super::super) fn kind_of(parameter: &Map<String, Value>) -> Kind {
    let written = parameter.get("in").and_then(Value::as_str).unwrap_or_default().trim();
    match written.to_ascii_lowercase().as_str() {
        "body" => Kind::Body,
        "formdata" | "form" | "form-data" | "multipart" => Kind::Form,
        // A file cannot be sent in an address.
        "query" if parameter.get("type").and_then(Value::as_str) == Some("file") => Kind::Form,
        _ => Kind::Sent,
    }
}

/// Whether a mapping that is viewed as a schema is a parameter.
pub(in super::super) fn is_parameter(map: &Map<String, Value>) -> bool {
    ["in", "name"].iter().all(|key| map.get(*key).is_some_and(Value::is_string))
}

impl Document {
    /// Where a parameter is described. A `$ref` beside its name is its type.
    pub(in super::super) fn parameter_place(
        &self,
        place: &Place,
        diagnostics: &mut Diagnostics,
    ) -> Option<Place> {
        if let Some(value @ Value::Object(map)) = self.value(place)
            && is_reference(value)
            && is_parameter(map)
        {
            let target = self.follow(place, diagnostics)?;
            let leads_on = self.value(&target).and_then(Value::as_object).is_some_and(is_parameter);
            if !leads_on {
                let message = "a `$ref` beside a name and a place is read as the type";
                diagnostics.note(&place.key("$ref"), message);
                return Some(place.clone());
            }
        }
        self.follow(place, diagnostics)
    }

    /// What a parameter holds: its `schema`, or the parameter itself, seen as one.
    pub(in super::super) fn parameter_schema(
        &self,
        node: &Node<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Place> {
        if node.get("schema").is_some() {
            let place = node.place.key("schema");
            if kind_of(node.map) != Kind::Body {
                self.note_new(&place, "`schema` in a parameter", diagnostics);
            }
            return Some(place);
        }
        if node.get("content").is_some() {
            self.note_new(&node.place.key("content"), "`content` in a parameter", diagnostics);
            return None;
        }
        if let Some(key) = KEYWORDS.iter().find(|it| node.get(it).is_some()) {
            let what = format!("`{key}` beside the name of a parameter");
            self.note_old(&node.place.key(key), &what, diagnostics);
            return Some(node.place.clone());
        }
        let message = match kind_of(node.map) {
            Kind::Body => "a body without `schema`, anything may be sent",
            Kind::Sent | Kind::Form => "a parameter without a type, taken as text",
        };
        diagnostics.note(&node.place, message);
        None
    }

    /// How the lists of a parameter are written, if that is said in the way of Swagger 2.0.
    pub(in super::super) fn collection_format(
        &self,
        node: &Node<'_>,
        location: Option<Location>,
        diagnostics: &mut Diagnostics,
    ) -> Option<(Style, bool)> {
        let place = node.place.key("collectionFormat");
        let plain = match location {
            Some(Location::Path | Location::Header) => Style::Simple,
            Some(Location::Query | Location::Cookie) | None => Style::Form,
        };
        let nested = node.get("items").and_then(|it| it.get("collectionFormat"));
        if nested.is_some() {
            let place = node.place.key("items").key("collectionFormat");
            diagnostics.note(&place, "`collectionFormat` of lists in lists is not considered");
        }
        let Some(written) = node.text("collectionFormat", diagnostics) else {
            let is_list = node.get("schema").is_none()
                && node.get("type").and_then(Value::as_str) == Some("array");
            let is_styled = ["style", "explode"].iter().any(|key| node.get(key).is_some());
            return (is_list && !is_styled).then_some((plain, false));
        };
        self.note_old(&place, "`collectionFormat`", diagnostics);
        let name = written.trim().to_ascii_lowercase();
        match FORMATS.iter().find(|(it, _, _)| *it == name) {
            Some((_, _, true)) if plain == Style::Simple => {
                diagnostics.fault(&place, "`multi` is for the query and forms only, read as `csv`");
                Some((plain, false))
            }
            Some((_, Style::Form, explode)) => Some((plain, *explode)),
            Some((_, style, explode)) => Some((*style, *explode)),
            None => {
                let message = format!("`{written}` is not a way to write lists, read as `csv`");
                diagnostics
                    .fault(&place, message)
                    .help("use `csv`, `ssv`, `tsv`, `pipes` or `multi`");
                Some((plain, false))
            }
        }
    }
}
