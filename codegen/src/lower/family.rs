//! A discriminator without `oneOf`: a schema, and those that extend it by `allOf`. Where the first is referred to, any
//! of them may come.

use crate::document::{Discriminator, SchemaView};
use crate::model::{Branch, Naming, Shape, Type, Union};
use crate::source::Place;

use super::Lowering;
use super::merge::Merged;
use super::schema::given_name;

/// A base and what it is extended by.
pub(super) struct Family {
    discriminator: Discriminator,
    /// The places of the schemas that extend it.
    children: Vec<Place>,
}

impl Lowering<'_> {
    /// The family of which a schema is the base, if it is one.
    pub(super) fn family(&mut self, place: &Place) -> Option<Family> {
        let view = self.document.schema(place, self.diagnostics)?;
        let mut discriminator = view.discriminator.clone()?;
        if !view.one_of.is_empty() || !view.any_of.is_empty() {
            return None;
        }
        let mut children: Vec<Place> = Vec::new();
        for (_, place) in discriminator.mapping.clone() {
            let target = self.document.resolve(&place, self.diagnostics)?.place;
            children.push(target);
        }
        for (value, child) in self.document.extended_by(place) {
            if !children.contains(&child) {
                discriminator.mapping.push((value, child.clone()));
                children.push(child);
            }
        }
        let mut distinct: Vec<Place> = Vec::new();
        for child in children {
            if child != *place && !distinct.contains(&child) {
                distinct.push(child);
            }
        }
        (!distinct.is_empty()).then_some(Family { discriminator, children: distinct })
    }

    /// Whether a schema is `allOf` of one base, of whose family it is a member: more than another name of the base.
    pub(super) fn only_extends(&mut self, view: &SchemaView, base: &Place) -> bool {
        let Some(target) = self.document.resolve(base, self.diagnostics).map(|it| it.place) else {
            return false;
        };
        view.all_of.contains(base)
            && self.family(&target).is_some_and(|it| it.children.contains(&view.place))
    }

    /// The union of a family: each of the children, and the base for what is none of them.
    pub(super) fn family_union(
        &mut self,
        merged: Merged,
        family: &Family,
        naming: Naming,
        key: &Place,
    ) -> Type {
        let nullable = merged.nullable;
        let id = self.declare(&merged, naming, Some(key), Shape::Enum(Vec::new()));
        self.lowered.insert(key.clone(), Type::Declared(id));
        let mut base = merged;
        base.discriminator = None;
        base.nullable = false;
        let base = self.merged(base, Naming::Base { parent: id }, None);
        let mut branches: Vec<Branch> = Vec::new();
        for (position, child) in family.children.iter().enumerate() {
            let label = given_name(child, child);
            let naming = Naming::Branch { parent: id, title: label.clone(), position };
            let ty = self.schema(child, naming).non_null().clone();
            let tags = self.family_tags(&ty, child, label.as_deref(), &family.discriminator);
            match branches.iter_mut().find(|it| it.ty == ty) {
                Some(same) => same.tags.extend(tags),
                None => branches.push(Branch { ty, tags, label }),
            }
        }
        branches.retain(|it| it.ty != Type::Any && it.ty != Type::Declared(id));
        self.remember_tags(&branches, family);
        let tags = self.base_tags(&base, key, &family.discriminator, &branches);
        if !tags.is_empty() && base != Type::Any && !branches.iter().any(|it| it.ty == base) {
            branches.push(Branch { ty: base, tags, label: given_name(key, key) });
        }
        let discriminator = Some(family.discriminator.property.clone());
        self.types[id.0].shape = Shape::Union(Union { branches, discriminator });
        let res = Type::Declared(id);
        if nullable { res.nullable() } else { res }
    }

    /// The values of the discriminator that stand for a child. What the child itself lists is believed before the
    /// mapping and its name, unless it is only what the base lists for all of them.
    fn family_tags(
        &self,
        ty: &Type,
        child: &Place,
        name: Option<&str>,
        discriminator: &Discriminator,
    ) -> Vec<String> {
        let listed = self.values_of_member(ty, &discriminator.property);
        let mapped: Vec<String> = discriminator
            .mapping
            .iter()
            .filter(|(_, to)| to == child)
            .map(|(value, _)| value.clone())
            .collect();
        let agreed: Vec<String> = mapped.iter().filter(|it| listed.contains(it)).cloned().collect();
        if !agreed.is_empty() || listed.is_empty() {
            return if agreed.is_empty() { mapped } else { agreed };
        }
        if let [only] = listed.as_slice() {
            return vec![only.clone()];
        }
        // `cat` or `CAT` for the schema `Cat`.
        let alike = |it: &&String| name.is_some_and(|name| letters(it) == letters(name));
        listed.iter().find(alike).map_or(mapped, |it| vec![it.clone()])
    }

    /// Remembers the children that have one value of the discriminator, and no children of their own.
    fn remember_tags(&mut self, branches: &[Branch], family: &Family) {
        for child in &family.children {
            let Some(Type::Declared(id)) = self.lowered.get(child).map(Type::non_null).cloned()
            else {
                continue;
            };
            let branch = branches.iter().find(|it| it.ty == Type::Declared(id));
            let Some([tag]) = branch.map(|it| it.tags.as_slice()) else { continue };
            if self.document.extended_by(child).is_empty() {
                self.told.push((id, family.discriminator.property.clone(), tag.clone()));
            }
        }
    }

    /// Gives each child of a family its value of the discriminator, so that nobody has to say it.
    pub(super) fn tell_children(&mut self) {
        let told = std::mem::take(&mut self.told);
        for (id, property, tag) in &told {
            // Of two bases, each may want to be told something else.
            let same = |it: &&(_, String, String)| it.0 == *id && it.1 == *property;
            if told.iter().filter(same).any(|it| it.2 != *tag) {
                continue;
            }
            let listed = self.values_of_member(&Type::Declared(*id), property);
            let Shape::Object(object) = &mut self.types[id.0].shape else { continue };
            let Some(field) = object.fields.iter_mut().find(|it| it.wire == *property) else {
                continue;
            };
            let fits = listed.contains(tag) || *field.ty.non_null() == Type::Text;
            if fits && field.constant.is_none() {
                (field.constant, field.required) = (Some(tag.clone().into()), true);
                field.ty = Type::Any;
            }
        }
    }

    /// What stands for the base itself: its own name, and the values that stand for none of its children.
    fn base_tags(
        &self,
        base: &Type,
        place: &Place,
        discriminator: &Discriminator,
        branches: &[Branch],
    ) -> Vec<String> {
        let listed = self.values_of_member(base, &discriminator.property);
        let mapped = discriminator.mapping.iter().filter(|(_, to)| to == place);
        let name = given_name(place, place).filter(|_| listed.is_empty());
        let mut res: Vec<String> = Vec::new();
        for tag in listed.into_iter().chain(mapped.map(|(tag, _)| tag.clone())).chain(name) {
            let taken = branches.iter().any(|it| it.tags.contains(&tag));
            if !taken && !res.contains(&tag) {
                res.push(tag);
            }
        }
        res
    }
}

/// What is left of a name without its case and signs.
fn letters(name: &str) -> String {
    name.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
