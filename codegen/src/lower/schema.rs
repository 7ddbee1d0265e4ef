//! What one schema turns into.

use serde_json::Value;

use crate::document::Additional;
use crate::model::{EnumValue, Field, Naming, Object, Shape, Type, TypeDef, TypeId};
use crate::source::Place;

use super::Lowering;
use super::body::is_binary;
use super::merge::Merged;

/// Objects that are deeper than this in others get their members later: a chain of references can be of any length,
/// the stack cannot.
const DEEP: usize = 40;

/// Schemas that are deeper than this in lists, maps and unions alone are not looked at.
const DEEPEST: usize = 80;

impl Lowering<'_> {
    /// The type of the schema at a place. `naming` serves if the schema has no name of its own.
    pub(super) fn schema(&mut self, place: &Place, naming: Naming) -> Type {
        let Some(resolved) = self.document.resolve(place, self.diagnostics) else {
            return Type::Any;
        };
        let target = resolved.place;
        if let Some(known) = self.lowered.get(&target) {
            return known.clone();
        }
        if self.depth >= DEEPEST {
            return self.too_deep(&target);
        }
        if let Some((member, inner)) = self.envelope(&target) {
            self.depth += 1;
            let inner = Box::new(self.schema(&inner, naming));
            self.depth -= 1;
            return Type::Envelope { member, inner };
        }
        if !self.in_progress.insert(target.clone()) {
            self.diagnostics.warning(
                &target,
                "the schema contains itself without an object in between, taken as any value",
            );
            return Type::Any;
        }
        self.depth += 1;
        let naming = given_name(place, &target).map_or(naming, Naming::Given);
        let res = match self.alias(&target) {
            Some((other, nullable)) => {
                let ty = self.schema(&other, naming);
                if nullable { ty.nullable() } else { ty }
            }
            None => match self.merge(std::slice::from_ref(&target)) {
                Some(merged) => match self.family(&target) {
                    Some(family) => self.family_union(merged, &family, naming, &target),
                    None => self.merged(merged, naming, Some(&target)),
                },
                None => Type::Any,
            },
        };
        self.depth -= 1;
        self.in_progress.remove(&target);
        self.lowered.insert(target, res.clone());
        res
    }

    fn too_deep(&mut self, place: &Place) -> Type {
        let message = "too many schemas in one another, taken as any value";
        self.diagnostics.warning(place, message);
        Type::Any
    }

    /// The one schema that this one stands for: an `allOf` (`oneOf`, `anyOf`) of one that adds nothing.
    fn alias(&mut self, place: &Place) -> Option<(Place, bool)> {
        let view = self.document.schema(place, self.diagnostics)?;
        let branches = [&view.all_of, &view.one_of, &view.any_of];
        let mut branches = branches.into_iter().flatten();
        let only = branches.next()?.clone();
        let adds_nothing = branches.next().is_none()
            && view.properties.is_empty()
            && view.required.is_empty()
            && view.enumeration.is_none()
            && view.constant.is_none()
            && view.items.is_none()
            && view.prefix_items.is_empty()
            && view.pattern_properties.is_empty()
            && matches!(view.additional, Additional::Unstated);
        (adds_nothing && !self.only_extends(&view, &only)).then_some((only, view.nullable))
    }

    /// The type of a schema whose parts are known. `key` is where it is remembered while its members are lowered.
    pub(super) fn merged(&mut self, merged: Merged, naming: Naming, key: Option<&Place>) -> Type {
        let nullable = merged.nullable;
        if self.depth >= DEEPEST {
            return self.too_deep(&merged.place);
        }
        self.depth += 1;
        let ty = self.merged_non_null(merged, naming, key);
        self.depth -= 1;
        if nullable { ty.nullable() } else { ty }
    }

    fn merged_non_null(&mut self, merged: Merged, naming: Naming, key: Option<&Place>) -> Type {
        if merged.alternatives.iter().any(|it| !it.is_empty()) {
            return self.alternatives(merged, naming, key);
        }
        if let Some(values) = string_values(&merged) {
            let shape = Shape::Enum(values);
            return Type::Declared(self.declare(&merged, naming, key, shape));
        }
        match merged.types.as_slice() {
            [] if merged.is_object() => self.object(merged, naming, key),
            [] if merged.items.is_some() || !merged.prefix_items.is_empty() => {
                self.list(&merged, naming)
            }
            [] => Type::Any,
            [only] => match only.as_str() {
                "object" => self.object(merged, naming, key),
                "array" => self.list(&merged, naming),
                // Where there is no text, there are bytes.
                "string"
                    if merged.format.is_none()
                        && merged.raw_media.as_deref().is_some_and(is_binary) =>
                {
                    Type::File
                }
                scalar => match scalar_type(scalar, merged.format.as_deref()) {
                    Type::Integer if merged.is_unsigned() => Type::Unsigned,
                    other => other,
                },
            },
            [_, ..] => self.several_types(merged, naming, key),
        }
    }

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

    fn object(&mut self, merged: Merged, naming: Naming, key: Option<&Place>) -> Type {
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
            let object = self.members(&merged, id);
            self.types[id.0].shape = Shape::Object(object);
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
        Object { fields, additional }
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
        let constant = about.constant.clone().filter(|value| required && !value.is_null());
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
            media: about.raw_media,
            style: None,
            element,
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
        self.document.schema(&resolved.place, self.diagnostics)?.description.clone()
    }

    pub(super) fn declare(
        &mut self,
        merged: &Merged,
        naming: Naming,
        key: Option<&Place>,
        shape: Shape,
    ) -> TypeId {
        let id = TypeId(self.types.len());
        self.types.push(TypeDef {
            place: key.unwrap_or(&merged.place).clone(),
            naming,
            title: merged.title.clone(),
            description: merged.description.clone(),
            deprecated: merged.deprecated,
            shape,
            example: self.example(merged.example.as_ref()),
        });
        id
    }
}

fn scalar_type(name: &str, format: Option<&str>) -> Type {
    match (name, format) {
        (_, Some("id")) => Type::Id,
        ("string", Some("date-time")) => Type::DateTime,
        ("string", Some("password")) => Type::Secret,
        ("string", Some("binary")) => Type::File,
        ("string", _) => Type::Text,
        ("integer" | "number", Some("uint64" | "uint128")) => Type::Unsigned,
        ("integer", _) => Type::Integer,
        ("number", Some("int32" | "int64" | "uint32")) => Type::Integer,
        ("number", _) => Type::Number,
        ("boolean", _) => Type::Bool,
        // 2.0 spells it as a type.
        ("file", _) => Type::File,
        (_, _) => Type::Any,
    }
}

/// The values of an enum of texts; `None` if the schema lists none, or others as well.
fn string_values(merged: &Merged) -> Option<Vec<EnumValue>> {
    let listed = match (&merged.enumeration, &merged.constant) {
        (Some(values), _) => values.as_slice(),
        (None, Some(value)) => std::slice::from_ref(value),
        (None, None) => return None,
    };
    let mut res: Vec<EnumValue> = Vec::new();
    for value in listed.iter().filter(|it| !it.is_null()) {
        let Value::String(wire) = value else { return None };
        if !res.iter().any(|it| it.wire == *wire) {
            res.push(EnumValue { wire: wire.clone(), description: None });
        }
    }
    (!res.is_empty()).then_some(res)
}

/// The naming of what a list or a map holds.
pub(super) fn element(naming: Naming) -> Naming {
    match naming {
        Naming::Member { parent, property, .. } => {
            Naming::Member { parent, property, element: true }
        }
        Naming::Part { operation, part, member, .. } => {
            Naming::Part { operation, part, member, element: true }
        }
        other @ (Naming::Given(_) | Naming::Branch { .. } | Naming::Base { .. }) => other,
    }
}

/// The name that the author gave to a schema: what the last part of a reference to it says.
pub(super) fn given_name(place: &Place, target: &Place) -> Option<String> {
    let parent = target.parent().and_then(|it| it.last_key());
    let named_there = matches!(parent.as_deref(), Some("schemas" | "definitions" | "$defs"));
    match target.last_key() {
        Some(key) if named_there => Some(key),
        Some(key) if place != target && key.parse::<usize>().is_err() && !is_keyword(&key) => {
            Some(key)
        }
        _ => None,
    }
}

/// Whether a step of a pointer is part of OpenAPI's own vocabulary, so no name.
fn is_keyword(key: &str) -> bool {
    matches!(key, "schema" | "items" | "additionalProperties" | "allOf" | "oneOf" | "anyOf" | "not")
}
