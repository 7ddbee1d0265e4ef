//! The settings that the builder of every generated client has.

/// What the builder of a client offers to its users, handed on to its field `http: HttpClientBuilder`: every setting
/// that is the same for all clients, and `build`, which makes the client from its only field `http`. The client
/// gets `request`, the way out for routes that the description does not have.
///
/// Settings that belong to one API (its credentials by name) are left to the generated code.
#[macro_export]
macro_rules! client_builder {
    ($builder:ident, $client:ident) => {
        impl $builder {
            /// The credential for a security scheme of the description; replaces an earlier one.
            #[must_use]
            pub fn credential(
                mut self,
                scheme: &'static str,
                credential: $crate::Credential,
            ) -> Self {
                self.http = self.http.credential(scheme, credential);
                self
            }

            /// How long one attempt may take (60 s unless told otherwise); `None` for any time.
            ///
            /// Counted from the last piece of the request's body that was sent until the answer is complete; of a
            /// download and an event stream until it begins.
            #[must_use]
            pub fn timeout(
                mut self,
                timeout: impl ::core::convert::Into<::core::option::Option<::core::time::Duration>>,
            ) -> Self {
                self.http = self.http.timeout(timeout);
                self
            }

            /// How long a call may take in all, with its retries and the time between them (any time unless told
            /// otherwise). Of a download and an event stream until it begins.
            #[must_use]
            pub fn total_timeout(
                mut self,
                timeout: impl ::core::convert::Into<::core::option::Option<::core::time::Duration>>,
            ) -> Self {
                self.http = self.http.total_timeout(timeout);
                self
            }

            /// How long a download, an event stream or lines of JSON may stay silent; `None` for any time. Unless told
            /// otherwise a download may for 30 s, and a stream for any time.
            #[must_use]
            pub fn stall_timeout(
                mut self,
                timeout: impl ::core::convert::Into<::core::option::Option<::core::time::Duration>>,
            ) -> Self {
                self.http = self.http.stall_timeout(timeout);
                self
            }

            /// What is tried again, when and how often (twice unless told otherwise).
            #[must_use]
            pub fn retries(mut self, policy: $crate::RetryPolicy) -> Self {
                self.http = self.http.retries(policy);
                self
            }

            /// How many bytes a response may have that is held in memory (256 MiB unless told otherwise), counted after
            /// decompression; `None` for any number. Downloads and other streams have no such limit.
            #[must_use]
            pub fn response_limit(
                mut self,
                bytes: impl ::core::convert::Into<::core::option::Option<u64>>,
            ) -> Self {
                self.http = self.http.response_limit(bytes);
                self
            }

            /// The statuses of errors that are tried again, in place of those that the API declares or else 408, 429, 500,
            /// 502, 503 and 504. Which methods may be repeated stays the same.
            #[must_use]
            pub fn retry_statuses(
                mut self,
                statuses: impl ::core::iter::IntoIterator<Item = u16>,
            ) -> Self {
                self.http = self.http.retry_statuses(statuses);
                self
            }

            /// The header that carries idempotency keys, in place of the one that the API declares or else
            /// `Idempotency-Key`. See [`Call::idempotency_key`]($crate::Call::idempotency_key).
            #[must_use]
            pub fn idempotency_header(
                mut self,
                name: impl ::core::convert::Into<::std::string::String>,
            ) -> Self {
                self.http = self.http.idempotency_header(name);
                self
            }

            /// How often in a row an event stream connects again without a new event, whenever the connection breaks or
            /// ends; 0 for never. Unless told otherwise it does so where that is safe, and 5 times; see
            /// [`EventStream`]($crate::EventStream).
            #[must_use]
            pub fn reconnects(mut self, reconnects: u32) -> Self {
                self.http = self.http.reconnects(reconnects);
                self
            }

            /// The name and version of the program that uses the client (`backup-tool/1.2`), put before those of
            /// the client in the `User-Agent` header.
            #[must_use]
            pub fn user_agent(mut self, program: &str) -> Self {
                self.http = self.http.calling_program(program);
                self
            }

            /// A header of every request; replaces an earlier one of that name.
            #[must_use]
            pub fn default_header(mut self, name: &str, value: &str) -> Self {
                self.http = self.http.default_header(name, value);
                self
            }

            /// A `reqwest::Client` of your own, for what the settings of the builder do not cover.
            ///
            /// Its connect timeout and its redirect policy are then yours as well: follow no redirect to another
            /// origin, or keys in headers travel along.
            #[must_use]
            pub fn http_client(mut self, client: $crate::reqwest::Client) -> Self {
                self.http = self.http.http_client(client);
                self
            }

            /// A transport of your own, below credentials and retries; see
            /// [`transport`]($crate::transport).
            #[must_use]
            pub fn transport(mut self, transport: impl $crate::transport::Transport) -> Self {
                self.http = self.http.transport(transport);
                self
            }

            /// Is told of each difference between an answer and the description: operation, place and kind, and no
            /// value.
            #[must_use]
            pub fn observer(
                mut self,
                observer: impl ::core::ops::Fn(&$crate::Difference)
                + ::core::marker::Send
                + ::core::marker::Sync
                + 'static,
            ) -> Self {
                self.http = self.http.observer(observer);
                self
            }

            /// Whether properties of responses that have to be there may be missing or wrong: they are then left out,
            /// or filled in with `""`, 0, `false` and the like. See
            /// [`lenient`]($crate::HttpClientBuilder::lenient).
            #[must_use]
            pub fn lenient(mut self, lenient: bool) -> Self {
                self.http = self.http.lenient(lenient);
                self
            }

            /// The client.
            ///
            /// # Errors
            ///
            /// An address that is not an absolute `http` or `https` URL, or a setting that cannot be used.
            pub fn build(self) -> ::core::result::Result<$client, $crate::Error> {
                ::core::result::Result::Ok($client { http: self.http.build()? })
            }
        }

        $crate::connection_settings!($builder, http);

        impl $client {
            /// A request to a route that the description does not have, with everything that its operations have:
            /// credentials, time limits, errors.
            ///
            /// `path` is a template, whose `{names}` are filled in by [`path`]($crate::Request::path).
            pub fn request(&self, method: &'static str, path: &'static str) -> $crate::Request {
                self.http.undocumented(method, path)
            }
        }
    };
}
