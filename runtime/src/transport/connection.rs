//! What a caller sets for the connections of the built-in transport.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;

use super::proxy::Proxy;
use crate::error::ArgumentError;

/// PEM text, or where it is.
#[cfg_attr(not(feature = "__tls"), expect(dead_code, reason = "there is nothing to use it for"))]
pub(super) enum Pem {
    Text(Vec<u8>),
    File(PathBuf),
}

/// What a caller sets for the connections of the built-in transport. It is checked when it is used.
pub struct ConnectionSettings {
    pub(super) connect_timeout: Duration,
    pub(super) roots: Vec<(&'static str, Pem)>,
    pub(super) identity: Option<(&'static str, Pem)>,
    /// `None` for those of the environment.
    pub(super) proxies: Option<Vec<Proxy>>,
    pub(super) accepts_invalid: bool,
    max_connections: Option<usize>,
    pub(super) idle_connections: usize,
    pub(super) idle_timeout: Option<Duration>,
    /// The first setting that was made and that only the built-in transport knows.
    only_built_in: Option<&'static str>,
}

impl Default for ConnectionSettings {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            roots: Vec::new(),
            identity: None,
            proxies: None,
            accepts_invalid: false,
            max_connections: None,
            idle_connections: 64,
            idle_timeout: Some(Duration::from_secs(90)),
            only_built_in: None,
        }
    }
}

/// What the methods of the builder of the same names do.
#[doc(hidden)]
impl ConnectionSettings {
    pub fn connect_timeout(&mut self, timeout: Duration) {
        self.connect_timeout = timeout;
    }

    pub fn root_certificate(&mut self, pem: &[u8]) {
        let name = self.note("root_certificate");
        self.roots.push((name, Pem::Text(pem.to_vec())));
    }

    pub fn root_certificate_file(&mut self, path: PathBuf) {
        let name = self.note("root_certificate_file");
        self.roots.push((name, Pem::File(path)));
    }

    pub fn client_certificate(&mut self, pem: &[u8]) {
        let name = self.note("client_certificate");
        self.identity = Some((name, Pem::Text(pem.to_vec())));
    }

    pub fn client_certificate_file(&mut self, path: PathBuf) {
        let name = self.note("client_certificate_file");
        self.identity = Some((name, Pem::File(path)));
    }

    pub fn proxy(&mut self, proxy: Proxy) {
        self.note("proxy");
        self.proxies.get_or_insert_default().push(proxy);
    }

    pub fn no_proxy(&mut self) {
        self.note("no_proxy");
        self.proxies = Some(Vec::new());
    }

    pub fn danger_accept_invalid_certificates(&mut self, accept: bool) {
        self.note("danger_accept_invalid_certificates");
        self.accepts_invalid = accept;
    }

    /// Of any transport.
    pub fn max_connections(&mut self, connections: Option<usize>) {
        self.max_connections = connections;
    }

    pub fn max_idle_connections(&mut self, connections: usize) {
        self.note("max_idle_connections");
        self.idle_connections = connections;
    }

    pub fn idle_timeout(&mut self, timeout: Option<Duration>) {
        self.note("idle_timeout");
        self.idle_timeout = timeout;
    }
}

impl ConnectionSettings {
    fn note(&mut self, setting: &'static str) -> &'static str {
        self.only_built_in.get_or_insert(setting);
        setting
    }

    /// One for each request that may be on its way; nothing if there is no limit.
    pub(crate) fn permits(&self) -> Result<Option<Arc<Semaphore>>, ArgumentError> {
        match self.max_connections {
            Some(0) => Err(ArgumentError::new("max_connections", "has to be 1 or more, or `None`")),
            Some(most) => Ok(Some(Arc::new(Semaphore::new(most.min(Semaphore::MAX_PERMITS))))),
            None => Ok(None),
        }
    }

    /// A setting that a transport of the caller's own would not follow.
    pub(crate) fn only_built_in(&self) -> Option<&'static str> {
        self.only_built_in
    }

    /// A setting that means nothing without TLS.
    #[cfg(not(feature = "__tls"))]
    pub(super) fn only_tls(&self) -> Option<&'static str> {
        let root = self.roots.first().map(|(name, _)| *name);
        let accepts = self.accepts_invalid.then_some("danger_accept_invalid_certificates");
        root.or(self.identity.as_ref().map(|(name, _)| *name)).or(accepts)
    }
}
