//! The events of a YAML text.
//!
//! The parser used is strict about one thing that other parsers, and so many authors, take
//! lightly: a line inside `{…}`, `[…]` or quotes that is indented less than its parent. Leading
//! space means nothing in there, so such a line is read again with more of it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use saphyr_parser::{Event as Raw, Parser, ScanError, Span, StrInput};

use super::syntax::{Event, Mark, SyntaxFault};

/// How often a text is read again with one more line indented, at most.
const MOST_REPAIRS: usize = 100;

/// How much text may be read again in total, in bytes.
const MOST_REREAD: usize = 64 << 20;

/// How much a line is indented that stands too far left.
const MORE_SPACE: usize = 200;

/// The events of a YAML text: of its first document.
pub(crate) struct YamlEvents<'t> {
    state: State<'t>,
    done: bool,
    second: Option<Mark>,
}

enum State<'t> {
    Streaming {
        parser: Box<Parser<'t, StrInput<'t>>>,
        text: &'t str,
        n_given: usize,
    },
    /// What is left of a text that had to be repaired.
    Repaired(std::vec::IntoIter<Result<(Event<'t>, Mark), SyntaxFault>>),
}

impl<'t> YamlEvents<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let parser = Box::new(Parser::new_from_str(text));
        YamlEvents {
            state: State::Streaming { parser, text, n_given: 0 },
            done: false,
            second: None,
        }
    }
}

impl YamlEvents<'_> {
    /// Where a second document begins, once the first one was read.
    pub(super) fn second_document(&self) -> Option<Mark> {
        self.second
    }
}

/// Where a document begins that is more than a line of dashes.
fn second(parser: &mut Parser<'_, StrInput<'_>>) -> Option<Mark> {
    let Some(Ok((Raw::DocumentStart(_), _))) = parser.next_event() else { return None };
    match parser.next_event()? {
        Ok((Raw::Scalar(text, ..), _)) if text.is_empty() => None,
        Ok((_, span)) => Some(mark(&span, 0)),
        Err(_) => None,
    }
}

impl<'t> Iterator for YamlEvents<'t> {
    type Item = Result<(Event<'t>, Mark), SyntaxFault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let (parser, text, n_given) = match &mut self.state {
            State::Repaired(events) => return events.next(),
            State::Streaming { parser, text, n_given } => (parser, *text, n_given),
        };
        loop {
            match parser.next_event() {
                None | Some(Ok((Raw::StreamEnd, _))) => {
                    self.done = true;
                    return None;
                }
                Some(Ok((Raw::DocumentEnd, _))) => {
                    self.done = true;
                    self.second = second(parser);
                    return None;
                }
                Some(Ok((event, span))) => {
                    if let Some(event) = convert(event) {
                        *n_given += 1;
                        return Some(Ok((event, mark(&span, 0))));
                    }
                }
                Some(Err(fault)) => {
                    let mut events = repair(text, fault).into_iter();
                    let n_given = *n_given;
                    let res = events.nth(n_given);
                    self.state = State::Repaired(events);
                    return res;
                }
            }
        }
    }
}

/// All events of a text in which lines inside `{…}`, `[…]` or quotes stand too far left.
fn repair<'t>(text: &str, fault: ScanError) -> Vec<Result<(Event<'t>, Mark), SyntaxFault>> {
    let mut indented: BTreeMap<usize, usize> = BTreeMap::new();
    let mut first_fault = Some(fault.clone());
    let mut fault = fault;
    let most = (MOST_REREAD / text.len().max(1)).min(MOST_REPAIRS);
    let mut n_repairs = 0;
    loop {
        let lines = lines_to_indent(text, &fault);
        n_repairs += 1;
        let can_repair = n_repairs <= most && lines.clone().any(|it| !indented.contains_key(&it));
        if can_repair {
            indented.extend(lines.map(|it| (it, MORE_SPACE)));
        }
        let repaired = indent(text, &indented);
        let (mut events, again) = collect(&repaired, &indented);
        match again {
            Some(again) if can_repair => fault = again,
            Some(_) => {
                if let Some(first) = first_fault.take() {
                    events.push(Err(syntax_fault(&first)));
                }
                return events;
            }
            None => return events,
        }
    }
}

/// The lines that a fault is about, if it is about their indentation.
fn lines_to_indent(text: &str, fault: &ScanError) -> std::ops::Range<usize> {
    let line = fault.marker().line();
    match fault.info() {
        "invalid indentation" | "invalid indentation in flow construct" => line..line + 1,
        // The fault stands where the text begins; the lines after that are meant.
        "invalid indentation in quoted scalar" => {
            let mut rest = text.split_inclusive('\n').skip(line.saturating_sub(1));
            let first = rest.next().unwrap_or_default();
            let mut scalar = first.chars().skip(fault.marker().col());
            let Some(quote @ ('"' | '\'')) = scalar.next() else { return 0..0 };
            let ends_here = |part: &str| {
                let part = part.replace("\\\\", "").replace("\\\"", "").replace("''", "");
                part.contains(quote)
            };
            let n_lines = rest.position(ends_here).map_or(0, |it| it + 1);
            line + 1..line + 1 + n_lines
        }
        _ => 0..0,
    }
}

type Collected<'t> = (Vec<Result<(Event<'t>, Mark), SyntaxFault>>, Option<ScanError>);

fn collect<'t>(text: &str, indented: &BTreeMap<usize, usize>) -> Collected<'t> {
    let mut events = Vec::new();
    let mut parser = Parser::new_from_str(text);
    loop {
        match parser.next_event() {
            None | Some(Ok((Raw::DocumentEnd | Raw::StreamEnd, _))) => return (events, None),
            Some(Ok((event, span))) => {
                let shift = indented.get(&span.start.line()).copied().unwrap_or(0);
                if let Some(event) = convert(event) {
                    events.push(Ok((owned(event), mark(&span, shift))));
                }
            }
            Some(Err(fault)) => return (events, Some(fault)),
        }
    }
}

fn indent(text: &str, indented: &BTreeMap<usize, usize>) -> String {
    let mut res = String::with_capacity(text.len() + indented.len() * MORE_SPACE);
    for (i, line) in text.split_inclusive('\n').enumerate() {
        let space = indented.get(&(i + 1)).copied().unwrap_or(0);
        res.extend(std::iter::repeat_n(' ', space));
        res.push_str(line);
    }
    res
}

fn convert(event: Raw<'_>) -> Option<Event<'_>> {
    Some(match event {
        Raw::Scalar(text, style, anchor, tag) => {
            let is_plain = style == saphyr_parser::ScalarStyle::Plain;
            let is_text = tag.is_some_and(|it| it.suffix == "str" || it.handle == "!");
            if is_plain && !is_text {
                Event::Plain { text, anchor }
            } else {
                Event::Text { text, anchor }
            }
        }
        Raw::SequenceStart(anchor, _) => Event::List { anchor },
        Raw::MappingStart(anchor, _) => Event::Map { anchor },
        Raw::SequenceEnd | Raw::MappingEnd => Event::End,
        Raw::Alias(anchor) => Event::Alias(anchor),
        Raw::Nothing
        | Raw::StreamStart
        | Raw::StreamEnd
        | Raw::DocumentStart(_)
        | Raw::DocumentEnd => return None,
    })
}

fn owned<'t>(event: Event<'_>) -> Event<'t> {
    match event {
        Event::Text { text, anchor } => Event::Text { text: Cow::Owned(text.into_owned()), anchor },
        Event::Plain { text, anchor } => {
            Event::Plain { text: Cow::Owned(text.into_owned()), anchor }
        }
        Event::List { anchor } => Event::List { anchor },
        Event::Map { anchor } => Event::Map { anchor },
        Event::End => Event::End,
        Event::Alias(anchor) => Event::Alias(anchor),
    }
}

fn mark(span: &Span, shift: usize) -> Mark {
    let number = |it: usize| u32::try_from(it).unwrap_or(u32::MAX);
    let column = number(span.start.col().saturating_sub(shift));
    let end = if span.start.line() == span.end.line() {
        number(span.end.col().saturating_sub(shift))
    } else {
        column + 1
    };
    Mark { line: number(span.start.line()), column, end }
}

fn syntax_fault(fault: &ScanError) -> SyntaxFault {
    let at = *fault.marker();
    SyntaxFault { message: fault.info().to_owned(), mark: mark(&Span::empty(at), 0) }
}
