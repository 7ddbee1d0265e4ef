//! Errors of others whose text has a secret in it.

use std::fmt;

use super::Secrets;
use crate::transport::BoxError;

/// What an error said, without the secrets, with what caused it.
struct Hidden {
    text: String,
    source: Option<Box<Hidden>>,
}

impl fmt::Display for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text, f)
    }
}

impl std::error::Error for Hidden {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

/// The error itself, if neither it nor what caused it shows one of the secrets; otherwise what it said without them.
pub(crate) fn hide(error: BoxError, secrets: &Secrets) -> BoxError {
    let mut texts = Vec::new();
    let mut shows = false;
    let mut next: Option<&(dyn std::error::Error + 'static)> = Some(&*error);
    while let Some(error) = next {
        let text = error.to_string();
        shows |= secrets.are_in(&text) || secrets.are_in(&format!("{error:?}"));
        texts.push(secrets.redact(&text));
        next = error.source();
    }
    if !shows {
        return error;
    }
    let mut source = None;
    for text in texts.into_iter().rev() {
        source = Some(Box::new(Hidden { text, source }));
    }
    match source {
        Some(hidden) => hidden,
        None => error,
    }
}
