//! Arguments -> the request as it goes over the wire.

use std::sync::Arc;

use http::{HeaderMap, HeaderValue, Method, header};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use reqwest::Url;
use serde_json::Value;

use super::outgoing::{Activity, Outgoing};
use super::{Arguments, Auth, path, query};
use crate::Error;
use crate::credential::Proof;
use crate::error::ArgumentError;

/// What a cookie's value cannot contain.
const COOKIE: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b',').add(b';').add(b'\\');

/// A request that is ready to be sent.
pub(crate) struct Prepared {
    pub(crate) request: reqwest::Request,
    /// The URL, credentials redacted.
    pub(crate) shown: String,
    pub(crate) activity: Arc<Activity>,
}

/// Adds the client's credentials and headers, and opens the files. Nothing is sent yet.
pub(crate) async fn prepare(mut arguments: Box<Arguments>) -> Result<Prepared, Error> {
    let operation = arguments.operation;
    if let Some(fault) = arguments.take_fault() {
        return Err(fault.into());
    }
    let client = arguments.client.clone();
    let mut headers = client.shared().headers.clone();
    replace(&mut headers, std::mem::take(&mut arguments.headers));
    let mut cookies = std::mem::take(&mut arguments.cookies);
    let proofs = match arguments.auth {
        Auth::OneOf(alternatives) => client.shared().proofs(alternatives),
        Auth::Any => client.shared().any_proof(),
    };
    for proof in proofs {
        match proof {
            Proof::Header(name, value) => {
                headers.insert(name, value.clone());
            }
            Proof::Query(name, value) => {
                arguments.query.add(name, &Value::String(value.expose().to_owned()))
            }
            Proof::Cookie(name, value) => cookies.push((name.clone(), value.expose().to_owned())),
        }
    }
    if !cookies.is_empty() {
        headers
            .insert(header::COOKIE, cookie_header(&cookies).map_err(|fault| fault.of(operation))?);
    }
    let (url, shown) = url(&arguments).map_err(|fault| fault.of(operation))?;
    let method = Method::from_bytes(operation.method().as_bytes()).map_err(|error| {
        ArgumentError::new("method", "is not a valid method").because(error).of(operation)
    })?;
    let mut request = reqwest::Request::new(method, url);
    let activity = Activity::new();
    if let Some(content) =
        std::mem::replace(&mut arguments.body, super::body::Body::None).into_content()
    {
        let media_type = HeaderValue::from_str(&content.media_type).map_err(|error| {
            ArgumentError::new("content_type", "is not a media type").because(error).of(operation)
        })?;
        headers.insert(header::CONTENT_TYPE, media_type);
        *request.body_mut() = Some(match content.small() {
            Ok(bytes) => bytes.into(),
            Err(pieces) => {
                reqwest::Body::wrap(Outgoing::open(operation, pieces, Arc::clone(&activity)).await?)
            }
        });
    }
    if request.body().is_none()
        && [Method::POST, Method::PUT, Method::PATCH].contains(request.method())
    {
        // Without it some servers wait, or refuse.
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
    replace(&mut headers, std::mem::take(&mut arguments.extra_headers));
    *request.headers_mut() = headers;
    Ok(Prepared { request, shown, activity })
}

/// The URL, and the same as it may be shown.
fn url(arguments: &Arguments) -> Result<(Url, String), ArgumentError> {
    let client = arguments.client.shared();
    let (path, fixed) = path::fill(arguments.operation.path(), &arguments.path)?;
    let is_secret =
        |name: &str| client.is_secret_query(name) || client.is_secret_query(&decoded(name));
    let with_query =
        |query: &str| match [fixed.unwrap_or_default(), query].map(|it| (it, it.is_empty())) {
            [(_, true), (_, true)] => format!("{}{path}", client.base),
            [(fixed, false), (_, true)] => format!("{}{path}?{fixed}", client.base),
            [(_, true), (query, false)] => format!("{}{path}?{query}", client.base),
            [(fixed, false), (query, false)] => format!("{}{path}?{fixed}&{query}", client.base),
        };
    let shown = with_query(&arguments.query.write(is_secret));
    let url = Url::parse(&with_query(&arguments.query.write(|_| false))).map_err(|error| {
        ArgumentError::new("path", format!("makes no valid URL: {error}")).because(error)
    })?;
    Ok((url, shown))
}

fn decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}

fn cookie_header(cookies: &[(String, String)]) -> Result<HeaderValue, ArgumentError> {
    let pair = |(name, value): &(String, String)| {
        format!("{}={}", query::encode(name), utf8_percent_encode(value, COOKIE))
    };
    let text = cookies.iter().map(pair).collect::<Vec<_>>().join("; ");
    let mut value = HeaderValue::from_str(&text).map_err(|error| {
        ArgumentError::new("cookie", "has characters that cannot be sent").because(error)
    })?;
    value.set_sensitive(true);
    Ok(value)
}

/// Each of the others replaces what has its name.
fn replace(headers: &mut HeaderMap, others: HeaderMap) {
    for (name, value) in others {
        if let Some(name) = name {
            headers.insert(name, value);
        }
    }
}
