//! What one schema turns into.

use crate::document::Additional;
use crate::model::{Naming, Shape, Type, TypeDef, TypeId};
use crate::source::Place;

use super::Lowering;
use super::body::is_binary;
use super::merge::Merged;
use super::values::{scalar_type, type_of_values};

/// Schemas that are deeper than this in lists, maps and unions alone are not looked at.
const DEEPEST: usize = 80;

impl Lowering<'_> {
    /// The type of the schema at a place. `naming` serves if the schema has no name of its own.
    pub(super) fn schema(&mut self, place: &Place, naming: Naming) -> Type {
        let Some(resolved) = self.document.resolve(place, self.diagnostics) else {
            return Type::Any;
        };
        if let Some(target) = self.dynamic_target(&resolved.place) {
            let target = target.filter(|it| *it != resolved.place);
            let Some(target) = target else { return Type::Any };
            if self.depth >= DEEPEST {
                return self.too_deep(&target);
            }
            self.depth += 1;
            let ty = self.schema(&target, naming);
            self.depth -= 1;
            return ty;
        }
        let ty = self.resolved(place, resolved.place, naming);
        if resolved.nullable { ty.nullable() } else { ty }
    }

    /// The type of the schema that a place leads to.
    fn resolved(&mut self, place: &Place, target: Place, naming: Naming) -> Type {
        let depends = self.depends_on_scope(&target);
        if let Some(known) = self.lowered.get(&target).filter(|_| !depends) {
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
            self.unfinished.get_or_insert(target);
            return Type::Any;
        }
        self.depth += 1;
        let before = self.unfinished.take();
        // What a schema means in the scope of another is not what its name means.
        let given = given_name(place, &target).filter(|_| !depends);
        let naming = given.map_or(naming, Naming::Given);
        let res = match self.alias(&target) {
            Some((other, nullable)) => {
                let ty = self.schema(&other, naming);
                if nullable { ty.nullable() } else { ty }
            }
            None => match self.merge(std::slice::from_ref(&target)) {
                Some(merged) => match self.family(&target) {
                    Some(family) => self.family_union(merged, &family, naming, &target),
                    None => self.merged(merged, naming, Some(&target).filter(|_| !depends)),
                },
                None => Type::Any,
            },
        };
        self.depth -= 1;
        self.in_progress.remove(&target);
        if self.unfinished.as_ref() == Some(&target) {
            self.unfinished = None;
            self.diagnostics.warning(
                &target,
                "the schema contains itself without an object in between, taken as any value",
            );
        }
        // What holds a schema that is not known yet is looked at again once it is.
        if self.unfinished.is_none() && !depends {
            self.lowered.insert(target, res.clone());
        }
        self.unfinished = before.or(self.unfinished.take());
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
        let all_of = view.all_of.iter().filter(|it| !self.only_annotates(it));
        let mut branches: Vec<Place> = all_of.cloned().collect();
        branches.extend(view.one_of.iter().chain(&view.any_of).cloned());
        let [only] = branches.as_slice() else { return None };
        let adds_nothing = view.properties.is_empty()
            && view.required.is_empty()
            && view.enumeration.is_none()
            && view.constant.is_none()
            && view.format.is_none()
            && view.items.is_none()
            && view.prefix_items.is_empty()
            && view.pattern_properties.is_empty()
            && matches!(view.additional, Additional::Unstated)
            && matches!(view.unevaluated, Additional::Unstated)
            && view.dynamic_anchors.is_empty();
        (adds_nothing && !self.only_extends(&view, only)).then(|| (only.clone(), view.nullable))
    }

    /// Whether a branch of an `allOf` changes no type: it has words, a default or a length alone.
    pub(super) fn only_annotates(&mut self, place: &Place) -> bool {
        let view = self.document.resolve(place, self.diagnostics).and_then(|it| {
            let view = self.document.schema(&it.place, self.diagnostics)?;
            (!it.nullable).then_some(view)
        });
        view.is_some_and(|it| {
            !it.states_kind()
                && it.all_of.is_empty()
                && it.required.is_empty()
                && it.format.is_none()
                // These two tell how large an integer is.
                && it.bounds.minimum.is_none()
                && it.bounds.maximum.is_none()
                && it.content_media_type.is_none()
                && it.discriminator.is_none()
                && it.not.is_none()
                && it.dynamic_anchors.is_empty()
                && it.boolean.is_none()
                && !it.nullable
        })
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
        if let Some((first, second)) = &merged.contradiction {
            self.contradict(first, second);
            return Type::Any;
        }
        let listed = self.listed_values(&merged);
        // What lists its values itself needs no alternatives for them.
        let is_listed = merged.enumeration.is_some() && listed.is_some();
        if !is_listed && merged.alternatives.iter().any(|it| !it.is_empty()) {
            return self.alternatives(merged, naming, key);
        }
        if let Some(values) = listed {
            let shape = Shape::Enum(values);
            return Type::Declared(self.declare(&merged, naming, key, shape));
        }
        match merged.types.as_slice() {
            [] if merged.is_object() => self.object(merged, naming, key),
            [] if merged.items.is_some() || !merged.prefix_items.is_empty() => {
                self.list(&merged, naming)
            }
            [] => type_of_values(&merged).map_or(Type::Any, |it| scalar_type(it, None)),
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

    fn contradict(&mut self, first: &Place, second: &Place) {
        let mut types = |place: &Place| {
            let view = self.document.schema(place, self.diagnostics);
            view.map_or_else(String::new, |it| it.types.join(" or "))
        };
        let (before, after) = (types(first), types(second));
        self.diagnostics
            .warning(
                second,
                format!("no value is both {before} and {after}, so it is taken as any value"),
            )
            .related(first, format!("{before} here"))
            .help("remove one of the two, or join them by `oneOf` if either may come");
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
