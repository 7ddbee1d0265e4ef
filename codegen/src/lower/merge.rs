//! One picture of a schema and of everything that its `allOf` adds to it.

use std::collections::HashSet;

use indexmap::IndexMap;
use serde_json::{Map, Number, Value};

use crate::document::{Additional, Discriminator, SchemaView, Xml};
use crate::source::Place;

use super::Lowering;

/// What a schema says, its `allOf` included.
#[derive(Clone, Debug)]
pub(super) struct Merged {
    pub place: Place,
    pub title: Option<String>,
    pub description: Option<String>,
    pub deprecated: bool,
    pub read_only: bool,
    pub write_only: bool,
    pub nullable: bool,
    pub types: Vec<String>,
    pub format: Option<String>,
    /// Bytes of this media type, not encoded as text.
    pub raw_media: Option<String>,
    pub constant: Option<Value>,
    pub enumeration: Option<Vec<Value>>,
    pub default: Option<Value>,
    pub example: Option<Place>,
    /// Each property with every place that says something about it.
    pub properties: IndexMap<String, Vec<Place>>,
    pub required: Vec<String>,
    pub additional: Additional,
    pub items: Option<Place>,
    /// The first elements of a list, each with a schema of its own.
    pub prefix_items: Vec<Place>,
    pub min_items: Option<u64>,
    pub max_items: Option<u64>,
    pub minimum: Option<f64>,
    pub maximum: Option<f64>,
    /// Schemas of members whose names fit a pattern.
    pub patterns: Vec<Place>,
    /// Each `oneOf` and `anyOf` that was met.
    pub alternatives: Vec<Vec<Place>>,
    pub discriminator: Option<Discriminator>,
    pub xml: Option<Xml>,
    pub extensions: Map<String, Value>,
}

impl Merged {
    fn new(place: Place) -> Self {
        Self {
            place,
            title: None,
            description: None,
            deprecated: false,
            read_only: false,
            write_only: false,
            nullable: false,
            types: Vec::new(),
            format: None,
            raw_media: None,
            constant: None,
            enumeration: None,
            default: None,
            example: None,
            properties: IndexMap::new(),
            required: Vec::new(),
            additional: Additional::Unstated,
            items: None,
            prefix_items: Vec::new(),
            min_items: None,
            max_items: None,
            minimum: None,
            maximum: None,
            patterns: Vec::new(),
            alternatives: Vec::new(),
            discriminator: None,
            xml: None,
            extensions: Map::new(),
        }
    }

    pub(super) fn is_object(&self) -> bool {
        self.types.iter().any(|it| it == "object")
            || (self.types.is_empty()
                && (!self.properties.is_empty()
                    || !self.patterns.is_empty()
                    || !matches!(self.additional, Additional::Unstated)))
    }

    /// Whether it allows integers beyond those of 64 bits with a sign, and no negative ones.
    pub(super) fn is_unsigned(&self) -> bool {
        // What other programs round `i64::MAX` to is not beyond it.
        const LARGEST_SIGNED: f64 = 9_223_372_036_854_775_808.0;
        self.minimum.is_some_and(|it| it >= 0.0)
            && self.maximum.is_some_and(|it| it > LARGEST_SIGNED)
    }

    /// Whether nothing is said about the kind of value, only (perhaps) about which members must be there.
    pub(super) fn says_nothing(&self) -> bool {
        self.types.is_empty()
            && self.constant.is_none()
            && self.enumeration.is_none()
            && self.properties.is_empty()
            && self.items.is_none()
            && self.prefix_items.is_empty()
            && self.patterns.is_empty()
            && self.alternatives.is_empty()
            && matches!(self.additional, Additional::Unstated)
    }
}

impl Lowering<'_> {
    /// Merges the schemas at these places, as `allOf` would; the later one wins where both say something.
    pub(super) fn merge(&mut self, places: &[Place]) -> Option<Merged> {
        let mut merged = Merged::new(places.first()?.clone());
        let mut seen = HashSet::new();
        for place in places {
            self.absorb(&mut merged, place, &mut seen, true);
        }
        Some(merged)
    }

    fn absorb(
        &mut self,
        merged: &mut Merged,
        place: &Place,
        seen: &mut HashSet<Place>,
        outermost: bool,
    ) {
        let Some(resolved) = self.document.resolve(place, self.diagnostics) else { return };
        if !seen.insert(resolved.place.clone()) {
            return;
        }
        let Some(view) = self.document.schema(&resolved.place, self.diagnostics) else { return };
        for base in &view.all_of {
            self.absorb(merged, base, seen, false);
        }
        merged.add(&view, outermost);
        if resolved.description.is_some() {
            merged.description = resolved.description;
        }
    }
}

impl Merged {
    fn add(&mut self, view: &SchemaView, outermost: bool) {
        replace(&mut self.format, &view.format);
        if view.content_encoding.is_none() {
            replace(&mut self.raw_media, &view.content_media_type);
        }
        replace(&mut self.constant, &view.constant);
        replace(&mut self.default, &view.default);
        replace(&mut self.items, &view.items);
        replace(&mut self.enumeration, &view.enumeration);
        replace(&mut self.min_items, &view.bounds.min_items);
        replace(&mut self.max_items, &view.bounds.max_items);
        replace(&mut self.minimum, &view.bounds.minimum.as_ref().and_then(Number::as_f64));
        replace(&mut self.maximum, &view.bounds.maximum.as_ref().and_then(Number::as_f64));
        if !view.prefix_items.is_empty() {
            self.prefix_items.clone_from(&view.prefix_items);
        }
        self.patterns.extend(view.pattern_properties.iter().map(|(_, place)| place.clone()));
        if !view.types.is_empty() {
            self.types.clone_from(&view.types);
        }
        // What describes a base is not what describes the thing that is built on it.
        if outermost {
            replace(&mut self.title, &view.title);
            replace(&mut self.description, &view.description);
            replace(&mut self.example, &view.examples.first().cloned());
            replace(&mut self.xml, &view.xml);
            self.deprecated |= view.deprecated;
            self.nullable |= view.nullable || view.only_null;
            self.discriminator = view.discriminator.clone().or(self.discriminator.take());
            self.extensions.extend(view.extensions.clone());
        }
        self.read_only |= view.read_only;
        self.write_only |= view.write_only;
        for (name, place) in &view.properties {
            self.properties.entry(name.clone()).or_default().push(place.clone());
        }
        for name in &view.required {
            if !self.required.contains(name) {
                self.required.push(name.clone());
            }
        }
        if !matches!(view.additional, Additional::Unstated) {
            self.additional = view.additional.clone();
        }
        for alternatives in [&view.one_of, &view.any_of] {
            if !alternatives.is_empty() {
                self.alternatives.push(alternatives.clone());
            }
        }
    }
}

fn replace<T: Clone>(current: &mut Option<T>, new: &Option<T>) {
    if new.is_some() {
        current.clone_from(new);
    }
}
