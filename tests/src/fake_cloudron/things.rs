//! Things of which the server has several: found, added, changed and removed by their id.

use serde_json::{Map, Value, json};

use super::answer::Said;
use super::call::Call;
use super::fault::Fault;
use super::state::State;

/// A kind of thing.
#[derive(Debug)]
pub(super) struct Kind {
    /// What one is called in messages.
    pub(super) noun: &'static str,
    /// What the list is called on the wire.
    pub(super) list: &'static str,
    /// The member by which one is found.
    pub(super) id: &'static str,
    /// What ids begin with.
    pub(super) prefix: &'static str,
    /// A member that no two have in common.
    pub(super) unique: Option<&'static str>,
}

const fn kind(noun: &'static str, list: &'static str, prefix: &'static str) -> Kind {
    Kind { noun, list, id: "id", prefix, unique: None }
}

pub(super) const APP: Kind = kind("app", "apps", "");
pub(super) const APP_LINK: Kind = kind("app link", "applinks", "");
pub(super) const APP_PASSWORD: Kind = kind("app password", "appPasswords", "uid-");
pub(super) const BACKUP: Kind = kind("backup", "backups", "");
pub(super) const DOMAIN: Kind =
    Kind { id: "domain", unique: Some("domain"), ..kind("domain", "domains", "") };
pub(super) const EVENT: Kind = kind("event", "eventlogs", "");
pub(super) const GROUP: Kind = Kind { unique: Some("name"), ..kind("group", "groups", "gid-") };
pub(super) const MAIL_DOMAIN: Kind = Kind { id: "domain", ..kind("mail domain", "mail", "") };
pub(super) const NOTIFICATION: Kind = kind("notification", "notifications", "");
pub(super) const OIDC_CLIENT: Kind = kind("OpenID client", "clients", "cid-");
pub(super) const PACKAGE: Kind = kind("package in the App Store", "packages", "");
pub(super) const SERVICE: Kind = kind("service", "services", "");
pub(super) const TOKEN: Kind = kind("token", "tokens", "tid-");
pub(super) const USER: Kind = kind("user", "users", "uid-");
pub(super) const VOLUME: Kind = Kind { unique: Some("name"), ..kind("volume", "volumes", "") };

impl State {
    /// All things of a kind.
    pub(super) fn all(&self, kind: &Kind) -> &[Value] {
        self.things.get(kind.list).map_or(&[], Vec::as_slice)
    }

    /// The same, to change them.
    pub(super) fn all_mut(&mut self, kind: &Kind) -> &mut Vec<Value> {
        self.things.entry(kind.list).or_default()
    }

    /// The thing of that id.
    pub(super) fn find(&self, kind: &Kind, id: &str) -> Result<&Value, Fault> {
        let found = self.all(kind).iter().find(|it| it[kind.id] == id);
        found.ok_or_else(|| Fault::not_found(kind.noun))
    }

    /// The same, to change it.
    pub(super) fn find_mut(&mut self, kind: &Kind, id: &str) -> Result<&mut Value, Fault> {
        let found = self.all_mut(kind).iter_mut().find(|it| it[kind.id] == id);
        found.ok_or_else(|| Fault::not_found(kind.noun))
    }

    /// Adds a thing; without an id it gets a new one.
    pub(super) fn add(&mut self, kind: &Kind, mut thing: Value) -> Result<String, Fault> {
        self.check_unique(kind, None, &thing)?;
        if thing[kind.id].is_null() {
            thing[kind.id] = self.fresh_id(kind.prefix).into();
        }
        let id = thing[kind.id].as_str().unwrap_or_default().to_owned();
        self.all_mut(kind).push(thing);
        Ok(id)
    }

    /// Sets members of a thing.
    pub(super) fn change(
        &mut self,
        kind: &Kind,
        id: &str,
        members: Map<String, Value>,
    ) -> Result<(), Fault> {
        self.find(kind, id)?;
        let members = Value::Object(members);
        self.check_unique(kind, Some(id), &members)?;
        let thing = self.find_mut(kind, id)?;
        merge(thing, members);
        Ok(())
    }

    /// Removes a thing.
    pub(super) fn remove(&mut self, kind: &Kind, id: &str) -> Result<Value, Fault> {
        let all = self.all_mut(kind);
        let index = all.iter().position(|it| it[kind.id] == id);
        Ok(all.remove(index.ok_or_else(|| Fault::not_found(kind.noun))?))
    }

    fn check_unique(&self, kind: &Kind, but: Option<&str>, thing: &Value) -> Result<(), Fault> {
        let Some(name) = kind.unique else { return Ok(()) };
        let stated = &thing[name];
        let is_taken = |it: &Value| it[name] == *stated && but.is_none_or(|id| it[kind.id] != *id);
        match stated.as_str() {
            Some(text) if self.all(kind).iter().any(is_taken) => {
                let noun = kind.noun;
                Err(Fault::conflict(format!("a {noun} with the {name} {text} exists already")))
            }
            _ => Ok(()),
        }
    }
}

/// Sets members of an object.
pub(super) fn merge(object: &mut Value, members: Value) {
    if let (Value::Object(object), Value::Object(members)) = (object, members) {
        object.extend(members);
    }
}

/// `GET` of the list.
pub(super) fn list(state: &State, kind: &Kind) -> Said {
    json!({ kind.list: state.all(kind) }).into()
}

/// `GET` of one.
pub(super) fn get(state: &State, kind: &Kind, call: &Call) -> Result<Said, Fault> {
    Ok(state.find(kind, call.id())?.clone().into())
}

/// `POST` of members of one.
pub(super) fn change(state: &mut State, kind: &Kind, call: &Call) -> Result<Said, Fault> {
    state.change(kind, call.id(), call.fields.members().clone())?;
    Ok(Said::Nothing)
}

/// `DELETE` of one.
pub(super) fn remove(state: &mut State, kind: &Kind, call: &Call) -> Result<Said, Fault> {
    state.remove(kind, call.id())?;
    Ok(Said::Nothing)
}
