//! One-line implementations that generated code asks for.

mod client_builder;
mod connection_settings;

/// `serde::Deserialize` through [`Decode`](crate::Decode), so that users can store answers.
///
/// The fault keeps its JSON pointer in the text of serde's error.
#[macro_export]
macro_rules! impl_deserialize {
    ($($type:ty),* $(,)?) => {$(
        impl<'de> $crate::__private::serde::Deserialize<'de> for $type {
            fn deserialize<D>(deserializer: D) -> ::core::result::Result<Self, D::Error>
            where
                D: $crate::__private::serde::Deserializer<'de>,
            {
                $crate::__private::deserialize(deserializer)
            }
        }
    )*};
}

/// `serde::Serialize` through [`Encode`](crate::Encode).
#[macro_export]
macro_rules! impl_serialize {
    ($($type:ty),* $(,)?) => {$(
        impl $crate::__private::serde::Serialize for $type {
            fn serialize<S>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error>
            where
                S: $crate::__private::serde::Serializer,
            {
                $crate::__private::serde::Serialize::serialize(&$crate::to_value(self), serializer)
            }
        }
    )*};
}

/// What every enum of texts can do, given `as_str(&self) -> &str` and `From<&str>`.
///
/// The variant that keeps a value that the description does not list is `Other(String)`, or the one that is
/// named: `open_enum!(RunState, Unlisted)`.
#[macro_export]
macro_rules! open_enum {
    ($type:ident) => {
        $crate::open_enum!($type, Other);
    };
    ($type:ident, $other:ident) => {
        impl ::core::convert::From<::std::string::String> for $type {
            fn from(value: ::std::string::String) -> Self {
                Self::from(value.as_str())
            }
        }

        impl ::core::str::FromStr for $type {
            type Err = ::core::convert::Infallible;

            // Not `Self::Err`: that may be a variant.
            fn from_str(value: &str) -> ::core::result::Result<Self, ::core::convert::Infallible> {
                ::core::result::Result::Ok(Self::from(value))
            }
        }

        impl ::core::fmt::Display for $type {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::core::convert::AsRef<str> for $type {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl $crate::Decode for $type {
            fn decode(node: $crate::Node<'_>) -> ::core::result::Result<Self, $crate::DecodeError> {
                let value = Self::from(&*$crate::__private::text(node)?);
                node.note(!::core::matches!(value, Self::$other(_)));
                ::core::result::Result::Ok(value)
            }

            fn blank_is_nothing() -> bool {
                ::core::matches!(Self::from(""), Self::$other(_))
            }
        }

        impl $crate::Encode for $type {
            fn encode(&self, to: $crate::Encoder<'_>) {
                to.text(self.as_str());
            }
        }
    };
}

/// What every enum of integers can do, given `as_i64(&self) -> i64` and `From<i64>`.
///
/// The variant that keeps a value that the description does not list is the one that is named:
/// `open_integer!(Platform, Unlisted)`.
#[macro_export]
macro_rules! open_integer {
    ($type:ident, $other:ident) => {
        impl ::core::convert::From<$type> for i64 {
            fn from(value: $type) -> Self {
                value.as_i64()
            }
        }

        impl ::core::fmt::Display for $type {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.as_i64(), f)
            }
        }

        impl $crate::Decode for $type {
            fn decode(node: $crate::Node<'_>) -> ::core::result::Result<Self, $crate::DecodeError> {
                let value = Self::from(<i64 as $crate::Decode>::decode(node)?);
                node.note(!::core::matches!(value, Self::$other(_)));
                ::core::result::Result::Ok(value)
            }

            fn blank_is_nothing() -> bool {
                true
            }
        }

        impl $crate::Encode for $type {
            fn encode(&self, to: $crate::Encoder<'_>) {
                to.number(self.as_i64());
            }
        }
    };
}

/// What the builder of a call offers to its users, handed on to its field `call: Call<T>`:
/// `.await`, `with_response`, `raw`, `extra_header`, `extra_query`, time limits and retries.
#[macro_export]
macro_rules! call_builder {
    ($builder:ident, $answer:ty) => {
        impl $builder {
            /// The answer together with its status and headers.
            pub fn with_response(self) -> $crate::ResponseFuture<$answer> {
                self.call.with_response()
            }

            /// The answer's bytes as they came, with its status and headers.
            pub fn raw(self) -> $crate::RawFuture {
                self.call.raw()
            }

            /// Sends one more header; it replaces one of the same name.
            #[must_use]
            pub fn extra_header(mut self, name: &str, value: &str) -> Self {
                self.call = self.call.extra_header(name, value);
                self
            }

            /// Sends one more query parameter.
            #[must_use]
            pub fn extra_query(mut self, name: &str, value: &str) -> Self {
                self.call = self.call.extra_query(name, value);
                self
            }

            /// How long one attempt of this call may take; `None` for any time.
            #[must_use]
            pub fn timeout(
                mut self,
                timeout: impl ::core::convert::Into<::core::option::Option<::core::time::Duration>>,
            ) -> Self {
                self.call = self.call.timeout(timeout);
                self
            }

            /// How long this call may wait for a connection, if that is shorter than the client's limit. A connection
            /// that is open already takes no time.
            #[must_use]
            pub fn connect_timeout(mut self, timeout: ::core::time::Duration) -> Self {
                self.call = self.call.connect_timeout(timeout);
                self
            }

            /// How long this call may take in all, with its retries; `None` for any time.
            #[must_use]
            pub fn total_timeout(
                mut self,
                timeout: impl ::core::convert::Into<::core::option::Option<::core::time::Duration>>,
            ) -> Self {
                self.call = self.call.total_timeout(timeout);
                self
            }

            /// How long the answer, if it is a stream, may stay silent; `None` for any time.
            #[must_use]
            pub fn stall_timeout(
                mut self,
                timeout: impl ::core::convert::Into<::core::option::Option<::core::time::Duration>>,
            ) -> Self {
                self.call = self.call.stall_timeout(timeout);
                self
            }

            /// What of this call is tried again, when and how often.
            #[must_use]
            pub fn retries(mut self, policy: $crate::RetryPolicy) -> Self {
                self.call = self.call.retries(policy);
                self
            }

            /// How many bytes the response may have that is held in memory, decompressed; `None` for any number.
            #[must_use]
            pub fn response_limit(
                mut self,
                bytes: impl ::core::convert::Into<::core::option::Option<u64>>,
            ) -> Self {
                self.call = self.call.response_limit(bytes);
                self
            }

            /// Sends the request with this idempotency key, so that it is tried again as a `GET` would be: for a
            /// server that does a request once, however often it comes with the same key. See
            /// [`Call::idempotency_key`]($crate::Call::idempotency_key).
            #[must_use]
            pub fn idempotency_key(mut self, key: &str) -> Self {
                self.call = self.call.idempotency_key(key);
                self
            }

            /// How often in a row the answer, if it is an event stream, connects again without an event; 0 for
            /// never.
            #[must_use]
            pub fn reconnects(mut self, reconnects: u32) -> Self {
                self.call = self.call.reconnects(reconnects);
                self
            }
        }

        impl ::core::future::IntoFuture for $builder {
            type Output = ::core::result::Result<$answer, $crate::Error>;
            type IntoFuture = $crate::CallFuture<$answer>;

            fn into_future(self) -> Self::IntoFuture {
                ::core::future::IntoFuture::into_future(self.call)
            }
        }
    };
}

/// What the builder of a call offers whose answer is a list that comes in pages, handed on to its field `call`:
/// `items` and `pages`, by the rule of the API.
#[macro_export]
macro_rules! paged_call {
    ($builder:ident, $item:ty, $rule:ident) => {
        impl $builder {
            /// All items of the list, one after the other, as a stream: the next page is asked for when it is needed.
            pub fn items(self) -> $crate::Items<$item> {
                self.pages().items()
            }

            /// The pages of the list, one after the other, as a stream.
            pub fn pages(self) -> $crate::Pages<$item> {
                self.call.pages(&$rule)
            }
        }
    };
}
