//! How an API hands out a list in pages.

/// How an API hands out a list in pages: by number, by offset, or by a cursor that each page has for the next.
///
/// Generated code has one for each rule of its `client.toml`.
///
/// ```
/// use openapi_runtime::Paging;
///
/// // `?page=1&per_page=100`, `?page=2&per_page=100` ...; the header says how many items there are in all.
/// const PAGES: Paging = Paging::numbered("page", 1).sized("per_page").size(100).total("X-Total");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Paging {
    pub(super) kind: PagingKind,
    pub(super) size_parameter: Option<&'static str>,
    pub(super) size: Option<u64>,
    pub(super) total: Option<&'static str>,
    pub(super) items: Option<&'static str>,
}

/// What tells the server which page is meant.
#[derive(Clone, Copy, Debug)]
pub(super) enum PagingKind {
    /// The number of the page, in this query parameter.
    Number { parameter: &'static str, first: i64 },
    /// How many items are before it, in this query parameter.
    Offset { parameter: &'static str },
    /// What the page before has in a member, members below others behind dots.
    Cursor { parameter: &'static str, next: &'static str },
}

impl Paging {
    /// Pages have numbers, the first of them this one.
    #[must_use]
    pub const fn numbered(parameter: &'static str, first: i64) -> Self {
        Self::new(PagingKind::Number { parameter, first })
    }

    /// A page is named by how many items are before it.
    #[must_use]
    pub const fn offset(parameter: &'static str) -> Self {
        Self::new(PagingKind::Offset { parameter })
    }

    /// A page has in the member `next` what asks for the one after it; nothing, if there is none. `meta.next` is the
    /// member `next` of the member `meta`.
    #[must_use]
    pub const fn cursor(parameter: &'static str, next: &'static str) -> Self {
        Self::new(PagingKind::Cursor { parameter, next })
    }

    const fn new(kind: PagingKind) -> Self {
        Self { kind, size_parameter: None, size: None, total: None, items: None }
    }

    /// The query parameter for the number of items of a page.
    #[must_use]
    pub const fn sized(mut self, parameter: &'static str) -> Self {
        self.size_parameter = Some(parameter);
        self
    }

    /// How many items of a page are asked for unless the caller says so.
    #[must_use]
    pub const fn size(mut self, items: u64) -> Self {
        self.size = Some(items);
        self
    }

    /// The header that says how many items there are in all.
    #[must_use]
    pub const fn total(mut self, header: &'static str) -> Self {
        self.total = Some(header);
        self
    }

    /// The list is this member of the answer.
    #[must_use]
    pub const fn items(mut self, member: &'static str) -> Self {
        self.items = Some(member);
        self
    }

    pub(super) const fn parameter(&self) -> &'static str {
        match self.kind {
            PagingKind::Number { parameter, .. }
            | PagingKind::Offset { parameter }
            | PagingKind::Cursor { parameter, .. } => parameter,
        }
    }
}
