//! A place to the view of the schema there.

use std::sync::Arc;

use openapiv3::{Schema, SchemaData, SchemaKind};
use serde_json::{Map, Value};

use super::super::Document;
use super::super::node::{Node, kind};
use super::super::reference::Kind;
use super::normal::{SCALARS, additional, complete, exclusive, number, required};
use super::types::{Types, file_format, is_flagged, types};
use super::xml::xml;
use super::{Additional, Bounds, SchemaView};
use crate::diagnostics::Diagnostics;
use crate::source::Place;

/// Keywords that change what a schema allows and that no type of Rust can express.
const LEFT_OUT: &[&str] = &["if", "dependentSchemas", "dependencies", "$recursiveRef"];

/// Keywords that Swagger 2.0 does not have.
const NEW: &[&str] = &["oneOf", "anyOf", "not", "nullable", "writeOnly", "deprecated", "const"];

impl Document {
    /// The schema at a place. Nothing is followed: a `$ref` gives a view with `reference`.
    /// Nothing, and a diagnostic, if the reference leads nowhere. Each is made once, since later
    /// stages ask for the same one again and again.
    pub(crate) fn schema(
        &self,
        place: &Place,
        diagnostics: &mut Diagnostics,
    ) -> Option<Arc<SchemaView>> {
        if let Some(view) = self.views.borrow().get(place) {
            return Some(Arc::clone(view));
        }
        let view = match self.form_view(place) {
            Some(view) => view,
            None => self.new_view(place, diagnostics)?,
        };
        let view = Arc::new(view);
        self.views.borrow_mut().insert(place.clone(), Arc::clone(&view));
        Some(view)
    }

    fn new_view(&self, place: &Place, diagnostics: &mut Diagnostics) -> Option<SchemaView> {
        let value = self.value(place)?;
        let map = match value {
            Value::Object(map) => map,
            Value::Null => {
                diagnostics.note(place, "an empty schema allows anything");
                &self.empty
            }
            // `items` as a list, where there are no tuples: any of them.
            Value::Array(list) if place.last_key().as_deref() == Some("items") => {
                let mut view = empty_view(place);
                view.any_of = (0..list.len()).map(|it| place.index(it)).collect();
                view.schema = typed(&view, Map::new(), diagnostics);
                return Some(view);
            }
            Value::Bool(flag) => {
                let mut view = empty_view(place);
                view.boolean = Some(*flag);
                view.nullable = *flag;
                return Some(view);
            }
            other => {
                let message = format!("{} instead of a schema, anything is allowed", kind(other));
                let diagnostic = diagnostics.fault(place, message);
                if let Value::String(text) = other {
                    diagnostic.help(format!("write `type: {text}` if that is meant"));
                }
                &self.empty
            }
        };
        let node = Node { document: self, place: place.clone(), map };
        match self.reference_kind(place, value) {
            Kind::Plain => Some(self.plain_view(&node, diagnostics)),
            Kind::Reference => {
                let target = self.target(place, diagnostics)?;
                let mut view = self.annotations(&node, diagnostics);
                view.reference = Some(target);
                Some(view)
            }
            Kind::Both => {
                let target = self.target(place, diagnostics)?;
                let mut view = self.annotations(&node, diagnostics);
                view.all_of = vec![target, place.siblings()];
                let normal = Map::new();
                view.schema = typed(&view, normal, diagnostics);
                Some(view)
            }
        }
    }

    /// What stands beside a `$ref`.
    fn annotations(&self, node: &Node<'_>, diagnostics: &mut Diagnostics) -> SchemaView {
        let mut view = empty_view(&node.place);
        view.title = node.text("title", diagnostics);
        view.description = node.text("description", diagnostics);
        view.deprecated = node.flag("deprecated", diagnostics) == Some(true);
        view.read_only = node.flag("readOnly", diagnostics) == Some(true);
        view.write_only = node.flag("writeOnly", diagnostics) == Some(true);
        view.nullable = is_flagged(node, diagnostics);
        view.default = node.raw("default").cloned();
        view.examples = examples(node);
        view.extensions = extensions(node);
        view.xml = xml(node, diagnostics);
        view
    }

    fn plain_view(&self, node: &Node<'_>, diagnostics: &mut Diagnostics) -> SchemaView {
        let mut normal = node.scalars(SCALARS, diagnostics);
        exclusive(node, &mut normal, diagnostics);
        let Types { types, nullable, only_null, enumeration, constant } = types(node, diagnostics);
        if let Some(format) = file_format(node) {
            self.note_old(&node.place.key("type"), "`type: file`", diagnostics);
            normal.insert("format".to_owned(), format.into());
        }
        let mut view = empty_view(&node.place);
        view.types = types;
        view.nullable = nullable;
        view.only_null = only_null;
        view.enumeration = enumeration;
        view.constant = constant;
        view.default = node.raw("default").cloned();
        view.examples = examples(node);
        view.properties = self.named_schemas(node, "properties", diagnostics);
        view.pattern_properties = self.named_schemas(node, "patternProperties", diagnostics);
        view.property_names = child(node, "propertyNames");
        view.required = required(node, diagnostics);
        view.additional = additional(node, "additionalProperties", diagnostics);
        view.unevaluated = additional(node, "unevaluatedProperties", diagnostics);
        self.elements(node, &mut view, diagnostics);
        view.all_of = schemas(node, "allOf", diagnostics);
        view.one_of = schemas(node, "oneOf", diagnostics);
        view.any_of = schemas(node, "anyOf", diagnostics);
        view.not = child(node, "not");
        view.discriminator = self.discriminator(node, diagnostics);
        view.content_encoding = node.text("contentEncoding", diagnostics);
        view.content_media_type = node.text("contentMediaType", diagnostics);
        view.content_schema = child(node, "contentSchema");
        view.extensions = extensions(node);
        view.xml = xml(node, diagnostics);
        view.dynamic_anchors = dynamic_anchors(node);
        for key in NEW {
            if node.raw(key).is_some() {
                self.note_new(&node.place.key(key), &format!("`{key}` in a schema"), diagnostics);
            }
        }
        for key in LEFT_OUT {
            if node.raw(key).is_some() {
                diagnostics.note(&node.place.key(key), format!("`{key}` is not considered"));
            }
        }
        view.bounds = bounds(&normal);
        view.format = normal.get("format").and_then(Value::as_str).map(str::to_owned);
        view.schema = typed(&view, normal, diagnostics);
        let SchemaData { title, description, deprecated, read_only, write_only, .. } =
            &view.schema.schema_data;
        view.title = title.clone();
        view.description = description.clone();
        view.deprecated = *deprecated;
        view.read_only = *read_only;
        view.write_only = *write_only;
        view
    }

    /// What the elements of an array are: `items`, `prefixItems`, and the ways in which they were written before.
    fn elements(&self, node: &Node<'_>, view: &mut SchemaView, diagnostics: &mut Diagnostics) {
        let listed = match node.get("items") {
            Some(Value::Array(list)) => list.len(),
            _ => 0,
        };
        let place = node.place.key("items");
        let is_positional = listed > 0 || node.get("prefixItems").is_some();
        if is_positional && !view.types.iter().any(|it| it == "array") {
            let key = if listed > 0 { "items" } else { "prefixItems" };
            let message = "without `type: array` this says nothing about a value that is no array";
            diagnostics.note(&node.place.key(key), message);
            return;
        }
        view.prefix_items = schemas(node, "prefixItems", diagnostics);
        view.items = match listed {
            0 => child(node, "items"),
            _ if self.dialect.has_json_schema() => {
                view.prefix_items = schemas(node, "items", diagnostics);
                child(node, "additionalItems")
            }
            _ => {
                let message =
                    format!("`items` is a list, which {} does not have", self.dialect.name());
                diagnostics
                    .fault(&place, format!("{message}: each element is any of these"))
                    .help("write one schema, with `anyOf` if elements differ");
                Some(if listed == 1 { place.index(0) } else { place })
            }
        };
    }

    /// The schemas of a mapping such as `properties`.
    fn named_schemas(
        &self,
        node: &Node<'_>,
        key: &str,
        diagnostics: &mut Diagnostics,
    ) -> Vec<(String, Place)> {
        let entries = node.entries(key, diagnostics);
        entries.into_iter().map(|(name, place, _)| (name.to_owned(), place)).collect()
    }
}

pub(in super::super) fn empty_view(place: &Place) -> SchemaView {
    SchemaView {
        place: place.clone(),
        reference: None,
        schema: any_schema(),
        boolean: None,
        types: Vec::new(),
        nullable: false,
        only_null: false,
        format: None,
        enumeration: None,
        constant: None,
        default: None,
        examples: Vec::new(),
        title: None,
        description: None,
        deprecated: false,
        read_only: false,
        write_only: false,
        properties: Vec::new(),
        required: Vec::new(),
        additional: Additional::Unstated,
        unevaluated: Additional::Unstated,
        pattern_properties: Vec::new(),
        property_names: None,
        items: None,
        prefix_items: Vec::new(),
        all_of: Vec::new(),
        one_of: Vec::new(),
        any_of: Vec::new(),
        not: None,
        discriminator: None,
        bounds: Bounds::default(),
        content_encoding: None,
        content_media_type: None,
        content_schema: None,
        xml: None,
        dynamic_anchors: Vec::new(),
        extensions: Map::new(),
    }
}

/// The schema as `openapiv3` sees it; anything is allowed if it does not understand it.
fn typed(view: &SchemaView, normal: Map<String, Value>, diagnostics: &mut Diagnostics) -> Schema {
    match serde_json::from_value(complete(view, normal)) {
        Ok(schema) => schema,
        Err(fault) => {
            diagnostics.warning(&view.place, format!("this schema is read in part: {fault}"));
            any_schema()
        }
    }
}

fn any_schema() -> Schema {
    Schema {
        schema_data: SchemaData::default(),
        schema_kind: SchemaKind::Any(openapiv3::AnySchema::default()),
    }
}

fn child(node: &Node<'_>, key: &str) -> Option<Place> {
    node.get(key).map(|_| node.place.key(key))
}

/// The schemas of a list such as `oneOf`.
fn schemas(node: &Node<'_>, key: &str, diagnostics: &mut Diagnostics) -> Vec<Place> {
    node.items(key, diagnostics).into_iter().map(|(place, _)| place).collect()
}

fn examples(node: &Node<'_>) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    if node.raw("example").is_some() {
        places.push(node.place.key("example"));
    } else if node.raw("x-example").is_some() {
        places.push(node.place.key("x-example"));
    }
    let place = node.place.key("examples");
    match node.get("examples") {
        Some(Value::Array(list)) => places.extend((0..list.len()).map(|i| place.index(i))),
        // As in a media type.
        Some(Value::Object(map)) => {
            let named = map.iter().filter(|(_, it)| it.get("value").is_some());
            places.extend(named.map(|(key, _)| place.key(key).key("value")));
        }
        _ => {}
    }
    places
}

fn dynamic_anchors(node: &Node<'_>) -> Vec<(String, Place)> {
    let own = node.raw("$dynamicAnchor").and_then(Value::as_str);
    let mut found: Vec<(String, Place)> = Vec::new();
    found.extend(own.map(|it| (it.to_owned(), node.place.clone())));
    if let Some(Value::Object(inner)) = node.raw("$defs") {
        let place = node.place.key("$defs");
        let named = inner.iter().filter_map(|(key, it)| {
            Some((it.get("$dynamicAnchor")?.as_str()?.to_owned(), place.key(key)))
        });
        found.extend(named);
    }
    found
}

fn extensions(node: &Node<'_>) -> Map<String, Value> {
    node.extensions().map(|(key, value)| (key.clone(), value.clone())).collect()
}

fn bounds(normal: &Map<String, Value>) -> Bounds {
    let count = |key: &str| normal.get(key).and_then(Value::as_u64);
    let flag = |key: &str| normal.get(key).and_then(Value::as_bool).unwrap_or(false);
    Bounds {
        minimum: number(normal, "minimum"),
        maximum: number(normal, "maximum"),
        exclusive_minimum: flag("exclusiveMinimum"),
        exclusive_maximum: flag("exclusiveMaximum"),
        multiple_of: number(normal, "multipleOf"),
        min_length: count("minLength"),
        max_length: count("maxLength"),
        pattern: normal.get("pattern").and_then(Value::as_str).map(str::to_owned),
        min_items: count("minItems"),
        max_items: count("maxItems"),
        unique_items: flag("uniqueItems"),
        min_properties: count("minProperties"),
        max_properties: count("maxProperties"),
    }
}
