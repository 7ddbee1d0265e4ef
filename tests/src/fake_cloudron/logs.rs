//! The log of an app, so far and as it goes on.

use axum::body::Body;
use axum::extract::{Path, Query, State as Extension};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::stream;
use serde::Deserialize;
use serde_json::json;

use super::Shared;
use super::fault::Fault;
use super::state::iso_of_micros;

/// How much of a log, and how it is written.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Excerpt {
    #[serde(default = "hundred")]
    lines: usize,
    format: Option<String>,
}

fn hundred() -> usize {
    100
}

pub(super) async fn download(
    Extension(shared): Extension<Shared>,
    Path(id): Path<String>,
    Query(excerpt): Query<Excerpt>,
) -> Result<Response, Fault> {
    let state = shared.state();
    let index = state.app_index(&id).ok_or_else(|| Fault::not_found("app"))?;
    let log = &state.apps[index].log;
    let newest = &log[log.len().saturating_sub(excerpt.lines)..];
    let text: String = newest.iter().map(|line| format!("{}\n", write(line, &excerpt))).collect();
    Ok(([(CONTENT_TYPE, "application/x-logs")], text).into_response())
}

/// The newest lines as events, and then each line that is written, until the app is gone.
pub(super) async fn follow(
    Extension(shared): Extension<Shared>,
    Path(id): Path<String>,
    Query(excerpt): Query<Excerpt>,
) -> Result<Response, Fault> {
    let state = shared.state();
    let index = state.app_index(&id).ok_or_else(|| Fault::not_found("app"))?;
    let first = state.apps[index].log.len().saturating_sub(excerpt.lines);
    drop(state);
    let news = shared.news.subscribe();
    let events = stream::unfold(
        (shared, id, first, news, excerpt),
        |(shared, id, next, mut news, excerpt)| async move {
            loop {
                let line = {
                    let state = shared.state();
                    state.apps[state.app_index(&id)?].log.get(next).cloned()
                };
                if let Some(line) = line {
                    let event = format!("id: {}\ndata: {}\n\n", line.0, write(&line, &excerpt));
                    let event = Ok::<_, std::convert::Infallible>(Bytes::from(event));
                    return Some((event, (shared, id, next + 1, news, excerpt)));
                }
                news.changed().await.ok()?;
            }
        },
    );
    Ok(([(CONTENT_TYPE, "text/event-stream")], Body::from_stream(events)).into_response())
}

fn write((micros, message): &(u64, String), excerpt: &Excerpt) -> String {
    match excerpt.format.as_deref() {
        Some("short") => format!("{} {message}", iso_of_micros(*micros)),
        _ => json!({ "realtimeTimestamp": micros, "message": message }).to_string(),
    }
}
