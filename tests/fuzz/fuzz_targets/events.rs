//! Any bytes as a stream of events: no panic, and the same events however the bytes are cut into pieces.

#![no_main]

use std::convert::Infallible;
use std::sync::atomic::{AtomicBool, Ordering};

use arbitrary::Arbitrary;
use bytes::Bytes;
use clients_fuzz::{Server, run};
use futures_util::{StreamExt, stream};
use libfuzzer_sys::fuzz_target;
use openapi_runtime::transport::{Body, Request, Response};
use openapi_runtime::{HttpClient, Value};

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    is_lines: bool,
    cuts: Vec<u8>,
    body: &'a [u8],
}

fuzz_target!(|input: Input| {
    let whole = read(input.is_lines, vec![Bytes::copy_from_slice(input.body)]);
    let (mut rest, mut pieces) = (input.body, Vec::new());
    for cut in &input.cuts {
        let (piece, behind) = rest.split_at(usize::from(*cut).min(rest.len()));
        pieces.push(Bytes::copy_from_slice(piece));
        rest = behind;
    }
    pieces.push(Bytes::copy_from_slice(rest));
    assert_eq!(whole, read(input.is_lines, pieces));
});

fn read(is_lines: bool, pieces: Vec<Bytes>) -> Vec<String> {
    let was_asked = AtomicBool::new(false);
    let server = Server(move |_: Request| {
        // Once: the end of the stream is the end.
        let pieces =
            if was_asked.swap(true, Ordering::Relaxed) { Vec::new() } else { pieces.clone() };
        let body = Body::stream(stream::iter(pieces.into_iter().map(Ok::<_, Infallible>)));
        let mut response = Response::new(body);
        let media_type = if is_lines { "application/x-ndjson" } else { "text/event-stream" };
        response.headers_mut().insert("content-type", media_type.parse().unwrap());
        response
    });
    let client = HttpClient::builder("https://example.com").transport(server).build().unwrap();
    run(async {
        let call = client.get("logs", "/logs");
        if is_lines {
            let stream = call.json_lines::<Value>("application/x-ndjson").await.unwrap();
            stream.take(1000).map(|it| format!("{it:?}")).collect().await
        } else {
            let stream = call.events::<Value>().reconnects(0).await.unwrap();
            stream.take(1000).map(|it| format!("{it:?}")).collect().await
        }
    })
}
