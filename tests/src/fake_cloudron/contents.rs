//! What is on a server when it starts.

use serde_json::{Value, json};

use super::routes::description;
use super::settings::example;
use super::state::State;
use super::things::{
    APP, APP_LINK, APP_PASSWORD, BACKUP, DOMAIN, EVENT, GROUP, Kind, MAIL_DOMAIN, NOTIFICATION,
    OIDC_CLIENT, PACKAGE, TOKEN, USER, VOLUME,
};
use super::{Contents, FakeCloudron, packages, services};

/// Units of the system that have a log.
const UNITS: &[&str] = &["box"];

/// Kinds whose things are shown in the examples: the `GET` of the list, and of one.
const SHOWN: &[(&Kind, &str, &str)] = &[
    (&APP_LINK, "/applinks", "/applinks/{id}"),
    (&APP_LINK, "", "/applinks/{id}/icon"),
    (&APP_PASSWORD, "/app_passwords", "/app_passwords/{passwordId}"),
    (&EVENT, "/eventlog", "/eventlog/{eventId}"),
    (&GROUP, "/groups", ""),
    (&NOTIFICATION, "/notifications", "/notifications/{notificationId}"),
    (&OIDC_CLIENT, "/oidc/clients", "/oidc/clients/{clientId}"),
    (&TOKEN, "/tokens", "/tokens/{tokenId}"),
    (&USER, "/users", "/users/{userId}"),
    (&VOLUME, "/volumes", "/volumes/{id}"),
    (&APP, "/apps", "/apps/{appId}"),
];

/// Other people whom the examples name.
const PEOPLE: &[(&str, &str)] = &[
    ("uid-0f6a3f5e-7c1d-4f43-8c55-fb16b1f9d0a7", "louie"),
    ("uid-5d06e9da-8e4a-4184-b63c-c25487e1c70b", "webby"),
    ("uid-743e4cee-448e-4f82-b880-8a530265b1e5", "donald"),
];

/// Fills a new server.
pub(super) fn fill(state: &mut State, contents: Contents) {
    let owner = person(state.fresh_id("uid-").as_str(), "scrooge", "Scrooge McDuck", "owner");
    state.all_mut(&USER).push(owner);
    state.things.insert(PACKAGE.list, packages::store());
    services::fill(state);
    for unit in UNITS {
        state.journal.write(&format!("system:{unit}"), "box:server started");
    }
    add_domain(state, FakeCloudron::DOMAIN);
    if contents == Contents::Examples {
        fill_with_examples(state);
    }
}

/// One of everything that the examples of the description speak of, with its id.
fn fill_with_examples(state: &mut State) {
    add_domain(state, "example.org");
    add_domain(state, "duckfamily.com");
    for (kind, list, one) in SHOWN {
        let shown = example(list);
        for thing in shown[kind.list].as_array().into_iter().flatten() {
            put(state, kind, thing.clone());
        }
        let shown = example(one);
        let id = operation_argument(one);
        if let Some(id) = id.filter(|id| state.find(kind, id).is_err()) {
            let mut thing = if shown[kind.id].is_string() { shown } else { json!({}) };
            thing[kind.id] = id.into();
            put(state, kind, thing);
        }
    }
    for (id, name) in PEOPLE {
        if state.find(&USER, id).is_err() {
            put(state, &USER, person(id, name, name, "user"));
        }
    }
    fill_mail(state);
    fill_backups(state);
    for app in state.all(&APP).to_vec() {
        let log = format!("app:{}", app["id"].as_str().unwrap_or_default());
        state.journal.write(&log, "Starting Apache");
        state.journal.write(&log, "GET /wp-login.php 200");
    }
    if let Some(id) = operation_argument("/tasks/{taskId}").and_then(|it| it.parse().ok()) {
        state.add_running_task(id);
    }
}

fn fill_mail(state: &mut State) {
    for (list, path) in
        [("mailboxes", "/mail/{domain}/mailboxes"), ("lists", "/mail/{domain}/lists")]
    {
        let shown = example(path);
        let things = shown[list].as_array().cloned().unwrap_or_default();
        state.things.insert(list, things);
    }
    let shown = example("/mail/{domain}");
    let shown = shown["domain"].get(0).unwrap_or(&shown);
    if let Ok(domain) = state.find_mut(&MAIL_DOMAIN, "duckfamily.com") {
        super::things::merge(domain, shown.clone());
    }
}

/// The backups of apps belong to the app that is shown.
fn fill_backups(state: &mut State) {
    let of_apps = example("/apps/{appId}/backups");
    let app_id = operation_argument("/apps/{appId}").unwrap_or_default();
    for backup in of_apps["backups"].as_array().into_iter().flatten() {
        let mut backup = backup.clone();
        backup["identifier"] = app_id.clone().into();
        put(state, &BACKUP, backup);
    }
    for backup in example("/backups")["backups"].as_array().into_iter().flatten() {
        put(state, &BACKUP, backup.clone());
    }
}

/// Puts a thing among the others. What examples leave to chance is as it must be on a server: nobody else is its
/// owner.
fn put(state: &mut State, kind: &Kind, mut thing: Value) {
    if kind.list == USER.list && thing["role"] == "owner" {
        thing["role"] = "admin".into();
    }
    state.all_mut(kind).push(thing);
}

fn add_domain(state: &mut State, name: &str) {
    if state.find(&DOMAIN, name).is_err() {
        // There is no other of that name, so it is added.
        let _ = state.add_domain(json!({ "domain": name, "provider": "wildcard" }));
    }
}

fn person(id: &str, username: &str, name: &str, role: &str) -> Value {
    json!({
        "id": id,
        "username": username,
        "email": format!("{username}@{}", FakeCloudron::DOMAIN),
        "fallbackEmail": "",
        "displayName": name,
        "active": true,
        "source": "",
        "role": role,
        "twoFactorAuthenticationEnabled": false,
        "inviteAccepted": role == "owner",
    })
}

/// The example of the last argument of a `GET`.
fn operation_argument(path: &str) -> Option<String> {
    let mut operations = description().operations().iter();
    let operation = operations.find(|it| it.method == "GET" && it.path == path)?;
    let parameter =
        operation.parameters.iter().rfind(|it| path.contains(&format!("{{{}}}", it.name)))?;
    Some(parameter.example.as_ref()?.as_str()?.to_owned())
}
