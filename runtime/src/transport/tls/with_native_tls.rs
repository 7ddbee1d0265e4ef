//! TLS by the library of the system: SChannel, Secure Transport or OpenSSL.

use super::super::connection::ConnectionSettings;
use super::pem;
use crate::Error;
use crate::error::ArgumentError;

/// The settings of TLS for all connections of a client.
pub(in super::super) struct Tls {
    roots: Vec<reqwest::Certificate>,
    identity: Option<reqwest::Identity>,
    accepts_invalid: bool,
}

impl Tls {
    pub(in super::super) fn new(settings: &ConnectionSettings) -> Result<Self, Error> {
        let mut roots = Vec::new();
        for (setting, text) in &settings.roots {
            for certificate in pem::certificates(setting, text)? {
                roots.push(reqwest::Certificate::from_der(&certificate).map_err(|error| {
                    let reason = format!("has a certificate that cannot be read: {error}");
                    ArgumentError::new(*setting, reason).because(error)
                })?);
            }
        }
        let identity = match &settings.identity {
            None => None,
            Some((setting, text)) => {
                let (certificates, key) = pem::identity_texts(setting, text)?;
                Some(reqwest::Identity::from_pkcs8_pem(&certificates, &key).map_err(|error| {
                    let reason = format!(
                        "cannot be used: {error}; its key has to be PKCS #8 (`-----BEGIN PRIVATE KEY-----`)"
                    );
                    ArgumentError::new(*setting, reason).because(error)
                })?)
            }
        };
        Ok(Self { roots, identity, accepts_invalid: settings.accepts_invalid })
    }

    pub(in super::super) fn apply(
        &self,
        mut builder: reqwest::ClientBuilder,
    ) -> reqwest::ClientBuilder {
        builder = builder
            .tls_backend_native()
            .tls_certs_merge(self.roots.iter().cloned())
            .tls_danger_accept_invalid_certs(self.accepts_invalid);
        match &self.identity {
            Some(identity) => builder.identity(identity.clone()),
            None => builder,
        }
    }
}
