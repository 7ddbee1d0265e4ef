//! Users, groups, and who is in which.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State as Extension};
use axum::http::StatusCode;
use serde_json::{Value, json};

use super::Shared;
use super::fault::Fault;
use super::fields::Fields;
use super::state::{Group, State, User};
use super::tasks::{Listing, page};

const ROLES: &[&str] = &["owner", "admin", "usermanager", "mailmanager", "user"];

type Answer = Result<Json<Value>, Fault>;

pub(super) async fn list_users(
    Extension(shared): Extension<Shared>,
    Query(listing): Query<Listing>,
) -> Json<Value> {
    let state = shared.state();
    let search = listing.search.clone().unwrap_or_default();
    let found =
        state.users.iter().filter(|it| it.email.contains(&search) || it.username() == search);
    let users: Vec<Value> = found.map(|it| user_json(&state, it)).collect();
    Json(json!({ "users": page(users, &listing) }))
}

pub(super) async fn add_user(
    Extension(shared): Extension<Shared>,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), Fault> {
    let fields = Fields::read(&body)?;
    let email = fields.text("email")?;
    let (name, domain) = email.split_once('@').unwrap_or_default();
    if name.is_empty() || domain.is_empty() {
        return Err(Fault::bad_field("email must be an email address"));
    }
    let username = fields.optional_text("username")?;
    let role = fields.optional_text("role")?.unwrap_or_else(|| "user".to_owned());
    if !ROLES.contains(&role.as_str()) {
        return Err(Fault::bad_field(format!("role must be one of {}", ROLES.join(", "))));
    }
    if fields.optional_text("password")?.is_some_and(|it| it.len() < 8) {
        return Err(Fault::bad_field("password must have at least 8 characters"));
    }
    let display_name = fields.optional_text("displayName")?.unwrap_or_default();
    let fallback_email = fields.optional_text("fallbackEmail")?.unwrap_or_default();
    let mut state = shared.state();
    if state.users.iter().any(|it| it.email == email) {
        return Err(Fault::new(409, format!("a user with the email {email} exists already")));
    }
    if let Some(username) =
        username.as_ref().filter(|it| state.users.iter().any(|user| user.username() == **it))
    {
        return Err(Fault::new(409, format!("a user with the name {username} exists already")));
    }
    let id = state.fresh_id("uid-");
    state.users.push(User { id: id.clone(), email, username, display_name, fallback_email, role });
    Ok((StatusCode::CREATED, Json(json!({ "id": id }))))
}

pub(super) async fn get_user(
    Extension(shared): Extension<Shared>,
    Path(id): Path<String>,
) -> Answer {
    let state = shared.state();
    let user = state.users.iter().find(|it| it.id == id).ok_or_else(|| Fault::not_found("user"))?;
    Ok(Json(user_json(&state, user)))
}

pub(super) async fn delete_user(
    Extension(shared): Extension<Shared>,
    Path(id): Path<String>,
) -> Result<StatusCode, Fault> {
    let mut state = shared.state();
    let index =
        state.users.iter().position(|it| it.id == id).ok_or_else(|| Fault::not_found("user"))?;
    if state.users[index].role == "owner" {
        return Err(Fault::new(409, "the only owner cannot be deleted"));
    }
    state.users.remove(index);
    state.groups.iter_mut().for_each(|it| it.user_ids.retain(|user| *user != id));
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn set_groups_of_user(
    Extension(shared): Extension<Shared>,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<StatusCode, Fault> {
    let group_ids = Fields::read(&body)?.texts("groupIds")?;
    let mut state = shared.state();
    let known = state.users.iter().any(|it| it.id == id);
    if !known || group_ids.iter().any(|id| !state.groups.iter().any(|it| it.id == *id)) {
        return Err(Fault::not_found(if known { "group" } else { "user" }));
    }
    for group in &mut state.groups {
        group.user_ids.retain(|it| *it != id);
        if group_ids.contains(&group.id) {
            group.user_ids.push(id.clone());
        }
    }
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn list_groups(Extension(shared): Extension<Shared>) -> Json<Value> {
    let groups: Vec<Value> = shared.state().groups.iter().map(group_json).collect();
    Json(json!({ "groups": groups }))
}

pub(super) async fn add_group(
    Extension(shared): Extension<Shared>,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), Fault> {
    let name = Fields::read(&body)?.text("name")?;
    if name.is_empty() || name.contains(char::is_whitespace) {
        return Err(Fault::bad_field("name must be a word"));
    }
    let mut state = shared.state();
    if state.groups.iter().any(|it| it.name == name) {
        return Err(Fault::new(409, format!("a group with the name {name} exists already")));
    }
    let id = state.fresh_id("gid-");
    state.groups.push(Group { id: id.clone(), name: name.clone(), user_ids: Vec::new() });
    Ok((StatusCode::CREATED, Json(json!({ "id": id, "name": name }))))
}

pub(super) async fn get_group(
    Extension(shared): Extension<Shared>,
    Path(id): Path<String>,
) -> Answer {
    let state = shared.state();
    let group =
        state.groups.iter().find(|it| it.id == id).ok_or_else(|| Fault::not_found("group"))?;
    Ok(Json(group_json(group)))
}

pub(super) async fn delete_group(
    Extension(shared): Extension<Shared>,
    Path(id): Path<String>,
) -> Result<StatusCode, Fault> {
    let mut state = shared.state();
    let index =
        state.groups.iter().position(|it| it.id == id).ok_or_else(|| Fault::not_found("group"))?;
    state.groups.remove(index);
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn set_members(
    Extension(shared): Extension<Shared>,
    Path(id): Path<String>,
    body: Bytes,
) -> Answer {
    let user_ids = Fields::read(&body)?.texts("userIds")?;
    let mut state = shared.state();
    if user_ids.iter().any(|id| !state.users.iter().any(|it| it.id == *id)) {
        return Err(Fault::not_found("user"));
    }
    let group =
        state.groups.iter_mut().find(|it| it.id == id).ok_or_else(|| Fault::not_found("group"))?;
    group.user_ids = user_ids;
    Ok(Json(json!({})))
}

impl User {
    fn username(&self) -> &str {
        self.username.as_deref().unwrap_or_default()
    }
}

fn user_json(state: &State, user: &User) -> Value {
    let groups = state.groups.iter().filter(|it| it.user_ids.contains(&user.id));
    json!({
        "id": user.id,
        "username": user.username,
        "email": user.email,
        "fallbackEmail": user.fallback_email,
        "displayName": user.display_name,
        "groupIds": groups.map(|it| it.id.clone()).collect::<Vec<_>>(),
        "active": true,
        "source": "",
        "role": user.role,
        "twoFactorAuthenticationEnabled": false,
        "inviteAccepted": user.role == "owner",
    })
}

fn group_json(group: &Group) -> Value {
    json!({ "id": group.id, "name": group.name, "source": "", "userIds": group.user_ids })
}
