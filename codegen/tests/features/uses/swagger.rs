//! Descriptions of Swagger 2.0.

use openapi_runtime::Upload;
use serde_json::json;

use super::{decode, sent, silent};
use crate::server::{Server, reply};
use crate::{
    swagger_collection_formats, swagger_definitions, swagger_forms_and_files,
    swagger_mixed_with_openapi_3,
};

const JSON: &str = "Content-Type: application/json\r\n";

#[tokio::test]
async fn swagger_forms_and_files() {
    use swagger_forms_and_files::types::Light;
    let server = Server::raw(reply("200 OK", JSON, r#"{"id": "p"}"#)).await;
    let photos = swagger_forms_and_files::Client::builder(&server.url).build().unwrap().photos();
    let photo = Upload::from(b"PNG").file_name("me.png").content_type("image/png");
    assert_eq!(
        photos
            .add_photo("a/b", photo, "Me")
            .places(["x", "y"])
            .stars(5)
            .notify(true)
            .await
            .unwrap()
            .id,
        "p"
    );
    let received = server.only();
    assert_eq!(received.target, "/albums/a%2Fb/photos?notify=true");
    assert!(received.header("content-type").unwrap().starts_with("multipart/form-data; boundary="));
    for part in [
        "name=\"photo\"; filename=\"me.png\"\r\nContent-Type: image/png\r\n\r\nPNG\r\n",
        "name=\"title\"\r\n\r\nMe\r\n",
        "name=\"places\"\r\n\r\nx y\r\n",
        "name=\"stars\"\r\n\r\n5\r\n",
    ] {
        assert!(received.text().contains(part), "{part:?} in {:?}", received.text());
    }

    let server = silent().await;
    let photos = swagger_forms_and_files::Client::builder(&server.url).build().unwrap().photos();
    photos
        .describe("a", "b & c")
        .sizes([1, 2])
        .tags(["x", "y"])
        .kinds(["k", "l"])
        .light(Light::Day)
        .await
        .unwrap();
    let received = server.only();
    assert_eq!(received.header("content-type"), Some("application/x-www-form-urlencoded"));
    assert_eq!(received.text(), "title=b%20%26%20c&sizes=1,2&tags=x%7Cy&kinds=k&kinds=l&light=day");

    let server = Server::raw(reply("200 OK", "Content-Type: image/png\r\n", [0, 159])).await;
    let photos = swagger_forms_and_files::Client::builder(&server.url).build().unwrap().photos();
    assert_eq!(&photos.download_cover("a").await.unwrap().bytes().await.unwrap()[..], [0, 159]);
    assert!(server.only().header("accept").unwrap().starts_with("image/png"));
}

#[tokio::test]
async fn swagger_collection_formats() {
    let server = silent().await;
    let search = swagger_collection_formats::Client::builder(&server.url).build().unwrap().search();
    let two = ["a", "b"];
    let call = search.search().plain(two).csv(two).ssv(two).pipes(two).multi(two);
    call.x_sizes([1, 2]).await.unwrap();
    let received = server.only();
    assert_eq!(received.target, "/search?plain=a,b&csv=a,b&ssv=a%20b&pipes=a%7Cb&multi=a&multi=b");
    assert_eq!(received.header("x-sizes"), Some("1,2"));
}

#[tokio::test]
async fn swagger_definitions() {
    use swagger_definitions::types::{Pet, PetSize};
    let answer = reply("200 OK", JSON, r#"{"name": "Rex", "owner": null}"#);
    let server = Server::raw(answer).await;
    let client = swagger_definitions::Client::builder(&server.url);
    let pets = client.x_token("secret").build().unwrap().pets();
    assert_eq!(pets.add(&Pet::new("Rex")).await.unwrap().name, "Rex");
    assert_eq!(sent(&server), json!({"name": "Rex"}));
    let received = server.only();
    assert_eq!(received.header("x-token"), Some("secret"));
    assert_eq!(received.header("content-type"), Some("application/json"));

    let server = Server::raw(reply("200 OK", JSON, "[]")).await;
    let client = swagger_definitions::Client::builder(&server.url);
    let pets = client.basic("me", "secret").build().unwrap().pets();
    assert!(pets.list().size(PetSize::Small).await.unwrap().is_empty());
    assert_eq!(server.only().target, "/pets?size=small");
    assert_eq!(server.only().header("authorization"), Some("Basic bWU6c2VjcmV0"));
}

#[tokio::test]
async fn swagger_mixed_with_openapi_3() {
    use swagger_mixed_with_openapi_3::types::Note;
    let server = Server::raw(reply("200 OK", JSON, r#"{"text": "t", "mark": null}"#)).await;
    let notes = swagger_mixed_with_openapi_3::Client::builder(&server.url).build().unwrap().notes();
    let note: Note = notes.set(7, &Note::new("t")).await.unwrap();
    assert_eq!(note, decode(json!({"text": "t", "mark": null})));
    assert_eq!(server.only().target, "/notes/7");

    let server = Server::raw(reply("200 OK", JSON, "[]")).await;
    let notes = swagger_mixed_with_openapi_3::Client::builder(&server.url).build().unwrap().notes();
    assert!(notes.list().await.unwrap().is_empty());
    assert_eq!(server.only().target, "/notes?kind=short");
}
