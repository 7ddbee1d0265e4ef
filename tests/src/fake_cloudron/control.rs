//! Faults for programs that are not part of a test: `POST /fake/faults`, beside the API.

use std::time::Duration;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;

use crate::description_server::received::Received;

use super::fault::Fault;
use super::injected::Trouble;
use super::{Shared, routes};

/// Where faults are asked for.
pub(super) const FAULTS: &str = "/fake/faults";

/// What the next call of a route shall run into.
#[derive(Debug, Deserialize)]
struct Wish {
    /// Method and path template, such as `POST /groups`.
    route: String,
    #[serde(flatten)]
    kind: Kind,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "fault", rename_all = "snake_case")]
enum Kind {
    Refused { status: u16, message: String },
    Page { status: u16, html: String },
    DoneBut { status: u16 },
    Slow { seconds: f64 },
    NoAnswer,
    TaskFails { message: String },
}

/// Takes a wish, and says what can be wished for where it is none.
pub(super) fn answer(shared: &Shared, received: &Received) -> Response {
    if received.method != "POST" {
        return Fault::new(405, "faults are asked for with POST").into_response();
    }
    let wish: Wish = match serde_json::from_slice(&received.body) {
        Ok(wish) => wish,
        Err(error) => {
            let kinds = "refused, page, done_but, slow, no_answer or task_fails";
            let words = format!("a fault is {{\"route\": .., \"fault\": {kinds}}}: {error}");
            return Fault::bad_field(words).into_response();
        }
    };
    if !routes::served().any(|it| it.route() == wish.route) {
        return Fault::bad_field(format!("there is no route `{}`", wish.route)).into_response();
    }
    match wish.kind.trouble() {
        Ok(trouble) => shared.troubles().push(&wish.route, trouble),
        Err(fault) => return fault.into_response(),
    }
    (StatusCode::ACCEPTED, axum::Json(json!({}))).into_response()
}

impl Kind {
    fn trouble(self) -> Result<Trouble, Fault> {
        let known = |status: u16| match status {
            400..=599 => Ok(status),
            _ => Err(Fault::bad_field("status must be between 400 and 599")),
        };
        Ok(match self {
            Self::Refused { status, message } => Trouble::Refused(known(status)?, message),
            Self::Page { status, html } => Trouble::Page(status, html),
            Self::DoneBut { status } => Trouble::DoneBut(known(status)?),
            Self::Slow { seconds } => Trouble::Slow(
                Duration::try_from_secs_f64(seconds)
                    .map_err(|error| Fault::bad_field(format!("seconds: {error}")))?,
            ),
            Self::NoAnswer => Trouble::NoAnswer,
            Self::TaskFails { message } => Trouble::TaskFails(message),
        })
    }
}
