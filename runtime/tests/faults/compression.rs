//! Compressed answers, sound and broken.

use openapi_runtime::{Error, HttpClient, Request, RetryPolicy, Value};

use crate::support::{Server, reply};

/// `{"a": 1}`.
const GZIP: &[u8] = &[
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xab, 0x56, 0x4a, 0x54, 0xb2, 0x52,
    0x30, 0xac, 0x05, 0x00, 0x97, 0x8e, 0xa1, 0xfb, 0x08, 0x00, 0x00, 0x00,
];
const BROTLI: &[u8] = &[0x8b, 0x03, 0x80, 0x7b, 0x22, 0x61, 0x22, 0x3a, 0x20, 0x31, 0x7d, 0x03];
/// With a checksum at its end.
const ZSTD: &[u8] = &[
    0x28, 0xb5, 0x2f, 0xfd, 0x04, 0x58, 0x41, 0x00, 0x00, 0x7b, 0x22, 0x61, 0x22, 0x3a, 0x20, 0x31,
    0x7d, 0x7d, 0x91, 0x9d, 0x79,
];

fn get(server: &Server) -> Request {
    let immediate = RetryPolicy::default().random(|| 0.0);
    HttpClient::builder(&server.url).retries(immediate).build().unwrap().get("op", "/path")
}

async fn failure(server: &Server) -> Error {
    get(server).json::<Value>().await.unwrap_err()
}

/// `changed`: a byte without which it is not sound.
async fn sound_and_broken(coding: &str, compressed: &[u8], changed: usize) {
    let headers = format!("Content-Encoding: {coding}\r\n");
    let server = Server::raw(reply("200 OK", &headers, compressed)).await;
    assert_eq!(get(&server).json::<Value>().await.unwrap()["a"], 1);
    assert!(server.only().header("accept-encoding").unwrap().contains(coding));

    let mut broken = compressed.to_vec();
    broken[changed] ^= 0xff;
    let end = compressed.len();
    for bytes in [&compressed[..end - 1], &compressed[..5], &broken, b"{\"a\": 1}"] {
        let server = Server::raw(reply("200 OK", &headers, bytes)).await;
        let error = failure(&server).await;
        assert!(matches!(error, Error::Body(_)) && error.attempts() == 3, "{coding} {error}");
        let error = get(&server).download("*/*").await.unwrap().bytes().await.unwrap_err();
        assert!(matches!(error, Error::Body(_)), "{coding} {error}");
    }
    // Errors are read just the same, and at worst have no text.
    let server = Server::raw(reply("400 Bad Request", &headers, compressed)).await;
    assert_eq!(failure(&server).await.decode_body::<Value>().unwrap()["a"], 1);
    let server = Server::raw(reply("400 Bad Request", &headers, &broken)).await;
    assert_eq!(failure(&server).await.status().unwrap().as_u16(), 400);
}

#[cfg(feature = "gzip")]
#[tokio::test]
async fn gzip() {
    sound_and_broken("gzip", GZIP, 14).await;
}

#[cfg(feature = "brotli")]
#[tokio::test]
async fn brotli() {
    sound_and_broken("br", BROTLI, 1).await;
}

#[cfg(feature = "zstd")]
#[tokio::test]
async fn zstd() {
    sound_and_broken("zstd", ZSTD, 11).await;
}

#[tokio::test]
async fn files_come_as_they_are() {
    // With their length, so that they can be resumed.
    let server = Server::raw(reply("200 OK", "", "PK")).await;
    get(&server).download("*/*").await.unwrap();
    assert_eq!(server.only().header("accept-encoding"), Some("identity"));
}

/// A server that compresses what it was asked to leave as it is.
#[tokio::test]
async fn a_file_is_never_unpacked_in_silence() {
    let headers = |more: &str| format!("Content-Encoding: gzip\r\n{more}");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    // A compressed file that is called encoded: the file is what was meant.
    for more in [
        "Content-Type: application/gzip\r\n",
        "Content-Disposition: attachment; filename=\"backup.tar.gz\"\r\n",
    ] {
        let server = Server::raw(reply("200 OK", &headers(more), GZIP)).await;
        get(&server).download("*/*").await.unwrap().save_to(&path).await.unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), GZIP);
    }
    std::fs::remove_file(&path).unwrap();
    // Anything else is not what was asked for.
    let server = Server::raw(reply("200 OK", &headers("Content-Type: text/plain\r\n"), GZIP)).await;
    let download = async || get(&server).download("*/*").await.unwrap();
    for error in [
        download().await.save_to(&path).await.unwrap_err(),
        download().await.bytes().await.unwrap_err(),
        download().await.text().await.unwrap_err(),
        download().await.lines().next().await.unwrap().unwrap_err(),
    ] {
        assert_eq!(
            error.to_string(),
            "op: the response is not the file that was asked for: it came compressed (`Content-Encoding: gzip`) (GET \
             /path, 200 OK; `extra_header(\"Accept-Encoding\", \"gzip\")` of the call lets it be unpacked)"
        );
    }
    assert!(!path.exists());
    #[cfg(feature = "gzip")]
    {
        let call = get(&server).download("*/*").extra_header("Accept-Encoding", "gzip");
        assert_eq!(call.await.unwrap().bytes().await.unwrap(), "{\"a\": 1}");
    }
}
