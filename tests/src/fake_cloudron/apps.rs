//! Apps: installed, read, uninstalled; and the domain that they live in.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State as Extension};
use axum::http::StatusCode;
use serde_json::{Map, Value, json};

use super::fault::Fault;
use super::fields::{Fields, texts};
use super::state::{Aim, App, State};
use super::{BROKEN_PACKAGE, FakeCloudron, Shared, tasks};

/// Packages of the App Store: id and title.
const STORE: &[(&str, &str)] = &[
    ("org.wordpress.cloudronapp", "WordPress"),
    ("chat.rocket.cloudronapp", "Rocket.Chat"),
    (BROKEN_PACKAGE, "An app that cannot be installed"),
];

type Answer = Result<Json<Value>, Fault>;

pub(super) async fn list_domains() -> Json<Value> {
    let domain = json!({
        "domain": FakeCloudron::DOMAIN,
        "zoneName": FakeCloudron::DOMAIN,
        "provider": "wildcard",
        "config": {},
        "tlsConfig": { "provider": "letsencrypt-prod", "wildcard": false },
        "wellKnown": null,
    });
    Json(json!({ "domains": [domain] }))
}

pub(super) async fn list(Extension(shared): Extension<Shared>) -> Json<Value> {
    let apps: Vec<Value> = shared.state().apps.iter().map(app_json).collect();
    Json(json!({ "apps": apps }))
}

pub(super) async fn install(
    Extension(shared): Extension<Shared>,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), Fault> {
    let fields = Fields::read(&body)?;
    let (subdomain, domain) = (fields.text("subdomain")?, fields.text("domain")?);
    let label = fields.optional_text("label")?;
    let package = match fields.optional_text("appStoreId")? {
        Some(package) => package,
        None if fields.has("manifest") => {
            return Err(Fault::bad_field("this server installs from the App Store only"));
        }
        None => return Err(Fault::bad_field("appStoreId or manifest is needed")),
    };
    let mut state = shared.state();
    let access_restriction =
        access_restriction(&state, fields.nullable_object("accessRestriction")?)?;
    if domain != FakeCloudron::DOMAIN {
        return Err(Fault::bad_field(format!("{domain} is not a domain of this server")));
    }
    if !STORE.iter().any(|(id, _)| *id == package) {
        return Err(Fault::not_found("package in the App Store"));
    }
    if state.apps.iter().any(|it| it.subdomain == subdomain && it.domain == domain) {
        return Err(Fault::new(409, format!("{subdomain}.{domain} is taken by another app")));
    }
    let id = state.fresh_id("");
    let created = state.now();
    state.apps.push(App {
        id: id.clone(),
        package,
        subdomain,
        domain,
        label,
        access_restriction,
        installation_state: "pending_install",
        run_state: "stopped",
        health: "unknown",
        error: None,
        task_id: None,
        created,
        log: Vec::new(),
    });
    let index = state.apps.len() - 1;
    let task_id = state.start_task(index, Aim::Install);
    Ok((StatusCode::ACCEPTED, Json(json!({ "id": id, "taskId": task_id }))))
}

pub(super) async fn get(Extension(shared): Extension<Shared>, Path(id): Path<String>) -> Answer {
    let state = shared.state();
    let index = state.app_index(&id).ok_or_else(|| Fault::not_found("app"))?;
    Ok(Json(app_json(&state.apps[index])))
}

pub(super) async fn uninstall(
    Extension(shared): Extension<Shared>,
    Path(id): Path<String>,
) -> Result<(StatusCode, Json<Value>), Fault> {
    let mut state = shared.state();
    let index = state.app_index(&id).ok_or_else(|| Fault::not_found("app"))?;
    if state.apps[index].installation_state == "pending_uninstall" {
        return Err(Fault::new(409, "the app is being uninstalled already"));
    }
    state.apps[index].installation_state = "pending_uninstall";
    let task_id = state.start_task(index, Aim::Uninstall);
    Ok((StatusCode::ACCEPTED, Json(json!({ "taskId": task_id.to_string() }))))
}

pub(super) async fn task(Extension(shared): Extension<Shared>, Path(id): Path<String>) -> Answer {
    let mut state = shared.state();
    let index = state.app_index(&id).ok_or_else(|| Fault::not_found("app"))?;
    let task_id =
        state.apps[index].task_id.ok_or_else(|| Fault::bad_field("the app has no task"))?;
    tasks::poll(&mut state, task_id).map(Json)
}

/// Everybody who is named must exist.
fn access_restriction(state: &State, members: Option<&Map<String, Value>>) -> Result<Value, Fault> {
    let Some(members) = members else { return Ok(Value::Null) };
    let named = |name: &str| match members.get(name) {
        None => Ok(Vec::new()),
        list => texts(list)
            .ok_or_else(|| Fault::bad_field(format!("{name} must be an array of strings"))),
    };
    let (users, groups) = (named("users")?, named("groups")?);
    if let Some(id) = users.iter().find(|id| !state.users.iter().any(|it| it.id == **id)) {
        return Err(Fault::bad_field(format!("there is no user {id}")));
    }
    if let Some(id) = groups.iter().find(|id| !state.groups.iter().any(|it| it.id == **id)) {
        return Err(Fault::bad_field(format!("there is no group {id}")));
    }
    Ok(json!({ "users": users, "groups": groups }))
}

fn app_json(app: &App) -> Value {
    let title = STORE.iter().find(|(id, _)| *id == app.package).map_or("", |(_, title)| title);
    json!({
        "id": app.id,
        "appStoreId": app.package,
        "installationState": app.installation_state,
        "error": app.error.as_ref().map(|it| json!({ "message": it, "reason": "Docker Error" })),
        "runState": app.run_state,
        "health": app.health,
        "taskId": app.task_id.map(|it| it.to_string()),
        "subdomain": app.subdomain,
        "domain": app.domain,
        "fqdn": format!("{}.{}", app.subdomain, app.domain),
        "accessRestriction": app.access_restriction,
        "manifest": { "id": app.package, "title": title, "version": "3.9.2", "httpPort": 8000 },
        "ports": null,
        "iconUrl": format!("/api/v1/apps/{}/icon", app.id),
        "memoryLimit": 268_435_456,
        "sso": true,
        "label": app.label,
        "tags": [],
        "creationTime": app.created,
        "accessLevel": "admin",
    })
}
