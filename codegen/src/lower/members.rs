//! Objects: their members, and what may come beside these.

use serde_json::Value;

use crate::document::Additional;
use crate::model::{Field, Naming, Object, Shape, Type, TypeId};
use crate::source::Place;

use super::Lowering;
use super::merge::Merged;
use super::schema::element;
use super::values::only_value;

/// Objects that are deeper than this in others get their members later: a chain of references can be of any length,
/// the stack cannot.
const DEEP: usize = 40;

/// Objects whose members are looked at twice, at most.
const MOST_RETRIES: usize = 10_000;

impl Lowering<'_> {
    /// What members hold whose names fit a pattern: their names are not known, so they are like additional ones.
    fn pattern(&mut self, merged: &Merged, naming: Naming) -> Option<Type> {
        let mut types: Vec<Type> = Vec::new();
        for place in &merged.patterns {
            let ty = self.schema(place, naming.clone());
            if !types.contains(&ty) {
                types.push(ty);
            }
        }
        match types.as_slice() {
            [] => None,
            [only] => Some(only.clone()),
            [_, ..] => Some(Type::Any),
        }
    }

    pub(super) fn object(&mut self, merged: Merged, naming: Naming, key: Option<&Place>) -> Type {
        if merged.properties.is_empty() {
            return match &merged.additional {
                Additional::Schema(place) => {
                    let values = self.schema(place, element(naming));
                    if values == Type::Any { Type::FreeObject } else { Type::Map(Box::new(values)) }
                }
                Additional::Unstated | Additional::Any | Additional::No => {
                    match self.pattern(&merged, element(naming)) {
                        None | Some(Type::Any) => Type::FreeObject,
                        Some(values) => Type::Map(Box::new(values)),
                    }
                }
            };
        }
        // Declared before its members are looked at, so that they may refer to it.
        let id = self.declare(&merged, naming, key, Shape::Object(Object::default()));
        if let Some(key) = key {
            self.lowered.insert(key.clone(), Type::Declared(id));
        }
        if self.depth > DEEP {
            self.postponed.push((id, merged));
        } else {
            let before = self.unfinished.take();
            let object = self.members(&merged, id);
            self.types[id.0].shape = Shape::Object(object);
            if self.unfinished.is_some() && self.n_retries < MOST_RETRIES {
                self.n_retries += 1;
                // A member leads back to a schema around the object: once that is known, it can be told.
                self.postponed.push((id, merged));
            }
            self.unfinished = before;
        }
        Type::Declared(id)
    }

    /// Looks at the members that were too deep in other schemas.
    pub(super) fn postponed_members(&mut self) {
        while let Some((id, merged)) = self.postponed.pop() {
            let object = self.members(&merged, id);
            self.types[id.0].shape = Shape::Object(object);
        }
    }

    fn members(&mut self, merged: &Merged, parent: TypeId) -> Object {
        self.scope.extend(Some(merged.dynamic.clone()).filter(|it| !it.is_empty()));
        let res = self.described_by(merged, parent);
        if !merged.dynamic.is_empty() {
            self.scope.pop();
        }
        res
    }

    fn described_by(&mut self, merged: &Merged, parent: TypeId) -> Object {
        let mut fields = Vec::new();
        for (wire, places) in &merged.properties {
            let required = merged.required.contains(wire);
            if let Some(field) = self.field(wire, places, required, parent) {
                fields.push(field);
            }
        }
        let additional = match &merged.additional {
            Additional::Schema(place) => {
                let naming =
                    Naming::Member { parent, property: "additional".to_owned(), element: true };
                Some(self.schema(place, naming))
            }
            Additional::Any => Some(Type::Any),
            Additional::Unstated | Additional::No => {
                let naming =
                    Naming::Member { parent, property: "additional".to_owned(), element: true };
                self.pattern(merged, naming)
            }
        };
        fields.extend(self.undeclared(merged, additional.as_ref()));
        let closed = matches!(merged.additional, Additional::No);
        Object { fields, additional, closed, tags: Vec::new() }
    }

    /// The members that are required and not among the properties: they can be anything that additional ones can be.
    fn undeclared(&mut self, merged: &Merged, additional: Option<&Type>) -> Vec<Field> {
        if !merged.patterns.is_empty() || matches!(merged.additional, Additional::No) {
            return Vec::new();
        }
        let names = merged.required.iter().filter(|it| !merged.properties.contains_key(*it));
        let mut res: Vec<Field> = Vec::new();
        for wire in names {
            let message =
                format!("`{wire}` is required and is no property, so it is taken as any value");
            self.diagnostics.note(&merged.place.key("required"), message);
            let ty = additional.cloned().unwrap_or(Type::Any);
            res.push(Field { required: true, undeclared: true, ..Field::new(wire, ty) });
        }
        res
    }

    fn field(
        &mut self,
        wire: &str,
        places: &[Place],
        required: bool,
        parent: TypeId,
    ) -> Option<Field> {
        let about = self.merge(places)?;
        let naming = Naming::Member { parent, property: wire.to_owned(), element: false };
        let constant = only_value(&about).filter(|_| required && !about.nullable);
        let ty = match (&constant, places) {
            (Some(_), _) => Type::Any,
            (None, [only]) => self.schema(only, naming),
            // Several `allOf` branches describe the member: what they say together.
            (None, _) => self.together(&about, places, naming),
        };
        let element = self.element(wire, &about, &ty);
        // A description beside a `$ref` is about the member; one behind it is about the type.
        let description = places.iter().rev().find_map(|it| self.own_description(it, &ty));
        Some(Field {
            wire: wire.to_owned(),
            published: match about.extensions.get("x-published-name") {
                Some(Value::String(name)) => Some(name.clone()),
                _ => None,
            },
            ty,
            required,
            constant,
            read_only: about.read_only,
            write_only: about.write_only,
            deprecated: about.deprecated,
            description: description.or(about.title.clone()),
            example: self.example(about.example.as_ref()),
            default: about.default,
            limits: about.limits,
            media: about.raw_media,
            style: None,
            element,
            undeclared: false,
        })
    }

    /// The type of a member that several branches of an `allOf` describe. A member that leads back to itself is what
    /// the last of them says.
    fn together(&mut self, about: &Merged, places: &[Place], naming: Naming) -> Type {
        let targets = places.iter().filter_map(|it| self.document.resolve(it, self.diagnostics));
        let targets: Vec<Place> = targets.map(|it| it.place).collect();
        let new: Vec<Place> =
            targets.into_iter().filter(|it| self.in_member.insert(it.clone())).collect();
        match places.last() {
            Some(last) if new.is_empty() => self.schema(last, naming),
            _ => {
                let res = self.merged(about.clone(), naming, None);
                self.in_member.retain(|it| !new.contains(it));
                res
            }
        }
    }

    /// What a member says about itself; the words of a declared type are left to its declaration.
    fn own_description(&mut self, place: &Place, ty: &Type) -> Option<String> {
        let resolved = self.document.resolve(place, self.diagnostics)?;
        if resolved.description.is_some() {
            return resolved.description;
        }
        let mut declared = false;
        ty.visit_declared(&mut |_| declared = true);
        let elsewhere = resolved.place != *place;
        if elsewhere && declared {
            return None;
        }
        let view = self.document.schema(&resolved.place, self.diagnostics)?;
        // `allOf: [{$ref: ...}, {description: ...}]`
        view.description.clone().or_else(|| {
            let words = view.all_of.iter().rev().filter(|it| self.only_annotates(it));
            let words: Vec<Place> = words.cloned().collect();
            words
                .iter()
                .find_map(|it| self.document.schema(it, self.diagnostics)?.description.clone())
        })
    }
}
