//! What is tested of every generated client, whichever API it speaks to.

mod operations;
mod statuses;
mod variants;

use std::fmt::Display;
use std::pin::Pin;
use std::sync::Arc;

use crate::description::{Description, Operation};
use crate::description_server::{Bodyless, Credential, DescriptionServer};
use crate::formats::Formats;

/// How many operations are under way at a time.
const AT_ONCE: usize = 16;

/// A generated client: its description, and how to call it.
#[derive(Debug)]
pub struct Generated<C, E> {
    /// Its folder in `generated/`.
    pub folder: &'static str,
    /// What it was generated from.
    pub description: Arc<Description>,
    /// The formats that its `client.toml` declares.
    pub formats: Formats,
    /// Those of its `calls.rs`.
    pub calls: Vec<Call<C, E>>,
    /// The ways to talk to a server; the first is taken where nothing else is said.
    pub ways: Vec<Way<C>>,
}

/// A way to talk to a server.
#[derive(Debug)]
pub struct Way<C> {
    /// What tests call it.
    pub name: &'static str,
    /// The security scheme.
    pub scheme: &'static str,
    /// What the scheme takes, as [`Credential`] has it.
    pub token: &'static str,
    /// How the server answers where there is nothing to say.
    pub bodyless: Bodyless,
    /// A client for this address, with this token.
    pub client: fn(String, &str) -> C,
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
    /// The same, talking in another way where nothing else is said.
    ///
    /// # Panics
    ///
    /// If there is no way of that name.
    #[must_use]
    pub fn by(mut self, name: &str) -> Self {
        let index = self.ways.iter().position(|it| it.name == name);
        self.ways.swap(0, index.unwrap_or_else(|| panic!("there is no way `{name}`")));
        self
    }

    /// A server, and a client that talks to it in the first way.
    pub async fn pair(&self) -> Pair<C> {
        let way = &self.ways[0];
        let credential = Credential { scheme: way.scheme.to_owned(), token: way.token.to_owned() };
        let (description, formats) = (Arc::clone(&self.description), self.formats.clone());
        let start = DescriptionServer::start_with_formats;
        let server = start(description, formats, credential, way.bodyless).await;
        Pair { client: (way.client)(server.url(), way.token), server }
    }

    fn calls_of(&self, operation: &Operation) -> impl Iterator<Item = &Call<C, E>> {
        self.calls.iter().filter(move |it| it.operation == operation.id)
    }
}
