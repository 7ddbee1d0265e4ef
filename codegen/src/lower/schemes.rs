//! Who may call: the security schemes, and how the client is given a credential for each.

use serde_json::Value;

use crate::model::{CredentialMethod, Location, Scheme, SchemeKind};
use crate::source::Place;

use super::Lowering;

/// The functions of the client's builder that take the credential of a scheme.
const KEY: &str = "x-credential-methods";

const HELP: &str = "write a list such as `[{ name: basic, user: login, secret: password }, { name: api_key, user: email, secret: key }]`";

impl Lowering<'_> {
    pub(super) fn schemes(&mut self) -> Vec<Scheme> {
        let mut res = Vec::new();
        for (name, scheme, place) in self.document.security_schemes(self.diagnostics) {
            let (kind, description) = match scheme {
                openapiv3::SecurityScheme::HTTP { scheme, description, .. } => {
                    (http_scheme(&scheme), description)
                }
                // Swagger 2.0 has no word for a bearer token: a key in the header, with a hint.
                openapiv3::SecurityScheme::APIKey { description, extensions, .. }
                    if extensions.get("x-scheme").and_then(|it| it.as_str()) == Some("bearer") =>
                {
                    (Some(SchemeKind::Bearer), description)
                }
                openapiv3::SecurityScheme::APIKey { location, name, description, .. } => {
                    let location = match location {
                        openapiv3::APIKeyLocation::Query => Location::Query,
                        openapiv3::APIKeyLocation::Header => Location::Header,
                        openapiv3::APIKeyLocation::Cookie => Location::Cookie,
                    };
                    (Some(SchemeKind::ApiKey { location, name }), description)
                }
                // The token of either travels as a bearer token; how to get one is the caller's business.
                openapiv3::SecurityScheme::OAuth2 { description, .. }
                | openapiv3::SecurityScheme::OpenIDConnect { description, .. } => {
                    (Some(SchemeKind::Bearer), description)
                }
            };
            match kind {
                Some(kind) => {
                    let methods = self.credential_methods(&place, &kind);
                    let scheme = Scheme { name, kind, description, method: None };
                    if methods.is_empty() {
                        res.push(scheme);
                        continue;
                    }
                    res.extend(methods.into_iter().map(|(method, about)| Scheme {
                        description: about.or(scheme.description.clone()),
                        method: Some(method),
                        ..scheme.clone()
                    }));
                }
                None => {
                    self.diagnostics
                        .warning(
                            &place,
                            format!("security scheme `{name}` is neither `basic` nor `bearer`, left out"),
                        )
                        .help(
                            "operations can be called all the same: send the credential as an `extra_header`, or by a transport of your own",
                        );
                }
            }
        }
        res
    }

    /// The ways in which the credential of a scheme is given, each with its description; none if the author does
    /// not say.
    fn credential_methods(
        &mut self,
        place: &Place,
        kind: &SchemeKind,
    ) -> Vec<(CredentialMethod, Option<String>)> {
        let Some(said) = self.document.value(place).and_then(|it| it.get(KEY)) else {
            return Vec::new();
        };
        let place = place.key(KEY);
        let Some(list) = said.as_array().filter(|it| !it.is_empty()) else {
            let message = format!("`{KEY}` is not a list of functions");
            self.diagnostics.error(&place, message).help(HELP);
            return Vec::new();
        };
        let mut res: Vec<(CredentialMethod, Option<String>)> = Vec::new();
        for (index, entry) in list.iter().enumerate() {
            match method(entry, kind) {
                Ok((method, _)) if res.iter().any(|(it, _)| it.name == method.name) => {
                    let message = format!("a second function `{}`", method.name);
                    self.diagnostics.error(&place.index(index), message).help(HELP);
                }
                Ok(method) => res.push(method),
                Err(message) => {
                    self.diagnostics.error(&place.index(index), message).help(HELP);
                }
            }
        }
        res
    }
}

fn method(entry: &Value, kind: &SchemeKind) -> Result<(CredentialMethod, Option<String>), String> {
    let members = entry.as_object().ok_or("this is not a mapping with a `name`")?;
    let known = ["name", "user", "secret", "description"];
    if let Some(other) = members.keys().find(|it| !known.contains(&it.as_str())) {
        return Err(format!("`{other}` says nothing about a credential"));
    }
    let text = |key: &str| match members.get(key) {
        None => Ok(None),
        Some(Value::String(text)) if !text.trim().is_empty() => Ok(Some(text.clone())),
        Some(_) => Err(format!("`{key}` is not a text")),
    };
    let user = text("user")?;
    if user.is_some() && *kind != SchemeKind::Basic {
        return Err("only a credential of HTTP Basic has a `user`".to_owned());
    }
    let name = text("name")?.ok_or("the function has no `name`")?;
    Ok((CredentialMethod { name, user, secret: text("secret")? }, text("description")?))
}

fn http_scheme(scheme: &str) -> Option<SchemeKind> {
    match scheme.to_ascii_lowercase().as_str() {
        "bearer" => Some(SchemeKind::Bearer),
        "basic" => Some(SchemeKind::Basic),
        _ => None,
    }
}
