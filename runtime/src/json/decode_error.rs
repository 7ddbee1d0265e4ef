//! Why a piece of JSON does not decode.

use std::borrow::Cow;
use std::fmt::{self, Write as _};

use openapi_media::is_secret_name;
use serde_json::Value;

use crate::redaction::{Secrets, Visible, bounded, excerpt};

/// So many of the properties of an object are named.
const NAMES: usize = 5;

/// What is found where a proxy or a login answers.
const PAGE: &str = "an HTML page";

/// What is found where a member is missing.
const NOTHING: &str = "nothing";

/// A value that is not what the description says.
///
/// Built on the way out of the decoders: nothing is paid for as long as everything fits.
#[derive(Clone, PartialEq, Eq)]
pub struct DecodeError(Box<Fault>);

#[derive(Clone, PartialEq, Eq)]
struct Fault {
    /// From the innermost step to the outermost.
    steps: Vec<Step>,
    expected: Cow<'static, str>,
    found: Cow<'static, str>,
    /// The beginning of the value, as it came.
    text: String,
    /// Whether nothing of the value may be shown.
    is_hidden: bool,
    /// Of a stream with one value a line, from 1.
    line: Option<u64>,
}

#[derive(Clone, PartialEq, Eq)]
pub(super) enum Step {
    Member(String),
    Index(usize),
}

impl DecodeError {
    /// The value is of another type, or out of range.
    #[cold]
    pub fn unexpected(expected: impl Into<Cow<'static, str>>, value: &Value) -> Self {
        Self::new(expected.into(), Cow::Borrowed(kind(value)), &value.to_string())
    }

    /// The same of a value that must not be shown: without an excerpt.
    #[cold]
    pub fn unexpected_secret(expected: impl Into<Cow<'static, str>>, value: &Value) -> Self {
        Self::new(expected.into(), Cow::Borrowed(kind(value)), "").hidden()
    }

    /// A required member is not there; the pointer says which.
    #[cold]
    pub fn missing(name: &str) -> Self {
        Self::new(Cow::Borrowed("a value"), Cow::Borrowed(NOTHING), "").in_member(name)
    }

    /// An object has none of the properties that its type knows; says which it has.
    #[cold]
    pub(crate) fn no_known_property(names: &[&str]) -> Self {
        let shown: Vec<String> = names.iter().take(NAMES).map(|name| format!("`{name}`")).collect();
        let more = names.len().saturating_sub(NAMES);
        let more = if more == 0 { String::new() } else { format!(" and {more} more") };
        let shown = excerpt(&shown.join(", "));
        let found = format!("an object with nothing but {shown}{more}");
        let expected = "an object with a property that the description has";
        Self::new(expected.into(), found.into(), "")
    }

    /// The text is not what was expected: not JSON, for instance.
    #[cold]
    pub fn text(
        expected: impl Into<Cow<'static, str>>,
        found: impl Into<Cow<'static, str>>,
        text: &str,
    ) -> Self {
        Self::new(expected.into(), found.into(), text)
    }

    fn new(expected: Cow<'static, str>, found: Cow<'static, str>, text: &str) -> Self {
        let text = bounded(text).to_owned();
        let steps = Vec::new();
        Self(Box::new(Fault { steps, expected, found, text, is_hidden: false, line: None }))
    }

    /// The same fault, of a value of which nothing may be shown.
    #[cold]
    pub(crate) fn hidden(mut self) -> Self {
        self.0.text.clear();
        self.0.is_hidden = true;
        self
    }

    /// The same fault, of a value of which nothing may be shown if this is so. A page for people is no such value, and
    /// tells where it comes from.
    pub(crate) fn hidden_if(self, is_hidden: bool) -> Self {
        if is_hidden && self.0.found != PAGE { self.hidden() } else { self }
    }

    /// Whether nothing of the value may be shown.
    pub(crate) fn is_hidden(&self) -> bool {
        self.0.is_hidden
    }

    /// The same fault without the secrets of the call, should the server have repeated them.
    #[cold]
    pub(crate) fn redacted(mut self, secrets: &Secrets) -> Self {
        let fault = &mut *self.0;
        fault.text = secrets.redact(&fault.text);
        fault.found = secrets.redact(&fault.found).into();
        for step in &mut fault.steps {
            if let Step::Member(name) = step {
                *name = secrets.redact(name);
            }
        }
        self
    }

    /// The same fault, seen from the object whose member it is in.
    #[cold]
    #[must_use]
    pub fn in_member(mut self, name: &str) -> Self {
        self.0.steps.push(Step::Member(name.to_owned()));
        self
    }

    /// The same fault, seen from the array whose element it is in.
    #[cold]
    #[must_use]
    pub fn in_element(mut self, index: usize) -> Self {
        self.0.steps.push(Step::Index(index));
        self
    }

    /// The same fault, seen from the stream of which it is a line.
    #[cold]
    #[must_use]
    pub(crate) fn in_line(mut self, line: u64) -> Self {
        self.0.line = Some(line);
        self
    }

    /// The number of the line, from 1, if the value came in a stream with one value a line.
    pub fn line(&self) -> Option<u64> {
        self.0.line
    }

    /// The JSON pointer (RFC 6901) of the fault: `/apps/3/memoryLimit`; empty for the whole document.
    pub fn pointer(&self) -> String {
        pointer(self.0.steps.iter().rev())
    }

    /// Whether it is a member that is not there.
    pub(crate) fn is_missing(&self) -> bool {
        self.0.found == NOTHING
    }

    /// What the description says: `an integer`, `an object`.
    pub fn expected(&self) -> &str {
        &self.0.expected
    }

    /// What came instead: `a string`, `nothing`.
    pub fn found(&self) -> &str {
        &self.0.found
    }

    /// The beginning of the value at fault, as JSON; empty if there is none, or if it may be a secret.
    pub fn excerpt(&self) -> String {
        let holds_secret = |step: &Step| matches!(step, Step::Member(name) if is_secret_name(name));
        if self.0.is_hidden || self.0.steps.iter().any(holds_secret) {
            return String::new();
        }
        excerpt(&self.0.text)
    }
}

/// The JSON pointer of the place to which the steps lead.
pub(super) fn pointer<'s>(steps: impl Iterator<Item = &'s Step>) -> String {
    let mut pointer = String::new();
    for step in steps {
        match step {
            Step::Member(name) => {
                pointer.push('/');
                pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
            }
            Step::Index(index) => {
                let _ = write!(pointer, "/{index}");
            }
        }
    }
    pointer
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(number) if number.is_f64() => "a number",
        Value::Number(_) => "an integer",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fault = &*self.0;
        let f = &mut Visible(f);
        if let Some(line) = fault.line {
            write!(f, "line {line}: ")?;
        }
        if !fault.steps.is_empty() {
            write!(f, "{}: ", self.pointer())?;
        }
        write!(f, "expected {}, found {}", fault.expected, fault.found)?;
        let excerpt = self.excerpt();
        if !matches!(excerpt.as_str(), "" | "null") {
            write!(f, " `{excerpt}`")?;
        }
        Ok(())
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodeError")
            .field("pointer", &self.pointer())
            .field("expected", &self.0.expected)
            .field("found", &self.0.found)
            .field("excerpt", &self.excerpt())
            .finish()
    }
}

impl std::error::Error for DecodeError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_are_escaped() {
        let error = DecodeError::missing("a/b~c").in_element(3).in_member("apps");
        assert_eq!(error.pointer(), "/apps/3/a~1b~0c");
        assert_eq!(error.to_string(), "/apps/3/a~1b~0c: expected a value, found nothing");
    }

    #[test]
    fn excerpts_are_bounded() {
        let error = DecodeError::unexpected("an integer", &Value::String("ü".repeat(1000)));
        assert_eq!(error.excerpt().chars().count(), 81);
        assert!(error.to_string().starts_with("expected an integer, found a string `\"üü"));
    }

    #[test]
    fn is_one_word() {
        assert_eq!(size_of::<DecodeError>(), size_of::<usize>());
    }
}
