//! What an example gives to `new`: arguments, or where they are too many one struct with all of them by name.

use serde_json::Value;

use crate::model::{Field, Object, TypeId};

use super::examples::Sampler;
use super::expression::Expression;
use super::samples::{DEPTH, nullable, owned};

impl Sampler<'_> {
    /// The arguments of `new`. `of` finds the example of a member.
    pub(super) fn new_arguments<'b>(
        &self,
        id: TypeId,
        object: &'b Object,
        of: &dyn Fn(&'b Field) -> Option<&'b Value>,
        depth: usize,
    ) -> Vec<Expression> {
        let names = &self.planner.names.types[&id];
        let members = object.fields.iter().zip(&names.members).enumerate();
        let asked_for = members.filter(|(_, (field, _))| self.planner.api.is_asked_for(field));
        let Some(ty) = &names.required else {
            return asked_for
                .map(|(_, (field, _))| self.argument(field, of(field), depth))
                .collect();
        };
        let fields = asked_for
            .map(|(index, (field, name))| {
                let boxed = self.planner.boxed.contains(&(id, index));
                (name.clone(), self.held(field, of(field), boxed, depth))
            })
            .collect();
        vec![Expression::Record { ty: ty.clone(), fields }]
    }

    /// A member as an argument takes it, which converts it.
    fn argument(&self, field: &Field, example: Option<&Value>, depth: usize) -> Expression {
        match self.given(field, example, depth) {
            None => Expression::None,
            Some(value) if field.ty.is_nullable() => {
                nullable(&self.planner.rust_type(field.ty.plain()), value)
            }
            Some(value) => value,
        }
    }

    /// A member as a field holds it.
    fn held(
        &self,
        field: &Field,
        example: Option<&Value>,
        boxed: bool,
        depth: usize,
    ) -> Expression {
        let Some(value) = self.given(field, example, depth) else { return Expression::None };
        let value = owned(&self.planner.rust_type(field.ty.plain()), value);
        let value = if boxed { Expression::Boxed(Box::new(value)) } else { value };
        match field.ty.is_nullable() {
            true => Expression::Some(Box::new(value)),
            false => value,
        }
    }

    /// The value of a member that must be given; `None` is `null`.
    fn given(&self, field: &Field, example: Option<&Value>, depth: usize) -> Option<Expression> {
        let example = match (field.ty.is_nullable(), example) {
            (true, None | Some(Value::Null)) => return None,
            // So deep inside, a plain value will do.
            (false, _) if depth >= DEPTH => None,
            (_, example) => example,
        };
        Some(self.member(&field.ty, example, &field.wire, depth))
    }
}
