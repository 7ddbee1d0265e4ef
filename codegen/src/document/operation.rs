//! The operations of a description, in the order of the author.

use std::collections::HashMap;

use openapiv3::Operation;
use serde_json::Value;

use super::node::{Node, Shape, Table};
use super::template::Template;
use super::{Document, ParameterView, RequestBodyView, ResponseView, Security, Server};
use crate::diagnostics::Diagnostics;
use crate::source::Place;

/// One operation: a method of a path.
#[derive(Clone, Debug)]
#[allow(
    dead_code,
    reason = "a view shows what the author wrote, whether or not a later stage asks for it"
)]
pub(crate) struct OperationView {
    /// The operation itself.
    pub(crate) place: Place,
    /// `/pets/{petId}`.
    pub(crate) path: String,
    /// The key of `paths`, where the path is written.
    pub(crate) path_place: Place,
    /// As it is sent.
    pub(crate) method: String,
    /// Tags, summary, description, id, deprecation and `x-` keys; the rest is in this view.
    pub(crate) operation: Operation,
    /// Those of the path first; those of the operation replace them by name and location.
    pub(crate) parameters: Vec<ParameterView>,
    /// What is sent.
    pub(crate) request_body: Option<RequestBodyView>,
    /// What is answered, in order.
    pub(crate) responses: Vec<ResponseView>,
    /// What the operation itself says; an empty list is public.
    pub(crate) security: Option<Vec<Security>>,
    /// Of the operation, else of its path; empty if those of the root hold.
    pub(crate) servers: Vec<Server>,
    /// The mapping under `callbacks`, if there is one.
    pub(crate) callbacks: Option<Place>,
}

pub(super) const OPERATION: Table = &[
    ("operationId", Shape::Text),
    ("summary", Shape::Text),
    ("description", Shape::Text),
    ("deprecated", Shape::Flag),
    ("tags", Shape::Texts),
];

const METHODS: &[&str] =
    &["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE", "QUERY"];

impl Document {
    /// All operations, in the order of the paths, and of the methods as written.
    pub(crate) fn operations(&self, diagnostics: &mut Diagnostics) -> Vec<OperationView> {
        let mut operations = Vec::new();
        let Some(root) = self.node(self.root(), diagnostics) else { return operations };
        let mut paths: HashMap<&str, Place> = HashMap::new();
        for (path, place, value) in root.entries("paths", diagnostics) {
            if path.starts_with("x-") {
                continue;
            }
            if let Some(first) = paths.insert(path.trim_end_matches('/'), place.clone()) {
                let message = format!("`{path}` differs in the slash at its end only");
                diagnostics.note(&place, message).related(&first, "from this one");
            }
            let template = Template::new(path, &place, diagnostics);
            self.path_operations(&template, &place, value, diagnostics, &mut operations);
        }
        operations
    }

    /// The operations of one path, webhook or callback.
    pub(super) fn path_operations(
        &self,
        template: &Template,
        path_place: &Place,
        value: &Value,
        diagnostics: &mut Diagnostics,
        operations: &mut Vec<OperationView>,
    ) {
        // A path that is a reference may say more beside it; that comes first.
        let mut items = Vec::new();
        if super::reference::is_reference(value) {
            items.extend(self.node(path_place.siblings(), diagnostics));
            let Some(target) = self.follow(path_place, diagnostics) else { return };
            items.extend(self.node(target, diagnostics));
        } else {
            items.extend(self.node(path_place.clone(), diagnostics));
        }
        for item in &items {
            let more = item.entries("additionalOperations", diagnostics).into_iter();
            let more = more.map(|(method, place, value)| (method.to_owned(), place, value));
            let own = item
                .map
                .iter()
                .map(|(key, value)| (key.to_ascii_uppercase(), item.place.key(key), value));
            let own = own.filter(|(method, ..)| METHODS.contains(&method.as_str()));
            for (method, place, value) in own.chain(more) {
                if !is_token(&method) {
                    let message = format!("`{method}` cannot be a method, left out");
                    diagnostics.fault(&place, message);
                    continue;
                }
                if value.is_null() {
                    diagnostics.fault(&place, "an operation without content, left out");
                    continue;
                }
                let route = Route { template, path_place, method: &method, items: &items };
                operations.extend(self.operation(place, &route, diagnostics));
            }
        }
    }

    fn operation(
        &self,
        place: Place,
        route: &Route<'_, '_>,
        diagnostics: &mut Diagnostics,
    ) -> Option<OperationView> {
        let place = self.follow(&place, diagnostics)?;
        let node = self.node(place.clone(), diagnostics)?;
        let mut normal = node.scalars(OPERATION, diagnostics);
        normal.insert("responses".to_owned(), Value::Object(serde_json::Map::new()));
        if let Some(docs @ Value::Object(map)) = node.get("externalDocs")
            && map.get("url").is_some_and(Value::is_string)
            && map.get("description").is_none_or(Value::is_string)
        {
            normal.insert("externalDocs".to_owned(), docs.clone());
        }
        let operation = node.typed(normal, diagnostics)?;
        let mut servers = self.servers_of(&node, diagnostics);
        for item in route.items {
            if servers.is_empty() {
                servers = self.servers_of(item, diagnostics);
            }
        }
        let callbacks = node.get("callbacks").map(|_| place.key("callbacks"));
        let form = route.path_place.key(&route.method.to_ascii_lowercase()).form();
        let mut parameters = self.parameters(route.items, &node, diagnostics);
        let path = route.template.fill(route.path_place, &mut parameters, diagnostics);
        Some(OperationView {
            path,
            path_place: route.path_place.clone(),
            method: route.method.to_owned(),
            operation,
            parameters,
            request_body: self.request_body(route.items, &node, form, diagnostics),
            responses: self.responses(&node, diagnostics),
            security: self.security_of(&node, diagnostics),
            servers,
            callbacks,
            place,
        })
    }
}

/// Whether HTTP can send a text as the method.
fn is_token(method: &str) -> bool {
    let is_sign = |it: u8| b"!#$%&'*+-.^_`|~".contains(&it);
    !method.is_empty() && method.bytes().all(|it| it.is_ascii_alphanumeric() || is_sign(it))
}

/// What an operation is reached by.
struct Route<'r, 'd> {
    template: &'r Template,
    path_place: &'r Place,
    method: &'r str,
    /// The mappings that describe the path.
    items: &'r [Node<'d>],
}
