//! What the server sends by itself: webhooks, and the callbacks of operations.

use super::{Api, Type, TypeId};
use crate::source::Place;

/// A request that the server sends.
#[derive(Clone, Debug)]
pub(crate) struct Webhook {
    pub place: Place,
    /// The key under which it is described.
    pub name: String,
    pub id: Option<String>,
    /// Upper case.
    pub method: String,
    /// What it is a callback of; nothing for a webhook.
    pub callback: Option<Callback>,
    /// Index into [`Api::webhook_groups`]; of a callback that of an operation counts.
    pub group: usize,
    pub summary: Option<String>,
    pub description: Option<String>,
    pub deprecated: bool,
    pub headers: Vec<WebhookHeader>,
    pub payload: Payload,
    /// What the receiver answers.
    pub replies: Vec<Reply>,
}

/// Why and where a callback is sent.
#[derive(Clone, Debug)]
pub(crate) struct Callback {
    /// Index of the operation whose call makes the server send it.
    pub operation: usize,
    /// The runtime expression of its address.
    pub expression: String,
}

/// A header that comes with a webhook.
#[derive(Clone, Debug)]
pub(crate) struct WebhookHeader {
    pub name: String,
    /// The values that it can have, if they are listed.
    pub values: Vec<String>,
    pub example: Option<String>,
}

/// What a webhook carries.
#[derive(Clone, Debug)]
pub(crate) enum Payload {
    Nothing,
    /// JSON or a form.
    Value(Type),
    /// Bytes of a media type.
    Raw(String),
}

/// What a receiver may answer.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    /// `200`, `2XX` or `default`.
    pub status: String,
    pub description: Option<String>,
    pub media: Option<String>,
    /// What the body holds, if it is described and JSON.
    pub body: Option<Type>,
}

/// How a received webhook is told from the others.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Recognition {
    /// The header that names it, in lower case.
    pub header: Option<String>,
    /// The property of its body that names it.
    pub property: Option<String>,
    /// In the order in which they are tried.
    pub marks: Vec<Mark>,
    /// Webhooks for which none of the marks stands alone.
    pub unrecognised: Vec<usize>,
}

/// The value of the header and of the property of one webhook; `None` stands for any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    pub header: Option<String>,
    pub property: Option<String>,
    /// Index into [`Api::webhooks`].
    pub webhook: usize,
}

impl Recognition {
    /// How many of as many webhooks are told from all others.
    pub(crate) fn n_recognised(&self, events: usize) -> usize {
        events.saturating_sub(self.unrecognised.len())
    }
}

impl Webhook {
    /// Every type that comes to the receiver.
    pub(crate) fn visit_payload_types<'a>(&'a self, visit: &mut dyn FnMut(&'a Type)) {
        if let Payload::Value(ty) = &self.payload {
            visit(ty);
        }
    }

    /// Every type that the receiver answers.
    pub(crate) fn visit_reply_types<'a>(&'a self, visit: &mut dyn FnMut(&'a Type)) {
        self.replies.iter().filter_map(|it| it.body.as_ref()).for_each(visit);
    }

    pub(crate) fn replace_types(&mut self, to: &dyn Fn(TypeId) -> TypeId) {
        if let Payload::Value(ty) = &mut self.payload {
            *ty = ty.map_declared(to);
        }
        for body in self.replies.iter_mut().filter_map(|it| it.body.as_mut()) {
            *body = body.map_declared(to);
        }
    }
}

impl Api {
    /// The webhooks without the callbacks of operations, with their indices.
    pub(crate) fn events(&self) -> impl Iterator<Item = (usize, &Webhook)> {
        self.webhooks.iter().enumerate().filter(|(_, it)| it.callback.is_none())
    }

    /// The callbacks of operations, with their indices.
    pub(crate) fn callbacks(&self) -> impl Iterator<Item = (usize, &Webhook, &Callback)> {
        let webhooks = self.webhooks.iter().enumerate();
        webhooks.filter_map(|(index, it)| Some((index, it, it.callback.as_ref()?)))
    }
}
