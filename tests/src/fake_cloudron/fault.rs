//! What the server says about a request that it refuses.

use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// A status and the reason in words.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    status: StatusCode,
    message: String,
}

impl Fault {
    /// A status of 4xx, with its reason.
    pub(super) fn new(status: u16, message: impl Into<String>) -> Self {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self { status, message: message.into() }
    }

    /// There is no such thing.
    pub(super) fn not_found(what: &str) -> Self {
        Self::new(404, format!("there is no such {what}"))
    }

    /// There is no such thing among the routes, in the words of a 9.0.15.
    pub(super) fn no_route() -> Self {
        Self::new(404, "No such route")
    }

    /// A field is not what it must be.
    pub(super) fn bad_field(message: impl Into<String>) -> Self {
        Self::new(400, message)
    }

    /// It stands against something that is there.
    pub(super) fn conflict(message: impl Into<String>) -> Self {
        Self::new(409, message)
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let status = self.status.canonical_reason().unwrap_or_default();
        let body = json!({ "status": status, "message": self.message });
        // Indented by two blanks, as servers do.
        (self.status, [(CONTENT_TYPE, "application/json")], format!("{body:#}")).into_response()
    }
}
