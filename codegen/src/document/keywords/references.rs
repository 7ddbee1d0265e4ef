//! References: what each leads to must be what belongs there.

use serde_json::{Map, Value};

use super::super::reference::ANNOTATIONS;
use super::table::{Holds, Kind};
use super::walk::Walk;
use crate::source::Place;

/// A reference that was met on the way.
pub(super) struct Reference<'d> {
    pub(super) at: Place,
    pub(super) text: &'d str,
    pub(super) holds: Holds,
}

impl<'d> Walk<'d, '_> {
    /// Whether what stands beside a `$ref` is read too; says what is not.
    pub(super) fn goes_on(&mut self, map: &'d Map<String, Value>, kind: Kind) -> bool {
        if map.len() == 1 || kind == Kind::PathItem {
            return kind == Kind::PathItem;
        }
        if kind == Kind::Schema && self.document.dialect.has_json_schema() {
            return true;
        }
        for key in map.keys() {
            let is_harmless = match kind {
                // A type that the target states too, as generators write it.
                Kind::Schema => key == "type" || ANNOTATIONS.contains(&key.as_str()),
                _ => matches!(key.as_str(), "$ref" | "summary" | "description"),
            };
            if is_harmless || key.starts_with("x-") {
                continue;
            }
            let place = self.at(key);
            let message = format!("`{key}` beside a `$ref` is not considered");
            self.diagnostics.fault(&place, message).help(match kind {
                Kind::Schema => "put the reference into an `allOf` beside it",
                _ => "write it where the reference leads to",
            });
        }
        false
    }

    /// Remembers a reference until every object has its kind.
    pub(super) fn refer(&mut self, value: &'d Value, holds: Holds) {
        if let Some(text) = value.get("$ref").and_then(Value::as_str) {
            self.pending.push(Reference { at: self.here(), text, holds });
        }
    }

    pub(super) fn arrive(&mut self, index: usize) {
        let Reference { at, text, holds } = &self.pending[index];
        let (text, holds, at) = (*text, *holds, at.clone());
        let target = match self.targets.get(&(at.file, text)) {
            Some(known) => known.clone(),
            None => {
                let target = self.document.find(&at, text).ok();
                self.targets.insert((at.file, text), target.clone());
                target
            }
        };
        let target = match target {
            Some(target) => target,
            // Says why, unless it is found where the other version would have it.
            None => match self.document.named(&at.key("$ref"), text, self.diagnostics) {
                Some(target) => target,
                None => return,
            },
        };
        let Some(value) = self.document.value(&target) else { return };
        if !text.contains(['#', '/', '.']) && !target.pointer.is_empty() {
            let message = format!("`{text}` is read as `#{}`", target.pointer);
            self.diagnostics.note(&at.key("$ref"), message);
        }
        let (expected, is_map) = match holds {
            Holds::Map(kind) => (kind, true),
            Holds::One(kind) | Holds::List(kind) | Holds::OneOrList(kind) => (kind, false),
            Holds::Anything | Holds::Scalar(_) | Holds::Word(_) => return,
        };
        match self.homes.get(&std::ptr::from_ref(value)) {
            Some((found, false)) if !is_map && *found != expected => {
                // Read as what the response holds.
                if (expected, *found) == (Kind::Response, Kind::Schema) {
                    return;
                }
                let message = format!("`{text}` is {}, not {}", found.name(), expected.name());
                self.diagnostics.fault(&at.key("$ref"), message).related(&target, "this");
            }
            Some(_) => {}
            None if !self.arrived.insert(std::ptr::from_ref(value)) => {}
            None => {
                if is_map {
                    self.homes.insert(value, (expected, true));
                }
                self.file = target.file;
                self.pointer.clear();
                self.pointer.push_str(&target.pointer);
                self.visit(value, holds);
            }
        }
    }
}
