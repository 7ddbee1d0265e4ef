//! What generated code says of a kind of task: the rule, and the operations that poll and stop it.

use super::{Polled, TaskRule};
use crate::{Call, HttpClient};

/// A kind of task: how it is polled, and what the answer means. Implemented by generated code.
pub trait TaskKind: 'static {
    /// What a poll answers.
    type State: Send + 'static;

    /// How to read the answers.
    const RULE: &'static TaskRule;

    /// Asks how far a task is.
    fn poll(http: &HttpClient, id: &str) -> Call<Polled<Self::State>>;

    /// Stops a task; `None` if the API has no way to do that.
    fn cancel(http: &HttpClient, id: &str) -> Option<Call<()>> {
        let _ = (http, id);
        None
    }
}

/// A kind of task without its type.
pub(super) struct Follow<S> {
    pub(super) rule: &'static TaskRule,
    pub(super) poll: fn(&HttpClient, &str) -> Call<Polled<S>>,
    pub(super) cancel: fn(&HttpClient, &str) -> Option<Call<()>>,
}

impl<S> Follow<S> {
    pub(super) fn of<K: TaskKind<State = S>>() -> Self {
        Self { rule: K::RULE, poll: K::poll, cancel: K::cancel }
    }
}

impl<S> Clone for Follow<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for Follow<S> {}
