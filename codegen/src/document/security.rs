//! What a caller must show: security schemes, and which of them are needed.

use openapiv3::SecurityScheme;
use serde_json::{Map, Value};

use super::Document;
use super::node::{Node, Shape, Table, kind};
use super::swagger::is_bearer;
use crate::diagnostics::Diagnostics;
use crate::source::Place;

/// One way to be let in: every scheme of it, together. Empty: without any.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Security {
    /// The entry of the description.
    pub(crate) place: Place,
    /// In order.
    pub(crate) requirements: Vec<Requirement>,
}

/// A scheme, and what it must allow.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Requirement {
    /// The name of the scheme.
    pub(crate) scheme: String,
    /// The scopes, in order.
    pub(crate) scopes: Vec<String>,
}

pub(super) const SCHEME: Table = &[
    ("type", Shape::Text),
    ("in", Shape::Text),
    ("name", Shape::Text),
    ("scheme", Shape::Text),
    ("bearerFormat", Shape::Text),
    ("openIdConnectUrl", Shape::Text),
    ("description", Shape::Text),
];

pub(super) const FLOW: Table =
    &[("authorizationUrl", Shape::Text), ("tokenUrl", Shape::Text), ("refreshUrl", Shape::Text)];

const FLOWS: &[&str] = &["implicit", "password", "clientCredentials", "authorizationCode"];

impl Document {
    /// The security schemes of the root file, in order.
    pub(crate) fn security_schemes(
        &self,
        diagnostics: &mut Diagnostics,
    ) -> Vec<(String, SecurityScheme, Place)> {
        let mut schemes = Vec::new();
        for (name, place, _) in self.component_entries("securitySchemes", diagnostics) {
            let Some(place) = self.follow(&place, diagnostics) else { continue };
            let Some(node) = self.node(place.clone(), diagnostics) else { continue };
            if let Some(scheme) = self.security_scheme(&node, diagnostics) {
                schemes.push((name.to_owned(), scheme, place));
            }
        }
        schemes
    }

    fn security_scheme(
        &self,
        node: &Node<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Option<SecurityScheme> {
        let mut normal = node.scalars(SCHEME, diagnostics);
        let mut ty = normal.remove("type").and_then(super::info::text_of).unwrap_or_default();
        // Swagger 2.0 has a type of its own for this.
        if ty == "basic" {
            ty = "http".to_owned();
            normal.insert("scheme".to_owned(), "basic".into());
        }
        if ty == "apiKey" && is_bearer(node) {
            ty = "http".to_owned();
            normal.insert("scheme".to_owned(), "bearer".into());
        }
        if ty == "oauth2" {
            normal.insert("flows".to_owned(), Value::Object(self.flows(node, diagnostics)));
        }
        if let Some(Value::String(location)) = normal.get_mut("in") {
            location.make_ascii_lowercase();
        }
        let known = ["apiKey", "http", "oauth2", "openIdConnect"];
        let known = known.into_iter().find(|it| it.eq_ignore_ascii_case(&ty));
        let Some(known) = known else {
            let message = match ty.as_str() {
                "" => "a security scheme without `type`, left out".to_owned(),
                ty => format!("security scheme of type `{ty}` is not supported, left out"),
            };
            let place = if ty.is_empty() { node.place.clone() } else { node.place.key("type") };
            // What a client cannot do for its caller is no fault of the description.
            if !ty.eq_ignore_ascii_case("mutualTLS") {
                diagnostics.fault(&place, message);
            } else {
                diagnostics.warning(&place, message).help(
                    "operations can be called all the same: give the client a `http_client` that has the certificate",
                );
            }
            return None;
        };
        // Where a key cannot be sent, the table of words says.
        let is_sent =
            |it: &Value| it.as_str().is_some_and(|it| ["query", "header", "cookie"].contains(&it));
        if known == "apiKey" && normal.get("in").is_some_and(|it| !is_sent(it)) {
            return None;
        }
        normal.insert("type".to_owned(), known.into());
        if known == "openIdConnect" {
            normal.entry("openIdConnectUrl").or_insert_with(|| "".into());
        }
        node.typed(normal, diagnostics)
    }

    /// The flows of OAuth 2, each with the addresses that it must have.
    fn flows(&self, node: &Node<'_>, diagnostics: &mut Diagnostics) -> Map<String, Value> {
        let mut flows = Map::new();
        if let Some((name, flow)) = self.only_flow(node, diagnostics) {
            flows.insert(name.to_owned(), Value::Object(flow));
        }
        for (name, place, _) in node.entries("flows", diagnostics) {
            if name.starts_with("x-") {
                continue;
            }
            let Some(flow) = self.node(place.clone(), diagnostics) else { continue };
            // How a token is got is the caller's business, so this flow has nothing to give.
            if name == "deviceAuthorization" {
                continue;
            }
            if !FLOWS.contains(&name) {
                let message = format!("`{name}` is not a flow of OAuth 2, left out");
                diagnostics.fault(&place, message);
                continue;
            }
            flows.insert(name.to_owned(), Value::Object(self.flow(&flow, diagnostics)));
        }
        flows
    }

    /// One flow of OAuth 2.
    pub(super) fn flow(
        &self,
        node: &Node<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Map<String, Value> {
        let mut normal = node.scalars(FLOW, diagnostics);
        for key in ["authorizationUrl", "tokenUrl"] {
            normal.entry(key).or_insert_with(|| "".into());
        }
        let scopes = match node.get("scopes") {
            // Some list the names only.
            Some(Value::Array(list)) => {
                let names = list.iter().filter_map(Value::as_str);
                names.map(|it| (it.to_owned(), "".into())).collect()
            }
            _ => {
                let scopes = node.entries("scopes", diagnostics).into_iter();
                let text = |said: &Value| said.as_str().unwrap_or_default().into();
                scopes.map(|(scope, _, said)| (scope.to_owned(), text(said))).collect()
            }
        };
        normal.insert("scopes".to_owned(), Value::Object(scopes));
        normal
    }

    /// What every operation needs that says nothing of its own: any one of these.
    pub(crate) fn security(&self) -> Option<Vec<Security>> {
        self.check_security(&mut Diagnostics::new())
    }

    /// Says once what is wrong with that.
    pub(super) fn check_security(&self, diagnostics: &mut Diagnostics) -> Option<Vec<Security>> {
        let root = self.node(self.root(), diagnostics)?;
        self.security_of(&root, diagnostics)
    }

    /// What a mapping lists under `security`; nothing if it does not say.
    pub(super) fn security_of(
        &self,
        node: &Node<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Vec<Security>> {
        node.get("security")?;
        let mut res = Vec::new();
        for (place, value) in node.items("security", diagnostics) {
            let mut requirements = Vec::new();
            for (scheme, place, scopes) in self.entries_at(place.clone(), value, diagnostics) {
                let scopes = match scopes {
                    Value::Array(list) => {
                        list.iter().filter_map(Value::as_str).map(str::to_owned).collect()
                    }
                    Value::Null => Vec::new(),
                    other => {
                        let message = format!("{} instead of a list of scopes", kind(other));
                        diagnostics.fault(&place, message);
                        Vec::new()
                    }
                };
                requirements.push(Requirement { scheme: scheme.to_owned(), scopes });
            }
            res.push(Security { place, requirements });
        }
        Some(res)
    }
}
