//! Tasks: how far they are, and how they end.

use std::time::Instant;

use serde_json::{Value, json};

use super::Pace;
use super::answer::Said;
use super::call::Call;
use super::fault::Fault;
use super::state::State;
use super::things::APP;
use super::work::{UNINSTALL, Work};

/// How far a task gets that fails.
const BREAKS_AT: u32 = 40;

/// The number of the first task.
const FIRST: usize = 295;

/// A piece of work that goes on after the answer.
#[derive(Clone, Debug)]
pub(super) struct Task {
    pub(super) id: u64,
    pub(super) work: &'static Work,
    /// The app that it is about.
    pub(super) app_id: Option<String>,
    /// What it was started with.
    pub(super) args: Value,
    created: String,
    changed: String,
    started: Instant,
    /// How often somebody looked.
    polls: u32,
    /// Why it will fail.
    breaks: Option<String>,
    outcome: Option<Outcome>,
    /// The stage that its log has last.
    told: &'static str,
}

/// How a task ended.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Outcome {
    Done,
    Failed(String),
    Stopped,
}

/// Answers `POST` of something that is a task, of the route's app if it is about one.
pub(super) fn start(state: &mut State, work: &'static Work, call: &Call) -> Result<Said, Fault> {
    let app_id = call.route.contains("/apps/{appId}/").then(|| call.id().to_owned());
    let args = Value::Object(call.fields.members().clone());
    let id = state.start_task(work, app_id, args)?;
    // Some routes send the id as a number, some as text.
    Ok(json!({ "taskId": id.to_string() }).into())
}

/// `GET /tasks`
pub(super) fn list(state: &mut State, call: &Call) -> Result<Said, Fault> {
    let kind = call.query("type");
    let tasks = state.tasks.iter().rev();
    let tasks = tasks.filter(|it| kind.as_deref().is_none_or(|kind| it.work.kind == kind));
    let tasks: Vec<Value> = tasks.map(|it| state.task_json(it)).collect();
    Ok(json!({ "tasks": tasks }).into())
}

/// `GET /tasks/{taskId}`
pub(super) fn get(state: &mut State, call: &Call) -> Result<Said, Fault> {
    let index = state.task_index(call.id())?;
    Ok(state.poll(index).into())
}

/// `GET /apps/{appId}/task`
pub(super) fn of_app(state: &mut State, call: &Call) -> Result<Said, Fault> {
    let task_id = state.find(&APP, call.id())?["taskId"].clone();
    match task_id.as_str() {
        Some(id) => {
            let index = state.task_index(id)?;
            Ok(state.poll(index).into())
        }
        None => Err(Fault::bad_field("the app has no task")),
    }
}

/// `POST /tasks/{taskId}/stop`
pub(super) fn stop(state: &mut State, call: &Call) -> Result<Said, Fault> {
    let index = state.task_index(call.id())?;
    if state.tasks[index].outcome.is_some() {
        return Err(Fault::conflict("the task has ended already"));
    }
    state.end(index, Outcome::Stopped);
    Ok(Said::Nothing)
}

impl State {
    /// Starts a task. An app has one at a time, and one that is in a bad state can only be repaired, put back or
    /// removed.
    pub(super) fn start_task(
        &mut self,
        work: &'static Work,
        app_id: Option<String>,
        args: Value,
    ) -> Result<u64, Fault> {
        let id = FIRST + self.tasks.len();
        if let Some(app_id) = &app_id {
            let app = self.find_mut(&APP, app_id)?;
            if let Some(running) = app["taskId"].as_str() {
                let state = &app["installationState"].as_str().unwrap_or_default();
                return Err(Fault::conflict(format!(
                    "the app is locked by task {running}: {state}"
                )));
            }
            if app["installationState"] == "error" && !work.mends {
                return Err(Fault::conflict("the app is in the state error"));
            }
            app["taskId"] = id.to_string().into();
            app["installationState"] = work.pending.into();
        }
        let log = format!("task:{id}");
        self.journal.write(&log, "Queued");
        let created = self.now();
        let broken =
            app_id.as_deref().filter(|_| work.installs).is_some_and(|it| self.is_broken(it));
        let breaks = self.breaks.take();
        self.tasks.push(Task {
            id: id as u64,
            work,
            app_id,
            args,
            changed: created.clone(),
            created,
            started: Instant::now(),
            polls: 0,
            breaks: breaks.or(broken.then(|| "The image could not be downloaded".to_owned())),
            outcome: None,
            told: "Queued",
        });
        Ok(id as u64)
    }

    /// Ends the tasks whose work is done, and does what they were to do.
    pub(super) fn settle(&mut self) {
        for index in 0..self.tasks.len() {
            self.tell_stage(index);
            let task = &self.tasks[index];
            let percent = self.percent(task);
            let outcome = match &task.breaks {
                _ if task.outcome.is_some() => continue,
                Some(reason) if percent >= BREAKS_AT => Outcome::Failed(reason.clone()),
                _ if percent >= 100 => Outcome::Done,
                _ => continue,
            };
            self.end(index, outcome);
        }
    }

    /// Writes into the logs what a task has come to do. Who reads the log of an app reads those of its tasks as well.
    fn tell_stage(&mut self, index: usize) {
        let task = &self.tasks[index];
        let stage = self.stage(task);
        if task.outcome.is_some() || stage == task.told || stage == "Done" {
            return;
        }
        let (id, app_id) = (task.id, task.app_id.clone());
        self.tasks[index].told = stage;
        self.journal.write(&format!("task:{id}"), stage);
        if let Some(app_id) = app_id {
            self.journal.write_at_once(&format!("app:{app_id}"), stage);
        }
    }

    fn end(&mut self, index: usize, outcome: Outcome) {
        self.tasks[index].changed = self.now();
        self.tasks[index].outcome = Some(outcome.clone());
        let task = self.tasks[index].clone();
        let message = outcome.message().unwrap_or("Done").to_owned();
        self.journal.write(&format!("task:{}", task.id), message);
        let app_id = task.app_id.as_deref().unwrap_or_default();
        if let Ok(app) = self.find_mut(&APP, app_id) {
            app["taskId"] = Value::Null;
            let error =
                outcome.message().map(|it| json!({ "message": it, "reason": "Task Error" }));
            app["installationState"] = if error.is_some() { "error" } else { "installed" }.into();
            app["error"] = error.unwrap_or_default();
        }
        match outcome.message() {
            None => (task.work.done)(self, &task),
            Some(reason) if task.app_id.is_some() => {
                self.journal.write(&format!("app:{app_id}"), reason);
            }
            Some(_) => {}
        }
        if !task.work.event.is_empty() {
            let data = json!({ "appId": task.app_id, "taskId": task.id.to_string(),
                "errorMessage": outcome.message() });
            self.event(task.work.event, data);
        }
    }

    fn task_index(&self, id: &str) -> Result<usize, Fault> {
        let found = self.tasks.iter().position(|it| it.id.to_string() == id);
        found.ok_or_else(|| Fault::not_found("task"))
    }

    /// Looks at a task, which moves it on by one step where no clock does.
    fn poll(&mut self, index: usize) -> Value {
        let seen = self.task_json(&self.tasks[index]);
        self.tasks[index].polls += 1;
        seen
    }

    fn percent(&self, task: &Task) -> u32 {
        let percent = match (self.pace, &task.outcome) {
            (_, Some(Outcome::Failed(_))) => u128::from(BREAKS_AT),
            (_, Some(Outcome::Done)) => 100,
            (Pace::Steps(steps), _) => u128::from(task.polls) * 100 / u128::from(steps.max(1)),
            (Pace::RealTime(whole), _) => {
                task.started.elapsed().as_millis() * 100 / whole.as_millis().max(1)
            }
        };
        u32::try_from(percent.min(100)).unwrap_or(100)
    }

    /// What a task is doing.
    fn stage(&self, task: &Task) -> &'static str {
        let percent = self.percent(task);
        let stages = task.work.stages.iter().rev();
        stages.into_iter().find(|(from, _)| *from <= percent).map_or("", |(_, stage)| stage)
    }

    fn task_json(&self, task: &Task) -> Value {
        let error = task.outcome.as_ref().and_then(Outcome::message);
        let args = match &task.app_id {
            Some(id) => json!([id, task.args]),
            None => json!([task.args]),
        };
        json!({
            "id": task.id.to_string(),
            "type": task.work.kind,
            "percent": self.percent(task),
            "message": self.stage(task),
            "creationTime": task.created,
            "ts": task.changed,
            "args": args,
            "result": null,
            "error": error.map(|it| json!({ "message": it, "code": 1 })),
            "active": task.outcome.is_none(),
            "pending": false,
            "success": task.outcome == Some(Outcome::Done),
        })
    }

    /// Puts a task with an id of its own among the others: one that runs.
    pub(super) fn add_running_task(&mut self, id: u64) {
        let created = self.now();
        self.journal.write(&format!("task:{id}"), "Queued");
        self.tasks.push(Task {
            id,
            work: &UNINSTALL,
            app_id: None,
            args: json!({}),
            changed: created.clone(),
            created,
            started: Instant::now(),
            polls: 0,
            breaks: None,
            outcome: None,
            told: "Queued",
        });
    }
}

impl Outcome {
    /// Why it did not end well.
    fn message(&self) -> Option<&str> {
        match self {
            Self::Done => None,
            Self::Failed(reason) => Some(reason),
            Self::Stopped => Some("The task was stopped"),
        }
    }
}
