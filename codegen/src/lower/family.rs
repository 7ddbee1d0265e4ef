//! A discriminator without `oneOf`: a schema, and those that extend it by `allOf`. Where the first is referred to, any
//! of them may come.

use crate::document::{Discriminator, SchemaView};
use crate::model::{Branch, Naming, Shape, Type, Union};
use crate::source::Place;

use super::Lowering;
use super::merge::Merged;
use super::schema::given_name;
use super::tags::{Tagged, TaggedBranch};

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
        if !view.one_of.is_empty() || !view.any_of.is_empty() {
            return None;
        }
        let extensions = self.document.extended_by(place);
        let mut discriminator = match &view.discriminator {
            Some(own) => own.clone(),
            // What extends this one is told from it by what tells all of them apart.
            None if extensions.is_empty() => return None,
            None => {
                let mut above = self.inherited_discriminator(place)?;
                let resolve = |it: &Place| self.document.resolve(it, self.diagnostics);
                let targets: Vec<Option<Place>> = above
                    .mapping
                    .iter()
                    .map(|(_, it)| it)
                    .map(resolve)
                    .map(|it| Some(it?.place))
                    .collect();
                let mut targets = targets.into_iter();
                above.mapping.retain(|_| {
                    let target = targets.next().flatten();
                    target.is_some_and(|it| {
                        it == *place || extensions.iter().any(|(_, to)| *to == it)
                    })
                });
                above
            }
        };
        let mut children: Vec<Place> = Vec::new();
        for (_, place) in discriminator.mapping.clone() {
            let target = self.document.resolve(&place, self.diagnostics)?.place;
            children.push(target);
        }
        let nested = self.told_otherwise(&extensions, &discriminator.property);
        for (value, child) in extensions {
            if !children.contains(&child) && !nested.contains(&child) {
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

    /// The schemas that extend one of these which tells its own by another property.
    fn told_otherwise(&mut self, extensions: &[(String, Place)], property: &str) -> Vec<Place> {
        let mut res = Vec::new();
        for (_, place) in extensions {
            let view = self.document.schema(place, self.diagnostics);
            let own = view.and_then(|it| it.discriminator.clone());
            if own.is_some_and(|it| it.property != property) {
                res.extend(self.document.extended_by(place).into_iter().map(|(_, it)| it));
            }
        }
        res
    }

    /// Whether a schema is `allOf` of one base, of whose family it is a member: more than another name of the base.
    pub(super) fn only_extends(&mut self, view: &SchemaView, base: &Place) -> bool {
        let Some(target) = self.document.resolve(base, self.diagnostics).map(|it| it.place) else {
            return false;
        };
        view.all_of.contains(base)
            && self.family(&target).is_some_and(|it| it.children.contains(&view.place))
    }

    /// The type of a child. Where the same property tells its own children apart, these are children of the family as
    /// well, so the child is what it says itself.
    fn child(&mut self, place: &Place, naming: Naming, discriminator: &Discriminator) -> Type {
        let ty = self.schema(place, naming).non_null().clone();
        let own =
            self.document.schema(place, self.diagnostics).and_then(|it| it.discriminator.clone());
        match self.bases.get(place) {
            Some(base) if own.is_none_or(|it| it.property == discriminator.property) => {
                base.clone()
            }
            _ => ty,
        }
    }

    /// The discriminator of a schema that this one extends, however far above.
    pub(super) fn inherited_discriminator(&mut self, place: &Place) -> Option<Discriminator> {
        let mut seen: Vec<Place> = vec![place.clone()];
        let mut at = 0;
        while let Some(place) = seen.get(at).cloned() {
            at += 1;
            let view = self.document.schema(&place, self.diagnostics)?;
            for base in &view.all_of {
                let Some(base) = self.document.resolve(base, self.diagnostics) else { continue };
                let above = self.document.schema(&base.place, self.diagnostics)?;
                if seen.contains(&base.place)
                    || !above.one_of.is_empty()
                    || !above.any_of.is_empty()
                {
                    continue;
                }
                if let Some(found) = &above.discriminator {
                    return Some(found.clone());
                }
                seen.push(base.place);
            }
        }
        None
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
        self.bases.insert(key.clone(), base.clone());
        let mut branches: Vec<Branch> = Vec::new();
        let mut described: Vec<TaggedBranch> = Vec::new();
        for (position, child) in family.children.iter().enumerate() {
            let name = given_name(child, child);
            let naming = Naming::Branch { parent: id, title: name.clone(), position };
            let ty = self.child(child, naming, &family.discriminator);
            if ty == Type::Any || ty == Type::Declared(id) {
                continue;
            }
            if !branches.iter().any(|it| it.ty == ty) {
                branches.push(Branch::new(ty.clone(), name.clone()));
            }
            described.push(TaggedBranch { ty, place: child.clone(), name });
        }
        let discriminator = Some(family.discriminator.property.clone());
        self.types[id.0].shape = Shape::Union(Union { branches, discriminator, inferred: false });
        let base = TaggedBranch { ty: base, place: key.clone(), name: given_name(key, key) };
        self.tagged.push(Tagged {
            id,
            discriminator: family.discriminator.clone(),
            branches: described,
            base: Some(base).filter(|it| it.ty != Type::Any),
        });
        let res = Type::Declared(id);
        if nullable { res.nullable() } else { res }
    }
}
