//! What a `client.toml` says about work that goes on after the answer.

use std::collections::BTreeMap;

use serde::Deserialize;

/// How the tasks of an API are started and followed. One of `started`, `operations` and `answers` says which
/// operations start one; one of `active` and `status` says whether it runs.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaskRule {
    /// Operations whose answer requires this member, the id of the task, start one.
    pub started: Option<String>,
    /// operationIds of operations that start a task: beside `started`, those whose answer need not have the id.
    #[serde(default)]
    pub operations: Vec<String>,
    /// Operations that answer this schema start a task.
    pub answers: Option<String>,
    /// Of these only the ones that have one of these statuses for success.
    #[serde(default)]
    pub statuses: Vec<u16>,
    /// Member of the answer with the id, where `started` does not say it.
    pub id: Option<String>,
    /// operationIds of operations that look like it, but start no task.
    #[serde(default)]
    pub except: Vec<String>,
    /// operationId of the operation that tells how far a task is.
    pub poll: String,
    /// Query parameters of each poll, by name: the size of a page, say.
    #[serde(default)]
    pub query: BTreeMap<String, String>,
    /// operationId of the operation that stops a task.
    pub cancel: Option<String>,
    /// The client's function that takes up a task by its id.
    pub resume: Option<String>,
    /// Members that are true while the task runs.
    #[serde(default)]
    pub active: Vec<String>,
    /// Member with the task's status.
    pub status: Option<String>,
    /// Statuses of a task that runs.
    #[serde(default)]
    pub running: Vec<String>,
    /// Statuses of a task that failed.
    #[serde(default)]
    pub failed: Vec<String>,
    /// Member that is true after a success.
    pub succeeded: Option<String>,
    /// Member that says why a task failed.
    pub failure: Option<String>,
    /// Member that says how far it is, from 0 to 100.
    pub percent: Option<String>,
    /// Member that says what it is doing.
    pub message: Option<String>,
    /// Of a list: member that tells its items apart, `id` unless it is said.
    pub item: Option<String>,
    /// Of a list: member with the time at which an item was created.
    pub created: Option<String>,
    /// Of a list: a member of its items that is the same as a member of the answer, which is the id.
    #[serde(default)]
    pub matches: BTreeMap<String, String>,
    /// Of a list: members of its items that have this value.
    #[serde(default)]
    pub with: BTreeMap<String, String>,
}
