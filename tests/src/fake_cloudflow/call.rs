//! A request as it came: its format by the suffix of its path, its body by the media type that it states.

use std::collections::BTreeMap;

use axum::http::HeaderMap;
use axum::http::request::Parts;
use bytes::Bytes;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use super::fault::Fault;
use super::fields::Fields;
use super::rails_xml;
use crate::xml::Element;

/// How an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Json,
    Xml,
    /// The path has no suffix, and a browser would be asking.
    Page,
}

impl Format {
    pub(super) fn of_path(path: &str) -> Self {
        match path.rsplit_once('.').map(|(_, suffix)| suffix) {
            Some("json") => Self::Json,
            Some("xml") => Self::Xml,
            _ => Self::Page,
        }
    }
}

/// A request, read.
pub(super) struct Call {
    pub(super) method: String,
    /// The pieces of the path, decoded, without the suffix.
    pub(super) segments: Vec<String>,
    pub(super) query: BTreeMap<String, String>,
    /// The members of the body; none if there is no body.
    members: Map<String, Value>,
    /// The id of the user who calls.
    pub(super) visitor: i64,
}

impl Call {
    pub(super) fn read(parts: &Parts, body: &Bytes, visitor: i64) -> Result<Self, Fault> {
        let path = parts.uri.path();
        let path = match Format::of_path(path) {
            Format::Json | Format::Xml => path.rsplit_once('.').map_or(path, |(path, _)| path),
            Format::Page => return Err(Fault::NotFound),
        };
        let decode = |it: &str| percent_decode_str(it).decode_utf8_lossy().into_owned();
        let pairs = parts.uri.query().unwrap_or_default().split('&').filter(|it| !it.is_empty());
        let pair = |it: &str| {
            let (name, value) = it.split_once('=').unwrap_or((it, ""));
            (decode(name), decode(&value.replace('+', " ")))
        };
        Ok(Self {
            method: parts.method.to_string(),
            segments: path.split('/').skip(1).map(decode).collect(),
            query: pairs.map(pair).collect(),
            members: members(&parts.headers, body)?,
            visitor,
        })
    }

    /// The members of the body that stand under a name.
    pub(super) fn record(&self, name: &str) -> Result<Fields<'_>, Fault> {
        match self.members.get(name) {
            Some(Value::Object(members)) => Ok(Fields::of(members)),
            _ => Err(Fault::invalid(format!("param is missing or the value is empty: {name}"))),
        }
    }

    /// The members of the body that stand under no name.
    pub(super) fn bare(&self) -> Fields<'_> {
        Fields::of(&self.members)
    }

    /// A part of the query that says yes.
    pub(super) fn is_asked(&self, name: &str) -> bool {
        self.query.get(name).is_some_and(|it| it == "1" || it == "true")
    }
}

fn members(headers: &HeaderMap, body: &Bytes) -> Result<Map<String, Value>, Fault> {
    if body.is_empty() {
        return Ok(Map::new());
    }
    let stated = headers.get("content-type").and_then(|it| it.to_str().ok()).unwrap_or_default();
    let media_type = stated.split(';').next().unwrap_or_default().trim();
    match media_type {
        "application/json" => match serde_json::from_slice(body) {
            Ok(Value::Object(members)) => Ok(members),
            Ok(_) => Err(Fault::Unreadable("the body is no object".to_owned())),
            Err(error) => Err(Fault::Unreadable(error.to_string())),
        },
        "application/xml" | "text/xml" => {
            let text = std::str::from_utf8(body).map_err(|it| Fault::Unreadable(it.to_string()))?;
            let root = Element::read(text).map_err(Fault::Unreadable)?;
            Ok(rails_xml::members(&root))
        }
        other => Err(Fault::Unreadable(format!("a body of `{other}` is not read here"))),
    }
}
