//! What the answer to a poll means.

use std::fmt;
use std::marker::PhantomData;

use serde_json::Value;

use super::TaskKind;
use super::list::{Listed, keep};
use super::rule::{Running, TaskRule};
use crate::error::reason_in;
use crate::json::Tally;
use crate::redaction::{Secrets, text_without_secrets};
use crate::{Decode, DecodeError, DifferenceKind, Node};

/// How far a task is.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Progress<S> {
    /// How much is done, from 0 to 100, if the server says so.
    pub percent: Option<f64>,
    /// What the task is doing, in the server's words.
    pub message: Option<String>,
    /// Whether it is still at work, or waits for its turn.
    pub is_running: bool,
    /// Why it failed, if it did.
    pub failure: Option<String>,
    /// The whole answer.
    pub state: S,
}

/// The answer to a poll, as a [`Task`](crate::Task) needs it.
pub struct Polled<S> {
    pub(super) seen: Seen<S>,
    /// What the server may have repeated in it, and nobody may see.
    pub(super) secrets: Secrets,
}

impl<S> fmt::Debug for Polled<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Polled").finish_non_exhaustive()
    }
}

/// The task itself, or a list in which it is found.
pub(super) enum Seen<S> {
    /// With the answer of a task that failed.
    Task(Progress<S>, Option<Value>),
    List(Listed<S>),
}

/// An answer that is read by the rule of a kind of task.
pub(crate) struct Judged<K: TaskKind> {
    pub(crate) polled: Polled<K::State>,
    kind: PhantomData<fn() -> K>,
}

impl<K: TaskKind> Decode for Judged<K>
where
    K::State: Decode,
{
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        let seen = Tally::observing();
        let state = K::State::decode(node.counted(&seen))?;
        let task = Value::decode(node)?;
        check(K::RULE, node, &task, &seen)?;
        if let Some(outer) = node.tally() {
            outer.add_all(seen);
        }
        Ok(Self { polled: judge(K::RULE, &task, state), kind: PhantomData })
    }

    fn holds_secrets() -> bool {
        K::State::holds_secrets()
    }
}

/// A response that says nothing of the task is not one of a task that has ended: `{}`, or what a proxy has to say.
fn check(rule: &TaskRule, node: Node<'_>, task: &Value, seen: &Tally) -> Result<(), DecodeError> {
    let says = |name: &str| task.get(name).is_some_and(|it| !it.is_null());
    let succeeded = rule.succeeded.filter(|it| says(it));
    let status: &[&str] = match &rule.running {
        Running::Members(members) => members,
        Running::Status { member, .. } => std::slice::from_ref(member),
    };
    let names =
        || status.iter().copied().chain(rule.succeeded).chain(rule.failure).chain(rule.percent);
    if !names().any(|name| task.get(name).is_some()) {
        let names: Vec<String> = names().map(|name| format!("`{name}`")).collect();
        return Err(node.unexpected_as(format!("the state of a task ({})", names.join(", "))));
    }
    if let (Running::Status { member, running, failed }, None) = (rule.running, succeeded)
        && let Some(found) = node.member(member)
        && seen.has_note(found.value(), DifferenceKind::UnlistedValue)
        && !has_status(task, member, running)
        && !has_status(task, member, failed)
    {
        let expected = "a status of a task that the description lists".to_owned();
        return Err(found.unexpected_as(expected).in_member(member));
    }
    Ok(())
}

/// A list in which the work is found.
pub(crate) struct JudgedList<T> {
    pub(crate) polled: Polled<Vec<T>>,
}

impl<T: Decode> Decode for JudgedList<T> {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        Ok(Self::new(Vec::decode(node)?, Vec::decode(node)?))
    }

    fn holds_secrets() -> bool {
        T::holds_secrets()
    }
}

impl<T> JudgedList<T> {
    fn new(state: Vec<T>, items: Vec<Value>) -> Self {
        let seen = Seen::List(Listed { state, items, keep });
        Self { polled: Polled { seen, secrets: Secrets::default() } }
    }
}

fn judge<S>(rule: &TaskRule, task: &Value, state: S) -> Polled<S> {
    let is_running = is_running(rule, task);
    let failure = if is_running { None } else { failure(rule, task) };
    let message = rule.message.and_then(|it| task.get(it)?.as_str()).filter(|it| !it.is_empty());
    let failed = failure.is_some().then(|| task.clone());
    let progress = Progress {
        percent: rule.percent.and_then(|it| number(task.get(it)?)),
        message: message.map(str::to_owned),
        is_running,
        failure,
        state,
    };
    Polled { seen: Seen::Task(progress, failed), secrets: Secrets::default() }
}

pub(super) fn is_running(rule: &TaskRule, task: &Value) -> bool {
    match rule.running {
        Running::Members(members) => members.iter().any(|it| is_true(task.get(it))),
        Running::Status { member, running, .. } => has_status(task, member, running),
    }
}

/// Why a task that has ended failed; `None` if it did not.
pub(super) fn failure(rule: &TaskRule, task: &Value) -> Option<String> {
    let reason = rule.failure.and_then(|it| task.get(it)).filter(|it| is_something(it));
    let by_status = match rule.running {
        Running::Members(_) => None,
        Running::Status { member, failed, .. } => Some(has_status(task, member, failed)),
    };
    let said = rule.succeeded.and_then(|it| task.get(it)).filter(|it| !it.is_null());
    let failed = match (said, by_status) {
        (Some(succeeded), _) => !is_true(Some(succeeded)),
        (None, Some(failed)) => failed,
        (None, None) => reason.is_some(),
    };
    failed.then(|| {
        let whole = || reason.map(|it| text_without_secrets(&it.to_string()));
        let words = reason.and_then(reason_in).or_else(whole);
        // Of a log, the end says why.
        let message = || {
            let text = task.get(rule.message?)?.as_str()?;
            text.lines().map(str::trim).rfind(|it| !it.is_empty()).map(str::to_owned)
        };
        words.or_else(message).unwrap_or_else(|| "the server does not say why".to_owned())
    })
}

/// A text, or a number as text.
pub(super) fn text(item: &Value, member: &str) -> Option<String> {
    match item.get(member)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

fn has_status(task: &Value, member: &str, statuses: &[&str]) -> bool {
    let status = task.get(member).and_then(Value::as_str);
    status.is_some_and(|status| statuses.iter().any(|it| it.eq_ignore_ascii_case(status)))
}

/// Some servers write truth as a number or as text.
fn is_true(value: Option<&Value>) -> bool {
    match value {
        Some(Value::Bool(value)) => *value,
        Some(Value::Number(number)) => number.as_f64() != Some(0.0),
        Some(Value::String(text)) => text == "true" || text == "1",
        Some(Value::Null | Value::Array(_) | Value::Object(_)) | None => false,
    }
}

fn is_something(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::Bool(true) | Value::Number(_) => true,
        Value::String(text) => !text.is_empty(),
        Value::Array(elements) => !elements.is_empty(),
        Value::Object(members) => !members.is_empty(),
    }
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::String(text) => text.trim().trim_end_matches('%').parse().ok(),
        other => other.as_f64(),
    }
}
