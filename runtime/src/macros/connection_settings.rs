//! The settings of connections, which the runtime's builder and those of generated clients have alike.

/// Implements the settings of connections for a builder that has them in [`HttpClientBuilder`](crate::HttpClientBuilder),
/// which it is itself or has as the field that is named.
#[doc(hidden)]
#[macro_export]
macro_rules! connection_settings {
    ($builder:ident $(, $http:ident)?) => {
        impl $builder {
            /// How long connecting may take (10 s unless set), the TLS handshake included.
            pub fn connect_timeout(mut self, timeout: ::core::time::Duration) -> Self {
                self $(. $http)? .connection_mut().connect_timeout(timeout);
                self
            }

            /// Trusts the certificates in this PEM text (`-----BEGIN CERTIFICATE-----`), in addition to those that the
            /// system trusts: the CA of a company, or the self-signed certificate of a server. May be called several
            /// times.
            ///
            /// A server that shows exactly one of these certificates is trusted, too, if its name is in it; so is a
            /// self-signed one, whether it is a CA or not. As of a CA's own certificate, rustls does not look at its
            /// dates.
            ///
            /// `build` fails if the text has no certificate, or one that cannot be read.
            pub fn root_certificate(
                mut self,
                pem: impl ::core::convert::AsRef<[u8]>,
            ) -> Self {
                self $(. $http)? .connection_mut().root_certificate(pem.as_ref());
                self
            }

            /// Trusts the certificates in a file of PEM text; see [`root_certificate`](Self::root_certificate). It is read
            /// by `build`, which fails if that is not possible.
            pub fn root_certificate_file(
                mut self,
                path: impl ::core::convert::Into<::std::path::PathBuf>,
            ) -> Self {
                self $(. $http)? .connection_mut().root_certificate_file(path.into());
                self
            }

            /// The certificate by which the client proves to the server who it is (mutual TLS): PEM text with the
            /// certificate, those between it and its CA, and the private key, which is not encrypted.
            ///
            /// `build` fails if the text has no certificate or no private key, or if they do not belong together.
            pub fn client_certificate(
                mut self,
                pem: impl ::core::convert::AsRef<[u8]>,
            ) -> Self {
                self $(. $http)? .connection_mut().client_certificate(pem.as_ref());
                self
            }

            /// The certificate of the client and its private key in a file of PEM text; see
            /// [`client_certificate`](Self::client_certificate). It is read by `build`, which fails if that is not
            /// possible.
            pub fn client_certificate_file(
                mut self,
                path: impl ::core::convert::Into<::std::path::PathBuf>,
            ) -> Self {
                self $(. $http)? .connection_mut().client_certificate_file(path.into());
                self
            }

            /// A proxy: its URL, which may have a user and a password (`http://user:password@proxy.example:3128`), or a
            /// [`Proxy`]($crate::Proxy), which may be for one scheme only. May be called several times; the first that fits
            /// is used.
            ///
            /// Unless this is set, the proxies are those of the environment: `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and
            /// `NO_PROXY`.
            pub fn proxy(mut self, proxy: impl ::core::convert::Into<$crate::Proxy>) -> Self {
                self $(. $http)? .connection_mut().proxy(proxy.into());
                self
            }

            /// No proxy, not even one that the environment names.
            pub fn no_proxy(mut self) -> Self {
                self $(. $http)? .connection_mut().no_proxy();
                self
            }

            /// Whether every certificate is accepted: expired ones, those of other servers, those that nobody trusts. Never
            /// unless set.
            ///
            /// **Whoever is between you and the server then reads and changes everything, credentials included.** For a
            /// server whose certificate you have, [`root_certificate`](Self::root_certificate) is the safe way.
            pub fn danger_accept_invalid_certificates(mut self, accept: bool) -> Self {
                self $(. $http)? .connection_mut().danger_accept_invalid_certificates(accept);
                self
            }

            /// How many requests of the client and its clones may be on their way at once, and so how many connections are
            /// in use (any number unless set; `None` for that): over HTTP/1.1 each has one, over HTTP/2 they share one.
            ///
            /// A call that finds none free waits, as long as an attempt may take ([`timeout`](Self::timeout), 60 s), in the
            /// order in which they came; then it fails, with nothing sent. A download and any stream is on its way until it
            /// has ended or is dropped. So a program that holds as many of them as there may be and makes another call
            /// waits in vain: `build` fails for 0, and 1 is too few for a call inside a stream.
            pub fn max_connections(
                mut self,
                connections: impl ::core::convert::Into<::core::option::Option<usize>>,
            ) -> Self {
                self $(. $http)? .connection_mut().max_connections(connections.into());
                self
            }

            /// How many connections to a server are kept open while nobody uses them (64 unless set); 0 for none.
            pub fn max_idle_connections(mut self, connections: usize) -> Self {
                self $(. $http)? .connection_mut().max_idle_connections(connections);
                self
            }

            /// How long a connection is kept open while nobody uses it (90 s unless set); `None` for any time.
            pub fn idle_timeout(
                mut self,
                timeout: impl ::core::convert::Into<::core::option::Option<::core::time::Duration>>,
            ) -> Self {
                self $(. $http)? .connection_mut().idle_timeout(timeout.into());
                self
            }
        }
    };
}
