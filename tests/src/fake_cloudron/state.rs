//! What the server knows.

use std::time::Instant;

use serde_json::Value;

use super::{FakeCloudron, Pace};

/// Everything that lasts while the server runs.
#[derive(Debug)]
pub(super) struct State {
    pub(super) pace: Pace,
    pub(super) users: Vec<User>,
    pub(super) groups: Vec<Group>,
    pub(super) apps: Vec<App>,
    pub(super) tasks: Vec<Task>,
    /// Seconds of the server's own clock; each event takes one.
    clock: u64,
    n_ids: u64,
}

#[derive(Clone, Debug)]
pub(super) struct User {
    pub(super) id: String,
    pub(super) email: String,
    pub(super) username: Option<String>,
    pub(super) display_name: String,
    pub(super) fallback_email: String,
    pub(super) role: String,
}

#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) user_ids: Vec<String>,
}

#[derive(Clone, Debug)]
pub(super) struct App {
    pub(super) id: String,
    pub(super) package: String,
    pub(super) subdomain: String,
    pub(super) domain: String,
    pub(super) label: Option<String>,
    pub(super) access_restriction: Value,
    pub(super) installation_state: &'static str,
    pub(super) run_state: &'static str,
    pub(super) health: &'static str,
    pub(super) error: Option<String>,
    pub(super) task_id: Option<u64>,
    pub(super) created: String,
    /// Time in microseconds, and text.
    pub(super) log: Vec<(u64, String)>,
}

#[derive(Clone, Debug)]
pub(super) struct Task {
    pub(super) id: u64,
    pub(super) app_id: String,
    pub(super) aim: Aim,
    pub(super) created: String,
    pub(super) changed: String,
    pub(super) started: Instant,
    /// How often somebody looked.
    pub(super) polls: u32,
    pub(super) outcome: Option<Outcome>,
}

/// What a task is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Aim {
    Install,
    Uninstall,
}

/// How a task ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Done,
    Failed,
    Stopped,
}

impl State {
    /// A server with an owner and nothing else.
    pub(super) fn new(pace: Pace) -> Self {
        let (users, groups, apps, tasks) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut state = Self { pace, users, groups, apps, tasks, clock: 0, n_ids: 0 };
        let owner = User {
            id: state.fresh_id("uid-"),
            email: format!("scrooge@{}", FakeCloudron::DOMAIN),
            username: Some("scrooge".to_owned()),
            display_name: "Scrooge McDuck".to_owned(),
            fallback_email: String::new(),
            role: "owner".to_owned(),
        };
        state.users.push(owner);
        state
    }

    /// An id that was never given before.
    pub(super) fn fresh_id(&mut self, prefix: &str) -> String {
        self.n_ids += 1;
        format!("{prefix}b51d8bd4-0f10-45e2-b927-{:012x}", self.n_ids)
    }

    /// The time of the next event.
    pub(super) fn now(&mut self) -> String {
        self.clock += 1;
        iso(self.clock)
    }

    /// Writes a line into the log of an app.
    pub(super) fn log(&mut self, app: usize, line: impl Into<String>) {
        self.clock += 1;
        self.apps[app].log.push((micros(self.clock), line.into()));
    }

    /// Where an app is in the list.
    pub(super) fn app_index(&self, id: &str) -> Option<usize> {
        self.apps.iter().position(|it| it.id == id)
    }

    /// Gives an app a new task.
    pub(super) fn start_task(&mut self, app: usize, aim: Aim) -> u64 {
        let created = self.now();
        let id = 295 + self.tasks.len() as u64;
        self.apps[app].task_id = Some(id);
        self.tasks.push(Task {
            id,
            app_id: self.apps[app].id.clone(),
            aim,
            changed: created.clone(),
            created,
            started: Instant::now(),
            polls: 0,
            outcome: None,
        });
        id
    }
}

/// The second of that number as a date and a time.
fn iso(seconds: u64) -> String {
    let (hour, minute, second) = (10 + seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("2026-11-22T{hour:02}:{minute:02}:{second:02}.000Z")
}

/// The same second in microseconds since 1970.
fn micros(seconds: u64) -> u64 {
    (1_795_341_600 + seconds) * 1_000_000
}

/// The time of a log line as text.
pub(super) fn iso_of_micros(micros_since_1970: u64) -> String {
    iso(micros_since_1970 / 1_000_000 - micros(0) / 1_000_000)
}
