//! How each thing that a call needs is taken: as an argument of the method, or by a setter.

use openapi_media::{Kind, TEXT, essence};
use serde_json::Value;

use crate::model::{Encoding, Field, Location, Parameter, Shape, Type};

use super::Planner;
use super::items::{Argument, ArgumentKind, RequestStep, Setter, SetterStep};
use super::wraps::wraps;

/// What a call takes, sorted by how it is taken.
#[derive(Default)]
pub(super) struct Taken {
    pub steps: Vec<RequestStep>,
    pub arguments: Vec<Argument>,
    pub setters: Vec<Setter>,
}

impl Taken {
    pub(super) fn argument(
        &mut self,
        argument: Argument,
        step: impl FnOnce(Argument) -> RequestStep,
    ) {
        self.steps.push(step(argument.clone()));
        self.arguments.push(argument);
    }
}

impl Planner<'_> {
    pub(super) fn take_parameter(&self, parameter: &Parameter, name: &str, taken: &mut Taken) {
        let argument = Argument { name: name.to_owned(), kind: self.argument_kind(&parameter.ty) };
        if parameter.location == Location::Path {
            let wire = parameter.wire.clone();
            let style = path_style(parameter.encoding);
            return taken.argument(argument, |argument| RequestStep::Path {
                wire,
                argument,
                style,
            });
        }
        let step = self.parameter_step(parameter);
        if parameter.required {
            return taken.argument(argument, |argument| RequestStep::Set {
                step,
                argument,
                wraps: Vec::new(),
            });
        }
        taken.setters.push(Setter {
            wraps: Vec::new(),
            name: name.to_owned(),
            doc: self.docs.setter(
                parameter.description.as_deref().or(self.about(&parameter.ty)),
                None,
                (&parameter.limits, &parameter.ty),
                &parameter.wire,
            ),
            deprecated: parameter.deprecated,
            aliases: Some(&parameter.wire).filter(|it| *it != name).into_iter().cloned().collect(),
            step,
            argument,
            clear: None,
        });
    }

    fn parameter_step(&self, parameter: &Parameter) -> SetterStep {
        let wire = parameter.wire.clone();
        let is_json = parameter.encoding == Encoding::Json;
        match parameter.location {
            Location::Header if is_json => SetterStep::HeaderJson { wire },
            Location::Cookie if is_json => SetterStep::CookieJson { wire },
            Location::Header => SetterStep::Header { wire },
            Location::Cookie => SetterStep::Cookie { wire },
            Location::Path | Location::Query => match &parameter.ty {
                _ if is_json => SetterStep::QueryJson { wire },
                Type::List(_) | Type::Tuple(_) => {
                    SetterStep::QueryList { wire, style: list_style(parameter.encoding) }
                }
                ty if self.is_object(ty) => {
                    SetterStep::QueryObject { wire, style: object_style(parameter.encoding) }
                }
                _ => SetterStep::Query { wire },
            },
        }
    }

    fn is_object(&self, ty: &Type) -> bool {
        match ty {
            Type::Map(_) | Type::FreeObject => true,
            Type::Declared(id) => !matches!(self.api.type_def(*id).shape, Shape::Enum(_)),
            _ => false,
        }
    }

    /// A member of a flattened body. `step` says where it goes.
    pub(super) fn take_field(
        &self,
        field: &Field,
        (name, clear): (&str, &str),
        step: &dyn Fn(String) -> SetterStep,
        taken: &mut Taken,
    ) {
        if let Some(value) = field.constant.clone().or_else(|| self.only_value(field)) {
            taken.steps.push(RequestStep::Constant { step: step(field.wire.clone()), value });
            return;
        }
        let plain = field.ty.plain();
        let step = step(field.wire.clone());
        let kind = match &step {
            SetterStep::Part { .. } => ArgumentKind::Upload,
            SetterStep::Parts { .. } => ArgumentKind::Uploads,
            _ if field.required && field.ty.is_nullable() => {
                ArgumentKind::Nullable(self.rust_type(plain))
            }
            _ => self.argument_kind(plain),
        };
        let argument = Argument { name: name.to_owned(), kind };
        if field.required {
            let wraps = wraps(&field.ty);
            return taken.argument(argument, |argument| RequestStep::Set { step, argument, wraps });
        }
        let clears = matches!(step, SetterStep::Member { .. }) && field.ty.is_nullable();
        taken.setters.push(Setter {
            wraps: wraps(&field.ty),
            name: name.to_owned(),
            doc: self.docs.setter(
                field.description.as_deref().or(self.about(&field.ty)),
                field.default.as_ref(),
                (&field.limits, &field.ty),
                &field.wire,
            ),
            deprecated: field.deprecated,
            aliases: super::types::aliases(field, name),
            step,
            argument,
            clear: clears.then(|| clear.to_owned()),
        });
    }

    /// How a member of an urlencoded form is written.
    pub(super) fn form_step(&self, field: &Field) -> SetterStep {
        let wire = field.wire.clone();
        let ty = field.ty.non_null();
        match (field.style, ty) {
            (Some(Encoding::Deep), _) => SetterStep::FormObject { wire, style: "Deep" },
            (Some(style), Type::List(_) | Type::Tuple(_)) => {
                SetterStep::FormList { wire, style: list_style(style) }
            }
            (Some(style), ty) if self.is_object(ty) => {
                SetterStep::FormObject { wire, style: object_style(style) }
            }
            (None, ty) if !is_scalar(ty) && field.media.as_deref().is_some_and(is_json) => {
                SetterStep::FormJson { wire }
            }
            (_, _) => SetterStep::FormMember { wire },
        }
    }

    /// The value of a required member that can have no other.
    fn only_value(&self, field: &Field) -> Option<Value> {
        let Type::Declared(id) = &field.ty else { return None };
        match &self.api.type_def(*id).shape {
            Shape::Enum(values) if field.required && values.len() == 1 => {
                values.first().map(|it| match it.number {
                    Some(number) => number.into(),
                    None => Value::String(it.wire.clone()),
                })
            }
            Shape::Object(_) | Shape::Enum(_) | Shape::Union(_) => None,
        }
    }

    /// How a method or a setter takes a value that goes straight into the request.
    pub(super) fn argument_kind(&self, ty: &Type) -> ArgumentKind {
        match ty {
            Type::Text | Type::File => ArgumentKind::Str,
            Type::Bool | Type::Integer | Type::Unsigned | Type::Number | Type::Tuple(_) => {
                ArgumentKind::Value(self.rust_type(ty))
            }
            Type::Declared(id) => match self.api.type_def(*id).shape {
                Shape::Enum(_) => ArgumentKind::Value(self.rust_type(ty)),
                Shape::Object(_) | Shape::Union(_) => ArgumentKind::Reference(self.rust_type(ty)),
            },
            Type::Id
            | Type::DateTime
            | Type::Secret
            | Type::Any
            | Type::FreeObject
            | Type::Nullable(_) => ArgumentKind::Into(self.rust_type(ty)),
            Type::Envelope { inner, .. } => self.argument_kind(inner),
            Type::List(inner) => ArgumentKind::Items(self.rust_type(inner)),
            Type::Map(inner) => ArgumentKind::Entries(self.rust_type(inner)),
        }
    }
}

/// How a member of a multipart body becomes parts.
pub(super) fn part_step(field: &Field) -> SetterStep {
    let wire = field.wire.clone();
    let listed: Vec<&str> = field.media.iter().flat_map(|it| openapi_media::listed(it)).collect();
    let first = listed.first().and_then(|it| openapi_media::concrete(it)).map(str::to_owned);
    // Which of several media types a file has only the caller knows.
    let only = first.clone().filter(|_| listed.len() == 1 && !openapi_media::is_range(listed[0]));
    match (field.ty.non_null(), first) {
        (Type::File, _) => SetterStep::Part { wire, media: only },
        (Type::List(inner), _) if *inner.non_null() == Type::File => {
            SetterStep::Parts { wire, media: only }
        }
        (ty, Some(media)) if !is_scalar(ty) || !is_plain_text(&media) => {
            SetterStep::PartAs { wire, media }
        }
        (Type::List(_), None) if field.style.is_some_and(|it| list_style(it) != "Repeat") => {
            let style = field.style.map_or("Repeat", list_style);
            SetterStep::PartList { wire, style }
        }
        (_, _) => SetterStep::PartText { wire },
    }
}

fn is_scalar(ty: &Type) -> bool {
    matches!(
        ty,
        Type::Bool
            | Type::Integer
            | Type::Unsigned
            | Type::Number
            | Type::Text
            | Type::Id
            | Type::DateTime
            | Type::Secret
            | Type::File
    )
}

fn is_json(media: &str) -> bool {
    Kind::of(media) == Kind::Json
}

/// What a part without a media type is.
fn is_plain_text(media: &str) -> bool {
    essence(media) == TEXT
}

fn list_style(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Comma
        | Encoding::Named
        | Encoding::Segments
        | Encoding::Label { .. }
        | Encoding::Matrix { .. } => "Comma",
        Encoding::Space => "Space",
        Encoding::Pipe => "Pipe",
        Encoding::Repeat | Encoding::Deep | Encoding::Json => "Repeat",
    }
}

fn object_style(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Deep => "Deep",
        Encoding::Repeat | Encoding::Named | Encoding::Json => "Members",
        Encoding::Comma
        | Encoding::Space
        | Encoding::Pipe
        | Encoding::Segments
        | Encoding::Label { .. }
        | Encoding::Matrix { .. } => "Comma",
    }
}

/// Name of the style in the path and, where that matters, whether it is exploded; `None` for the usual one.
fn path_style(encoding: Encoding) -> Option<(&'static str, Option<bool>)> {
    match encoding {
        Encoding::Named => Some(("Simple", Some(true))),
        Encoding::Segments => Some(("Segments", None)),
        Encoding::Label { explode } => Some(("Label", Some(explode))),
        Encoding::Matrix { explode } => Some(("Matrix", Some(explode))),
        Encoding::Json => Some(("Json", None)),
        Encoding::Comma | Encoding::Space | Encoding::Pipe | Encoding::Repeat | Encoding::Deep => {
            None
        }
    }
}
