//! What of a request must not be shown, should the server repeat it.

use std::sync::Arc;

use serde_json::Value;

use super::Arguments;
use crate::Secret;

/// What is secret by its type, and headers and cookies that are secret by where they are. Costs nothing if there is
/// none of it.
pub(super) fn by_type(arguments: &mut Arguments) -> Option<Arc<[Secret]>> {
    let mut secrets = std::mem::take(&mut arguments.secrets);
    for (_, value) in arguments.headers.iter().chain(arguments.extra_headers.iter()) {
        if value.is_sensitive() {
            let value = String::from_utf8_lossy(value.as_bytes());
            // Behind a scheme such as `Bearer`.
            secrets.push(value.split_once(' ').map_or(&*value, |(_, bare)| bare).into());
        }
    }
    secrets.extend(arguments.cookies.iter().map(|(_, value)| value.into()));
    (!secrets.is_empty()).then(|| secrets.into())
}

/// What is secret by its name: for errors, since it takes a while to find. A body is looked through if it is JSON or a
/// form.
pub(super) fn by_name(arguments: &Arguments, body: Option<&[u8]>) -> Vec<Secret> {
    let mut secrets = Vec::new();
    for (name, value) in &arguments.path {
        if openapi_media::is_secret_name(name) {
            secrets.push(decoded(value.as_bytes()).into());
        }
    }
    of_pairs(arguments.query.as_str().as_bytes(), &mut secrets);
    if let Some(body) = body {
        match serde_json::from_slice(body) {
            Ok(document) => of_value(&document, false, &mut secrets),
            Err(_) => of_pairs(body, &mut secrets),
        }
    }
    secrets
}

/// The values of `a=1&b=2` whose names are those of secrets.
fn of_pairs(text: &[u8], secrets: &mut Vec<Secret>) {
    for pair in text.split(|byte| *byte == b'&') {
        let Some(at) = pair.iter().position(|byte| *byte == b'=') else { continue };
        if openapi_media::is_secret_name(&decoded(&pair[..at])) {
            secrets.push(decoded(&pair[at + 1..]).into());
        }
    }
}

fn decoded(text: &[u8]) -> String {
    percent_encoding::percent_decode(text).decode_utf8_lossy().into_owned()
}

/// The texts and numbers in properties whose names are those of secrets.
fn of_value(value: &Value, is_secret: bool, secrets: &mut Vec<Secret>) {
    match value {
        Value::String(text) if is_secret => secrets.push(text.into()),
        Value::Number(number) if is_secret => secrets.push(number.to_string().into()),
        Value::Array(elements) => elements.iter().for_each(|it| of_value(it, is_secret, secrets)),
        Value::Object(members) => members.iter().for_each(|(name, value)| {
            of_value(value, is_secret || openapi_media::is_secret_name(name), secrets);
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
