//! The services that apps build on.

use serde_json::{Value, json};

use super::answer::Said;
use super::call::Call;
use super::fault::Fault;
use super::state::State;
use super::things::SERVICE;

/// Id, name, and memory by default in bytes.
const SERVICES: &[(&str, &str, u64)] = &[
    ("docker", "Docker", 0),
    ("graphite", "Metrics", 268_435_456),
    ("mail", "Mail", 536_870_912),
    ("mongodb", "MongoDB", 1_073_741_824),
    ("mysql", "MySQL", 536_870_912),
    ("nginx", "Nginx", 0),
    ("postgresql", "PostgreSQL", 536_870_912),
    ("sftp", "SFTP", 268_435_456),
    ("turn", "TURN", 268_435_456),
    ("unbound", "Unbound", 0),
];

/// `GET /services`
pub(super) fn list(state: &mut State, _: &Call) -> Result<Said, Fault> {
    let short = |it: &Value| json!({ "id": it["id"], "name": it["displayName"] });
    let services: Vec<Value> = state.all(&SERVICE).iter().map(short).collect();
    Ok(json!({ "services": services }).into())
}

/// `GET /services/{service}`
pub(super) fn get(state: &mut State, call: &Call) -> Result<Said, Fault> {
    let mut service = state.find(&SERVICE, call.id())?.clone();
    if let Some(members) = service.as_object_mut() {
        members.retain(|name, _| !["id", "displayName"].contains(&name.as_str()));
    }
    Ok(service.into())
}

/// `POST /services/{service}`
pub(super) fn configure(state: &mut State, call: &Call) -> Result<Said, Fault> {
    state.find_mut(&SERVICE, call.id())?["config"] = call.fields.members().clone().into();
    state.event("service.configure", json!({ "id": call.id() }));
    Ok(Said::Nothing)
}

/// `POST .../restart` and `.../rebuild`
pub(super) fn restart(state: &mut State, call: &Call) -> Result<Said, Fault> {
    state.journal.write(&format!("service:{}", call.id()), "ready to accept connections");
    let is_restart = call.route.ends_with("/restart");
    let action = if is_restart { "service.restart" } else { "service.rebuild" };
    state.event(action, json!({ "id": call.id() }));
    Ok(Said::Nothing)
}

/// The services as they are at the start, each with a line in its log.
pub(super) fn fill(state: &mut State) {
    for (id, name, memory) in SERVICES {
        state.journal.write(&format!("service:{id}"), "ready to accept connections");
        state.all_mut(&SERVICE).push(json!({
            "id": id,
            "displayName": name,
            "name": id,
            "status": "active",
            "memoryUsed": memory / 2,
            "memoryPercent": 50,
            "error": null,
            "healthcheck": { "status": true },
            "config": { "memoryLimit": memory, "recoveryMode": false },
            "defaultMemoryLimit": memory,
        }));
    }
}
