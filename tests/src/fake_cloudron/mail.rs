//! Mail of a domain: its settings, its mailboxes with their aliases, and its mailing lists.

use serde_json::{Map, Value, json};

use super::answer::Said;
use super::call::Call;
use super::fault::Fault;
use super::state::State;
use super::things::{MAIL_DOMAIN, merge};

/// What a domain has of several: in the path, in the envelope of one, as `type`, and in messages.
struct Box {
    list: &'static str,
    one: &'static str,
    noun: &'static str,
}

const MAILBOX: Box = Box { list: "mailboxes", one: "mailbox", noun: "mailbox" };
const LIST: Box = Box { list: "lists", one: "list", noun: "mailing list" };

/// Settings of a domain: the end of the path, the field, and the member; without a field all fields are the member.
const SETTINGS: &[(&str, &str, &str)] = &[
    ("/banner", "", "banner"),
    ("/catch_all", "addresses", "catchAll"),
    ("/enable", "enabled", "enabled"),
    ("/mail_from_validation", "enabled", "mailFromValidation"),
    ("/relay", "", "relay"),
];

/// `POST` of a setting of a domain.
pub(super) fn configure(state: &mut State, call: &Call) -> Result<Said, Fault> {
    let setting = SETTINGS.iter().find(|(end, ..)| call.route.ends_with(end));
    let (_, field, member) = setting.ok_or_else(Fault::no_route)?;
    let value = match *field {
        "" => Value::Object(call.fields.members().clone()),
        field => call.fields.get(field),
    };
    state.change(&MAIL_DOMAIN, call.id(), Map::from_iter([((*member).to_owned(), value)]))?;
    Ok(Said::Nothing)
}

/// `GET` of the mailboxes or the lists of a domain.
pub(super) fn list(state: &mut State, call: &Call) -> Result<Said, Fault> {
    let kind = kind(call);
    let search = call.query("search").unwrap_or_default();
    let found = state.boxes(kind, call.id()).filter(|it| name(it).contains(&search));
    Ok(json!({ kind.list: found.collect::<Vec<_>>() }).into())
}

/// `GET /mail/{domain}/mailbox_count`
pub(super) fn count(state: &mut State, call: &Call) -> Result<Said, Fault> {
    Ok(json!({ "count": state.boxes(&MAILBOX, call.id()).count() }).into())
}

/// `POST` of a new one.
pub(super) fn add(state: &mut State, call: &Call) -> Result<Said, Fault> {
    let kind = kind(call);
    let created = state.now();
    let (name_of_new, domain) = (call.fields.text("name")?, call.id());
    if state.boxes(kind, domain).any(|it| name(it) == name_of_new) {
        let noun = kind.noun;
        return Err(Fault::conflict(format!(
            "a {noun} with the name {name_of_new} exists already"
        )));
    }
    let mut new = json!({
        "type": kind.one,
        "ownerId": state.owner_id(),
        "ownerType": "user",
        "aliasName": null,
        "aliasDomain": null,
        "creationTime": created,
        "membersOnly": false,
        "domain": domain,
        "active": true,
        "enablePop3": false,
        "storageQuota": 0,
        "messagesQuota": 0,
        "members": [],
        "aliases": [],
    });
    merge(&mut new, call.fields.members().clone().into());
    state.things.entry(kind.list).or_default().push(new);
    state.event(
        &format!("mail.{}.add", event(kind)),
        json!({ "name": name_of_new, "domain": domain }),
    );
    Ok(Said::Nothing)
}

/// `GET` of one, in its envelope.
pub(super) fn get(state: &mut State, call: &Call) -> Result<Said, Fault> {
    let kind = kind(call);
    Ok(json!({ kind.one: state.mail_box(kind, call)? }).into())
}

/// `POST` of members of one, its aliases among them.
pub(super) fn change(state: &mut State, call: &Call) -> Result<Said, Fault> {
    let kind = kind(call);
    merge(state.mail_box(kind, call)?, call.fields.members().clone().into());
    Ok(Said::Nothing)
}

/// `DELETE` of one.
pub(super) fn remove(state: &mut State, call: &Call) -> Result<Said, Fault> {
    let kind = kind(call);
    state.mail_box(kind, call)?;
    let (domain, gone) = (call.id(), call.argument("name"));
    let all = state.things.entry(kind.list).or_default();
    all.retain(|it| it["domain"] != *domain || name(it) != gone);
    state.event(&format!("mail.{}.remove", event(kind)), json!({ "name": gone, "domain": domain }));
    Ok(Said::Nothing)
}

/// `GET .../aliases`
pub(super) fn aliases(state: &mut State, call: &Call) -> Result<Said, Fault> {
    let aliases = state.mail_box(&MAILBOX, call)?["aliases"].clone();
    Ok(json!({ "aliases": aliases }).into())
}

fn kind(call: &Call) -> &'static Box {
    if call.route.contains("/lists") { &LIST } else { &MAILBOX }
}

/// What events call it.
fn event(kind: &Box) -> &'static str {
    if kind.list == LIST.list { "list" } else { "box" }
}

fn name(of: &Value) -> &str {
    of["name"].as_str().unwrap_or_default()
}

impl State {
    fn boxes(&self, kind: &Box, domain: &str) -> impl Iterator<Item = &Value> {
        let all = self.things.get(kind.list).into_iter().flatten();
        all.filter(move |it| it["domain"] == *domain)
    }

    fn mail_box(&mut self, kind: &Box, call: &Call) -> Result<&mut Value, Fault> {
        let mut all = self.things.get_mut(kind.list).into_iter().flatten();
        let found = all.find(|it| it["domain"] == *call.id() && name(it) == call.argument("name"));
        found.ok_or_else(|| Fault::not_found(kind.noun))
    }
}
