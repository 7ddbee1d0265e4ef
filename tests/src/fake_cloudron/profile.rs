//! The person whose tokens are used: the owner.

use serde_json::{Value, json};

use super::answer::Said;
use super::call::Call;
use super::fault::Fault;
use super::state::State;
use super::things::USER;

/// `GET /profile`
pub(super) fn get(state: &mut State, _: &Call) -> Result<Said, Fault> {
    let id = state.owner_id();
    let user = state.find(&USER, &id)?;
    let mut profile = json!({
        "hasBackgroundImage": state.images.contains_key("backgroundImage"),
        "avatarUrl": format!("https://my.example.com/api/v1/profile/avatar/{id}"),
    });
    for member in [
        "id",
        "username",
        "email",
        "fallbackEmail",
        "displayName",
        "role",
        "source",
        "twoFactorAuthenticationEnabled",
    ] {
        profile[member] = user[member].clone();
    }
    Ok(profile.into())
}

/// `POST /profile`: the password is not kept.
pub(super) fn change(state: &mut State, call: &Call) -> Result<Said, Fault> {
    let id = state.owner_id();
    let stated = call.fields.some(&["email", "fallbackEmail", "displayName"]);
    let is_taken = |it: &Value| Some(&it["email"]) == stated.get("email") && it["id"] != *id;
    if state.all(&USER).iter().any(is_taken) {
        return Err(Fault::conflict("a user with this email exists already"));
    }
    state.change(&USER, &id, stated)?;
    Ok(Said::Nothing)
}
