//! XML to a tree: an element is an object of its children, children of one name are a list, the rest is text.

use std::borrow::Cow;
use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use serde_json::{Map, Value};

use super::XmlRules;
use crate::DecodeError;
use crate::json::excerpt;

/// Elements that are deeper than this in others are refused, as in JSON.
const DEEPEST: usize = 128;

/// The document as an object of one member: the root element, by its name.
pub(crate) fn parse(body: &[u8], rules: &XmlRules) -> Result<(String, Value), DecodeError> {
    let text = text(body)?;
    let mut reader = Reader::from_str(&text);
    let mut parser = Parser { rules, open: Vec::new(), root: None };
    loop {
        let fault = match reader.read_event() {
            Ok(Event::Eof) => match parser.end() {
                Ok(root) => return Ok(root),
                Err(fault) => fault,
            },
            Ok(event) => match parser.event(event) {
                Ok(()) => continue,
                Err(fault) => fault,
            },
            Err(error) => error.to_string(),
        };
        if fault == HTML {
            return Err(DecodeError::text("XML", HTML, &excerpt(&text)));
        }
        let at = position(&text, reader.error_position().max(reader.buffer_position()));
        let found = format!("text that is not ({fault} at {at})");
        return Err(DecodeError::text("XML", found, &excerpt(&text)));
    }
}

const HTML: &str = "an HTML page";

/// The document as text, by what it says about its encoding.
fn text(body: &[u8]) -> Result<Cow<'_, str>, DecodeError> {
    let shown = || excerpt(&String::from_utf8_lossy(&body[..body.len().min(1024)]));
    if body.starts_with(b"\xfe\xff") || body.starts_with(b"\xff\xfe") {
        return Err(DecodeError::text("XML in UTF-8", "XML in UTF-16", &shown()));
    }
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let declared = encoding(body).unwrap_or_default().to_ascii_lowercase();
    match declared.as_str() {
        "" | "utf-8" | "utf8" | "us-ascii" => match std::str::from_utf8(body) {
            Ok(text) => Ok(Cow::Borrowed(text)),
            Err(error) => {
                let found = format!("text that is not ({error})");
                Err(DecodeError::text("XML in UTF-8", found, &shown()))
            }
        },
        // Each byte is the letter of its number.
        "iso-8859-1" | "latin1" => Ok(body.iter().map(|byte| char::from(*byte)).collect()),
        _ => {
            let found = format!("XML in `{declared}`");
            Err(DecodeError::text("XML in UTF-8 or ISO-8859-1", found, &shown()))
        }
    }
}

/// What the declaration says, which is in ASCII.
fn encoding(body: &[u8]) -> Option<String> {
    let end = body.iter().take(256).position(|it| *it == b'>')?;
    let declaration = std::str::from_utf8(body[..end].strip_prefix(b"<?xml")?).ok()?;
    let (_, value) = declaration.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|it| matches!(it, '"' | '\''))?;
    value[1..].split_once(quote).map(|(name, _)| name.trim().to_owned())
}

/// `line 2 column 5`, counted from 1.
fn position(text: &str, byte: u64) -> String {
    let end = usize::try_from(byte).unwrap_or(usize::MAX).min(text.len());
    let before = &text.as_bytes()[..end];
    let line = 1 + before.iter().filter(|it| **it == b'\n').count();
    let column = 1 + before.iter().rev().take_while(|it| **it != b'\n').count();
    format!("line {line} column {column}")
}

/// The elements that are open.
struct Parser<'r> {
    rules: &'r XmlRules,
    open: Vec<Element>,
    root: Option<(String, Value)>,
}

#[derive(Default)]
struct Element {
    name: String,
    is_null: bool,
    is_list: bool,
    text: String,
    /// In the order of the document, with their names.
    children: Vec<(String, Value)>,
}

impl Parser<'_> {
    fn event(&mut self, event: Event<'_>) -> Result<(), String> {
        match event {
            Event::Start(start) => self.start(&start),
            Event::Empty(start) => {
                self.start(&start)?;
                self.close();
                Ok(())
            }
            Event::End(_) => {
                self.close();
                Ok(())
            }
            Event::Text(text) => self.text(&text.xml10_content()),
            Event::CData(text) => self.text(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                let letter = entity(&reference)?;
                self.text(letter.encode_utf8(&mut [0; 4]))
            }
            Event::DocType(kind) => {
                let is_html =
                    kind.trim_start().get(..4).is_some_and(|it| it.eq_ignore_ascii_case("html"));
                if is_html { Err(HTML.to_owned()) } else { Ok(()) }
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::Eof => Ok(()),
        }
    }

    fn start(&mut self, start: &BytesStart<'_>) -> Result<(), String> {
        if self.root.is_some() {
            return Err("another element after the end".to_owned());
        }
        if self.open.len() >= DEEPEST {
            return Err(format!("more than {DEEPEST} elements in one another"));
        }
        let mut element =
            Element { name: start.local_name().as_ref().to_owned(), ..Element::default() };
        if self.open.is_empty() && element.name.eq_ignore_ascii_case("html") {
            return Err(HTML.to_owned());
        }
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| error.to_string())?;
            let is = |name: &str| attribute.key.local_name().as_ref() == name;
            let value = &*attribute.value;
            element.is_null |= self.rules.null.is_some_and(is) && matches!(value, "true" | "1");
            element.is_list |=
                self.rules.list.is_some_and(|(name, list)| is(name) && value == list);
        }
        self.open.push(element);
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), String> {
        match self.open.last_mut() {
            Some(element) => {
                element.text.push_str(text);
                Ok(())
            }
            None if text.trim().is_empty() => Ok(()),
            None => Err("text outside of the elements".to_owned()),
        }
    }

    /// The reader has seen to it that the innermost element is the one that ends.
    fn close(&mut self) {
        let Some(element) = self.open.pop() else { return };
        let name = element.name.clone();
        let value = element.value();
        match self.open.last_mut() {
            Some(parent) => parent.children.push((name, value)),
            None => self.root = Some((name, value)),
        }
    }

    fn end(&mut self) -> Result<(String, Value), String> {
        match (self.open.last(), self.root.take()) {
            (Some(open), _) => Err(format!("`{}` has no end", open.name)),
            (None, Some((name, value))) => {
                let document = Map::from_iter([(name.clone(), value)]);
                Ok((name, Value::Object(document)))
            }
            (None, None) => Err("no element".to_owned()),
        }
    }
}

impl Element {
    fn value(self) -> Value {
        if self.is_null {
            return Value::Null;
        }
        if self.children.is_empty() {
            return match self.is_list {
                true => Value::Array(Vec::new()),
                false => Value::String(self.text),
            };
        }
        let of_one_name = self.children.iter().all(|(name, _)| *name == self.children[0].0);
        if self.is_list && !of_one_name {
            return Value::Array(self.children.into_iter().map(|(_, it)| it).collect());
        }
        let is_list = self.is_list;
        let mut members: Vec<(String, Vec<Value>)> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        for (name, value) in self.children {
            let place = *places.entry(name.clone()).or_insert_with(|| {
                members.push((name, Vec::new()));
                members.len() - 1
            });
            members[place].1.push(value);
        }
        let member = |mut all: Vec<Value>| match all.len() {
            // What is there once is no list.
            1 if !is_list => all.remove(0),
            _ => Value::Array(all),
        };
        Value::Object(members.into_iter().map(|(name, all)| (name, member(all))).collect())
    }
}

/// What a reference stands for; others than these five have to be defined in a DTD, which is not read.
fn entity(reference: &BytesRef<'_>) -> Result<char, String> {
    if let Some(letter) = reference.resolve_char_ref().map_err(|error| error.to_string())? {
        return Ok(letter);
    }
    Ok(match &**reference {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "apos" => '\'',
        "quot" => '"',
        other => return Err(format!("`&{other};` is not known")),
    })
}
