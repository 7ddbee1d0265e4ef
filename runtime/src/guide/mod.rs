//! A chapter for each thing that a client does for you, with a program that runs.
//!
//! The programs use [`HttpClient`](crate::HttpClient) and a [scripted server](crate::testing); with a generated
//! client the first lines are `Client::builder("https://..")`, with the same settings, and the calls have names.

#[doc = include_str!("blocking.md")]
pub mod blocking {}
#[doc = include_str!("bodies.md")]
pub mod bodies {}
#[doc = include_str!("connections.md")]
pub mod connections {}
#[doc = include_str!("credentials.md")]
pub mod credentials {}
#[doc = include_str!("descriptions.md")]
pub mod descriptions {}
#[doc = include_str!("errors.md")]
pub mod errors {}
#[doc = include_str!("event_streams.md")]
pub mod event_streams {}
#[doc = include_str!("formats.md")]
pub mod formats {}
#[doc = include_str!("pages.md")]
pub mod pages {}
#[doc = include_str!("retries.md")]
pub mod retries {}
#[doc = include_str!("tasks.md")]
pub mod tasks {}
#[doc = include_str!("testing.md")]
pub mod testing {}
#[doc = include_str!("time_limits.md")]
pub mod time_limits {}
#[doc = include_str!("tracing.md")]
pub mod tracing {}
#[doc = include_str!("ways_out.md")]
pub mod ways_out {}
#[doc = include_str!("webhooks.md")]
pub mod webhooks {}
