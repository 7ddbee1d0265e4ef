//! One picture of a schema and of everything that its `allOf` adds to it.

use std::collections::HashSet;

use indexmap::{IndexMap, IndexSet};
use serde_json::{Map, Number, Value};

use crate::document::{Additional, Bounds, Discriminator, SchemaView, Xml};
use crate::model::Limits;
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
    /// The schema that states the types.
    pub typed_at: Option<Place>,
    /// Two schemas that no value can fit both, if there are.
    pub contradiction: Option<(Place, Place)>,
    pub format: Option<String>,
    /// Bytes of this media type, not encoded as text.
    pub raw_media: Option<String>,
    pub constant: Option<Value>,
    pub enumeration: Option<Vec<Value>>,
    pub default: Option<Value>,
    pub example: Option<Place>,
    /// Each property with every place that says something about it.
    pub properties: IndexMap<String, Vec<Place>>,
    pub required: IndexSet<String>,
    pub additional: Additional,
    pub items: Option<Place>,
    /// The first elements of a list, each with a schema of its own.
    pub prefix_items: Vec<Place>,
    pub min_items: Option<u64>,
    pub max_items: Option<u64>,
    pub minimum: Option<f64>,
    pub maximum: Option<f64>,
    pub limits: Limits,
    /// Schemas of members whose names fit a pattern.
    pub patterns: Vec<Place>,
    /// Each `oneOf` and `anyOf` that was met.
    pub alternatives: Vec<Vec<Place>>,
    pub discriminator: Option<Discriminator>,
    pub xml: Option<Xml>,
    /// What it calls with `$dynamicAnchor`: names and schemas.
    pub dynamic: Vec<(String, Place)>,
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
            typed_at: None,
            contradiction: None,
            format: None,
            raw_media: None,
            constant: None,
            enumeration: None,
            default: None,
            example: None,
            properties: IndexMap::new(),
            required: IndexSet::new(),
            additional: Additional::Unstated,
            items: None,
            prefix_items: Vec::new(),
            min_items: None,
            max_items: None,
            minimum: None,
            maximum: None,
            limits: Limits::default(),
            patterns: Vec::new(),
            alternatives: Vec::new(),
            discriminator: None,
            xml: None,
            dynamic: Vec::new(),
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

    /// Whether a value may be an object.
    pub(super) fn may_be_object(&self) -> bool {
        match self.types.as_slice() {
            [] => {
                let texts = self.enumeration.iter().flatten().chain(&self.constant);
                self.items.is_none() && texts.into_iter().all(Value::is_object)
            }
            types => types.iter().any(|it| it == "object"),
        }
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

    /// Adds the schema at a place and what stands beside the references to it. Whether it allows null; nothing if it
    /// says nothing about the kind of value, as a description alone.
    fn absorb(
        &mut self,
        merged: &mut Merged,
        place: &Place,
        seen: &mut HashSet<Place>,
        outermost: bool,
    ) -> Option<bool> {
        let resolved = self.document.resolve(place, self.diagnostics)?;
        if !seen.insert(resolved.place.clone()) {
            return None;
        }
        let view = self.document.schema(&resolved.place, self.diagnostics)?;
        let states = view.states_kind();
        // The words of a branch that says nothing else are about the whole.
        let is_about_whole = outermost || (!states && view.all_of.is_empty());
        let mut allowed: Option<bool> = None;
        for base in &view.all_of {
            if let Some(null) = self.absorb(merged, base, seen, false) {
                allowed = Some(null && allowed.unwrap_or(true));
            }
        }
        merged.add(&view, is_about_whole);
        for hop in resolved.hops.iter().rev() {
            if let Some(beside) = self.document.schema(hop, self.diagnostics) {
                merged.annotate(&beside, is_about_whole);
            }
        }
        if resolved.description.is_some() {
            merged.description = resolved.description;
        }
        if view.nullable || resolved.nullable {
            // Above all branches it holds for the whole; a branch alone needs the others to agree.
            merged.nullable |= outermost;
            return Some(true);
        }
        if states {
            return Some(false);
        }
        if outermost {
            merged.nullable |= allowed == Some(true);
        }
        allowed
    }
}

impl Merged {
    fn add(&mut self, view: &SchemaView, outermost: bool) {
        replace(&mut self.format, &view.format);
        if view.content_encoding.is_none() {
            replace(&mut self.raw_media, &view.content_media_type);
        }
        replace(&mut self.constant, &view.constant);
        replace(&mut self.items, &view.items);
        self.narrow_values(view);
        self.dynamic.extend(view.dynamic_anchors.iter().cloned());
        replace(&mut self.min_items, &view.bounds.min_items);
        replace(&mut self.max_items, &view.bounds.max_items);
        replace(&mut self.minimum, &view.bounds.minimum.as_ref().and_then(Number::as_f64));
        replace(&mut self.maximum, &view.bounds.maximum.as_ref().and_then(Number::as_f64));
        narrow(&mut self.limits, &view.bounds);
        if !view.prefix_items.is_empty() {
            self.prefix_items.clone_from(&view.prefix_items);
        }
        self.patterns.extend(view.pattern_properties.iter().map(|(_, place)| place.clone()));
        self.narrow_types(view);
        // What describes a base is not what describes the thing that is built on it.
        if outermost {
            self.discriminator = view.discriminator.clone().or(self.discriminator.take());
        }
        self.annotate(view, outermost);
        for (name, place) in &view.properties {
            self.properties.entry(name.clone()).or_default().push(place.clone());
        }
        self.required.extend(view.required.iter().cloned());
        // What is beside the properties of all branches is said in one way or in the other.
        for additional in [&view.unevaluated, &view.additional] {
            if !matches!(additional, Additional::Unstated) {
                self.additional = additional.clone();
            }
        }
        for alternatives in [&view.one_of, &view.any_of] {
            if !alternatives.is_empty() {
                self.alternatives.push(alternatives.clone());
            }
        }
    }
}

impl Merged {
    /// Only the types that both schemas allow.
    fn narrow_types(&mut self, view: &SchemaView) {
        if view.types.is_empty() {
            return;
        }
        let before = std::mem::replace(&mut self.types, view.types.clone());
        let at = self.typed_at.replace(view.place.clone());
        if before.is_empty() {
            return;
        }
        let both = common_types(&before, &view.types);
        if !both.is_empty() {
            self.types = both;
        } else if let (None, Some(at)) = (&self.contradiction, at) {
            self.contradiction = Some((at, view.place.clone()));
        }
    }

    /// Only the values that both schemas list; where that is none, what was said last.
    fn narrow_values(&mut self, view: &SchemaView) {
        let Some(new) = &view.enumeration else { return };
        let before = self.enumeration.replace(new.clone());
        let Some(before) = before else { return };
        let before: HashSet<String> = before.iter().map(Value::to_string).collect();
        let both = new.iter().filter(|it| before.contains(&it.to_string()));
        let both: Vec<Value> = both.cloned().collect();
        if !both.is_empty() {
            self.enumeration = Some(both);
        }
    }

    /// Adds what a schema, or what stands beside a reference to it, says that changes no type.
    fn annotate(&mut self, view: &SchemaView, outermost: bool) {
        if outermost {
            replace(&mut self.title, &view.title);
            replace(&mut self.description, &view.description);
            replace(&mut self.example, &view.examples.first().cloned());
            replace(&mut self.xml, &view.xml);
            self.deprecated |= view.deprecated;
            self.extensions.extend(view.extensions.clone());
        }
        replace(&mut self.default, &view.default);
        self.read_only |= view.read_only;
        self.write_only |= view.write_only;
    }
}

/// The types that are in both lists; every integer is a number.
fn common_types(left: &[String], right: &[String]) -> Vec<String> {
    let has = |list: &[String], name: &str| list.iter().any(|it| it == name);
    let allows =
        |list: &[String], name: &str| has(list, name) || (name == "integer" && has(list, "number"));
    let all = left.iter().chain(right).filter(|it| allows(left, it) && allows(right, it));
    let mut res: Vec<String> = Vec::new();
    for name in all {
        if !has(&res, name) {
            res.push(name.clone());
        }
    }
    res
}

fn replace<T: Clone>(current: &mut Option<T>, new: &Option<T>) {
    if new.is_some() {
        current.clone_from(new);
    }
}

/// Adds what a schema says about limits; the later one wins where both say something.
fn narrow(limits: &mut Limits, bounds: &Bounds) {
    if bounds.minimum.is_some() {
        limits.exclusive_minimum = bounds.exclusive_minimum;
    }
    if bounds.maximum.is_some() {
        limits.exclusive_maximum = bounds.exclusive_maximum;
    }
    replace(&mut limits.minimum, &bounds.minimum);
    replace(&mut limits.maximum, &bounds.maximum);
    replace(&mut limits.multiple_of, &bounds.multiple_of);
    replace(&mut limits.length.least, &bounds.min_length);
    replace(&mut limits.length.most, &bounds.max_length);
    replace(&mut limits.pattern, &bounds.pattern);
    replace(&mut limits.items.least, &bounds.min_items);
    replace(&mut limits.items.most, &bounds.max_items);
    limits.unique_items |= bounds.unique_items;
    replace(&mut limits.properties.least, &bounds.min_properties);
    replace(&mut limits.properties.most, &bounds.max_properties);
}
