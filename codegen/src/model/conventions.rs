//! What the settings say that a description cannot: which lists come in pages, which answers start a task.

use std::collections::{BTreeMap, BTreeSet};

use super::{Recognition, Type};

/// The rules that hold for several operations, and for which.
#[derive(Clone, Debug, Default)]
pub(crate) struct Conventions {
    pub paging: Vec<Paging>,
    /// By the index of the operation.
    pub paged: BTreeMap<usize, Paged>,
    /// Event streams of which it is known whether the server goes on behind the event that `Last-Event-ID` names; by the
    /// index of the operation.
    pub last_event_id: BTreeMap<usize, bool>,
    pub tasks: Vec<TaskKind>,
    /// Operations that start a task: the index of each, and that of the kind in `tasks`.
    pub started: BTreeMap<usize, usize>,
    /// Of these, the operations whose answer need not say which task that is.
    pub started_without_id: BTreeSet<usize>,
    /// How received webhooks are told apart.
    pub recognition: Recognition,
}

/// How lists come in pages.
#[derive(Clone, Debug)]
pub(crate) struct Paging {
    pub kind: PagingKind,
    /// Query parameter for the number of items of a page.
    pub size_parameter: Option<String>,
    /// How many are asked for unless the caller says so.
    pub size: Option<u32>,
    /// Header with the number of items in all.
    pub total: Option<String>,
    /// Member of the answer with the list.
    pub items: Option<String>,
}

/// What tells the server which page is meant: always a query parameter.
#[derive(Clone, Debug)]
pub(crate) enum PagingKind {
    Number { parameter: String, first: i64 },
    Offset { parameter: String },
    Cursor { parameter: String, next: String },
}

impl PagingKind {
    pub(crate) fn parameter(&self) -> &str {
        match self {
            PagingKind::Number { parameter, .. }
            | PagingKind::Offset { parameter }
            | PagingKind::Cursor { parameter, .. } => parameter,
        }
    }
}

/// An operation whose list comes in pages.
#[derive(Clone, Debug)]
pub(crate) struct Paged {
    /// Index into [`Conventions::paging`].
    pub rule: usize,
    pub item: Type,
}

/// A kind of work that goes on after the answer, and how it is followed.
#[derive(Clone, Debug)]
pub(crate) struct TaskKind {
    /// Index of the operation that tells how far it is.
    pub poll: usize,
    /// Query parameters of each poll and their values.
    pub query: Vec<(String, String)>,
    /// Index of the operation that stops it.
    pub cancel: Option<usize>,
    /// The client's function that takes up a task by its id.
    pub resume: Option<String>,
    /// Member of the answer with the id of the task.
    pub id: String,
    pub running: Running,
    pub succeeded: Option<String>,
    pub failure: Option<String>,
    pub percent: Option<String>,
    pub message: Option<String>,
    /// Where a poll answers a list in which the work is found.
    pub list: Option<TaskList>,
    /// What a poll answers.
    pub state: Type,
}

/// Which items of a list are of the work: members by their names.
#[derive(Clone, Debug)]
pub(crate) struct TaskList {
    /// What tells the items apart.
    pub item: String,
    /// When an item was created.
    pub created: Option<String>,
    /// What is the id.
    pub belongs: Option<String>,
    /// What has a value of its own.
    pub with: Vec<(String, String)>,
}

/// What says whether a task runs: members by their names.
#[derive(Clone, Debug)]
pub(crate) enum Running {
    /// Any of them is true.
    Members(Vec<String>),
    Status {
        member: String,
        running: Vec<String>,
        failed: Vec<String>,
    },
}
