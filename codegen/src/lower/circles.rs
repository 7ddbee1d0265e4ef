//! Unions that lead back to themselves: each becomes all the alternatives that are met on the way.

use std::collections::BTreeSet;

use crate::model::{Api, Branch, Shape, Type, TypeId, Union};

/// Opens every circle that consists of unions only. A value would be looked at by each of them again and again.
pub(crate) fn open_circles(api: &mut Api) {
    let ids = (0..api.types.len()).map(TypeId);
    let opened: Vec<(TypeId, Union)> = ids.filter_map(|id| Some((id, opened(api, id)?))).collect();
    for (id, union) in opened {
        api.types[id.0].shape = Shape::Union(union);
    }
}

/// The union without branches that lead back to it, if it has one.
fn opened(api: &Api, id: TypeId) -> Option<Union> {
    let own = union(api, id)?;
    let circle: BTreeSet<TypeId> =
        reached(api, id).into_iter().filter(|it| reached(api, *it).contains(&id)).collect();
    if circle.is_empty() {
        return None;
    }
    let members = [id].into_iter().chain(circle.iter().copied().filter(|it| *it != id));
    let unions: Vec<&Union> = members.filter_map(|it| union(api, it)).collect();
    let mut branches: Vec<Branch> = Vec::new();
    for branch in unions.iter().flat_map(|it| &it.branches) {
        let leads_back = next(branch).is_some_and(|it| circle.contains(&it));
        if !leads_back && !branches.iter().any(|it| it.ty == branch.ty) {
            branches.push(branch.clone());
        }
    }
    let told = unions.iter().all(|it| it.discriminator == own.discriminator);
    let discriminator = own.discriminator.clone().filter(|_| told);
    Some(Union { branches, discriminator, inferred: own.inferred })
}

fn union(api: &Api, id: TypeId) -> Option<&Union> {
    match &api.type_def(id).shape {
        Shape::Union(union) => Some(union),
        Shape::Object(_) | Shape::Enum(_) => None,
    }
}

fn next(branch: &Branch) -> Option<TypeId> {
    match branch.ty.plain() {
        Type::Declared(id) => Some(*id),
        _ => None,
    }
}

/// The unions that a union leads to, step by step.
fn reached(api: &Api, from: TypeId) -> BTreeSet<TypeId> {
    let mut found = BTreeSet::new();
    let mut open = vec![from];
    while let Some(id) = open.pop() {
        for to in union(api, id).into_iter().flat_map(|it| &it.branches).filter_map(next) {
            if union(api, to).is_some() && found.insert(to) {
                open.push(to);
            }
        }
    }
    found
}
