//! `anyOf` of objects that a value can fit at once: beside the kinds there is one that has the members of all of them,
//! so that none is lost where several come, and all can be sent.

use indexmap::IndexMap;

use crate::model::{Branch, Field, Naming, Object, Shape, Type, TypeDef, TypeId};

use super::Lowering;

impl Lowering<'_> {
    /// Adds that kind to each `anyOf` whose objects do not exclude each other.
    pub(super) fn combine_branches(&mut self) {
        for id in std::mem::take(&mut self.inclusive) {
            let Shape::Union(union) = &self.types[id.0].shape else { continue };
            if union.discriminator.is_some() {
                continue;
            }
            let position = union.branches.len();
            let Some(combined) = self.combined(&union.branches) else { continue };
            let def = &self.types[id.0];
            let part = TypeId(self.types.len());
            self.types.push(TypeDef {
                place: def.place.clone(),
                naming: Naming::Branch { parent: id, title: Some("combined".to_owned()), position },
                title: None,
                description: Some("What several of the kinds have, together.".to_owned()),
                deprecated: false,
                shape: Shape::Object(combined),
                example: None,
            });
            if let Shape::Union(union) = &mut self.types[id.0].shape {
                union.branches.push(Branch::new(Type::Declared(part), None));
            }
        }
    }

    /// The members of all objects, required if all of them require it; nothing if no value could fit two of them, or
    /// one of them has all the members.
    fn combined(&self, branches: &[Branch]) -> Option<Object> {
        let object = |branch: &Branch| match &branch.ty {
            Type::Declared(id) => match &self.types[id.0].shape {
                Shape::Object(object) => Some(object),
                Shape::Enum(_) | Shape::Union(_) => None,
            },
            _ => None,
        };
        let objects: Vec<&Object> = branches.iter().filter_map(object).collect();
        let mut fields: IndexMap<&str, (Field, usize)> = IndexMap::new();
        for field in objects.iter().flat_map(|it| &it.fields) {
            let (known, count) = fields.entry(&field.wire).or_insert_with(|| (field.clone(), 0));
            if known.ty != field.ty || known.constant != field.constant {
                return None;
            }
            known.required &= field.required;
            *count += 1;
        }
        let has_all = |it: &&Object| it.fields.len() == fields.len() || it.additional.is_some();
        if objects.len() < 2 || objects.iter().any(has_all) || objects.iter().any(|it| it.closed) {
            return None;
        }
        let fields = fields.into_values().map(|(field, count)| Field {
            required: field.required && count == objects.len(),
            ..field
        });
        Some(Object { fields: fields.collect(), ..Object::default() })
    }
}
