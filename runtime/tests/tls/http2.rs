//! HTTP/2: what a server says by ending a stream or a connection.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::builder;
use crate::certificates;
use crate::server::Server;

/// Ends each connection by this frame, when a request has come.
async fn server(frame: &'static [u8]) -> (Server, String) {
    let certificate = certificates::self_signed(&certificates::params("server"));
    let server = Server::http2(&certificate, move |mut stream| async move {
        let _ = stream.write_all(&[0, 0, 0, 4, 0, 0, 0, 0, 0]).await;
        // The preface, the settings, the request.
        let mut received = Vec::new();
        while !has_headers(&received) {
            match stream.read_buf(&mut received).await {
                Ok(read) if read > 0 => {}
                _ => return,
            }
        }
        let _ = stream.write_all(frame).await;
        let _ = stream.shutdown().await;
        while stream.read(&mut [0; 1024]).await.is_ok_and(|read| read > 0) {}
    })
    .await;
    (server, certificate.pem)
}

/// Whether there is a frame `HEADERS` after the preface.
fn has_headers(received: &[u8]) -> bool {
    const PREFACE: usize = 24;
    let mut rest = received.get(PREFACE..).unwrap_or_default();
    while let [a, b, c, kind, ..] = *rest {
        if kind == 1 {
            return true;
        }
        let length = u32::from_be_bytes([0, a, b, c]) as usize;
        rest = rest.get(9 + length..).unwrap_or_default();
    }
    false
}

/// How often a POST was sent that always gets this, and what the caller is told.
async fn post(frame: &'static [u8]) -> (u32, String) {
    let (server, root) = server(frame).await;
    let http = builder(&server.url).root_certificate(root).build().unwrap();
    let error = http.post("op", "/x").empty().await.unwrap_err();
    (error.attempts(), error.to_string())
}

#[tokio::test]
async fn a_request_that_the_server_did_not_look_at_is_sent_again() {
    // `GOAWAY`: the last stream that was looked at is none; no error, and `ENHANCE_YOUR_CALM`.
    const GOAWAY: &[u8] = &[0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    const CALM: &[u8] = &[0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 11];
    // `RST_STREAM` of stream 1, `REFUSED_STREAM`.
    const REFUSED: &[u8] = &[0, 0, 4, 3, 0, 0, 0, 0, 1, 0, 0, 0, 7];
    for frame in [GOAWAY, CALM, REFUSED] {
        let (attempts, text) = post(frame).await;
        assert_eq!(attempts, 3, "{text}");
        assert!(text.starts_with("op: the server refused: "), "{text}");
        assert!(text.contains("it did not act on it; 3 attempts"), "{text}");
    }
}

#[tokio::test]
async fn a_request_that_the_server_may_have_acted_on_is_not_sent_again() {
    // `GOAWAY` that names stream 1 as the last one that was looked at; `RST_STREAM`, `INTERNAL_ERROR`.
    const LOOKED_AT: &[u8] = &[0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0];
    const RESET: &[u8] = &[0, 0, 4, 3, 0, 0, 0, 0, 1, 0, 0, 0, 2];
    for frame in [LOOKED_AT, RESET] {
        let (attempts, text) = post(frame).await;
        assert_eq!(attempts, 1, "{text}");
        assert!(text.contains("the server may have acted on it"), "{text}");
    }
}
