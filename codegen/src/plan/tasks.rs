//! Work that goes on after the answer: how each kind of task is followed.

use super::Planner;
use super::items::{Argument, ArgumentKind, Finish, MethodItem, RequestStep, SetterStep, TaskItem};

/// The argument that stands for the id of a task.
const ID: &str = "id";

impl Planner<'_> {
    pub(super) fn tasks(&self) -> Vec<TaskItem> {
        let kinds = self.conventions.tasks.iter().zip(&self.names.tasks);
        kinds
            .filter_map(|(rule, names)| {
                let mut poll =
                    self.follows(rule.poll, Finish::Polled { list: rule.list.is_some() })?;
                poll.steps.extend(rule.query.iter().map(|(wire, value)| RequestStep::Constant {
                    step: SetterStep::Query { wire: wire.clone() },
                    value: value.clone().into(),
                }));
                let cancel = rule.cancel.and_then(|it| self.follows(it, Finish::Empty));
                Some(TaskItem {
                    name: names.kind.clone(),
                    rule: rule.clone(),
                    state: self.rust_type(&rule.state),
                    poll,
                    cancel,
                    resume: names.resume.clone(),
                })
            })
            .collect()
    }

    /// The call of an operation that takes the id of a task as its only argument.
    fn follows(&self, operation: usize, finish: Finish) -> Option<MethodItem> {
        let mut method = self.methods(operation).into_iter().next()?;
        let id = || Argument { name: ID.to_owned(), kind: ArgumentKind::Str };
        for step in &mut method.steps {
            if let RequestStep::Path { argument, .. } = step {
                *argument = id();
            }
        }
        method.arguments = vec![id()];
        method.finish = finish;
        Some(method)
    }
}
