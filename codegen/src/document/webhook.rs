//! Requests that the server sends by itself: webhooks, and the callbacks of operations.

use super::node::Entry;
use super::template::Template;
use super::{Document, OperationView};
use crate::diagnostics::Diagnostics;
use crate::source::Place;

/// A request that the server sends because an operation was called.
#[derive(Clone, Debug)]
pub(crate) struct CallbackView {
    /// The key under `callbacks`.
    pub(crate) name: String,
    /// Where it is sent: a runtime expression, such as `{$request.body#/url}`.
    pub(crate) expression: String,
    pub(crate) operation: OperationView,
}

impl Document {
    /// The webhooks by their names, in order; one of several methods occurs several times.
    pub(crate) fn webhooks(&self, diagnostics: &mut Diagnostics) -> Vec<(String, OperationView)> {
        let Some(root) = self.node(self.root(), diagnostics) else { return Vec::new() };
        let mut res = Vec::new();
        // Before 3.1 had a keyword for them, descriptions used one of their own.
        for key in ["webhooks", "x-webhooks"] {
            for entry in root.entries(key, diagnostics) {
                let found = self.pushed(&entry, diagnostics);
                res.extend(found.into_iter().map(|it| (entry.0.to_owned(), it)));
            }
        }
        res
    }

    /// What the server sends because the operation was called, in order.
    pub(crate) fn callbacks(
        &self,
        operation: &OperationView,
        diagnostics: &mut Diagnostics,
    ) -> Vec<CallbackView> {
        let mut res = Vec::new();
        let Some(place) = &operation.callbacks else { return res };
        for (name, place, _) in self.mapping(place, diagnostics) {
            if name.starts_with("x-") {
                continue;
            }
            for entry in self.mapping(&place, diagnostics) {
                for operation in self.pushed(&entry, diagnostics) {
                    res.push(CallbackView {
                        name: name.to_owned(),
                        expression: entry.0.to_owned(),
                        operation,
                    });
                }
            }
        }
        res
    }

    /// The entries of a mapping, or of the one that it refers to.
    fn mapping(&self, place: &Place, diagnostics: &mut Diagnostics) -> Vec<Entry<'_>> {
        match self.value(place) {
            Some(value) if !value.is_null() => self.entries_at(place.clone(), value, diagnostics),
            _ => Vec::new(),
        }
    }

    /// The requests that an entry describes, one for each method.
    fn pushed(
        &self,
        (name, place, value): &Entry<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Vec<OperationView> {
        let mut res = Vec::new();
        if !name.starts_with("x-") && !value.is_null() {
            // It has no path of its own: where it is sent is up to the receiver.
            self.path_operations(&Template::default(), place, value, diagnostics, &mut res);
        }
        for callbacks in res.iter().filter_map(|it| it.callbacks.as_ref()) {
            diagnostics.note(callbacks, "callbacks of what the server sends are left out");
        }
        res
    }
}
