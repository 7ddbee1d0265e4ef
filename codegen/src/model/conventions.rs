//! What the settings say that a description cannot: which lists come in pages, which answers start a task.

use std::collections::BTreeMap;

use super::Type;

/// The rules that hold for several operations, and for which.
#[derive(Clone, Debug, Default)]
pub(crate) struct Conventions {
    pub paging: Vec<Paging>,
    /// By the index of the operation.
    pub paged: BTreeMap<usize, Paged>,
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
