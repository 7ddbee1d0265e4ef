//! Hands over the member of an answer that is an object of one member.

use crate::model::{Alternative, Answer, Api, Naming, Part, Shape, Type, TypeId, Unwrap};

/// Unwraps every answer whose schema has no name and requires exactly one member.
pub(crate) fn unwrap_single_members(api: &mut Api) {
    for index in 0..api.operations.len() {
        // In XML the object is the root, which is there in any case.
        if api.operations[index].xml_answers.iter().any(Option::is_some) {
            continue;
        }
        let mut answer = api.operations[index].answer.clone();
        unwrap(api, &mut answer, index);
        api.operations[index].answer = answer;
    }
}

fn unwrap(api: &mut Api, answer: &mut Answer, operation: usize) {
    match answer {
        Answer::Json { ty, unwrap, or_nothing, example, .. } => {
            let Some((id, member, inner)) = envelope(api, ty) else { return };
            if unwrap.is_some() {
                return;
            }
            rename_members(api, id, operation);
            *ty = if *or_nothing { inner.nullable() } else { inner };
            *example = example.take().and_then(|it| it.get(&member).cloned());
            *unwrap = Some(Unwrap::Member(member));
        }
        Answer::Choice { alternatives, .. } => {
            // What is taken out is the same for all of the response.
            let is_json = |it: &&mut Alternative| matches!(it.answer, Answer::Json { .. });
            let mut json: Vec<_> = alternatives.iter_mut().filter(is_json).collect();
            if let [only] = json.as_mut_slice() {
                self::unwrap(api, &mut only.answer, operation);
            }
        }
        Answer::Empty | Answer::Download { .. } | Answer::Events { .. } | Answer::Lines { .. } => {}
    }
}

fn envelope(api: &Api, ty: &Type) -> Option<(TypeId, String, Type)> {
    let Type::Declared(id) = ty.non_null() else { return None };
    let def = api.type_def(*id);
    let Shape::Object(object) = &def.shape else { return None };
    let inline = matches!(def.naming, Naming::Part { .. });
    match object.fields.as_slice() {
        [only]
            if inline
                && only.required
                && only.constant.is_none()
                && object.additional.is_none() =>
        {
            Some((*id, only.wire.clone(), only.ty.clone()))
        }
        _ => None,
    }
}

/// What was named after a member of the envelope is named after the operation.
fn rename_members(api: &mut Api, envelope: TypeId, operation: usize) {
    for def in &mut api.types {
        if let Naming::Member { parent, property, element } = &def.naming
            && *parent == envelope
        {
            def.naming = Naming::Part {
                operation,
                part: Part::Answer,
                member: Some(property.clone()),
                element: *element,
            };
        }
    }
}
