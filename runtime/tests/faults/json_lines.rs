//! Streams of JSON, one value a line, that break, fall silent or talk nonsense.

use std::time::Duration;

use futures_util::StreamExt as _;
use openapi_runtime::testing::{Reply, Script};
use openapi_runtime::{Error, JsonLines, Value};
use tokio::time::Instant;

use crate::{client, since};

fn reply(text: &str, chunk: usize) -> Reply {
    let reply = Reply::status(200).header("Content-Type", "application/x-ndjson");
    text.as_bytes().chunks(chunk).fold(reply, |reply, chunk| reply.body(chunk.to_vec()))
}

async fn lines(reply: Reply) -> JsonLines<Vec<i64>> {
    let script = Script::new().then(reply);
    let call = client(&script).get("op", "/lines").json_lines("application/x-ndjson");
    let lines = call.await.unwrap();
    assert_eq!(script.requests()[0].header("accept"), Some("application/x-ndjson"));
    lines
}

async fn all(reply: Reply) -> Vec<Result<Vec<i64>, String>> {
    let shown = |it: Result<Vec<i64>, Error>| it.map_err(|it| it.to_string());
    lines(reply).await.map(shown).collect().await
}

#[tokio::test(start_paused = true)]
async fn every_border_and_every_end() {
    for text in [
        "[1]\n[2]\n",
        "[1]\r\n[2]",
        "\u{feff}[1]\n\n \n[2]\n\n",
        "\u{1e}[1]\n\u{1e}[2]\n",
        "\u{1e}[\n1\n]\n\u{1e}[2]",
    ] {
        for chunk in 1..=text.len() {
            assert_eq!(
                all(reply(text, chunk)).await,
                [Ok(vec![1]), Ok(vec![2])],
                "{text:?} {chunk}"
            );
        }
    }
    assert!(all(reply("\n", 1)).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_line_at_fault_says_its_number_and_the_stream_goes_on() {
    let mut lines = lines(reply("[1]\n\n[2, \"x\"]\n{\n[3]\n", 5)).await;
    assert_eq!(lines.next().await.unwrap().unwrap(), [1]);
    let Some(Err(Error::Decode(error))) = lines.next().await else { panic!("a fault") };
    assert_eq!((error.fault().line(), error.fault().pointer()), (Some(3), "/1".to_owned()));
    assert_eq!(error.body(), b"[2, \"x\"]");
    let fault = "line 3: /1: expected an integer, found a string `\"x\"`";
    assert!(error.to_string().contains(fault), "{error}");
    let error = lines.next().await.unwrap().unwrap_err().to_string();
    assert!(error.contains("line 4: expected JSON, found text that is not"), "{error}");
    assert_eq!(lines.next().await.unwrap().unwrap(), [3]);
    assert!(lines.next().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn what_was_cut_off_is_not_delivered() {
    let items = all(reply("[1]\n[2", 3).broken()).await;
    assert_eq!(items[0], Ok(vec![1]));
    assert!(items.len() == 2 && items[1].as_ref().unwrap_err().contains("broke off"), "{items:?}");
}

#[tokio::test(start_paused = true)]
async fn silence_is_an_error_if_it_is_limited() {
    let script = Script::new().then(reply("[1]\n", 4).silent());
    let call = client(&script).get("op", "/lines").json_lines::<Value>("application/x-ndjson");
    let mut lines = call.stall_timeout(Duration::from_secs(30)).await.unwrap();
    assert!(lines.next().await.unwrap().is_ok());
    let begun = Instant::now();
    let Some(Err(Error::Body(error))) = lines.next().await else { panic!("an error") };
    assert!(error.is_stalled());
    assert_eq!(since(begun), 30_000);
    assert!(lines.next().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn lines_are_bounded() {
    let long = format!("[{}1]\n[2]\n", " ".repeat(1024 * 1024));
    for chunk in [64 * 1024, long.len()] {
        let items = all(reply(&long, chunk)).await;
        assert!(items.len() == 1 && items[0].as_ref().unwrap_err().contains("1 MiB"), "{items:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_page_for_people_is_no_stream() {
    let page = Reply::status(200).header("Content-Type", "text/html").body("<p>");
    let script = Script::new().then(page);
    let call = client(&script).get("op", "/lines").json_lines::<i64>("application/x-ndjson");
    assert!(call.await.unwrap_err().to_string().contains("an HTML page"));
}
