//! Api + settings -> Conventions: which lists come in pages, which event streams go on, which answers start a task and
//! what names a webhook, checked against the description.

mod events;
mod fits;
mod pages;
mod retries;
mod streams;
mod tasks;
mod webhooks;

use crate::config::Config;
use crate::diagnostics::{Diagnostic, Diagnostics, Severity};
use crate::model::{Api, Conventions, Operation};
use crate::source::{FileId, Mark};

/// Applies the rules of the settings. What does not fit the description is an error in the settings.
pub(crate) fn apply(api: &Api, config: &Config, diagnostics: &mut Diagnostics) -> Conventions {
    let recognition = webhooks::recognition(api, config.webhooks.as_ref());
    webhooks::note_unrecognised(api, &recognition, diagnostics);
    let mut res = Conventions { recognition, ..Conventions::default() };
    let streams = &config.answers.streams;
    if config.pages.is_empty()
        && config.events.is_empty()
        && config.tasks.is_empty()
        && config.webhooks.is_none()
        && streams.is_empty()
        && config.retries.is_empty()
    {
        return res;
    }
    let file = diagnostics.add_file(&config.text.path, config.text.as_str());
    let mut checker = Checker { api, config, file, diagnostics };
    checker.streams();
    checker.events(&mut res);
    checker.retries();
    checker.pages(&mut res);
    checker.tasks(&mut res);
    config.webhooks.iter().for_each(|it| checker.webhooks(it));
    res
}

/// What rules are checked against, and where faults go.
struct Checker<'a> {
    api: &'a Api,
    config: &'a Config,
    file: FileId,
    diagnostics: &'a mut Diagnostics,
}

impl Checker<'_> {
    /// An error about a setting; keys and indices lead to it.
    fn error(&mut self, keys: &[&str], message: String) -> &mut Diagnostic {
        let text = &self.config.text;
        let mark = Mark::of(text.as_str(), text.span(keys));
        self.diagnostics.mark(Severity::Error, self.file, mark, message)
    }

    /// The indices of the operations that a rule leaves out. Each of them must be one that it would take.
    fn exceptions(
        &mut self,
        rule: &[&str],
        except: &[String],
        fits: &dyn Fn(&Operation) -> bool,
    ) -> Vec<usize> {
        let mut res = Vec::new();
        for (number, id) in except.iter().enumerate() {
            let number = number.to_string();
            let keys = [rule, &["except", &number]].concat();
            let index = self.operation(id);
            match index {
                Some(index) if fits(&self.api.operations[index]) => res.push(index),
                Some(_) => {
                    self.error(&keys, format!("`{id}` is excepted, but the rule does not take it"))
                        .help("remove it");
                }
                None => self.unknown_operation(&keys, id),
            }
        }
        res
    }

    fn operation(&self, id: &str) -> Option<usize> {
        self.api.operations.iter().position(|it| it.id.as_deref() == Some(id))
    }

    fn unknown_operation(&mut self, keys: &[&str], id: &str) {
        self.error(keys, format!("the description has no operation `{id}`"))
            .help("write the operationId as the description does");
    }
}

/// An operation as messages call it.
fn name(operation: &Operation) -> String {
    match &operation.id {
        Some(id) => format!("`{id}`"),
        None => format!("`{} {}`", operation.method, operation.path),
    }
}
