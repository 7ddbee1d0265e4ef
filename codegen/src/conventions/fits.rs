//! What the members and the answers of an operation have to be for a rule.

use crate::model::{Answer, Api, BodyContent, Object, Operation, Shape, Type, Unwrap};

/// What a member of a task has to be.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Truth,
    Number,
    Text,
    Id,
    Time,
    Any,
}

impl Kind {
    pub(super) fn fits(self, api: &Api, ty: &Type) -> bool {
        match (self, ty) {
            (Kind::Any, _)
            | (Kind::Truth, Type::Bool)
            | (Kind::Number, Type::Integer | Type::Unsigned | Type::Number)
            | (Kind::Text, Type::Text)
            | (Kind::Id, Type::Id | Type::Text | Type::Integer | Type::Unsigned)
            | (Kind::Time, Type::DateTime | Type::Text) => true,
            (Kind::Text, Type::Declared(id)) => matches!(api.type_def(*id).shape, Shape::Enum(_)),
            (Kind::Truth | Kind::Number | Kind::Text | Kind::Id | Kind::Time, _) => false,
        }
    }

    pub(super) fn shown(self) -> &'static str {
        match self {
            Kind::Truth => "a truth value",
            Kind::Number => "a number",
            Kind::Text => "text",
            Kind::Id => "an id",
            Kind::Time => "a date and a time",
            Kind::Any => "anything",
        }
    }
}

pub(super) fn object<'a>(api: &'a Api, ty: &Type) -> Option<&'a Object> {
    let Type::Declared(id) = ty.plain() else { return None };
    match &api.type_def(*id).shape {
        Shape::Object(object) => Some(object),
        Shape::Enum(_) | Shape::Union(_) => None,
    }
}

pub(super) fn is_id(ty: &Type) -> bool {
    matches!(ty, Type::Id | Type::Text | Type::Integer | Type::Unsigned)
}

/// Whether the answer of an operation requires a member that can be an id; it may be all of the answer.
pub(super) fn requires(api: &Api, operation: &Operation, member: &str) -> bool {
    // An answer that may be nothing may name no task.
    let Answer::Json { ty, unwrap, or_nothing: false, .. } = &operation.answer else {
        return false;
    };
    if let Some(Unwrap::Member(name)) = unwrap
        && name == member
    {
        return is_id(ty.plain());
    }
    let mut fields = object(api, ty).into_iter().flat_map(|it| &it.fields);
    fields.any(|it| it.wire == member && it.required && is_id(it.ty.plain()))
}

/// Whether an operation answers the schema of this name.
pub(super) fn is_named(api: &Api, operation: &Operation, schema: &str) -> bool {
    let Answer::Json { ty, or_nothing: false, .. } = &operation.answer else { return false };
    let Type::Declared(id) = ty.plain() else { return false };
    api.type_def(*id).naming == crate::model::Naming::Given(schema.to_owned())
}

/// Whether a body has to be sent that somebody must make up.
pub(super) fn needs_body(operation: &Operation) -> bool {
    operation.bodies.first().is_some_and(|body| match &body.content {
        BodyContent::Members(fields)
        | BodyContent::Form(fields)
        | BodyContent::Multipart(fields) => fields.iter().any(|it| it.required),
        BodyContent::Value { .. } | BodyContent::Raw => body.required,
    })
}

pub(super) fn is_function_name(name: &str) -> bool {
    let mut letters = name.chars();
    letters.next().is_some_and(|it| it.is_ascii_lowercase())
        && letters.all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_')
}
