//! Texts that are too long for documentation: their beginning is kept.

use crate::diagnostics::Diagnostics;
use crate::model::{Api, Shape};
use crate::source::Place;

/// How much of one text is taken, in bytes. The longest of published descriptions have half of it.
const LONGEST: usize = 128 << 10;

/// Shortens what nobody would read to the end, and says where.
pub(crate) fn shorten_texts(api: &mut Api, root: &Place, diagnostics: &mut Diagnostics) {
    let mut shorten = |text: &mut Option<String>, place: &Place| {
        let Some(text) = text.as_mut().filter(|it| it.len() > LONGEST) else { return };
        let end = (0..=LONGEST).rev().find(|it| text.is_char_boundary(*it));
        let message = format!(
            "a text of {} KiB: its first {} are documentation, the rest is left out",
            text.len() >> 10,
            LONGEST >> 10
        );
        text.truncate(end.unwrap_or_default());
        text.shrink_to_fit();
        diagnostics.warning(place, message).help("put what is so long where `externalDocs` leads");
    };
    shorten(&mut api.description, root);
    api.groups.iter_mut().for_each(|it| shorten(&mut it.description, root));
    api.schemes.iter_mut().for_each(|it| shorten(&mut it.description, root));
    for operation in &mut api.operations {
        let place = operation.place.clone();
        shorten(&mut operation.summary, &place);
        shorten(&mut operation.description, &place);
        for parameter in &mut operation.parameters {
            shorten(&mut parameter.description, parameter.place.as_ref().unwrap_or(&place));
        }
        operation.errors.iter_mut().for_each(|it| shorten(&mut it.description, &place));
    }
    for webhook in &mut api.webhooks {
        shorten(&mut webhook.description, root);
        webhook.replies.iter_mut().for_each(|it| shorten(&mut it.description, root));
    }
    for def in &mut api.types {
        shorten(&mut def.title, &def.place);
        shorten(&mut def.description, &def.place);
        match &mut def.shape {
            Shape::Object(object) => {
                object.fields.iter_mut().for_each(|it| shorten(&mut it.description, &def.place));
            }
            Shape::Enum(values) => {
                values.iter_mut().for_each(|it| shorten(&mut it.description, &def.place));
            }
            Shape::Union(_) => {}
        }
    }
}
