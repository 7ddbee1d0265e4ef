//! What is noted while a value is encoded, beside what is written.

use std::cell::{Cell, RefCell};

use crate::Secret;

/// What is noted while a value is encoded: whether it can be sent, and which secrets are in it.
#[derive(Default)]
pub(crate) struct Notes {
    is_unsendable: Cell<bool>,
    secrets: RefCell<Vec<Secret>>,
}

impl Notes {
    /// The value has a number that cannot be sent.
    pub(super) fn unsendable(&self) {
        self.is_unsendable.set(true);
    }

    pub(super) fn is_unsendable(&self) -> bool {
        self.is_unsendable.get()
    }

    pub(super) fn secret(&self, secret: &str) {
        self.secrets.borrow_mut().push(Secret::from(secret));
    }

    /// The secrets that were written.
    pub(crate) fn into_secrets(self) -> Vec<Secret> {
        self.secrets.into_inner()
    }
}
