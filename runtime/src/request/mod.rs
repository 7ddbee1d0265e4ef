//! A request of an operation, from its template and its arguments.

mod arguments;
#[cfg(any(feature = "blocking", doc))]
mod blocking_reader;
mod body;
mod builder;
mod content;
mod file;
mod header_text;
mod headers;
mod idempotency;
mod multipart;
mod outcome;
mod outgoing;
mod path;
mod proofs;
mod query;
mod sent_secrets;
mod server;
mod upload;
mod wire;

use serde_json::Value;

use crate::json::{number_text, tree_to_text};

pub(crate) use arguments::{Arguments, Auth};
pub use builder::Request;
pub(crate) use outgoing::Activity;
pub use path::PathStyle;
pub(crate) use proofs::Proofs;
pub use query::{ListStyle, ObjectStyle};
pub(crate) use server::trimmed;
pub use upload::Upload;
pub(crate) use wire::Plan;

/// A value as plain text: scalars as they are, lists and objects as JSON; `None` for `null`.
pub(crate) fn plain_text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number_text(number)),
        other => Some(tree_to_text(other)),
    }
}
