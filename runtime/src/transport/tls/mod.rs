//! TLS: by which library, whom the client trusts, and who it says it is.

#[cfg(feature = "__tls")]
mod pem;
#[cfg(all(feature = "native-tls", not(feature = "__rustls")))]
mod with_native_tls;
#[cfg(feature = "__rustls")]
mod with_rustls;

#[cfg(all(feature = "native-tls", not(feature = "__rustls")))]
pub(super) use with_native_tls::Tls;
#[cfg(feature = "__rustls")]
pub(super) use with_rustls::{SelfSigned, Tls};

#[cfg(not(feature = "__tls"))]
use super::connection::ConnectionSettings;
#[cfg(not(feature = "__tls"))]
use crate::{Error, error::ArgumentError};

/// How to have TLS in a program that was compiled without it.
pub(crate) const MISSING: &str = "needs TLS, which this program was compiled without: turn on the cargo feature `rustls` \
                                  of the client, or `native-tls`";

/// Whether there is TLS at all.
pub(crate) const IS_THERE: bool = cfg!(feature = "__tls");

/// No TLS.
#[cfg(not(feature = "__tls"))]
pub(super) struct Tls;

#[cfg(not(feature = "__tls"))]
impl Tls {
    pub(super) fn new(settings: &ConnectionSettings) -> Result<Self, Error> {
        match settings.only_tls() {
            Some(setting) => Err(ArgumentError::new(setting, MISSING).into()),
            None => Ok(Self),
        }
    }

    pub(super) fn apply(&self, builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
        builder
    }
}
