//! What schemas call themselves: `$id`, `$anchor` and `$dynamicAnchor`, by which references lead to them.

use std::collections::HashMap;

use serde_json::Value;
use url::Url;

use super::Document;
use super::path::{decode, split};
use crate::source::{FileId, Place};

/// The names of all schemas of a description.
#[derive(Debug, Default)]
pub(super) struct Identifiers {
    /// `$anchor` and `$dynamicAnchor`: in which file, by name.
    anchors: HashMap<(FileId, String), Vec<Place>>,
    /// `$dynamicAnchor` alone.
    dynamic: HashMap<(FileId, String), Vec<Place>>,
    /// `$id` as a whole address, without a fragment.
    addresses: HashMap<String, Place>,
    /// The address of each schema that has an `$id`.
    bases: HashMap<Place, Url>,
    /// Whether there is any `$dynamicRef`.
    has_dynamic: bool,
}

/// Above every address that is not complete: a file of this name.
const NOWHERE: &str = "file:///";

impl Document {
    fn identifiers(&self) -> &Identifiers {
        self.identifiers.get_or_init(|| {
            let mut found = Identifiers::default();
            for file in self.files.ids() {
                if let (Some(value), Some(base)) = (self.files.value(file), self.address_of(file)) {
                    found.collect(value, &Place::root(file), &base);
                }
            }
            found
        })
    }

    fn address_of(&self, file: FileId) -> Option<Url> {
        Url::parse(NOWHERE).ok()?.join(&self.path_of(file)).ok()
    }

    /// The schema that calls itself `name` with `$anchor`.
    pub(super) fn anchor(&self, file: FileId, name: &str) -> Option<Place> {
        self.identifiers().anchors.get(&(file, name.to_owned()))?.first().cloned()
    }

    /// Whether any schema has an `$id`.
    pub(super) fn has_ids(&self) -> bool {
        !self.identifiers().addresses.is_empty()
    }

    /// Whether there is any `$dynamicRef`.
    pub(crate) fn has_dynamic_references(&self) -> bool {
        self.identifiers().has_dynamic
    }

    /// The schemas that call themselves `name` with `$dynamicAnchor`.
    pub(crate) fn dynamic_anchors(&self, file: FileId, name: &str) -> &[Place] {
        let found = self.identifiers().dynamic.get(&(file, name.to_owned()));
        found.map_or(&[], Vec::as_slice)
    }

    /// What a reference means by the `$id` of a schema: of the one that it names, or of one around it.
    pub(super) fn identified(&self, at: &Place, reference: &str) -> Option<Place> {
        let identifiers = self.identifiers();
        if identifiers.addresses.is_empty() {
            return None;
        }
        let (name, fragment) = split(reference);
        let base = self.base(at)?;
        let address = if name.is_empty() { base } else { base.join(name).ok()? };
        let schema = identifiers.addresses.get(&plain(&address))?;
        let fragment = decode(fragment);
        match &*fragment {
            "" => Some(schema.clone()),
            pointer if pointer.starts_with('/') => {
                let inner = Place::new(schema.file, format!("{}{pointer}", schema.pointer));
                self.value(&inner).is_some().then_some(inner)
            }
            name => {
                let known = identifiers.anchors.get(&(schema.file, name.to_owned()))?;
                known.iter().find(|it| is_within(it, schema)).cloned()
            }
        }
    }

    /// The address that references at a place are relative to.
    fn base(&self, at: &Place) -> Option<Url> {
        let bases = &self.identifiers().bases;
        let mut place = Some(at.clone());
        while let Some(here) = place {
            if let Some(base) = bases.get(&here) {
                return Some(base.clone());
            }
            place = here.parent();
        }
        self.address_of(at.file)
    }
}

impl Identifiers {
    fn collect(&mut self, value: &Value, place: &Place, base: &Url) {
        let mut base = std::borrow::Cow::Borrowed(base);
        match value {
            Value::Object(map) => {
                if let Some(id) = map.get("$id").and_then(Value::as_str)
                    && let Ok(address) = base.join(id)
                {
                    self.addresses.entry(plain(&address)).or_insert_with(|| place.clone());
                    self.bases.insert(place.clone(), address.clone());
                    base = std::borrow::Cow::Owned(address);
                }
                for (key, value) in map {
                    match value {
                        Value::String(name) => self.name(key, name, place),
                        Value::Object(_) | Value::Array(_) if !key.starts_with("x-") => {
                            self.collect(value, &place.key(key), &base);
                        }
                        _ => {}
                    }
                }
            }
            Value::Array(list) => {
                for (i, value) in list.iter().enumerate() {
                    self.collect(value, &place.index(i), &base);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn name(&mut self, key: &str, name: &str, place: &Place) {
        let known = (place.file, name.to_owned());
        match key {
            "$anchor" => self.anchors.entry(known).or_default().push(place.clone()),
            "$dynamicAnchor" => {
                self.anchors.entry(known.clone()).or_default().push(place.clone());
                self.dynamic.entry(known).or_default().push(place.clone());
            }
            "$dynamicRef" => self.has_dynamic = true,
            _ => {}
        }
    }
}

/// The address without its fragment.
fn plain(address: &Url) -> String {
    let mut address = address.clone();
    address.set_fragment(None);
    address.into()
}

fn is_within(place: &Place, around: &Place) -> bool {
    let rest = place.pointer.strip_prefix(&*around.pointer);
    place.file == around.file && rest.is_some_and(|it| it.is_empty() || it.starts_with('/'))
}
