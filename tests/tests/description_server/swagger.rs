//! Requests to a description in Swagger 2.0: what this version says in its own way is checked all the same.

use reqwest::multipart::{Form, Part};
use reqwest::{RequestBuilder, Response};
use serde_json::{Value, json};
use tests::description_server::Bodyless;

use crate::{Shop, send};

const DESCRIPTION: &str = include_str!("swagger.yaml");

const SEARCH: &str =
    "/pets?kind=cat&kind=old+dog&order=name,age&shop=1%7C2&town=Bath%09York&word=a%20b";

async fn open(scheme: &str) -> Shop {
    Shop::of(DESCRIPTION, scheme, Bodyless::Empty).await
}

fn form(request: RequestBuilder, body: &'static str) -> RequestBuilder {
    request.header("content-type", "application/x-www-form-urlencoded").body(body)
}

async fn search(shop: &Shop, path: &str) -> Response {
    send(shop.signed("GET", path).header("x-trace", "a1|b2")).await
}

#[tokio::test]
async fn a_right_request_gets_the_example_of_its_media_type() {
    let shop = open("bearer").await;
    assert!(shop.server.url().ends_with("/shop/v1"), "{}", shop.server.url());
    let response = search(&shop, SEARCH).await;
    shop.right(&response, 200);
    assert_eq!(response.headers()["content-type"], "application/json");
    let body: Value = response.json().await.expect("JSON");
    assert_eq!(body, json!([{ "name": "Mog", "age": 3, "tags": null }]));
}

/// Each is a query with one list in a wrong form, and what is told.
#[tokio::test]
async fn lists_in_another_collection_format() {
    let cases = [
        (
            "order=name,age",
            "order=name%7Cage",
            r#"`order` is "name%7Cage", not ["name", "age"] joined by ','"#,
        ),
        ("shop=1%7C2", "shop=1,2", r#"`shop` is "1,2", not ["1", "2"] joined by '|'"#),
        (
            "Bath%09York",
            "Bath,York",
            r#"`town` is "Bath,York", not ["Bath", "York"] joined by '\t'"#,
        ),
        ("word=a%20b", "word=a%09b", r#"`word` is "a%09b", not ["a", "b"] joined by ' '"#),
    ];
    for (right, wrong, told) in cases {
        let shop = open("bearer").await;
        let response = search(&shop, &SEARCH.replace(right, wrong)).await;
        shop.wrong(&response, &format!("listPets: query parameter {told}"));
    }
    let shop = open("bearer").await;
    search(&shop, &SEARCH.replace("order=name,age", "order=name&order=age")).await;
    assert_eq!(shop.violations().len(), 2, "what is no `multi` is one text");
    let shop = open("bearer").await;
    search(&shop, &SEARCH.replace("kind=cat&kind=old+dog", "kind=cat,old+dog")).await;
    assert_eq!(shop.violations().len(), 2, "`multi` is no text");
}

#[tokio::test]
async fn a_list_in_a_header() {
    let shop = open("bearer").await;
    let response = send(shop.signed("GET", SEARCH).header("x-trace", "a1,b2")).await;
    shop.wrong(&response, r#"listPets: header or cookie `x-trace` is "a1,b2", not "a1|b2""#);
}

#[tokio::test]
async fn the_body_is_the_example_of_a_shared_schema() {
    let shop = open("bearer").await;
    shop.right(
        &send(shop.adopt(&json!({ "name": "Mog", "age": 3, "tags": ["black"] }))).await,
        201,
    );
    let response = send(shop.adopt(&json!({ "name": "Mog", "age": 3 }))).await;
    shop.wrong(&response, "adoptPet: body: `/tags` is missing");
}

#[tokio::test]
async fn the_body_fits_its_schema() {
    let shop = open("bearer").await;
    send(shop.adopt(&json!({ "name": null, "age": 0, "tags": ["black"] }))).await;
    let fits_not = "adoptPet: the body does not fit its schema: at";
    assert_eq!(
        shop.violations(),
        [
            "adoptPet: body: `/name` is null where the example has \"Mog\"".to_owned(),
            "adoptPet: body: `/age` is 0 where the example has 3".to_owned(),
            format!("{fits_not} `/name`: null is not of type \"string\""),
            format!("{fits_not} `/age`: 0 is less than or equal to the minimum of 0"),
        ]
    );
}

#[tokio::test]
async fn missing_body() {
    let shop = open("bearer").await;
    let response = send(shop.signed("POST", "/pets")).await;
    shop.wrong(&response, "adoptPet: the body or its `Content-Type` is missing");
}

#[tokio::test]
async fn body_of_a_media_type_that_nobody_consumes() {
    let shop = open("bearer").await;
    let request =
        shop.signed("POST", "/pets").header("content-type", "text/yaml").body("name: Mog");
    shop.wrong(&send(request).await, "adoptPet: the description has no body of `text/yaml`");
}

#[tokio::test]
async fn path_argument_of_a_shared_parameter() {
    let shop = open("bearer").await;
    shop.right(&send(shop.signed("DELETE", "/pets/a%2Fb")).await, 202);
    let response = send(shop.signed("DELETE", "/pets/ab")).await;
    shop.wrong(&response, r#"releasePet: path argument `id` is "ab", not "a/b""#);
}

#[tokio::test]
async fn fields_of_a_form() {
    let shop = open("bearer").await;
    let count = |body| form(shop.request("POST", "/pets/count"), body);
    shop.right(&send(count("note=a+b%26c&by=1&by=2&of=cats%2Cdogs")).await, 200);
    let response = send(count("note=a+b%26c&by=1%2C2&of=cats&of=dogs")).await;
    let expected = r#"[("note", "a b&c"), ("by", "1"), ("by", "2"), ("of", "cats,dogs")]"#;
    let actual = r#"[("note", "a b&c"), ("by", "1,2"), ("of", "cats"), ("of", "dogs")]"#;
    shop.wrong(&response, &format!("recount: the form is {actual}, not {expected}"));
}

#[tokio::test]
async fn a_form_of_which_a_field_has_no_example_cannot_pass() {
    let shop = open("bearer").await;
    send(form(shop.signed("PUT", "/pets/count"), "n=3")).await;
    let violations = shop.violations();
    assert_eq!(violations.len(), 1, "{violations:?}");
    assert!(violations[0].ends_with("has no example, so it cannot be tested"), "{violations:?}");
}

/// Each is an upload, and what is told of it, if anything.
#[tokio::test]
async fn uploads() {
    let caption = || Form::new().text("caption", "On the mat");
    let file = || Part::text("a cat").mime_str("image/png").expect("a media type");
    let named = || file().file_name("cat.png");
    let cases = [
        (caption().part("photo", named()), None),
        (caption(), Some("part `photo` is missing")),
        (
            Form::new().text("caption", "A cat").part("photo", named()),
            Some(r#"part `caption` holds "A cat", not "On the mat""#),
        ),
        (
            caption().part("photo", file()),
            Some("part `photo` is a file without a file name: servers take it for a text then"),
        ),
        (
            caption().part("photo", Part::text("a cat").file_name("cat.png")),
            Some("part `photo` is a file without a content type"),
        ),
    ];
    for (form, violation) in cases {
        let shop = open("bearer").await;
        let response = send(shop.signed("PUT", "/pets/a%2Fb/photo").multipart(form)).await;
        match violation {
            Some(violation) => shop.wrong(&response, &format!("replacePhoto: {violation}")),
            None => shop.right(&response, 204),
        }
    }
}

#[tokio::test]
async fn an_upload_is_no_form_of_text() {
    let shop = open("bearer").await;
    let request = form(shop.signed("PUT", "/pets/a%2Fb/photo"), "photo=a+cat&caption=On+the+mat");
    let what = "the description has no body of `application/x-www-form-urlencoded`";
    shop.wrong(&send(request).await, &format!("replacePhoto: {what}"));
}

#[tokio::test]
async fn a_download_is_of_what_the_operation_produces() {
    let shop = open("bearer").await;
    let get = || shop.signed("GET", "/pets/a%2Fb/thumbnail");
    let response = send(get()).await;
    shop.right(&response, 200);
    assert_eq!(response.headers()["content-type"], "image/png");
    assert_eq!(response.text().await.expect("text"), "a cat");
    let response = send(get().header("accept", "application/json")).await;
    let what = "`Accept: application/json` does not admit the answer's `image/png`";
    shop.wrong(&response, &format!("getPhoto: {what}"));
}

#[tokio::test]
async fn a_bearer_token() {
    let shop = open("bearer").await;
    let delete = || shop.request("DELETE", "/pets/a%2Fb");
    let response = send(delete().header("authorization", "t0ken")).await;
    shop.wrong(&response, "releasePet: the credential of `bearer` is missing");
}

#[tokio::test]
async fn a_key_in_the_header_authorization_has_no_word_before_it() {
    let shop = open("header").await;
    shop.right(
        &send(shop.request("DELETE", "/pets/a%2Fb").header("authorization", "t0ken")).await,
        202,
    );
    let response = send(shop.signed("DELETE", "/pets/a%2Fb")).await;
    shop.wrong(&response, r#"releasePet: the credential is "Bearer t0ken", not "t0ken""#);
}

#[tokio::test]
async fn a_key_in_the_query() {
    let shop = open("query").await;
    shop.right(&send(shop.request("DELETE", "/pets/a%2Fb?access_token=t0ken")).await, 202);
    let response = send(shop.signed("DELETE", "/pets/a%2Fb?access_token=t0ken")).await;
    let what = "the request carries an `Authorization` header, which it was not given";
    shop.wrong(&response, &format!("releasePet: {what}"));
}

#[tokio::test]
async fn a_credential_on_a_public_route() {
    let shop = open("bearer").await;
    let body = "note=a+b%26c&by=1&by=2&of=cats,dogs";
    let response = send(form(shop.signed("POST", "/pets/count"), body)).await;
    let what = "the operation is public, but the request carries an `Authorization` header";
    shop.wrong(&response, &format!("recount: {what}"));
}
