//! What a `client.toml` says about webhooks.

use std::collections::BTreeMap;

use serde::Deserialize;

/// What names the kind of a received webhook: a header, a property of its body, or both together.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WebhookRule {
    /// Header that names the event.
    pub header: Option<String>,
    /// Property of the body that names it; `data.type` for a property of a property.
    pub property: Option<String>,
    /// Their values by operationId or key of the webhook, where the description does not list them and they are not
    /// the key.
    #[serde(default)]
    pub events: BTreeMap<String, EventRule>,
}

/// The values that stand for one webhook.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventRule {
    /// Value of the header.
    pub header: Option<String>,
    /// Value of the property.
    pub property: Option<String>,
}
