//! Tasks: how far they are, and what becomes of their app when they end.

use axum::Json;
use axum::extract::{Path, Query, State as Extension};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::fault::Fault;
use super::state::{Aim, Outcome, State, Task};
use super::{BROKEN_PACKAGE, Pace, Shared};

/// How far the installation of the broken package gets.
const BREAKS_AT: u32 = 40;

/// What a task does from which percentage on.
const STAGES: &[(u32, &str)] = &[
    (0, "Queued"),
    (1, "Registering subdomains"),
    (20, "Downloading image"),
    (60, "Setting up addons"),
    (90, "Starting app"),
    (100, "Done"),
];

/// What can be asked of a list.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Listing {
    #[serde(default = "first")]
    page: usize,
    #[serde(default = "twenty_five")]
    per_page: usize,
    pub(super) search: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
}

fn first() -> usize {
    1
}

fn twenty_five() -> usize {
    25
}

/// The entries of one page.
pub(super) fn page(entries: Vec<Value>, listing: &Listing) -> Vec<Value> {
    let skipped = listing.page.saturating_sub(1).saturating_mul(listing.per_page);
    entries.into_iter().skip(skipped).take(listing.per_page).collect()
}

pub(super) async fn list(
    Extension(shared): Extension<Shared>,
    Query(listing): Query<Listing>,
) -> Json<Value> {
    let state = shared.state();
    let wanted = listing.kind.as_deref().is_none_or(|it| it == "app");
    let tasks =
        state.tasks.iter().rev().filter(|_| wanted).map(|it| task_json(&state, it)).collect();
    Json(json!({ "tasks": page(tasks, &listing) }))
}

pub(super) async fn get(
    Extension(shared): Extension<Shared>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Fault> {
    let id = id.parse().map_err(|_| Fault::not_found("task"))?;
    poll(&mut shared.state(), id).map(Json)
}

pub(super) async fn stop(
    Extension(shared): Extension<Shared>,
    Path(id): Path<String>,
) -> Result<StatusCode, Fault> {
    let mut state = shared.state();
    let task = state
        .tasks
        .iter()
        .position(|it| it.id.to_string() == id)
        .ok_or_else(|| Fault::not_found("task"))?;
    if state.tasks[task].outcome.is_some() {
        return Err(Fault::new(409, "the task has ended already"));
    }
    state.end(task, Outcome::Stopped);
    Ok(StatusCode::NO_CONTENT)
}

/// Looks at a task, which moves it on by one step where no clock does.
pub(super) fn poll(state: &mut State, id: u64) -> Result<Value, Fault> {
    let index =
        state.tasks.iter().position(|it| it.id == id).ok_or_else(|| Fault::not_found("task"))?;
    let seen = task_json(state, &state.tasks[index]);
    state.tasks[index].polls += 1;
    Ok(seen)
}

impl State {
    /// Ends the tasks whose work is done, and does to their apps what they were to do.
    pub(super) fn settle(&mut self) {
        for index in 0..self.tasks.len() {
            let task = &self.tasks[index];
            let broken =
                self.apps.iter().any(|it| it.id == task.app_id && it.package == BROKEN_PACKAGE);
            let breaks = broken && task.aim == Aim::Install && self.percent(task) >= BREAKS_AT;
            if task.outcome.is_none() && (breaks || self.percent(task) >= 100) {
                self.end(index, if breaks { Outcome::Failed } else { Outcome::Done });
            }
        }
    }

    fn end(&mut self, task: usize, outcome: Outcome) {
        self.tasks[task].changed = self.now();
        self.tasks[task].outcome = Some(outcome);
        let aim = self.tasks[task].aim;
        let Some(app) = self.app_index(&self.tasks[task].app_id) else { return };
        self.apps[app].task_id = None;
        match (aim, outcome) {
            (Aim::Install, Outcome::Done) => {
                self.apps[app].installation_state = "installed";
                self.apps[app].run_state = "running";
                self.apps[app].health = "healthy";
                self.log(app, "Starting Apache");
                self.log(app, "GET / 200");
            }
            (Aim::Uninstall, Outcome::Done) => drop(self.apps.remove(app)),
            (Aim::Install | Aim::Uninstall, Outcome::Failed | Outcome::Stopped) => {
                self.apps[app].installation_state = "error";
                self.apps[app].error = Some(reason(outcome).to_owned());
                self.log(app, reason(outcome));
            }
        }
    }

    fn percent(&self, task: &Task) -> u32 {
        let percent = match self.pace {
            Pace::Steps(steps) => u128::from(task.polls) * 100 / u128::from(steps.max(1)),
            Pace::RealTime(whole) => {
                task.started.elapsed().as_millis() * 100 / whole.as_millis().max(1)
            }
        };
        u32::try_from(percent.min(100)).unwrap_or(100)
    }
}

fn reason(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Done => "",
        Outcome::Failed => "The image could not be downloaded",
        Outcome::Stopped => "The task was stopped",
    }
}

fn task_json(state: &State, task: &Task) -> Value {
    let percent = match task.outcome {
        Some(Outcome::Failed) => BREAKS_AT,
        _ => state.percent(task),
    };
    let stage =
        STAGES.iter().rev().find(|(from, _)| *from <= percent).map_or("", |(_, stage)| stage);
    let error = task
        .outcome
        .filter(|it| *it != Outcome::Done)
        .map(|it| json!({ "message": reason(it), "code": 1 }));
    json!({
        "id": task.id.to_string(),
        "type": "app",
        "percent": percent,
        "message": stage,
        "creationTime": task.created,
        "ts": task.changed,
        "args": [task.app_id],
        "result": null,
        "error": error,
        "active": task.outcome.is_none(),
        "pending": false,
        "success": task.outcome == Some(Outcome::Done),
    })
}
