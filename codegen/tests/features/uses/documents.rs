//! How a description is laid out, and what it is told beside.

use super::silent;
use crate::server::Server;
use crate::*;

#[tokio::test]
async fn several_files() {
    use several_files::types::Size;
    let pet =
        r#"{"name": "Tom", "toy": {"name": "ball", "size": "small"}, "mother": {"name": "Lily"}}"#;
    let server = Server::json(pet).await;
    let client = several_files::Client::builder(&server.url).build().unwrap();
    let pet = client.pets().get("7").await.unwrap();
    assert_eq!(pet.toy.unwrap().size, Some(Size::Small));
    assert_eq!(pet.mother.unwrap().name, "Lily");
    assert_eq!(server.only().target, "/pets/7");

    let server = Server::json(r#"[{"name": "ball", "owner": {"name": "Tom"}}]"#).await;
    let client = several_files::Client::builder(&server.url).build().unwrap();
    assert_eq!(client.toys().list().await.unwrap()[0].owner.as_ref().unwrap().name, "Tom");
    assert!(client.pets().list().await.is_ok());
}

#[tokio::test]
async fn x_published_id() {
    let server = silent().await;
    let client = x_published_id::Client::builder(&server.url).build().unwrap();
    client.apps().logs().await.unwrap();
    assert_eq!(server.only().target, "/logs");
    let source = include_str!("../x_published_id/expected/src/api/apps.rs");
    assert!(source.contains("#[doc(alias = \"getAppLogs\")]\n    #[doc(alias = \"getLAppogs\")]"));
    client.apps().all_logs().await.unwrap();
    assert!(source.contains(
        "/// `GET /logs/all`. Needs no credentials. Not part of the published description.\n"
    ));
}

#[tokio::test]
#[allow(deprecated, reason = "it is what the description deprecates")]
async fn json_description() {
    let server = Server::json(r#"[{"old": "x"}]"#).await;
    let client = json_description::Client::builder(&server.url).build().unwrap();
    let pets = client.pets().list().await.unwrap();
    assert_eq!(pets[0].old.as_deref(), Some("x"));
}

#[tokio::test]
async fn chosen_names() {
    let server = Server::json(r#"[{"owner": {"name": "x"}}]"#).await;
    let client = chosen_names::Client::builder(&server.url).build().unwrap();
    let mut pets = client.pets().everyone().await.unwrap();
    let keeper: chosen_names::types::Keeper = pets.remove(0).owner.unwrap();
    assert_eq!(keeper.name.as_deref(), Some("x"));
}

/// What its documentation is, the package in `tests/documentation` tests.
#[tokio::test]
async fn descriptions_that_are_code() {
    let server = silent().await;
    let client = descriptions_that_are_code::Client::builder(&server.url).build().unwrap();
    client.rust().block_quote("x").await.unwrap();
    assert_eq!(server.only().target, "/block_quote?must=x");
}
