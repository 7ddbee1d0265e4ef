//! Any values of the headers that mean something: no panic, and a bounded number of requests.

#![no_main]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use arbitrary::Arbitrary;
use clients_fuzz::{Server, run, shown};
use http::HeaderValue;
use libfuzzer_sys::fuzz_target;
use openapi_runtime::transport::{Body, Request};
use openapi_runtime::{HttpClient, Value};

const NAMES: [&str; 12] = [
    "content-disposition",
    "content-encoding",
    "content-length",
    "content-range",
    "content-type",
    "etag",
    "last-modified",
    "link",
    "location",
    "retry-after",
    "retry-after-ms",
    "x-request-id",
];

#[derive(Arbitrary, Debug)]
struct Reply<'a> {
    status: u8,
    headers: Vec<(u8, &'a [u8])>,
    body: &'a [u8],
}

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    is_download: bool,
    replies: Vec<Reply<'a>>,
}

fuzz_target!(|input: Input| {
    let replies: Vec<http::Response<Vec<u8>>> =
        input.replies.iter().take(8).map(response).collect();
    if replies.is_empty() {
        return;
    }
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let server = Server(move |_: Request| {
        let number = count.fetch_add(1, Ordering::Relaxed);
        replies[number % replies.len()].clone().map(Body::from)
    });
    let client = HttpClient::builder("https://example.com").transport(server).build().unwrap();
    run(async {
        let call = client.get("file", "/file");
        if input.is_download {
            match call.download("*/*").await {
                Ok(download) => {
                    let _ = download.file_name();
                    if let Err(error) = download.bytes().await {
                        let _ = shown(&error);
                    }
                }
                Err(error) => drop(shown(&error)),
            }
        } else if let Err(error) = call.json::<Value>().await {
            let _ = (shown(&error), error.retry_after(), error.request_id());
        }
    });
    assert!(asked.load(Ordering::Relaxed) <= 30);
});

fn response(reply: &Reply<'_>) -> http::Response<Vec<u8>> {
    let mut res = http::Response::new(reply.body.to_vec());
    let statuses = [200, 206, 204, 301, 302, 304, 307, 404, 416, 429, 500, 503];
    *res.status_mut() = statuses[usize::from(reply.status) % statuses.len()].try_into().unwrap();
    for (name, value) in reply.headers.iter().take(6) {
        if let Ok(value) = HeaderValue::from_bytes(value) {
            res.headers_mut().append(NAMES[usize::from(*name) % NAMES.len()], value);
        }
    }
    res
}
