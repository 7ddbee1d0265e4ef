//! What a `client.toml` says about event streams.

use serde::Deserialize;

/// What the server of event streams does with `Last-Event-ID`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventStreamRule {
    /// Whether it goes on behind the event that the header names; `false` if it is known to ignore it.
    pub last_event_id: bool,
    /// The operations of which that is said, by their ids; all others if there are none.
    #[serde(default)]
    pub operations: Vec<String>,
}
