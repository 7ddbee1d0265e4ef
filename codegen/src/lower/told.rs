//! Discriminators: who writes their values. A type that has one only does so by itself; elsewhere the variant does.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::Value;

use crate::model::{Field, Shape, Type, TypeId};
use crate::source::Place;

use super::Lowering;
use super::schema::given_name;
use super::tags::{Key, TaggedBranch};

impl Lowering<'_> {
    /// Schemas that extend one with a discriminator write its value also where the base itself is used nowhere.
    pub(super) fn tell_extensions(&mut self, told: &mut BTreeMap<Key, BTreeSet<String>>) {
        let objects: Vec<(Place, TypeId)> = self
            .lowered
            .iter()
            .filter_map(|(place, ty)| match ty.non_null() {
                Type::Declared(id) => Some((place.clone(), *id)),
                _ => None,
            })
            .filter(|(_, id)| matches!(self.types[id.0].shape, Shape::Object(_)))
            .collect();
        let mut mappings: HashMap<Place, HashMap<Place, Vec<String>>> = HashMap::new();
        for (place, id) in objects {
            let Some(discriminator) = self.inherited_discriminator(&place) else { continue };
            let key = (id, discriminator.property.clone());
            if told.contains_key(&key) || given_name(&place, &place).is_none() {
                continue;
            }
            let ty = Type::Declared(id);
            let branch = TaggedBranch { ty, name: given_name(&place, &place), place };
            let listed = self.values_of_member(&branch.ty, &key.1);
            if !mappings.contains_key(&discriminator.place) {
                mappings.insert(discriminator.place.clone(), self.mapping(&discriminator));
            }
            let mapping = mappings.get(&discriminator.place);
            let explicit = mapping.and_then(|it| it.get(&branch.place)?.first());
            let tag = match (self.alike(&listed, &branch), explicit) {
                (_, Some(first)) => Some(first.clone()),
                (Some(alike), None) => Some(alike),
                (None, None) => branch.name.filter(|_| listed.is_empty()),
            };
            told.insert(key, tag.into_iter().collect());
        }
    }

    /// A type that has one value of the discriminator writes it by itself.
    pub(super) fn tell(&mut self, id: TypeId, property: &str, tag: &str) {
        let Shape::Object(object) = &self.types[id.0].shape else { return };
        let Some(at) = object.fields.iter().position(|it| it.wire == property) else {
            let constant = Some(Value::from(tag));
            let field = Field {
                required: true,
                undeclared: true,
                constant,
                ..Field::new(property, Type::Any)
            };
            if let Shape::Object(object) = &mut self.types[id.0].shape {
                object.fields.push(field);
            }
            return;
        };
        let value = self.tag_value(&object.fields[at].ty, tag);
        if let Shape::Object(object) = &mut self.types[id.0].shape {
            let field = &mut object.fields[at];
            if field.constant.is_none() {
                field.undeclared |= !field.required;
                (field.constant, field.required) = (Some(value), true);
                field.ty = Type::Any;
            }
        }
    }

    /// A type under several values has no member for them where each variant of a union writes its own.
    pub(super) fn leave_to_variants(&mut self, id: TypeId, property: &str, is_used_alone: bool) {
        let Shape::Object(object) = &mut self.types[id.0].shape else { return };
        let described = object.fields.iter().any(|it| it.wire == property);
        if !(described && is_used_alone) {
            object.fields.retain(|it| it.wire != property);
            object.tags.push(property.to_owned());
        }
    }

    /// The types that are used elsewhere than as branches of unions with a discriminator.
    pub(super) fn used_alone(&self) -> BTreeSet<TypeId> {
        let mut res: BTreeSet<TypeId> = self.used.iter().copied().collect();
        for def in &self.types {
            match &def.shape {
                Shape::Union(union) if union.discriminator.is_some() => {}
                shape => shape.visit_types(&mut |ty| ty.visit_declared(&mut |it| res.extend([it]))),
            }
        }
        res
    }

    /// What the type of a branch does not write by itself, the variant does.
    pub(super) fn write_the_rest(&mut self) {
        for index in 0..self.types.len() {
            let Shape::Union(union) = &self.types[index].shape else { continue };
            let Some(property) = union.discriminator.clone() else { continue };
            let values: Vec<Option<Value>> = union
                .branches
                .iter()
                .map(|branch| {
                    let [tag] = branch.tags.as_slice() else { return None };
                    let writes = self.writes(&branch.ty, &property, &mut BTreeSet::new());
                    (!writes).then(|| self.tag_value_of(&branch.ty, &property, tag))
                })
                .collect();
            if let Shape::Union(union) = &mut self.types[index].shape {
                for (branch, value) in union.branches.iter_mut().zip(values) {
                    branch.writes = value;
                }
            }
        }
    }

    /// Whether a type writes a property by itself, whatever its value.
    fn writes(&self, ty: &Type, property: &str, seen: &mut BTreeSet<TypeId>) -> bool {
        let Type::Declared(id) = ty else { return false };
        match &self.types[id.0].shape {
            Shape::Object(object) => object.fields.iter().any(|it| {
                let lists_one = || self.values_of_member(ty, property).len() == 1;
                it.wire == property && it.required && (it.constant.is_some() || lists_one())
            }),
            Shape::Union(union) if union.discriminator.as_deref() == Some(property) => true,
            Shape::Union(union) => {
                seen.insert(*id)
                    && union.branches.iter().all(|it| self.writes(&it.ty, property, seen))
            }
            Shape::Enum(_) => false,
        }
    }

    fn tag_value_of(&self, ty: &Type, property: &str, tag: &str) -> Value {
        let Type::Declared(id) = ty else { return tag.into() };
        let Shape::Object(object) = &self.types[id.0].shape else { return tag.into() };
        let field = object.fields.iter().find(|it| it.wire == property);
        field.map_or_else(|| tag.into(), |it| self.tag_value(&it.ty, tag))
    }

    /// A value of the discriminator as a member of this type has it.
    fn tag_value(&self, ty: &Type, tag: &str) -> Value {
        let is_text = match ty.non_null() {
            Type::Bool | Type::Integer | Type::Unsigned | Type::Number => false,
            Type::Declared(id) => match &self.types[id.0].shape {
                Shape::Enum(values) => !values.iter().any(|it| it.number.is_some()),
                Shape::Object(_) | Shape::Union(_) => true,
            },
            _ => true,
        };
        let read = serde_json::from_str(tag).ok().filter(|_| !is_text);
        read.unwrap_or_else(|| tag.into())
    }
}
