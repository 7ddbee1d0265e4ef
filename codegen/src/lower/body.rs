//! What a request carries.

use openapi_media::{JSON, Kind, concrete};

use crate::document::{MediaView, OperationView, Style};
use crate::model::{Body, BodyContent, Branch, Field, Naming, Part, Shape, Type, TypeId};

use super::Lowering;
use super::operation::style_encoding;

impl Lowering<'_> {
    pub(super) fn bodies(&mut self, view: &OperationView, index: usize) -> Vec<Body> {
        let Some(body) = &view.request_body else { return Vec::new() };
        self.check_items(&body.content);
        let mut res: Vec<Body> = Vec::new();
        for media in self.spellings(&body.content) {
            let content = self.body_content(media, index);
            let xml = match &content {
                BodyContent::Value { ty, .. } => self.document_of(media, &ty.clone()),
                _ => None,
            };
            let example = self
                .example(media.example.as_ref())
                .or_else(|| self.schema_example(media.schema.as_ref()?));
            let sent = match content {
                // Whatever is uploaded, the caller knows its media type.
                BodyContent::Raw => &media.media_type,
                _ => concrete(&media.media_type).unwrap_or(JSON),
            };
            res.push(Body {
                media: sent.to_owned(),
                required: body.required,
                content,
                xml,
                envelopes: Vec::new(),
                example,
            });
        }
        res
    }

    fn body_content(&mut self, media: &MediaView, index: usize) -> BodyContent {
        let naming =
            Naming::Part { operation: index, part: Part::Body, member: None, element: false };
        match MediaKind::of(&media.media_type) {
            // Nothing says that it is JSON.
            MediaKind::Json if media.schema.is_none() && is_any(media) => BodyContent::Raw,
            MediaKind::Json => {
                let ty = media.schema.as_ref().map_or(Type::Any, |it| self.schema(it, naming));
                // A whole body that is one file is its bytes, whatever its media type says.
                if *ty.non_null() == Type::File {
                    return BodyContent::Raw;
                }
                let inline = match ty.plain() {
                    Type::Declared(id) => !matches!(self.types[id.0].naming, Naming::Given(_)),
                    _ => false,
                };
                BodyContent::Value { ty, inline }
            }
            MediaKind::Form => match self.parts(media, naming) {
                Ok(fields) => BodyContent::Form(fields),
                Err(ty) => BodyContent::Value { ty, inline: false },
            },
            MediaKind::Multipart => match self.parts(media, naming) {
                Ok(fields) => BodyContent::Multipart(fields),
                Err(ty) => BodyContent::Value { ty, inline: false },
            },
            MediaKind::Lines => {
                let naming = Naming::Part {
                    operation: index,
                    part: Part::Body,
                    member: None,
                    element: true,
                };
                let ty = Type::List(Box::new(self.one_of_several(media, naming)));
                BodyContent::Value { ty, inline: false }
            }
            // XML of a type is typed, other XML is text.
            MediaKind::Xml => match media.schema.as_ref().map(|it| self.schema(it, naming)) {
                Some(ty) if self.has_elements(&ty) => BodyContent::Value { ty, inline: false },
                _ => BodyContent::Raw,
            },
            MediaKind::Events | MediaKind::Other => BodyContent::Raw,
        }
    }

    /// The members of a form, or the type of a form whose members are not described: a map, a list, anything.
    fn parts(&mut self, media: &MediaView, naming: Naming) -> Result<Vec<Field>, Type> {
        let Some(schema) = &media.schema else { return Err(Type::FreeObject) };
        let ty = self.schema(schema, naming).plain().clone();
        let described = match &ty {
            Type::Declared(id) => self.described_members(*id),
            _ => None,
        };
        let Some(mut fields) = described else { return Err(ty) };
        for field in &mut fields {
            let encoding = media.encoding.iter().find(|it| it.property == field.wire);
            let Some(encoding) = encoding else { continue };
            field.media = encoding.content_type.clone().or(field.media.take());
            if matches!(field.ty.non_null(), Type::Text | Type::Any)
                && field.media.as_deref().is_some_and(is_binary)
            {
                field.ty = Type::File;
            }
            let stated = encoding.style.is_some() || encoding.explode.is_some();
            field.style = stated.then(|| {
                let style = encoding.style.unwrap_or(Style::Form);
                style_encoding(style, encoding.explode.unwrap_or(style == Style::Form))
            });
        }
        Ok(fields)
    }

    /// The members of an object; of a union of objects all that any of them has, required if all of them require it.
    fn described_members(&self, id: TypeId) -> Option<Vec<Field>> {
        let union = match &self.types[id.0].shape {
            Shape::Object(object) => return Some(object.fields.clone()),
            Shape::Union(union) => union,
            Shape::Enum(_) => return None,
        };
        let object = |branch: &Branch| match branch.ty.plain() {
            Type::Declared(id) => match &self.types[id.0].shape {
                Shape::Object(object) => Some(&object.fields),
                Shape::Union(_) | Shape::Enum(_) => None,
            },
            _ => None,
        };
        let branches: Vec<&Vec<Field>> =
            union.branches.iter().map(object).collect::<Option<_>>()?;
        let mut res: Vec<Field> = Vec::new();
        for field in branches.iter().copied().flatten() {
            let mut same = branches.iter().map(|it| it.iter().find(|it| it.wire == field.wire));
            let mut field = field.clone();
            field.required = same.clone().all(|it| it.is_some_and(|it| it.required));
            if !same.all(|it| it.is_some_and(|it| it.constant == field.constant)) {
                // Its value tells the alternatives apart, so the caller says it.
                let tells = field.constant.take().is_some();
                field.ty = if tells { Type::Text } else { field.ty };
            }
            if !res.iter().any(|it| it.wire == field.wire) {
                res.push(field);
            }
        }
        if let Some(property) = &union.discriminator
            && !res.iter().any(|it| it.wire == *property)
        {
            // Nothing else tells the server which of them it is.
            res.insert(0, Field { required: true, ..Field::new(property, Type::Text) });
        }
        Some(res)
    }
}

/// Whether what has one of these media types is bytes rather than text.
pub(super) fn is_binary(media: &str) -> bool {
    openapi_media::listed(media).next().is_some_and(|it| Kind::of(it) == Kind::Binary)
}

fn is_any(media: &MediaView) -> bool {
    Kind::of(&media.media_type) == Kind::Any
}

/// What a media type means for the types of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MediaKind {
    /// JSON, or what nothing says is not.
    Json,
    Form,
    Multipart,
    Events,
    /// One JSON text a line, or each behind a separator.
    Lines,
    Xml,
    Other,
}

impl MediaKind {
    pub(super) fn of(media: &str) -> Self {
        match Kind::of(media) {
            Kind::Json | Kind::Any => Self::Json,
            Kind::JsonLines | Kind::JsonSequence => Self::Lines,
            Kind::Events => Self::Events,
            Kind::Form => Self::Form,
            Kind::Multipart => Self::Multipart,
            Kind::Xml => Self::Xml,
            Kind::Yaml | Kind::Html | Kind::Text | Kind::Binary => Self::Other,
        }
    }
}
