//! Merges types that say the same: an inline shape that occurs twice is one type.

use std::collections::{HashMap, HashSet};

use crate::model::{Api, Field, Naming, Shape, Type, TypeId, Union};

/// Merges every type without a name of its own into the first one of the same shape. Members of a merged type may
/// become alike by that, so it is repeated until nothing changes.
pub(crate) fn merge_alike(api: &mut Api) {
    loop {
        let map = same_shapes(api);
        if map.is_empty() {
            return;
        }
        replace(api, &map);
    }
}

/// For each type that can be given up: the type that takes its place.
fn same_shapes(api: &Api) -> HashMap<TypeId, TypeId> {
    let in_xml = api.xml_types();
    let key = |api: &Api, id: TypeId| {
        let key = key(api, id)?;
        let elements = in_xml.contains(&id).then(|| elements(api, id));
        Some(elements.map_or(key.clone(), |it| format!("{key} {it}")))
    };
    let mut first: HashMap<String, TypeId> = HashMap::new();
    // Types with a name come first, so that inline ones are merged into them and not the other way round.
    let (named, inline): (Vec<TypeId>, Vec<TypeId>) = (0..api.types.len())
        .map(TypeId)
        .partition(|id| matches!(api.type_def(*id).naming, Naming::Given(_)));
    for id in named {
        if let Some(key) = key(api, id) {
            first.entry(key).or_insert(id);
        }
    }
    let mut res = HashMap::new();
    for id in inline {
        let Some(key) = key(api, id) else { continue };
        match first.get(&key) {
            Some(same) => {
                res.insert(id, *same);
            }
            None => {
                first.insert(key, id);
            }
        }
    }
    res
}

/// Everything about a shape that matters on the wire and to the caller's code, but not its words.
fn key(api: &Api, id: TypeId) -> Option<String> {
    match &api.type_def(id).shape {
        Shape::Enum(values) if values.is_empty() => None,
        Shape::Enum(values) => {
            let mut wires: Vec<_> =
                values.iter().map(|it| (it.wire.as_str(), it.number, it.name.as_deref())).collect();
            wires.sort_unstable();
            Some(format!("enum {wires:?}"))
        }
        Shape::Object(object) => {
            // A type that contains itself is like no other.
            let mut recursive = false;
            api.type_def(id)
                .shape
                .visit_types(&mut |ty| ty.visit_declared(&mut |it| recursive |= it == id));
            let fields: Vec<_> = object.fields.iter().map(field_key).collect();
            let rest = (&object.additional, &object.tags);
            (!recursive).then(|| format!("object {fields:?} {rest:?}"))
        }
        Shape::Union(union) => {
            let branches: Vec<(&Type, &[String])> =
                union.branches.iter().map(|it| (&it.ty, it.tags.as_slice())).collect();
            Some(format!("union {:?} {branches:?}", union.discriminator))
        }
    }
}

fn field_key(field: &Field) -> impl std::fmt::Debug + '_ {
    (&field.wire, &field.ty, field.required, &field.constant, field.read_only, field.write_only)
}

/// What matters on the wire of a type that is written in XML, besides its shape.
fn elements(api: &Api, id: TypeId) -> String {
    let Shape::Object(object) = &api.type_def(id).shape else { return String::new() };
    let element = |it: &Field| {
        let it = it.element.as_ref()?;
        Some((
            it.name.clone(),
            it.prefix.clone(),
            it.namespace.clone(),
            it.node,
            it.wrapped,
            it.items.clone(),
        ))
    };
    format!("{:?}", object.fields.iter().map(element).collect::<Vec<_>>())
}

fn replace(api: &mut Api, map: &HashMap<TypeId, TypeId>) {
    let to = |id: TypeId| map.get(&id).copied().unwrap_or(id);
    for def in &mut api.types {
        def.shape.visit_types_mut(&mut |ty| *ty = ty.map_declared(&to));
        if let Shape::Union(Union { branches, discriminator: None, .. }) = &mut def.shape {
            let mut seen = HashSet::new();
            branches.retain(|it| seen.insert(it.ty.clone()));
        }
        if let Naming::Member { parent, .. }
        | Naming::Branch { parent, .. }
        | Naming::Base { parent } = &mut def.naming
        {
            *parent = to(*parent);
        }
    }
    for operation in &mut api.operations {
        operation.visit_types_mut(&mut |ty| *ty = ty.map_declared(&to));
    }
    api.webhooks.iter_mut().for_each(|it| it.replace_types(&to));
    // What was given up is nobody's any more; an empty enum is never declared.
    for id in map.keys() {
        api.types[id.0].shape = Shape::Enum(Vec::new());
    }
}
