//! Which of the media types of a body the caller has to choose between.

use openapi_media::Kind;

use crate::document::MediaView;
use crate::source::Place;

use super::Lowering;
use super::body::MediaKind;

impl Lowering<'_> {
    /// The media types that are worth a choice, in the order of the author. JSON stands for every other way to write
    /// the same members, unless they hold files.
    pub(super) fn spellings<'m>(&mut self, all: &'m [MediaView]) -> Vec<&'m MediaView> {
        let mut kept: Vec<usize> = Vec::new();
        let is_json = |it: &MediaView| MediaKind::of(&it.media_type) == MediaKind::Json;
        for (index, media) in all.iter().enumerate().filter(|(_, it)| is_json(it)) {
            let said = kept.iter().any(|it| self.same_schema(&all[*it], media));
            if is_patch(media) || !said {
                kept.push(index);
            }
        }
        let json = kept.clone();
        for (index, media) in all.iter().enumerate().filter(|(_, it)| !is_json(it)) {
            let said = json.iter().any(|it| self.same_schema(&all[*it], media));
            if is_patch(media) || !(said && self.is_spelling(media)) {
                kept.push(index);
            }
        }
        kept.sort_unstable();
        kept.into_iter().map(|it| &all[it]).collect()
    }

    /// Whether it is another way to write what could be JSON.
    fn is_spelling(&mut self, media: &MediaView) -> bool {
        let Some(merged) =
            media.schema.as_ref().and_then(|it| self.merge(std::slice::from_ref(it)))
        else {
            return false;
        };
        let has_members = merged.is_object() || merged.items.is_some();
        match Kind::of(&media.media_type) {
            Kind::Multipart => !merged.properties.values().any(|places| self.holds_files(places)),
            Kind::Xml | Kind::Yaml => has_members || !merged.alternatives.is_empty(),
            kind => kind.is_spelling_of_json() || kind == Kind::Any,
        }
    }

    fn holds_files(&mut self, places: &[Place]) -> bool {
        let Some(merged) = self.merge(places) else { return false };
        let element = merged.items.as_ref().and_then(|it| self.merge(std::slice::from_ref(it)));
        [Some(merged), element]
            .into_iter()
            .flatten()
            .any(|it| it.format.as_deref() == Some("binary") || it.raw_media.is_some())
    }

    pub(super) fn same_schema(&mut self, left: &MediaView, right: &MediaView) -> bool {
        let (Some(left), Some(right)) = (&left.schema, &right.schema) else { return false };
        let mut target =
            |it: &Place| self.document.resolve(it, self.diagnostics).map(|it| it.place);
        target(left) == target(right) || self.document.value(left) == self.document.value(right)
    }
}

/// Patches of one schema differ in what they mean.
fn is_patch(media: &MediaView) -> bool {
    media.media_type.contains("patch")
}
