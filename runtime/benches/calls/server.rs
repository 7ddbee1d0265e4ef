//! The server that is called: it answers at once, from memory.

use std::convert::Infallible;
use std::net::SocketAddr;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use futures_util::{StreamExt as _, stream};

/// One app, 220 bytes.
pub(crate) const APP: &str = r#"{"id":"8c1f1b0d-56a4-4f0a-9a2b-3f8f6f8c8c2d","label":"Blog","domain":"blog.example.com","state":"running","memory":268435456,"backup":true,"created":"2026-01-02T03:04:05.000Z","tags":["web","news"],"icon":null,"note":""}"#;

/// As many apps are in the list: 5 KB.
const APPS: usize = 23;

/// Bytes of a piece of the large answers.
pub(crate) const PIECE: usize = 64 * 1024;

/// Pieces of a gigabyte.
pub(crate) const PIECES: usize = 16 * 1024;

/// Events of the stream.
pub(crate) const EVENTS: usize = 1_000_000;

/// A server on the loopback interface; it runs until the program ends.
pub(crate) struct Server {
    address: SocketAddr,
}

impl Server {
    pub(crate) fn start() -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.set_nonblocking(true).expect("a socket of tokio");
        let address = listener.local_addr().expect("the address of the port");
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread()
                .worker_threads(2)
                .enable_all()
                .build()
                .expect("a runtime for the server");
            runtime.block_on(async move {
                let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
                axum::serve(
                    axum::serve::ListenerExt::tap_io(listener, |connection| {
                        // There is nobody to tell.
                        let _ = connection.set_nodelay(true);
                    }),
                    routes(),
                )
                .await
            })
        });
        Self { address }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/api/v1", self.address)
    }
}

fn routes() -> Router {
    let list = Bytes::from(format!("{{\"apps\":[{}]}}", [APP; APPS].join(",")));
    let routes = Router::new()
        .route("/apps/{id}", get(|| async { json(Bytes::from_static(APP.as_bytes())) }))
        .route("/apps", get(move || async move { json(list.clone()) }))
        .route("/apps", post(|_: Bytes| async { json(Bytes::from_static(APP.as_bytes())) }))
        .route("/backup", get(|| async { large() }))
        .route("/backup", put(taken))
        .route("/events", get(|| async { events() }));
    Router::new().nest("/api/v1", routes).layer(axum::extract::DefaultBodyLimit::disable())
}

fn json(body: Bytes) -> Response {
    let json = HeaderValue::from_static("application/json; charset=utf-8");
    ([(header::CONTENT_TYPE, json)], body).into_response()
}

/// A gigabyte, with its length.
fn large() -> Response {
    let piece = Bytes::from(vec![b'x'; PIECE]);
    let pieces = stream::iter((0..PIECES).map(move |_| Ok::<_, Infallible>(piece.clone())));
    let length = [(header::CONTENT_LENGTH, HeaderValue::from(PIECE * PIECES))];
    (length, Body::from_stream(pieces)).into_response()
}

/// Says how many bytes came.
async fn taken(request: Request) -> Response {
    let mut pieces = request.into_body().into_data_stream();
    let mut taken = 0;
    while let Some(Ok(piece)) = pieces.next().await {
        taken += piece.len();
    }
    json(Bytes::from(taken.to_string()))
}

/// Events in chunks of a hundred.
fn events() -> Response {
    let chunk = Bytes::from(format!("event: app\ndata: {APP}\n\n").repeat(100));
    let chunks = stream::iter((0..EVENTS / 100).map(move |_| Ok::<_, Infallible>(chunk.clone())));
    let media_type = [(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"))];
    (media_type, Body::from_stream(chunks)).into_response()
}
