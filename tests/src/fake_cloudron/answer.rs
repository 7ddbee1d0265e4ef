//! What a handler says, before it has a status.

use bytes::Bytes;
use serde_json::Value;

/// The body of a success; its status is that of the route.
#[derive(Clone, Debug)]
pub(super) enum Said {
    /// Done, and nothing to say. No body: that is what the description says, too.
    Nothing,
    Json(Value),
    /// A file, by its media type; with a name it is to be saved.
    File(&'static str, Option<&'static str>, Bytes),
    /// A log from one of its lines on, and whatever is written into it later.
    Follow(Followed),
}

/// A log that is followed.
#[derive(Clone, Debug)]
pub(super) struct Followed {
    /// The log's name.
    pub(super) log: String,
    /// Index of the first line.
    pub(super) first: usize,
}

impl Said {
    /// A text file that is to be saved.
    pub(super) fn file(media_type: &'static str, name: &'static str, text: String) -> Self {
        Self::File(media_type, Some(name), text.into())
    }
}

impl From<Value> for Said {
    fn from(value: Value) -> Self {
        Self::Json(value)
    }
}
