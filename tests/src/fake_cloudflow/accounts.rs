//! Users: created, read, changed, suspended and deleted.

use serde_json::{Value, json};

use super::call::Call;
use super::credentials::demand_administrator;
use super::fault::Fault;
use super::fields::Fields;
use super::reply::Reply;
use super::roles::role_json;
use super::state::{State, USERS, User};
use super::times::{Look, written};

type Answer = Result<Reply, Fault>;

pub(super) fn answer(state: &mut State, call: &Call, path: &[&str]) -> Answer {
    let method = call.method.as_str();
    if method != "GET" || matches!(path, [_, "suspend" | "activate_user"]) {
        demand_administrator(state, call.visitor)?;
    }
    match (method, path) {
        ("GET", []) => {
            let users = state.users.iter().map(|it| user_json(state, it)).collect();
            Ok(Reply::many("users", "user", users))
        }
        ("POST", []) => create(state, call),
        ("GET", [id]) => one(state, id),
        ("PUT", [id]) => edit(state, call, id),
        ("DELETE", [id]) => delete(state, call, id),
        ("GET" | "POST", [id, "suspend"]) => turn(state, id, "suspended"),
        ("GET", [id, "activate_user"]) | ("POST", [id, "activate"]) => turn(state, id, "active"),
        ("POST", [id, "make_new_api_key"]) => {
            let key = new_key(state, id)?;
            let user = state.user(id)?.clone();
            let mut user = user_json(state, &user);
            user["api_key"] = json!(key);
            Ok(Reply::one("user", user))
        }
        ("POST", [id, "user_api_keys", "generate"]) => {
            Ok(Reply::bare(json!({ "api_key": new_key(state, id)? })))
        }
        _ => Err(Fault::NotFound),
    }
}

pub(super) fn profile(state: &mut State, call: &Call) -> Answer {
    one(state, &call.visitor.to_string())
}

fn one(state: &mut State, id: &str) -> Answer {
    let user = state.user(id)?.clone();
    Ok(Reply::one("user", user_json(state, &user)))
}

fn create(state: &mut State, call: &Call) -> Answer {
    let fields = call.record("user")?;
    let id = state.fresh_id();
    let now = state.now();
    let mut user = User {
        id,
        login: fields.required_text("login")?,
        email: fields.required_text("email")?,
        password: fields.required_text("password")?,
        first_name: None,
        last_name: None,
        time_zone: None,
        status: "active",
        role_ids: vec![USERS],
        api_key: None,
        created: now,
        updated: now,
    };
    fill(state, &mut user, fields)?;
    let answer = user_json(state, &user);
    state.users.push(user);
    Ok(Reply::created(format!("/users/{id}"), "user", answer))
}

fn edit(state: &mut State, call: &Call, id: &str) -> Answer {
    let fields = call.record("user")?;
    let mut user = state.user(id)?.clone();
    user.updated = state.now();
    fill(state, &mut user, fields)?;
    *state.user(id)? = user;
    Ok(Reply::done())
}

/// Takes over the members that are there, and checks what comes of it.
fn fill(state: &State, user: &mut User, fields: Fields<'_>) -> Result<(), Fault> {
    if let Some(login) = fields.text("login")? {
        user.login = login;
    }
    if let Some(email) = fields.text("email")? {
        user.email = email;
    }
    if let Some(password) = fields.text("password")? {
        user.password = password;
    }
    if let Some(ids) = fields.integers("role_ids")? {
        user.role_ids = ids;
    }
    user.first_name = fields.text("first_name")?.or(user.first_name.take());
    user.last_name = fields.text("last_name")?.or(user.last_name.take());
    user.time_zone = fields.text("time_zone")?.or(user.time_zone.take());
    let mut faults = Vec::new();
    let others = || state.users.iter().filter(|it| it.id != user.id);
    if others().any(|it| it.login == user.login) {
        faults.push(("login", "has already been taken"));
    }
    if others().any(|it| it.email == user.email) {
        faults.push(("email", "has already been taken"));
    }
    if !user.email.contains('@') {
        faults.push(("email", "is invalid"));
    }
    if user.password.chars().count() < 6 {
        faults.push(("password", "is too short (minimum is 6 characters)"));
    }
    if user.role_ids.iter().any(|id| !state.roles.iter().any(|it| it.id == *id)) {
        faults.push(("roles", "is invalid"));
    }
    if faults.is_empty() { Ok(()) } else { Err(Fault::Fields(faults)) }
}

/// The first call marks the user, the second erases it; with `force`, one call does both.
fn delete(state: &mut State, call: &Call, id: &str) -> Answer {
    let user_id = state.user(id)?.id;
    if state.machines.iter().any(|it| it.user_id == user_id) {
        return Err(Fault::invalid("User still has virtual machines"));
    }
    let user = state.user(id)?;
    if user.status == "deleted" || call.bare().truth("force")? {
        state.users.retain(|it| it.id != user_id);
    } else {
        user.status = "deleted";
    }
    Ok(Reply::done())
}

fn turn(state: &mut State, id: &str, status: &'static str) -> Answer {
    let now = state.now();
    let user = state.user(id)?;
    (user.status, user.updated) = (status, now);
    one(state, id)
}

fn new_key(state: &mut State, id: &str) -> Result<String, Fault> {
    let key = format!("{:040x}", 0x0d7d_c351_7045_u64 + state.now());
    state.user(id)?.api_key = Some(key.clone());
    Ok(key)
}

fn user_json(state: &State, user: &User) -> Value {
    let roles = state.roles.iter().filter(|it| user.role_ids.contains(&it.id));
    let machines = || state.machines.iter().filter(|it| it.user_id == user.id);
    json!({
        "id": user.id,
        "login": user.login,
        "email": user.email,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "status": user.status,
        "locale": "en",
        "time_zone": user.time_zone.clone().unwrap_or_default(),
        "avatar": null,
        "created_at": written(user.created, Look::Oldest),
        "updated_at": written(user.updated, Look::Current),
        "suspend_at": null,
        "user_group_id": null,
        "roles": roles.map(|it| json!({ "role": role_json(it) })).collect::<Value>(),
        "used_ip_addresses": [],
        "infoboxes": { "display_infoboxes": true, "hidden_infoboxes": ["first_steps"] },
        "used_cpus": machines().map(|it| it.cpus).sum::<i64>(),
        "used_memory": machines().map(|it| it.memory).sum::<i64>(),
        "total_amount": super::billing::owed(state, user.id),
        "outstanding_amount": super::billing::owed(state, user.id),
        "payment_amount": "0.0",
    })
}
