//! What a caller learns when a call fails.

use cloudron::{Client, Error};
use serde_json::json;
use tests::description_server::Answer;
use tests::fake_cloudron::{FakeCloudron, Pace};
use tests::raw_server::RawServer;

use super::decoding::answering;

const PAGE: &str = "<html><head><title>502</title></head><body><h1>Bad Gateway</h1></body></html>";

#[tokio::test]
async fn a_page_with_status_502_is_kept() {
    let (_server, client) = answering(Answer::raw(502, "text/html", PAGE)).await;
    let error = client.apps().get("blog").await.expect_err("a page");
    assert!(matches!(error, Error::Status(_)), "{error:?}");
    assert_eq!(error.status().map(|it| it.as_u16()), Some(502));
    assert_eq!(error.body(), Some(PAGE.as_bytes()));
    let text = error.to_string();
    assert!(
        text.contains("502") && text.contains("Bad Gateway") && !text.contains("<h1>"),
        "{text}"
    );
}

#[tokio::test]
async fn a_page_with_status_200_where_json_is_documented() {
    let (_server, client) = answering(Answer::raw(200, "text/html", PAGE)).await;
    let error = client.apps().get("blog").await.expect_err("a page");
    assert!(matches!(error, Error::Decode(_)), "{error:?}");
    assert_eq!(
        (error.status().map(|it| it.as_u16()), error.body()),
        (Some(200), Some(PAGE.as_bytes()))
    );
}

#[tokio::test]
async fn a_wrong_token() {
    let fake = FakeCloudron::start(Pace::Steps(1)).await;
    let client = Client::builder(fake.url()).bearer_token("a-guess").build().expect("a client");
    let error = client.users().list().await.expect_err("a wrong token");
    assert!(error.is_unauthorized() && !error.is_forbidden(), "{error:?}");
    assert!(error.to_string().contains("the token is not valid"), "{error}");
    assert!(!format!("{error} {error:?}").contains("a-guess"), "{error:?}");
}

#[tokio::test]
async fn no_token() {
    let fake = FakeCloudron::start(Pace::Steps(1)).await;
    let client = Client::builder(fake.url()).build().expect("a client");
    assert_eq!(client.cloudron().status().await.expect("a public answer"), "9.0.15");
    let error = client.users().list().await.expect_err("no token");
    assert!(error.is_unauthorized() && error.to_string().contains("a token is needed"), "{error}");
}

#[tokio::test]
async fn a_token_that_may_only_read() {
    let fake = FakeCloudron::start(Pace::Steps(1)).await;
    let client = Client::builder(fake.url())
        .access_token(FakeCloudron::READ_ONLY_TOKEN)
        .build()
        .expect("a client");
    client.users().list().await.expect("users");
    let error = client.groups().add("nephews").await.expect_err("a change");
    assert!(error.is_forbidden(), "{error:?}");
}

#[tokio::test]
async fn a_server_that_is_down() {
    let client =
        Client::builder(RawServer::nowhere()).access_token("s3cret").build().expect("a client");
    let error = client.users().list().await.expect_err("nobody is there");
    assert!(error.is_connect() && error.status().is_none(), "{error:?}");
    assert!(error.to_string().contains("127.0.0.1"), "{error}");
    assert!(!format!("{error} {error:?}").contains("s3cret"), "{error:?}");
}

#[tokio::test]
async fn the_servers_words_and_the_operation_are_told() {
    let body = json!({ "status": "Conflict", "message": "blog.example.com is taken" });
    let (_server, client) = answering(Answer::json(409, &body)).await;
    let error = client.apps().get("blog").await.expect_err("a conflict");
    assert!(
        error.is_conflict() && error.to_string().contains("blog.example.com is taken"),
        "{error}"
    );
    assert_eq!(error.operation().map(|it| it.path()), Some("/apps/{appId}"));
}

#[tokio::test]
async fn arguments_that_cannot_be_sent_are_refused_before() {
    let client =
        Client::builder(RawServer::nowhere()).bearer_token("token").build().expect("a client");
    for id in ["", ".", ".."] {
        let error = client.apps().get(id).await.expect_err("no segment of a path");
        assert!(matches!(error, Error::Argument(_)), "{id:?}: {error:?}");
        assert!(error.to_string().contains("appId"), "{error}");
    }
}

#[tokio::test]
async fn an_address_that_is_none() {
    for address in ["", "my.example.com", "ftp://my.example.com", "https://"] {
        let error = Client::builder(address).bearer_token("token").build().expect_err(address);
        assert!(matches!(error, Error::Argument(_)), "{address}: {error:?}");
    }
}

#[tokio::test]
async fn an_operation_that_servers_of_another_version_have() {
    for (said, is_missing_route) in [("No such route", true), ("No such app", false)] {
        let refusal = json!({ "status": "Not Found", "message": said });
        let (_server, client) = answering(Answer::json(404, &refusal)).await;
        let error = client.backup_sites().list().await.expect_err("a 404");
        assert_eq!((error.is_not_found(), error.is_missing_route()), (true, is_missing_route));
        let hint = "; this operation is of servers of another version";
        assert_eq!(error.to_string().contains(hint), is_missing_route, "{error}");
    }
}
