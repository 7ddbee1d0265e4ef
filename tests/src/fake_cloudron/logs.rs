//! Logs as files and as streams of events, as `tail --lines=N --follow` gives them.

use std::convert::Infallible;

use bytes::Bytes;
use futures_util::{Stream, StreamExt, stream};
use serde_json::json;

use super::Shared;
use super::answer::{Followed, Said};
use super::call::Call;
use super::fault::Fault;
use super::journal::Line;
use super::state::State;

/// How many lines there are where nobody says.
const LINES: usize = 10;

/// Whose logs can be read: what routes begin with, and what the names of their logs begin with.
const OWNERS: &[(&str, &str)] =
    &[("/apps", "app"), ("/services", "service"), ("/system", "system"), ("/tasks", "task")];

/// `GET .../logs`
pub(super) fn download(state: &mut State, call: &Call) -> Result<Said, Fault> {
    let log = name(call);
    let lines = state.journal.lines(&log).ok_or_else(|| Fault::not_found("log"))?;
    let is_short = call.query("format").as_deref() == Some("short");
    let text: String = lines[first(lines.len(), call)?..]
        .iter()
        .map(|line| match is_short {
            true => format!("{} {}\n", line.time(), line.message),
            false => format!("{}\n", data(&log, line)),
        })
        .collect();
    Ok(Said::file("application/x-logs", "log.txt", text))
}

/// `GET .../logstream`: the newest lines as events, and then each line that is written, until the log is gone.
/// `Last-Event-ID` is ignored: every connection begins anew.
pub(super) fn stream_of(state: &mut State, call: &Call) -> Result<Said, Fault> {
    if call.accept.as_deref() != Some("text/event-stream") {
        return Err(Fault::bad_field(
            "the request must accept text/event-stream, and nothing else",
        ));
    }
    let log = name(call);
    let lines = state.journal.lines(&log).ok_or_else(|| Fault::not_found("log"))?;
    Ok(Said::Follow(Followed { first: first(lines.len(), call)?, log }))
}

/// The events of a log that is followed.
pub(super) fn follow(
    shared: Shared,
    followed: Followed,
) -> impl Stream<Item = Result<Bytes, Infallible>> + Send + 'static {
    let Followed { log, first } = followed;
    let news = shared.news.subscribe();
    // The first line stands alone, without a blank line after it.
    let head = stream::iter([Ok(Bytes::from_static(b"retry: 3000\n"))]);
    let events =
        stream::unfold((shared, log, first, news), |(shared, log, next, mut news)| async move {
            loop {
                let line = shared.state().journal.lines(&log)?.get(next).cloned();
                if let Some(line) = line {
                    let event = format!("id: {}\ndata: {}\n\n", id(&log, &line), data(&log, &line));
                    return Some((Ok(Bytes::from(event)), (shared, log, next + 1, news)));
                }
                news.changed().await.ok()?;
            }
        });
    head.chain(events)
}

/// Only the lines of apps have a time for an id; the others name a member that lines no longer have.
fn id(log: &str, line: &Line) -> String {
    match log.starts_with("app:") {
        true => line.micros.to_string(),
        false => "undefined".to_owned(),
    }
}

fn data(log: &str, line: &Line) -> String {
    let source = log.split_once(':').map_or(log, |(_, id)| id);
    json!({ "realtimeTimestamp": line.micros, "message": line.message, "source": source })
        .to_string()
}

/// The name of the log that a route is about.
fn name(call: &Call) -> String {
    let path = call.route.split(' ').nth(1).unwrap_or_default();
    let owner = OWNERS.iter().find(|(prefix, _)| path.starts_with(prefix));
    format!("{}:{}", owner.map_or("", |(_, owner)| owner), call.id())
}

/// The index of the first of the newest lines that are asked for; -1 asks for all.
fn first(n_lines: usize, call: &Call) -> Result<usize, Fault> {
    let wanted = match call.query("lines") {
        None => LINES,
        Some(text) if text == "-1" => usize::MAX,
        Some(text) => {
            text.parse().map_err(|_| Fault::bad_field("lines must be a number, or -1 for all"))?
        }
    };
    Ok(n_lines.saturating_sub(wanted))
}
