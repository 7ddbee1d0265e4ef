//! What was found wrong with a description, and where.

mod render;
mod visible;

use std::collections::HashMap;

use crate::source::{FileId, Mark, Place, SourceFile};

pub(crate) use render::Show;

/// How bad it is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(crate) enum Severity {
    /// Nothing is generated.
    Error,
    /// Something was left out, or read otherwise than written.
    Warning,
    /// Something had to be assumed. Hidden unless asked for.
    Note,
}

impl Severity {
    /// As it is printed.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// Where a diagnostic points: at a value, or at a spot in a text that could not be parsed.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) enum At {
    Place(Place),
    Mark(FileId, MarkKey),
}

/// Line, column, and the column after it.
pub(crate) type MarkKey = (u32, u32, u32);

impl At {
    pub(crate) fn file(&self) -> FileId {
        match self {
            At::Place(place) => place.file,
            At::Mark(file, _) => *file,
        }
    }
}

/// When a diagnostic is shown: what a reader mends first comes first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
enum Order {
    /// A whole file is lost, and everything in it.
    Cause,
    #[default]
    InPlace,
    /// It may be gone when the others are mended.
    Consequence,
}

/// One thing that was found.
#[derive(Clone, Debug)]
pub(crate) struct Diagnostic {
    severity: Severity,
    order: Order,
    message: String,
    at: At,
    help: Option<String>,
    related: Vec<(At, String)>,
}

impl Diagnostic {
    /// How bad it is.
    #[cfg(test)]
    pub(crate) fn severity(&self) -> Severity {
        self.severity
    }

    /// What is wrong: lower case, no full stop.
    #[cfg(test)]
    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    /// The value that it is about; none if the text around it could not be parsed.
    #[cfg(test)]
    pub(crate) fn place(&self) -> Option<&Place> {
        match &self.at {
            At::Place(place) => Some(place),
            At::Mark(..) => None,
        }
    }

    /// Says what to do about it.
    pub(crate) fn help(&mut self, text: impl Into<String>) -> &mut Self {
        self.help = Some(text.into());
        self
    }

    /// Says that others are lost with it, which are shown after it.
    pub(crate) fn cause(&mut self) -> &mut Self {
        self.order = Order::Cause;
        self
    }

    /// Says that it may come of another fault, which is shown before it.
    pub(crate) fn consequence(&mut self) -> &mut Self {
        self.order = Order::Consequence;
        self
    }

    /// Points at a second place that matters.
    pub(crate) fn related(&mut self, place: &Place, label: impl Into<String>) -> &mut Self {
        self.relate(At::Place(place.clone()), label.into())
    }

    pub(crate) fn related_mark(&mut self, file: FileId, mark: Mark, label: &str) -> &mut Self {
        self.relate(At::Mark(file, key(mark)), label.to_owned())
    }

    fn relate(&mut self, at: At, label: String) -> &mut Self {
        let entry = (at, label);
        if !self.related.contains(&entry) {
            self.related.push(entry);
        }
        self
    }
}

/// Everything that was found, with the texts that it is about.
#[derive(Default, Debug)]
pub(crate) struct Diagnostics {
    list: Vec<Diagnostic>,
    /// The same thing found twice is one diagnostic.
    seen: HashMap<(Severity, At, String), usize>,
    files: Vec<SourceFile>,
    /// Whether the faults of single parts are warnings.
    is_tolerant: bool,
}

impl Diagnostics {
    /// Nothing found yet.
    pub(crate) fn new() -> Self {
        Diagnostics::default()
    }

    /// From here on, [faults](Diagnostics::fault) are warnings, or errors.
    pub(crate) fn set_tolerant(&mut self, is_tolerant: bool) {
        self.is_tolerant = is_tolerant;
    }

    /// A fault of the description: an error in one of one's own, a warning in that of others, whose users cannot
    /// mend it.
    pub(crate) fn fault(&mut self, place: &Place, message: impl Into<String>) -> &mut Diagnostic {
        let severity = if self.is_tolerant { Severity::Warning } else { Severity::Error };
        self.push(severity, At::Place(place.clone()), message.into())
    }

    /// Makes a text known, so that places in it can be shown. An empty text shows the path only.
    pub(crate) fn add_file(&mut self, path: &str, text: &str) -> FileId {
        self.files.push(SourceFile { path: path.into(), text: text.into() });
        FileId(u32::try_from(self.files.len() - 1).unwrap_or(u32::MAX))
    }

    /// The path of a file, as the caller would open it.
    pub(crate) fn file_path(&self, file: FileId) -> &str {
        self.file(file).map_or("", |it| &it.path)
    }

    /// Something that is as bad as the caller knows.
    pub(crate) fn add(
        &mut self,
        severity: Severity,
        place: &Place,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.push(severity, At::Place(place.clone()), message.into())
    }

    /// Something that keeps everything from being generated.
    pub(crate) fn error(&mut self, place: &Place, message: impl Into<String>) -> &mut Diagnostic {
        self.push(Severity::Error, At::Place(place.clone()), message.into())
    }

    /// Something that is left out, or read otherwise than written.
    pub(crate) fn warning(&mut self, place: &Place, message: impl Into<String>) -> &mut Diagnostic {
        self.push(Severity::Warning, At::Place(place.clone()), message.into())
    }

    /// Something that had to be assumed.
    pub(crate) fn note(&mut self, place: &Place, message: impl Into<String>) -> &mut Diagnostic {
        self.push(Severity::Note, At::Place(place.clone()), message.into())
    }

    pub(crate) fn mark(
        &mut self,
        severity: Severity,
        file: FileId,
        mark: Mark,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.push(severity, At::Mark(file, key(mark)), message.into())
    }

    fn push(&mut self, severity: Severity, at: At, message: String) -> &mut Diagnostic {
        let key = (severity, at.clone(), message.clone());
        let next = self.list.len();
        let index = *self.seen.entry(key).or_insert(next);
        if index == next {
            let (order, help, related) = (Order::default(), None, Vec::new());
            self.list.push(Diagnostic { severity, order, message, at, help, related });
        }
        &mut self.list[index]
    }

    /// In the order of finding.
    #[cfg(test)]
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// How many there are, notes included.
    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether nothing can be generated.
    pub(crate) fn has_errors(&self) -> bool {
        self.error_count() > 0
    }

    /// How many errors there are.
    pub(crate) fn error_count(&self) -> usize {
        self.count(Severity::Error)
    }

    /// How many warnings there are.
    pub(crate) fn warning_count(&self) -> usize {
        self.count(Severity::Warning)
    }

    /// How many notes there are.
    pub(crate) fn note_count(&self) -> usize {
        self.count(Severity::Note)
    }

    fn count(&self, severity: Severity) -> usize {
        self.list.iter().filter(|it| it.severity == severity).count()
    }

    pub(crate) fn files(&self) -> &[SourceFile] {
        &self.files
    }

    pub(crate) fn file(&self, file: FileId) -> Option<&SourceFile> {
        self.files.get(file.0 as usize)
    }
}

fn key(mark: Mark) -> MarkKey {
    (mark.line, mark.column, mark.end)
}
