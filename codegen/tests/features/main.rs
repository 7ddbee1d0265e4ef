//! The expected files of each feature, compiled with every warning denied, and used as a caller would.

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
            pub mod $name {
                #[path = "expected/src/lib.rs"]
                mod client;

                pub use client::*;
            }
        )*
    };
}

every_feature!(features);
