//! Elements to the tree that JSON would have given, by the table of a type.

use serde_json::{Map, Value};

use super::XmlRules;
use super::read::Element;
use super::types::{Kind, XmlMember, XmlType};

/// What the element says, if it is of this type. Namespaces and their prefixes do not matter.
pub(crate) fn value(element: Element, ty: &XmlType) -> Value {
    if is_nil(&element) {
        return Value::Null;
    }
    match ty {
        XmlType::Scalar => Value::String(element.text),
        XmlType::Any => any(element),
        XmlType::Object { members, rest } => object(element, members, rest),
        XmlType::List { of, .. } => items(element.children, of),
        XmlType::Union(types) => {
            let best = types.iter().rev().max_by_key(|it| known(&element, it));
            best.map_or(Value::Null, |it| value(element, it))
        }
    }
}

fn items(elements: Vec<Element>, of: &XmlType) -> Value {
    Value::Array(elements.into_iter().map(|it| value(it, of)).collect())
}

/// Without a type, attributes are as good as elements.
fn any(mut element: Element) -> Value {
    let attributes = std::mem::take(&mut element.attributes);
    let text = element.text.trim().to_owned();
    let has_children = !element.children.is_empty();
    let attributes: Map<String, Value> = attributes
        .into_iter()
        .filter(|(prefix, name, _)| !is_of_xml(prefix, name))
        .map(|(_, name, value)| (name, Value::String(value)))
        .collect();
    let inner = super::plain(&element.value(&XmlRules::new()));
    match inner {
        inner if attributes.is_empty() => inner,
        Value::Object(members) => Value::Object(attributes.into_iter().chain(members).collect()),
        inner => {
            let text = if has_children { inner } else { Value::String(text) };
            let rest = std::iter::once(("value".to_owned(), text));
            Value::Object(attributes.into_iter().chain(rest).collect())
        }
    }
}

fn object(element: Element, members: &[XmlMember], rest: &XmlType) -> Value {
    let Element { attributes, text, children, .. } = element;
    let mut children: Vec<Option<Element>> = children.into_iter().map(Some).collect();
    let mut found = Map::new();
    for member in members {
        let value = match member.kind {
            Kind::Attribute => attribute(&attributes, member).map(Value::String),
            Kind::Text | Kind::CData => Some(Value::String(text.clone())),
            Kind::Element => take(&mut children, member).next().map(|it| value(it, member.of)),
            Kind::Items => {
                let all: Vec<Element> = take(&mut children, member).collect();
                (!all.is_empty() || member.is_required).then(|| items(all, member.of))
            }
            Kind::Wrapped(item) => {
                let around = take(&mut children, member).next();
                let of = XmlType::List { item, of: member.of };
                let missing = || member.is_required.then(|| Value::Array(Vec::new()));
                around.map(|it| value(it, &of)).or_else(missing)
            }
        };
        if let Some(value) = value {
            found.insert(member.wire.to_owned(), value);
        }
    }
    for child in children.into_iter().flatten() {
        let name = child.name.clone();
        let value = value(child, rest);
        match found.get_mut(&name) {
            None => {
                found.insert(name, value);
            }
            // What a member has is not given up; what repeats is an array.
            Some(_) if members.iter().any(|it| it.wire == name) => {}
            Some(Value::Array(all)) => all.push(value),
            Some(first) => *first = Value::Array(vec![first.take(), value]),
        }
    }
    Value::Object(found)
}

/// The children that are the member, in order; they are gone then.
fn take<'c>(
    children: &'c mut [Option<Element>],
    member: &'c XmlMember,
) -> impl Iterator<Item = Element> + 'c {
    let is_it = |it: &Option<Element>| it.as_ref().is_some_and(|it| it.name == member.name.local);
    children.iter_mut().filter(move |it| is_it(it)).filter_map(Option::take)
}

/// The one of the same prefix, if there are several of the name.
fn attribute(all: &[(String, String, String)], member: &XmlMember) -> Option<String> {
    let mut named = all.iter().filter(|(_, name, _)| *name == member.name.local);
    let first = named.clone().next();
    let exact = named.find(|(prefix, _, _)| prefix == member.name.prefix);
    exact.or(first).map(|(_, _, value)| value.clone())
}

/// How many of the attributes and children a type knows.
fn known(element: &Element, ty: &XmlType) -> usize {
    match ty {
        XmlType::Object { members, .. } => {
            let is_there = |it: &&XmlMember| match it.kind {
                Kind::Attribute => attribute(&element.attributes, it).is_some(),
                Kind::Text | Kind::CData => element.children.is_empty(),
                Kind::Element | Kind::Items | Kind::Wrapped(_) => {
                    element.children.iter().any(|child| child.name == it.name.local)
                }
            };
            members.iter().filter(is_there).count()
        }
        XmlType::List { item, .. } => {
            element.children.iter().filter(|it| it.name == item.local).count()
        }
        XmlType::Union(types) => types.iter().map(|it| known(element, it)).max().unwrap_or(0),
        XmlType::Scalar => usize::from(element.children.is_empty()),
        XmlType::Any => 0,
    }
}

fn is_nil(element: &Element) -> bool {
    let is = |(prefix, name, value): &(String, String, String)| {
        !prefix.is_empty() && name == "nil" && matches!(value.as_str(), "true" | "1")
    };
    element.attributes.iter().any(is)
}

/// Declarations of namespaces and the like.
fn is_of_xml(prefix: &str, name: &str) -> bool {
    matches!(prefix, "xmlns" | "xml" | "xsi") || (prefix.is_empty() && name == "xmlns")
}
