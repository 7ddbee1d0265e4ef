//! What is wrong with a setting, said where it is written.

use crate::config::Config;
use crate::diagnostics::{Diagnostic, Diagnostics, Severity};
use crate::source::{FileId, Mark, Place};

/// The settings as a file that diagnostics can point into.
pub(super) struct Settings<'a> {
    pub config: &'a Config,
    /// Made known when the first fault is found.
    file: Option<FileId>,
    /// Where to point if the settings come from no file.
    root: &'a Place,
}

impl<'a> Settings<'a> {
    pub(super) fn new(config: &'a Config, root: &'a Place) -> Self {
        Self { config, file: None, root }
    }

    /// An error about a key of a table.
    pub(super) fn error<'d>(
        &mut self,
        table: &str,
        key: &str,
        message: String,
        diagnostics: &'d mut Diagnostics,
    ) -> &'d mut Diagnostic {
        let text = &self.config.text;
        let Some(span) = text.key(table, key) else {
            return diagnostics.error(self.root, message);
        };
        let file =
            *self.file.get_or_insert_with(|| diagnostics.add_file(&text.path, text.as_str()));
        diagnostics.mark(Severity::Error, file, Mark::of(text.as_str(), span), message)
    }
}
