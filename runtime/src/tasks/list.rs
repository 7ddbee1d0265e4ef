//! Work that is found in a list: which of its items are of it, and what they say together.

use std::collections::HashSet;
use std::time::{Duration, SystemTime};

use serde_json::Value;
use tokio::time::Instant;

use super::judge::{Progress, failure, is_running, text};
use super::rule::{ListRule, TaskRule};
use crate::values;

/// What is known of the work from one poll to the next.
#[derive(Default)]
pub(super) struct Watch {
    /// By the server's clock, when the call was sent that started it.
    since: Option<SystemTime>,
    first: Option<First>,
}

/// What the first poll showed.
struct First {
    at: Instant,
    /// Items that ran then.
    running: HashSet<String>,
    /// Items that had ended.
    ended: HashSet<String>,
}

/// A list, and the way to leave some of its items out.
pub(super) struct Listed<S> {
    pub(super) state: S,
    pub(super) items: Vec<Value>,
    pub(super) keep: fn(S, &[bool]) -> S,
}

impl Watch {
    pub(super) fn since(since: Option<SystemTime>) -> Self {
        Self { since, first: None }
    }

    /// What the items that belong to the work say together. There may be none at first: it is waited a while for them.
    pub(super) fn judge<S>(
        &mut self,
        rule: &TaskRule,
        list: &ListRule,
        id: &str,
        listed: Listed<S>,
        grace: Duration,
    ) -> (Progress<S>, Option<Value>) {
        let Listed { state, items, keep } = listed;
        let mine: Vec<bool> = items.iter().map(|it| is_of(list, it, id)).collect();
        let first = self.first.get_or_insert_with(|| {
            let mut first =
                First { at: Instant::now(), running: HashSet::new(), ended: HashSet::new() };
            for item in items.iter().zip(&mine).filter(|(_, mine)| **mine).map(|(item, _)| item) {
                let set =
                    if is_running(rule, item) { &mut first.running } else { &mut first.ended };
                set.extend(text(item, list.item));
            }
            first
        });
        let since = self.since;
        let is_new = |item: &Value| {
            let created = list.created.and_then(|it| {
                values::Instant::parse_or_utc(item.get(it)?.as_str()?)?.to_system_time()
            });
            matches!((created, since), (Some(created), Some(since)) if created >= since)
        };
        let counts: Vec<bool> = items
            .iter()
            .zip(&mine)
            .map(|(item, mine)| {
                let key = text(item, list.item);
                let was_there = key.as_ref().is_some_and(|it| first.ended.contains(it));
                *mine && (!was_there || is_new(item))
            })
            .collect();
        let of_it: Vec<&Value> = items
            .iter()
            .zip(&counts)
            .filter(|(_, counts)| **counts)
            .map(|(item, _)| item)
            .collect();
        let (running, ended): (Vec<&Value>, Vec<&Value>) =
            of_it.iter().copied().partition(|it| is_running(rule, it));
        let awaited = of_it.is_empty() && first.at.elapsed() < grace;
        let failed = ended.iter().find_map(|it| Some((*it, failure(rule, it)?)));
        let is_running = awaited || !running.is_empty();
        let speaks = running.first().or(failed.as_ref().map(|(it, _)| it)).or(of_it.last());
        let message = speaks.and_then(|it| text(it, rule.message?)).filter(|it| !it.is_empty());
        let percent = (!of_it.is_empty()).then(|| ended.len() as f64 * 100.0 / of_it.len() as f64);
        let failure = failed.map(|(_, reason)| reason).filter(|_| !is_running);
        let whole = || Value::Array(of_it.iter().map(|it| (*it).clone()).collect());
        let document = failure.is_some().then(whole);
        let state = keep(state, &counts);
        (Progress { percent, message, is_running, failure, state }, document)
    }
}

/// Whether an item belongs to what the id names.
fn is_of(list: &ListRule, item: &Value, id: &str) -> bool {
    list.with.iter().all(|(name, value)| text(item, name).as_deref() == Some(*value))
        && list.belongs.is_none_or(|name| text(item, name).as_deref() == Some(id))
}

/// Leaves out the items that are not marked.
pub(super) fn keep<T>(items: Vec<T>, marks: &[bool]) -> Vec<T> {
    items.into_iter().zip(marks).filter(|(_, mark)| **mark).map(|(item, _)| item).collect()
}
