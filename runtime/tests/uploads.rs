//! Uploads from memory, from disk and from streams.

mod support;

use std::path::Path;
use std::time::Duration;

use futures_util::stream;
use openapi_runtime::{Bytes, Error, HttpClient, Request, Upload};
use support::{Server, Step, reply};

fn post(server: &Server) -> Request {
    HttpClient::builder(&server.url).build().unwrap().post("op", "/upload")
}

#[tokio::test]
async fn from_everywhere() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "data").unwrap();
    let chunks = || stream::iter([Ok(Bytes::from_static(b"da")), Ok(Bytes::from_static(b"ta"))]);
    let server = Server::json("{}").await;
    for (upload, length) in [
        (Upload::from("data"), Some("4")),
        (Upload::from("data".to_owned()), Some("4")),
        (Upload::from(b"data"), Some("4")),
        (Upload::from(b"data".as_slice()), Some("4")),
        (Upload::from(b"data".to_vec()), Some("4")),
        (Upload::from(Bytes::from_static(b"data")), Some("4")),
        (Upload::from(file.path()), Some("4")),
        (Upload::from(file.path().to_owned()), Some("4")),
        (Upload::stream(chunks(), Some(4)), Some("4")),
        (Upload::stream(chunks(), None), None),
    ] {
        let name = format!("{upload:?}");
        post(&server).raw_body("application/octet-stream", upload).empty().await.unwrap();
        let received = server.received().pop().unwrap();
        assert_eq!(
            (received.text().as_str(), received.header("content-length")),
            ("data", length),
            "{name}"
        );
    }
}

#[tokio::test]
async fn big_ones() {
    let big: Vec<u8> = (0..3_000_000_u32).map(|it| (it / 7) as u8).collect();
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), &big).unwrap();
    let server = Server::json("{}").await;
    for upload in [Upload::from(file.path()), Upload::from(big.clone())] {
        post(&server).raw_body("application/zip", upload).empty().await.unwrap();
        assert!(server.received().pop().unwrap().body == big);
    }
    post(&server)
        .part("file", Upload::from(file.path()))
        .part("other", Upload::from(big.clone()))
        .empty()
        .await
        .unwrap();
    let received = server.received().pop().unwrap();
    assert_eq!(received.header("content-length"), Some(received.body.len().to_string().as_str()));
    assert_eq!(received.body.windows(big.len()).filter(|window| *window == big).count(), 2);
}

#[tokio::test]
async fn the_name_of_a_file_goes_along() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ü.png");
    std::fs::write(&path, "PNG").unwrap();
    let server = Server::json("{}").await;
    let unnamed = Upload::stream(stream::iter([Ok(Bytes::new())]), None);
    post(&server).part("icon", Upload::from(path)).part("unnamed", unnamed).empty().await.unwrap();
    let text = server.only().text();
    assert!(text.contains(
        "name=\"icon\"; filename=\"ü.png\"\r\nContent-Type: application/octet-stream\r\n\r\nPNG\r\n"
    ));
    assert!(text.contains("name=\"unnamed\"; filename=\"unnamed\"\r\n"));
    assert_eq!(server.only().header("content-length"), None);
}

#[tokio::test]
async fn files_that_cannot_be_read() {
    let server = Server::json("{}").await;
    let path = Path::new("/none/such.zip");
    let error =
        post(&server).raw_body("application/zip", Upload::from(path)).empty().await.unwrap_err();
    assert!(error.to_string().starts_with("op: cannot read /none/such.zip: "), "{error}");
    assert!(matches!(&error, Error::File(error) if error.path() == path));
    assert!(std::error::Error::source(&error).is_some());
    assert_eq!(server.received().len(), 0);
}

#[tokio::test]
async fn streams_that_fail() {
    let server = Server::json("{}").await;
    let chunks =
        stream::iter([Ok(Bytes::from_static(b"da")), Err(std::io::Error::other("disk on fire"))]);
    let error = post(&server)
        .raw_body("application/zip", Upload::stream(chunks, Some(9)))
        .empty()
        .await
        .unwrap_err();
    assert_eq!(error.to_string(), "op: argument `body` is a stream that failed: disk on fire");
}

#[tokio::test(start_paused = true)]
async fn slow_uploads_are_not_cut_short() {
    let server = Server::json("{}").await;
    // Three minutes in all, but never a minute without a piece.
    let chunks = stream::unfold(0, |sent| async move {
        tokio::time::sleep(Duration::from_secs(45)).await;
        (sent < 4).then_some((Ok(Bytes::from_static(b"data")), sent + 1))
    });
    post(&server).raw_body("application/zip", Upload::stream(chunks, None)).empty().await.unwrap();
    assert_eq!(server.only().body.len(), 16);
}

#[tokio::test(start_paused = true)]
async fn an_upload_without_an_answer_ends() {
    let server = Server::script(vec![vec![Step::Hang]]).await;
    let error =
        post(&server).raw_body("application/zip", Upload::from("data")).empty().await.unwrap_err();
    assert!(error.is_timeout());
}

#[tokio::test]
async fn answers_to_uploads() {
    let server = Server::raw(reply("413 Content Too Large", "", r#"{"error": "too big"}"#)).await;
    let error =
        post(&server).raw_body("application/zip", Upload::from("data")).empty().await.unwrap_err();
    assert_eq!(error.to_string(), "op: 413 Payload Too Large: too big (POST /upload)");
}

/// `mkfifo`.
#[cfg(unix)]
fn fifo(folder: &tempfile::TempDir) -> std::path::PathBuf {
    let path = folder.path().join("fifo");
    assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    path
}

/// To open it would wait for its other end, beyond every limit of time.
#[cfg(unix)]
#[test]
fn what_is_no_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let fifo = fifo(&folder);
    let socket = folder.path().join("socket");
    let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for (path, says) in [
        (
            &*fifo,
            "it is a FIFO (see `tokio::net::unix::pipe`): open it and give it to `Upload::reader`",
        ),
        (Path::new("/dev/zero"), "it is a device: open it and give it to `Upload::reader`"),
        (&*socket, "it is a socket: open it and give it to `Upload::reader`"),
        (folder.path(), "it is a folder"),
    ] {
        let http = HttpClient::builder("http://localhost:1").build().unwrap();
        let call = http.put("op", "/x").raw_body("text/plain", Upload::from(path)).empty();
        let error = runtime.block_on(call.into_future()).unwrap_err();
        assert_eq!(error.to_string(), format!("op: cannot read {}: {says}", path.display()));
        assert!(!error.is_retryable());
    }
    // No thread is left that waits.
    drop(runtime);
}

/// Whoever writes into a FIFO waits on, and is not broken by a refused upload.
#[cfg(unix)]
#[tokio::test]
async fn a_fifo_is_not_opened() {
    let folder = tempfile::tempdir().unwrap();
    let fifo = fifo(&folder);
    let writer = std::thread::spawn({
        let fifo = fifo.clone();
        move || std::fs::write(fifo, "data")
    });
    let server = Server::json("{}").await;
    let call = post(&server).raw_body("text/plain", Upload::from(&*fifo)).empty();
    assert!(matches!(call.await.unwrap_err(), Error::File(_)));
    // As the message says. Reading it is what lets the writer end.
    let reader = tokio::net::unix::pipe::OpenOptions::new().open_receiver(&fifo).unwrap();
    post(&server).raw_body("text/plain", Upload::reader(reader, None)).empty().await.unwrap();
    writer.join().unwrap().unwrap();
    assert_eq!(server.received()[0].text(), "data");
}

/// It would be sent as if it were empty.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_file_that_does_not_know_its_length_is_refused() {
    let server = Server::json("{}").await;
    let upload = |path| post(&server).raw_body("text/plain", Upload::path(path)).empty();
    let error = upload("/proc/self/status").await.unwrap_err().to_string();
    assert!(error.contains("it does not know its length: open it and give it to"), "{error}");
    let file = tempfile::NamedTempFile::new().unwrap();
    upload(file.path().to_str().unwrap()).await.unwrap();
    assert_eq!(server.only().header("content-length"), Some("0"));
}
