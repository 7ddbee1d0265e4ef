//! An argument that cannot be sent.

use std::fmt::{self, Write as _};

use super::Operation;
use crate::redaction::Visible;

/// An argument that cannot be sent; nothing was sent.
///
/// The argument's value is not in here: it may be a secret.
#[derive(Debug)]
pub struct ArgumentError {
    operation: Option<Operation>,
    argument: String,
    reason: String,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl ArgumentError {
    pub(crate) fn new(argument: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { operation: None, argument: argument.into(), reason: reason.into(), source: None }
    }

    pub(crate) fn of(mut self, operation: Operation) -> Self {
        self.operation = Some(operation);
        self
    }

    pub(crate) fn because(
        mut self,
        source: impl std::error::Error + Send + Sync + 'static,
    ) -> Self {
        self.source = Some(Box::new(source));
        self
    }

    /// The operation; `None` if the argument is a setting of the client.
    pub fn operation(&self) -> Option<&Operation> {
        self.operation.as_ref()
    }

    /// The name of the argument: the parameter's name in the description, or `base_url` and the like.
    pub fn argument(&self) -> &str {
        &self.argument
    }

    /// What is wrong with it.
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

impl fmt::Display for ArgumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let f = &mut Visible(f);
        if let Some(operation) = &self.operation {
            write!(f, "{}: ", operation.id())?;
        }
        write!(f, "argument `{}` {}", self.argument, self.reason)
    }
}

impl std::error::Error for ArgumentError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
