//! Webhooks and callbacks: what tells each, what it carries, what its receiver answers.

use serde_json::Value;

use crate::document::{self, CallbackView, MediaView, OperationView};
use crate::model::{Callback, Naming, Part, Payload, Reply, Type, Webhook, WebhookHeader};

use super::Lowering;
use super::answer::status;
use super::body::MediaKind;

impl Lowering<'_> {
    /// All of them, and the names of the groups of webhooks. `callbacks`: with the index of their operation.
    pub(super) fn webhooks(
        &mut self,
        callbacks: Vec<(usize, CallbackView)>,
    ) -> (Vec<Webhook>, Vec<String>) {
        let mut groups: Vec<String> = Vec::new();
        let mut res: Vec<Webhook> = Vec::new();
        for (name, view) in self.document.webhooks(self.diagnostics) {
            let group = group(&name, &view);
            let position = groups.iter().position(|it| *it == group).unwrap_or(groups.len());
            if position == groups.len() {
                groups.push(group);
            }
            let webhook = self.webhook(name, view, res.len());
            res.push(Webhook { group: position, ..webhook });
        }
        for (operation, view) in callbacks {
            let webhook = self.webhook(view.name, view.operation, res.len());
            let callback = Some(Callback { operation, expression: view.expression });
            res.push(Webhook { callback, ..webhook });
        }
        (res, groups)
    }

    fn webhook(&mut self, name: String, view: OperationView, index: usize) -> Webhook {
        let headers = view.parameters.iter();
        let headers = headers.filter(|it| it.location == document::Location::Header);
        let headers = headers.map(|it| self.webhook_header(it)).collect();
        let body = view.request_body.as_ref();
        let payload = body.map_or(Payload::Nothing, |it| self.payload(&it.content, index));
        let replies = view.responses.iter().map(|response| {
            let json = json(&response.content);
            let naming = part(index, Part::Reply);
            let body = json.and_then(|it| it.schema.as_ref()).map(|it| self.schema(it, naming));
            Reply {
                status: status(response.status),
                description: response.description.clone(),
                media: json.or(response.content.first()).map(|it| it.media_type.clone()),
                body: body.filter(|it| matches!(it, Type::Declared(_))),
            }
        });
        Webhook {
            replies: replies.collect(),
            place: view.place,
            name,
            id: view.operation.operation_id.filter(|it| !it.trim().is_empty()),
            method: view.method.to_ascii_uppercase(),
            callback: None,
            group: 0,
            summary: view.operation.summary,
            description: view.operation.description,
            deprecated: view.operation.deprecated,
            headers,
            payload,
        }
    }

    /// JSON comes before a form, and what has a type before bytes.
    fn payload(&mut self, content: &[MediaView], index: usize) -> Payload {
        let form = || content.iter().find(|it| MediaKind::of(&it.media_type) == MediaKind::Form);
        let Some(media) = json(content).or_else(form) else {
            let media = content.first().map(|it| it.media_type.clone());
            return media.map_or(Payload::Nothing, Payload::Raw);
        };
        let naming = part(index, Part::Payload);
        Payload::Value(media.schema.as_ref().map_or(Type::Any, |it| self.schema(it, naming)))
    }

    fn webhook_header(&mut self, view: &document::ParameterView) -> WebhookHeader {
        let schema = view.schema.as_ref();
        let merged = schema.and_then(|it| self.merge(std::slice::from_ref(it)));
        let listed = merged.as_ref().map(|it| match (&it.constant, &it.enumeration) {
            (Some(only), _) => std::slice::from_ref(only).to_vec(),
            (None, values) => values.clone().unwrap_or_default(),
        });
        let inner = merged.as_ref().and_then(|it| self.example(it.example.as_ref()));
        let example = self.example(view.example.as_ref()).or(inner);
        WebhookHeader {
            name: view.name.clone(),
            values: listed.unwrap_or_default().iter().filter_map(scalar_text).collect(),
            example: example.as_ref().and_then(scalar_text),
        }
    }
}

fn json(content: &[MediaView]) -> Option<&MediaView> {
    content.iter().find(|it| MediaKind::of(&it.media_type) == MediaKind::Json)
}

fn part(webhook: usize, part: Part) -> Naming {
    Naming::Part { operation: webhook, part, member: None, element: false }
}

fn scalar_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// What a webhook belongs to: its tag, or what its name begins with.
fn group(name: &str, view: &OperationView) -> String {
    if let Some(tag) = view.operation.tags.first().filter(|it| !it.trim().is_empty()) {
        return tag.clone();
    }
    let id = view.operation.operation_id.as_deref().unwrap_or(name);
    let part = id.split_once(['/', '.', ':']).map_or("", |(before, _)| before);
    if part.trim().is_empty() { "events".to_owned() } else { part.to_owned() }
}
