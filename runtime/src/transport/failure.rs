//! What an error of `reqwest` means: whether the request was sent, whether it may pass, what to do.

use std::error::Error;
use std::io;

use super::{FailureKind, TransportError};

#[cfg(feature = "__rustls")]
mod of_rustls;

type Cause<'e> = &'e (dyn Error + 'static);

/// What is wrong, in plain words, and what to do.
pub(super) struct Explanation {
    text: String,
    /// Whether the server refused the connection before it read the request.
    is_refusal: bool,
}

impl Explanation {
    fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_refusal: false }
    }

    /// Of an alert that the server sent.
    #[cfg(feature = "__rustls")]
    fn refusal(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_refusal: true }
    }
}

/// What `reqwest`'s error means.
pub(super) fn failure(error: reqwest::Error) -> TransportError {
    let mut kind = match (error.is_timeout(), error.is_connect()) {
        (true, true) => FailureKind::ConnectTimeout,
        (true, false) => FailureKind::Timeout,
        (false, true) => FailureKind::Connect,
        (false, false) => FailureKind::Broken,
    };
    if kind == FailureKind::Broken && causes(&error).any(is_not_processed) {
        kind = FailureKind::Refused;
    }
    let is_plain = error.url().is_some_and(|url| url.scheme() == "http");
    let explanation = match kind {
        FailureKind::Timeout | FailureKind::ConnectTimeout => None,
        _ => causes(&error).find_map(|cause| explanation(cause, is_plain)),
    };
    if kind == FailureKind::Broken && explanation.as_ref().is_some_and(|it| it.is_refusal) {
        kind = FailureKind::Refused;
    }
    // The transport's own text has the URL as it was sent, credentials included.
    let failure = TransportError::new(kind, error.without_url());
    match explanation {
        Some(explanation) => failure.permanent(explanation.text),
        None => failure,
    }
}

/// An error, its cause, and so on. What an [`io::Error`] has inside is not among its sources.
fn causes<'e>(error: Cause<'e>) -> impl Iterator<Item = Cause<'e>> {
    let inside = |error: &Cause<'e>| -> Option<Cause<'e>> {
        let error: Cause<'e> = *error;
        match error.downcast_ref::<io::Error>() {
            Some(error) => error.get_ref().map(|inside| inside as Cause<'e>),
            None => error.source(),
        }
    };
    std::iter::successors(Some(error), inside)
}

/// Whether the server says, in HTTP/2, that it did not look at the request: by `REFUSED_STREAM`, or by a `GOAWAY` whose
/// last stream is an earlier one (`h2` ends only those that are later by it).
fn is_not_processed(cause: Cause<'_>) -> bool {
    cause.downcast_ref::<h2::Error>().is_some_and(|error| {
        let is_refused = error.is_reset() && error.reason() == Some(h2::Reason::REFUSED_STREAM);
        error.is_remote() && (error.is_go_away() || is_refused)
    })
}

/// Why the same will happen next time, if it will.
fn explanation(cause: Cause<'_>, is_plain: bool) -> Option<Explanation> {
    #[cfg(feature = "__rustls")]
    if let Some(error) = cause.downcast_ref::<rustls::Error>() {
        return of_rustls::explanation(error);
    }
    by_text(&cause.to_string(), is_plain).map(Explanation::new)
}

/// What libraries say whose errors cannot be named: by their text. A test with each of them shows that it is what they say.
fn by_text(text: &str, is_plain: bool) -> Option<&'static str> {
    // Of `httparse`, when the first bytes are not those of HTTP.
    if is_plain && text == "invalid HTTP version parsed" {
        return Some(
            "what the server sends is not HTTP; if it speaks TLS here, the base URL has to begin with `https://`",
        );
    }
    let (_, explanation) = TEXTS.iter().find(|(part, _)| text.contains(part))?;
    Some(explanation)
}

/// What a proxy wants that answers 407.
pub(crate) const PROXY_PASSWORD: &str = "the proxy wants a user and a password: give them in its URL, `.proxy(\"http://user:password@host:port\")`";

const TEXTS: &[(&str, &str)] = &[
    // Of `hyper-util`.
    ("tunnel error: proxy authorization required", PROXY_PASSWORD),
    // Of OpenSSL.
    #[cfg(feature = "native-tls")]
    (
        "self-signed certificate)",
        "the server's certificate is self-signed; if you trust it, give it to `.root_certificate(..)` of the builder",
    ),
    #[cfg(feature = "native-tls")]
    (
        "(unable to get local issuer certificate)",
        "nobody who is trusted here has issued the server's certificate; if you trust who has, give the certificate of \
         that CA to `.root_certificate(..)` of the builder",
    ),
    #[cfg(feature = "native-tls")]
    (
        "(self-signed certificate in certificate chain)",
        "nobody who is trusted here has issued the server's certificate; if you trust who has, give the certificate of \
         that CA to `.root_certificate(..)` of the builder",
    ),
    #[cfg(feature = "native-tls")]
    (
        "(certificate has expired)",
        "the server's certificate has expired; it has to be renewed there, or the clock of this machine is wrong",
    ),
    #[cfg(feature = "native-tls")]
    (
        "(certificate is not yet valid)",
        "the server's certificate is not valid yet; is the clock of this machine wrong?",
    ),
    #[cfg(feature = "native-tls")]
    (
        "(hostname mismatch)",
        "the server's certificate is for another name than that in the base URL",
    ),
    #[cfg(feature = "native-tls")]
    (
        "(IP address mismatch)",
        "the server's certificate is for another name than that in the base URL",
    ),
    #[cfg(feature = "native-tls")]
    (
        "wrong version number",
        "the server does not speak TLS here; the base URL may have to begin with `http://`",
    ),
];
