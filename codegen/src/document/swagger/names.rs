//! Where each version keeps what has a name: `definitions` and `components/schemas`.

use super::super::{Dialect, Document};
use crate::diagnostics::Diagnostics;
use crate::source::Place;

/// The sections of `components`, and the same in Swagger 2.0.
const SECTIONS: &[(&str, &str)] = &[
    ("schemas", "definitions"),
    ("parameters", "parameters"),
    ("responses", "responses"),
    ("securitySchemes", "securityDefinitions"),
];

/// What a section of `components` is called at the root of Swagger 2.0.
pub(in super::super) fn old_section(section: &str) -> Option<&'static str> {
    SECTIONS.iter().find(|(it, _)| *it == section).map(|(_, old)| *old)
}

impl Document {
    /// Where the schemas of a file have their names.
    pub(in super::super) fn schema_holder(&self, file: crate::source::FileId) -> Place {
        match self.dialect {
            Dialect::V20 => Place::new(file, "/definitions"),
            Dialect::V30 | Dialect::V31 | Dialect::V32 => Place::new(file, "/components/schemas"),
        }
    }

    /// What a reference names that is written as the other version would.
    pub(in super::super) fn find_elsewhere(
        &self,
        at: &Place,
        reference: &str,
        diagnostics: &mut Diagnostics,
    ) -> Option<Place> {
        let (file, pointer) = reference.trim().split_once('#')?;
        let found = elsewhere(pointer).into_iter().find_map(|pointer| {
            let meant = format!("{file}#{pointer}");
            self.find(at, &meant).ok().map(|place| (place, meant))
        });
        let (place, meant) = found?;
        diagnostics.note(at, format!("`{reference}` is read as `{meant}`"));
        Some(place)
    }
}

/// The pointers that somebody who mixed the versions up may have meant.
fn elsewhere(pointer: &str) -> Vec<String> {
    let rename = |(new, old): &(&str, &str)| {
        let (new, old) = (format!("/components/{new}/"), format!("/{old}/"));
        let to_old = pointer.strip_prefix(&new).map(|name| format!("{old}{name}"));
        to_old.or_else(|| pointer.strip_prefix(&old).map(|name| format!("{new}{name}")))
    };
    SECTIONS.iter().filter_map(rename).collect()
}
