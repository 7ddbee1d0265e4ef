//! The generated client of Cloudron over real HTTP: every operation, awkward answers, the tour.

#[allow(unreachable_pub, reason = "it is a file of the generated crate")]
#[rustfmt::skip]
#[path = "../../../generated/cloudron/calls.rs"]
mod calls;

mod decoding;
mod errors;
mod forms;
mod operations;
mod tour;
mod variants;
#[path = "../../examples/tour/walkthrough.rs"]
mod walkthrough;

use std::sync::Arc;

use tests::description::Description;
use tests::description_server::{Bodyless, Credential, DescriptionServer};

const TOKEN: &str = "t0ken/with+signs=";

/// A description server, and a client that talks to it.
struct Pair {
    server: DescriptionServer,
    client: cloudron::Client,
}

impl Pair {
    /// Both with a bearer token.
    async fn bearer(description: &Arc<Description>) -> Self {
        let server = start(description, "bearer_auth", Bodyless::Empty).await;
        let client =
            cloudron::Client::builder(server.url()).bearer_token(TOKEN).build().expect("a client");
        Self { server, client }
    }

    /// Both with the token in the query; answers without content are `{}`.
    async fn query(description: &Arc<Description>) -> Self {
        let server = start(description, "query_auth", Bodyless::EmptyObject).await;
        let client =
            cloudron::Client::builder(server.url()).access_token(TOKEN).build().expect("a client");
        Self { server, client }
    }
}

async fn start(
    description: &Arc<Description>,
    scheme: &str,
    bodyless: Bodyless,
) -> DescriptionServer {
    let credential = Credential { scheme: scheme.to_owned(), token: TOKEN.to_owned() };
    DescriptionServer::start(Arc::clone(description), credential, bodyless).await
}
