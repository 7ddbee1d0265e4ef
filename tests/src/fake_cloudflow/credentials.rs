//! Who calls: HTTP Basic with a login and its password, or an e-mail address and its API key.

use axum::http::HeaderMap;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::fault::Fault;
use super::state::{ADMINISTRATORS, State};

/// The id of the user that a request comes from.
pub(super) fn check(state: &mut State, headers: &HeaderMap) -> Result<i64, Fault> {
    let header = headers.get("authorization").and_then(|it| it.to_str().ok());
    let encoded = header.and_then(|it| it.strip_prefix("Basic ")).ok_or(Fault::Unauthorized)?;
    let decoded = STANDARD.decode(encoded).ok().and_then(|it| String::from_utf8(it).ok());
    let decoded = decoded.ok_or(Fault::Unauthorized)?;
    let (name, secret) = decoded.split_once(':').ok_or(Fault::Unauthorized)?;
    let knows = |it: &&super::state::User| {
        (it.login == name && it.password == secret)
            || (it.email == name && it.api_key.as_deref() == Some(secret))
    };
    let user = state.users.iter().find(knows).filter(|it| it.status == "active");
    user.map(|it| it.id).ok_or(Fault::Unauthorized)
}

/// Accounts and roles are changed by administrators only.
pub(super) fn demand_administrator(state: &State, visitor: i64) -> Result<(), Fault> {
    let user = state.users.iter().find(|it| it.id == visitor);
    match user.is_some_and(|it| it.role_ids.contains(&ADMINISTRATORS)) {
        true => Ok(()),
        false => Err(Fault::Forbidden),
    }
}
