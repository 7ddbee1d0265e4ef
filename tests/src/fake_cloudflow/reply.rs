//! What the panel answers, and how that is written in either format.

use axum::body::Body as Stream;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::call::{Call, Format};
use super::fault::Fault;
use super::rails_xml::element;
use super::times::{Second, date};
use crate::xml::Element;

/// How many a page has where only its number is asked for.
const PER_PAGE: usize = 10;

/// An answer before it is written.
pub(super) struct Reply {
    status: u16,
    body: Body,
    /// The path of what was created, without a suffix.
    location: Option<String>,
    /// How many there are at most unless a page is asked for.
    limit: Option<usize>,
    /// Number of the page, items of a page, items in all.
    page: Option<(usize, usize, usize)>,
}

enum Body {
    /// `{"role": {...}}`
    One(&'static str, Value),
    /// One, which XML has in a list of one.
    Listed(&'static str, Value),
    /// `[{"role": {...}}, ...]`: the name of the list in XML, the name of an item, the items.
    Many(&'static str, &'static str, Vec<Value>),
    /// `[{...}, ...]`, named in XML only.
    Plain(&'static str, &'static str, Vec<Value>),
    /// A list of which XML does not say that it is one, nor of what type anything is.
    Untyped(&'static str, &'static str, Vec<Value>),
    /// Members without a name around them.
    Bare(Value),
    /// Nothing, said in one of three ways.
    Done,
    Refused(Fault),
}

impl Reply {
    fn new(status: u16, body: Body) -> Self {
        Self { status, body, location: None, limit: None, page: None }
    }

    pub(super) fn one(name: &'static str, record: Value) -> Self {
        Self::new(200, Body::One(name, record))
    }

    pub(super) fn listed(name: &'static str, record: Value) -> Self {
        Self::new(200, Body::Listed(name, record))
    }

    pub(super) fn created(path: String, name: &'static str, record: Value) -> Self {
        Self { location: Some(path), ..Self::new(201, Body::One(name, record)) }
    }

    pub(super) fn many(root: &'static str, item: &'static str, records: Vec<Value>) -> Self {
        Self::new(200, Body::Many(root, item, records))
    }

    pub(super) fn plain(root: &'static str, item: &'static str, records: Vec<Value>) -> Self {
        Self::new(200, Body::Plain(root, item, records))
    }

    pub(super) fn untyped(root: &'static str, item: &'static str, records: Vec<Value>) -> Self {
        Self::new(200, Body::Untyped(root, item, records))
    }

    pub(super) fn bare(members: Value) -> Self {
        Self::new(200, Body::Bare(members))
    }

    pub(super) fn done() -> Self {
        Self::new(200, Body::Done)
    }

    pub(super) fn refusal(fault: Fault) -> Self {
        Self::new(fault.status(), Body::Refused(fault))
    }

    /// No more than so many, unless a page is asked for.
    pub(super) fn at_most(self, limit: usize) -> Self {
        Self { limit: Some(limit), ..self }
    }

    pub(super) fn is_done(&self) -> bool {
        matches!(self.body, Body::Done)
    }

    /// The page of a list that is asked for.
    pub(super) fn paged(mut self, call: &Call) -> Self {
        let Body::Many(_, _, records) = &mut self.body else { return self };
        let asked = |name: &str| call.query.get(name).and_then(|it| it.parse::<usize>().ok());
        let (page, per_page) = match (asked("page"), asked("per_page"), self.limit) {
            (None, None, None) => return self,
            (None, None, Some(limit)) => {
                return {
                    records.truncate(limit);
                    self
                };
            }
            (page, per_page, _) => (page.unwrap_or(1).max(1), per_page.unwrap_or(PER_PAGE).max(1)),
        };
        self.page = Some((page, per_page, records.len()));
        let skipped = (page - 1).saturating_mul(per_page).min(records.len());
        records.drain(..skipped);
        records.truncate(per_page);
        self
    }

    /// Writes the answer; `n_done` tells which of the ways to say nothing is to be used.
    pub(super) fn write(
        self,
        format: Format,
        n_done: usize,
        host: &str,
        now: Second,
    ) -> Response<Stream> {
        let (status, media_type, body) = match (&self.body, format) {
            (Body::Refused(Fault::Broken), _) => (500, "text/html; charset=utf-8", page("500")),
            (_, Format::Page) => (self.status, "text/html; charset=utf-8", page("404")),
            (Body::Done, format) => done(format, n_done),
            (body, Format::Json) => {
                (self.status, "application/json; charset=utf-8", json(body).to_string())
            }
            (body, Format::Xml) => {
                (self.status, "application/xml; charset=utf-8", xml(body).document())
            }
        };
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = Response::builder()
            .status(status)
            .header("date", httpdate::fmt_http_date(date(now)))
            .header("x-request-id", format!("request-{now}"));
        if status != StatusCode::NO_CONTENT {
            response = response.header("content-type", media_type);
        }
        if status == StatusCode::UNAUTHORIZED {
            response = response.header("www-authenticate", "Basic realm=\"Application\"");
        }
        if let Some(path) = &self.location {
            response = response.header("location", format!("http://{host}{path}"));
        }
        if let Some((page, limit, total)) = self.page {
            response = response.header("x-page", page).header("x-limit", limit);
            response = response.header("x-total", total);
        }
        match response.body(Stream::from(body)) {
            Ok(response) => response,
            Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
        }
    }
}

fn done(format: Format, n_done: usize) -> (u16, &'static str, String) {
    let (media_type, object) = match format {
        Format::Xml => ("application/xml; charset=utf-8", ""),
        Format::Json | Format::Page => ("application/json; charset=utf-8", "{}"),
    };
    match n_done % 3 {
        0 => (204, media_type, String::new()),
        1 => (200, media_type, object.to_owned()),
        _ => (200, media_type, " ".to_owned()),
    }
}

fn json(body: &Body) -> Value {
    match body {
        Body::One(name, record) | Body::Listed(name, record) => json!({ *name: record }),
        Body::Many(_, item, records) | Body::Untyped(_, item, records) => {
            records.iter().map(|it| json!({ *item: it })).collect()
        }
        Body::Plain(_, _, records) => Value::Array(records.clone()),
        Body::Bare(members) => members.clone(),
        Body::Refused(fault) => fault.json(),
        Body::Done => json!({}),
    }
}

fn xml(body: &Body) -> Element {
    let list = |root: &str, item: &str, records: &[Value]| {
        let root = Element::new(root).with("type", "array");
        root.holding(records.iter().map(|it| element(item, it)))
    };
    match body {
        Body::One(name, record) => element(name, record),
        Body::Listed(name, record) => list(&format!("{name}s"), name, std::slice::from_ref(record)),
        Body::Many(root, item, records) | Body::Plain(root, item, records) => {
            list(root, item, records)
        }
        Body::Untyped(root, item, records) => {
            untyped(Element::new(*root).holding(records.iter().map(|it| element(item, it))))
        }
        Body::Bare(members) => element("hash", members),
        Body::Refused(fault) => {
            let error = |it: String| Element::new("error").saying(it);
            Element::new("errors").holding(fault.sentences().into_iter().map(error))
        }
        Body::Done => Element::new("nil-classes"),
    }
}

fn untyped(mut element: Element) -> Element {
    element.attributes.clear();
    element.children = element.children.into_iter().map(untyped).collect();
    element
}

fn page(status: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html><head><title>{status}</title></head><body><h1>{status}</h1></body></html>\n"
    )
}
