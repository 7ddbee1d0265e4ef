//! Responses that are larger than memory should hold, and responses without an end.

use std::io::Write as _;
use std::time::Duration;

use futures_util::stream;
use openapi_runtime::blocking::Block as _;
use openapi_runtime::testing::{Reply, Script};
use openapi_runtime::transport::{Body, Request, Response, Transport, TransportFuture};
use openapi_runtime::{BodyError, Bytes, Error, HttpClient, RetryPolicy, Value};

use crate::support::{Server, reply};
use crate::{builder, client};

const MIB: u64 = 1024 * 1024;

#[track_caller]
fn too_large(error: &Error) -> &BodyError {
    let Error::Body(body) = error else { panic!("{error}") };
    assert!(body.is_too_large() && !error.is_retryable() && !error.is_timeout(), "{error}");
    assert!(body.body().is_empty());
    body
}

/// A string of 8 MiB of the same letter.
fn text() -> Vec<u8> {
    [b"\"".as_slice(), &vec![b'a'; 8 << 20], b"\""].concat()
}

fn gzip() -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(&text()).unwrap();
    encoder.finish().unwrap()
}

fn brotli() -> Vec<u8> {
    let mut compressed = Vec::new();
    brotli::CompressorWriter::new(&mut compressed, 4096, 5, 22).write_all(&text()).unwrap();
    compressed
}

/// A frame of blocks each of which is one byte that is repeated 128 Ki times.
fn zstd() -> Vec<u8> {
    let mut compressed = vec![0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58];
    for (letter, size, last) in [(b'"', 1, 0)]
        .into_iter()
        .chain(std::iter::repeat_n((b'a', 128 << 10, 0), 64))
        .chain([(b'"', 1, 1_u32)])
    {
        let header = (size << 3) | (1 << 1) | last;
        compressed.extend_from_slice(&header.to_le_bytes()[..3]);
        compressed.push(letter);
    }
    compressed
}

#[tokio::test]
async fn what_unpacks_to_more_than_the_limit_is_not_unpacked() {
    for (coding, bomb) in [("gzip", gzip()), ("br", brotli()), ("zstd", zstd())] {
        assert!(bomb.len() < 20_000, "{coding}: {}", bomb.len());
        let headers = format!("Content-Type: application/json\r\nContent-Encoding: {coding}\r\n");
        let server = Server::raw(reply("200 OK", &headers, bomb)).await;
        let http = HttpClient::builder(&server.url).response_limit(MIB).build().unwrap();
        let call = || http.get("op", "/x").json::<String>();
        let error = call().await.unwrap_err();
        let body = too_large(&error);
        assert_eq!((body.limit(), error.attempts()), (Some(MIB), 1));
        assert!((MIB + 1..MIB + 200_000).contains(&body.received()), "{coding} {error}");
        // A call may have more, or any number.
        assert_eq!(call().response_limit(9 * MIB).await.unwrap().len(), 8 << 20, "{coding}");
        assert_eq!(call().response_limit(None).await.unwrap().len(), 8 << 20, "{coding}");
    }
}

#[tokio::test]
async fn the_message_says_what_came_and_what_to_set() {
    let pieces = Reply::status(200).body("12345").body("678901").body("2");
    let announced = Reply::status(200).header("Content-Length", "9999999999999").silent();
    let script = Script::new().then(pieces).then(announced);
    let http = builder(&script).response_limit(10).build().unwrap();
    let what_to_do = "; raise `response_limit` of the client or of the call, or take it as a download (GET /x, 200 OK)";
    for said in [
        "op: the response is larger than the limit of 10 bytes: 11 bytes came, decompressed, and not all of it",
        // At once, before a byte of it is read.
        "op: the response is larger than the limit of 10 bytes: 9999999999999 bytes are announced",
    ] {
        let error = http.get("op", "/x").text().await.unwrap_err();
        assert_eq!(error.to_string(), format!("{said}{what_to_do}"));
        too_large(&error);
    }
}

#[tokio::test]
async fn the_limit_itself_is_allowed() {
    for (pieces, fits) in [
        (vec!["12345"], true),
        (vec!["123456"], false),
        (vec!["123", "45"], true),
        (vec!["123", "456"], false),
    ] {
        let reply = || pieces.iter().fold(Reply::status(200), |it, piece| it.body(*piece));
        let length = pieces.concat().len().to_string();
        for reply in [reply(), reply().header("Content-Length", &length)] {
            let script = Script::new().always(reply);
            let http = builder(&script).response_limit(5).build().unwrap();
            let download = || http.get("op", "/x").download("*/*");
            let outcomes = [
                http.get("op", "/x").text().await.map(|_| ()),
                http.get("op", "/x").empty().await,
                http.get("op", "/x").json::<Value>().await.map(|_| ()),
                download().raw().await.map(|_| ()),
                download().await.unwrap().bytes().await.map(|_| ()),
                download().await.unwrap().on_progress(|_, _| ()).bytes().await.map(|_| ()),
                download().await.unwrap().text().await.map(|_| ()),
                http.get("op", "/x").text().block().map(|_| ()),
            ];
            for outcome in outcomes {
                match outcome {
                    Ok(()) => assert!(fits, "{pieces:?}"),
                    Err(error) => assert_eq!(too_large(&error).limit(), (!fits).then_some(5)),
                }
            }
            // Nothing of these is held.
            let mut download = download().await.unwrap();
            while let Some(piece) = download.next().await {
                piece.unwrap();
            }
            let mut lines =
                http.get("op", "/x").json_lines::<i64>("application/x-ndjson").await.unwrap();
            assert!(lines.next().await.unwrap().is_ok());
        }
    }
}

#[tokio::test]
async fn without_a_word_it_is_256_mebibytes() {
    for (length, fits) in [(256 * MIB, true), (256 * MIB + 1, false)] {
        let reply = Reply::status(200).header("Content-Length", &length.to_string()).broken();
        let script = Script::new().always(reply);
        let call = client(&script).get("op", "/x").text().retries(RetryPolicy::none());
        let error = call.await.unwrap_err();
        let Error::Body(body) = &error else { panic!("{error}") };
        assert_eq!(body.limit(), (!fits).then_some(256 * MIB), "{error}");
    }
}

#[tokio::test]
async fn many_tiny_values_are_too_large_before_they_are_read() {
    let long = format!("[{}1]", "[],".repeat(40_000));
    // As long, and as few values as any other.
    let text = format!("[\"{}\"]", "[],".repeat(40_000));
    for (body, media, fits) in [
        (long, "application/json", false),
        (text, "application/json", true),
        (format!("<r>{}</r>", "<a/>".repeat(40_000)), "application/xml", false),
        (format!("<r>{}</r>", "aaa ".repeat(40_000)), "application/xml", true),
    ] {
        let script = Script::new()
            .always(Reply::status(200).header("Content-Type", media).body(body.clone()));
        let http = builder(&script).response_limit(MIB).build().unwrap();
        let outcome = http.get("op", "/x").json::<Value>().await;
        assert_eq!(outcome.is_ok(), fits, "{media}");
        if let Err(error) = outcome {
            assert_eq!(too_large(&error).limit(), Some(MIB));
            let said = format!(
                "values in {} bytes, which take more memory; raise `response_limit`",
                body.len()
            );
            assert!(error.to_string().contains(&said), "{error}");
            static PAGES: openapi_runtime::Paging =
                openapi_runtime::Paging::cursor("after", "next");
            let mut pages = http.get("op", "/x").json::<Value>().pages::<Value>(&PAGES);
            too_large(&pages.next().await.unwrap().unwrap_err());
        }
        // Bytes are bytes.
        assert_eq!(
            http.get("op", "/x").json::<Value>().raw().await.unwrap().value.len(),
            body.len()
        );
        assert!(http.get("op", "/x").json::<Value>().response_limit(None).await.is_ok());
    }
}

/// Has always one more piece of the response ready.
#[derive(Clone)]
struct Endless(&'static [u8]);

impl Transport for Endless {
    fn send(&self, _: Request) -> TransportFuture {
        let piece = Bytes::from_static(self.0);
        let pieces = std::iter::repeat_with(move || Ok::<_, std::io::Error>(piece.clone()));
        Box::pin(async { Ok(Response::new(Body::stream(stream::iter(pieces)))) })
    }
}

#[tokio::test]
async fn what_never_ends_and_is_always_there_keeps_the_time_limits() {
    // Without a piece, too: there is nothing to count then.
    for piece in [b"[0,".as_slice(), b""] {
        let http = HttpClient::builder("http://x").transport(Endless(piece)).build().unwrap();
        let call = || http.get("op", "/x").json::<Value>().retries(RetryPolicy::none());
        let short = Duration::from_millis(30);
        assert!(call().timeout(short).await.unwrap_err().is_timeout());
        assert!(call().total_timeout(short).await.unwrap_err().is_timeout());
        assert!(call().timeout(short).block().unwrap_err().is_timeout());
        assert!(tokio::time::timeout(short, call().timeout(None)).await.is_err());
        let download = http.get("op", "/x").download("*/*").await.unwrap();
        assert!(
            tokio::time::timeout(short, download.lines().next()).await.is_err()
                || !piece.is_empty()
        );
    }
    let http = HttpClient::builder("http://x").transport(Endless(b": nothing\n")).build().unwrap();
    let mut events = http.get("op", "/x").events::<Value>().await.unwrap();
    assert!(tokio::time::timeout(Duration::from_millis(30), events.next()).await.is_err());
}

#[tokio::test]
async fn endless_json_ends_at_the_limit() {
    let http = HttpClient::builder("http://x").transport(Endless(b"[0,")).build().unwrap();
    let call = http.get("op", "/x").json::<Value>().response_limit(MIB);
    let error = call.await.unwrap_err();
    assert_eq!(too_large(&error).received(), MIB + 2);
}
