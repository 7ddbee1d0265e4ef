//! The key `discriminator`: its mapping as places.

use serde_json::Value;

use super::super::Document;
use super::super::node::{Node, kind};
use super::Discriminator;
use crate::diagnostics::Diagnostics;
use crate::source::Place;

impl Document {
    pub(super) fn discriminator(
        &self,
        node: &Node<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Discriminator> {
        let place = node.place.key("discriminator");
        match node.get("discriminator")? {
            // As in Swagger 2.0.
            Value::String(property) => {
                self.note_old(&place, "`discriminator` as a text", diagnostics);
                let mapping = self.extended_by(&node.place);
                Some(Discriminator { place, property: property.clone(), mapping })
            }
            Value::Object(_) => {
                let node = self.node(place.clone(), diagnostics)?;
                let Some(property) = node.text("propertyName", diagnostics) else {
                    diagnostics.fault(&place, "a discriminator without `propertyName` is ignored");
                    return None;
                };
                let mut mapping = Vec::new();
                for (value, place, target) in node.entries("mapping", diagnostics) {
                    if let Some(target) = self.mapped(&place, target, diagnostics) {
                        mapping.push((value.to_owned(), target));
                    }
                }
                Some(Discriminator { place, property, mapping })
            }
            other => {
                let message = format!("`discriminator` is {}, left out", kind(other));
                diagnostics.fault(&place, message);
                None
            }
        }
    }

    /// The schema that a value of a mapping stands for: a reference, or the name of a schema.
    fn mapped(
        &self,
        place: &Place,
        target: &Value,
        diagnostics: &mut Diagnostics,
    ) -> Option<Place> {
        let text = match target {
            Value::String(text) => text,
            // As if it were a schema.
            Value::Object(map) => match map.get("$ref") {
                Some(Value::String(text)) => text,
                _ => {
                    diagnostics.fault(place, "a mapping to no schema is ignored");
                    return None;
                }
            },
            other => {
                let message = format!("a mapping to {} is ignored", kind(other));
                diagnostics.fault(place, message);
                return None;
            }
        };
        let named = [place.file, self.root().file].into_iter().find_map(|file| {
            let place = self.schema_holder(file).key(text);
            self.value(&place).is_some().then_some(place)
        });
        if let Some(place) = named {
            return Some(place);
        }
        if !text.contains(['/', '.', '#']) {
            diagnostics.fault(place, format!("no schema is called `{text}`, left out"));
            return None;
        }
        match self.find(place, text) {
            Ok(place) => Some(place),
            Err(fault) => {
                let diagnostic = diagnostics.fault(place, format!("{}, left out", fault.message));
                if let Some(help) = fault.help {
                    diagnostic.help(help);
                }
                None
            }
        }
    }
}
