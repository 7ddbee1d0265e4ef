//! Events to a value: anchors, merges and keys that are not text are gone afterwards.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::{Map, Number, Value};

use crate::diagnostics::{Diagnostics, Severity};
use crate::source::{Event, Events, FileId, Mark, SyntaxFault, events};

/// Lists and mappings inside each other, at most. Twenty times what real descriptions have.
const MOST_LEVELS: usize = 512;

/// What aliases may add to a file, in nodes and bytes of text together.
const MOST_ALIASED: usize = 32 << 20;

/// Duplicate keys of one file that are reported with both places.
const MOST_DUPLICATES: usize = 100;

/// The value of a text, or where it stops being YAML or JSON.
pub(super) fn compose(
    path: &str,
    text: &str,
    file: FileId,
    fault: Severity,
    diagnostics: &mut Diagnostics,
) -> Result<Value, SyntaxFault> {
    let mut composer = Composer {
        events: events(path, text),
        file,
        fault,
        diagnostics,
        has_aliases: text.contains('*'),
        anchors: HashMap::new(),
        n_aliased: 0,
        n_duplicates: 0,
    };
    let value = match composer.next()? {
        Some((event, mark)) => composer.value(event, mark, 0)?,
        None => Value::Null,
    };
    // What follows the first value is a fault, unless it is a second document.
    match composer.next()? {
        Some((_, mark)) => {
            Err(SyntaxFault { message: "text after the end of the document".to_owned(), mark })
        }
        None => {
            if let Some(mark) = composer.events.second_document() {
                composer
                    .diagnostics
                    .mark(Severity::Warning, file, mark, "a second document, left out")
                    .help("put it into a file of its own");
            }
            Ok(value)
        }
    }
}

struct Composer<'t, 'd> {
    events: Events<'t>,
    file: FileId,
    /// How bad the fault of a single part is.
    fault: Severity,
    diagnostics: &'d mut Diagnostics,
    has_aliases: bool,
    /// The values of anchors, with what they weigh.
    anchors: HashMap<usize, (Value, usize)>,
    n_aliased: usize,
    n_duplicates: usize,
}

impl<'t> Composer<'t, '_> {
    fn next(&mut self) -> Result<Option<(Event<'t>, Mark)>, SyntaxFault> {
        self.events.next().transpose()
    }

    fn next_inside(&mut self, mark: Mark) -> Result<(Event<'t>, Mark), SyntaxFault> {
        let unfinished = || SyntaxFault { message: "this does not end".to_owned(), mark };
        self.next()?.ok_or_else(unfinished)
    }

    fn value(&mut self, event: Event<'t>, mark: Mark, level: usize) -> Result<Value, SyntaxFault> {
        let (value, anchor) = match event {
            Event::Text { text, anchor } => (Value::String(text.into_owned()), anchor),
            Event::Plain { text, anchor } => (plain(text), anchor),
            Event::List { .. } | Event::Map { .. } if level >= MOST_LEVELS => {
                self.skip(mark)?;
                let message = format!("more than {MOST_LEVELS} levels deep, left out");
                self.diagnostics
                    .mark(self.fault, self.file, mark, message)
                    .help("give the inner parts names of their own and refer to them");
                (Value::Null, 0)
            }
            Event::List { anchor } => (self.list(mark, level)?, anchor),
            Event::Map { anchor } => (self.map(mark, level)?, anchor),
            Event::Alias(anchor) => (self.alias(anchor, mark), 0),
            Event::End => (Value::Null, 0),
        };
        if anchor > 0 && self.has_aliases {
            let weight = weigh(&value);
            self.n_aliased += weight;
            if self.n_aliased <= MOST_ALIASED {
                self.anchors.insert(anchor, (value.clone(), weight));
            }
        }
        Ok(value)
    }

    fn list(&mut self, mark: Mark, level: usize) -> Result<Value, SyntaxFault> {
        let mut list = Vec::new();
        loop {
            match self.next_inside(mark)? {
                (Event::End, _) => return Ok(Value::Array(list)),
                (event, mark) => list.push(self.value(event, mark, level + 1)?),
            }
        }
    }

    fn map(&mut self, mark: Mark, level: usize) -> Result<Value, SyntaxFault> {
        let mut map = Map::new();
        let mut marks: Vec<Mark> = Vec::new();
        let mut merges: Vec<Value> = Vec::new();
        loop {
            let (key, key_mark) = match self.next_inside(mark)? {
                (Event::End, _) => break,
                (Event::Plain { text, .. }, _) if text == "<<" => {
                    let (event, mark) = self.next_inside(mark)?;
                    merges.push(self.value(event, mark, level + 1)?);
                    continue;
                }
                (Event::Text { text, anchor } | Event::Plain { text, anchor }, mark) => {
                    if anchor > 0 && self.has_aliases {
                        let text = text.clone().into_owned();
                        let weight = text.len();
                        self.anchors.insert(anchor, (Value::String(text), weight));
                    }
                    (text.into_owned(), mark)
                }
                (event, mark) => match self.key(event, mark, level)? {
                    Some(key) => (key, mark),
                    None => continue,
                },
            };
            let (event, value_mark) = self.next_inside(mark)?;
            let value = self.value(event, value_mark, level + 1)?;
            if map.contains_key(&key) {
                self.duplicate(&map, &key, &marks, key_mark);
            } else {
                marks.push(key_mark);
            }
            map.insert(key, value);
        }
        for merge in merges {
            merge_into(&mut map, merge);
        }
        Ok(Value::Object(map))
    }

    /// A key that is not a scalar as written: an alias of one is a key, a list or mapping is not.
    fn key(
        &mut self,
        event: Event<'t>,
        mark: Mark,
        level: usize,
    ) -> Result<Option<String>, SyntaxFault> {
        let key = self.value(event, mark, level + 1)?;
        match key {
            Value::String(key) => return Ok(Some(key)),
            Value::Null | Value::Bool(_) | Value::Number(_) => return Ok(Some(key.to_string())),
            Value::Array(_) | Value::Object(_) => {}
        }
        self.diagnostics
            .mark(Severity::Warning, self.file, mark, "a list or mapping as a key, left out")
            .help("put a name in braces into quotes, such as `\"{id}\"`");
        let (event, mark) = self.next_inside(mark)?;
        self.value(event, mark, level + 1)?;
        Ok(None)
    }

    fn duplicate(&mut self, map: &Map<String, Value>, key: &str, marks: &[Mark], mark: Mark) {
        self.n_duplicates += 1;
        if self.n_duplicates > MOST_DUPLICATES {
            return;
        }
        let message = format!("`{key}` appears twice, the second one counts");
        let first = map.keys().position(|it| it == key).and_then(|it| marks.get(it));
        let diagnostic = self.diagnostics.mark(self.fault, self.file, mark, message);
        diagnostic.help("remove one of them");
        if let Some(first) = first {
            diagnostic.related_mark(self.file, *first, "the first one");
        }
    }

    fn alias(&mut self, anchor: usize, mark: Mark) -> Value {
        let (message, help) = match self.anchors.get(&anchor) {
            Some((value, weight)) if self.n_aliased + weight <= MOST_ALIASED => {
                self.n_aliased += weight;
                return value.clone();
            }
            _ if self.n_aliased > MOST_ALIASED / 2 => (
                "the aliases of this file expand to too much, left out from here on",
                "use `$ref` instead of aliases",
            ),
            _ => (
                "an alias inside of its own anchor, left out",
                "use `$ref` for what contains itself",
            ),
        };
        // One of these is enough, however many follow.
        if self.n_aliased <= MOST_ALIASED {
            self.diagnostics.mark(self.fault, self.file, mark, message).help(help);
        }
        if message.contains("too much") {
            self.n_aliased = MOST_ALIASED + 1;
        }
        Value::Null
    }

    /// Reads on to the end of what has just begun.
    fn skip(&mut self, mark: Mark) -> Result<(), SyntaxFault> {
        let mut n_open = 1usize;
        while n_open > 0 {
            match self.next_inside(mark)? {
                (Event::End, _) => n_open -= 1,
                (Event::List { .. } | Event::Map { .. }, _) => n_open += 1,
                (Event::Text { .. } | Event::Plain { .. } | Event::Alias(_), _) => {}
            }
        }
        Ok(())
    }
}

fn merge_into(map: &mut Map<String, Value>, merge: Value) {
    match merge {
        Value::Object(other) => {
            for (key, value) in other {
                map.entry(key).or_insert(value);
            }
        }
        Value::Array(others) => {
            for other in others {
                merge_into(map, other);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn weigh(value: &Value) -> usize {
    16 + match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
        Value::String(text) => text.len(),
        Value::Array(list) => list.iter().map(weigh).sum(),
        Value::Object(map) => map.iter().map(|(key, value)| key.len() + weigh(value)).sum(),
    }
}

/// What a scalar without quotes means: YAML 1.2, of which JSON is a part.
pub(super) fn plain(text: Cow<'_, str>) -> Value {
    match &*text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" => return Value::Bool(true),
        "false" | "False" | "FALSE" => return Value::Bool(false),
        _ => {}
    }
    match number(&text) {
        Some(number) => Value::Number(number),
        None => Value::String(text.into_owned()),
    }
}

fn number(text: &str) -> Option<Number> {
    let first = text.as_bytes().first()?;
    if !first.is_ascii_digit() && !matches!(first, b'-' | b'+' | b'.') {
        return None;
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if let Some(digits) = unsigned.strip_prefix("0x") {
        return radix(text, digits, 16);
    }
    if let Some(digits) = unsigned.strip_prefix("0o") {
        return radix(text, digits, 8);
    }
    let is_digits = !unsigned.is_empty() && unsigned.bytes().all(|it| it.is_ascii_digit());
    if is_digits {
        // A leading zero says that it is an identifier: a postcode, an account.
        if unsigned.len() > 1 && unsigned.starts_with('0') {
            return None;
        }
        let text = text.strip_prefix('+').unwrap_or(text);
        if let Ok(number) = text.parse::<u64>() {
            return Some(number.into());
        }
        if let Ok(number) = text.parse::<i64>() {
            return Some(number.into());
        }
    }
    let is_float = unsigned.bytes().any(|it| it.is_ascii_digit())
        && unsigned
            .bytes()
            .all(|it| it.is_ascii_digit() || matches!(it, b'.' | b'e' | b'E' | b'+' | b'-'));
    is_float.then(|| text.parse::<f64>().ok()).flatten().and_then(Number::from_f64)
}

fn radix(text: &str, digits: &str, radix: u32) -> Option<Number> {
    let number = u64::from_str_radix(digits, radix).ok()?;
    if text.starts_with('-') {
        return i64::try_from(number).ok().map(|it| (-it).into());
    }
    Some(number.into())
}
