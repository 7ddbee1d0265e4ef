//! The server of an operation that the description does not serve where it serves the others.

use reqwest::Url;

use crate::client::Shared;
use crate::error::ArgumentError;

/// The server of one call.
pub(crate) struct Server {
    /// Without a slash at the end.
    pub(crate) base: String,
    pub(crate) url: Url,
    /// Whether the caller named its origin: credentials are sent to no other.
    pub(crate) is_named: bool,
}

impl Server {
    /// The server that the description has for an operation: the one that the caller set in its place, or else this
    /// one. What is not absolute is relative to the base URL.
    pub(crate) fn new(described: &str, client: &Shared) -> Result<Self, ArgumentError> {
        if let Some((_, url)) = client.servers.iter().find(|(it, _)| it == trimmed(described)) {
            return Ok(Self::at(url.clone(), true));
        }
        let mut base = client.base_url.clone();
        base.set_path(&format!("{}/", base.path().trim_end_matches('/')));
        let url = base.join(described).map_err(|error| {
            let reason = format!("is `{described}` in the description, which is no URL ({error})");
            ArgumentError::new("server", reason).because(error)
        })?;
        let mut named = client.servers.iter().map(|(_, url)| url).chain([&client.base_url]);
        let is_named = named.any(|it| it.origin() == url.origin());
        Ok(Self::at(url, is_named))
    }

    fn at(url: Url, is_named: bool) -> Self {
        Self { base: trimmed(url.as_str()).to_owned(), url, is_named }
    }
}

/// Without a slash at the end.
pub(crate) fn trimmed(url: &str) -> &str {
    url.trim_end_matches('/')
}

/// The fault that an operation needs credentials, and the caller did not name its server.
pub(crate) fn not_named(described: &str) -> ArgumentError {
    let server = trimmed(described);
    let reason = format!(
        "is `{server}` in the description, to which no credentials are sent unless the builder says so: \
         `.server(\"{server}\", \"{server}\")`"
    );
    ArgumentError::new("server", reason)
}
