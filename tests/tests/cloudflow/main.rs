//! The generated client of CloudFlow over real HTTP, in both formats: every operation, awkward answers, the panel.

#[allow(unreachable_pub, deprecated, reason = "it is a file of the generated crate, and calls everything")]
#[rustfmt::skip]
#[path = "../../../generated/cloudflow/calls.rs"]
mod calls;

mod errors;
mod observed;
mod operations;
mod pages;
mod panel;
mod payloads;
#[allow(dead_code, reason = "the walkthrough needs only the names")]
#[path = "../../examples/panel/traces.rs"]
mod traces;
#[allow(dead_code, reason = "the walkthrough has only some of these troubles")]
#[path = "../../examples/panel/trouble.rs"]
mod trouble;
mod variants;
#[path = "../../examples/panel/walkthrough.rs"]
mod walkthrough;

use cloudflow::runtime::RetryPolicy;
use cloudflow::{Client, ClientBuilder, Error};
use tests::description_server::Bodyless;
use tests::generated::{Call, Generated, Way};

/// With signs that Basic must keep apart, or escape.
const LOGIN: &str = "scröoge:n+u/m:b=e%r one";

/// Builds a client for an address, with a name and a password.
type Build = fn(String, &str, &str) -> Client;

/// The client, and the description that it was generated from.
fn generated() -> Generated<Client, Error> {
    let call = |it: &calls::Call| Call { operation: it.operation, media: it.media, run: it.run };
    let way =
        |name, bodyless, client| Way { name, scheme: "basic_auth", token: LOGIN, bodyless, client };
    Generated {
        folder: "cloudflow",
        description: tests::repository::cloudflow(),
        formats: tests::repository::cloudflow_formats(),
        calls: calls::CALLS.iter().map(call).collect(),
        ways: vec![
            way("json", Bodyless::Empty, json),
            way("json, empty objects", Bodyless::EmptyObject, json),
            way("xml", Bodyless::Empty, xml),
        ],
    }
}

/// The name of each format, its suffix, and how a client of it is built.
fn clients() -> [(&'static str, &'static str, Build); 2] {
    let json: Build = |url, user, secret| builder(url, user, secret).build().expect("a client");
    let xml: Build =
        |url, user, secret| builder(url, user, secret).xml().build().expect("a client");
    [("JSON", ".json", json), ("XML", ".xml", xml)]
}

/// Errors are what is tested here, so they are not tried again.
fn builder(url: String, user: &str, secret: &str) -> ClientBuilder {
    Client::builder(url).basic(user, secret).retries(RetryPolicy::none())
}

/// A client in JSON, with `name:password`.
fn json(url: String, token: &str) -> Client {
    let (user, password) = token.split_once(':').expect("a name and a password");
    clients()[0].2(url, user, password)
}

/// A client in XML, with `name:password`.
fn xml(url: String, token: &str) -> Client {
    let (user, password) = token.split_once(':').expect("a name and a password");
    clients()[1].2(url, user, password)
}
