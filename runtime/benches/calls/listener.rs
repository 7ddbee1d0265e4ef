//! What a client sends, as it goes over the wire.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

/// A server that refuses everything, and tells what it was asked.
pub(crate) struct Listener(TcpListener);

impl Listener {
    pub(crate) async fn open() -> Self {
        Self(TcpListener::bind("127.0.0.1:0").await.expect("a port"))
    }

    pub(crate) fn url(&self) -> String {
        let address = self.0.local_addr().expect("the address of the port");
        format!("http://{address}/api/v1")
    }

    /// The request line, the headers but for the host, sorted, and the body.
    pub(crate) async fn heard(&self, call: impl AsyncFn()) -> Vec<String> {
        let (request, ()) = tokio::join!(self.refuse(), call());
        let (head, body) = request.split_once("\r\n\r\n").expect("a whole head");
        let mut lines: Vec<String> = head.lines().map(str::to_owned).collect();
        lines.retain(|line| !line.starts_with("host:"));
        lines[1..].sort();
        lines.push(body.to_owned());
        lines
    }

    async fn refuse(&self) -> String {
        let (mut connection, _) = self.0.accept().await.expect("a connection");
        let mut request = String::new();
        while !is_whole(&request) {
            let mut piece = [0; 1024];
            let read = connection.read(&mut piece).await.expect("a request");
            request.push_str(std::str::from_utf8(&piece[..read]).expect("text"));
        }
        let refusal = b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
        connection.write_all(refusal).await.expect("a client that listens");
        request
    }
}

fn is_whole(request: &str) -> bool {
    let Some((head, body)) = request.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    body.len() >= length.map_or(0, |length| length.parse().expect("a number"))
}
