//! What a `client.toml` says about calls that are made again.

use serde::Deserialize;

/// Which errors of an API may pass, and how it does a request once that is sent several times.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RetryRule {
    /// Statuses of errors that are tried again, in place of 408, 429, 500, 502, 503 and 504.
    pub statuses: Option<Vec<u16>>,
    /// Header that carries idempotency keys. Operations that have it as a parameter are sent with a new key for each
    /// call, the same in all its attempts, and are tried again whatever their method.
    pub idempotency_header: Option<String>,
    /// operationIds of operations that take the header as well, although the description does not say so.
    #[serde(default)]
    pub idempotent: Vec<String>,
    /// HTTP methods all of whose operations take the header.
    #[serde(default)]
    pub idempotent_methods: Vec<String>,
}

impl RetryRule {
    /// Whether it says nothing.
    pub(crate) fn is_empty(&self) -> bool {
        self.statuses.is_none()
            && self.idempotency_header.is_none()
            && self.idempotent.is_empty()
            && self.idempotent_methods.is_empty()
    }
}
