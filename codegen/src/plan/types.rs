//! The declared types as Rust items.

use crate::model::{Field, Object, Shape, Type, TypeDef, TypeId};

use super::type_items::{ConstantItem, RestItem, VariantItem};
use super::wraps::wraps;
use super::{BranchItem, EnumItem, FieldItem, StructItem, TypeItem, UnionItem};
use super::{Planner, RustType, markdown};

impl Planner<'_> {
    pub(super) fn type_item(&self, id: TypeId) -> Option<TypeItem> {
        let def = self.api.type_def(id);
        let names = self.names.types.get(&id)?;
        let decode = self.directions.answer.contains(&id);
        let encode = self.directions.request.contains(&id);
        let doc = self.docs.item(def.description.as_deref().or(def.title.as_deref()), &names.name);
        let alias = alias(def, &names.name);
        let deprecated = def.deprecated;
        let name = names.name.clone();
        let rest = names.rest.clone();
        Some(match &def.shape {
            Shape::Object(object) => TypeItem::Struct(StructItem {
                name,
                doc,
                alias,
                deprecated,
                fields: self.fields(id, object, (encode, decode)),
                constants: constants(object),
                tags: object.tags.clone(),
                rest: object.additional.as_ref().map(|it| RestItem {
                    name: rest,
                    setter: names.rest_setter.clone(),
                    ty: self.rust_type(it),
                    hidden: self.is_rest_hidden(id, it),
                    wraps: wraps(it),
                }),
                required: names.required.clone(),
                holds_secrets: self.secret.contains(&id),
                decode,
                encode,
            }),
            Shape::Enum(values) => TypeItem::Enum(EnumItem {
                name,
                doc,
                alias,
                deprecated,
                variants: values
                    .iter()
                    .zip(&names.members)
                    .map(|(value, name)| VariantItem {
                        name: name.clone(),
                        wire: value.wire.clone(),
                        number: value.number,
                        doc: match &value.description {
                            Some(text) => self.docs.text(Some(text)),
                            None => vec![format!("{} on the wire.", markdown::code(&value.wire))],
                        },
                    })
                    .collect(),
                rest,
            }),
            Shape::Union(union) => TypeItem::Union(UnionItem {
                name,
                doc,
                alias,
                deprecated,
                discriminator: union.discriminator.clone(),
                branches: union
                    .branches
                    .iter()
                    .zip(&names.members)
                    .enumerate()
                    .map(|(index, (branch, name))| {
                        let ty = self.rust_type(&branch.ty);
                        let boxed = self.boxed.contains(&(id, index));
                        let ty = if boxed { RustType::Boxed(Box::new(ty)) } else { ty };
                        BranchItem {
                            variant: name.clone(),
                            tags: branch.tags.clone(),
                            writes: branch.writes.clone(),
                            ty,
                            wraps: wraps(&branch.ty),
                        }
                    })
                    .collect(),
                rest,
                holds_secrets: self.secret.contains(&id),
                decode,
                encode,
            }),
        })
    }

    /// `ways`: whether the type is sent, and whether it comes.
    fn fields(&self, id: TypeId, object: &Object, ways: (bool, bool)) -> Vec<FieldItem> {
        let names = &self.names.types[&id];
        object
            .fields
            .iter()
            .zip(&names.members)
            .enumerate()
            .filter(|(_, (field, _))| field.constant.is_none())
            .map(|(index, (field, name))| {
                let boxed = self.boxed.contains(&(id, index));
                let hidden = self.is_hidden(id, field);
                let field = self.field(field, (name, names.clear(index)), boxed, ways);
                FieldItem { hidden, ..field }
            })
            .collect()
    }

    fn field(
        &self,
        field: &Field,
        (name, clear): (&str, String),
        boxed: bool,
        (encode, decode): (bool, bool),
    ) -> FieldItem {
        let plain = self.rust_type(field.ty.plain());
        let inner = if boxed { RustType::Boxed(Box::new(plain.clone())) } else { plain };
        let nullable = field.ty.is_nullable();
        // What the server sets cannot be asked of the caller.
        let required = field.required && !(field.read_only && encode);
        let option = |ty: RustType| RustType::Option(Box::new(ty));
        // What only the caller sends cannot be asked of the server, and what is not described may not come.
        let may_be_missing =
            required && !nullable && decode && (field.write_only || field.undeclared);
        let both = !required && nullable && encode;
        let ty = match (required, nullable) {
            (true, false) if may_be_missing => option(inner.clone()),
            (true, false) => inner.clone(),
            (true, true) => option(inner.clone()),
            (false, true) if both => option(option(inner.clone())),
            (false, _) => option(inner.clone()),
        };
        let kind = if required && nullable {
            super::ArgumentKind::Nullable(self.rust_type(field.ty.plain()))
        } else {
            self.member_kind(field.ty.plain())
        };
        FieldItem {
            name: name.to_owned(),
            wire: field.wire.clone(),
            aliases: aliases(field, name),
            doc: self.docs.field(field, self.about(&field.ty), encode),
            deprecated: field.deprecated,
            ty,
            kind,
            required,
            preset: self.only_variant(&field.ty).filter(|_| required),
            null_is_sent: required && nullable,
            may_be_missing,
            clear: both.then_some(clear),
            read_only: field.read_only,
            boxed,
            hidden: false,
            wraps: wraps(&field.ty),
        }
    }

    /// Type and variant of an enum of one value.
    pub(super) fn only_variant(&self, ty: &Type) -> Option<(String, String)> {
        let Type::Declared(id) = ty else { return None };
        let names = self.names.types.get(id).filter(|_| self.api.has_one_value(ty))?;
        Some((names.name.clone(), names.members.first()?.clone()))
    }

    /// What the description says about a declared type.
    pub(super) fn about(&self, ty: &Type) -> Option<&str> {
        match ty.plain() {
            Type::Declared(id) => self.api.type_def(*id).description.as_deref(),
            _ => None,
        }
    }

    /// How a constructor or a setter takes the value of a member.
    pub(super) fn member_kind(&self, ty: &Type) -> super::ArgumentKind {
        use super::ArgumentKind;
        match ty {
            Type::List(inner) => ArgumentKind::Items(self.rust_type(inner)),
            Type::Map(inner) => ArgumentKind::Entries(self.rust_type(inner)),
            Type::Bool
            | Type::Integer
            | Type::Unsigned
            | Type::Number
            | Type::Tuple(_)
            | Type::Declared(_) => ArgumentKind::Value(self.rust_type(ty)),
            Type::Text
            | Type::Id
            | Type::DateTime
            | Type::Secret
            | Type::File
            | Type::Any
            | Type::FreeObject
            | Type::Nullable(_) => ArgumentKind::Into(self.rust_type(ty)),
            Type::Envelope { inner, .. } => self.member_kind(inner),
        }
    }
}

/// The names of a member that are not its Rust name.
pub(super) fn aliases(field: &Field, name: &str) -> Vec<String> {
    let wire = Some(&field.wire).filter(|it| *it != name);
    wire.into_iter().chain(&field.published).cloned().collect()
}

fn constants(object: &Object) -> Vec<ConstantItem> {
    let constant = |it: &Field| {
        let value = it.constant.clone()?;
        Some(ConstantItem { wire: it.wire.clone(), value, may_be_missing: it.undeclared })
    };
    object.fields.iter().filter_map(constant).collect()
}

/// The author's name of a type, where the Rust name would not be found by it.
fn alias(def: &TypeDef, name: &str) -> Option<String> {
    match &def.naming {
        crate::model::Naming::Given(given) if given != name => Some(given.clone()),
        _ => None,
    }
}
