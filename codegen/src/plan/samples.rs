//! Values as a caller would write them, from the examples of the description.

use serde_json::Value;

use crate::model::{Field, Object, Shape, Type, TypeId, Union};

use super::examples::{SHOWN_SETTERS, Sampler};
use super::expression::Expression;
use super::items::RustType;

/// How deep an example goes into types that contain types.
pub(super) const DEPTH: usize = 8;
/// Beyond this depth nothing is shown; types that require themselves would go on for ever.
const DEEPEST: usize = 32;
/// How many values a free-form example may hold.
const JSON_VALUES: usize = 60;

impl Sampler<'_> {
    /// A value of a type, from an example if it fits.
    pub(super) fn value(
        &self,
        ty: &Type,
        example: Option<&Value>,
        hint: &str,
        depth: usize,
    ) -> Expression {
        let non_null = ty.non_null();
        match (non_null, example) {
            (Type::Envelope { member, inner }, example) => {
                self.value(inner, opened(member, example), hint, depth)
            }
            (Type::Bool, example) => {
                Expression::Bool(example.and_then(Value::as_bool).unwrap_or(true))
            }
            (Type::Integer, example) => {
                Expression::Integer(example.and_then(Value::as_i64).unwrap_or(1).into())
            }
            (Type::Unsigned, example) => {
                Expression::Integer(example.and_then(Value::as_u64).unwrap_or(1).into())
            }
            (Type::Number, example) => {
                Expression::Number(example.and_then(Value::as_f64).unwrap_or(1.0))
            }
            (Type::Id, Some(Value::Number(number))) if number.is_i64() => {
                Expression::Integer(number.as_i64().unwrap_or(1).into())
            }
            (Type::Text | Type::Id | Type::DateTime | Type::Secret | Type::File, example) => {
                Expression::Text(match (example, non_null) {
                    (Some(Value::String(text)), _) => text.clone(),
                    (Some(Value::Number(number)), _) => number.to_string(),
                    (Some(Value::Bool(value)), _) => value.to_string(),
                    (_, Type::DateTime) => "2026-01-31T12:00:00Z".to_owned(),
                    (_, _) => hint.to_owned(),
                })
            }
            (Type::Any | Type::FreeObject, example) => {
                let mut left = JSON_VALUES;
                Expression::Json(
                    example.map_or_else(
                        || Value::Object(Default::default()),
                        |it| bounded(it, &mut left),
                    ),
                )
            }
            (Type::List(inner), example) => self.list(inner, example, hint, depth),
            (Type::Tuple(elements), example) => Expression::Tuple(
                elements
                    .iter()
                    .enumerate()
                    .map(|(index, it)| {
                        let example = example.and_then(|it| it.get(index));
                        let value = self.inside(it, example, hint, depth);
                        match it {
                            Type::Nullable(_) => value,
                            it => owned(&self.planner.rust_type(it), value),
                        }
                    })
                    .collect(),
            ),
            (Type::Map(inner), example) => {
                let entries: Vec<Expression> = match example {
                    Some(Value::Object(members)) if !members.is_empty() => members
                        .iter()
                        .map(|(key, value)| {
                            Expression::Tuple(vec![
                                Expression::Text(key.clone()),
                                self.inside(inner, Some(value), key, depth),
                            ])
                        })
                        .collect(),
                    _ => vec![Expression::Tuple(vec![
                        Expression::Text("name".to_owned()),
                        self.inside(inner, None, hint, depth),
                    ])],
                };
                Expression::List(entries)
            }
            (Type::Declared(id), example) => self.declared(*id, example, hint, depth),
            (Type::Nullable(inner), example) => self.value(inner, example, hint, depth),
        }
    }

    fn list(&self, inner: &Type, example: Option<&Value>, hint: &str, depth: usize) -> Expression {
        let items = match example {
            Some(Value::Array(items)) => {
                items.iter().map(|it| self.inside(inner, Some(it), hint, depth)).collect()
            }
            _ => vec![self.inside(inner, None, hint, depth)],
        };
        if items.is_empty() {
            return match inner.plain() {
                Type::Text => Expression::EmptyList("&str"),
                Type::Integer => Expression::EmptyList("i64"),
                Type::Unsigned => Expression::EmptyList("u64"),
                _ => Expression::List(vec![self.inside(inner, None, hint, depth)]),
            };
        }
        Expression::List(items)
    }

    /// A value in a list or a map: what only the setter around it could convert is converted here.
    fn inside(&self, ty: &Type, example: Option<&Value>, hint: &str, depth: usize) -> Expression {
        if let Type::Envelope { member, inner } = ty {
            return self.inside(inner, opened(member, example), hint, depth);
        }
        if ty.is_nullable() && example.is_none_or(Value::is_null) {
            return Expression::None;
        }
        let value = self.value(ty, example, hint, depth + 1);
        match (ty, self.planner.rust_type(ty.non_null())) {
            (Type::Nullable(_), inner) => Expression::Some(Box::new(owned(&inner, value))),
            (Type::List(_) | Type::Map(_), inner) => owned(&inner, value),
            (_, _) => value,
        }
    }

    fn declared(
        &self,
        id: TypeId,
        example: Option<&Value>,
        hint: &str,
        depth: usize,
    ) -> Expression {
        let planner = self.planner;
        let Some(names) = planner.names.types.get(&id) else { return Expression::None };
        let ty = names.name.clone();
        if depth > DEEPEST || !self.spend() {
            return Expression::Endless(ty);
        }
        match &planner.api.type_def(id).shape {
            Shape::Enum(values) => {
                let is_number = values.iter().any(|it| it.number.is_some());
                let wire = example.filter(|it| it.is_string() || it.is_i64());
                let wire = wire.filter(|it| it.is_string() != is_number);
                let text = wire.map(|it| it.as_str().map_or_else(|| it.to_string(), str::to_owned));
                let listed = values.iter().position(|it| Some(&it.wire) == text.as_ref());
                match (listed, wire, names.members.first()) {
                    (Some(at), _, _) => {
                        Expression::Variant { ty, variant: names.members[at].clone() }
                    }
                    (None, Some(other), _) => Expression::Associated {
                        ty,
                        function: "from".to_owned(),
                        arguments: vec![match (other.as_i64(), text) {
                            (Some(number), _) => Expression::Integer(number.into()),
                            (None, text) => Expression::Text(text.unwrap_or_default()),
                        }],
                    },
                    (None, None, Some(first)) => Expression::Variant { ty, variant: first.clone() },
                    (None, None, None) => Expression::Associated {
                        ty,
                        function: "from".to_owned(),
                        arguments: vec![Expression::Text(hint.to_owned())],
                    },
                }
            }
            Shape::Object(object) => self.object(id, object, ty, example, depth),
            Shape::Union(union) => self.union(id, union, ty, example, hint, depth),
        }
    }

    fn object<'b>(
        &'b self,
        id: TypeId,
        object: &'b Object,
        ty: String,
        example: Option<&'b Value>,
        depth: usize,
    ) -> Expression {
        let planner = self.planner;
        let example = example.or(planner.api.type_def(id).example.as_ref());
        let names = &planner.names.types[&id];
        let of = |field: &'b Field| match example {
            Some(whole) => whole.get(&field.wire),
            None => field.example.as_ref(),
        };
        let arguments = self.new_arguments(id, object, &of, depth);
        let optional = object
            .fields
            .iter()
            .zip(&names.members)
            .enumerate()
            .filter(|(_, (it, _))| !it.required && !it.read_only && it.constant.is_none());
        let mut res = Expression::Associated { ty, function: "new".to_owned(), arguments };
        let shown = if self.everything { usize::MAX } else { SHOWN_SETTERS };
        let set =
            optional.filter_map(|(index, (field, name))| Some((index, field, name, of(field)?)));
        for (index, field, name, value) in set.take(if depth < DEPTH { shown } else { 0 }) {
            res = match value {
                Value::Null if field.ty.is_nullable() => {
                    res.method(&names.clear(index), Vec::new())
                }
                value => {
                    res.method(name, vec![self.member(&field.ty, Some(value), &field.wire, depth)])
                }
            };
        }
        if let (Some(inner), Some(Value::Object(members)), true) =
            (&object.additional, example, self.everything)
        {
            for (key, value) in members {
                if !object.fields.iter().any(|it| it.wire == *key) {
                    let value = self.value(inner, Some(value), key, depth + 1);
                    res =
                        res.method(&names.rest_setter, vec![Expression::Text(key.clone()), value]);
                }
            }
        }
        res
    }

    /// A member of a type: `new` and setters take a declared type by value.
    pub(super) fn member(
        &self,
        ty: &Type,
        example: Option<&Value>,
        hint: &str,
        depth: usize,
    ) -> Expression {
        self.value(ty, example, hint, depth + 1)
    }

    fn union(
        &self,
        id: TypeId,
        union: &Union,
        ty: String,
        example: Option<&Value>,
        hint: &str,
        depth: usize,
    ) -> Expression {
        let names = &self.planner.names.types[&id];
        let tag = union.discriminator.as_ref().and_then(|it| example?.get(it));
        let tag = tag.map(|it| it.as_str().map_or_else(|| it.to_string(), str::to_owned));
        let tagged =
            tag.and_then(|tag| union.branches.iter().position(|it| it.tags.contains(&tag)));
        let fits = |ty: &Type| example.is_some_and(|it| self.fits(ty, it));
        let best =
            tagged.or_else(|| union.branches.iter().position(|it| fits(&it.ty))).or_else(|| {
                // Without an example: a branch that does not lead back here.
                union.branches.iter().position(|it| !matches!(it.ty, Type::Declared(_)))
            });
        let at = best.unwrap_or(0);
        let Some(branch) = union.branches.get(at) else { return Expression::None };
        let inner = self.value(&branch.ty, example, hint, depth + 1);
        let inner = owned(&self.planner.rust_type(&branch.ty), inner);
        let boxed = self.planner.boxed.contains(&(id, at));
        let inner = if boxed { Expression::Boxed(Box::new(inner)) } else { inner };
        Expression::Associated { ty, function: names.members[at].clone(), arguments: vec![inner] }
    }

    /// Whether a value could be of a type; a look at its kind and at required members.
    fn fits(&self, ty: &Type, value: &Value) -> bool {
        match (ty.non_null(), value) {
            (Type::Envelope { member, inner }, Value::Object(members)) => {
                members.get(member).is_some_and(|it| self.fits(inner, it))
            }
            (Type::Any, _) => true,
            (Type::Bool, Value::Bool(_)) | (Type::Number, Value::Number(_)) => true,
            (Type::Integer, Value::Number(number)) => number.is_i64(),
            (Type::Unsigned, Value::Number(number)) => number.is_u64(),
            (Type::Id, Value::Number(_) | Value::String(_)) => true,
            (Type::Text | Type::DateTime | Type::Secret | Type::File, Value::String(_)) => true,
            (Type::List(inner), Value::Array(items)) => items.iter().all(|it| self.fits(inner, it)),
            (Type::Tuple(elements), Value::Array(items)) => {
                elements.len() == items.len()
                    && elements.iter().zip(items).all(|(ty, it)| self.fits(ty, it))
            }
            (Type::Map(inner), Value::Object(members)) => {
                members.values().all(|it| self.fits(inner, it))
            }
            (Type::FreeObject, Value::Object(_)) => true,
            (Type::Declared(id), value) => match (&self.planner.api.type_def(*id).shape, value) {
                (Shape::Enum(values), Value::String(text)) => {
                    values.iter().any(|it| it.wire == *text && it.number.is_none())
                }
                (Shape::Enum(values), Value::Number(number)) => {
                    values.iter().any(|it| it.number.is_some() && it.number == number.as_i64())
                }
                (Shape::Object(object), Value::Object(members)) => {
                    let there = |it: &Field| match members.get(&it.wire) {
                        Some(value) => self.fits(&it.ty, value) || value.is_null(),
                        None => !it.required,
                    };
                    let known = |key: &String| object.fields.iter().any(|it| it.wire == *key);
                    object.fields.iter().all(there)
                        && (object.additional.is_some() || members.keys().all(known))
                }
                (Shape::Union(union), value) => {
                    union.branches.iter().any(|it| self.fits(&it.ty, value))
                }
                (_, _) => false,
            },
            (_, _) => false,
        }
    }
}

/// What is in the envelope of an example.
fn opened<'a>(member: &str, example: Option<&'a Value>) -> Option<&'a Value> {
    match example {
        Some(Value::Object(members)) if members.contains_key(member) => members.get(member),
        other => other,
    }
}

/// A value where an `Option` is taken.
pub(super) fn nullable(ty: &RustType, value: Expression) -> Expression {
    match ty {
        RustType::String => Expression::Some(Box::new(value)),
        RustType::Declared(_)
        | RustType::Bool
        | RustType::I64
        | RustType::U64
        | RustType::F64
        | RustType::Value => value,
        other => Expression::Some(Box::new(owned(other, value))),
    }
}

/// A literal as the owned value that a variant of a union or a field holds.
pub(super) fn owned(ty: &RustType, value: Expression) -> Expression {
    match (ty, value) {
        (RustType::String, text @ Expression::Text(_)) => text.method("to_owned", Vec::new()),
        // As a literal without a type it would be an `i32`, and a sign would stand before the call.
        (RustType::Id, Expression::Integer(number))
            if number < 0 || i32::try_from(number).is_err() =>
        {
            Expression::Text(number.to_string()).method("into", Vec::new())
        }
        (RustType::Id | RustType::DateTime | RustType::Secret, value) => {
            value.method("into", Vec::new())
        }
        (RustType::Vec(_), Expression::EmptyList(_)) => Expression::Vector(Vec::new()),
        (RustType::Vec(inner), Expression::List(items)) => {
            Expression::Vector(items.into_iter().map(|it| owned(inner, it)).collect())
        }
        (RustType::BTreeMap(inner), Expression::List(entries)) => {
            let entries = entries
                .into_iter()
                .map(|it| match it {
                    Expression::Tuple(mut pair) if pair.len() == 2 => {
                        let value = owned(inner, pair.remove(1));
                        let key = owned(&RustType::String, pair.remove(0));
                        Expression::Tuple(vec![key, value])
                    }
                    other => other,
                })
                .collect();
            Expression::Map(entries)
        }
        (_, value) => value,
    }
}

/// The value without what is too much for an example.
fn bounded(value: &Value, left: &mut usize) -> Value {
    *left = left.saturating_sub(1);
    match value {
        Value::Array(items) => Value::Array(
            items.iter().map_while(|it| (*left > 0).then(|| bounded(it, left))).collect(),
        ),
        Value::Object(members) => Value::Object(
            members
                .iter()
                .map_while(|(key, it)| (*left > 0).then(|| (key.clone(), bounded(it, left))))
                .collect(),
        ),
        other => other.clone(),
    }
}
