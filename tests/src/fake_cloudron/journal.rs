//! The logs of apps, tasks, services and the system, and the clock that they share.

use std::collections::BTreeMap;

/// Every log, by name: `app:` and an id, `task:`, `service:` and `system:`.
#[derive(Debug, Default)]
pub(super) struct Journal {
    logs: BTreeMap<String, Vec<Line>>,
    /// Seconds of the server's own clock; each event takes one.
    clock: u64,
}

/// A line of a log.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Microseconds since 1970.
    pub(super) micros: u64,
    pub(super) message: String,
}

impl Journal {
    /// The time of the next event.
    pub(super) fn now(&mut self) -> String {
        self.clock += 1;
        iso(self.clock)
    }

    /// Begins a log, which has no lines yet.
    pub(super) fn begin(&mut self, log: &str) {
        self.logs.entry(log.to_owned()).or_default();
    }

    /// Writes a line into a log.
    pub(super) fn write(&mut self, log: &str, message: impl Into<String>) {
        self.clock += 1;
        self.write_at_once(log, message);
    }

    /// Writes a line into a log at the time of the last event: on a server, two lines may share one.
    pub(super) fn write_at_once(&mut self, log: &str, message: impl Into<String>) {
        let line = Line { micros: micros(self.clock), message: message.into() };
        self.logs.entry(log.to_owned()).or_default().push(line);
    }

    /// The lines of a log, if there is one.
    pub(super) fn lines(&self, log: &str) -> Option<&[Line]> {
        self.logs.get(log).map(Vec::as_slice)
    }

    /// Drops a log.
    pub(super) fn drop(&mut self, log: &str) {
        self.logs.remove(log);
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

impl Line {
    /// Its time as text.
    pub(super) fn time(&self) -> String {
        iso((self.micros - micros(0)) / 1_000_000)
    }
}
