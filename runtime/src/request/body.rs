//! The kinds of request bodies.

use serde_json::{Map, Value};

use super::multipart::Part;
use super::plain_text;
use super::query::{ListStyle, ObjectStyle, Query};
use super::upload::Upload;
use crate::json::enveloped;

pub(crate) const JSON: &str = "application/json";
pub(super) const FORM: &str = "application/x-www-form-urlencoded";
pub(super) const OCTETS: &str = "application/octet-stream";

/// A body, as far as the operation has described it.
#[derive(Default)]
pub(crate) enum Body {
    #[default]
    None,
    Json {
        media_type: &'static str,
        value: Value,
    },
    Text {
        media_type: &'static str,
        text: String,
    },
    Form(Query),
    Parts(Vec<Part>),
    Raw {
        media_type: &'static str,
        upload: Upload,
    },
}

impl Body {
    /// A value in a media type.
    pub(crate) fn of(media_type: &'static str, value: Value) -> Self {
        match value {
            Value::String(text) if !is_json(media_type) => Self::Text { media_type, text },
            value if is_form(media_type) => {
                let mut form = Self::Form(Query::default());
                pairs(&value).for_each(|(name, value)| form.form_member(name, value));
                form
            }
            value if is_multipart(media_type) => {
                let mut parts = Self::Parts(Vec::new());
                pairs(&value).for_each(|(name, value)| parts.part_text(name, value));
                parts
            }
            value => match (&value, Lines::of(media_type)) {
                (Value::Array(elements), Some(lines)) => {
                    Self::Text { media_type, text: lines.write(elements) }
                }
                _ => Self::Json { media_type, value },
            },
        }
    }

    /// A JSON object, with the members that it has already.
    pub(crate) fn be_object(&mut self) {
        if !matches!(self, Self::Json { value: Value::Object(_), .. }) {
            *self = Self::Json { media_type: JSON, value: Value::Object(Map::new()) };
        }
    }

    /// A member of the JSON object that the body is.
    pub(crate) fn member(&mut self, name: &str, value: Value) {
        self.be_object();
        if let Self::Json { value: Value::Object(members), .. } = self {
            members.insert(name.to_owned(), value);
        }
    }

    fn form(&mut self, add: impl FnOnce(&mut Query)) {
        match self {
            Self::Form(form) => add(form),
            _ => {
                let mut form = Query::default();
                add(&mut form);
                *self = Self::Form(form);
            }
        }
    }

    /// Puts the value into an object, as its only member.
    pub(crate) fn envelope(&mut self, name: &str) {
        if let Self::Json { value, .. } = self {
            *value = enveloped(name, value.take());
        }
    }

    pub(crate) fn form_member(&mut self, name: &str, value: &Value) {
        self.form(|form| match value {
            // Members of a form that are objects are JSON, as OpenAPI's default encoding has it.
            Value::Object(_) => form.add(name, &Value::String(value.to_string())),
            _ => form.add_list(name, value, ListStyle::Repeat),
        });
    }

    pub(crate) fn form_list(&mut self, name: &str, value: &Value, style: ListStyle) {
        self.form(|form| form.add_list(name, value, style));
    }

    pub(crate) fn form_object(&mut self, name: &str, value: &Value, style: ObjectStyle) {
        self.form(|form| match style {
            ObjectStyle::Deep => form.add_indexed(name, value),
            ObjectStyle::Members | ObjectStyle::Comma => form.add_object(name, value, style),
        });
    }

    pub(crate) fn part(&mut self, name: &str, upload: Upload) {
        self.push_part(Part::file(name, upload));
    }

    /// A scalar is text, a list is one part per element, an object is JSON.
    pub(crate) fn part_text(&mut self, name: &str, value: &Value) {
        let elements = match value {
            Value::Array(elements) => elements.as_slice(),
            other => std::slice::from_ref(other),
        };
        for element in elements {
            let media_type = matches!(element, Value::Object(_) | Value::Array(_)).then_some(JSON);
            if let Some(text) = plain_text(element) {
                self.push_part(Part::text(name, media_type, text));
            }
        }
    }

    /// The elements of a list in one part.
    pub(crate) fn part_list(&mut self, name: &str, value: &Value, style: ListStyle) {
        match (value, style.delimiter()) {
            (Value::Array(elements), Some(delimiter)) => {
                let texts: Vec<String> = elements.iter().filter_map(plain_text).collect();
                if !texts.is_empty() {
                    self.push_part(Part::text(name, None, texts.join(delimiter)));
                }
            }
            _ => self.part_text(name, value),
        }
    }

    /// One part of this media type, whatever the value is.
    pub(crate) fn part_as(&mut self, name: &str, media_type: &str, value: &Value) {
        let text = match value {
            Value::Null => return,
            Value::String(text) if !is_json(media_type) => text.clone(),
            other => other.to_string(),
        };
        self.push_part(Part::text(name, Some(media_type), text));
    }

    fn push_part(&mut self, part: Part) {
        match self {
            Self::Parts(parts) => parts.push(part),
            _ => *self = Self::Parts(vec![part]),
        }
    }
}

/// The names and values of a form: the members of an object, or of each object of a list.
fn pairs(value: &Value) -> Box<dyn Iterator<Item = (&str, &Value)> + '_> {
    match value {
        Value::Object(members) => Box::new(members.iter().map(|(name, it)| (name.as_str(), it))),
        Value::Array(elements) => Box::new(elements.iter().flat_map(pairs)),
        // A name without a value.
        Value::String(name) => Box::new(std::iter::once((name.as_str(), &EMPTY))),
        Value::Null | Value::Bool(_) | Value::Number(_) => Box::new(std::iter::empty()),
    }
}

static EMPTY: Value = Value::String(String::new());

/// How values that follow each other are told apart.
enum Lines {
    /// Each ends with a line feed.
    Newline,
    /// Each begins with the character for that (RFC 7464), too.
    Separator,
}

impl Lines {
    fn of(media_type: &str) -> Option<Self> {
        match essence(media_type).as_str() {
            "application/x-ndjson"
            | "application/ndjson"
            | "application/jsonl"
            | "application/x-jsonl"
            | "application/jsonlines"
            | "application/x-jsonlines"
            | "application/stream+json"
            | "application/x-json-stream" => Some(Self::Newline),
            "application/json-seq" => Some(Self::Separator),
            other => other.ends_with("+json-seq").then_some(Self::Separator),
        }
    }

    fn write(&self, elements: &[Value]) -> String {
        let begin = match self {
            Self::Newline => "",
            Self::Separator => "\u{1e}",
        };
        elements.iter().map(|it| format!("{begin}{it}\n")).collect()
    }
}

/// A media type without its parameters, in lower case.
pub(crate) fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn is_form(media_type: &str) -> bool {
    essence(media_type) == FORM
}

fn is_multipart(media_type: &str) -> bool {
    essence(media_type).starts_with("multipart/")
}

/// Whether a media type is JSON: `application/json`, `application/problem+json; charset=utf-8`.
pub(crate) fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence == JSON || essence.ends_with("+json")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn written(body: Body) -> (String, String) {
        let content = body.content().unwrap();
        let text = content
            .pieces
            .into_iter()
            .filter_map(Upload::into_bytes)
            .map(|it| it.to_vec())
            .collect::<Vec<_>>();
        (content.media_type, String::from_utf8(text.concat()).unwrap())
    }

    #[test]
    fn kinds() {
        let media_types = |body| (written(body).0, ());
        assert_eq!(
            written(Body::of("text/plain", json!("a"))),
            ("text/plain".to_owned(), "a".to_owned())
        );
        assert_eq!(written(Body::of(JSON, json!("a"))).1, "\"a\"");
        assert_eq!(
            written(Body::of(FORM, json!({"a": [1, "x y"], "b": {"c": 1}}))).1,
            "a=1&a=x%20y&b=%7B%22c%22%3A1%7D"
        );
        let rows = json!([{"a": 1, "b": "x"}, {"a": 2}]);
        assert_eq!(written(Body::of(FORM, rows.clone())).1, "a=1&b=x&a=2");
        assert_eq!(written(Body::of(FORM, json!(["a", "b"]))).1, "a=&b=");
        for (media_type, text) in [
            ("application/x-ndjson", "{\"a\":1,\"b\":\"x\"}\n{\"a\":2}\n"),
            ("application/json-seq", "\u{1e}{\"a\":1,\"b\":\"x\"}\n\u{1e}{\"a\":2}\n"),
        ] {
            assert_eq!(
                written(Body::of(media_type, rows.clone())),
                (media_type.to_owned(), text.to_owned())
            );
        }
        let (media_type, parts) =
            written(Body::of("multipart/form-data", json!({"a": "x", "b": {"c": 1}})));
        assert!(media_type.starts_with("multipart/form-data; boundary="), "{media_type}");
        assert!(parts.contains("name=\"a\"\r\n\r\nx\r\n"), "{parts}");
        assert!(
            parts.contains("name=\"b\"\r\nContent-Type: application/json\r\n\r\n{\"c\":1}\r\n"),
            "{parts}"
        );
        let raw = |media_type| Body::Raw { media_type, upload: Upload::from("x") };
        assert_eq!(media_types(raw("image/png")).0, "image/png");
        assert_eq!(media_types(raw("image/*")).0, OCTETS);
        assert!(Body::None.content().is_none());
    }

    #[test]
    fn members_in_order() {
        let mut body = Body::None;
        body.be_object();
        assert_eq!(written(Body::of(JSON, json!({}))).1, "{}");
        body.member("z", json!(1));
        body.member("a", json!(null));
        assert_eq!(written(body).1, r#"{"z":1,"a":null}"#);
    }

    #[test]
    fn members_of_forms_in_every_style() {
        let list = json!(["a b", "c"]);
        let object = json!({"x": 1, "y": ["a", {"z": 2}]});
        for (add, expected) in [
            (
                Box::new(|it: &mut Body| it.form_list("n", &list, ListStyle::Comma))
                    as Box<dyn Fn(&mut Body)>,
                "n=a%20b,c",
            ),
            (Box::new(|it| it.form_list("n", &list, ListStyle::Repeat)), "n=a%20b&n=c"),
            (
                Box::new(|it| it.form_object("n", &object, ObjectStyle::Deep)),
                "n[x]=1&n[y][0]=a&n[y][1][z]=2",
            ),
            (Box::new(|it| it.form_object("n", &list, ObjectStyle::Deep)), "n[0]=a%20b&n[1]=c"),
            (Box::new(|it| it.form_object("n", &json!({"x": 1}), ObjectStyle::Members)), "x=1"),
        ] {
            let mut body = Body::None;
            add(&mut body);
            assert_eq!(written(body).1, expected);
        }
    }

    #[test]
    fn parts_of_lists_and_of_media_types() {
        let list = json!(["a", "b"]);
        let mut body = Body::None;
        body.part_list("joined", &list, ListStyle::Pipe);
        body.part_list("each", &list, ListStyle::Repeat);
        body.part_as("json", JSON, &list);
        body.part_as("csv", "text/csv", &json!("1,2"));
        let (_, text) = written(body);
        for expected in [
            "name=\"joined\"\r\n\r\na|b\r\n",
            "name=\"each\"\r\n\r\na\r\n",
            "name=\"each\"\r\n\r\nb\r\n",
            "name=\"json\"\r\nContent-Type: application/json\r\n\r\n[\"a\",\"b\"]\r\n",
            "name=\"csv\"\r\nContent-Type: text/csv\r\n\r\n1,2\r\n",
        ] {
            assert!(text.contains(expected), "{expected:?} in {text}");
        }
    }

    #[test]
    fn json_media_types() {
        for (media_type, expected) in [
            ("application/json", true),
            ("Application/JSON; charset=utf-8", true),
            ("application/problem+json", true),
            ("text/html", false),
            ("application/json-seq", false),
        ] {
            assert_eq!(is_json(media_type), expected, "{media_type}");
        }
    }
}
