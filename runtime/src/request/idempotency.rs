//! Idempotency keys: by them a server does a request once, however often it is sent.

use std::fmt::Write as _;
use std::sync::Arc;

use http::HeaderValue;

use super::arguments::Arguments;
use crate::Error;
use crate::error::ArgumentError;
use crate::settings::check_header;

impl Arguments {
    /// The caller's own key.
    pub(crate) fn idempotency_key(&mut self, key: &str) {
        self.is_keyed = true;
        let name = self.client.shared().idempotency_header.clone();
        if key.trim().is_empty() {
            self.note(ArgumentError::new("idempotency_key", "is empty"));
            return;
        }
        match check_header(name.as_str(), key) {
            Ok((name, value)) => {
                self.extra_headers.remove(&name);
                self.headers.insert(name, value);
            }
            Err(fault) => self.note(fault),
        }
    }

    /// The key that the call is sent with: the caller's, or a new one. It is the same for all attempts, because it is made
    /// before the first.
    pub(super) fn settle_key(&mut self) -> Result<Option<Arc<str>>, Error> {
        if !self.is_keyed {
            return Ok(None);
        }
        let name = &self.client.shared().idempotency_header;
        // What was given as a header counts as well.
        let given = self.extra_headers.get(name).or(self.headers.get(name));
        if let Some(given) = given.and_then(|it| it.to_str().ok()) {
            return Ok(Some(given.into()));
        }
        let key = new_key().map_err(|error| {
            let reason = format!("cannot be made: {error}");
            Error::from(ArgumentError::new("idempotency_key", reason).of(self.operation))
        })?;
        if let Ok(value) = HeaderValue::from_str(&key) {
            self.headers.insert(name.clone(), value);
        }
        Ok(Some(key.into()))
    }
}

/// A random UUID (version 4), from the source of the system.
fn new_key() -> Result<String, getrandom::Error> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes)?;
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let mut key = String::with_capacity(36);
    for (index, byte) in bytes.iter().enumerate() {
        if matches!(index, 4 | 6 | 8 | 10) {
            key.push('-');
        }
        // A string takes everything.
        let _ = write!(key, "{byte:02x}");
    }
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_random_uuids() {
        let keys: std::collections::HashSet<_> = (0..1000).map(|_| new_key().unwrap()).collect();
        assert_eq!(keys.len(), 1000);
        for key in keys {
            let parts: Vec<_> = key.split('-').map(str::len).collect();
            assert_eq!(parts, [8, 4, 4, 4, 12], "{key}");
            assert!(key.as_bytes()[14] == b'4' && b"89ab".contains(&key.as_bytes()[19]), "{key}");
            assert!(key.bytes().all(|it| it == b'-' || it.is_ascii_hexdigit()), "{key}");
        }
    }
}
