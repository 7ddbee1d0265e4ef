//! A server on loopback that answers everything in one way, whatever it is asked.

use std::net::TcpListener;

use axum::Router;
use axum::response::IntoResponse;

use crate::description_server::Answer;
use crate::loopback::Loopback;

/// The running server. It stops when this is dropped.
#[derive(Debug)]
pub struct RawServer {
    loopback: Loopback,
}

impl RawServer {
    /// Starts a server that gives this answer.
    pub async fn start(answer: Answer) -> Self {
        let router =
            Router::new().fallback(move || std::future::ready(answer.clone().into_response()));
        Self { loopback: Loopback::serve(router).await }
    }

    /// Its address.
    pub fn url(&self) -> String {
        self.loopback.origin()
    }

    /// An address at which nothing listens.
    ///
    /// # Panics
    ///
    /// If loopback cannot be listened on: nothing can be tested then.
    pub fn nowhere() -> String {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("loopback has a free port");
        format!("http://{}", listener.local_addr().expect("a listener has an address"))
    }
}
