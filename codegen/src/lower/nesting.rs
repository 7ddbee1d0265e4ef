//! Types in types in types: how deep they may be, so that a compiler can follow them.
//!
//! The compiler follows a type into its parts, to ask for its size, what is to be dropped, or whether it can be sent to
//! another thread, and gives up after 128 steps. So the way from a request or an answer to each of its parts is limited.

use petgraph::algo::kosaraju_scc;
use petgraph::graph::DiGraph;

use crate::diagnostics::Diagnostics;
use crate::model::{Api, Shape, Type, TypeId};

/// How many steps lead from the outermost type to the innermost. The compiler's limit is 128; a caller's own types
/// around it need some of them.
const MOST_STEPS: usize = 96;

/// The steps from a type to that of a property, which may be left out.
const STEPS_OF_A_PROPERTY: usize = 2;

/// The steps into an array or a map: into what holds its memory, and from there to an item.
const STEPS_OF_AN_ARRAY: usize = 4;

/// Takes what lies too deep in other types as any value.
pub(crate) fn limit_nesting(api: &mut Api, diagnostics: &mut Diagnostics) {
    let circles = from_outside(api);
    let mut limit = Limit { circle: vec![0; api.types.len()], depth: vec![None; api.types.len()] };
    for (number, circle) in circles.iter().enumerate() {
        circle.iter().for_each(|id| limit.circle[id.0] = number);
    }
    for operation in &mut api.operations {
        operation.visit_types_mut(&mut |ty| {
            limit.walk(ty, 0, None);
        });
    }
    for webhook in &api.webhooks {
        let mut visit = |ty: &Type| {
            ty.visit_declared(&mut |id| limit.depth[id.0] = limit.depth[id.0].max(Some(0)));
        };
        webhook.visit_payload_types(&mut visit);
        webhook.visit_reply_types(&mut visit);
    }
    for (number, circle) in circles.iter().enumerate() {
        // A circle cannot be cut by its length: all of it is as deep as the way to it.
        let Some(depth) = circle.iter().filter_map(|it| limit.depth[it.0]).max() else { continue };
        for id in circle {
            let def = &mut api.types[id.0];
            let mut n_cut = 0;
            let mut cut = |ty: &mut Type| {
                let is_cut = limit.walk(ty, depth + STEPS_OF_A_PROPERTY, Some(number));
                n_cut += usize::from(is_cut);
                is_cut
            };
            match &mut def.shape {
                // Its variant for what is not listed takes the rest.
                Shape::Union(union) => union.branches.retain_mut(|it| !cut(&mut it.ty)),
                Shape::Object(_) | Shape::Enum(_) => def.shape.visit_types_mut(&mut |ty| {
                    cut(ty);
                }),
            }
            if n_cut > 0 {
                let message =
                    "too many schemas in one another: what is deeper is taken as any value";
                diagnostics.warning(&def.place, message).help(
                    "the Rust compiler follows no deeper types: describe it with fewer levels",
                );
            }
        }
    }
}

/// The types in an order in which each comes before its parts; those that lead back to each other together.
fn from_outside(api: &Api) -> Vec<Vec<TypeId>> {
    let mut graph: DiGraph<(), ()> = DiGraph::with_capacity(api.types.len(), api.types.len());
    let nodes: Vec<_> = api.types.iter().map(|_| graph.add_node(())).collect();
    for (from, def) in nodes.iter().zip(&api.types) {
        def.shape.visit_types(&mut |ty| {
            ty.visit_declared(&mut |to| {
                graph.add_edge(*from, nodes[to.0], ());
            });
        });
    }
    let found = kosaraju_scc(&graph).into_iter().rev();
    found.map(|it| it.iter().map(|it| TypeId(it.index())).collect()).collect()
}

struct Limit {
    /// The number of the circle that each type is in.
    circle: Vec<usize>,
    /// How many steps lead to each type; none if no operation needs it.
    depth: Vec<Option<usize>>,
}

impl Limit {
    /// Follows a type to the declared ones that it leads to. Whether something was cut off.
    fn walk(&mut self, ty: &mut Type, steps: usize, inside: Option<usize>) -> bool {
        let too_deep = steps > MOST_STEPS;
        match ty {
            Type::Declared(id) if inside == Some(self.circle[id.0]) => return false,
            Type::Declared(id) if !too_deep => {
                self.depth[id.0] = self.depth[id.0].max(Some(steps));
                return false;
            }
            Type::List(_) | Type::Map(_) | Type::Tuple(_) | Type::Declared(_) if too_deep => {
                let mut leads_back = false;
                ty.visit_declared(&mut |id| leads_back |= inside == Some(self.circle[id.0]));
                if leads_back {
                    return false;
                }
                *ty = Type::Any;
                return true;
            }
            Type::List(inner) | Type::Map(inner) => {
                return self.walk(inner, steps + STEPS_OF_AN_ARRAY, inside);
            }
            Type::Envelope { inner, .. } => return self.walk(inner, steps, inside),
            Type::Tuple(elements) => {
                let cut = elements.iter_mut().map(|it| self.walk(it, steps + 1, inside));
                return cut.fold(false, |before, it| before | it);
            }
            Type::Nullable(inner) => {
                let cut = self.walk(inner, steps + 1, inside);
                if **inner != Type::Any {
                    return cut;
                }
            }
            _ => return false,
        }
        // Any value may be null.
        *ty = Type::Any;
        true
    }
}
