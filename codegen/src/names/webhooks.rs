//! What webhooks and callbacks are called.

use crate::model::{Api, Webhook};

use super::scope::Scope;
use super::words::{pascal, snake, words};
use super::{WebhookNames, ascii, methods};

/// The variant of each webhook, and the function that reads each webhook or callback.
pub(super) fn assign(api: &Api) -> Vec<WebhookNames> {
    let mut variants = Scope::reserving(&["Self", "Unlisted"]);
    let mut events = Scope::default();
    let mut callbacks = Scope::default();
    api.webhooks
        .iter()
        .map(|webhook| {
            let words = event_words(api, webhook);
            match webhook.callback {
                None => WebhookNames {
                    variant: variants.claim(pascal(&words)),
                    function: events.claim(format!("parse_{}", snake(&words).trim_matches('_'))),
                },
                Some(_) => WebhookNames {
                    variant: String::new(),
                    function: callbacks.claim(snake(&words)),
                },
            }
        })
        .collect()
}

/// The words of the operationId, else of the key; of a callback those of its operation come before the key.
pub(super) fn event_words(api: &Api, webhook: &Webhook) -> Vec<String> {
    if let Some(id) = &webhook.id {
        return words(id);
    }
    let mut res = match &webhook.callback {
        Some(callback) => methods::id_words(&api.operations[callback.operation]),
        None => Vec::new(),
    };
    res.extend(words(&webhook.name));
    res
}

/// The modules of the types of each group of webhooks, and of those that several groups use.
pub(super) fn modules(api: &Api, modules: &mut Scope) -> (Vec<String>, String) {
    let module = |group: &String| {
        let stem = ascii(&snake(&words(group)));
        modules.claim(format!("{}_webhooks", stem.trim_matches('_')))
    };
    let groups = api.webhook_groups.iter().map(module).collect();
    (groups, modules.claim_first(&["webhooks", "shared_webhooks"].map(str::to_owned)))
}
