//! The settings of an app: `POST /apps/{appId}/configure/...`.

use serde_json::{Map, Value};

use super::answer::Said;
use super::call::Call;
use super::fault::Fault;
use super::state::State;
use super::things::APP;
use super::{apps, tasks, work};

/// Fields of a setting that the app has under another name: setting, field, member of the app.
const RENAMED: &[(&str, &str, &str)] = &[
    ("automatic_backup", "enable", "enableBackup"),
    ("automatic_update", "enable", "enableAutomaticUpdate"),
    ("inbox", "enable", "enableInbox"),
    ("mailbox", "enable", "enableMailbox"),
    ("operators", "accessRestriction", "operators"),
    ("redis", "enable", "enableRedis"),
    ("turn", "enable", "enableTurn"),
];

/// Fields that the app does not show.
const HIDDEN: &[&str] = &["overwriteDns", "skipDnsSetup", "key", "cert"];

/// The settings that a task applies; the others take effect at once.
const BY_TASK: &[&str] = &[
    "cert",
    "cpu_quota",
    "debug_mode",
    "env",
    "inbox",
    "location",
    "mailbox",
    "memory_limit",
    "mounts",
    "redis",
    "storage",
    "turn",
];

/// `POST /apps/{appId}/configure/{setting}`
pub(super) fn set(state: &mut State, call: &Call) -> Result<Said, Fault> {
    let setting = call.route.rsplit('/').next().unwrap_or_default();
    let id = call.id().to_owned();
    let fields = call.fields.members();
    let mut members = match setting {
        "reverse_proxy" => {
            Map::from_iter([("reverseProxyConfig".to_owned(), Value::Object(fields.clone()))])
        }
        "cert" => Map::new(),
        _ => fields
            .iter()
            .filter(|(name, _)| !HIDDEN.contains(&name.as_str()))
            .map(|(name, value)| (member(setting, name).to_owned(), value.clone()))
            .collect(),
    };
    if ["access_restriction", "operators"].contains(&setting) {
        let checked = apps::access_restriction(state, &call.fields.get("accessRestriction"))?;
        members.insert(member(setting, "accessRestriction").to_owned(), checked);
    }
    if setting == "location" {
        members.insert("fqdn".to_owned(), location(state, call)?);
    }
    if !BY_TASK.contains(&setting) {
        state.change(&APP, &id, members)?;
        return Ok(Said::Nothing);
    }
    let said = tasks::start(state, &work::CONFIGURE, call)?;
    state.change(&APP, &id, members)?;
    Ok(said)
}

fn member<'n>(setting: &str, field: &'n str) -> &'n str {
    let renamed = RENAMED.iter().find(|(of, name, _)| *of == setting && *name == field);
    renamed.map_or(field, |(_, _, member)| member)
}

/// The new name of an app that moves. It may stay where it is.
fn location(state: &State, call: &Call) -> Result<Value, Fault> {
    let (subdomain, domain) = (call.fields.text("subdomain")?, call.fields.text("domain")?);
    let app = state.find(&APP, call.id())?;
    if app["subdomain"] != *subdomain || app["domain"] != *domain {
        apps::check_location(state, &subdomain, &domain)?;
    }
    Ok(apps::fqdn(&subdomain, &domain).into())
}
