//! What a request carries.

use crate::document::{MediaView, OperationView};
use crate::model::{Body, BodyContent, Branch, Field, Naming, Part, Shape, Type, TypeId};

use super::Lowering;

impl Lowering<'_> {
    pub(super) fn bodies(&mut self, view: &OperationView, index: usize) -> Vec<Body> {
        let Some(body) = &view.request_body else { return Vec::new() };
        let mut res: Vec<Body> = Vec::new();
        for media in &body.content {
            let content = self.body_content(media, index);
            // A second spelling of JSON says nothing new.
            let is_json = |it: &BodyContent| matches!(it, BodyContent::Json { .. });
            if is_json(&content) && res.iter().any(|it| is_json(&it.content)) {
                continue;
            }
            let example = self
                .example(media.example.as_ref())
                .or_else(|| self.schema_example(media.schema.as_ref()?));
            res.push(Body {
                media: media.media_type.clone(),
                required: body.required,
                content,
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
            MediaKind::Json => {
                let ty = media.schema.as_ref().map_or(Type::Any, |it| self.schema(it, naming));
                let inline = match ty.plain() {
                    Type::Declared(id) => !matches!(self.types[id.0].naming, Naming::Given(_)),
                    _ => false,
                };
                BodyContent::Json { ty, inline }
            }
            MediaKind::Form => BodyContent::Form(self.parts(media, naming)),
            MediaKind::Multipart => BodyContent::Multipart(self.parts(media, naming)),
            MediaKind::Events | MediaKind::Other => BodyContent::Raw,
        }
    }

    fn parts(&mut self, media: &MediaView, naming: Naming) -> Vec<Field> {
        let Some(schema) = &media.schema else { return Vec::new() };
        let ty = self.schema(schema, naming).plain().clone();
        if ty == Type::FreeObject {
            // An object without a described member: nothing to send.
            return Vec::new();
        }
        let described = match &ty {
            Type::Declared(id) => self.described_members(*id),
            _ => None,
        };
        let Some(mut fields) = described else {
            let message =
                format!("a body of `{}` needs an object of described members", media.media_type);
            self.diagnostics.warning(schema, message).help("describe each part as a property");
            return Vec::new();
        };
        for field in &mut fields {
            let encoding = media.encoding.iter().find(|it| it.property == field.wire);
            field.media = encoding.and_then(|it| it.content_type.clone());
        }
        fields
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
        Some(res)
    }
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
