//! Request bodies and responses, down to the schema of each media type.

use indexmap::IndexMap;
use openapiv3::{MediaType, RequestBody, Response};
use serde_json::{Map, Value};

use super::node::{Node, Shape, Table};
use super::parameter::STYLES;
use super::{Document, Style};
use crate::diagnostics::Diagnostics;
use crate::source::Place;

/// What an operation sends.
#[derive(Clone, Debug)]
#[allow(
    dead_code,
    reason = "a view shows what the author wrote, whether or not a later stage asks for it"
)]
pub(crate) struct RequestBodyView {
    /// Where it is described, behind all references.
    pub(crate) place: Place,
    /// Whether something must be sent.
    pub(crate) required: bool,
    /// Markdown.
    pub(crate) description: Option<String>,
    /// Each way to write it, in order.
    pub(crate) content: Vec<MediaView>,
    /// Keys that begin with `x-`.
    pub(crate) extensions: IndexMap<String, Value>,
}

/// One way to write a body.
#[derive(Clone, Debug)]
#[allow(
    dead_code,
    reason = "a view shows what the author wrote, whether or not a later stage asks for it"
)]
pub(crate) struct MediaView {
    /// The entry of `content`.
    pub(crate) place: Place,
    /// `application/json`, as written.
    pub(crate) media_type: String,
    /// What it holds.
    pub(crate) schema: Option<Place>,
    /// What each part of a stream holds.
    pub(crate) item_schema: Option<Place>,
    /// Where a value is: `example`, else the first of `examples`.
    pub(crate) example: Option<Place>,
    /// How single properties are written, in forms.
    pub(crate) encoding: Vec<EncodingView>,
    /// Keys that begin with `x-`.
    pub(crate) extensions: IndexMap<String, Value>,
}

/// How a property of a form is written.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct EncodingView {
    /// The entry of `encoding`.
    pub(crate) place: Place,
    /// Of the schema.
    pub(crate) property: String,
    /// The media type of the part.
    pub(crate) content_type: Option<String>,
    /// For lists and mappings.
    pub(crate) style: Option<Style>,
    /// For lists and mappings.
    pub(crate) explode: Option<bool>,
    /// Whether `/` and the like are sent as they are.
    pub(crate) allow_reserved: bool,
}

/// What an operation answers.
#[derive(Clone, Debug)]
#[allow(
    dead_code,
    reason = "a view shows what the author wrote, whether or not a later stage asks for it"
)]
pub(crate) struct ResponseView {
    /// Where it is described, behind all references.
    pub(crate) place: Place,
    /// When.
    pub(crate) status: Status,
    /// Markdown.
    pub(crate) description: Option<String>,
    /// Each way in which it may be written, in order.
    pub(crate) content: Vec<MediaView>,
    /// In order.
    pub(crate) headers: Vec<HeaderView>,
    /// Keys that begin with `x-`.
    pub(crate) extensions: IndexMap<String, Value>,
}

/// A header of a response.
#[derive(Clone, Debug)]
#[allow(
    dead_code,
    reason = "a view shows what the author wrote, whether or not a later stage asks for it"
)]
pub(crate) struct HeaderView {
    /// Where it is described, behind all references.
    pub(crate) place: Place,
    /// As sent.
    pub(crate) name: String,
    /// What it holds.
    pub(crate) schema: Option<Place>,
    /// Whether it is always there.
    pub(crate) required: bool,
    /// Not to be used any more.
    pub(crate) deprecated: bool,
    /// Markdown.
    pub(crate) description: Option<String>,
}

/// When a response is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Status {
    /// `404`.
    Code(u16),
    /// `2` for `2XX`.
    Range(u8),
    /// Whenever no other one is.
    Default,
}

impl Status {
    /// `2XX`, and every status of it.
    pub(crate) fn is_success(self) -> bool {
        match self {
            Status::Code(code) => (200..300).contains(&code),
            Status::Range(digit) => digit == 2,
            Status::Default => false,
        }
    }

    /// Whether it stands for whatever is not listed.
    pub(crate) fn is_default(self) -> bool {
        self == Status::Default
    }
}

pub(super) const BODY: Table = &[("required", Shape::Flag), ("description", Shape::Text)];

pub(super) const RESPONSE: Table = &[("description", Shape::Text)];

pub(super) const HEADER: Table =
    &[("required", Shape::Flag), ("deprecated", Shape::Flag), ("description", Shape::Text)];

pub(super) const ENCODING: Table = &[
    ("contentType", Shape::Text),
    ("style", Shape::Text),
    ("explode", Shape::Flag),
    ("allowReserved", Shape::Flag),
];

impl Document {
    /// What the operation sends.
    pub(super) fn request_body(
        &self,
        items: &[Node<'_>],
        operation: &Node<'_>,
        form: Place,
        diagnostics: &mut Diagnostics,
    ) -> Option<RequestBodyView> {
        let by_parameters = self.parameter_body(items, operation, form, diagnostics);
        if operation.get("requestBody").is_none() {
            return by_parameters;
        }
        let place = operation.place.key("requestBody");
        self.note_new(&place, "`requestBody`", diagnostics);
        if let Some(other) = by_parameters {
            let message = "a body beside `requestBody`, left out";
            diagnostics.fault(&other.place, message).related(&place, "what is sent");
        }
        let place = self.follow(&place, diagnostics)?;
        let node = self.node(place.clone(), diagnostics)?;
        let body: RequestBody = node.typed(node.scalars(BODY, diagnostics), diagnostics)?;
        Some(RequestBodyView {
            required: body.required,
            description: body.description,
            extensions: body.extensions,
            content: self.media(&node, diagnostics),
            place,
        })
    }

    /// What the operation answers.
    pub(super) fn responses(
        &self,
        operation: &Node<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Vec<ResponseView> {
        let mut res = Vec::new();
        for (written, place, _) in operation.entries("responses", diagnostics) {
            if written.starts_with("x-") {
                continue;
            }
            let Some(status) = status(written) else {
                diagnostics
                    .fault(&place, format!("`{written}` is not a status, left out"))
                    .help("use a status such as `200`, a range such as `2XX`, or `default`");
                continue;
            };
            let Some(place) = self.follow(&place, diagnostics) else { continue };
            let Some(node) = self.node(place.clone(), diagnostics) else { continue };
            let mut normal = node.scalars(RESPONSE, diagnostics);
            normal.entry("description").or_insert_with(|| "".into());
            let response: Option<Response> = node.typed(normal, diagnostics);
            let Some(response) = response else { continue };
            let description = Some(response.description).filter(|it| !it.is_empty());
            res.push(ResponseView {
                status,
                description: description.or_else(|| node.text("summary", diagnostics)),
                extensions: response.extensions,
                content: self.answered(&node, status, operation, diagnostics),
                headers: self.headers(&node, diagnostics),
                place,
            });
        }
        res
    }

    fn headers(&self, response: &Node<'_>, diagnostics: &mut Diagnostics) -> Vec<HeaderView> {
        let mut res = Vec::new();
        for (name, place, _) in response.entries("headers", diagnostics) {
            let Some(place) = self.follow(&place, diagnostics) else { continue };
            let Some(node) = self.node(place.clone(), diagnostics) else { continue };
            let found = node.scalars(HEADER, diagnostics);
            let flag = |key: &str| found.get(key).and_then(Value::as_bool).unwrap_or(false);
            res.push(HeaderView {
                name: name.to_owned(),
                schema: self.header_schema(&node, diagnostics),
                required: flag("required"),
                deprecated: flag("deprecated"),
                description: text(&found, "description"),
                place,
            });
        }
        res
    }

    /// The media types that a mapping lists under `content`.
    pub(super) fn media(&self, node: &Node<'_>, diagnostics: &mut Diagnostics) -> Vec<MediaView> {
        let mut res = Vec::new();
        for (media_type, place, _) in node.entries("content", diagnostics) {
            let Some(place) = self.follow(&place, diagnostics) else { continue };
            let Some(node) = self.node(place.clone(), diagnostics) else { continue };
            let media: Option<MediaType> = node.typed(Map::new(), diagnostics);
            for key in ["prefixEncoding", "itemEncoding"] {
                if node.get(key).is_some() {
                    let message = format!("`{key}` is left out: parts are named in `encoding`");
                    diagnostics.warning(&place.key(key), message);
                }
            }
            res.push(MediaView {
                extensions: media.unwrap_or_default().extensions,
                media_type: media_type.trim().to_owned(),
                schema: node.get("schema").map(|_| place.key("schema")),
                item_schema: node.get("itemSchema").map(|_| place.key("itemSchema")),
                example: self.example(&node, diagnostics),
                encoding: self.encoding(&node, diagnostics),
                place,
            });
        }
        res
    }

    fn encoding(&self, media: &Node<'_>, diagnostics: &mut Diagnostics) -> Vec<EncodingView> {
        let mut res = Vec::new();
        for (property, place, _) in media.entries("encoding", diagnostics) {
            let Some(node) = self.node(place.clone(), diagnostics) else { continue };
            let found = node.scalars(ENCODING, diagnostics);
            if node.get("headers").is_some() {
                diagnostics.warning(&place.key("headers"), "headers of a part are left out");
            }
            let flag = |key: &str| found.get(key).and_then(Value::as_bool);
            let style = text(&found, "style");
            let style = STYLES.iter().find(|(name, _, _)| Some(*name) == style.as_deref());
            res.push(EncodingView {
                property: property.to_owned(),
                content_type: text(&found, "contentType"),
                style: style.map(|(_, style, _)| *style),
                explode: flag("explode"),
                allow_reserved: flag("allowReserved") == Some(true),
                place,
            });
        }
        res
    }

    /// `example`, else the first of `examples`.
    pub(super) fn example(&self, node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Place> {
        if node.raw("example").is_some() {
            return Some(node.place.key("example"));
        }
        if node.raw("x-example").is_some() {
            return Some(node.place.key("x-example"));
        }
        let key = ["examples", "x-examples"].into_iter().find(|it| node.get(it).is_some())?;
        let place = node.place.key(key);
        let place = match node.get(key)? {
            Value::Object(map) => place.key(map.keys().next()?),
            Value::Array(list) if !list.is_empty() => return Some(place.index(0)),
            _ => return None,
        };
        let example = self.follow(&place, diagnostics)?;
        let values = ["value", "dataValue"].map(|it| example.key(it));
        values.into_iter().find(|it| self.value(it).is_some())
    }
}

fn text(found: &Map<String, Value>, key: &str) -> Option<String> {
    found.get(key).and_then(Value::as_str).map(str::to_owned)
}

fn status(written: &str) -> Option<Status> {
    let written = written.trim();
    if written.eq_ignore_ascii_case("default") {
        return Some(Status::Default);
    }
    if let [digit @ b'1'..=b'5', b'x' | b'X', b'x' | b'X'] = written.as_bytes() {
        return Some(Status::Range(digit - b'0'));
    }
    let code: u16 = written.parse().ok()?;
    (100..1000).contains(&code).then_some(Status::Code(code))
}
