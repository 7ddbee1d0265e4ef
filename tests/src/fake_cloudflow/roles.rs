//! Roles, and the permissions that they give.

use serde_json::{Value, json};

use super::call::Call;
use super::credentials::demand_administrator;
use super::fault::Fault;
use super::reply::Reply;
use super::state::{Role, State, identifier};
use super::times::{Look, written};

/// Number, identifier and label of every permission.
const PERMISSIONS: &[(i64, &str, &str)] = &[
    (12, "virtual_machines.create", "Create virtual machines"),
    (24, "disks", "Any action on disks"),
    (34, "templates.read.own", "See own templates"),
];

pub(super) fn answer(state: &mut State, call: &Call, path: &[&str]) -> Result<Reply, Fault> {
    if call.method != "GET" {
        demand_administrator(state, call.visitor)?;
    }
    match (call.method.as_str(), path) {
        ("GET", []) => {
            Ok(Reply::many("roles", "role", state.roles.iter().map(role_json).collect()))
        }
        ("POST", []) => create(state, call),
        ("GET", [id]) => Ok(Reply::one("role", role_json(state.role(id)?))),
        ("PUT", [id]) => edit(state, call, id),
        ("DELETE", [id]) => {
            let id = state.role(id)?.id;
            if state.users.iter().any(|it| it.role_ids.contains(&id)) {
                return Err(Fault::invalid("Role is in use"));
            }
            state.roles.retain(|it| it.id != id);
            Ok(Reply::done())
        }
        _ => Err(Fault::NotFound),
    }
}

pub(super) fn permissions() -> Reply {
    let all = PERMISSIONS.iter().map(|(id, ..)| permission_json(*id)).collect();
    Reply::many("permissions", "permission", all)
}

fn create(state: &mut State, call: &Call) -> Result<Reply, Fault> {
    let fields = call.record("role")?;
    let id = state.fresh_id();
    let now = state.now();
    let role = Role {
        id,
        identifier: identifier(id),
        label: fields.required_text("label")?,
        permission_ids: known(fields.integers("permission_ids")?.unwrap_or_default())?,
        created: now,
        updated: now,
    };
    let answer = role_json(&role);
    state.roles.push(role);
    Ok(Reply::created(format!("/roles/{id}"), "role", answer))
}

fn edit(state: &mut State, call: &Call, id: &str) -> Result<Reply, Fault> {
    let fields = call.record("role")?;
    let (label, ids) = (fields.text("label")?, fields.integers("permission_ids")?);
    let ids = ids.map(known).transpose()?;
    let now = state.now();
    let role = state.role(id)?;
    role.label = label.unwrap_or_else(|| role.label.clone());
    role.permission_ids = ids.unwrap_or_else(|| role.permission_ids.clone());
    role.updated = now;
    Ok(Reply::done())
}

fn known(ids: Vec<i64>) -> Result<Vec<i64>, Fault> {
    match ids.iter().all(|id| PERMISSIONS.iter().any(|(it, ..)| it == id)) {
        true => Ok(ids),
        false => Err(Fault::field("permissions", "is invalid")),
    }
}

pub(super) fn role_json(role: &Role) -> Value {
    let permission = |id: &i64| json!({ "permission": permission_json(*id) });
    json!({
        "id": role.id,
        "identifier": role.identifier,
        "label": role.label,
        "created_at": written(role.created, Look::Oldest),
        "updated_at": written(role.updated, Look::Oldest),
        "permissions": role.permission_ids.iter().map(permission).collect::<Value>(),
    })
}

fn permission_json(id: i64) -> Value {
    let known = PERMISSIONS.iter().find(|(it, ..)| *it == id);
    let (_, identifier, label) = known.copied().unwrap_or_default();
    let time = written(0, Look::Oldest);
    json!({ "id": id, "identifier": identifier, "label": label, "created_at": time, "updated_at": time })
}
