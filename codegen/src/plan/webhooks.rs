//! Webhooks and callbacks: the variants of the event, what recognises each, and functions that read one.

use crate::model::{Mark, Payload, Type, Webhook};

use super::markdown::code;
use super::wraps::wraps;
use super::{Planner, RustType, Wrap};

/// What the server sends by itself.
#[derive(Clone, Debug, Default)]
pub(crate) struct WebhooksItem {
    pub events: Vec<WebhookItem>,
    /// The header and the property that name an event.
    pub header: Option<String>,
    pub property: Option<String>,
    /// Which of the events it is, in the order in which they are tried.
    pub marks: Vec<Mark>,
    /// The callbacks of operations.
    pub callbacks: Vec<WebhookItem>,
}

/// A webhook or a callback.
#[derive(Clone, Debug)]
pub(crate) struct WebhookItem {
    /// Index in the API, as marks have it.
    pub index: usize,
    pub variant: String,
    pub doc: Vec<String>,
    pub deprecated: bool,
    /// The function that reads this one alone, where nothing else tells it from others.
    pub function: Option<String>,
    pub payload: PayloadItem,
}

#[derive(Clone, Debug)]
pub(crate) enum PayloadItem {
    Nothing,
    /// What it holds, and the envelopes around that.
    Value(RustType, Vec<Wrap>),
    Bytes,
}

impl Planner<'_> {
    pub(super) fn webhooks(&self) -> WebhooksItem {
        let recognition = &self.conventions.recognition;
        let events = self.api.events().map(|(index, webhook)| {
            let alone = recognition.unrecognised.contains(&index);
            let mut doc = self.words(webhook);
            doc.push(String::new());
            doc.push(self.sent_as(webhook));
            if alone {
                let function = &self.names.webhooks[index].function;
                doc.push(String::new());
                doc.push(format!(
                    "Nothing tells it from all others: [`{function}`] reads it where the address of the receiver does."
                ));
            }
            doc.extend(self.replies(webhook));
            self.webhook(index, webhook, doc, alone)
        });
        let callbacks = self.api.callbacks().map(|(index, webhook, callback)| {
            let operation = &self.api.operations[callback.operation];
            let mut doc = self.words(webhook);
            let group = &self.names.groups[operation.group];
            let method = self.names.operations[callback.operation].methods.first();
            let method = method.map_or("", |it| &it.method);
            let home: String = self.config.module.iter().map(|it| format!("::{it}")).collect();
            let link = format!(
                "[`{0}::{method}`](crate{home}::api::{1}::{0}::{method})",
                group.handle, group.module
            );
            doc.push(String::new());
            doc.push(format!(
                "The server sends it as `{}` to {} after a call of {link}.",
                webhook.method,
                code(&callback.expression)
            ));
            doc.extend(self.replies(webhook));
            self.webhook(index, webhook, doc, true)
        });
        WebhooksItem {
            events: events.collect(),
            header: recognition.header.clone(),
            property: recognition.property.clone(),
            marks: recognition.marks.clone(),
            callbacks: callbacks.collect(),
        }
    }

    fn webhook(
        &self,
        index: usize,
        webhook: &Webhook,
        doc: Vec<String>,
        alone: bool,
    ) -> WebhookItem {
        let names = &self.names.webhooks[index];
        WebhookItem {
            index,
            variant: names.variant.clone(),
            doc,
            deprecated: webhook.deprecated,
            function: alone.then(|| names.function.clone()),
            payload: match &webhook.payload {
                Payload::Nothing => PayloadItem::Nothing,
                Payload::Value(ty) => PayloadItem::Value(self.rust_type(ty), wraps(ty)),
                Payload::Raw(_) => PayloadItem::Bytes,
            },
        }
    }

    /// The author's words.
    fn words(&self, webhook: &Webhook) -> Vec<String> {
        let mut res = self.docs.text(webhook.summary.as_deref());
        let description = self.docs.text(webhook.description.as_deref());
        if !description.is_empty() && description != res {
            res.extend((!res.is_empty()).then(String::new));
            res.extend(description);
        }
        if res.is_empty() {
            res.push(format!("{}.", code(&webhook.name)));
        }
        res
    }

    fn sent_as(&self, webhook: &Webhook) -> String {
        let mut res = format!("The webhook {}, sent as `{}`", code(&webhook.name), webhook.method);
        if let Payload::Raw(media) = &webhook.payload {
            res.push_str(&format!(" with a body of {}", code(media)));
        }
        res + "."
    }

    /// What the receiver should answer.
    fn replies(&self, webhook: &Webhook) -> Vec<String> {
        if webhook.replies.is_empty() {
            return Vec::new();
        }
        let mut res = vec![String::new(), "The receiver answers:".to_owned(), String::new()];
        let mut bodies = Vec::new();
        for reply in &webhook.replies {
            let status = if reply.status == "default" { "otherwise" } else { &reply.status };
            let words = reply.description.as_deref().filter(|it| !it.trim().is_empty());
            res.extend(self.docs.links.labelled(status, words.unwrap_or("not described.")));
            let Some(media) = &reply.media else { continue };
            let mut body = format!("The body of {status} is {}", code(media));
            if let Some(Type::Declared(id)) = &reply.body {
                let shown = self.type_name(*id);
                let home: String = self.config.module.iter().map(|it| format!("::{it}")).collect();
                body.push_str(&format!(", a [`{shown}`](crate{home}::types::{shown})"));
            }
            bodies.extend([String::new(), body + "."]);
        }
        res.extend(bodies);
        res
    }
}
