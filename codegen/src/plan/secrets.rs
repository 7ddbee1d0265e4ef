//! What `Debug` of the declared types does not show, and which types have a secret in them.

use std::collections::BTreeSet;

use openapi_media::{is_map_of_secrets, is_secret_name};

use crate::model::{Api, Field, Type, TypeId};

use super::Planner;

/// The types in which there is a secret, however deep: errors show nothing of what they are read from.
pub(super) fn holding_secrets(api: &Api) -> BTreeSet<TypeId> {
    let mut holding = BTreeSet::new();
    // Few rounds: each goes one type deeper.
    loop {
        let before = holding.len();
        for (index, def) in api.types.iter().enumerate() {
            let mut holds = false;
            def.shape.visit_types(&mut |ty| holds |= holds_secret(ty, &holding));
            if holds {
                holding.insert(TypeId(index));
            }
        }
        if holding.len() == before {
            return holding;
        }
    }
}

fn holds_secret(ty: &Type, holding: &BTreeSet<TypeId>) -> bool {
    match ty {
        Type::Secret => true,
        Type::Declared(id) => holding.contains(id),
        Type::List(inner)
        | Type::Map(inner)
        | Type::Nullable(inner)
        | Type::Envelope { inner, .. } => holds_secret(inner, holding),
        Type::Tuple(elements) => elements.iter().any(|it| holds_secret(it, holding)),
        Type::Bool
        | Type::Integer
        | Type::Unsigned
        | Type::Number
        | Type::Text
        | Type::Id
        | Type::DateTime
        | Type::File
        | Type::Any
        | Type::FreeObject => false,
    }
}

impl Planner<'_> {
    /// Whether `Debug` of a type does not show what is in one of its fields: the settings say so, or else its name. The
    /// field stays what it is for everything else.
    pub(super) fn is_hidden(&self, id: TypeId, field: &Field) -> bool {
        let name = self.type_name(id);
        match self.config.hidden.get(&format!("{name}.{}", field.wire)) {
            Some(is_hidden) => *is_hidden && can_be_hidden(&field.ty),
            None => is_hidden_by_name(&name, &field.wire, &field.ty),
        }
    }

    /// The same of the members that the description does not name.
    pub(super) fn is_rest_hidden(&self, id: TypeId, ty: &Type) -> bool {
        can_be_hidden(ty) && is_map_of_secrets(&self.type_name(id))
    }
}

/// Whether the name of a property says that it is a secret, or a map whose values may be.
fn is_hidden_by_name(of: &str, name: &str, ty: &Type) -> bool {
    let is_key_of_key = || {
        let ends = ["Key", "Token", "Secret", "Credential", "Credentials"];
        let is_public = of.contains("Public") || of.to_ascii_lowercase().contains("ssh");
        name.eq_ignore_ascii_case("key") && ends.iter().any(|end| of.ends_with(end)) && !is_public
    };
    match ty.plain() {
        Type::Map(_) | Type::FreeObject | Type::Any => {
            is_map_of_secrets(name) || is_secret_name(name)
        }
        // `NAME=value`, one after the other.
        Type::List(inner) if *inner.plain() == Type::Text => {
            is_map_of_secrets(name) || is_secret_name(name)
        }
        Type::Text => is_secret_name(name) || is_key_of_key(),
        _ => false,
    }
}

/// Declared types show themselves.
fn can_be_hidden(ty: &Type) -> bool {
    !matches!(ty.plain(), Type::Declared(_) | Type::Tuple(_))
}
