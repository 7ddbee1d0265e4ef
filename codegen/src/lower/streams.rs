//! What each part of a stream holds: an event's data, a line.

use crate::document::MediaView;
use crate::model::{Branch, Naming, Shape, Type, TypeDef, TypeId, Union};
use crate::source::Place;

use super::Lowering;
use super::body::MediaKind;

impl Lowering<'_> {
    /// The schema of a stream describes one event's data or one line, or the list of all of them. `itemSchema` describes
    /// one line, or an event with its fields.
    pub(super) fn one_of_several(&mut self, media: &MediaView, naming: Naming) -> Type {
        let is_events = MediaKind::of(&media.media_type) == MediaKind::Events;
        let (place, ty) = match (&media.item_schema, &media.schema) {
            (Some(item), _) if is_events => (item, self.event(item, naming)),
            (Some(item), _) => (item, self.schema(item, naming)),
            (None, None) => return Type::Any,
            (None, Some(schema)) => match self.schema(schema, naming) {
                Type::List(inner) => (schema, *inner),
                other => (schema, other),
            },
        };
        if ty.plain() == ty.non_null() {
            return ty;
        }
        // A stream has no place to say where its envelopes are.
        let message = "an envelope around each part of a stream is not opened, taken as any value";
        self.diagnostics.warning(place, message);
        Type::Any
    }

    /// Says where `itemSchema` stands in a media type that has no items.
    pub(super) fn check_items(&mut self, content: &[MediaView]) {
        for media in content {
            let kind = MediaKind::of(&media.media_type);
            if let Some(item) = &media.item_schema
                && !matches!(kind, MediaKind::Lines | MediaKind::Events)
            {
                let message =
                    format!("`itemSchema` of `{}`, which is no stream, left out", media.media_type);
                self.diagnostics.warning(item, message);
            }
        }
    }

    /// What the data of an event is, whose fields a schema describes.
    fn event(&mut self, item: &Place, naming: Naming) -> Type {
        let Some(merged) = self.merge(std::slice::from_ref(item)) else { return Type::Any };
        let data = merged.properties.get("data").and_then(|it| it.first()).cloned();
        // Each kind of event may have data of its own.
        let mut kinds: Vec<Place> = Vec::new();
        for kind in merged.alternatives.iter().flatten() {
            let Some(merged) = self.merge(std::slice::from_ref(kind)) else { continue };
            let own = merged.properties.get("data").and_then(|it| it.first()).cloned();
            kinds.extend(own.or_else(|| data.clone()));
        }
        if kinds.is_empty() {
            // Some describe the data itself.
            return match data {
                Some(data) => self.data(&data, naming),
                None => self.schema(item, naming),
            };
        }
        let mut types: Vec<Type> = Vec::new();
        for kind in &kinds {
            let ty = self.data(kind, naming.clone());
            if !types.contains(&ty) {
                types.push(ty);
            }
        }
        if let [_] = types[..] {
            return types.remove(0);
        }
        if types.iter().any(|it| it.plain() != it.non_null()) {
            return Type::Any;
        }
        let branch = |ty: &Type| Branch::new(ty.non_null().clone(), None);
        let branches = types.iter().map(branch).collect();
        let id = TypeId(self.types.len());
        self.types.push(TypeDef {
            place: item.clone(),
            naming,
            title: None,
            description: Some("The data of an event, one for each kind of event.".to_owned()),
            deprecated: false,
            shape: Shape::Union(Union { branches, discriminator: None, inferred: false }),
            example: None,
        });
        Type::Declared(id)
    }

    /// The data of an event is a string; `contentSchema` says what is written in it.
    fn data(&mut self, place: &Place, naming: Naming) -> Type {
        let resolved = self.document.resolve(place, self.diagnostics);
        let view = resolved.and_then(|it| self.document.schema(&it.place, self.diagnostics));
        match view.and_then(|it| it.content_schema.clone()) {
            Some(content) => self.schema(&content, naming),
            None => self.schema(place, naming),
        }
    }
}
