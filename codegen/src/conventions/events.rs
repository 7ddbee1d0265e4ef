//! Which event streams go on behind the event that `Last-Event-ID` names.

use super::Checker;
use crate::config::EventStreamRule;
use crate::model::{Answer, Conventions, Operation};

impl Checker<'_> {
    /// A rule that names operations is about these, one that names none is about all that are left.
    pub(super) fn events(&mut self, conventions: &mut Conventions) {
        let rules = &self.config.events;
        let (named, general): (Vec<_>, Vec<_>) =
            rules.iter().enumerate().partition(|(_, rule)| !rule.operations.is_empty());
        for (number, rule) in named {
            self.named(number, rule, conventions);
        }
        let mut is_first = true;
        for (number, rule) in general {
            let number = number.to_string();
            let fits = |it: &Operation| is_stream(it) && it.method == "GET";
            let left: Vec<usize> = (0..self.api.operations.len())
                .filter(|index| fits(&self.api.operations[*index]))
                .filter(|index| !conventions.last_event_id.contains_key(index))
                .collect();
            if !std::mem::replace(&mut is_first, false) {
                self.error(
                    &["events", &number],
                    "two rules are about all event streams".to_owned(),
                )
                .help("name the `operations` of one of them");
            } else if left.is_empty() {
                let message = "there is no event stream that the rule could be about".to_owned();
                self.error(&["events", &number], message).help("remove the rule");
            }
            conventions.last_event_id.extend(left.into_iter().map(|it| (it, rule.last_event_id)));
        }
    }

    fn named(&mut self, number: usize, rule: &EventStreamRule, conventions: &mut Conventions) {
        for (index, id) in rule.operations.iter().enumerate() {
            let (number, index) = (number.to_string(), index.to_string());
            let keys = ["events", &number, "operations", &index];
            let Some(found) = self.operation(id) else {
                self.unknown_operation(&keys, id);
                continue;
            };
            let operation = &self.api.operations[found];
            if !is_stream(operation) {
                self.error(&keys, format!("`{id}` is no event stream"))
                    .help("the description has no response of `text/event-stream` for it");
            } else if operation.method != "GET" {
                let method = operation.method.clone();
                self.error(&keys, format!("`{id}` is a `{method}`, which is never made again"))
                    .help("only a stream that a `GET` asks for is connected again");
            } else if conventions.last_event_id.insert(found, rule.last_event_id).is_some() {
                self.error(&keys, format!("`{id}` is named twice")).help("remove one of them");
            }
        }
    }
}

/// Whether an operation may give an event stream.
fn is_stream(operation: &Operation) -> bool {
    match &operation.answer {
        Answer::Events { .. } => true,
        Answer::Choice { alternatives, .. } => {
            alternatives.iter().any(|it| matches!(it.answer, Answer::Events { .. }))
        }
        _ => false,
    }
}
