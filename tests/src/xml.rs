//! XML documents as trees of elements, read strictly and written as the servers of these tests write them.
//!
//! It shares no code with the runtime, so a mistake in one of the two shows as a difference.

use std::fmt::Write as _;

use quick_xml::escape::{escape, partial_escape, resolve_predefined_entity};
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// The first line of a document.
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// An element with either text or elements in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    /// Its name.
    pub name: String,
    /// Name and value of each attribute, in order.
    pub attributes: Vec<(String, String)>,
    /// What it says, where it holds no elements.
    pub text: String,
    /// The elements in it.
    pub children: Vec<Element>,
}

impl Element {
    /// An element with nothing in it.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// The same with an attribute.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.attributes.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same with a text.
    #[must_use]
    pub fn saying(mut self, text: impl Into<String>) -> Self {
        self.text = text.into();
        self
    }

    /// The same with elements in it.
    #[must_use]
    pub fn holding(mut self, children: impl IntoIterator<Item = Self>) -> Self {
        self.children.extend(children);
        self
    }

    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(it, _)| it == name).map(|(_, value)| value.as_str())
    }

    /// Reads a document.
    ///
    /// # Errors
    ///
    /// What keeps the text from being a document with one root whose elements hold text or elements, but not both.
    /// Document types and entities of its own are refused.
    pub fn read(document: &str) -> Result<Self, String> {
        let mut reader = Reader::from_str(document.trim_start_matches('\u{feff}'));
        // Elements that are open; the first is no element, but holds the root.
        let mut open = vec![Self::default()];
        loop {
            let event = reader.read_event();
            let event = event.map_err(|it| format!("byte {}: {it}", reader.error_position()))?;
            match event {
                Event::Start(start) => open.push(begin(&start)?),
                Event::Empty(start) => close(begin(&start)?, &mut open)?,
                Event::End(_) => {
                    let element = open.pop().unwrap_or_default();
                    close(element, &mut open)?;
                }
                Event::Text(text) => say(&text.xml_content(XmlVersion::Explicit1_0), &mut open),
                Event::CData(text) => say(&text.xml_content(XmlVersion::Explicit1_0), &mut open),
                Event::GeneralRef(entity) => {
                    let character = entity.resolve_char_ref().map_err(|it| it.to_string())?;
                    let name = entity.into_inner();
                    match (character, resolve_predefined_entity(&name)) {
                        (Some(it), _) => say(it.encode_utf8(&mut [0; 4]), &mut open),
                        (None, Some(text)) => say(text, &mut open),
                        (None, None) => return Err(format!("there is no entity `{name}`")),
                    }
                }
                Event::DocType(_) => return Err("there is a document type".to_owned()),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
                Event::Eof => break,
            }
        }
        let [outside] = open.as_slice() else {
            return Err(format!("`{}` is not closed", open.last().map_or("", |it| &it.name)));
        };
        if !outside.text.trim().is_empty() {
            return Err(format!("{:?} is outside of the root", outside.text.trim()));
        }
        match outside.children.as_slice() {
            [root] => Ok(root.clone()),
            other => Err(format!("there are {} roots", other.len())),
        }
    }

    /// The document with this root, a line for each element.
    pub fn document(&self) -> String {
        let mut text = DECLARATION.to_owned();
        self.write(0, &mut text);
        text
    }

    fn write(&self, depth: usize, text: &mut String) {
        let indent = "  ".repeat(depth);
        let _ = write!(text, "{indent}<{}", self.name);
        for (name, value) in &self.attributes {
            let _ = write!(text, " {name}=\"{}\"", escape(value.as_str()));
        }
        if self.children.is_empty() && self.text.is_empty() {
            text.push_str("/>\n");
            return;
        }
        let _ = write!(text, ">{}", partial_escape(self.text.as_str()));
        if !self.children.is_empty() {
            text.push('\n');
            self.children.iter().for_each(|it| it.write(depth + 1, text));
            text.push_str(&indent);
        }
        let _ = writeln!(text, "</{}>", self.name);
    }
}

fn begin(start: &BytesStart<'_>) -> Result<Element, String> {
    let mut element = Element::new(start.name().as_ref());
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|it| it.to_string())?;
        let value = attribute.normalized_value(XmlVersion::Explicit1_0);
        let value = value.map_err(|it| it.to_string())?;
        element.attributes.push((attribute.key.as_ref().to_owned(), value.into_owned()));
    }
    Ok(element)
}

fn say(text: &str, open: &mut [Element]) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(text);
    }
}

/// Puts an element that has ended into the one around it. What stands between elements is layout.
fn close(mut element: Element, open: &mut [Element]) -> Result<(), String> {
    if !element.children.is_empty() {
        if !element.text.trim().is_empty() {
            let (name, text) = (&element.name, element.text.trim());
            return Err(format!("`{name}` holds elements and, beside them, {text:?}"));
        }
        element.text.clear();
    }
    let around = open.last_mut().ok_or_else(|| format!("`{}` was not open", element.name))?;
    around.children.push(element);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::Element;

    fn role() -> Element {
        let label = Element::new("label").saying(" a < b & \"c\"\n");
        let ids = Element::new("permission_ids").with("type", "array");
        let id = |it: &str| Element::new("permission_id").with("type", "integer").saying(it);
        let note = Element::new("note").with("nil", "true");
        Element::new("role").holding([label, ids.holding([id("12"), id("14")]), note])
    }

    #[test]
    fn what_was_written_is_read() {
        let document = role().document();
        assert_eq!(Element::read(&document), Ok(role()), "{document}");
        assert_eq!(role().children[1].attribute("type"), Some("array"));
    }

    #[test]
    fn a_document_is_written_in_lines() {
        let lines = [
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
            "<role>",
            "  <label> a &lt; b &amp; \"c\"",
            "</label>",
            "  <permission_ids type=\"array\">",
            "    <permission_id type=\"integer\">12</permission_id>",
            "    <permission_id type=\"integer\">14</permission_id>",
            "  </permission_ids>",
            "  <note nil=\"true\"/>",
            "</role>",
        ];
        assert_eq!(role().document().lines().collect::<Vec<_>>(), lines);
    }

    #[test]
    fn every_way_to_write_a_text() {
        for text in ["a&lt;b&#38;&#x263a;", "<![CDATA[a<b&]]>\u{263a}", "a<!-- no -->&lt;b&amp;☺"]
        {
            let read =
                Element::read(&format!("\u{feff}<?pi?><!-- x --><a b='1&gt;0'>{text}</a>\n"));
            assert_eq!(read, Ok(Element::new("a").with("b", "1>0").saying("a<b&☺")), "{text}");
        }
    }

    /// Each is no document, and why.
    #[test]
    fn faults_are_told() {
        let cases = [
            ("", "there are 0 roots"),
            ("{\"a\":1}", "\"{\\\"a\\\":1}\" is outside of the root"),
            ("<a/><b/>", "there are 2 roots"),
            ("<a/>x", "\"x\" is outside of the root"),
            ("<a><b>", "`b` is not closed"),
            ("<a></b>", "byte 3: ill-formed document: expected `</a>`, but `</b>` was found"),
            ("<a>x<b/></a>", "`a` holds elements and, beside them, \"x\""),
            ("<a>&nbsp;</a>", "there is no entity `nbsp`"),
            ("<!DOCTYPE a><a/>", "there is a document type"),
        ];
        for (document, fault) in cases {
            assert_eq!(Element::read(document), Err(fault.to_owned()), "{document}");
        }
    }
}
