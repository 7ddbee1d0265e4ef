//! A task that failed, or that was not waited for any longer.

use std::fmt::{self, Write as _};
use std::time::Duration;

use super::Operation;
use crate::redaction::Visible;
use crate::{Decode, DecodeError, Id, Node, Value};

/// A task failed, or took longer than was to be waited.
pub struct TaskError {
    operation: Operation,
    id: Id,
    kind: Kind,
}

enum Kind {
    Failed { reason: String, state: Value },
    GaveUp { waited: Duration, seen: LastSeen },
}

/// What was known of a task last.
#[derive(Clone, Debug, Default)]
pub(crate) struct LastSeen {
    pub(crate) percent: Option<f64>,
    pub(crate) message: Option<String>,
    /// Why the last poll failed.
    pub(crate) trouble: Option<String>,
}

impl TaskError {
    pub(crate) fn failed(operation: Operation, id: Id, reason: String, state: Value) -> Self {
        Self { operation, id, kind: Kind::Failed { reason, state } }
    }

    pub(crate) fn gave_up(operation: Operation, id: Id, waited: Duration, seen: LastSeen) -> Self {
        Self { operation, id, kind: Kind::GaveUp { waited, seen } }
    }

    /// The operation that tells how far the task is.
    pub fn operation(&self) -> &Operation {
        &self.operation
    }

    /// The id of the task.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Whether the waiting ended before the task did: its outcome is unknown, and it may still be running.
    pub fn may_be_running(&self) -> bool {
        matches!(self.kind, Kind::GaveUp { .. })
    }

    /// Why the task failed, in the server's words; `None` if it is not known to have failed.
    pub fn reason(&self) -> Option<&str> {
        match &self.kind {
            Kind::Failed { reason, .. } => Some(reason),
            Kind::GaveUp { .. } => None,
        }
    }

    /// What the server said of the failed task, as the type that the description gives for it.
    ///
    /// # Errors
    ///
    /// It is another type, or the task is not known to have failed.
    pub fn state<S: Decode>(&self) -> Result<S, DecodeError> {
        match &self.kind {
            Kind::Failed { state, .. } => S::decode(Node::new(state)),
            Kind::GaveUp { .. } => {
                Err(DecodeError::text("a task that has ended", "one that may be running", ""))
            }
        }
    }
}

impl fmt::Display for TaskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let f = &mut Visible(f);
        let (operation, id) = (self.operation.id(), &self.id);
        match &self.kind {
            Kind::Failed { reason, .. } => write!(f, "task {id} failed: {reason} ({operation})"),
            Kind::GaveUp { waited, seen } => {
                write!(f, "task {id} has not ended after {waited:?}, it may still be running")?;
                let percent = seen.percent.map(|it| format!("{it} %"));
                let parts: Vec<String> = percent.into_iter().chain(seen.message.clone()).collect();
                if !parts.is_empty() {
                    write!(f, "; last seen at {}", parts.join(", "))?;
                }
                if let Some(trouble) = &seen.trouble {
                    write!(f, "; {trouble}")?;
                }
                write!(f, " ({operation})")
            }
        }
    }
}

impl std::error::Error for TaskError {}

impl fmt::Debug for TaskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("TaskError");
        shown.field("operation", &self.operation).field("id", &self.id);
        match &self.kind {
            Kind::Failed { reason, .. } => shown.field("reason", reason),
            Kind::GaveUp { waited, seen } => shown.field("waited", waited).field("seen", seen),
        };
        shown.finish_non_exhaustive()
    }
}
