//! Operations that are sent with an idempotency key, which the runtime makes.

use crate::config::RetryRule;
use crate::model::{Api, Location, Parameter};

/// Marks the operations that take the header of the rule. It is no parameter any more: each call has a key of its own.
pub(crate) fn key_operations(api: &mut Api, rule: &RetryRule) {
    let Some(header) = &rule.idempotency_header else { return };
    let is_header =
        |it: &Parameter| it.location == Location::Header && it.wire.eq_ignore_ascii_case(header);
    for operation in &mut api.operations {
        let is_named = operation.id.as_ref().is_some_and(|id| rule.idempotent.contains(id));
        let is_meant = |it: &String| it.eq_ignore_ascii_case(&operation.method);
        operation.is_keyed = is_named
            || rule.idempotent_methods.iter().any(is_meant)
            || operation.parameters.iter().any(is_header);
        if operation.is_keyed {
            operation.parameters.retain(|it| !is_header(it));
        }
    }
}
