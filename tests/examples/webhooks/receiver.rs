//! The receiver: headers and raw body go to the check and to the generated reader, everything else is a `match`.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use openapi_runtime::webhooks::{HmacSha256, WebhookError};

use crate::webhooks::webhooks::Event;

/// The header with the signature.
pub(crate) const SIGNATURE: &str = "X-Forge-Signature-256";

/// A server that receives webhooks of a sender who has this secret.
pub(crate) fn router(secret: &str) -> Router {
    let check = Arc::new(HmacSha256::new(SIGNATURE, secret));
    Router::new().route("/webhooks", post(received)).with_state(check)
}

async fn received(
    State(check): State<Arc<HmacSha256>>,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, String) {
    match Event::receive(&*check, &headers, &body) {
        Ok(Event::IssuesOpened(it)) => {
            (StatusCode::OK, format!("{} opened `{}`", it.sender.name, it.issue.title))
        }
        Ok(Event::IssuesClosed(it)) => {
            (StatusCode::OK, format!("{} has {} an issue", it.sender.name, it.action.as_str()))
        }
        // What is new to this program is no fault of the sender.
        Ok(Event::Unlisted { name, .. }) => (StatusCode::OK, format!("{name} is new to me")),
        Ok(_) => (StatusCode::OK, String::new()),
        Err(refused @ WebhookError::Refused(_)) => (StatusCode::UNAUTHORIZED, refused.to_string()),
        Err(error) => (StatusCode::BAD_REQUEST, error.to_string()),
    }
}

/// What the sender writes into the header.
pub(crate) fn sign(secret: &str, body: &str) -> String {
    use hmac::{Hmac, KeyInit, Mac};
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(secret.as_bytes()).expect("a key");
    mac.update(body.as_bytes());
    let digits: String =
        mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256={digits}")
}
