//! Apps: installed, cloned, uninstalled; and links to pages that are none.

use serde_json::{Map, Value, json};

use super::answer::Said;
use super::call::Call;
use super::fault::Fault;
use super::fields::texts;
use super::packages::BROKEN_PACKAGE;
use super::state::State;
use super::tasks::Task;
use super::things::{APP, APP_LINK, BACKUP, DOMAIN, GROUP, PACKAGE, USER};
use super::work;

/// `POST /apps`
pub(super) fn install(state: &mut State, call: &Call) -> Result<Said, Fault> {
    let fields = &call.fields;
    let (subdomain, domain) = (fields.text("subdomain")?, fields.text("domain")?);
    let package = fields.optional_text("appStoreId")?;
    let manifest = match (&package, fields.get("manifest")) {
        // With a version or without: `id@1.2.3`.
        (Some(package), given) => {
            let id = package.split('@').next().unwrap_or_default();
            let manifest = state.find(&PACKAGE, id)?["manifest"].clone();
            if given.is_object() { given } else { manifest }
        }
        // A form has its manifest as text.
        (None, Value::String(text)) => {
            call.file("sourceArchive")?;
            serde_json::from_str(&text)
                .map_err(|error| Fault::bad_field(format!("manifest must be JSON: {error}")))?
        }
        (None, Value::Object(manifest)) => Value::Object(manifest),
        (None, _) => return Err(Fault::bad_field("appStoreId or manifest is needed")),
    };
    let restriction = access_restriction(state, &fields.get("accessRestriction"))?;
    check_location(state, &subdomain, &domain)?;
    let app = new_app(state, &subdomain, &domain, manifest);
    let optional = fields.some(&[
        "label",
        "icon",
        "ports",
        "memoryLimit",
        "sso",
        "enableBackup",
        "enableAutomaticUpdate",
        "debugMode",
        "env",
        "enableMailbox",
        "enableTurn",
        "upstreamUri",
    ]);
    let id = state.add(&APP, app)?;
    state.change(&APP, &id, optional)?;
    let own =
        json!({ "appStoreId": package.unwrap_or_default(), "accessRestriction": restriction });
    state.change(&APP, &id, own.as_object().cloned().unwrap_or_default())?;
    begin(state, id, &work::INSTALL)
}

/// `POST /apps/{appId}/clone`
pub(super) fn clone(state: &mut State, call: &Call) -> Result<Said, Fault> {
    let (subdomain, domain) = (call.fields.text("subdomain")?, call.fields.text("domain")?);
    state.find(&BACKUP, &call.fields.text("backupId")?)?;
    check_location(state, &subdomain, &domain)?;
    let source = state.find(&APP, call.id())?.clone();
    let mut app = new_app(state, &subdomain, &domain, source["manifest"].clone());
    for member in ["appStoreId", "accessRestriction", "env", "memoryLimit"] {
        app[member] = source[member].clone();
    }
    let id = state.add(&APP, app)?;
    begin(state, id, &work::CLONE)
}

fn begin(state: &mut State, id: String, work: &'static work::Work) -> Result<Said, Fault> {
    state.journal.begin(&format!("app:{id}"));
    let app = state.find_mut(&APP, &id)?;
    app["iconUrl"] = format!("/api/v1/apps/{id}/icon").into();
    let task_id = state.start_task(work, Some(id.clone()), json!({}))?;
    Ok(json!({ "id": id, "taskId": task_id }).into())
}

/// The end of an installation.
pub(super) fn installed(state: &mut State, task: &Task) {
    work::started(state, task);
    let log = format!("app:{}", task.app_id.as_deref().unwrap_or_default());
    state.journal.write(&log, "Starting Apache");
    state.journal.write_at_once(&log, "GET / 200");
}

/// The end of an uninstallation.
pub(super) fn uninstalled(state: &mut State, task: &Task) {
    let id = task.app_id.as_deref().unwrap_or_default();
    if state.remove(&APP, id).is_ok() {
        state.journal.drop(&format!("app:{id}"));
    }
}

/// An app may be at a domain of the server where no other one is.
pub(super) fn check_location(state: &State, subdomain: &str, domain: &str) -> Result<(), Fault> {
    if state.find(&DOMAIN, domain).is_err() {
        return Err(Fault::bad_field(format!("{domain} is not a domain of this server")));
    }
    let is_there = |it: &Value| it["subdomain"] == subdomain && it["domain"] == domain;
    match state.all(&APP).iter().any(is_there) {
        true => {
            let taken = fqdn(subdomain, domain);
            Err(Fault::conflict(format!("{taken} is taken by another app")))
        }
        false => Ok(()),
    }
}

/// Everybody who is named must exist.
pub(super) fn access_restriction(state: &State, stated: &Value) -> Result<Value, Fault> {
    // A form has it as text.
    let read = stated.as_str().and_then(|it| serde_json::from_str(it).ok());
    let members: Map<String, Value> = match read.unwrap_or_else(|| stated.clone()) {
        Value::Null => return Ok(Value::Null),
        Value::Object(members) => members,
        _ => return Err(Fault::bad_field("accessRestriction must be an object or null")),
    };
    let named = |name: &str| match members.get(name) {
        None => Ok(Vec::new()),
        list => texts(list)
            .ok_or_else(|| Fault::bad_field(format!("{name} must be an array of strings"))),
    };
    let (users, groups) = (named("users")?, named("groups")?);
    for (kind, ids) in [(&USER, &users), (&GROUP, &groups)] {
        if let Some(id) = ids.iter().find(|id| state.find(kind, id).is_err()) {
            return Err(Fault::bad_field(format!("there is no {} {id}", kind.noun)));
        }
    }
    Ok(json!({ "users": users, "groups": groups }))
}

/// `POST /applinks`
pub(super) fn add_link(state: &mut State, call: &Call) -> Result<Said, Fault> {
    let now = state.now();
    let mut link = json!({ "creationTime": now, "updateTime": now, "ts": 1_795_341_600_000_u64,
        "label": "", "tags": [], "accessRestriction": null, "icon": "" });
    super::things::merge(&mut link, Value::Object(call.fields.members().clone()));
    state.add(&APP_LINK, link)?;
    Ok(Said::Nothing)
}

/// The name of a host; an app without a subdomain is at the bare domain.
pub(super) fn fqdn(subdomain: &str, domain: &str) -> String {
    match subdomain {
        "" => domain.to_owned(),
        _ => format!("{subdomain}.{domain}"),
    }
}

fn new_app(state: &mut State, subdomain: &str, domain: &str, manifest: Value) -> Value {
    let created = state.now();
    json!({
        "installationState": "pending_install",
        "runState": "stopped",
        "health": null,
        "error": null,
        "taskId": null,
        "subdomain": subdomain,
        "domain": domain,
        "fqdn": fqdn(subdomain, domain),
        "certificate": null,
        "crontab": null,
        "upstreamUri": "",
        "manifest": manifest,
        "ports": null,
        "memoryLimit": 268_435_456,
        "cpuQuota": 100,
        "operators": null,
        "sso": true,
        "debugMode": null,
        "reverseProxyConfig": { "robotsTxt": null, "csp": null, "hstsPreload": false },
        "enableBackup": true,
        "enableAutomaticUpdate": true,
        "creationTime": created,
        "updateTime": created,
        "ts": created,
        "tags": [],
        "label": null,
        "notes": null,
        "secondaryDomains": [],
        "redirectDomains": [],
        "aliasDomains": [],
        "env": {},
        "mounts": [],
        "accessLevel": "admin",
    })
}

impl State {
    /// Whether the package of an app cannot be installed.
    pub(super) fn is_broken(&self, app_id: &str) -> bool {
        self.find(&APP, app_id).is_ok_and(|it| it["appStoreId"] == BROKEN_PACKAGE)
    }
}
