//! Places to lines and columns, computed only when somebody asks.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::place::{is_siblings, push_index, push_key};
use super::{Event, Mark, Place, SourceFile, events};

/// In lines longer than this, columns are counted in bytes.
const LONG_LINE: usize = 1 << 20;

/// Where something stands in a text, for a reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Location {
    /// From 1.
    pub(crate) line: usize,
    /// From 1, in characters.
    pub(crate) column: usize,
    /// What is marked, in bytes of the line.
    pub(crate) marked: Range<usize>,
    /// The whole line, in bytes of the text, without its end.
    pub(crate) whole: Range<usize>,
}

/// Locates places and marks of one file; a place that does not exist is where its nearest
/// existing ancestor is.
pub(crate) fn locate(file: &SourceFile, wanted: &[Wanted<'_>]) -> Vec<Location> {
    let pointers: Vec<Option<String>> = wanted
        .iter()
        .map(|it| match it {
            Wanted::Place(place) => Some(pointer_in_text(place)),
            Wanted::Mark(_) => None,
        })
        .collect();
    let events = events(&file.path, &file.text);
    let counts_bytes = events.counts_bytes();
    let found = if pointers.iter().flatten().any(|it| !it.is_empty()) {
        walk(events, &with_ancestors(pointers.iter().flatten()))
    } else {
        HashMap::new()
    };
    let lines = line_starts(&file.text);
    let locations = wanted.iter().zip(&pointers).map(|(wanted, pointer)| {
        let mark = match (wanted, pointer) {
            (Wanted::Mark(mark), _) => *mark,
            (Wanted::Place(_), Some(pointer)) => nearest(&found, pointer),
            (Wanted::Place(_), None) => Mark::default(),
        };
        location(&file.text, &lines, mark, counts_bytes)
    });
    locations.collect()
}

/// What to locate.
pub(crate) enum Wanted<'a> {
    Place(&'a Place),
    Mark(Mark),
}

/// The pointer without the parts that only address the siblings of a `$ref`.
fn pointer_in_text(place: &Place) -> String {
    place
        .pointer
        .split('/')
        .enumerate()
        .filter(|(_, key)| !is_siblings(key))
        .map(|(i, key)| if i == 0 { key.to_owned() } else { format!("/{key}") })
        .collect()
}

fn with_ancestors<'a>(pointers: impl Iterator<Item = &'a String>) -> HashSet<&'a str> {
    let mut res = HashSet::new();
    for pointer in pointers {
        let mut pointer = pointer.as_str();
        while res.insert(pointer) {
            match pointer.rfind('/') {
                Some(at) => pointer = &pointer[..at],
                None => break,
            }
        }
    }
    res
}

fn nearest(found: &HashMap<String, Mark>, pointer: &str) -> Mark {
    let mut pointer = pointer;
    loop {
        if let Some(mark) = found.get(pointer) {
            return *mark;
        }
        match pointer.rfind('/') {
            Some(at) => pointer = &pointer[..at],
            None => return Mark { line: 1, column: 0, end: 1 },
        }
    }
}

/// An open list or mapping.
struct Frame {
    is_map: bool,
    n_entries: usize,
    /// The key whose value comes next.
    key: Option<Mark>,
    /// How long the pointer is without what this level adds.
    length: usize,
}

fn walk(events: super::Events<'_>, wanted: &HashSet<&str>) -> HashMap<String, Mark> {
    let mut found = HashMap::new();
    let mut frames: Vec<Frame> = Vec::new();
    let mut pointer = String::new();
    // How many lists and mappings are open that serve as a key, where there is nothing to find.
    let mut inside_key = 0usize;
    for event in events {
        let Ok((event, mark)) = event else { break };
        let opens = matches!(event, Event::List { .. } | Event::Map { .. });
        if inside_key > 0 {
            match event {
                Event::End => inside_key -= 1,
                _ if opens => inside_key += 1,
                _ => {}
            }
            continue;
        }
        if event == Event::End {
            frames.pop();
            if let Some(frame) = frames.last() {
                pointer.truncate(frame.length);
            }
            continue;
        }
        let mut key_mark = None;
        if let Some(frame) = frames.last_mut() {
            if frame.is_map && frame.key.is_none() {
                frame.key = Some(mark);
                match &event {
                    Event::Text { text, .. } | Event::Plain { text, .. } => {
                        push_key(&mut pointer, text);
                    }
                    _ => push_key(&mut pointer, ""),
                }
                inside_key = usize::from(opens);
                continue;
            }
            if !frame.is_map {
                push_index(&mut pointer, frame.n_entries);
            }
            frame.n_entries += 1;
            key_mark = frame.key.take();
        }
        if let Some(wanted) = wanted.get(pointer.as_str()) {
            let is_visible = !opens && mark.end > mark.column;
            let mark = if is_visible { mark } else { key_mark.unwrap_or(mark) };
            found.insert((*wanted).to_owned(), mark);
        }
        if opens {
            let is_map = matches!(event, Event::Map { .. });
            frames.push(Frame { is_map, n_entries: 0, key: None, length: pointer.len() });
        } else if let Some(frame) = frames.last() {
            pointer.truncate(frame.length);
        }
    }
    found
}

fn line_starts(text: &str) -> Vec<usize> {
    std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect()
}

fn location(text: &str, lines: &[usize], mark: Mark, counts_bytes: bool) -> Location {
    let line = (mark.line.max(1) as usize).min(lines.len());
    let start = lines[line - 1];
    let end = lines.get(line).map_or(text.len(), |it| it - 1);
    let content = text[start..end].trim_end_matches('\r');
    let whole = start..start + content.len();
    let byte = |column: u32| {
        let column = column as usize;
        if counts_bytes {
            return floor(content, column);
        }
        content.char_indices().nth(column).map_or(content.len(), |(at, _)| at)
    };
    let from = byte(mark.column);
    let to = byte(mark.end).max(from);
    let column = if counts_bytes && content.len() > LONG_LINE {
        from
    } else {
        content[..from].chars().count()
    };
    Location { line, column: column + 1, marked: from..to, whole }
}

/// The nearest character boundary at or before a byte.
pub(crate) fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
