//! TLS by rustls, which trusts what the system trusts and what the caller adds.

use std::fmt;
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::verify_server_name;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, OtherError, RootCertStore,
    SignatureScheme,
};
use rustls_platform_verifier::Verifier as SystemVerifier;

use super::super::connection::ConnectionSettings;
use super::pem;
use crate::Error;
use crate::error::ArgumentError;

/// The settings of rustls for all connections of a client.
pub(in super::super) struct Tls(ClientConfig);

impl Tls {
    pub(in super::super) fn new(settings: &ConnectionSettings) -> Result<Self, Error> {
        let provider = provider().ok_or_else(|| {
            let reason = "has no crypto provider: install one with `CryptoProvider::install_default` of rustls, or turn \
                          on the cargo feature `rustls`";
            ArgumentError::new("tls", reason)
        })?;
        let config = ClientConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .map_err(|error| {
                ArgumentError::new("tls", format!("cannot be used: {error}")).because(error)
            })?
            .dangerous()
            .with_custom_certificate_verifier(verifier(settings, provider)?);
        let mut config = match &settings.identity {
            None => config.with_no_client_auth(),
            Some((setting, text)) => {
                let identity = pem::identity(setting, text)?;
                config.with_client_auth_cert(identity.certificates, identity.key).map_err(
                    |error| {
                        ArgumentError::new(*setting, format!("cannot be used: {error}"))
                            .because(error)
                    },
                )?
            }
        };
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(Self(config))
    }

    pub(in super::super) fn apply(
        &self,
        builder: reqwest::ClientBuilder,
    ) -> reqwest::ClientBuilder {
        builder.tls_backend_preconfigured(self.0.clone())
    }
}

/// The provider of cryptography: that of the process, or else the one that was compiled in.
fn provider() -> Option<Arc<CryptoProvider>> {
    CryptoProvider::get_default().cloned().or_else(|| compiled_in().map(Arc::new))
}

#[cfg(feature = "rustls")]
fn compiled_in() -> Option<CryptoProvider> {
    Some(rustls::crypto::aws_lc_rs::default_provider())
}

#[cfg(all(feature = "rustls-ring", not(feature = "rustls")))]
fn compiled_in() -> Option<CryptoProvider> {
    Some(rustls::crypto::ring::default_provider())
}

#[cfg(all(feature = "rustls-graviola", not(any(feature = "rustls", feature = "rustls-ring"))))]
fn compiled_in() -> Option<CryptoProvider> {
    Some(rustls_graviola::default_provider())
}

#[cfg(not(any(feature = "rustls", feature = "rustls-ring", feature = "rustls-graviola")))]
fn compiled_in() -> Option<CryptoProvider> {
    None
}

fn verifier(
    settings: &ConnectionSettings,
    provider: Arc<CryptoProvider>,
) -> Result<Arc<dyn ServerCertVerifier>, Error> {
    let mut own = Vec::new();
    for (setting, text) in &settings.roots {
        for certificate in pem::certificates(setting, text)? {
            // The system's verifier may leave out, without a word, what it cannot read.
            RootCertStore::empty().add(certificate.clone()).map_err(|error| {
                let reason = format!("has a certificate that cannot be read: {error}");
                ArgumentError::new(*setting, reason).because(error)
            })?;
            own.push(certificate);
        }
    }
    if settings.accepts_invalid {
        return Ok(Arc::new(AcceptsAll(provider)));
    }
    let system = system_verifier(own.clone(), provider).map_err(|error| {
        // In a container, most often.
        let reason = format!(
            "cannot be used: {error}; install the certificates of the system (the package `ca-certificates`), name them in \
             `SSL_CERT_FILE`, or give some to `.root_certificate(..)` of the builder"
        );
        ArgumentError::new("tls", reason).because(error)
    })?;
    Ok(Arc::new(Verifier { system, own }))
}

#[cfg(not(target_os = "android"))]
fn system_verifier(
    own: Vec<CertificateDer<'static>>,
    provider: Arc<CryptoProvider>,
) -> Result<SystemVerifier, rustls::Error> {
    if own.is_empty() {
        return SystemVerifier::new(provider);
    }
    SystemVerifier::new_with_extra_roots(own, provider)
}

#[cfg(target_os = "android")]
fn system_verifier(
    own: Vec<CertificateDer<'static>>,
    provider: Arc<CryptoProvider>,
) -> Result<SystemVerifier, rustls::Error> {
    if own.is_empty() {
        return SystemVerifier::new(provider);
    }
    Err(rustls::Error::General("certificates cannot be added on Android".to_owned()))
}

/// The system's verifier, which also takes exactly the certificates that the caller gave: one that
/// `openssl req -x509` made is a CA by its extensions, and would not be taken as that of a server.
#[derive(Debug)]
struct Verifier {
    system: SystemVerifier,
    own: Vec<CertificateDer<'static>>,
}

/// A certificate that has signed itself, and that nobody trusts.
#[derive(Debug)]
pub(in super::super) struct SelfSigned;

impl fmt::Display for SelfSigned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("self-signed certificate")
    }
}

impl std::error::Error for SelfSigned {}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let verified = self.system.verify_server_cert(
            end_entity,
            intermediates,
            server_name,
            ocsp_response,
            now,
        );
        let Err(error) = verified else { return verified };
        let rustls::Error::InvalidCertificate(reason) = &error else { return Err(error) };
        if self.own.iter().any(|own| own.as_ref() == end_entity.as_ref()) {
            verify_server_name(&ParsedCertificate::try_from(end_entity)?, server_name)?;
            return Ok(ServerCertVerified::assertion());
        }
        let is_about_trust =
            matches!(reason, CertificateError::UnknownIssuer | CertificateError::Other(_));
        let certificate = webpki::EndEntityCert::try_from(end_entity);
        if is_about_trust && certificate.is_ok_and(|it| it.issuer() == it.subject()) {
            let reason = CertificateError::Other(OtherError(Arc::new(SelfSigned)));
            return Err(rustls::Error::InvalidCertificate(reason));
        }
        Err(error)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.system.verify_tls12_signature(message, certificate, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.system.verify_tls13_signature(message, certificate, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.system.supported_verify_schemes()
    }
}

/// Accepts every certificate.
#[derive(Debug)]
struct AcceptsAll(Arc<CryptoProvider>);

impl ServerCertVerifier for AcceptsAll {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
