//! Credentials: missing, wrong, and where there should be none.

use tests::description_server::Bodyless;

use crate::{Shop, send};

#[tokio::test]
async fn missing_credential() {
    let shop = Shop::open().await;
    let response = send(shop.request("DELETE", "/pets/a%2Fb")).await;
    shop.wrong(&response, "releasePet: the credential of `bearer` is missing");
}

#[tokio::test]
async fn wrong_credential() {
    let shop = Shop::open().await;
    let response = send(shop.request("DELETE", "/pets/a%2Fb").bearer_auth("guess")).await;
    shop.wrong(&response, r#"releasePet: the credential is "guess", not "t0ken""#);
}

#[tokio::test]
async fn credential_in_the_query() {
    let shop = Shop::with("query", Bodyless::Empty).await;
    shop.right(&send(shop.request("DELETE", "/pets/a%2Fb?access_token=t0ken")).await, 202);
    let response = send(shop.signed("DELETE", "/pets/a%2Fb?access_token=t0ken")).await;
    shop.wrong(
        &response,
        "releasePet: the request carries an `Authorization` header, which it was not given",
    );
}

#[tokio::test]
async fn credential_of_another_scheme() {
    let shop = Shop::open().await;
    let response = send(shop.signed("DELETE", "/pets/a%2Fb?access_token=t0ken")).await;
    let what = r#"Key(Query, "access_token"), which it was not given"#;
    shop.wrong(&response, &format!("releasePet: the request carries {what}"));
}

#[tokio::test]
async fn credential_on_a_public_route() {
    let shop = Shop::open().await;
    let response = send(shop.signed("GET", "/pets/count")).await;
    shop.wrong(
        &response,
        "countPets: the operation is public, but the request carries an `Authorization` header",
    );
    let shop = Shop::with("query", Bodyless::Empty).await;
    let response = send(shop.request("GET", "/pets/count?access_token=t0ken")).await;
    let what = r#"Key(Query, "access_token")"#;
    shop.wrong(
        &response,
        &format!("countPets: the operation is public, but the request carries {what}"),
    );
}
