//! Text to events: the same stream for YAML and JSON.

use std::borrow::Cow;

use super::json::JsonEvents;
use super::yaml::YamlEvents;

/// One step through a file.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Event<'t> {
    /// Text in quotes or in a block, in either language.
    Text { text: Cow<'t, str>, anchor: usize },
    /// A scalar without quotes: a number, `true`, `null`, or a plain text of YAML.
    Plain { text: Cow<'t, str>, anchor: usize },
    /// A list begins.
    List { anchor: usize },
    /// A mapping begins.
    Map { anchor: usize },
    /// The innermost list or mapping ends.
    End,
    /// The value of an anchor, again.
    Alias(usize),
}

/// Where an event stands. Lines count from 1, columns from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) struct Mark {
    pub(crate) line: u32,
    pub(crate) column: u32,
    /// The last column plus one, if the event ends on the same line.
    pub(crate) end: u32,
}

impl Mark {
    /// What a part of a text is marked with.
    pub(crate) fn of(text: &str, span: std::ops::Range<usize>) -> Self {
        let before = text.get(..span.start).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |it| it + 1);
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let column = number(before[line_start..].chars().count());
        let marked = text.get(span).unwrap_or_default().lines().next().unwrap_or_default();
        Self {
            line: number(1 + before.matches('\n').count()),
            column,
            end: column.saturating_add(number(marked.chars().count())),
        }
    }
}

/// A text that is neither YAML nor JSON, and where that shows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SyntaxFault {
    pub(crate) message: String,
    pub(crate) mark: Mark,
}

/// The events of a file.
pub(crate) enum Events<'t> {
    Json(JsonEvents<'t>),
    Yaml(Box<YamlEvents<'t>>),
}

/// Reads a text as JSON if it looks like it, as YAML otherwise.
///
/// The first character decides: only a file that is *named* YAML gets a second chance.
pub(crate) fn events<'t>(path: &str, text: &'t str) -> Events<'t> {
    let named_yaml = path.ends_with(".yaml") || path.ends_with(".yml");
    match text.trim_start().chars().next() {
        Some('{' | '[') if !named_yaml || JsonEvents::is_sound(text) => {
            Events::Json(JsonEvents::new(text))
        }
        _ => Events::Yaml(Box::new(YamlEvents::new(text))),
    }
}

impl Events<'_> {
    /// Where a second document begins, once the first one was read. It is not read.
    pub(crate) fn second_document(&self) -> Option<Mark> {
        match self {
            Events::Json(_) => None,
            Events::Yaml(events) => events.second_document(),
        }
    }

    /// Whether columns are bytes (JSON) or characters (YAML).
    pub(crate) fn counts_bytes(&self) -> bool {
        matches!(self, Events::Json(_))
    }
}

impl<'t> Iterator for Events<'t> {
    type Item = Result<(Event<'t>, Mark), SyntaxFault>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Events::Json(events) => events.next(),
            Events::Yaml(events) => events.next(),
        }
    }
}
