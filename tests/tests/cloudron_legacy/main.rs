//! The generated client of older Cloudrons over real HTTP: every operation, files, streams, awkward answers.

#[allow(unreachable_pub, reason = "it is a file of the generated crate")]
#[rustfmt::skip]
#[path = "../../../generated/cloudron-legacy/calls.rs"]
mod calls;

mod answers;
mod files;
#[path = "../cloudron/operations.rs"]
mod operations;
#[path = "../cloudron/variants.rs"]
mod variants;

use cloudron_legacy::{Client, Error};
use tests::description_server::{Answer, Bodyless};
use tests::formats::Formats;
use tests::generated::{Call, Generated, Way};
use tests::raw_server::RawServer;

/// With signs that have to be escaped in a query.
const TOKEN: &str = "t0ken/with+signs=";

/// The client, and the description that it was generated from.
fn generated() -> Generated<Client, Error> {
    let call = |it: &calls::Call| Call { operation: it.operation, media: it.media, run: it.run };
    Generated {
        folder: "cloudron-legacy",
        description: tests::repository::cloudron_legacy(),
        formats: Formats::default(),
        calls: calls::CALLS.iter().map(call).collect(),
        ways: vec![
            Way {
                name: "bearer",
                scheme: "bearer_auth",
                token: TOKEN,
                bodyless: Bodyless::Empty,
                client,
            },
            Way {
                name: "query",
                scheme: "query_auth",
                token: TOKEN,
                bodyless: Bodyless::EmptyObject,
                client: |url, token| {
                    Client::builder(url).access_token(token).build().expect("a client")
                },
            },
        ],
    }
}

fn client(url: String, token: &str) -> Client {
    Client::builder(url).bearer_token(token).build().expect("a client")
}

/// A server that answers everything like this, and a client that talks to it.
async fn answering(answer: Answer) -> (RawServer, Client) {
    let server = RawServer::start(answer).await;
    let client = client(server.url(), "token");
    (server, client)
}
