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
            #[doc = concat!("The feature `", stringify!($name), "`.")]
            pub mod $name {
                #[path = "expected/src/lib.rs"]
                mod client;

                pub use client::*;
            }
        )*
    };
}

every_feature!(features);
