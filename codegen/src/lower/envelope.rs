//! Envelopes: objects that are around a value on the wire and that callers do not see.

use serde_json::Value;

use crate::document::{Additional, SchemaView};
use crate::source::Place;

use super::Lowering;

/// What marks a schema as an envelope.
const KEY: &str = "x-envelope";

impl Lowering<'_> {
    /// The only member of a schema that is marked with `x-envelope: true`, and the schema of what is in it.
    pub(super) fn envelope(&mut self, place: &Place) -> Option<(String, Place)> {
        let view = self.document.schema(place, self.diagnostics)?;
        let flag = view.extensions.get(KEY)?;
        let fault = match flag {
            Value::Bool(false) => return None,
            Value::Bool(true) => fault(&view),
            _ => Some("`x-envelope` is neither `true` nor `false`".to_owned()),
        };
        match (fault, view.properties.as_slice()) {
            (None, [(member, inner)]) => Some((member.clone(), inner.clone())),
            (fault, _) => {
                if self.faulty_envelopes.insert(place.clone()) {
                    let message = fault.unwrap_or_default();
                    let help =
                        "an envelope is an object with one property, the thing that is in it";
                    self.diagnostics.error(&place.key(KEY), message).help(help);
                }
                None
            }
        }
    }
}

/// Why a schema cannot be an envelope.
fn fault(view: &SchemaView) -> Option<String> {
    if view.types.iter().any(|it| it != "object") {
        return Some("an envelope that is not an object".to_owned());
    }
    if !view.all_of.is_empty() || !view.one_of.is_empty() || !view.any_of.is_empty() {
        return Some("an envelope that is put together of other schemas".to_owned());
    }
    if matches!(view.additional, Additional::Schema(_)) {
        return Some("an envelope with members that are not named".to_owned());
    }
    match view.properties.len() {
        1 => None,
        0 => Some("an envelope without a property".to_owned()),
        several => Some(format!("an envelope with {several} properties")),
    }
}
