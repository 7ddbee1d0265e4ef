//! Domains, which nobody removes while an app lives there; and volumes.

use serde_json::{Value, json};

use super::answer::Said;
use super::call::Call;
use super::fault::Fault;
use super::state::State;
use super::things::{APP, DOMAIN, MAIL_DOMAIN, VOLUME, merge};

/// `POST /domains`
pub(super) fn add(state: &mut State, call: &Call) -> Result<Said, Fault> {
    let domain = call.fields.text("domain")?;
    state.add_domain(call.fields.members().clone().into())?;
    state.event("domain.add", json!({ "domain": domain }));
    Ok(json!({ "domain": domain }).into())
}

/// `DELETE /domains/{domain}`
pub(super) fn remove(state: &mut State, call: &Call) -> Result<Said, Fault> {
    let domain = call.id();
    if let Some(app) = state.all(&APP).iter().find(|it| it["domain"] == *domain) {
        let fqdn = app["fqdn"].as_str().unwrap_or_default();
        return Err(Fault::conflict(format!("{domain} is in use by the app {fqdn}")));
    }
    state.remove(&DOMAIN, domain)?;
    state.all_mut(&MAIL_DOMAIN).retain(|it| it["domain"] != *domain);
    state.event("domain.remove", json!({ "domain": domain }));
    Ok(Said::Nothing)
}

/// `POST /domains/{domain}/config`
pub(super) fn configure(state: &mut State, call: &Call) -> Result<Said, Fault> {
    let mut members = call.fields.members().clone();
    members.remove("domain");
    state.change(&DOMAIN, call.id(), members)?;
    state.event("domain.update", json!({ "domain": call.id() }));
    Ok(Said::Nothing)
}

/// `GET /domains/{domain}/dns_check`: only an app's record stands in the way.
pub(super) fn dns_check(state: &mut State, call: &Call) -> Result<Said, Fault> {
    let subdomain = call.query("subdomain");
    let subdomain = subdomain.ok_or_else(|| Fault::bad_field("subdomain must be a string"))?;
    let is_there = |it: &Value| it["domain"] == *call.id() && it["subdomain"] == *subdomain;
    Ok(json!({ "needsOverwrite": state.all(&APP).iter().any(is_there) }).into())
}

/// `POST /volumes`
pub(super) fn add_volume(state: &mut State, call: &Call) -> Result<Said, Fault> {
    let id = state.fresh_id("").replace('-', "");
    let created = state.now();
    let mut volume = json!({ "id": id, "hostPath": format!("/mnt/volumes/{id}"),
        "creationTime": created, "mountOptions": {} });
    merge(&mut volume, call.fields.members().clone().into());
    let id = state.add(&VOLUME, volume)?;
    state.event("volume.add", json!({ "volume": { "id": id } }));
    Ok(json!({ "id": id }).into())
}

impl State {
    /// Adds a domain, whose mail is off at first.
    pub(super) fn add_domain(&mut self, stated: Value) -> Result<(), Fault> {
        let mut domain = json!({
            "zoneName": stated["domain"],
            "config": {},
            "tlsConfig": { "provider": "letsencrypt-prod", "wildcard": false },
            "wellKnown": null,
        });
        merge(&mut domain, stated);
        let name = self.add(&DOMAIN, domain)?;
        let mail = json!({
            "domain": name,
            "enabled": false,
            "mailFromValidation": true,
            "catchAll": [],
            "relay": { "provider": "cloudron-smtp" },
            "banner": { "text": "", "html": "" },
            "dkimSelector": "cloudron",
        });
        if self.find(&MAIL_DOMAIN, &name).is_err() {
            self.add(&MAIL_DOMAIN, mail)?;
        }
        Ok(())
    }
}
