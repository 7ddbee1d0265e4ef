//! The generated client of Cloudron over real HTTP: every operation, awkward answers, the tour.

#[allow(unreachable_pub, reason = "it is a file of the generated crate")]
#[rustfmt::skip]
#[path = "../../../generated/cloudron/calls.rs"]
mod calls;

mod decoding;
mod errors;
mod forms;
mod operations;
mod pages;
mod tour;
mod variants;
#[path = "../../examples/tour/walkthrough.rs"]
mod walkthrough;
mod without_async;

use tests::generated::{Call, Generated};

/// The client, and the description that it was generated from.
fn generated() -> Generated<cloudron::Client, cloudron::Error> {
    let call = |it: &calls::Call| Call { operation: it.operation, media: it.media, run: it.run };
    Generated {
        folder: "cloudron",
        description: tests::repository::cloudron(),
        calls: calls::CALLS.iter().map(call).collect(),
        with_bearer: |url, token| {
            cloudron::Client::builder(url).bearer_token(token).build().expect("a client")
        },
        with_query: |url, token| {
            cloudron::Client::builder(url).access_token(token).build().expect("a client")
        },
    }
}
