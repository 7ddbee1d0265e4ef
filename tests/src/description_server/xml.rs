//! JSON values as XML documents, by their schemas and the rules that `client.toml` declares; and where two differ.

use serde_json::Value;

use crate::description::{Description, Place};
use crate::formats::XmlRules;
use crate::xml::Element;

/// The attribute that says of what type a scalar is, for those who do not know the schema.
const TYPE: &str = "type";

/// Writes values.
pub(super) struct Writer<'w> {
    pub(super) description: &'w Description,
    pub(super) rules: &'w XmlRules,
}

impl Writer<'_> {
    /// The body of a request: one member without an envelope is the root itself.
    pub(super) fn request(&self, schema: Option<&Place>, value: &Value) -> Result<Element, String> {
        let schemas: Vec<Place> = schema.into_iter().cloned().collect();
        match value.as_object().filter(|it| it.len() == 1).and_then(|it| it.iter().next()) {
            Some((name, member)) => {
                let schemas = self.description.member_schemas(&schemas, value, name);
                self.element(name, &schemas, member)
            }
            None => self.answer(schema, value),
        }
    }

    /// The body of an answer.
    pub(super) fn answer(&self, schema: Option<&Place>, value: &Value) -> Result<Element, String> {
        let schemas: Vec<Place> = schema.into_iter().cloned().collect();
        if let Some((name, inner, value)) = self.envelope(&schemas, value) {
            return self.element(&name, &inner, value);
        }
        let stated = self.description.keyword(&schemas, value, "/xml/name");
        let stated = stated.and_then(Value::as_str).map(str::to_owned);
        let root = stated.or_else(|| self.rules.root.clone());
        self.element(&root.ok_or("nothing says what the root is called")?, &schemas, value)
    }

    /// A value under a name.
    fn element(&self, name: &str, schemas: &[Place], value: &Value) -> Result<Element, String> {
        let allowed = |it: char| it.is_alphanumeric() || ['_', '-', '.'].contains(&it);
        if !name.chars().all(allowed)
            || !name.starts_with(|it: char| it.is_alphabetic() || it == '_')
        {
            return Err(format!("`{name}` cannot be the name of an element"));
        }
        let element = Element::new(name);
        Ok(match value {
            Value::Null => match &self.rules.null_attribute {
                Some(attribute) => element.with(attribute, "true"),
                None => element,
            },
            Value::Bool(it) => element.with(TYPE, "boolean").saying(it.to_string()),
            Value::Number(it) => element
                .with(TYPE, if it.is_f64() { "float" } else { "integer" })
                .saying(it.to_string()),
            Value::String(it) => element.saying(it),
            Value::Array(items) => {
                let element = match &self.rules.list_attribute {
                    Some((attribute, value)) => element.with(attribute, value),
                    None => element,
                };
                let item = |(index, item)| {
                    let schemas = self.description.item_schemas(schemas, value, index);
                    self.item(name, &schemas, item)
                };
                element.holding(items.iter().enumerate().map(item).collect::<Result<Vec<_>, _>>()?)
            }
            Value::Object(members) => {
                // The name around an envelope stands for the envelope's own.
                if let Some((_, inner, value)) = self.envelope(schemas, value) {
                    return self.element(name, &inner, value);
                }
                let member = |(name, member): (&String, &Value)| {
                    let schemas = self.description.member_schemas(schemas, value, name);
                    self.element(name, &schemas, member)
                };
                element.holding(members.iter().map(member).collect::<Result<Vec<_>, _>>()?)
            }
        })
    }

    /// An item of a list: called as its envelope, or as its schema says, or as the list.
    fn item(&self, list: &str, schemas: &[Place], value: &Value) -> Result<Element, String> {
        if let Some((name, inner, value)) = self.envelope(schemas, value) {
            return self.element(&name, &inner, value);
        }
        let stated = self.description.keyword(schemas, value, "/xml/name").and_then(Value::as_str);
        self.element(stated.unwrap_or(list), schemas, value)
    }

    /// Name, schemas and value of what an envelope holds.
    fn envelope<'v>(
        &self,
        schemas: &[Place],
        value: &'v Value,
    ) -> Option<(String, Vec<Place>, &'v Value)> {
        let marked = self.description.keyword(schemas, value, "/x-envelope");
        marked.filter(|it| **it == Value::Bool(true))?;
        let (name, inner) = value.as_object()?.iter().next()?;
        Some((name.clone(), self.description.member_schemas(schemas, value, name), inner))
    }
}

/// One sentence for each place where an element is not what was expected. The order of members does not count, that
/// of items does; types of scalars need not be stated, but must be right if they are.
pub(super) fn differences(expected: &Element, actual: &Element) -> Vec<String> {
    let mut found = Vec::new();
    if expected.name == actual.name {
        compare(expected, actual, &expected.name, &mut found);
    } else {
        found.push(format!("the root is `{}`, not `{}`", actual.name, expected.name));
    }
    found
}

fn compare(expected: &Element, actual: &Element, at: &str, found: &mut Vec<String>) {
    attributes(expected, actual, at, found);
    let is_number = matches!(expected.attribute(TYPE), Some("integer" | "float"));
    let number = |it: &Element| it.text.parse::<f64>().ok();
    let same_number = is_number && number(expected).is_some() && number(expected) == number(actual);
    if expected.text != actual.text && !same_number {
        found.push(format!("`{at}` says {:?}, not {:?}", actual.text, expected.text));
    }
    let is_list = expected.children.windows(2).any(|it| it[0].name == it[1].name);
    let names = |it: &Element| it.children.iter().map(|it| it.name.clone()).collect::<Vec<_>>();
    if is_list && names(expected) != names(actual) {
        found.push(format!("`{at}` holds {:?}, not {:?}", names(actual), names(expected)));
        return;
    }
    let mut rest: Vec<&Element> = actual.children.iter().collect();
    for child in &expected.children {
        let at = format!("{at}/{}", child.name);
        match rest.iter().position(|it| it.name == child.name) {
            Some(index) => compare(child, rest.remove(index), &at, found),
            None => found.push(format!("`{at}` is missing")),
        }
    }
    let extra = |it: &&Element| format!("`{at}/{}` is not in the example", it.name);
    found.extend(rest.iter().map(extra));
}

fn attributes(expected: &Element, actual: &Element, at: &str, found: &mut Vec<String>) {
    let is_optional =
        |name: &str, value: &str| name == TYPE && ["integer", "float", "boolean"].contains(&value);
    for (name, value) in &expected.attributes {
        match actual.attribute(name) {
            Some(other) if other == value => {}
            Some(other) => found.push(format!("`{at}` has {name}={other:?}, not {value:?}")),
            None if is_optional(name, value) => {}
            None => found.push(format!("`{at}` has no {name}={value:?}")),
        }
    }
    for (name, value) in &actual.attributes {
        if expected.attribute(name).is_none() {
            found.push(format!("`{at}` has {name}={value:?}, which is not expected"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::differences;
    use crate::xml::Element;

    fn read(document: &str) -> Element {
        Element::read(document).expect(document)
    }

    const EXPECTED: &str =
        "<a><n type='integer'>3</n><l type='array'><i>1</i><i>2</i></l><z nil='true'/></a>";

    #[test]
    fn what_may_differ_does_not_count() {
        for same in
            [EXPECTED, "<a><z nil='true'/><l type='array'><i>1</i><i>2</i></l><n>3.0</n></a>"]
        {
            assert_eq!(differences(&read(EXPECTED), &read(same)), Vec::<String>::new(), "{same}");
        }
    }

    /// Each is a change, and what is told.
    #[test]
    fn every_kind_of_difference_is_told() {
        let cases = [
            ("<a>", "<b>", "the root is `b`, not `a`"),
            ("'integer'>3", "'boolean'>3", "`a/n` has type=\"boolean\", not \"integer\""),
            (">3<", ">4<", "`a/n` says \"4\", not \"3\""),
            (" type='array'", "", "`a/l` has no type=\"array\""),
            ("<i>1</i><i>2</i>", "<i>2</i><i>1</i>", "`a/l/i` says \"2\", not \"1\""),
            ("<i>2</i>", "", "`a/l` holds [\"i\"], not [\"i\", \"i\"]"),
            ("<i>2</i>", "<j>2</j>", "`a/l` holds [\"i\", \"j\"], not [\"i\", \"i\"]"),
            ("<z nil='true'/>", "", "`a/z` is missing"),
            ("<z nil='true'/>", "<z/>", "`a/z` has no nil=\"true\""),
            ("<n type", "<n nil='true' type", "`a/n` has nil=\"true\", which is not expected"),
            ("<n type", "<m/><n type", "`a/m` is not in the example"),
        ];
        for (old, new, told) in cases {
            let mut changed = EXPECTED.replacen(old, new, 1);
            if old == "<a>" {
                changed = changed.replace("</a>", "</b>");
            }
            let found = differences(&read(EXPECTED), &read(&changed));
            assert_eq!(found.first().map(String::as_str), Some(told), "{changed}");
        }
    }
}
