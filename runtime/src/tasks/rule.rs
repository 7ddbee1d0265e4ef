//! How an API tells how far a task is.

/// How an API tells of a task: the members of an answer that say whether it runs, how far it is, and why it failed.
///
/// Generated code has one for each rule of its `client.toml`.
///
/// ```
/// use openapi_runtime::TaskRule;
///
/// // It runs while `active` or `pending` is true; what `error` holds is why it failed.
/// const RULE: TaskRule = TaskRule::active("taskId", &["active", "pending"])
///     .failure("error")
///     .percent("percent")
///     .message("message");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct TaskRule {
    /// Of the answer that starts the task.
    pub(super) id: &'static str,
    pub(super) running: Running,
    pub(super) succeeded: Option<&'static str>,
    pub(super) failure: Option<&'static str>,
    pub(super) percent: Option<&'static str>,
    pub(super) message: Option<&'static str>,
    /// The work is found in a list.
    pub(super) list: Option<ListRule>,
}

/// Which items of a list are of the work.
#[derive(Clone, Copy, Debug)]
pub(super) struct ListRule {
    /// Member that tells the items apart.
    pub(super) item: &'static str,
    pub(super) created: Option<&'static str>,
    /// Member that is the id.
    pub(super) belongs: Option<&'static str>,
    /// Members and their values.
    pub(super) with: &'static [(&'static str, &'static str)],
}

/// What says whether a task runs.
#[derive(Clone, Copy, Debug)]
pub(super) enum Running {
    /// Any of these members is true.
    Members(&'static [&'static str]),
    /// This member has one of these values, or after a failure one of those.
    Status {
        member: &'static str,
        running: &'static [&'static str],
        failed: &'static [&'static str],
    },
}

impl TaskRule {
    /// The member `id` of an answer says which task was started; it runs while any of the members of the task is true.
    #[must_use]
    pub const fn active(id: &'static str, members: &'static [&'static str]) -> Self {
        Self::new(id, Running::Members(members))
    }

    /// The member `id` of an answer says which task was started; `member` of the task is its status. What is neither
    /// a status of a running nor one of a failed task is success.
    #[must_use]
    pub const fn status(
        id: &'static str,
        member: &'static str,
        running: &'static [&'static str],
        failed: &'static [&'static str],
    ) -> Self {
        Self::new(id, Running::Status { member, running, failed })
    }

    const fn new(id: &'static str, running: Running) -> Self {
        Self {
            id,
            running,
            succeeded: None,
            failure: None,
            percent: None,
            message: None,
            list: None,
        }
    }

    /// The member that is true after a success and false after a failure.
    #[must_use]
    pub const fn succeeded(mut self, member: &'static str) -> Self {
        self.succeeded = Some(member);
        self
    }

    /// The member that says why the task failed: a text, or an object that has one.
    #[must_use]
    pub const fn failure(mut self, member: &'static str) -> Self {
        self.failure = Some(member);
        self
    }

    /// The member that says how far the task is, from 0 to 100.
    #[must_use]
    pub const fn percent(mut self, member: &'static str) -> Self {
        self.percent = Some(member);
        self
    }

    /// What a poll answers is a list, whose items have a member `item` that tells them apart. Those are of the work
    /// that ran at the first poll or were created since; it ends when all of them have.
    #[must_use]
    pub const fn listed(mut self, item: &'static str) -> Self {
        self.list = Some(ListRule { item, created: None, belongs: None, with: &[] });
        self
    }

    /// Of a list: the member with the time at which an item was created.
    #[must_use]
    pub const fn created(mut self, member: &'static str) -> Self {
        if let Some(list) = &mut self.list {
            list.created = Some(member);
        }
        self
    }

    /// Of a list: the member of the items that are of the work is the id.
    #[must_use]
    pub const fn belongs(mut self, member: &'static str) -> Self {
        if let Some(list) = &mut self.list {
            list.belongs = Some(member);
        }
        self
    }

    /// Of a list: the items that are of the work have members of these values.
    #[must_use]
    pub const fn with(mut self, members: &'static [(&'static str, &'static str)]) -> Self {
        if let Some(list) = &mut self.list {
            list.with = members;
        }
        self
    }

    /// The member that says what the task is doing.
    #[must_use]
    pub const fn message(mut self, member: &'static str) -> Self {
        self.message = Some(member);
        self
    }
}
