//! Backups of apps and of the server: made, labelled, put back, cleaned up.

use serde_json::{Value, json};

use super::answer::Said;
use super::call::Call;
use super::fault::Fault;
use super::state::State;
use super::tasks::{self, Task};
use super::things::{APP, BACKUP};
use super::{updates, work};

/// `GET /apps/{appId}/backups`
pub(super) fn of_app(state: &mut State, call: &Call) -> Result<Said, Fault> {
    let of_app = state.all(&BACKUP).iter().filter(|it| it["identifier"] == *call.id());
    Ok(json!({ "backups": of_app.collect::<Vec<_>>() }).into())
}

/// `POST` of label and lifetime of a backup, of an app or of any.
pub(super) fn change(state: &mut State, call: &Call) -> Result<Said, Fault> {
    let members = call.fields.some(&["label", "preserveSecs"]);
    state.change(&BACKUP, call.argument("backupId"), members)?;
    Ok(Said::Nothing)
}

/// `POST /apps/{appId}/restore`
pub(super) fn restore(state: &mut State, call: &Call) -> Result<Said, Fault> {
    let backup = state.find(&BACKUP, &call.fields.text("backupId")?)?;
    if backup["identifier"] != *call.id() {
        return Err(Fault::bad_field("the backup is not one of this app"));
    }
    tasks::start(state, &work::RESTORE, call)
}

/// The end of a restoration.
pub(super) fn restored(state: &mut State, task: &Task) {
    let id = task.args["backupId"].as_str().unwrap_or_default();
    let version = state.find(&BACKUP, id).map(|it| it["packageVersion"].clone());
    let app_id = task.app_id.as_deref().unwrap_or_default();
    if let (Ok(version), Ok(app)) = (version, state.find_mut(&APP, app_id)) {
        app["manifest"]["version"] = version;
    }
    work::started(state, task);
}

/// The end of the backup of an app.
pub(super) fn app_backed_up(state: &mut State, task: &Task) {
    if let Ok(app) = state.find(&APP, task.app_id.as_deref().unwrap_or_default()).cloned() {
        back_up(state, &app);
    }
}

/// The end of the backup of the server, which backs up all apps that do not want to be left out.
pub(super) fn server_backed_up(state: &mut State, _: &Task) {
    let apps = state.all(&APP).iter().filter(|it| it["enableBackup"] == true);
    let apps: Vec<Value> = apps.cloned().collect();
    let parts: Vec<Value> = apps.iter().map(|it| back_up(state, it)).collect();
    let version = updates::version(state);
    let mark = mark(state);
    let made = backup(state, format!("box_v{version}_{mark}"), "box", "box", json!(version));
    let backup = &mut state.all_mut(&BACKUP)[made];
    backup["dependsOn"] = parts.into();
}

/// The end of a clean-up: of each app and of the server the newest backup stays, and all that have a lifetime.
pub(super) fn cleaned_up(state: &mut State, _: &Task) {
    let mut seen = Vec::new();
    state.all_mut(&BACKUP).retain(|it| {
        let is_newest = !seen.contains(&it["identifier"]);
        seen.push(it["identifier"].clone());
        is_newest || it["preserveSecs"] != 0
    });
}

/// `POST /backups/config/storage`: the password does not come back.
pub(super) fn set_storage(state: &mut State, call: &Call) -> Result<Said, Fault> {
    let shown = call.fields.some(&["provider", "format", "backupFolder", "noHardLinks", "limits"]);
    *state.setting_mut("/backups/config") = Value::Object(shown);
    Ok(Said::Nothing)
}

/// `POST /backups/policy`
pub(super) fn set_policy(state: &mut State, call: &Call) -> Result<Said, Fault> {
    let policy = call.fields.members().clone();
    super::things::merge(&mut state.setting_mut("/backups/policy")["policy"], policy.into());
    Ok(Said::Nothing)
}

fn back_up(state: &mut State, app: &Value) -> Value {
    let (id, version) = (app["id"].as_str().unwrap_or_default(), &app["manifest"]["version"]);
    let mark = mark(state);
    let made = backup(state, format!("app_{id}_{mark}"), "app", id, version.clone());
    let backup = &mut state.all_mut(&BACKUP)[made];
    backup["manifest"] = app["manifest"].clone();
    backup["id"].clone()
}

/// What makes an id one of its own.
fn mark(state: &mut State) -> String {
    let id = state.fresh_id("");
    id[id.len() - 8..].to_owned()
}

/// Puts a new backup before the others, since lists begin with the newest; says where it is.
fn backup(state: &mut State, id: String, kind: &str, identifier: &str, version: Value) -> usize {
    let created = state.now();
    let path = format!("{}/{id}.tar.gz", created.replace([':', '.'], "-"));
    let backup = json!({
        "id": id,
        "remotePath": path,
        "label": "",
        "identifier": identifier,
        "creationTime": created,
        "packageVersion": version,
        "type": kind,
        "state": "created",
        "format": "tgz",
        "preserveSecs": 0,
        "encryptionVersion": null,
        "dependsOn": [],
        "manifest": {},
    });
    state.all_mut(&BACKUP).insert(0, backup);
    0
}
