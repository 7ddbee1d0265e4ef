//! Tokens that really open the server, app passwords, and clients of OpenID.

use serde_json::json;

use super::answer::Said;
use super::call::Call;
use super::fault::Fault;
use super::state::State;
use super::things::{APP_PASSWORD, OIDC_CLIENT, TOKEN};

/// A year from the begin of the server's clock, in milliseconds since 1970.
const EXPIRES: u64 = 1_826_877_600_000;

/// `POST /tokens`
pub(super) fn add(state: &mut State, call: &Call) -> Result<Said, Fault> {
    let fields = &call.fields;
    let access_token = state.fresh_id("").replace('-', "");
    let scope = fields.get("scope");
    let expires = fields.get("expiresAt");
    let token = json!({
        "name": fields.text("name")?,
        "accessToken": access_token,
        "identifier": state.owner_id(),
        "clientId": "cid-sdk",
        "expires": if expires.is_null() { json!(EXPIRES) } else { expires },
        "lastUsedAt": null,
        "scope": if scope.is_null() { json!({ "*": "rw" }) } else { scope },
    });
    let id = state.add(&TOKEN, token)?;
    Ok(state.find(&TOKEN, &id)?.clone().into())
}

/// `POST /app_passwords`
pub(super) fn add_app_password(state: &mut State, call: &Call) -> Result<Said, Fault> {
    let created = state.now();
    let password = json!({
        "name": call.fields.text("name")?,
        "identifier": call.fields.optional_text("identifier")?.unwrap_or_default(),
        "userId": state.owner_id(),
        "creationTime": created,
    });
    let id = state.add(&APP_PASSWORD, password)?;
    let password = state.fresh_id("").replace('-', "");
    Ok(json!({ "id": id, "password": password }).into())
}

/// `POST /oidc/clients`
pub(super) fn add_oidc_client(state: &mut State, call: &Call) -> Result<Said, Fault> {
    let secret = state.fresh_id("").replace('-', "");
    let mut client = json!({ "secret": secret, "appId": "" });
    super::things::merge(&mut client, call.fields.members().clone().into());
    let id = state.add(&OIDC_CLIENT, client)?;
    Ok(state.find(&OIDC_CLIENT, &id)?.clone().into())
}

impl State {
    /// What a token that was made here may do: `r`, `w` or both.
    pub(super) fn scope(&self, access_token: &str) -> Option<String> {
        let mut tokens = self.all(&TOKEN).iter();
        let token = tokens.find(|it| it["accessToken"] == *access_token)?;
        Some(token["scope"]["*"].as_str().unwrap_or("rw").to_owned())
    }
}
