//! A gigabyte up and a gigabyte down, in less than 50 MB. Alone in its process, which is what is measured.

#![cfg(target_os = "linux")]

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use futures_util::stream;
use http_body::Body as _;
use openapi_runtime::transport::{Body, Request, Response, Transport, TransportFuture};
use openapi_runtime::{Bytes, HttpClient, Upload};

const PIECE: usize = 64 * 1024;
const PIECES: usize = 16 * 1024;

/// Takes what comes, and answers with a gigabyte.
#[derive(Clone, Default)]
struct Big {
    taken: Arc<AtomicU64>,
}

impl Transport for Big {
    fn send(&self, request: Request) -> TransportFuture {
        let taken = Arc::clone(&self.taken);
        Box::pin(async move {
            let mut body = pin!(request.into_body());
            while let Some(frame) = poll_fn(|context| body.as_mut().poll_frame(context)).await {
                let bytes = frame.expect("a piece").into_data().expect("bytes");
                taken.fetch_add(bytes.len() as u64, Ordering::Relaxed);
            }
            let events = Bytes::from(b"data: {\"a\": 1}\n\n".repeat(PIECE / 16));
            let pieces = (0..PIECES).map(move |_| Ok::<_, std::io::Error>(events.clone()));
            Ok(Response::new(Body::stream(stream::iter(pieces))))
        })
    }
}

/// The most memory that this process ever had, in bytes.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() * 1024
}

#[tokio::test]
async fn a_gigabyte_each_way() {
    let all = (PIECE * PIECES) as u64;
    let big = Big::default();
    let http = HttpClient::builder("http://x").transport(big.clone()).build().unwrap();

    let file = tempfile::NamedTempFile::new().unwrap();
    file.as_file().set_len(all).unwrap();
    let mut download =
        http.put("op", "/x").part("file", Upload::path(file.path())).download("*/*").await.unwrap();
    assert!(big.taken.swap(0, Ordering::Relaxed) > all);
    let mut received = 0;
    while let Some(bytes) = download.next().await {
        received += bytes.unwrap().len() as u64;
    }
    assert_eq!(received, all);

    let mut events = http.get("op", "/x").events::<openapi_runtime::Value>().await.unwrap();
    for _ in 0..100_000 {
        events.next().await.unwrap().unwrap();
    }
    assert!(peak() < 50_000_000, "{}", peak());
}
