//! Certificates and keys in PEM text, checked when the client is built.

use std::fs;

use rustls_pki_types::pem::{self, PemObject as _, SectionKind};
use rustls_pki_types::{CertificateDer, PrivateKeyDer};

use super::super::connection::Pem;
use crate::Error;
use crate::error::{ArgumentError, FileError};

/// A certificate of the client with those between it and its CA, and its key.
pub(super) struct Identity {
    pub(super) certificates: Vec<CertificateDer<'static>>,
    pub(super) key: PrivateKeyDer<'static>,
}

/// The text itself.
fn text(pem: &Pem) -> Result<Vec<u8>, Error> {
    match pem {
        Pem::Text(text) => Ok(text.clone()),
        Pem::File(path) => {
            fs::read(path).map_err(|error| FileError::new("read", path, error).into())
        }
    }
}

/// What is in the text.
fn sections(setting: &str, text: &[u8]) -> Result<Vec<(SectionKind, Vec<u8>)>, ArgumentError> {
    let (mut rest, mut res) = (text, Vec::new());
    loop {
        match pem::from_buf(&mut rest) {
            Ok(Some(section)) => res.push(section),
            Ok(None) => return Ok(res),
            Err(error) => {
                let reason = match error {
                    pem::Error::MissingSectionEnd { .. } => "a line `-----END ..-----` is missing",
                    pem::Error::IllegalSectionStart { .. } => "a line `-----BEGIN` is not complete",
                    pem::Error::SectionTooLarge => "a section is too long",
                    _ => "what is between two of its lines is not base64",
                };
                return Err(ArgumentError::new(
                    setting,
                    format!("is not valid PEM text: {reason}"),
                ));
            }
        }
    }
}

/// Why the text does not have what it should have.
fn lacks(setting: &str, text: &[u8], what: &str) -> ArgumentError {
    let contains = |part: &str| text.windows(part.len()).any(|it| it == part.as_bytes());
    let reason = if text.trim_ascii().is_empty() {
        "is empty".to_owned()
    } else if contains("ENCRYPTED") {
        format!(
            "has no {what} that can be read without a password: write it without one (`openssl pkey -in KEY`)"
        )
    } else if contains("-----BEGIN ") {
        format!("has no {what} (`-----BEGIN {}-----`)", what.to_uppercase())
    } else {
        "is not PEM text (`-----BEGIN ..-----`): convert DER with `openssl x509 -inform der`, PKCS #12 with \
         `openssl pkcs12 -nodes`"
            .to_owned()
    };
    ArgumentError::new(setting, reason)
}

/// The certificates in a text, of which there is at least one.
pub(super) fn certificates(
    setting: &str,
    pem: &Pem,
) -> Result<Vec<CertificateDer<'static>>, Error> {
    let text = text(pem)?;
    let of_section =
        |(kind, der): (_, Vec<u8>)| (kind == SectionKind::Certificate).then(|| der.into());
    let res: Vec<_> = sections(setting, &text)?.into_iter().filter_map(of_section).collect();
    if res.is_empty() {
        return Err(lacks(setting, &text, "certificate").into());
    }
    Ok(res)
}

/// The certificate and the key in a text.
pub(super) fn identity(setting: &str, pem: &Pem) -> Result<Identity, Error> {
    let text = text(pem)?;
    let (mut certificates, mut key) = (Vec::new(), None);
    for (kind, der) in sections(setting, &text)? {
        match kind {
            SectionKind::Certificate => certificates.push(der.into()),
            kind => key = key.or_else(|| PrivateKeyDer::from_pem(kind, der)),
        }
    }
    if certificates.is_empty() {
        return Err(lacks(setting, &text, "certificate").into());
    }
    match key {
        Some(key) => Ok(Identity { certificates, key }),
        None => Err(lacks(setting, &text, "private key").into()),
    }
}

/// The same as two texts, the certificates and the key, each without the other.
#[cfg(all(feature = "native-tls", not(feature = "__rustls")))]
pub(super) fn identity_texts(setting: &str, pem: &Pem) -> Result<(Vec<u8>, Vec<u8>), Error> {
    let identity = identity(setting, pem)?;
    let label = match &identity.key {
        PrivateKeyDer::Pkcs1(_) => "RSA PRIVATE KEY",
        PrivateKeyDer::Sec1(_) => "EC PRIVATE KEY",
        _ => "PRIVATE KEY",
    };
    let certificates =
        identity.certificates.iter().map(|it| section("CERTIFICATE", it)).collect::<String>();
    Ok((certificates.into(), section(label, identity.key.secret_der()).into()))
}

#[cfg(all(feature = "native-tls", not(feature = "__rustls")))]
fn section(label: &str, der: &[u8]) -> String {
    use base64::Engine as _;
    // A whole number of groups of four letters.
    const LINE: usize = 48;
    let encode = |line| base64::engine::general_purpose::STANDARD.encode(line) + "\n";
    let lines: String = der.chunks(LINE).map(encode).collect();
    format!("-----BEGIN {label}-----\n{lines}-----END {label}-----\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_a_text_is_said() {
        let key =
            "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMAA=\n-----END ENCRYPTED PRIVATE KEY-----\n";
        let certificate = "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n";
        let both = format!("{certificate}{key}");
        let pem = |text: &str| Pem::Text(text.as_bytes().to_vec());
        for (text, reason) in [
            ("", "is empty"),
            (" \n", "is empty"),
            ("0\u{82}", "is not PEM text (`-----BEGIN ..-----`)"),
            (
                "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n",
                "is not valid PEM text",
            ),
            ("-----BEGIN CERTIFICATE-----\nMAA=\n", "is not valid PEM text"),
            (
                "-----BEGIN PUBLIC KEY-----\nMAA=\n-----END PUBLIC KEY-----\n",
                "has no certificate (`",
            ),
        ] {
            let error = certificates("root_certificate", &pem(text)).err().unwrap().to_string();
            assert!(
                error.starts_with(&format!("argument `root_certificate` {reason}")),
                "{text}: {error}"
            );
        }
        for (text, reason) in [
            (certificate, "has no private key (`-----BEGIN PRIVATE KEY-----`)"),
            (&*both, "has no private key that can be read without a password"),
        ] {
            let error = identity("client_certificate", &pem(text)).err().unwrap().to_string();
            assert!(
                error.starts_with(&format!("argument `client_certificate` {reason}")),
                "{error}"
            );
        }
        let error = certificates("root_certificate_file", &Pem::File("/nowhere/ca.pem".into()));
        let error = error.err().unwrap().to_string();
        assert!(error.starts_with("cannot read /nowhere/ca.pem: "), "{error}");
    }
}
