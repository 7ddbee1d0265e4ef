//! A tree to XML: a member is an element, a list is an element around its items.

use quick_xml::escape::escape;
use serde_json::Value;

use super::XmlRules;
use crate::request::plain_text;

/// The document; an error says what cannot be written.
pub(crate) fn document(value: &Value, rules: &XmlRules) -> Result<String, String> {
    let mut writer = Writer { rules, text: DECLARATION.to_owned() };
    match value {
        Value::Object(members) if members.len() == 1 => {
            for (name, value) in members {
                writer.element(name, value)?;
            }
        }
        other => writer.element(rules.root, other)?,
    }
    Ok(writer.text)
}

pub(super) const DECLARATION: &str = r#"<?xml version="1.0" encoding="UTF-8"?>"#;

struct Writer<'r> {
    rules: &'r XmlRules,
    text: String,
}

impl Writer<'_> {
    fn element(&mut self, name: &str, value: &Value) -> Result<(), String> {
        if !is_name(name) {
            return Err(format!("`{name}` cannot be the name of an XML element"));
        }
        match value {
            Value::Null => {
                let attribute = self.rules.null.map(|null| (null, "true"));
                self.empty(name, attribute);
                Ok(())
            }
            Value::Array(items) => self.list(name, items),
            Value::Object(members) => {
                self.start(name, None);
                for (name, value) in members {
                    self.element(name, value)?;
                }
                self.end(name);
                Ok(())
            }
            scalar => {
                let text = plain_text(scalar).unwrap_or_default();
                if let Some(letter) = text.chars().find(|it| !is_allowed(*it)) {
                    let code = u32::from(letter);
                    return Err(format!("U+{code:04X} in `{name}` cannot be written in XML"));
                }
                self.start(name, None);
                self.text.push_str(&escape(&*text));
                self.end(name);
                Ok(())
            }
        }
    }

    fn list(&mut self, name: &str, items: &[Value]) -> Result<(), String> {
        let item = self.rules.item(name);
        if item.is_none() && self.rules.list.is_none() {
            return items.iter().try_for_each(|it| self.element(name, it));
        }
        if items.is_empty() {
            self.empty(name, self.rules.list);
            return Ok(());
        }
        self.start(name, self.rules.list);
        for value in items {
            match (item, enveloped(value)) {
                // The element is the envelope.
                (Some(item), Some((own, inner))) if own == item => self.element(item, inner)?,
                (Some(item), _) => self.element(item, value)?,
                (None, _) => self.element(name, value)?,
            }
        }
        self.end(name);
        Ok(())
    }

    fn start(&mut self, name: &str, attribute: Option<(&str, &str)>) {
        self.open(name, attribute);
        self.text.push('>');
    }

    fn empty(&mut self, name: &str, attribute: Option<(&str, &str)>) {
        self.open(name, attribute);
        self.text.push_str("/>");
    }

    fn open(&mut self, name: &str, attribute: Option<(&str, &str)>) {
        self.text.push('<');
        self.text.push_str(name);
        if let Some((name, value)) = attribute {
            self.text.push_str(&format!(" {name}=\"{}\"", escape(value)));
        }
    }

    fn end(&mut self, name: &str) {
        self.text.push_str("</");
        self.text.push_str(name);
        self.text.push('>');
    }
}

/// The only member of an object.
fn enveloped(value: &Value) -> Option<(&str, &Value)> {
    let mut members = value.as_object()?.iter();
    let (name, inner) = members.next()?;
    members.next().is_none().then_some((name, inner))
}

/// Whether the text can be the name of an element, without a namespace.
pub(super) fn is_name(text: &str) -> bool {
    let mut letters = text.chars();
    let begins = |it: char| it.is_alphabetic() || it == '_';
    letters.next().is_some_and(begins)
        && letters.all(|it| begins(it) || it.is_numeric() || matches!(it, '-' | '.'))
}

/// Whether XML 1.0 has the letter.
pub(super) fn is_allowed(letter: char) -> bool {
    !matches!(letter, '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}
