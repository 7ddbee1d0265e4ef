//! Which language a description is written in, from what its root says.

use serde_json::{Map, Value};

use super::Document;
use super::node::kind;
use crate::diagnostics::Diagnostics;
use crate::source::Place;

/// Which language the description is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Dialect {
    /// Swagger 2.0.
    V20,
    /// OpenAPI 3.0.
    V30,
    /// OpenAPI 3.1.
    V31,
    /// OpenAPI 3.2.
    V32,
}

impl Dialect {
    /// In a sentence.
    pub(super) fn name(self) -> &'static str {
        match self {
            Dialect::V20 => "Swagger 2.0",
            Dialect::V30 => "OpenAPI 3.0",
            Dialect::V31 => "OpenAPI 3.1",
            Dialect::V32 => "OpenAPI 3.2",
        }
    }

    /// Whether schemas are those of JSON Schema.
    pub(super) fn has_json_schema(self) -> bool {
        self >= Dialect::V31
    }
}

impl Document {
    /// Nothing, and an error, if the root file is no description.
    pub(super) fn find_dialect(&self, diagnostics: &mut Diagnostics) -> Option<Dialect> {
        let root = Place::root(self.root);
        let map = match self.value(&root) {
            Some(Value::Object(map)) => map,
            Some(Value::Null) | None => {
                diagnostics.error(&root, "the file is empty");
                return None;
            }
            Some(other) => {
                let message = format!("{} instead of a description", kind(other));
                diagnostics
                    .error(&root, message)
                    .help("a description is a mapping with the key `openapi`, `info` and `paths`");
                return None;
            }
        };
        for key in ["openapi", "swagger"] {
            if let Some(version) = self.version(map, key) {
                return dialect(&root.key(key), key, &version, diagnostics);
            }
        }
        diagnostics
            .error(&root, "neither `openapi` nor `swagger` says what this file is")
            .help("begin the file with `openapi: 3.0.3` if it is a description of an API");
        None
    }

    fn version(&self, map: &Map<String, Value>, key: &str) -> Option<String> {
        let place = || Place::root(self.root).key(key);
        let text = self.text_of(place, map.get(key)?)?;
        Some(text.as_str()?.trim().trim_start_matches('v').to_owned())
    }

    /// Says that something belongs to Swagger 2.0, in a description that is no such.
    pub(super) fn note_old(&self, place: &Place, what: &str, diagnostics: &mut Diagnostics) {
        if self.dialect != Dialect::V20 {
            diagnostics.note(place, format!("{what} belongs to Swagger 2.0, taken as meant"));
        }
    }

    /// Says that something belongs to OpenAPI 3, in a description that is no such.
    pub(super) fn note_new(&self, place: &Place, what: &str, diagnostics: &mut Diagnostics) {
        if self.dialect == Dialect::V20 {
            diagnostics.note(place, format!("{what} belongs to OpenAPI 3, taken as meant"));
        }
    }
}

fn dialect(
    place: &Place,
    key: &str,
    version: &str,
    diagnostics: &mut Diagnostics,
) -> Option<Dialect> {
    let res = match version.split('.').take(2).collect::<Vec<_>>()[..] {
        ["2", "0"] | ["2"] => Dialect::V20,
        ["3", "0"] | ["3"] => Dialect::V30,
        ["3", "1"] => Dialect::V31,
        ["3", "2"] => Dialect::V32,
        ["3", _] => {
            diagnostics.warning(place, format!("OpenAPI {version} is read as 3.2"));
            Dialect::V32
        }
        _ => {
            let name = if key == "swagger" { "Swagger" } else { "OpenAPI" };
            diagnostics
                .error(place, format!("{name} `{version}` is not known"))
                .help("Swagger 2.0, OpenAPI 3.0, 3.1 and 3.2 are");
            return None;
        }
    };
    if (key == "swagger") != (res == Dialect::V20) {
        diagnostics.note(place, format!("`{key}: {version}` is taken as meant"));
    }
    Some(res)
}
