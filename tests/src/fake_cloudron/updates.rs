//! Updates of the server and of apps, and the version that they change.

use serde_json::{Map, Value, json};

use super::answer::Said;
use super::call::Call;
use super::fault::Fault;
use super::state::State;
use super::tasks::{self, Task};
use super::things::{APP, PACKAGE};
use super::work;

/// The version at the start, and that of the update.
const VERSIONS: (&str, &str) = ("9.0.15", "9.1.5");

/// The name under which the version is kept.
const VERSION: &str = "version";

/// The version of the server.
pub(super) fn version(state: &State) -> String {
    let set = state.settings.get(VERSION).and_then(Value::as_str);
    set.unwrap_or(VERSIONS.0).to_owned()
}

/// `GET /cloudron/status`
pub(super) fn status(state: &mut State, _: &Call) -> Result<Said, Fault> {
    Ok(json!({ "version": version(state) }).into())
}

/// `GET /updater/updates` and `POST /updater/check_for_updates`
pub(super) fn list(state: &mut State, _: &Call) -> Result<Said, Fault> {
    let mut updates = Map::new();
    if version(state) != VERSIONS.1 {
        let update = json!({
            "version": VERSIONS.1,
            "changelog": ["Backups: more than one site"],
            "unstable": false,
        });
        updates.insert("box".to_owned(), update);
    }
    for app in state.all(&APP) {
        if let (Some(id), Some(update)) = (app["id"].as_str(), update_of(state, app)) {
            updates.insert(id.to_owned(), update);
        }
    }
    Ok(json!({ "updates": updates }).into())
}

/// `POST /apps/{appId}/check_for_updates`
pub(super) fn check_app(state: &mut State, call: &Call) -> Result<Said, Fault> {
    let update = update_of(state, state.find(&APP, call.id())?);
    let updates = Map::from_iter(update.map(|it| (call.id().to_owned(), it)));
    Ok(json!({ "updates": updates }).into())
}

/// `POST /apps/{appId}/update`
pub(super) fn update_app(state: &mut State, call: &Call) -> Result<Said, Fault> {
    if let Some(package) = call.fields.optional_text("appStoreId")? {
        state.find(&PACKAGE, package.split('@').next().unwrap_or_default())?;
    }
    if call.fields.get("manifest").is_string() {
        call.file("sourceArchive")?;
    }
    tasks::start(state, &work::UPDATE_APP, call)
}

/// The end of the update of an app: to the version that was named, else to the newest.
pub(super) fn app_updated(state: &mut State, task: &Task) {
    let app_id = task.app_id.as_deref().unwrap_or_default();
    let Ok(app) = state.find(&APP, app_id) else { return };
    let named = task.args["appStoreId"].as_str().and_then(|it| it.split_once('@'));
    let version = match (&task.args["manifest"]["version"], named) {
        (Value::String(version), _) => Some(json!(version)),
        (_, Some((_, version))) => Some(json!(version)),
        _ => update_of(state, app).map(|it| it["manifest"]["version"].clone()),
    };
    let now = state.now();
    if let (Some(version), Ok(app)) = (version, state.find_mut(&APP, app_id)) {
        app["manifest"]["version"] = version;
        app["updateTime"] = now.into();
    }
    work::started(state, task);
}

/// The end of the update of the server.
pub(super) fn server_updated(state: &mut State, _: &Task) {
    state.settings.insert(VERSION.to_owned(), VERSIONS.1.into());
}

/// The package of an app in the store, if it has another version.
fn update_of(state: &State, app: &Value) -> Option<Value> {
    let id = app["appStoreId"].as_str()?.split('@').next()?;
    let package = state.find(&PACKAGE, id).ok()?;
    (package["manifest"]["version"] != app["manifest"]["version"]).then(|| package.clone())
}
