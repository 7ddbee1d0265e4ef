//! Discriminators: which of their values stand for each branch of a union. Decided when all types are known, since a
//! branch may be a union itself or get its members late.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::Value;

use crate::document::Discriminator;
use crate::model::{Branch, Naming, Shape, Type, TypeId};
use crate::source::Place;

use super::Lowering;

/// A union with a discriminator, as it was described.
pub(super) struct Tagged {
    pub id: TypeId,
    pub discriminator: Discriminator,
    pub branches: Vec<TaggedBranch>,
    /// What stands for the base of a family itself, if it is one.
    pub base: Option<TaggedBranch>,
}

/// One branch as it was described.
#[derive(Clone)]
pub(super) struct TaggedBranch {
    pub ty: Type,
    /// The schema, and its name.
    pub place: Place,
    pub name: Option<String>,
}

/// A type and the property that tells it from others.
pub(super) type Key = (TypeId, String);

impl Lowering<'_> {
    /// Gives each branch of each union its values of the discriminator, and sees to it that they are written.
    pub(super) fn assign_tags(&mut self) {
        self.infer_discriminators();
        let mut told: BTreeMap<Key, BTreeSet<String>> = BTreeMap::new();
        for union in std::mem::take(&mut self.tagged) {
            self.tag_union(&union);
            let Shape::Union(shape) = &self.types[union.id.0].shape else { continue };
            let Some(property) = &shape.discriminator else { continue };
            for branch in &shape.branches {
                if let Type::Declared(id) = &branch.ty {
                    let tags = told.entry((*id, property.clone())).or_default();
                    tags.extend(self.written(branch, property));
                }
            }
        }
        self.tell_extensions(&mut told);
        let used_alone = self.used_alone();
        for ((id, property), tags) in &told {
            let tags: Vec<&String> = tags.iter().collect();
            match tags.as_slice() {
                [] => {}
                [only] => self.tell(*id, property, only),
                [_, ..] => self.leave_to_variants(*id, property, used_alone.contains(id)),
            }
        }
        self.write_the_rest();
    }

    /// What writing a branch comes to: its value, or several that the type has a member of its own for.
    fn written(&self, branch: &Branch, property: &str) -> Vec<String> {
        match branch.tags.as_slice() {
            // Several spellings of one value.
            [first, rest @ ..] if rest.iter().all(|it| letters(it) == letters(first)) => {
                vec![first.clone()]
            }
            // The type lists them itself, so the caller says which.
            several if several.len() > 1 && self.lists_all(&branch.ty, property, several) => {
                Vec::new()
            }
            several => several.to_vec(),
        }
    }

    fn lists_all(&self, ty: &Type, property: &str, tags: &[String]) -> bool {
        let listed = self.values_of_member(ty, property);
        tags.iter().all(|it| listed.contains(it))
    }

    fn tag_union(&mut self, union: &Tagged) {
        let property = &union.discriminator.property;
        // How many different types list each value.
        let mut listed: BTreeMap<String, BTreeSet<&Type>> = BTreeMap::new();
        for branch in &union.branches {
            for value in self.values_of_member(&branch.ty, property) {
                listed.entry(value).or_default().insert(&branch.ty);
            }
        }
        let shared: BTreeSet<String> =
            listed.into_iter().filter(|(_, by)| by.len() > 1).map(|(value, _)| value).collect();
        let mapping = self.mapping(&union.discriminator);
        let tags: Vec<Vec<String>> = union
            .branches
            .iter()
            .map(|it| self.branch_tags(union, it, &shared, &mapping))
            .collect();
        let Shape::Union(shape) = &self.types[union.id.0].shape else { return };
        let mut branches: Vec<Branch> = shape.branches.clone();
        branches.iter_mut().for_each(|it| it.tags.clear());
        for (described, tags) in union.branches.iter().zip(&tags) {
            if let Some(branch) = branches.iter_mut().find(|it| it.ty == described.ty) {
                let new: Vec<String> =
                    tags.iter().filter(|it| !branch.tags.contains(it)).cloned().collect();
                branch.tags.extend(new);
            }
        }
        if let Some(base) = &union.base {
            let tags = self.base_tags(base, &union.discriminator, &branches);
            if !tags.is_empty() && !branches.iter().any(|it| it.ty == base.ty) {
                let label = base.name.clone();
                branches.push(Branch { tags, ..Branch::new(base.ty.clone(), label) });
            }
        }
        let tagged = branches.iter().all(|it| !it.tags.is_empty());
        let branches = if tagged {
            branches.into_iter().flat_map(|it| self.split(it, property)).collect()
        } else {
            branches
        };
        if tagged {
            self.name_by_tag(&branches, union.id);
        }
        if let Shape::Union(shape) = &mut self.types[union.id.0].shape {
            shape.branches = branches;
            shape.discriminator = Some(property.clone()).filter(|_| tagged);
        }
    }

    /// One struct under several values: a variant for each, so that the variant tells what is written.
    fn split(&self, branch: Branch, property: &str) -> Vec<Branch> {
        let is_object = matches!(&branch.ty, Type::Declared(id)
            if matches!(self.types[id.0].shape, Shape::Object(_)));
        if !is_object || self.written(&branch, property).len() < 2 {
            return vec![branch];
        }
        let one = |tag: &String| Branch { tags: vec![tag.clone()], ..branch.clone() };
        branch.tags.iter().map(one).collect()
    }

    /// A branch without a name or a title is called after its value.
    fn name_by_tag(&mut self, branches: &[Branch], union: TypeId) {
        for branch in branches {
            let (Type::Declared(id), [tag]) = (&branch.ty, branch.tags.as_slice()) else {
                continue;
            };
            if let Naming::Branch { parent, title: title @ None, .. } = &mut self.types[id.0].naming
                && *parent == union
            {
                *title = Some(tag.clone());
            }
        }
    }

    /// The values of the discriminator that stand for a branch. What only the branch itself lists is believed before
    /// the mapping, which is often wrong in published descriptions; what several branches list, as a base does for all
    /// of them, tells none from another.
    fn branch_tags(
        &mut self,
        union: &Tagged,
        branch: &TaggedBranch,
        shared: &BTreeSet<String>,
        mapping: &HashMap<Place, Vec<String>>,
    ) -> Vec<String> {
        let discriminator = &union.discriminator;
        let property = &discriminator.property;
        let listed = self.values_of_member(&branch.ty, property);
        let mapped = mapping.get(&branch.place).cloned().unwrap_or_default();
        let is_nested = self.is_union(&branch.ty);
        let is_own = listed.len() == 1 || listed.iter().any(|it| !shared.contains(it));
        if is_nested {
            let more = mapped.into_iter().filter(|it| !listed.contains(it)).collect::<Vec<_>>();
            let mut all = listed;
            all.extend(more);
            return if all.is_empty() { branch.name.iter().cloned().collect() } else { all };
        }
        if !listed.is_empty() && is_own {
            let explicit = mapped.iter().filter(|it| branch.name.as_ref() != Some(it));
            for value in explicit.filter(|it| !listed.contains(it)) {
                self.report_wrong_mapping(discriminator, value, &listed);
            }
            let agreed: Vec<String> = mapped.into_iter().filter(|it| listed.contains(it)).collect();
            let named = self.alike(&listed, branch).filter(|_| union.base.is_some());
            return match agreed.is_empty() {
                false => agreed,
                true => named.map_or(listed, |it| vec![it]),
            };
        }
        let explicit: Vec<String> =
            mapped.iter().filter(|it| branch.name.as_ref() != Some(it)).cloned().collect();
        if !explicit.is_empty() {
            return explicit;
        }
        match (self.alike(&listed, branch), mapped.is_empty(), listed.is_empty()) {
            // `cat` or `CAT` for the schema `Cat`.
            (Some(alike), ..) => vec![alike],
            (None, false, _) => mapped,
            (None, true, false) => listed,
            (None, true, true) => branch.name.iter().cloned().collect(),
        }
    }

    pub(super) fn alike(&self, listed: &[String], branch: &TaggedBranch) -> Option<String> {
        let name = letters(branch.name.as_ref()?);
        listed.iter().find(|it| letters(it) == name).cloned()
    }

    /// The values of the mapping, by the schema that each stands for.
    pub(super) fn mapping(&mut self, discriminator: &Discriminator) -> HashMap<Place, Vec<String>> {
        let mut res: HashMap<Place, Vec<String>> = HashMap::new();
        for (value, to) in &discriminator.mapping {
            if let Some(to) = self.document.resolve(to, self.diagnostics) {
                res.entry(to.place).or_default().push(value.clone());
            }
        }
        res
    }

    fn mapped_to(&mut self, discriminator: &Discriminator, place: &Place) -> Vec<String> {
        self.mapping(discriminator).remove(place).unwrap_or_default()
    }

    fn report_wrong_mapping(&mut self, told: &Discriminator, value: &str, listed: &[String]) {
        let at = told.place.key("mapping").key(value);
        if self.document.value(&at).is_none() {
            return;
        }
        let values: Vec<String> = listed.iter().map(|it| format!("`{it}`")).collect();
        let message = format!(
            "the mapping sends `{value}` to a branch whose `{}` is {}",
            told.property,
            values.join(" or ")
        );
        self.diagnostics
            .warning(&at, message)
            .help("the branch is believed: correct the key of the mapping");
    }

    /// What stands for the base itself: its own name, and the values that stand for none of its children.
    fn base_tags(
        &mut self,
        base: &TaggedBranch,
        discriminator: &Discriminator,
        branches: &[Branch],
    ) -> Vec<String> {
        let listed = self.values_of_member(&base.ty, &discriminator.property);
        let mapped = self.mapped_to(discriminator, &base.place);
        let name = base.name.clone().filter(|_| listed.is_empty());
        let mut res: Vec<String> = Vec::new();
        for tag in listed.into_iter().chain(mapped).chain(name) {
            let taken = branches.iter().any(|it| it.tags.contains(&tag));
            if !taken && !res.contains(&tag) {
                res.push(tag);
            }
        }
        res
    }

    fn is_union(&self, ty: &Type) -> bool {
        matches!(ty, Type::Declared(id) if matches!(self.types[id.0].shape, Shape::Union(_)))
    }

    /// The values that a type lists for one of its members.
    pub(super) fn values_of_member(&self, ty: &Type, wire: &str) -> Vec<String> {
        self.values_within(ty, wire, &mut BTreeSet::new())
    }

    fn values_within(&self, ty: &Type, wire: &str, seen: &mut BTreeSet<TypeId>) -> Vec<String> {
        let Type::Declared(id) = ty else { return Vec::new() };
        if !seen.insert(*id) {
            return Vec::new();
        }
        let object = match &self.types[id.0].shape {
            Shape::Object(object) => object,
            Shape::Union(union) => {
                let told = union.discriminator.as_deref() == Some(wire);
                let of = |branch: &Branch, seen: &mut BTreeSet<TypeId>| match told {
                    true if !branch.tags.is_empty() => branch.tags.clone(),
                    _ => self.values_within(&branch.ty, wire, seen),
                };
                return union.branches.iter().flat_map(|it| of(it, seen)).collect();
            }
            Shape::Enum(_) => return Vec::new(),
        };
        let Some(field) = object.fields.iter().find(|it| it.wire == wire) else {
            return Vec::new();
        };
        if let Some(value) = &field.constant {
            return scalar_text(value).into_iter().collect();
        }
        let Type::Declared(values) = field.ty.non_null() else { return Vec::new() };
        match &self.types[values.0].shape {
            Shape::Enum(values) => values.iter().map(|it| it.wire.clone()).collect(),
            Shape::Object(_) | Shape::Union(_) => Vec::new(),
        }
    }

    /// Unions of objects that have a required member with values of its own in each of them: it tells them apart,
    /// whether or not that is said.
    fn infer_discriminators(&mut self) {
        let described: BTreeSet<TypeId> = self.tagged.iter().map(|it| it.id).collect();
        for index in 0..self.types.len() {
            let id = TypeId(index);
            let Shape::Union(union) = &self.types[index].shape else { continue };
            if described.contains(&id) || union.branches.len() < 2 {
                continue;
            }
            let Some(property) = self.telling_member(&union.branches) else { continue };
            let tags: Vec<Vec<String>> =
                union.branches.iter().map(|it| self.values_of_member(&it.ty, &property)).collect();
            let mut branches = union.branches.clone();
            for (branch, tags) in branches.iter_mut().zip(tags) {
                branch.tags = tags;
            }
            self.name_by_tag(&branches, id);
            if let Shape::Union(union) = &mut self.types[index].shape {
                union.branches = branches;
                union.discriminator = Some(property);
                union.inferred = true;
            }
        }
    }

    fn telling_member(&self, branches: &[Branch]) -> Option<String> {
        let Type::Declared(first) = &branches.first()?.ty else { return None };
        let Shape::Object(first) = &self.types[first.0].shape else { return None };
        let tells = |wire: &str| {
            let mut seen: BTreeSet<String> = BTreeSet::new();
            branches.iter().all(|it| {
                let values = self.values_of_member(&it.ty, wire);
                let required = matches!(&it.ty, Type::Declared(id)
                    if matches!(&self.types[id.0].shape, Shape::Object(object)
                        if object.fields.iter().any(|it| it.wire == wire && it.required)));
                required && !values.is_empty() && values.into_iter().all(|it| seen.insert(it))
            })
        };
        first.fields.iter().map(|it| it.wire.clone()).find(|it| tells(it))
    }
}

/// The text of a value that nothing is in; of a string without its quotes.
fn scalar_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// What is left of a name without its case and signs.
fn letters(name: &str) -> String {
    name.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
