//! Query parameters in the styles of OpenAPI.

use std::borrow::Cow;

use percent_encoding::utf8_percent_encode;
use serde_json::Value;

use super::path::RESERVED;
use super::plain_text;

/// How a list becomes query parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListStyle {
    /// `a=1,2`: `form` without `explode`.
    Comma,
    /// `a=1%202`: `spaceDelimited`.
    Space,
    /// `a=1%7C2`: `pipeDelimited`.
    Pipe,
    /// `a=1&a=2`: `form` with `explode`, the default of OpenAPI 3.
    Repeat,
}

impl ListStyle {
    /// What stands between two elements; nothing if each is sent on its own.
    pub(crate) fn delimiter(self) -> Option<&'static str> {
        match self {
            Self::Comma => Some(","),
            Self::Space => Some(" "),
            Self::Pipe => Some("|"),
            Self::Repeat => None,
        }
    }
}

/// How an object becomes query parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ObjectStyle {
    /// `a[b]=1&a[c]=2`: `deepObject`.
    Deep,
    /// `b=1&c=2`: `form` with `explode`, the default of OpenAPI 3.
    Members,
    /// `a=b,1,c,2`: `form` without `explode`.
    Comma,
}

/// Names and values, percent-encoded, in the order in which they were added.
#[derive(Default)]
pub(crate) struct Query {
    /// `a=1&b=2`. A `&` or `=` of a name or a value is encoded, so that the pairs can be told apart again.
    text: String,
}

impl Query {
    /// A parameter as its type suggests: `null` is left out, lists are repeated, objects become their members.
    pub(crate) fn add(&mut self, name: &str, value: &Value) {
        match value {
            Value::Array(_) => self.add_list(name, value, ListStyle::Repeat),
            Value::Object(_) => self.add_object(name, value, ObjectStyle::Members),
            Value::String(text) => self.add_text(name, text),
            scalar => {
                if let Some(text) = plain_text(scalar) {
                    self.add_text(name, &text);
                }
            }
        }
    }

    /// A parameter whose value is this text.
    pub(crate) fn add_text(&mut self, name: &str, text: &str) {
        self.begin();
        self.text.extend(utf8_percent_encode(name, RESERVED));
        self.text.push('=');
        self.text.extend(utf8_percent_encode(text, RESERVED));
    }

    pub(crate) fn add_list(&mut self, name: &str, value: &Value, style: ListStyle) {
        let Value::Array(elements) = value else { return self.add(name, value) };
        let texts: Vec<String> =
            elements.iter().filter_map(plain_text).map(|text| encode(&text)).collect();
        if texts.is_empty() {
            return;
        }
        let delimiter = match style {
            ListStyle::Comma => ",",
            ListStyle::Space => "%20",
            ListStyle::Pipe => "%7C",
            ListStyle::Repeat => {
                return texts.iter().for_each(|text| self.push(&encode(name), text));
            }
        };
        self.push(&encode(name), &texts.join(delimiter));
    }

    pub(crate) fn add_object(&mut self, name: &str, value: &Value, style: ObjectStyle) {
        let Value::Object(members) = value else { return self.add(name, value) };
        match style {
            ObjectStyle::Deep => self.add_deep(&encode(name), value),
            ObjectStyle::Members => members.iter().for_each(|(name, value)| match value {
                Value::Object(_) => self.add_deep(&encode(name), value),
                other => self.add(name, other),
            }),
            ObjectStyle::Comma => {
                let texts =
                    members.iter().filter_map(|(name, value)| Some((name, plain_text(value)?)));
                let texts: Vec<_> = texts
                    .map(|(name, text)| format!("{},{}", encode(name), encode(&text)))
                    .collect();
                if !texts.is_empty() {
                    self.push(&encode(name), &texts.join(","));
                }
            }
        }
    }

    /// Members in brackets behind the (encoded) name; lists inside are repeated.
    fn add_deep(&mut self, name: &str, value: &Value) {
        match value {
            Value::Object(members) => {
                for (member, value) in members {
                    self.add_deep(&format!("{name}[{}]", encode(member)), value);
                }
            }
            Value::Array(elements) => {
                elements.iter().for_each(|element| self.add_deep(name, element))
            }
            scalar => {
                if let Some(text) = plain_text(scalar) {
                    self.push(name, &encode(&text));
                }
            }
        }
    }

    /// Members and positions in brackets: `a[b]=1&a[c][0]=2`, as forms of `deepObject` have it.
    pub(crate) fn add_indexed(&mut self, name: &str, value: &Value) {
        self.add_indexed_below(encode(name), value);
    }

    fn add_indexed_below(&mut self, name: String, value: &Value) {
        match value {
            Value::Object(members) => {
                for (member, value) in members {
                    self.add_indexed_below(format!("{name}[{}]", encode(member)), value);
                }
            }
            Value::Array(elements) => {
                for (index, element) in elements.iter().enumerate() {
                    self.add_indexed_below(format!("{name}[{index}]"), element);
                }
            }
            scalar => {
                if let Some(text) = plain_text(scalar) {
                    self.push(&name, &encode(&text));
                }
            }
        }
    }

    /// Both are encoded already.
    fn push(&mut self, name: &str, value: &str) {
        self.begin();
        self.text.extend([name, "=", value]);
    }

    fn begin(&mut self) {
        match self.text.is_empty() {
            // Room for a few parameters at once.
            true => self.text.reserve(64),
            false => self.text.push('&'),
        }
    }

    fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.text.split('&').filter_map(|pair| pair.split_once('='))
    }

    /// The value of a parameter, as it goes over the wire.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let name = encode(name);
        self.pairs().find(|(it, _)| *it == name).map(|(_, value)| value)
    }

    /// Replaces the value of a parameter, or adds it.
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        let (name, value) = (encode(name), encode(value));
        let mut changed = Self::default();
        let mut found = false;
        for (it, old) in self.pairs() {
            let replaced = it == name && !found;
            found |= replaced;
            changed.push(it, if replaced { &value } else { old });
        }
        if !found {
            changed.push(&name, &value);
        }
        *self = changed;
    }

    /// The query as it goes over the wire; empty if there are no parameters.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn into_text(self) -> String {
        self.text
    }

    /// The query without the values that `is_secret` picks by (encoded) name.
    pub(crate) fn redacted(&self, is_secret: impl Fn(&str) -> bool) -> String {
        let mut shown = Self::default();
        for (name, value) in self.pairs() {
            shown.push(name, if is_secret(name) { "REDACTED" } else { value });
        }
        shown.text
    }
}

pub(crate) fn encode(text: &str) -> String {
    // Not `to_string`: formatting costs more than encoding.
    Cow::from(utf8_percent_encode(text, RESERVED)).into_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn written(add: impl FnOnce(&mut Query)) -> String {
        let mut query = Query::default();
        add(&mut query);
        query.into_text()
    }

    #[test]
    fn scalars() {
        for (value, query) in [
            (json!("a b&c=d+e/ü"), "n=a%20b%26c%3Dd%2Be%2F%C3%BC"),
            (json!(""), "n="),
            (json!(5), "n=5"),
            (json!(1.5), "n=1.5"),
            (json!(true), "n=true"),
            (json!(null), ""),
            (json!(["a", "b"]), "n=a&n=b"),
            (json!({"a": 1}), "a=1"),
        ] {
            assert_eq!(written(|query| query.add("n", &value)), query);
        }
        assert_eq!(written(|query| query.add("a[b]", &json!(1))), "a%5Bb%5D=1");
    }

    #[test]
    fn lists() {
        let list = json!(["a,b", "c", 3]);
        for (style, query) in [
            (ListStyle::Comma, "n=a%2Cb,c,3"),
            (ListStyle::Space, "n=a%2Cb%20c%203"),
            (ListStyle::Pipe, "n=a%2Cb%7Cc%7C3"),
            (ListStyle::Repeat, "n=a%2Cb&n=c&n=3"),
        ] {
            assert_eq!(written(|it| it.add_list("n", &list, style)), query);
            assert_eq!(written(|it| it.add_list("n", &json!([]), style)), "");
            assert_eq!(written(|it| it.add_list("n", &json!("x"), style)), "n=x");
        }
    }

    #[test]
    fn objects() {
        let object = json!({"b": 1, "c": {"d": ["x", "y z"]}, "e": null});
        for (style, query) in [
            (ObjectStyle::Deep, "a[b]=1&a[c][d]=x&a[c][d]=y%20z"),
            (ObjectStyle::Members, "b=1&c[d]=x&c[d]=y%20z"),
        ] {
            assert_eq!(written(|it| it.add_object("a", &object, style)), query);
        }
        assert_eq!(
            written(|it| it.add_object("a", &json!({"b": 1, "c": "x,y"}), ObjectStyle::Comma)),
            "a=b,1,c,x%2Cy"
        );
    }

    #[test]
    fn secrets_are_redacted() {
        let mut query = Query::default();
        query.add("a", &json!("x"));
        query.add("access_token", &json!("s3cret"));
        assert_eq!(query.redacted(|name| name == "access_token"), "a=x&access_token=REDACTED");
    }
}
