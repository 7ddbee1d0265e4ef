//! What a request carries.

use crate::document::{MediaView, OperationView, Style};
use crate::model::{Body, BodyContent, Branch, Field, Naming, Part, Shape, Type, TypeId};
use crate::source::Place;

use super::Lowering;
use super::operation::style_encoding;

impl Lowering<'_> {
    pub(super) fn bodies(&mut self, view: &OperationView, index: usize) -> Vec<Body> {
        let Some(body) = &view.request_body else { return Vec::new() };
        let mut res: Vec<Body> = Vec::new();
        for media in self.spellings(&body.content) {
            let content = self.body_content(media, index);
            let example = self
                .example(media.example.as_ref())
                .or_else(|| self.schema_example(media.schema.as_ref()?));
            res.push(Body {
                media: match media.media_type.as_str() {
                    // What fits, but no media type.
                    "*/*" | "" => "application/json".to_owned(),
                    named => named.to_owned(),
                },
                required: body.required,
                content,
                example,
            });
        }
        res
    }

    /// The media types that are worth a choice. One that says the same as a JSON body is not, unless it carries files;
    /// nor is one that another spells out, such as `*/*`.
    fn spellings<'m>(&mut self, all: &'m [MediaView]) -> Vec<&'m MediaView> {
        let (json, others): (Vec<&MediaView>, Vec<&MediaView>) =
            all.iter().partition(|it| MediaKind::of(&it.media_type) == MediaKind::Json);
        let mut kept: Vec<&MediaView> = Vec::new();
        for media in json {
            if !kept.iter().any(|it| self.same_schema(it, media)) {
                kept.push(media);
            }
        }
        let n_json = kept.len();
        for media in others {
            let said = kept[..n_json].iter().any(|it| self.same_schema(it, media));
            let kind = MediaKind::of(&media.media_type);
            if !said || (kind == MediaKind::Multipart && self.has_files(media)) {
                kept.push(media);
            }
        }
        // In the order of the author, who puts what is usual first.
        all.iter().filter(|it| kept.iter().any(|kept| std::ptr::eq(*kept, *it))).collect()
    }

    fn same_schema(&mut self, left: &MediaView, right: &MediaView) -> bool {
        let (Some(left), Some(right)) = (&left.schema, &right.schema) else { return false };
        let mut target =
            |it: &Place| self.document.resolve(it, self.diagnostics).map(|it| it.place);
        target(left) == target(right) || self.document.value(left) == self.document.value(right)
    }

    fn has_files(&mut self, media: &MediaView) -> bool {
        let Some(merged) =
            media.schema.as_ref().and_then(|it| self.merge(std::slice::from_ref(it)))
        else {
            return false;
        };
        merged.properties.values().any(|places| {
            let Some(it) = self.merge(places) else { return false };
            let element = it.items.as_ref().and_then(|it| self.merge(std::slice::from_ref(it)));
            [Some(it), element]
                .into_iter()
                .flatten()
                .any(|it| it.format.as_deref() == Some("binary") || it.raw_media.is_some())
        })
    }

    fn body_content(&mut self, media: &MediaView, index: usize) -> BodyContent {
        let naming =
            Naming::Part { operation: index, part: Part::Body, member: None, element: false };
        match MediaKind::of(&media.media_type) {
            MediaKind::Json => {
                let ty = media.schema.as_ref().map_or(Type::Any, |it| self.schema(it, naming));
                let inline = match ty.non_null() {
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
            MediaKind::Events | MediaKind::Other => BodyContent::Raw,
        }
    }

    /// The members of a form, or the type of a form whose members are not described: a map, a list, anything.
    fn parts(&mut self, media: &MediaView, naming: Naming) -> Result<Vec<Field>, Type> {
        let Some(schema) = &media.schema else { return Err(Type::FreeObject) };
        let ty = self.schema(schema, naming).non_null().clone();
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
        let object = |branch: &Branch| match branch.ty.non_null() {
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
        Some(res)
    }
}

/// Whether what has this media type is bytes rather than text.
pub(super) fn is_binary(media: &str) -> bool {
    let essence = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let words = ["json", "xml", "yaml", "javascript", "urlencoded", "graphql", "sql"];
    essence.contains('/')
        && !essence.starts_with("text/")
        && !essence.starts_with("message/")
        && !words.iter().any(|it| essence.ends_with(it))
}

/// What a media type means for a generator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MediaKind {
    Json,
    Form,
    Multipart,
    Events,
    Other,
}

impl MediaKind {
    pub(super) fn of(media: &str) -> Self {
        let essence = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match essence.as_str() {
            "application/json" | "text/json" | "*/*" | "" => Self::Json,
            "application/x-www-form-urlencoded" => Self::Form,
            "text/event-stream" => Self::Events,
            other if other.ends_with("+json") => Self::Json,
            other if other.starts_with("multipart/") => Self::Multipart,
            _ => Self::Other,
        }
    }
}
