//! Which operation of the API is meant.

use std::fmt;

/// An operation of the API: its id and its route.
///
/// `Display` writes `GET /apps/{appId}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operation {
    id: &'static str,
    method: &'static str,
    path: &'static str,
}

impl Operation {
    pub(crate) fn new(id: &'static str, method: &'static str, path: &'static str) -> Self {
        Self { id, method, path }
    }

    /// The `operationId` of the description.
    pub fn id(&self) -> &str {
        self.id
    }

    /// The HTTP method.
    pub fn method(&self) -> &str {
        self.method
    }

    /// The path template: `/apps/{appId}`.
    pub fn path(&self) -> &str {
        self.path
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}
