//! The headers of one call.

use http::{HeaderName, HeaderValue};

/// Headers that a call adds. Few, so a list is quicker than a table.
#[derive(Default)]
pub(crate) struct Headers(Vec<(HeaderName, HeaderValue)>);

impl Headers {
    /// Adds a header; it replaces one of the same name.
    pub(crate) fn insert(&mut self, name: HeaderName, value: HeaderValue) {
        match self.0.iter_mut().find(|(it, _)| *it == name) {
            Some((_, old)) => *old = value,
            None => self.0.push((name, value)),
        }
    }

    /// Adds a header, unless there is one of the same name.
    pub(crate) fn or_insert(&mut self, name: HeaderName, value: HeaderValue) {
        if self.0.iter().all(|(it, _)| *it != name) {
            self.0.push((name, value));
        }
    }

    pub(crate) fn get(&self, name: &HeaderName) -> Option<&HeaderValue> {
        self.0.iter().find(|(it, _)| it == name).map(|(_, value)| value)
    }

    pub(crate) fn remove(&mut self, name: &HeaderName) {
        self.0.retain(|(it, _)| it != name);
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&HeaderName, &HeaderValue)> {
        self.0.iter().map(|(name, value)| (name, value))
    }
}
