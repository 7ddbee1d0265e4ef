//! Downloads: as a stream, whole, by line, into a file.

mod support;

use futures_util::{StreamExt as _, TryStreamExt as _};
use openapi_runtime::{Call, Download, Error, HttpClient};
use support::{Server, Step, open, reply};

fn call(server: &Server) -> Call<Download> {
    HttpClient::builder(&server.url).build().unwrap().get("op", "/file").download("application/zip")
}

async fn lines(body: impl AsRef<[u8]>) -> Vec<Result<String, Error>> {
    let server = Server::raw(open("200 OK", "", body)).await;
    call(&server).await.unwrap().lines().collect().await
}

#[tokio::test]
async fn what_is_known_before_the_body() {
    let headers = "Content-Type: application/zip\r\nContent-Disposition: attachment; filename=\"a b.zip\"\r\n";
    let server = Server::raw(reply("206 Partial Content", headers, "PK")).await;
    let download = call(&server).await.unwrap();
    assert_eq!(download.status().as_u16(), 206);
    assert_eq!(download.content_type(), Some("application/zip"));
    assert_eq!(download.headers()["content-type"], "application/zip");
    assert_eq!(download.content_length(), Some(2));
    assert_eq!(download.file_name().as_deref(), Some("a b.zip"));
    assert_eq!(download.text().await.unwrap(), "PK");
    assert_eq!(server.only().header("accept"), Some("application/zip, */*;q=0.5"));

    let server = Server::raw(open("200 OK", "", "PK")).await;
    let download = call(&server).await.unwrap();
    assert_eq!(
        (download.content_length(), download.file_name(), download.content_type()),
        (None, None, None)
    );
    assert_eq!(download.bytes().await.unwrap(), "PK");
}

#[tokio::test]
async fn as_a_stream() {
    let body: Vec<u8> = (0..1_000_000_u32).map(|it| it as u8).collect();
    let server = Server::raw(reply("200 OK", "", &body)).await;
    let chunks: Vec<_> = call(&server).await.unwrap().try_collect().await.unwrap();
    assert!(chunks.len() > 1);
    assert_eq!(chunks.concat(), body);
}

#[tokio::test]
async fn an_error_is_an_error_before_the_first_byte() {
    let server = Server::raw(reply("404 Not Found", "", r#"{"message": "no such file"}"#)).await;
    assert_eq!(
        call(&server).await.unwrap_err().to_string(),
        "op: 404 Not Found: no such file (GET /file)"
    );
}

#[tokio::test]
async fn a_length_that_is_not_reached() {
    let answer = || b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\none\ntwo".to_vec();
    for steps in [vec![Step::Send(answer())], vec![Step::Send(answer()), Step::Reset]] {
        let server = Server::script(vec![steps]).await;
        let mut download = call(&server).await.unwrap();
        let error = loop {
            match download.next().await.expect("an error before the end") {
                Ok(_) => {}
                Err(error) => break error,
            }
        };
        assert!(download.next().await.is_none());
        let Error::Body(error) = error else { panic!("{error}") };
        assert_eq!(error.expected(), Some(10));
        // After a reset the system may have thrown away what had come.
        assert!(error.received() == 7 || error.received() == 0);
        assert!(error.to_string().starts_with(&format!(
            "op: the answer broke off after {} of 10 bytes",
            error.received()
        )));
    }

    let server = Server::raw(answer()).await;
    assert!(
        matches!(call(&server).await.unwrap().bytes().await, Err(Error::Body(error)) if error.body() == b"one\ntwo")
    );
    let lines: Vec<_> = call(&server).await.unwrap().lines().collect().await;
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0].as_deref().unwrap(), "one");
    assert!(lines[1].is_err());
}

#[tokio::test]
async fn line_by_line() {
    for (body, expected) in [
        ("", vec![]),
        ("\n", vec![""]),
        ("a", vec!["a"]),
        ("a\n", vec!["a"]),
        ("a\r\nb\n\nc\r", vec!["a", "b", "", "c"]),
        ("ä€\nb", vec!["ä€", "b"]),
    ] {
        let lines: Vec<_> = lines(body).await.into_iter().map(Result::unwrap).collect();
        assert_eq!(lines, expected, "{body:?}");
    }
    assert_eq!(lines(b"a\xffb\n").await.remove(0).unwrap(), "a\u{fffd}b");
}

#[tokio::test]
async fn lines_over_any_chunk_border() {
    let chunked = |text: &str| -> String {
        let chunks = text.as_bytes().iter().map(|byte| format!("1\r\n{}\r\n", char::from(*byte)));
        chunks.chain(["0\r\n\r\n".to_owned()]).collect()
    };
    let server =
        Server::raw(open("200 OK", "Transfer-Encoding: chunked\r\n", chunked("one\r\ntwo\n\nx")))
            .await;
    let lines: Vec<_> = call(&server).await.unwrap().lines().try_collect().await.unwrap();
    assert_eq!(lines, ["one", "two", "", "x"]);
}

#[tokio::test]
async fn lines_are_bounded() {
    const MIB: usize = 1024 * 1024;
    let lines =
        async |length: usize, end: &str| lines(format!("a\n{}{end}", "x".repeat(length))).await;
    for end in ["", "\n", "\nb\n"] {
        assert!(lines(MIB, end).await.iter().all(Result::is_ok));
        for length in [MIB + 1, 3 * MIB] {
            let lines = lines(length, end).await;
            assert_eq!(lines.len(), 2, "nothing comes after the error");
            let error = lines[1].as_ref().unwrap_err();
            assert!(error.to_string().contains("a line is longer than 1 MiB"), "{error}");
        }
    }
}

#[tokio::test]
async fn into_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("backup.zip");
    std::fs::write(&path, "old").unwrap();
    let names = || -> Vec<_> {
        std::fs::read_dir(folder.path()).unwrap().map(|it| it.unwrap().file_name()).collect()
    };

    let server = Server::raw(reply("200 OK", "", "PK")).await;
    assert_eq!(call(&server).await.unwrap().save_to(&path).await.unwrap(), 2);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "PK");
    assert_eq!(names(), ["backup.zip"]);

    // Half a file replaces nothing, and leaves nothing.
    let server = Server::raw(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf".to_vec()).await;
    let error = call(&server).await.unwrap().save_to(&path).await.unwrap_err();
    assert!(error.to_string().contains("4 of 10 bytes"), "{error}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "PK");
    assert_eq!(names(), ["backup.zip"]);
}

#[tokio::test]
async fn a_file_that_cannot_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::raw(reply("200 OK", "", "PK")).await;
    for path in [folder.path().join("none/backup.zip"), folder.path().join("..")] {
        let error = call(&server).await.unwrap().save_to(&path).await.unwrap_err();
        assert!(
            error.to_string().starts_with(&format!("op: cannot write {}", path.display())),
            "{error}"
        );
        let Error::File(error) = error else { panic!() };
        assert_eq!(error.path(), path);
    }
}

#[tokio::test]
async fn a_save_that_is_dropped_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("backup.zip");
    let half = b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf".to_vec();
    let server = Server::script(vec![vec![Step::Send(half), Step::Hang]]).await;
    let download = call(&server).await.unwrap();
    let save = tokio::spawn(download.save_to(path));
    while std::fs::read_dir(folder.path()).unwrap().count() == 0 {
        tokio::task::yield_now().await;
    }
    save.abort();
    assert!(save.await.unwrap_err().is_cancelled());
    // What was under way in the thread that opens files ends there.
    while std::fs::read_dir(folder.path()).unwrap().count() > 0 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn in_memory_with_progress() {
    let seen = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let log = std::sync::Arc::clone(&seen);
    let body: Vec<u8> = (0..300_000_u32).map(|it| it as u8).collect();
    let server = Server::raw(reply("200 OK", "", &body)).await;
    let watched = async || {
        let log = std::sync::Arc::clone(&log);
        call(&server)
            .await
            .unwrap()
            .on_progress(move |done, all| log.lock().unwrap().push((done, all)))
    };
    assert_eq!(watched().await.bytes().await.unwrap(), body);
    let seen = std::mem::take(&mut *seen.lock().unwrap());
    assert!(seen.is_sorted() && seen.len() > 1, "{seen:?}");
    assert_eq!(seen.last(), Some(&(300_000, Some(300_000))));

    // What came before it broke off is in the error, and how much that was.
    let half = b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf".to_vec();
    let server = Server::raw(half).await;
    let download = call(&server).await.unwrap().on_progress(|_, _| {});
    let Err(Error::Body(error)) = download.bytes().await else { panic!() };
    assert_eq!(
        (error.body(), error.received(), error.expected()),
        (b"half".as_slice(), 4, Some(10))
    );
}

/// What the errors of streams say of how much came.
#[tokio::test]
async fn what_came_is_counted() {
    let long = format!("one\n{}", "x".repeat(2 * 1024 * 1024));
    let server = Server::raw(reply("200 OK", "", &long)).await;
    let mut lines = call(&server).await.unwrap().lines();
    assert_eq!(lines.next().await.unwrap().unwrap(), "one");
    let Some(Err(Error::Body(error))) = lines.next().await else { panic!() };
    assert!(error.received() > 1024 * 1024 && error.received() <= long.len() as u64, "{error}");
}
