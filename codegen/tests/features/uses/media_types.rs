//! The media types that are sent and asked for.

use openapi_runtime::{Error, Upload};

use super::silent;
use crate::server::{Received, Server};
use crate::*;

/// The media type and the body of the latest request.
fn latest(server: &Server) -> (String, String) {
    let received: Received = server.received().pop().unwrap();
    (received.header("content-type").unwrap_or("none").to_owned(), received.text())
}

#[tokio::test]
async fn media_types_of_bodies() {
    use media_types_of_bodies::types::Author;
    let server = silent().await;
    let client = media_types_of_bodies::Client::builder(&server.url).build().unwrap();
    let sent = |media_type: &str, text: &str| {
        assert_eq!(latest(&server), (media_type.to_owned(), text.to_owned()));
    };
    let articles = client.articles();
    articles.add("x").await.unwrap();
    sent("application/vnd.api+json", r#"{"data":"x"}"#);
    articles.patch().clear_title().rank(1).await.unwrap();
    sent("application/merge-patch+json", r#"{"title":null,"rank":1}"#);
    articles.set_title("x").await.unwrap();
    sent("text/json", r#""x""#);
    articles.set_body("x").await.unwrap();
    sent("text/plain", "x");
    articles.set_author(&Author::new().name("x")).await.unwrap();
    sent("application/json", r#"{"name":"x"}"#);
    articles.check_author().await.unwrap();
    sent("application/vnd.author+json", "{}");
    articles.check_author().body(&Author::new().name("x")).await.unwrap();
    sent("application/vnd.author+json", r#"{"name":"x"}"#);
    articles.set_tags(["a", "b"]).await.unwrap();
    sent("application/json", r#"["a","b"]"#);
    let assets = client.assets();
    assets.put("x").await.unwrap();
    sent("application/octet-stream", "x");
    assets.add(Upload::from("x").content_type("image/png")).await.unwrap();
    sent("image/png", "x");
    assets.replace().await.unwrap();
    sent("none", "");
    assets.replace().body("x").await.unwrap();
    sent("application/octet-stream", "x");
    let error = assets.put(Upload::from("x").content_type("image/*")).await.unwrap_err();
    assert!(matches!(error, Error::Argument(_)), "{error}");
}

#[tokio::test]
async fn parts_that_are_no_form() {
    use media_types_of_bodies::types::Metadata;
    let server = silent().await;
    let assets = media_types_of_bodies::Client::builder(&server.url).build().unwrap().assets();
    let metadata = Metadata::new().title("a");
    assets
        .add_related(Upload::from("PNG").content_type("image/png"))
        .metadata(&metadata)
        .await
        .unwrap();
    let (media_type, text) = latest(&server);
    let boundary = media_type.split("boundary=").nth(1).unwrap().split(';').next().unwrap();
    assert_eq!(
        media_type.replace(boundary, "B"),
        "multipart/related; boundary=B; type=\"application/json\"; start=\"<metadata>\""
    );
    assert_eq!(
        text.replace(boundary, "B").replace("\r\n", "\n"),
        "--B\nContent-Type: application/json\nContent-ID: <metadata>\n\n{\"title\":\"a\"}\n\
         --B\nContent-Type: image/png\nContent-ID: <media>\n\nPNG\n--B--\n"
    );
    assets.add_mixed().table("a,b").note("hi").await.unwrap();
    let (media_type, text) = latest(&server);
    let boundary = media_type.strip_prefix("multipart/mixed; boundary=").unwrap();
    assert_eq!(
        text.replace(boundary, "B").replace("\r\n", "\n"),
        "--B\nContent-Type: text/plain; charset=utf-8\nContent-ID: <note>\n\nhi\n\
         --B\nContent-Type: text/csv\nContent-ID: <table>\n\na,b\n--B--\n"
    );
}

#[tokio::test]
async fn optional_objects_of_which_nothing_is_set() {
    let server = silent().await;
    let runs = media_types_of_bodies::Client::builder(&server.url).build().unwrap().runs();
    let sent = |media_type: &str, text: &str| {
        assert_eq!(latest(&server), (media_type.to_owned(), text.to_owned()));
    };
    runs.start().await.unwrap();
    sent("application/json", "{}");
    runs.start().detach(true).await.unwrap();
    sent("application/json", r#"{"detach":true}"#);
    runs.start().without_body().await.unwrap();
    sent("none", "");
    runs.patch().await.unwrap();
    sent("application/merge-patch+json", "{}");
    runs.patch().without_body().detach(true).await.unwrap();
    sent("application/merge-patch+json", r#"{"detach":true}"#);
    runs.delete().await.unwrap();
    sent("none", "");
    runs.delete().with_empty_body().await.unwrap();
    sent("application/json", "{}");
    runs.delete().with_empty_body().force(true).await.unwrap();
    sent("application/json", r#"{"force":true}"#);
}

#[tokio::test]
async fn media_types_of_answers() {
    let server = Server::json(r#"["a"]"#).await;
    let client = media_types_of_answers::Client::builder(&server.url).build().unwrap();
    let campaigns = client.campaigns();
    assert_eq!(campaigns.list().await.unwrap(), ["a"]);
    assert_eq!(campaigns.list_both().await.unwrap(), ["a"]);
    assert_eq!(campaigns.list_versions().await.unwrap(), ["a"]);
    assert_eq!(campaigns.list_range().await.unwrap(), ["a"]);
    let asked: Vec<_> =
        server.received().iter().map(|it| it.header("accept").unwrap().to_owned()).collect();
    assert_eq!(
        asked,
        [
            "application/vnd.campaign.v3+json, application/json;q=0.9",
            "application/hal+json, application/json",
            "application/json;version=2, application/json;q=0.9",
            "application/json",
        ]
    );
}
