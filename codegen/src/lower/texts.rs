//! Texts that are too long for documentation: their beginning is kept.

use crate::diagnostics::Diagnostics;
use crate::model::{Api, Shape};
use crate::source::Place;

/// How much of one text is taken, in bytes. The longest of published descriptions have half of it.
const LONGEST: usize = 128 << 10;

/// How much of all texts together is taken in full, in bytes. A text that many operations refer to is written for each
/// of them, so a short description can have long documentation.
const MOST_TOGETHER: usize = 32 << 20;

/// How much of one text is taken beyond that.
const LONGEST_BEYOND: usize = 1 << 10;

/// Shortens what nobody would read to the end, and says where.
pub(crate) fn shorten_texts(api: &mut Api, root: &Place, diagnostics: &mut Diagnostics) {
    let mut together = 0;
    let mut shorten = |text: &mut Option<String>, place: &Place| {
        let Some(text) = text else { return };
        let most = if together > MOST_TOGETHER { LONGEST_BEYOND } else { LONGEST };
        together += text.len().min(most);
        if text.len() <= most {
            return;
        }
        let message = match most {
            LONGEST => format!(
                "a text of {} KiB: its first {} are documentation, the rest is left out",
                text.len() >> 10,
                LONGEST >> 10
            ),
            _ => format!(
                "all texts together are longer than {} MiB: of this one, the first KiB is documentation",
                MOST_TOGETHER >> 20
            ),
        };
        let end = (0..=most).rev().find(|it| text.is_char_boundary(*it));
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

#[cfg(test)]
mod tests {
    use super::{LONGEST, LONGEST_BEYOND, MOST_TOGETHER, shorten_texts};
    use crate::diagnostics::Diagnostics;
    use crate::model::{Api, Group};
    use crate::source::{FileId, Place};

    #[test]
    fn a_text_is_short_and_so_are_all_of_them_together() {
        let group = || Group { name: "x".to_owned(), description: Some("ä".repeat(LONGEST)) };
        let n_groups = 2 * MOST_TOGETHER / LONGEST;
        let mut api = Api { groups: (0..n_groups).map(|_| group()).collect(), ..Api::default() };
        let mut diagnostics = Diagnostics::new();
        shorten_texts(&mut api, &Place::root(FileId(0)), &mut diagnostics);
        let lengths: Vec<usize> =
            api.groups.iter().filter_map(|it| Some(it.description.as_ref()?.len())).collect();
        assert_eq!((lengths[0], lengths[n_groups - 1]), (LONGEST, LONGEST_BEYOND));
        let together: usize = lengths.iter().sum();
        assert!(together < MOST_TOGETHER + LONGEST + n_groups * LONGEST_BEYOND, "{together}");
        // One for each kind: all of them are at the same place.
        assert_eq!(diagnostics.warning_count(), 2);
    }
}
