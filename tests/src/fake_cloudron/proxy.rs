//! The proxy before the server: it has no patience, and pages of its own.

use std::time::Duration;

use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

/// Hands a request on. Where the time is limited, the answer after it is 503; the work goes on nevertheless.
pub(super) async fn before(
    limit: Option<Duration>,
    work: impl Future<Output = Response> + Send + 'static,
) -> Response {
    let work = tokio::spawn(work);
    let answered = match limit {
        Some(limit) => match tokio::time::timeout(limit, work).await {
            Ok(answered) => answered,
            Err(_) => return page(StatusCode::SERVICE_UNAVAILABLE),
        },
        None => work.await,
    };
    let response = match answered {
        Ok(response) => response,
        Err(_) => return page(StatusCode::BAD_GATEWAY),
    };
    match response.status().as_u16() {
        502..=504 => page(response.status()),
        _ => response,
    }
}

/// A page for people.
pub(super) fn page(status: StatusCode) -> Response {
    let title = status.to_string();
    html(
        status,
        format!(
            "<html>\n<head><title>{title}</title></head>\n<body><h1>{title}</h1></body>\n</html>\n"
        ),
    )
}

/// A page with this text.
pub(super) fn html(status: StatusCode, text: String) -> Response {
    (status, [(CONTENT_TYPE, "text/html; charset=utf-8")], text).into_response()
}
