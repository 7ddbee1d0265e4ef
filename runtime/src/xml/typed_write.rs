//! A tree to XML, by the table of a type.

use quick_xml::escape::escape;
use serde_json::Value;

use super::types::{Kind, XmlMember, XmlName, XmlRoot, XmlType};
use super::write::{DECLARATION, is_allowed, is_name};
use crate::request::plain_text;

/// The document; an error says what cannot be written.
pub(crate) fn document(value: &Value, root: &XmlRoot) -> Result<String, String> {
    let mut writer = Writer { text: DECLARATION.to_owned(), declared: Vec::new() };
    writer.element(&Name::of(root.name), value, root.of)?;
    Ok(writer.text)
}

const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// A name that may come from a value.
struct Name<'n> {
    local: &'n str,
    prefix: &'n str,
    namespace: &'n str,
}

impl Name<'_> {
    fn of(name: XmlName) -> Name<'static> {
        Name { local: name.local, prefix: name.prefix, namespace: name.namespace }
    }

    fn text(&self) -> String {
        match self.prefix {
            "" => self.local.to_owned(),
            prefix => format!("{prefix}:{}", self.local),
        }
    }
}

struct Writer {
    text: String,
    /// Prefixes and namespaces that hold here; the innermost is the last.
    declared: Vec<(String, String)>,
}

impl Writer {
    fn element(&mut self, name: &Name<'_>, value: &Value, ty: &XmlType) -> Result<(), String> {
        let outside = self.declared.len();
        let tag = self.open(name)?;
        self.inside(&tag, value, ty)?;
        self.declared.truncate(outside);
        Ok(())
    }

    /// What stands behind the name of an element, up to its end.
    fn inside(&mut self, tag: &str, value: &Value, ty: &XmlType) -> Result<(), String> {
        match (value, ty) {
            (Value::Null, _) => {
                self.declare("xsi", XSI);
                self.text.push_str(" xsi:nil=\"true\"/>");
                return Ok(());
            }
            (value, XmlType::Union(types)) => {
                let best = types.iter().rev().max_by_key(|it| known(value, it));
                return self.inside(tag, value, best.unwrap_or(&&XmlType::Any));
            }
            (Value::Object(properties), XmlType::Object { members, rest }) => {
                for member in members.iter().filter(|it| it.kind == Kind::Attribute) {
                    if let Some(value) = properties.get(member.wire) {
                        self.attribute(&Name::of(member.name), value)?;
                    }
                }
                self.text.push('>');
                for member in *members {
                    if let Some(value) = properties.get(member.wire) {
                        self.member(member, value)?;
                    }
                }
                let is_other = |name: &str| !members.iter().any(|it| it.wire == name);
                for (name, value) in properties.iter().filter(|(name, _)| is_other(name)) {
                    self.any_member(name, value, rest)?;
                }
            }
            (Value::Object(properties), _) => {
                self.text.push('>');
                for (name, value) in properties {
                    self.any_member(name, value, &XmlType::Any)?;
                }
            }
            (Value::Array(items), XmlType::List { item, of }) => {
                self.text.push('>');
                items.iter().try_for_each(|it| self.element(&Name::of(*item), it, of))?;
            }
            (Value::Array(items), _) => {
                self.text.push('>');
                let item = Name { local: "item", prefix: "", namespace: "" };
                items.iter().try_for_each(|it| self.element(&item, it, &XmlType::Any))?;
            }
            // A value that is not an object is the text of a type that has one.
            (scalar, _) => {
                self.text.push('>');
                let text = scalar_text(tag, scalar)?;
                self.text.push_str(&escape(&*text));
            }
        }
        self.text.push_str(&format!("</{tag}>"));
        Ok(())
    }

    fn member(&mut self, member: &XmlMember, value: &Value) -> Result<(), String> {
        let name = Name::of(member.name);
        match (member.kind, value) {
            (Kind::Attribute, _) => Ok(()),
            (Kind::Text | Kind::CData, Value::Null) => Ok(()),
            (Kind::Text, value) => {
                let text = scalar_text(member.wire, value)?;
                self.text.push_str(&escape(&*text));
                Ok(())
            }
            (Kind::CData, value) => {
                let text = scalar_text(member.wire, value)?.replace("]]>", "]]]]><![CDATA[>");
                self.text.push_str(&format!("<![CDATA[{text}]]>"));
                Ok(())
            }
            (Kind::Items, Value::Array(items)) => {
                items.iter().try_for_each(|it| self.element(&name, it, member.of))
            }
            (Kind::Wrapped(item), value) => {
                self.element(&name, value, &XmlType::List { item, of: member.of })
            }
            (Kind::Element | Kind::Items, value) => self.element(&name, value, member.of),
        }
    }

    /// A property that the type does not name.
    fn any_member(&mut self, name: &str, value: &Value, ty: &XmlType) -> Result<(), String> {
        let name = Name { local: name, prefix: "", namespace: "" };
        match (value, ty) {
            (Value::Array(items), XmlType::Any) => {
                items.iter().try_for_each(|it| self.element(&name, it, ty))
            }
            (value, ty) => self.element(&name, value, ty),
        }
    }

    fn attribute(&mut self, name: &Name<'_>, value: &Value) -> Result<(), String> {
        let text = match value {
            Value::Null => return Ok(()),
            // A list of tokens.
            Value::Array(items) => {
                let parts: Result<Vec<_>, _> =
                    items.iter().map(|it| scalar_text(name.local, it)).collect();
                parts?.join(" ")
            }
            value => scalar_text(name.local, value)?,
        };
        self.check(name)?;
        if !name.prefix.is_empty() && !name.namespace.is_empty() {
            self.declare(name.prefix, name.namespace);
        }
        // A reader makes a space of what breaks lines, unless it is written by its number.
        let text =
            escape(&*text).replace('\n', "&#10;").replace('\r', "&#13;").replace('\t', "&#9;");
        self.text.push_str(&format!(" {}=\"{text}\"", name.text()));
        Ok(())
    }

    /// Begins an element; what it is called is what ends it.
    fn open(&mut self, name: &Name<'_>) -> Result<String, String> {
        self.check(name)?;
        let tag = name.text();
        self.text.push('<');
        self.text.push_str(&tag);
        if !name.namespace.is_empty() {
            self.declare(name.prefix, name.namespace);
        }
        Ok(tag)
    }

    fn check(&self, name: &Name<'_>) -> Result<(), String> {
        match is_name(name.local) && (name.prefix.is_empty() || is_name(name.prefix)) {
            true => Ok(()),
            false => Err(format!("`{}` cannot be the name of an XML element", name.text())),
        }
    }

    /// Declares a namespace in the element that is being opened, unless it holds already.
    fn declare(&mut self, prefix: &str, namespace: &str) {
        let holds = self.declared.iter().rev().find(|(it, _)| it == prefix);
        if holds.is_some_and(|(_, it)| it == namespace) {
            return;
        }
        let colon = if prefix.is_empty() { "" } else { ":" };
        self.text.push_str(&format!(" xmlns{colon}{prefix}=\"{}\"", escape(namespace)));
        self.declared.push((prefix.to_owned(), namespace.to_owned()));
    }
}

fn scalar_text(name: &str, value: &Value) -> Result<String, String> {
    let text = plain_text(value).unwrap_or_default();
    match text.chars().find(|it| !is_allowed(*it)) {
        None => Ok(text),
        Some(letter) => {
            let code = u32::from(letter);
            Err(format!("U+{code:04X} in `{name}` cannot be written in XML"))
        }
    }
}

/// How many of the properties a type knows.
fn known(value: &Value, ty: &XmlType) -> usize {
    match (value, ty) {
        (_, XmlType::Union(types)) => types.iter().map(|it| known(value, it)).max().unwrap_or(0),
        (Value::Object(properties), XmlType::Object { members, .. }) => {
            1 + members.iter().filter(|it| properties.contains_key(it.wire)).count()
        }
        (Value::Array(_), XmlType::List { .. }) => 1,
        (Value::Object(_) | Value::Array(_), _) => 0,
        (_, XmlType::Scalar) => 1,
        (_, _) => 0,
    }
}
