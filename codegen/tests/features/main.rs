//! The expected files of each feature, compiled with every warning denied, and used as a caller would.

#![allow(
    mixed_script_confusables,
    uncommon_codepoints,
    reason = "a client with such names allows it itself where it is a crate"
)]

#[macro_use]
#[path = "list.rs"]
mod list;
#[path = "../../../runtime/tests/support/mod.rs"]
mod server;

macro_rules! features {
    ($($name:ident),* $(,)?) => {
        $(
            #[deny(warnings)]
            #[allow(dead_code, reason = "the tests use what the feature is about")]
            #[allow(clippy::type_complexity, reason = "the description says how deep a type is")]
            #[allow(unexpected_cfgs, reason = "a client has features, this crate has none")]
            #[doc = concat!("The feature `", stringify!($name), "`.")]
            pub mod $name {
                #[path = "expected/src/lib.rs"]
                mod generated;

                pub use generated::*;
            }
        )*
    };
}

every_feature!(features);

mod uses {
    mod answers;
    mod bodies;
    mod choices;
    mod credentials;
    mod dialects;
    mod documents;
    mod elements;
    mod envelopes;
    mod formats;
    mod media_types;
    mod members;
    mod names;
    mod pages;
    mod parameters;
    mod responses;
    mod retries;
    mod schemas;
    mod swagger;
    mod tags;
    mod tasks;
    mod webhooks;

    use std::fmt::Debug;

    use openapi_runtime::Value;
    use serde::Serialize;
    use serde::de::DeserializeOwned;

    use crate::server::{Server, reply};

    /// A server that takes everything and says nothing.
    async fn silent() -> Server {
        Server::raw(reply("204 No Content", "", "")).await
    }

    /// The JSON of the only request.
    #[track_caller]
    fn sent(server: &Server) -> Value {
        serde_json::from_slice(&server.only().body).unwrap()
    }

    /// The value becomes this JSON, and this JSON the value.
    #[track_caller]
    fn round_trip<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T, wire: Value) {
        assert_eq!(serde_json::to_value(value).unwrap(), wire);
        assert_eq!(serde_json::from_value::<T>(wire).unwrap(), *value);
    }

    #[track_caller]
    fn decode<T: DeserializeOwned>(wire: Value) -> T {
        serde_json::from_value(wire).unwrap()
    }
}
