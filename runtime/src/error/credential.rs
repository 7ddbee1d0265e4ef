//! A credential that could not be had.

use std::fmt::{self, Write as _};

use super::Operation;
use crate::redaction::Visible;
use crate::transport::BoxError;

/// A provider of credentials had none; nothing was sent.
#[derive(Debug)]
pub struct CredentialError {
    operation: Operation,
    scheme: &'static str,
    source: BoxError,
}

impl CredentialError {
    pub(crate) fn new(operation: Operation, scheme: &'static str, source: BoxError) -> Self {
        Self { operation, scheme, source }
    }

    /// The operation.
    pub fn operation(&self) -> &Operation {
        &self.operation
    }

    /// The security scheme whose credential it is.
    pub fn scheme(&self) -> &str {
        self.scheme
    }
}

impl fmt::Display for CredentialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let f = &mut Visible(f);
        let Self { operation, scheme, source } = self;
        write!(f, "{}: no credential for `{scheme}`: {source} ({operation})", operation.id())
    }
}

impl std::error::Error for CredentialError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.source)
    }
}
