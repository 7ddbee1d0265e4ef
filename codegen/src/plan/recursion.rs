//! Types that contain themselves: where a box is needed.

use std::collections::BTreeSet;

use petgraph::algo::kosaraju_scc;
use petgraph::graph::DiGraph;

use crate::model::{Api, Shape, Type, TypeId};

/// Every member (type, index of the field or branch) whose value would contain its own type.
pub(super) fn boxed_members(api: &Api) -> BTreeSet<(TypeId, usize)> {
    let mut graph: DiGraph<(), ()> = DiGraph::with_capacity(api.types.len(), api.types.len());
    let nodes: Vec<_> = api.types.iter().map(|_| graph.add_node(())).collect();
    let edges: Vec<(TypeId, usize, TypeId)> = direct_members(api).collect();
    for (from, _, to) in &edges {
        graph.add_edge(nodes[from.0], nodes[to.0], ());
    }
    let mut component = vec![0; api.types.len()];
    for (number, members) in kosaraju_scc(&graph).into_iter().enumerate() {
        for node in members {
            component[node.index()] = number;
        }
    }
    let cycle = |(from, _, to): &(TypeId, usize, TypeId)| component[from.0] == component[to.0];
    edges.iter().filter(|it| cycle(it)).map(|(from, index, _)| (*from, *index)).collect()
}

/// How many types may lead back to each other before a compiler that follows them all has to be told that it may.
const LARGE: usize = 20;

/// Whether there are many types that all lead back to each other, in whatever way.
pub(super) fn has_large_cycles(api: &Api) -> bool {
    let mut graph: DiGraph<(), ()> = DiGraph::with_capacity(api.types.len(), api.types.len());
    let nodes: Vec<_> = api.types.iter().map(|_| graph.add_node(())).collect();
    for (from, def) in nodes.iter().zip(&api.types) {
        def.shape.visit_types(&mut |ty| {
            ty.visit_declared(&mut |to| {
                graph.add_edge(*from, nodes[to.0], ());
            });
        });
    }
    kosaraju_scc(&graph).iter().any(|it| it.len() > LARGE)
}

/// The members that hold their type by value. Lists and maps are on the heap already.
fn direct_members(api: &Api) -> impl Iterator<Item = (TypeId, usize, TypeId)> + '_ {
    api.types.iter().enumerate().flat_map(|(index, def)| {
        let mut members: Vec<&Type> = Vec::new();
        match &def.shape {
            Shape::Object(object) => members.extend(object.fields.iter().map(|it| &it.ty)),
            Shape::Enum(_) => {}
            Shape::Union(union) => members.extend(union.branches.iter().map(|it| &it.ty)),
        }
        members.into_iter().enumerate().flat_map(move |(member, ty)| {
            let mut held = Vec::new();
            ty.visit_held(&mut |to| held.push((TypeId(index), member, to)));
            held
        })
    })
}
