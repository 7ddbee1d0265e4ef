//! XML to elements, and to a tree without a type: an element is an object of its children, children of one name are a
//! list, the rest is text.

use std::borrow::Cow;
use std::collections::HashMap;

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use serde_json::{Map, Value};

use super::XmlRules;
use crate::DecodeError;

/// Elements that are deeper than this in others are refused, as in JSON.
const DEEPEST: usize = 128;

/// The document as an object of one member: the root element, by its name.
pub(crate) fn parse(body: &[u8], rules: &XmlRules) -> Result<(String, Value), DecodeError> {
    let root = elements(body)?;
    let name = root.name.clone();
    Ok((name.clone(), Value::Object(Map::from_iter([(name, root.value(rules))]))))
}

/// The root element of the document.
pub(crate) fn elements(body: &[u8]) -> Result<Element, DecodeError> {
    let text = text(body)?;
    let mut reader = Reader::from_str(&text);
    let mut parser = Parser::default();
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
            return Err(DecodeError::text("XML", HTML, &text));
        }
        let at = position(&text, reader.error_position().max(reader.buffer_position()));
        let found = format!("text that is not ({fault} at {at})");
        return Err(DecodeError::text("XML", found, &text));
    }
}

const HTML: &str = "an HTML page";

/// As many bytes of a body are looked at for an error.
const SHOWN: usize = 4096;

/// The document as text, by what it says about its encoding.
fn text(body: &[u8]) -> Result<Cow<'_, str>, DecodeError> {
    let shown = || String::from_utf8_lossy(&body[..body.len().min(SHOWN)]);
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
#[derive(Default)]
struct Parser {
    open: Vec<Element>,
    root: Option<Element>,
}

/// An element, by its local name; with its attributes, without comments and the like.
#[derive(Debug, Default)]
pub(crate) struct Element {
    pub(crate) name: String,
    /// Prefix, local name and value.
    pub(crate) attributes: Vec<(String, String, String)>,
    pub(crate) text: String,
    /// In the order of the document.
    pub(crate) children: Vec<Element>,
}

impl Parser {
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
            let key = attribute.key;
            let prefix = key.prefix().map(|it| it.as_ref().to_owned()).unwrap_or_default();
            let value = attribute
                .normalized_value(XmlVersion::Explicit1_0)
                .map_err(|error| error.to_string())?;
            let name = key.local_name().as_ref().to_owned();
            element.attributes.push((prefix, name, value.into_owned()));
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
        match self.open.last_mut() {
            Some(parent) => parent.children.push(element),
            None => self.root = Some(element),
        }
    }

    fn end(&mut self) -> Result<Element, String> {
        match (self.open.last(), self.root.take()) {
            (Some(open), _) => Err(format!("`{}` has no end", open.name)),
            (None, Some(root)) => Ok(root),
            (None, None) => Err("no element".to_owned()),
        }
    }
}

impl Element {
    /// What the element says by the rules of an API, without a type.
    pub(crate) fn value(self, rules: &XmlRules) -> Value {
        let has = |wanted: &str, fits: &dyn Fn(&str) -> bool| {
            self.attributes.iter().any(|(_, name, value)| name == wanted && fits(value))
        };
        if rules.null.is_some_and(|null| has(null, &|it| matches!(it, "true" | "1"))) {
            return Value::Null;
        }
        let is_list = rules.list.is_some_and(|(name, list)| has(name, &|it| it == list));
        if self.children.is_empty() {
            return match is_list {
                true => Value::Array(Vec::new()),
                false => Value::String(self.text),
            };
        }
        let of_one_name = self.children.iter().all(|it| it.name == self.children[0].name);
        if is_list && !of_one_name {
            return Value::Array(self.children.into_iter().map(|it| it.value(rules)).collect());
        }
        let mut members: Vec<(String, Vec<Value>)> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        for mut child in self.children {
            let name = std::mem::take(&mut child.name);
            let place = *places.entry(name.clone()).or_insert_with(|| {
                members.push((name, Vec::new()));
                members.len() - 1
            });
            members[place].1.push(child.value(rules));
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
