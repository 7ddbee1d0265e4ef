//! Any response to a call with a typed result: no panic, one request, and no error shows the credential.

#![no_main]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use arbitrary::Arbitrary;
use clients_fuzz::{Server, TOKEN, run, shown, with_token};
use cloudron::Client;
use libfuzzer_sys::fuzz_target;
use openapi_runtime::transport::{Body, Request, Response};

const TYPES: [&str; 6] = [
    "application/json",
    "application/problem+json",
    "text/html; charset=utf-8",
    "text/plain",
    "application/octet-stream",
    "no type",
];

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    status: u8,
    media_type: u8,
    operation: u8,
    body: &'a [u8],
}

fuzz_target!(|input: Input| {
    let status = [200, 201, 202, 204, 301, 400, 401, 404, 409, 422, 429, 500, 503]
        [usize::from(input.status) % 13];
    let media_type = TYPES[usize::from(input.media_type) % TYPES.len()];
    // The beginning of the credential, which the fuzzer knows from the assertion below, is none.
    if input.body.windows(6).any(|it| it == b"s3cr3t") {
        return;
    }
    let token = TOKEN.replace(' ', "-");
    let body = with_token(input.body, &token);
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let server = Server(move |_: Request| {
        count.fetch_add(1, Ordering::Relaxed);
        let mut response = Response::new(Body::from(body.clone()));
        *response.status_mut() = status.try_into().unwrap();
        if let Ok(value) = media_type.parse() {
            response.headers_mut().insert("content-type", value);
        }
        response
    });
    let client = Client::builder("https://my.example.com/api/v1")
        .bearer_token(&*token)
        .transport(server)
        .build()
        .unwrap();
    let error = run(async {
        match input.operation % 7 {
            0 => client.apps().list().await.err(),
            1 => client.apps().get("a").await.err(),
            2 => client.users().get("u").await.err(),
            3 => client.apps().uninstall("a").await.err(),
            4 => client.users().delete("u").await.err(),
            5 => client.notifications().list().await.err(),
            _ => client.apps().get("a").raw().await.err(),
        }
    });
    if let Some(error) = error {
        let shown = shown(&error);
        assert!(!shown.contains(&token), "{shown}");
        assert!(!shown.contains("s3cr3t"), "{shown}");
    }
    assert!(asked.load(Ordering::Relaxed) <= 3);
});
