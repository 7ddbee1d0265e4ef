//! The kinds of request bodies.

use bytes::Bytes;
use serde_json::{Map, Value};

use super::multipart::{self, Part};
use super::plain_text;
use super::query::{ListStyle, Query};
use super::upload::{Source, Upload};
use crate::json::enveloped;

pub(crate) const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";
const OCTETS: &str = "application/octet-stream";

/// The largest body, in bytes, that is sent in one piece.
const SMALL: usize = 64 * 1024;

/// A body, as far as the operation has described it.
pub(crate) enum Body {
    None,
    Json { media_type: &'static str, value: Value },
    Text { media_type: &'static str, text: String },
    Form(Query),
    Parts(Vec<Part>),
    Raw { media_type: &'static str, upload: Upload },
}

/// A body on the wire: its media type, and the pieces that follow each other.
pub(crate) struct Content {
    pub(crate) media_type: String,
    pub(crate) pieces: Vec<Upload>,
}

impl Content {
    /// The bytes, if they are in memory and few: the transport can send those again (after a redirect, say).
    pub(crate) fn small(&self) -> Option<Bytes> {
        match self.pieces.as_slice() {
            [upload] if upload.progress().is_none() => match &upload.source {
                Source::Bytes(bytes) if bytes.len() <= SMALL => Some(bytes.clone()),
                _ => None,
            },
            _ => None,
        }
    }
}

impl Body {
    /// A value in a media type.
    pub(crate) fn of(media_type: &'static str, value: Value) -> Self {
        match value {
            Value::String(text) if !is_json(media_type) => Self::Text { media_type, text },
            Value::Object(members) if media_type == FORM => {
                let mut form = Self::Form(Query::default());
                members.iter().for_each(|(name, value)| form.form_member(name, value));
                form
            }
            value => Self::Json { media_type, value },
        }
    }

    /// The members of a JSON object, which the body now is.
    pub(crate) fn members(&mut self) -> &mut Map<String, Value> {
        if !matches!(self, Self::Json { value: Value::Object(_), .. }) {
            *self = Self::Json { media_type: JSON, value: Value::Object(Map::new()) };
        }
        match self {
            Self::Json { value: Value::Object(members), .. } => members,
            _ => unreachable!("it was just made one"),
        }
    }

    /// Puts the value into an object, as its only member.
    pub(crate) fn envelope(&mut self, name: &str) {
        if let Self::Json { value, .. } = self {
            *value = enveloped(name, value.take());
        }
    }

    pub(crate) fn form_member(&mut self, name: &str, value: &Value) {
        if !matches!(self, Self::Form(_)) {
            *self = Self::Form(Query::default());
        }
        if let Self::Form(form) = self {
            match value {
                // Members of a form that are objects are JSON, as OpenAPI's default encoding has it.
                Value::Object(_) => form.add(name, &Value::String(value.to_string())),
                _ => form.add_list(name, value, ListStyle::Repeat),
            }
        }
    }

    pub(crate) fn part(&mut self, name: &str, upload: Upload) {
        self.parts().push(Part::file(name, upload));
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
                self.parts().push(Part::text(name, media_type, text));
            }
        }
    }

    fn parts(&mut self) -> &mut Vec<Part> {
        if !matches!(self, Self::Parts(_)) {
            *self = Self::Parts(Vec::new());
        }
        match self {
            Self::Parts(parts) => parts,
            _ => unreachable!("it was just made one"),
        }
    }

    /// The body as it goes over the wire.
    pub(crate) fn into_content(self) -> Option<Content> {
        let whole = |media_type: &str, bytes: Bytes| {
            Some(Content { media_type: media_type.to_owned(), pieces: vec![Upload::from(bytes)] })
        };
        match self {
            Self::None => None,
            Self::Json { media_type, value } => whole(media_type, value.to_string().into()),
            Self::Text { media_type, text } => whole(media_type, text.into()),
            Self::Form(form) => whole(FORM, form.write(|_| false).into()),
            Self::Parts(parts) => Some(multipart::content(parts)),
            Self::Raw { media_type, upload } => {
                let own = upload.media_type().map(str::to_owned);
                let media_type = own.unwrap_or_else(|| {
                    // A range such as `image/*` describes bodies, but is not the type of one.
                    if media_type.contains('*') { OCTETS } else { media_type }.to_owned()
                });
                Some(Content { media_type, pieces: vec![upload] })
            }
        }
    }
}

/// Whether a media type is JSON: `application/json`, `application/problem+json; charset=utf-8`.
pub(crate) fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case(JSON) || essence.to_ascii_lowercase().ends_with("+json")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn written(body: Body) -> (String, String) {
        let content = body.into_content().unwrap();
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
        let raw = |media_type| Body::Raw { media_type, upload: Upload::from("x") };
        assert_eq!(media_types(raw("image/png")).0, "image/png");
        assert_eq!(media_types(raw("image/*")).0, OCTETS);
        assert!(Body::None.into_content().is_none());
    }

    #[test]
    fn members_in_order() {
        let mut body = Body::None;
        body.members();
        assert_eq!(written(Body::of(JSON, json!({}))).1, "{}");
        body.members().insert("z".to_owned(), json!(1));
        body.members().insert("a".to_owned(), json!(null));
        assert_eq!(written(body).1, r#"{"z":1,"a":null}"#);
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
