//! An API whose JSON is there as XML as well: suffixes, bodies in either format, HTTP Basic.

use reqwest::RequestBuilder;
use serde_json::{Value, json};
use tests::formats::{Formats, XmlRules};
use tests::xml::Element;

use crate::{Shop, send};

const DESCRIPTION: &str = include_str!("formats.yaml");

async fn open() -> Shop {
    let xml = XmlRules {
        list_attribute: Some(("type".to_owned(), "array".to_owned())),
        null_attribute: Some("nil".to_owned()),
        root: Some("hash".to_owned()),
    };
    Shop::in_formats(DESCRIPTION, Formats { suffix: true, xml: Some(xml) }, "rex:w00f").await
}

fn request(kennel: &Shop, method: &str, path: &str) -> RequestBuilder {
    kennel.request(method, path).basic_auth("rex", Some("w00f"))
}

fn add(kennel: &Shop, body: &str) -> RequestBuilder {
    let request = request(kennel, "POST", "/dogs.xml").header("content-type", "application/xml");
    request.body(body.to_owned())
}

const DOG: &str = "<dog><id type='integer'>7</id><name>Rex &amp; Co</name><chip nil='true'/>
    <toys type='array'><toy>ball</toy><toy>rope</toy></toys>
    <friends type='array'><dog><id>8</id></dog></friends></dog>";

#[tokio::test]
async fn an_answer_is_what_the_suffix_says() {
    let kennel = open().await;
    let response = send(request(&kennel, "GET", "/dogs.json")).await;
    kennel.right(&response, 200);
    let dogs: Value = response.json().await.expect("JSON");
    assert_eq!(dogs[0]["dog"]["name"], "Rex & Co");
    let response = send(request(&kennel, "GET", "/dogs.xml")).await;
    kennel.right(&response, 200);
    assert_eq!(response.headers()["content-type"], "application/xml");
    let expected = "<dogs type='array'>
        <dog>
            <id type='integer'>7</id><name>Rex &amp; Co</name><weight type='float'>20.5</weight>
            <good type='boolean'>true</good><chip nil='true'/><toys type='array'><toy>ball</toy><toy>rope</toy></toys>
        </dog>
        <dog>
            <id type='integer'>8</id><name/><toys type='array'/><owner><id type='integer'>1</id></owner>
            <friends type='array'><dog><id type='integer'>7</id></dog></friends>
        </dog>
    </dogs>";
    let document = response.text().await.expect("text");
    assert_eq!(Element::read(&document), Element::read(expected));
}

#[tokio::test]
async fn several_members_without_a_name_have_the_root_that_is_declared() {
    let kennel = open().await;
    let walk = |body: &'static str| {
        let request = request(&kennel, "POST", "/dogs/7/walk.xml");
        request.header("content-type", "application/xml").body(body)
    };
    let response = send(walk("<hash><leash>true</leash><hours>1</hours></hash>")).await;
    kennel.right(&response, 200);
    let expected = "<hash><distances type='array'><distances type='float'>1.5</distances>
        <distances type='integer'>2</distances></distances></hash>";
    let document = response.text().await.expect("text");
    assert_eq!(Element::read(&document), Element::read(expected));
    let response = send(walk("<walk><leash>true</leash><hours>1</hours></walk>")).await;
    kennel.wrong(&response, "walkDog: body: the root is `walk`, not `hash`");
}

#[tokio::test]
async fn a_lone_member_is_the_root() {
    let kennel = open().await;
    let release = request(&kennel, "DELETE", "/dogs/a.json.xml");
    let release = release.header("content-type", "application/xml").body("<force>1</force>");
    kennel.right(&send(release).await, 200);
    let release = request(&kennel, "DELETE", "/dogs/a.json.json").json(&json!({ "force": 1 }));
    kennel.right(&send(release).await, 200);
}

#[tokio::test]
async fn a_request_in_xml() {
    let kennel = open().await;
    let response = send(add(&kennel, DOG)).await;
    kennel.right(&response, 201);
    assert!(response.text().await.expect("text").contains("<id type=\"integer\">7</id>"));
    let json = Some("application/json".to_owned());
    assert_eq!(kennel.server.seen(), [(("addDog".to_owned(), json), 1)].into());
}

/// Each is a change of the body, and what is told.
#[tokio::test]
async fn wrong_requests_in_xml() {
    let cases = [
        ("<id type='integer'>7", "<id>9", "`dog/id` says \"9\", not \"7\""),
        ("<toys type='array'>", "<toys>", "`dog/toys` has no type=\"array\""),
        ("<toy>ball</toy>", "", "`dog/toys` holds [\"toy\"], not [\"toy\", \"toy\"]"),
        ("<chip nil='true'/>", "<chip/>", "`dog/chip` has no nil=\"true\""),
        ("<name>Rex &amp; Co</name>", "", "`dog/name` is missing"),
        (
            "<dog><id>8</id></dog>",
            "<dog><dog><id>8</id></dog></dog>",
            "`dog/friends/dog/id` is missing",
        ),
    ];
    for (old, new, violation) in cases {
        let kennel = open().await;
        let response = send(add(&kennel, &DOG.replacen(old, new, 1))).await;
        assert_eq!(response.status(), 400, "{new}");
        assert_eq!(kennel.violations()[0], format!("addDog: body: {violation}"));
    }
    let kennel = open().await;
    let response = send(add(&kennel, "{\"dog\":{}}")).await;
    kennel.wrong(
        &response,
        "addDog: the body is no XML: \"{\\\"dog\\\":{}}\" is outside of the root",
    );
}

#[tokio::test]
async fn suffix_body_and_accept_must_agree() {
    let kennel = open().await;
    let response = send(request(&kennel, "GET", "/dogs")).await;
    kennel.wrong(&response, "GET /kennel/dogs: the path lacks the suffix of a format");
    let kennel = open().await;
    let dog = json!({ "dog": { "id": 7 } });
    let response = send(request(&kennel, "POST", "/dogs.xml").json(&dog)).await;
    kennel.wrong(&response, "addDog: the description has no body of `application/json`");
    let kennel = open().await;
    let request = request(&kennel, "GET", "/dogs.xml").header("accept", "application/json");
    let what = "`Accept: application/json` does not admit the answer's `application/xml`";
    kennel.wrong(&send(request).await, &format!("listDogs: {what}"));
}

#[tokio::test]
async fn a_name_and_a_password() {
    let kennel = open().await;
    let guess = kennel.request("GET", "/dogs.json").basic_auth("rex", Some("guess"));
    let what = r#"the credential is "rex:guess", not "rex:w00f""#;
    kennel.wrong(&send(guess).await, &format!("listDogs: {what}"));
    let kennel = open().await;
    let bearer = kennel.request("GET", "/dogs.json").bearer_auth("rex:w00f");
    kennel.wrong(&send(bearer).await, "listDogs: the credential of `basic` is missing");
}
