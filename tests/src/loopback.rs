//! An HTTP server on a port of this machine.

use std::io;
use std::net::SocketAddr;

use axum::Router;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// A running server. It stops when this is dropped.
#[derive(Debug)]
pub struct Loopback {
    address: SocketAddr,
    server: JoinHandle<()>,
}

impl Loopback {
    /// Serves a router on a port that the system chooses.
    ///
    /// # Panics
    ///
    /// If loopback cannot be listened on: nothing can be tested then.
    pub async fn serve(router: Router) -> Self {
        Self::serve_on(0, router).await.expect("loopback has a free port")
    }

    /// Serves a router on a port; 0 is one that the system chooses.
    ///
    /// # Errors
    ///
    /// A port that cannot be listened on, mostly since another program does.
    pub async fn serve_on(port: u16, router: Router) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", port)).await?;
        let address = listener.local_addr()?;
        let server = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, router).await {
                eprintln!("the server on {address} stopped: {error}");
            }
        });
        Ok(Self { address, server })
    }

    /// Scheme, host and port.
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for Loopback {
    fn drop(&mut self) {
        self.server.abort();
    }
}
