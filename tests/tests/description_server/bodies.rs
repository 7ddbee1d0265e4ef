//! Bodies that are wrong in one way, and right ones.

use reqwest::multipart::{Form, Part};
use serde_json::json;

use crate::{Shop, send};

fn photo() -> Part {
    Part::text("a cat").file_name("cat.png").mime_str("image/png").expect("a media type")
}

#[tokio::test]
async fn a_right_body_may_have_its_members_in_any_order() {
    let shop = Shop::open().await;
    let response = send(shop.adopt(&json!({ "tags": ["black"], "age": 3.0, "name": "Mog" }))).await;
    shop.right(&response, 201);
    let json = Some("application/json".to_owned());
    assert_eq!(shop.server.seen(), [(("adoptPet".to_owned(), json), 1)].into());
}

#[tokio::test]
async fn wrong_value_in_the_body() {
    let shop = Shop::open().await;
    let response = send(shop.adopt(&json!({ "name": "Mog", "age": 4, "tags": ["black"] }))).await;
    shop.wrong(&response, "adoptPet: body: `/age` is 4 where the example has 3");
}

#[tokio::test]
async fn wrong_type_in_the_body() {
    let shop = Shop::open().await;
    send(shop.adopt(&json!({ "name": "Mog", "age": "3", "tags": ["black"] }))).await;
    assert_eq!(
        shop.violations(),
        [
            "adoptPet: body: `/age` is \"3\" where the example has 3",
            "adoptPet: the body does not fit its schema: at `/age`: \"3\" is not of type \"integer\"",
        ]
    );
}

#[tokio::test]
async fn missing_member_of_the_body() {
    let shop = Shop::open().await;
    let response = send(shop.adopt(&json!({ "name": "Mog", "age": 3 }))).await;
    shop.wrong(&response, "adoptPet: body: `/tags` is missing");
}

#[tokio::test]
async fn extra_member_of_the_body() {
    let shop = Shop::open().await;
    let body = json!({ "name": "Mog", "age": 3, "tags": ["black"], "tail": null });
    let response = send(shop.adopt(&body)).await;
    shop.wrong(&response, "adoptPet: body: `/tail` is null, which the example does not have");
}

#[tokio::test]
async fn body_that_is_no_json() {
    let shop = Shop::open().await;
    let request = shop.signed("POST", "/pets").header("content-type", "application/json").body("{");
    let response = send(request).await;
    shop.wrong(
        &response,
        "adoptPet: the body is no JSON: EOF while parsing an object at line 1 column 1",
    );
}

#[tokio::test]
async fn missing_body() {
    let shop = Shop::open().await;
    let response = send(shop.signed("POST", "/pets")).await;
    shop.wrong(&response, "adoptPet: the body or its `Content-Type` is missing");
}

#[tokio::test]
async fn body_of_another_media_type() {
    let shop = Shop::open().await;
    let request =
        shop.signed("POST", "/pets").header("content-type", "text/yaml").body("name: Mog");
    let response = send(request).await;
    shop.wrong(&response, "adoptPet: the description has no body of `text/yaml`");
}

#[tokio::test]
async fn body_where_none_is_described() {
    let shop = Shop::open().await;
    send(shop.signed("DELETE", "/pets/a%2Fb").json(&json!({}))).await;
    assert_eq!(
        shop.violations(),
        [
            "releasePet: the description has no body, the request b\"{}\"",
            "releasePet: there is no body, but a `Content-Type` of `application/json`",
        ]
    );
}

#[tokio::test]
async fn right_multipart() {
    let shop = Shop::open().await;
    let form = Form::new().text("caption", "On the mat").part("photo", photo());
    let response = send(shop.signed("PUT", "/pets/a%2Fb/photo").multipart(form)).await;
    shop.right(&response, 204);
}

/// Each is a form with one fault, and what is told.
#[tokio::test]
async fn wrong_multipart() {
    let caption = || Form::new().text("caption", "On the mat");
    let other =
        Part::text("a dog").file_name("cat.png").mime_str("image/png").expect("a media type");
    let nameless = Part::text("a cat").mime_str("image/png").expect("a media type");
    let cases = [
        (Form::new().part("photo", photo()), "part `caption` is missing"),
        (caption().part("photo", other), r#"part `photo` holds "a dog", not "a cat""#),
        (
            caption().part("photo", photo()).text("size", "9"),
            "part `size` is not in the example, or there twice",
        ),
        (
            caption().part("photo", nameless),
            "part `photo` is a file without a file name: servers take it for a text then",
        ),
        (
            caption().part("photo", Part::text("a cat").file_name("cat.png")),
            "part `photo` is a file without a content type",
        ),
    ];
    for (form, violation) in cases {
        let shop = Shop::open().await;
        let response = send(shop.signed("PUT", "/pets/a%2Fb/photo").multipart(form)).await;
        shop.wrong(&response, &format!("replacePhoto: {violation}"));
    }
}

#[tokio::test]
async fn one_of_several_media_types() {
    let shop = Shop::open().await;
    let response =
        send(shop.signed("PUT", "/pets/a%2Fb/photo").json(&json!({ "photo": "none" }))).await;
    shop.right(&response, 204);
    let json = Some("application/json".to_owned());
    assert_eq!(shop.server.seen(), [(("replacePhoto".to_owned(), json), 1)].into());
}

#[tokio::test]
async fn forms() {
    let shop = Shop::open().await;
    let request = |body: &'static str| {
        let request = shop.signed("POST", "/pets/count").body(body);
        request.header("content-type", "application/x-www-form-urlencoded")
    };
    shop.right(&send(request("note=a+b%26c&by=1&by=2")).await, 200);
    let response = send(request("note=a+b&by=1&by=2")).await;
    let expected = r#"[("note", "a b&c"), ("by", "1"), ("by", "2")]"#;
    let actual = r#"[("note", "a b"), ("by", "1"), ("by", "2")]"#;
    shop.wrong(&response, &format!("recount: the form is {actual}, not {expected}"));
}
