//! What happened: the event log, and the notifications.

use serde_json::{Value, json};

use super::answer::Said;
use super::call::Call;
use super::fault::Fault;
use super::state::State;
use super::things::{EVENT, NOTIFICATION};

/// `GET /eventlog`: each of the actions matches any part of an action's name.
pub(super) fn list(state: &mut State, call: &Call) -> Result<Said, Fault> {
    if call.query.iter().filter(|it| it.name == "actions").count() > 1 {
        return Err(Fault::bad_field("actions must be one text, with commas"));
    }
    let actions = call.query("actions").unwrap_or_default();
    let actions: Vec<&str> =
        actions.split(',').map(str::trim).filter(|it| !it.is_empty()).collect();
    let search = call.query("search").unwrap_or_default();
    let events = state.all(&EVENT).iter().filter(|it| {
        let action = it["action"].as_str().unwrap_or_default();
        let is_named = actions.is_empty() || actions.iter().any(|part| action.contains(part));
        is_named && says(it, &search)
    });
    Ok(json!({ "eventlogs": events.collect::<Vec<_>>() }).into())
}

/// `GET /apps/{appId}/eventlog`
pub(super) fn of_app(state: &mut State, call: &Call) -> Result<Said, Fault> {
    let search = call.query("search").unwrap_or_default();
    let is_of_app = |it: &&Value| it["data"]["appId"] == *call.id() && says(it, &search);
    let events = state.all(&EVENT).iter().filter(is_of_app).map(|it| {
        json!({
            "id": it["id"],
            "action": it["action"],
            "creationTime": it["creationTime"],
            "source": it["source"],
            "data": {},
            "appId": it["data"]["appId"],
            "taskId": it["data"]["taskId"],
        })
    });
    Ok(json!({ "eventlogs": events.collect::<Vec<_>>() }).into())
}

/// `GET /notifications`
pub(super) fn notifications(state: &mut State, call: &Call) -> Result<Said, Fault> {
    let acknowledged = call.query("acknowledged").map(|it| it == "true");
    let is_wanted = |it: &&Value| acknowledged.is_none_or(|wanted| it["acknowledged"] == wanted);
    let found: Vec<&Value> = state.all(&NOTIFICATION).iter().filter(is_wanted).collect();
    Ok(json!({ "notifications": found }).into())
}

/// Whether source or data of an event hold a text.
fn says(event: &Value, search: &str) -> bool {
    event["source"].to_string().contains(search) || event["data"].to_string().contains(search)
}

impl State {
    /// Writes an event down, before the others: lists begin with the newest.
    pub(super) fn event(&mut self, action: &str, data: Value) {
        let event = json!({
            "id": self.fresh_id(""),
            "action": action,
            "creationTime": self.now(),
            "source": { "username": "scrooge", "userId": self.owner_id(), "ip": "127.0.0.1" },
            "data": data,
        });
        self.all_mut(&EVENT).insert(0, event);
    }

    /// Who does what is done: all tokens are the owner's.
    pub(super) fn owner_id(&self) -> String {
        let users = self.all(&super::things::USER).iter();
        let owner = users.into_iter().find(|it| it["role"] == "owner");
        owner.and_then(|it| it["id"].as_str()).unwrap_or_default().to_owned()
    }
}
