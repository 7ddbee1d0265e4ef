//! Makes the members of a small body without a name the members of the call itself.

use crate::model::{Api, BodyContent, Field, MOST_ARGUMENTS, Naming, Part, Shape, Type, TypeId};

/// Beyond this many members a type of its own is easier to handle than a call with as many setters.
const MOST_MEMBERS: usize = 12;

/// Flattens every JSON body whose schema is a small object without a name.
pub(crate) fn flatten_bodies(api: &mut Api) {
    for operation in 0..api.operations.len() {
        for body in 0..api.operations[operation].bodies.len() {
            let BodyContent::Value { ty, inline: true } =
                &api.operations[operation].bodies[body].content
            else {
                continue;
            };
            let (id, envelopes) = match opened(ty) {
                (Type::Declared(id), envelopes) => (*id, envelopes),
                (_, _) => continue,
            };
            if let Some(fields) = members(api, id) {
                name_after_operation(api, id, operation);
                let body = &mut api.operations[operation].bodies[body];
                body.content = BodyContent::Members(fields);
                for member in &envelopes {
                    body.example = body.example.take().and_then(|it| it.get(member).cloned());
                }
                body.envelopes = envelopes;
            }
        }
    }
}

/// What is in the envelopes around a type, and their members, the outermost first.
fn opened(ty: &Type) -> (&Type, Vec<String>) {
    let (mut ty, mut members) = (ty, Vec::new());
    while let Type::Envelope { member, inner } = ty {
        members.push(member.clone());
        ty = inner;
    }
    (ty, members)
}

fn members(api: &Api, id: TypeId) -> Option<Vec<Field>> {
    let def = api.type_def(id);
    let Shape::Object(object) = &def.shape else { return None };
    let fields: Vec<Field> = object.fields.iter().filter(|it| !it.read_only).cloned().collect();
    let required = fields.iter().filter(|it| it.required && it.constant.is_none()).count();
    let small = fields.len() <= MOST_MEMBERS && required <= MOST_ARGUMENTS;
    (small && object.additional.is_none() && !matches!(def.naming, Naming::Given(_)))
        .then_some(fields)
}

/// What was named after a member of the body is named after the operation.
fn name_after_operation(api: &mut Api, body: TypeId, operation: usize) {
    for def in &mut api.types {
        if let Naming::Member { parent, property, element } = &def.naming
            && *parent == body
        {
            def.naming = Naming::Part {
                operation,
                part: Part::Body,
                member: Some(property.clone()),
                element: *element,
            };
        }
    }
}
