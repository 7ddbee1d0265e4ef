//! Security schemes: OAuth 2 with one `flow`, and keys that are bearer tokens.

use serde_json::{Map, Value};

use super::super::Document;
use super::super::node::Node;
use crate::diagnostics::Diagnostics;

/// What the flows are called in Swagger 2.0, and in OpenAPI 3.
const FLOWS: &[(&str, &str)] = &[
    ("implicit", "implicit"),
    ("password", "password"),
    ("application", "clientCredentials"),
    ("accessCode", "authorizationCode"),
];

/// Whether a key in the header `Authorization` is said to be a bearer token, for which Swagger 2.0
/// has no type.
pub(in super::super) fn is_bearer(scheme: &Node<'_>) -> bool {
    let text = |key: &str| scheme.get(key).and_then(Value::as_str).unwrap_or_default();
    let is = |key: &str, wanted: &str| text(key).eq_ignore_ascii_case(wanted);
    is("in", "header")
        && is("name", "authorization")
        && (is("x-scheme", "bearer") || is("scheme", "bearer"))
}

impl Document {
    /// The flow that a scheme names, by its name in OpenAPI 3.
    pub(in super::super) fn only_flow(
        &self,
        scheme: &Node<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Option<(&'static str, Map<String, Value>)> {
        let has = |key: &str| scheme.get(key).is_some();
        let place = scheme.place.key("flow");
        let name = match scheme.text("flow", diagnostics) {
            Some(written) => {
                self.note_old(&place, "`flow`", diagnostics);
                let same = |(old, new): &&(&str, &str)| {
                    old.eq_ignore_ascii_case(&written) || new.eq_ignore_ascii_case(&written)
                };
                let Some((_, name)) = FLOWS.iter().find(same) else {
                    let message = format!("`{written}` is not a flow of OAuth 2, left out");
                    diagnostics
                        .fault(&place, message)
                        .help("use `implicit`, `password`, `application` or `accessCode`");
                    return None;
                };
                name
            }
            None if has("authorizationUrl") && has("tokenUrl") => "authorizationCode",
            None if has("tokenUrl") => "clientCredentials",
            None if has("authorizationUrl") => "implicit",
            None => return None,
        };
        Some((name, self.flow(scheme, diagnostics)))
    }
}
