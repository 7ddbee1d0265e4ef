//! What the tests of the whole workspace are made of.
//!
//! - [`description`]: an independent reading of an OpenAPI description;
//! - [`description_server`]: an HTTP server that holds requests against it and answers with its examples;
//! - [`debug_text`]: whether a `Debug` text shows what an answer said;
//! - [`events`]: what a stream of server-sent events says;
//! - [`fake_cloudflow`]: an embedded CloudFlow panel that keeps state;
//! - [`fake_cloudron`]: an embedded Cloudron that serves every operation and keeps state;
//! - [`formats`]: what `client.toml` declares about JSON and XML;
//! - [`generated`]: what is tested of every generated client;
//! - [`loopback`]: where the servers listen;
//! - [`raw_server`]: a server that says one thing;
//! - [`repository`]: where things are in this repository;
//! - [`soundness`]: what every description of this repository keeps to;
//! - [`xml`]: XML documents as trees of elements.

pub mod debug_text;
pub mod description;
pub mod description_server;
pub mod events;
pub mod fake_cloudflow;
pub mod fake_cloudron;
pub mod formats;
pub mod generated;
pub mod loopback;
pub mod raw_server;
pub mod repository;
pub mod soundness;
pub mod xml;

/// The README's programs compile.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
