//! Types that require themselves: no value of them could ever be made, so the member that closes the circle becomes
//! optional.

use std::collections::HashMap;

use crate::diagnostics::Diagnostics;
use crate::document::Document;
use crate::model::{Api, Shape, Type, TypeId};

/// Makes one member of each circle of required members optional, and says which. Members that are lists, maps or can
/// be `null` end a circle by themselves.
pub(crate) fn break_requirements(
    api: &mut Api,
    document: &Document,
    diagnostics: &mut Diagnostics,
) {
    let users = users(api);
    let mut buildable = vec![false; api.types.len()];
    let mut open: Vec<TypeId> = (0..api.types.len()).map(TypeId).collect();
    let mut start = 0;
    loop {
        spread(api, &users, &mut buildable, open);
        while buildable.get(start) == Some(&true) {
            start += 1;
        }
        if start == buildable.len() {
            return;
        }
        let (id, member) = closing(api, &buildable, TypeId(start));
        let def = &mut api.types[id.0];
        let place = def.place.clone();
        let field = match &mut def.shape {
            Shape::Object(object) => object.fields.get_mut(member),
            Shape::Enum(_) | Shape::Union(_) => None,
        };
        let Some(field) = field else {
            // A union has a variant for what it does not list.
            buildable[id.0] = true;
            open = users[id.0].clone();
            continue;
        };
        field.required = false;
        let own = place.key("properties").key(&field.wire);
        let at = if document.value(&own).is_some() { own } else { place };
        diagnostics
            .warning(
                &at,
                format!(
                    "`{}` is required, and in the end requires what it is a member of, so it is taken as optional",
                    field.wire
                ),
            )
            .help("remove it from `required`: no finite value could have it");
        open = vec![id];
    }
}

/// For each type those that have it as a member or a branch.
fn users(api: &Api) -> Vec<Vec<TypeId>> {
    let mut res = vec![Vec::new(); api.types.len()];
    for (index, def) in api.types.iter().enumerate() {
        def.shape.visit_types(&mut |ty| ty.visit_declared(&mut |it| res[it.0].push(TypeId(index))));
    }
    res
}

/// Marks every type of which a value can be made, beginning with those that are to be looked at.
fn spread(api: &Api, users: &[Vec<TypeId>], buildable: &mut [bool], mut open: Vec<TypeId>) {
    while let Some(id) = open.pop() {
        if !buildable[id.0] && can_be_built(api, id, buildable) {
            buildable[id.0] = true;
            open.extend(&users[id.0]);
        }
    }
}

fn can_be_built(api: &Api, id: TypeId, buildable: &[bool]) -> bool {
    match &api.type_def(id).shape {
        Shape::Object(_) => blocking(api, id, buildable).is_none(),
        Shape::Enum(_) => true,
        Shape::Union(union) => {
            union.branches.is_empty() || union.branches.iter().any(|it| is_free(&it.ty, buildable))
        }
    }
}

fn is_free(ty: &Type, buildable: &[bool]) -> bool {
    needed(ty, buildable).is_none()
}

/// A type without which none of this one can be made, and of which none can be made yet.
fn needed(ty: &Type, buildable: &[bool]) -> Option<TypeId> {
    match ty {
        Type::Declared(id) if !buildable[id.0] => Some(*id),
        Type::Tuple(elements) => elements.iter().find_map(|it| needed(it, buildable)),
        _ => None,
    }
}

/// The first member (or branch) that keeps a value from being made, and a type that it needs.
fn blocking(api: &Api, id: TypeId, buildable: &[bool]) -> Option<(usize, TypeId)> {
    match &api.type_def(id).shape {
        Shape::Object(object) => object
            .fields
            .iter()
            .enumerate()
            .filter(|(_, it)| it.required && it.constant.is_none())
            .find_map(|(index, it)| Some((index, needed(&it.ty, buildable)?))),
        Shape::Enum(_) => None,
        Shape::Union(union) => union
            .branches
            .iter()
            .enumerate()
            .find_map(|(index, it)| Some((index, needed(&it.ty, buildable)?))),
    }
}

/// The member that leads back to a type on the way to it.
fn closing(api: &Api, buildable: &[bool], start: TypeId) -> (TypeId, usize) {
    let mut way: Vec<(TypeId, usize)> = Vec::new();
    let mut position: HashMap<TypeId, usize> = HashMap::new();
    let mut at = start;
    loop {
        let Some((member, next)) = blocking(api, at, buildable) else { return (at, 0) };
        position.insert(at, way.len());
        way.push((at, member));
        if let Some(from) = position.get(&next).copied() {
            // The last member of the circle that is one of an object.
            let objects = way[from..]
                .iter()
                .rev()
                .find(|(id, _)| matches!(api.type_def(*id).shape, Shape::Object(_)));
            return objects.copied().unwrap_or((at, member));
        }
        at = next;
    }
}
