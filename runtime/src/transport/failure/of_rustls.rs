//! What errors of rustls mean, and what to do about each.

use std::time::{Duration, SystemTime};

use rustls::pki_types::UnixTime;
use rustls::{AlertDescription, CertificateError, InvalidMessage, PeerIncompatible};

use super::Explanation;
use crate::transport::tls::SelfSigned;

/// Why the same will happen next time; nothing if it may pass.
pub(super) fn explanation(error: &rustls::Error) -> Option<Explanation> {
    match error {
        rustls::Error::InvalidCertificate(error) => Some(Explanation::new(certificate(error))),
        rustls::Error::InvalidMessage(InvalidMessage::InvalidContentType) => {
            Some(Explanation::new(
                "the server does not speak TLS here; the base URL may have to begin with `http://`",
            ))
        }
        rustls::Error::PeerIncompatible(reason) => Some(Explanation::new(incompatible(reason))),
        rustls::Error::NoCertificatesPresented => {
            Some(Explanation::new("the server has no certificate"))
        }
        rustls::Error::AlertReceived(alert) => refused(*alert).map(Explanation::refusal),
        _ => None,
    }
}

fn certificate(error: &CertificateError) -> String {
    let text = match error {
        CertificateError::Other(other) if other.0.is::<SelfSigned>() => {
            "is self-signed; if you trust it, give it to `.root_certificate(..)` of the builder"
        }
        CertificateError::UnknownIssuer => {
            "was issued by nobody who is trusted here; if you trust who has issued it, give the certificate of that CA to \
             `.root_certificate(..)` of the builder"
        }
        CertificateError::Other(other)
            if matches!(other.0.downcast_ref(), Some(webpki::Error::CaUsedAsEndEntity)) =>
        {
            "is that of a CA, which no server may use as its own; if you trust it, give it to `.root_certificate(..)` of \
             the builder"
        }
        CertificateError::ExpiredContext { not_after, .. } => {
            return format!(
                "the server's certificate expired on {}; it has to be renewed there, or the clock of this machine is wrong",
                date(*not_after)
            );
        }
        CertificateError::Expired => {
            "has expired; it has to be renewed there, or the clock of this machine is wrong"
        }
        CertificateError::NotValidYetContext { not_before, .. } => {
            return format!(
                "the server's certificate is not valid before {}; is the clock of this machine wrong?",
                date(*not_before)
            );
        }
        CertificateError::NotValidYet => "is not valid yet; is the clock of this machine wrong?",
        CertificateError::NotValidForNameContext { expected, presented } => {
            let names: Vec<_> = presented.iter().map(|it| name(it)).collect();
            let names = match names.is_empty() {
                true => "no name at all".to_owned(),
                false => names.join(", "),
            };
            return format!(
                "the server's certificate is for {names}, not for `{}`: the base URL has to have a name of the certificate",
                expected.to_str()
            );
        }
        CertificateError::NotValidForName => "is for another name than that in the base URL",
        CertificateError::Revoked => "was revoked by who has issued it",
        other => return format!("the server's certificate cannot be used: {other}"),
    };
    format!("the server's certificate {text}")
}

/// `DnsName("localhost")` is how rustls writes a name of a certificate.
fn name(presented: &str) -> String {
    let name = presented.split_once('(').and_then(|(_, rest)| rest.strip_suffix(')'));
    format!("`{}`", name.unwrap_or(presented).trim_matches('"'))
}

fn date(time: UnixTime) -> String {
    httpdate::fmt_http_date(SystemTime::UNIX_EPOCH + Duration::from_secs(time.as_secs()))
}

fn incompatible(reason: &PeerIncompatible) -> String {
    match reason {
        PeerIncompatible::ServerDoesNotSupportTls12Or13
        | PeerIncompatible::ServerTlsVersionIsDisabledByOurConfig => OLD.to_owned(),
        other => format!("the server and this client have no way of TLS in common: {other:?}"),
    }
}

const OLD: &str = "the server speaks neither TLS 1.2 nor TLS 1.3, and older versions are not safe";

/// Alerts by which a server ends a handshake, before it reads any request.
fn refused(alert: AlertDescription) -> Option<String> {
    Some(match alert {
        AlertDescription::ProtocolVersion => OLD.to_owned(),
        AlertDescription::CertificateRequired => {
            "the server wants a certificate of the client: give it to `.client_certificate(..)` of the builder".to_owned()
        }
        AlertDescription::NoCertificate
        | AlertDescription::BadCertificate
        | AlertDescription::UnsupportedCertificate
        | AlertDescription::CertificateRevoked
        | AlertDescription::CertificateExpired
        | AlertDescription::CertificateUnknown
        | AlertDescription::UnknownCA
        | AlertDescription::AccessDenied
        | AlertDescription::DecryptError => format!(
            "the server does not accept the certificate of the client, or wants one ({alert:?}): see \
             `.client_certificate(..)` of the builder"
        ),
        AlertDescription::HandshakeFailure | AlertDescription::InsufficientSecurity => format!(
            "the server refuses this way of TLS ({alert:?}): it has no cipher in common with this client, or wants a \
             certificate of it (`.client_certificate(..)` of the builder)"
        ),
        AlertDescription::UnrecognisedName => {
            "the server does not have the name that is in the base URL (TLS alert `unrecognized_name`)".to_owned()
        }
        AlertDescription::NoApplicationProtocol => {
            "the server speaks neither HTTP/1.1 nor HTTP/2 (TLS alert `no_application_protocol`)".to_owned()
        }
        _ => return None,
    })
}
