//! Users, groups, and who is in which.

use serde_json::{Map, Value, json};

use super::answer::Said;
use super::call::Call;
use super::fault::Fault;
use super::state::State;
use super::things::{GROUP, USER};

/// `GET /users`
pub(super) fn list_users(state: &mut State, call: &Call) -> Result<Said, Fault> {
    let search = call.query("search").unwrap_or_default();
    let active = call.query("active").map(|it| it == "true");
    let holds =
        |user: &Value, member: &str| user[member].as_str().is_some_and(|it| it.contains(&search));
    let found = state.all(&USER).iter().filter(|it| {
        let is_found = ["email", "username", "displayName"].iter().any(|name| holds(it, name));
        (search.is_empty() || is_found) && active.is_none_or(|active| it["active"] == active)
    });
    let users: Vec<Value> = found.map(|it| with_groups(state, it)).collect();
    Ok(json!({ "users": users }).into())
}

/// `POST /users`
pub(super) fn add_user(state: &mut State, call: &Call) -> Result<Said, Fault> {
    let fields = &call.fields;
    check_email(&fields.text("email")?)?;
    check_free(state, None, fields.members())?;
    if fields.optional_text("password")?.is_some_and(|it| it.len() < 8) {
        return Err(Fault::bad_field("password must have at least 8 characters"));
    }
    let mut user = json!({
        "username": null,
        "fallbackEmail": "",
        "displayName": "",
        "active": true,
        "source": "",
        "role": "user",
        "twoFactorAuthenticationEnabled": false,
        "inviteAccepted": fields.has("password"),
    });
    let stated = fields.some(&["email", "username", "displayName", "role", "fallbackEmail"]);
    super::things::merge(&mut user, stated.into());
    let email = user["email"].clone();
    let id = state.add(&USER, user)?;
    state.event("user.add", json!({ "userId": id, "email": email }));
    Ok(json!({ "id": id }).into())
}

/// `GET /users/{userId}`
pub(super) fn get_user(state: &mut State, call: &Call) -> Result<Said, Fault> {
    Ok(with_groups(state, state.find(&USER, call.id())?).into())
}

/// `POST .../profile`, `PUT .../role` and `.../active`
pub(super) fn change_user(state: &mut State, call: &Call) -> Result<Said, Fault> {
    if let Some(email) = call.fields.optional_text("email")? {
        check_email(&email)?;
    }
    check_free(state, Some(call.id()), call.fields.members())?;
    state.change(&USER, call.id(), call.fields.members().clone())?;
    state.event("user.update", json!({ "userId": call.id() }));
    Ok(Said::Nothing)
}

/// `POST .../make_local`
pub(super) fn make_local(state: &mut State, call: &Call) -> Result<Said, Fault> {
    state.find_mut(&USER, call.id())?["source"] = "".into();
    Ok(Said::Nothing)
}

/// `DELETE /users/{userId}`
pub(super) fn remove_user(state: &mut State, call: &Call) -> Result<Said, Fault> {
    let id = call.id();
    if state.find(&USER, id)?["role"] == "owner" {
        return Err(Fault::conflict("the only owner cannot be deleted"));
    }
    state.remove(&USER, id)?;
    state.all_mut(&GROUP).iter_mut().for_each(|it| leave(it, id));
    state.event("user.remove", json!({ "userId": id }));
    Ok(Said::Nothing)
}

/// `PUT /users/{userId}/groups`
pub(super) fn set_groups_of_user(state: &mut State, call: &Call) -> Result<Said, Fault> {
    let group_ids = call.fields.texts("groupIds")?;
    for id in &group_ids {
        state.find(&GROUP, id)?;
    }
    for group in state.all_mut(&GROUP) {
        leave(group, call.id());
        let is_named = group_ids.iter().any(|it| group["id"] == **it);
        if let Some(users) = group["userIds"].as_array_mut().filter(|_| is_named) {
            users.push(call.id().into());
        }
    }
    Ok(Said::Nothing)
}

/// `POST /groups`
pub(super) fn add_group(state: &mut State, call: &Call) -> Result<Said, Fault> {
    let name = call.fields.text("name")?;
    if name.is_empty() {
        return Err(Fault::bad_field("name must not be empty"));
    }
    let id = state.add(&GROUP, json!({ "name": name, "source": "", "userIds": [] }))?;
    Ok(json!({ "id": id, "name": name }).into())
}

/// `PUT /groups/{groupId}/members`
pub(super) fn set_members(state: &mut State, call: &Call) -> Result<Said, Fault> {
    let user_ids = call.fields.texts("userIds")?;
    for id in &user_ids {
        state.find(&USER, id)?;
    }
    state.find_mut(&GROUP, call.id())?["userIds"] = user_ids.into();
    Ok(Said::Nothing)
}

fn leave(group: &mut Value, user: &str) {
    if let Some(users) = group["userIds"].as_array_mut() {
        users.retain(|it| it != user);
    }
}

fn check_email(email: &str) -> Result<(), Fault> {
    let (name, domain) = email.split_once('@').unwrap_or_default();
    match name.is_empty() || domain.is_empty() {
        true => Err(Fault::bad_field("email must be an email address")),
        false => Ok(()),
    }
}

/// Neither email nor name may be those of somebody else.
fn check_free(state: &State, but: Option<&str>, stated: &Map<String, Value>) -> Result<(), Fault> {
    for (member, noun) in [("email", "email"), ("username", "name")] {
        let Some(text) = stated.get(member).and_then(Value::as_str) else { continue };
        let is_taken = |it: &Value| it[member] == *text && but.is_none_or(|id| it["id"] != *id);
        if state.all(&USER).iter().any(is_taken) {
            return Err(Fault::conflict(format!("a user with the {noun} {text} exists already")));
        }
    }
    Ok(())
}

/// A user, with the groups that the user is in.
fn with_groups(state: &State, user: &Value) -> Value {
    let mut user = user.clone();
    let is_in = |it: &&Value| it["userIds"].as_array().is_some_and(|all| all.contains(&user["id"]));
    let groups: Vec<Value> =
        state.all(&GROUP).iter().filter(is_in).map(|it| it["id"].clone()).collect();
    user["groupIds"] = groups.into();
    user
}
