//! Whether the body of a request is the example of its media type.

use axum::body::Body;
use axum::extract::{FromRequest, Multipart};
use axum::http::Request;
use bytes::Bytes;
use serde_json::Value;

use crate::description::{Description, Media, Operation};
use crate::formats::XmlRules;
use crate::xml::Element;

use super::differences::differences;
use super::format::{Format, JSON};
use super::parameters::text;
use super::received::{Received, pairs};
use super::xml::{self, Writer};

/// A part of a multipart body.
pub(crate) struct Part {
    pub(crate) name: String,
    pub(crate) file_name: Option<String>,
    pub(crate) content_type: Option<String>,
    pub(crate) content: Bytes,
}

/// The media type that was sent, where the description has a body, and what is wrong with the body. In a format, the
/// body is what the description's JSON says.
pub(super) async fn check(
    description: &Description,
    operation: &Operation,
    format: Format,
    rules: &XmlRules,
    received: &Received,
) -> (Option<String>, Vec<String>) {
    let sent = received.media_type();
    let Some(body) = &operation.body else {
        return (None, check_absent(received));
    };
    let Some(sent) = sent.filter(|_| !received.body.is_empty()) else {
        return (None, vec!["the body or its `Content-Type` is missing".to_owned()]);
    };
    let found = body.media.iter().find(|it| format.of(&it.media_type).eq_ignore_ascii_case(&sent));
    let Some(media) = found else {
        return (Some(sent.clone()), vec![format!("the description has no body of `{sent}`")]);
    };
    let Some(example) = &media.example else {
        return (
            Some(sent),
            vec![format!("{} has no example, so it cannot be tested", media.place)],
        );
    };
    let faults = match media.media_type.as_str() {
        JSON if format == Format::Xml => check_xml(description, rules, media, example, received),
        _ if media.is_json() => check_json(description, media, example, received),
        "multipart/form-data" => check_multipart(description, media, example, received).await,
        "application/x-www-form-urlencoded" => check_form(media, example, received),
        _ if received.body == text(example) => Vec::new(),
        _ => vec![format!("the body is {:?}, not {:?}", received.body, text(example))],
    };
    (Some(media.media_type.clone()), faults)
}

fn check_absent(received: &Received) -> Vec<String> {
    let mut faults = Vec::new();
    if !received.body.is_empty() {
        faults.push(format!("the description has no body, the request {:?}", received.body));
    }
    if let Some(sent) = received.header("content-type") {
        faults.push(format!("there is no body, but a `Content-Type` of `{sent}`"));
    }
    faults
}

fn check_json(
    description: &Description,
    media: &Media,
    example: &Value,
    received: &Received,
) -> Vec<String> {
    let value: Value = match serde_json::from_slice(&received.body) {
        Ok(value) => value,
        Err(error) => return vec![format!("the body is no JSON: {error}")],
    };
    let mut faults: Vec<String> =
        differences(example, &value).into_iter().map(|it| format!("body: {it}")).collect();
    let misfits = media.schema.iter().flat_map(|it| description.misfits(it, &value));
    faults.extend(misfits.map(|it| format!("the body does not fit its schema: {it}")));
    faults
}

fn check_xml(
    description: &Description,
    rules: &XmlRules,
    media: &Media,
    example: &Value,
    received: &Received,
) -> Vec<String> {
    let text = String::from_utf8_lossy(&received.body);
    let actual = match Element::read(&text) {
        Ok(root) => root,
        Err(error) => return vec![format!("the body is no XML: {error}")],
    };
    match (Writer { description, rules }).request(media.schema.as_ref(), example) {
        Ok(expected) => {
            xml::differences(&expected, &actual).iter().map(|it| format!("body: {it}")).collect()
        }
        Err(fault) => vec![format!("{} cannot be written in XML: {fault}", media.place)],
    }
}

fn check_form(media: &Media, example: &Value, received: &Received) -> Vec<String> {
    let body = String::from_utf8_lossy(&received.body);
    let actual: Vec<(String, String)> =
        pairs(&body).iter().map(|it| (it.name.clone(), it.value())).collect();
    let expected: Vec<(String, String)> = fields(media, example);
    match unordered(&expected) == unordered(&actual) {
        true => Vec::new(),
        false => vec![format!("the form is {actual:?}, not {expected:?}")],
    }
}

async fn check_multipart(
    description: &Description,
    media: &Media,
    example: &Value,
    received: &Received,
) -> Vec<String> {
    let mut parts = match read_parts(received).await {
        Ok(parts) => parts,
        Err(error) => return vec![format!("the body is no multipart: {error}")],
    };
    let mut faults = Vec::new();
    for (name, expected) in fields(media, example) {
        let Some(index) = parts.iter().position(|it| it.name == name) else {
            faults.push(format!("part `{name}` is missing"));
            continue;
        };
        let part = parts.remove(index);
        let content = String::from_utf8_lossy(&part.content);
        if content != expected {
            faults.push(format!("part `{name}` holds {content:?}, not {expected:?}"));
        }
        let schema = media.schema.as_ref().and_then(|it| description.property(it, &name));
        let is_file = schema.is_some_and(is_file);
        if is_file && part.content_type.is_none() {
            faults.push(format!("part `{name}` is a file without a content type"));
        }
        if is_file && part.file_name.is_none() {
            faults.push(format!(
                "part `{name}` is a file without a file name: servers take it for a text then"
            ));
        }
    }
    faults.extend(
        parts.iter().map(|it| format!("part `{}` is not in the example, or there twice", it.name)),
    );
    faults
}

/// The parts of a multipart body.
pub(crate) async fn read_parts(received: &Received) -> Result<Vec<Part>, String> {
    let mut request = Request::new(Body::from(received.body.clone()));
    *request.headers_mut() = received.headers.clone();
    let mut multipart =
        Multipart::from_request(request, &()).await.map_err(|error| error.to_string())?;
    let mut parts = Vec::new();
    while let Some(field) = multipart.next_field().await.map_err(|error| error.to_string())? {
        parts.push(Part {
            name: field.name().unwrap_or_default().to_owned(),
            file_name: field.file_name().map(str::to_owned),
            content_type: field.content_type().map(str::to_owned),
            content: field.bytes().await.map_err(|error| error.to_string())?,
        });
    }
    Ok(parts)
}

/// Whether a part is a file, in the words of either version.
fn is_file(schema: &Value) -> bool {
    let says = |key: &str, word: &str| schema.get(key).is_some_and(|it| it == word);
    says("format", "binary") || says("type", "file")
}

/// The fields of a form: an item of a list is a field of its own, unless they are written as one text.
fn fields(media: &Media, example: &Value) -> Vec<(String, String)> {
    let members = example.as_object().into_iter().flatten();
    let field = |(name, value): (&String, &Value)| -> Vec<(String, String)> {
        match (value, media.joined.get(name)) {
            (Value::Array(items), Some(separator)) => {
                let items: Vec<String> = items.iter().map(text).collect();
                vec![(name.clone(), items.join(&separator.to_string()))]
            }
            (Value::Array(items), None) => {
                items.iter().map(|it| (name.clone(), text(it))).collect()
            }
            (other, _) => vec![(name.clone(), text(other))],
        }
    };
    members.flat_map(field).collect()
}

fn unordered(fields: &[(String, String)]) -> Vec<&(String, String)> {
    let mut sorted: Vec<_> = fields.iter().collect();
    sorted.sort_by_key(|(name, _)| name);
    sorted
}
