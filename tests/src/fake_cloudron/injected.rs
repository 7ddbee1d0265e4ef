//! Faults that a test asks for: what the next call of a route runs into.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

/// What happens to one call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Nothing is done; the answer has this status and these words.
    Refused(u16, String),
    /// Nothing is done; the answer has this status and is a page for people, as proxies and other servers send it.
    Page(u16, String),
    /// It is done, but the answer has this status.
    DoneBut(u16),
    /// It is done after this time.
    Slow(Duration),
    /// It is done, but no answer ever comes.
    NoAnswer,
    /// The task that it starts fails half-way, for this reason.
    TaskFails(String),
}

/// The troubles that wait, by route.
#[derive(Debug, Default)]
pub(super) struct Troubles(HashMap<String, VecDeque<Trouble>>);

impl Troubles {
    /// One more for a route.
    pub(super) fn push(&mut self, route: &str, trouble: Trouble) {
        self.0.entry(route.to_owned()).or_default().push_back(trouble);
    }

    /// The next of a route; it waits no longer.
    pub(super) fn next(&mut self, route: &str) -> Option<Trouble> {
        self.0.get_mut(route)?.pop_front()
    }
}
