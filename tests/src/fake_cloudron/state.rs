//! What the server knows.

use std::collections::BTreeMap;

use bytes::Bytes;
use serde_json::Value;

use super::journal::Journal;
use super::tasks::Task;
use super::{Contents, Pace, contents};

/// Everything that lasts while the server runs.
#[derive(Debug)]
pub(super) struct State {
    pub(super) pace: Pace,
    /// By the name of their list.
    pub(super) things: BTreeMap<&'static str, Vec<Value>>,
    /// What was set, by path.
    pub(super) settings: BTreeMap<String, Value>,
    /// Images that were set, by what they are of.
    pub(super) images: BTreeMap<String, Bytes>,
    pub(super) tasks: Vec<Task>,
    pub(super) journal: Journal,
    /// Why the next task that is started will fail.
    pub(super) breaks: Option<String>,
    n_ids: u64,
}

impl State {
    /// A server with these contents.
    pub(super) fn new(pace: Pace, contents: Contents) -> Self {
        let mut state = Self {
            pace,
            things: BTreeMap::new(),
            settings: BTreeMap::new(),
            images: BTreeMap::new(),
            tasks: Vec::new(),
            journal: Journal::default(),
            breaks: None,
            n_ids: 0,
        };
        contents::fill(&mut state, contents);
        state
    }

    /// An id that was never given before.
    pub(super) fn fresh_id(&mut self, prefix: &str) -> String {
        self.n_ids += 1;
        format!("{prefix}b51d8bd4-0f10-45e2-b927-{:012x}", self.n_ids)
    }

    /// The time of the next event.
    pub(super) fn now(&mut self) -> String {
        self.journal.now()
    }
}
