//! The generated client of Cloudron over real HTTP: every operation, awkward answers, the tour.

#[allow(unreachable_pub, reason = "it is a file of the generated crate")]
#[rustfmt::skip]
#[path = "../../../generated/cloudron/calls.rs"]
mod calls;

mod decoding;
mod errors;
mod fake;
mod forms;
mod operations;
mod pages;
mod tasks;
mod tour;
#[allow(dead_code, reason = "the walkthrough needs only the names")]
#[path = "../../examples/tour/traces.rs"]
mod traces;
#[allow(dead_code, reason = "the walkthrough has only some of these troubles")]
#[path = "../../examples/tour/trouble.rs"]
mod trouble;
mod variants;
#[path = "../../examples/tour/walkthrough.rs"]
mod walkthrough;
mod without_async;

use tests::description_server::Bodyless;
use tests::formats::Formats;
use tests::generated::{Call, Generated, Way};

/// With signs that have to be escaped in a query.
const TOKEN: &str = "t0ken/with+signs=";

/// The client, and the description that it was generated from.
fn generated() -> Generated<cloudron::Client, cloudron::Error> {
    let call = |it: &calls::Call| Call { operation: it.operation, media: it.media, run: it.run };
    Generated {
        folder: "cloudron",
        description: tests::repository::cloudron(),
        formats: Formats::default(),
        calls: calls::CALLS.iter().map(call).collect(),
        ways: vec![
            Way {
                name: "bearer",
                scheme: "bearer_auth",
                token: TOKEN,
                bodyless: Bodyless::Empty,
                client: |url, token| {
                    cloudron::Client::builder(url).bearer_token(token).build().expect("a client")
                },
            },
            Way {
                name: "query",
                scheme: "query_auth",
                token: TOKEN,
                bodyless: Bodyless::EmptyObject,
                client: |url, token| {
                    cloudron::Client::builder(url).access_token(token).build().expect("a client")
                },
            },
        ],
    }
}
