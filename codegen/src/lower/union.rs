//! `oneOf`, `anyOf` and several types at once: what a value of several possible shapes turns into.

use indexmap::IndexMap;

use crate::document::{Additional, Discriminator};
use crate::model::{Branch, EnumValue, Naming, Shape, Type, Union};
use crate::source::Place;

use super::Lowering;
use super::merge::Merged;
use super::schema::given_name;
use super::tags::{Tagged, TaggedBranch};

/// What a list of alternatives comes to.
struct Branches {
    /// Whether one of them is null.
    null: bool,
    /// Each as it is written, and the schema that this leads to.
    wanted: Vec<(Place, Place)>,
}

/// How many unions with members of their own are followed into one another.
const MOST_BASES: usize = 8;

/// How many branches are put together with members for one union, those of the unions in it included.
const MOST_BASED: usize = 100;

impl Lowering<'_> {
    /// `type: [string, integer]`.
    pub(super) fn several_types(
        &mut self,
        merged: Merged,
        naming: Naming,
        key: Option<&Place>,
    ) -> Type {
        if merged.format.as_deref() == Some("id") {
            return Type::Id;
        }
        let id = self.declare(&merged, naming, key, Shape::Enum(Vec::new()));
        if let Some(key) = key {
            self.lowered.insert(key.clone(), Type::Declared(id));
        }
        let mut branches = Vec::new();
        for (position, name) in merged.types.iter().enumerate() {
            let one = Merged { types: vec![name.clone()], nullable: false, ..merged.clone() };
            let naming = Naming::Branch { parent: id, title: Some(name.clone()), position };
            let ty = self.merged(one, naming, None);
            branches.push(Branch::new(ty, Some(name.clone())));
        }
        self.finish_union(id, branches, None, key)
    }

    pub(super) fn alternatives(
        &mut self,
        mut merged: Merged,
        naming: Naming,
        key: Option<&Place>,
    ) -> Type {
        let lists = std::mem::take(&mut merged.alternatives);
        let lists = lists.iter().map(|list| self.branches(&merged, list)).collect::<Vec<_>>();
        let nullable = !lists.is_empty() && lists.iter().all(|it| it.null);
        let mut lists = lists.into_iter().map(|it| it.wanted).filter(|it| !it.is_empty());
        let wanted = lists.next().unwrap_or_default();
        for other in lists {
            self.allow_members(&mut merged, &other);
        }
        let base_is_object = !merged.properties.is_empty();
        let ty = match wanted.as_slice() {
            [] => self.merged(merged, naming, key),
            [(only, _)] if base_is_object => self.with_base(&merged, only, naming),
            [(only, _)] => self.branch(&merged, only, naming),
            _ => self.union(merged, &wanted, naming, key),
        };
        if nullable { ty.nullable() } else { ty }
    }

    /// The branches of a `oneOf` or `anyOf` that add something to what stands beside it.
    fn branches(&mut self, base: &Merged, list: &[Place]) -> Branches {
        let (mut null, mut wanted, mut fitting) = (false, Vec::new(), Vec::new());
        for place in list {
            let Some(resolved) = self.document.resolve(place, self.diagnostics) else { continue };
            let Some(view) = self.document.schema(&resolved.place, self.diagnostics) else {
                continue;
            };
            null |= view.only_null || resolved.nullable;
            let Some(own) = self.merge(std::slice::from_ref(place)) else { continue };
            // Beside members, a branch that says nothing is the base alone.
            let is_stated = base.properties.is_empty() && !base.says_nothing();
            let constrains = own.says_nothing() && (!own.required.is_empty() || is_stated);
            if view.only_null || constrains {
                continue;
            }
            let pair = (place.clone(), resolved.place);
            if base.properties.is_empty() || own.may_be_object() {
                fitting.push(pair.clone());
            }
            wanted.push(pair);
        }
        // Where none fits what stands beside the list, the list is believed.
        Branches { null, wanted: if fitting.is_empty() { wanted } else { fitting } }
    }

    /// Adds the members of a second list of alternatives to what stands beside the first, so that none of them is
    /// lost: two lists are not multiplied out.
    fn allow_members(&mut self, merged: &mut Merged, others: &[(Place, Place)]) {
        let all: Vec<Merged> =
            others.iter().filter_map(|(it, _)| self.merge(std::slice::from_ref(it))).collect();
        if all.iter().any(|it| it.properties.is_empty() || !it.alternatives.is_empty()) {
            self.diagnostics.warning(
                &merged.place,
                "several `oneOf` or `anyOf` lists apply at once, only the first is followed",
            );
            return;
        }
        let everywhere = |name: &String| all.iter().all(|it| it.required.contains(name));
        let required: Vec<String> =
            all.iter().flat_map(|it| &it.required).filter(|it| everywhere(it)).cloned().collect();
        merged.required.extend(required);
        for (name, places) in all.into_iter().flat_map(|it| it.properties) {
            let known = merged.properties.entry(name).or_default();
            known.extend(places.into_iter().filter(|it| !known.contains(it)).collect::<Vec<_>>());
        }
    }

    fn union(
        &mut self,
        merged: Merged,
        wanted: &[(Place, Place)],
        naming: Naming,
        key: Option<&Place>,
    ) -> Type {
        let id = self.declare(&merged, naming, key, Shape::Enum(Vec::new()));
        if let Some(key) = key {
            self.lowered.insert(key.clone(), Type::Declared(id));
        }
        let mut branches = Vec::new();
        for (position, (place, target)) in wanted.iter().enumerate() {
            let label = given_name(place, target);
            let title = label
                .clone()
                .or_else(|| self.document.schema(target, self.diagnostics)?.title.clone());
            // What the base has tells no branch from another.
            let own = || self.own_member(&merged, place);
            let word = title.clone().or_else(own);
            let naming = Naming::Branch { parent: id, title: word, position };
            let ty = if merged.properties.is_empty() {
                self.branch(&merged, place, naming)
            } else {
                self.with_base(&merged, place, naming)
            };
            branches.push(Branch::new(ty, title));
        }
        let list = wanted.first().and_then(|(it, _)| it.parent()?.last_key());
        if list.as_deref() == Some("anyOf") {
            self.inclusive.push(id);
        }
        let Some(discriminator) = merged.discriminator else {
            return self.finish_union(id, branches, None, key);
        };
        let described = branches.iter().zip(wanted).map(|(branch, (place, target))| TaggedBranch {
            ty: branch.ty.non_null().clone(),
            place: target.clone(),
            name: given_name(place, target),
        });
        let branches_described = described.collect();
        let res = self.finish_union(id, branches, Some(&discriminator), key);
        self.tagged.push(Tagged { id, discriminator, branches: branches_described, base: None });
        res
    }

    /// The first member of a branch that does not stand beside the list of them as well, if members stand there.
    fn own_member(&mut self, base: &Merged, branch: &Place) -> Option<String> {
        let own =
            self.merge(std::slice::from_ref(branch)).filter(|_| !base.properties.is_empty())?;
        own.properties.into_keys().find(|it| !base.properties.contains_key(it))
    }

    /// A branch where no members stand beside the list. A format that stands there is that of the plain text among
    /// the branches: `{anyOf: [{type: string}, {type: 'null'}], format: password}`.
    fn branch(&mut self, base: &Merged, branch: &Place, naming: Naming) -> Type {
        if let Some(format) = &base.format
            && let Some(own) = self.merge(std::slice::from_ref(branch))
            && own.types == ["string"]
            && own.format.is_none()
            && own.enumeration.is_none()
            && own.constant.is_none()
            && own.alternatives.is_empty()
        {
            return self.merged(Merged { format: Some(format.clone()), ..own }, naming, None);
        }
        self.schema(branch, naming)
    }

    /// A branch together with the members that stand beside the `oneOf`. A branch that leads back to itself comes
    /// without them the second time, as does one that is in too many such unions: each of them is written out for each
    /// way that leads to it.
    fn with_base(&mut self, base: &Merged, branch: &Place, naming: Naming) -> Type {
        let target = self.document.resolve(branch, self.diagnostics).map(|it| it.place);
        let target = target.filter(|_| self.in_union.len() < MOST_BASES);
        if self.in_union.is_empty() {
            self.n_based = 0;
        }
        self.n_based += 1;
        if self.n_based == MOST_BASED {
            self.diagnostics
                .warning(
                    &base.place,
                    format!(
                        "unions with properties in unions with properties come to more than {MOST_BASED} branches, \
                         the others are left without the properties beside them"
                    ),
                )
                .help("give the inner unions no properties of their own, or fewer branches");
        }
        let target = target.filter(|_| self.n_based < MOST_BASED);
        let Some(target) = target.filter(|it| self.in_union.insert(it.clone())) else {
            return self.schema(branch, naming);
        };
        let res = self.based(base, branch, naming);
        self.in_union.remove(&target);
        res
    }

    fn based(&mut self, base: &Merged, branch: &Place, naming: Naming) -> Type {
        let Some(own) = self.merge(std::slice::from_ref(branch)) else { return Type::Any };
        let mut whole = base.clone();
        whole.discriminator = None;
        whole.nullable = own.nullable;
        whole.title = own.title;
        whole.description = own.description.or(whole.description);
        whole.alternatives = own.alternatives;
        whole.patterns.extend(own.patterns);
        if !matches!(own.additional, Additional::Unstated) {
            whole.additional = own.additional;
        }
        for (name, places) in own.properties {
            whole.properties.entry(name).or_default().extend(places);
        }
        whole.required.extend(own.required);
        self.merged(whole, naming, None)
    }

    /// Simplifies the branches and fills in the declaration, or gives it up for something simpler.
    fn finish_union(
        &mut self,
        id: crate::model::TypeId,
        branches: Vec<Branch>,
        discriminator: Option<&Discriminator>,
        key: Option<&Place>,
    ) -> Type {
        let nullable = branches.iter().any(|it| it.ty.is_nullable());
        let mut distinct: IndexMap<Type, Branch> = IndexMap::new();
        for mut branch in branches {
            branch.ty = branch.ty.non_null().clone();
            distinct.entry(branch.ty.clone()).or_insert(branch);
        }
        let distinct: Vec<Branch> = distinct.into_values().collect();
        let simple = match distinct.as_slice() {
            [] => Some(Type::Any),
            [only] => Some(only.ty.clone()),
            several if several.iter().any(|it| it.ty == Type::Any) => Some(Type::Any),
            several if several.iter().all(|it| is_number(&it.ty)) => Some(Type::Number),
            several => self.texts(several).map(|values| {
                self.types[id.0].shape = Shape::Enum(values);
                Type::Declared(id)
            }),
        };
        let res = simple.unwrap_or_else(|| {
            let discriminator = discriminator.map(|it| it.property.clone());
            let union = Union { branches: distinct, discriminator, inferred: false };
            self.types[id.0].shape = Shape::Union(union);
            Type::Declared(id)
        });
        if let Some(key) = key {
            self.lowered.insert(key.clone(), res.clone());
        }
        if nullable { res.nullable() } else { res }
    }

    /// The values of all branches together, if each is an enum or plain text, or each one of integers or an integer,
    /// and at least one is an enum.
    fn texts(&self, branches: &[Branch]) -> Option<Vec<EnumValue>> {
        let mut res: IndexMap<&str, EnumValue> = IndexMap::new();
        for branch in branches {
            match &branch.ty {
                Type::Text | Type::Integer => {}
                Type::Declared(id) => match &self.types[id.0].shape {
                    Shape::Enum(values) if !values.is_empty() => {
                        for value in values {
                            res.entry(&value.wire).or_insert_with(|| value.clone());
                        }
                    }
                    Shape::Enum(_) | Shape::Object(_) | Shape::Union(_) => return None,
                },
                Type::Bool
                | Type::Unsigned
                | Type::Number
                | Type::Id
                | Type::DateTime
                | Type::Secret
                | Type::File
                | Type::Any
                | Type::FreeObject
                | Type::List(_)
                | Type::Tuple(_)
                | Type::Map(_)
                | Type::Nullable(_)
                | Type::Envelope { .. } => return None,
            }
        }
        let numbers = res.values().filter(|it| it.number.is_some()).count();
        let fits = match numbers {
            0 => !branches.iter().any(|it| is_number(&it.ty)),
            all if all == res.len() => !branches.iter().any(|it| it.ty == Type::Text),
            _ => false,
        };
        (!res.is_empty() && fits).then(|| res.into_values().collect())
    }
}

fn is_number(ty: &Type) -> bool {
    matches!(ty, Type::Integer | Type::Unsigned | Type::Number)
}
