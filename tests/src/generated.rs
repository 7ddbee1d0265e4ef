//! What is tested of every generated client, whichever API it speaks to.

mod operations;
mod variants;

use std::fmt::Display;
use std::pin::Pin;
use std::sync::Arc;

use crate::description::{Description, Operation};
use crate::description_server::{Bodyless, Credential, DescriptionServer};

/// With signs that have to be escaped in a query.
const TOKEN: &str = "t0ken/with+signs=";

/// How many operations are under way at a time.
const AT_ONCE: usize = 16;

/// A generated client: its description, and how to call it.
#[derive(Debug)]
pub struct Generated<C, E> {
    /// Its folder in `generated/`.
    pub folder: &'static str,
    /// What it was generated from.
    pub description: Arc<Description>,
    /// Those of its `calls.rs`.
    pub calls: Vec<Call<C, E>>,
    /// A client for this address, with this bearer token.
    pub with_bearer: fn(String, &str) -> C,
    /// A client for this address, with this token in the query.
    pub with_query: fn(String, &str) -> C,
}

/// A call of one operation with the examples of the description.
#[derive(Debug)]
pub struct Call<C, E> {
    /// The operationId.
    pub operation: &'static str,
    /// The media type of the request, where the operation takes several.
    pub media: Option<&'static str>,
    /// Makes the call; the answer as `Debug` shows it.
    pub run: fn(C) -> Running<E>,
}

/// A call under way.
pub type Running<E> = Pin<Box<dyn Future<Output = Result<String, E>> + Send>>;

/// A description server, and a client that talks to it.
#[derive(Debug)]
pub struct Pair<C> {
    /// The server.
    pub server: DescriptionServer,
    /// The client.
    pub client: C,
}

impl<C: Clone, E: Display> Generated<C, E> {
    /// Server and client, both with a bearer token.
    pub async fn bearer(&self) -> Pair<C> {
        let server = self.start("bearer_auth", Bodyless::Empty).await;
        Pair { client: (self.with_bearer)(server.url(), TOKEN), server }
    }

    /// Both with the token in the query; answers without content are `{}`.
    pub async fn query(&self) -> Pair<C> {
        let server = self.start("query_auth", Bodyless::EmptyObject).await;
        Pair { client: (self.with_query)(server.url(), TOKEN), server }
    }

    async fn start(&self, scheme: &str, bodyless: Bodyless) -> DescriptionServer {
        let credential = Credential { scheme: scheme.to_owned(), token: TOKEN.to_owned() };
        DescriptionServer::start(Arc::clone(&self.description), credential, bodyless).await
    }

    fn calls_of(&self, operation: &Operation) -> impl Iterator<Item = &Call<C, E>> {
        self.calls.iter().filter(move |it| it.operation == operation.id)
    }
}
