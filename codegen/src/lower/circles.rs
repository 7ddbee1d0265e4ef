//! Unions that lead back to themselves: each becomes all the alternatives that are met on the way.

use std::collections::{BTreeSet, HashSet};

use petgraph::algo::kosaraju_scc;
use petgraph::graph::DiGraph;

use crate::model::{Api, Branch, Shape, Type, TypeId, Union};

/// Opens every circle that consists of unions only. A value would be looked at by each of them again and again.
pub(crate) fn open_circles(api: &mut Api) {
    let opened: Vec<(TypeId, Union)> = circles(api)
        .iter()
        .flat_map(|circle| circle.iter().map(move |id| (*id, circle)))
        .filter_map(|(id, circle)| Some((id, opened(api, id, circle)?)))
        .collect();
    for (id, union) in opened {
        api.types[id.0].shape = Shape::Union(union);
    }
}

/// The unions that lead to each other, and those that lead to themselves.
fn circles(api: &Api) -> Vec<BTreeSet<TypeId>> {
    let mut graph: DiGraph<(), ()> = DiGraph::with_capacity(api.types.len(), 0);
    let nodes: Vec<_> = api.types.iter().map(|_| graph.add_node(())).collect();
    for id in (0..api.types.len()).map(TypeId) {
        for to in union(api, id).into_iter().flat_map(|it| &it.branches).filter_map(next) {
            graph.add_edge(nodes[id.0], nodes[to.0], ());
        }
    }
    let found = kosaraju_scc(&graph).into_iter();
    let is_circle = |it: &Vec<_>| it.len() > 1 || graph.contains_edge(it[0], it[0]);
    found.filter(is_circle).map(|it| it.iter().map(|it| TypeId(it.index())).collect()).collect()
}

/// The union without branches that lead back to it.
fn opened(api: &Api, id: TypeId, circle: &BTreeSet<TypeId>) -> Option<Union> {
    let own = union(api, id)?;
    let members = [id].into_iter().chain(circle.iter().copied().filter(|it| *it != id));
    let unions: Vec<&Union> = members.filter_map(|it| union(api, it)).collect();
    let mut branches: Vec<Branch> = Vec::new();
    let mut seen: HashSet<&Type> = HashSet::new();
    for branch in unions.iter().flat_map(|it| &it.branches) {
        let leads_back = next(branch).is_some_and(|it| circle.contains(&it));
        if !leads_back && seen.insert(&branch.ty) {
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
