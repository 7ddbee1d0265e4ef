//! Which members a caller must give, and how many of them can be told by their order.

use super::{Api, Field, Object, Shape, Type};

/// Beyond this many arguments nobody remembers their order: they are given by name.
pub(crate) const MOST_ARGUMENTS: usize = 4;

impl Api {
    /// The members of a request that a caller must give, in order.
    pub(crate) fn asked_for<'a>(&'a self, object: &'a Object) -> impl Iterator<Item = &'a Field> {
        object.fields.iter().filter(|it| self.is_asked_for(it))
    }

    /// Whether a caller must give the member: not what the server sets, nor what can have one value only.
    pub(crate) fn is_asked_for(&self, field: &Field) -> bool {
        let has_value = field.read_only || field.constant.is_some();
        field.required && !has_value && !self.has_one_value(&field.ty)
    }

    /// Whether it is an enum that lists one value only.
    pub(crate) fn has_one_value(&self, ty: &Type) -> bool {
        let Type::Declared(id) = ty else { return false };
        matches!(&self.type_def(*id).shape, Shape::Enum(values) if values.len() == 1)
    }
}
