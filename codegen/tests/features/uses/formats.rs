//! One client for JSON and XML.

use openapi_runtime::{Format, json};

use super::sent;
use crate::formats::types::{Crew, ErrorBody, Mate};
use crate::formats::{Client, ClientBuilder, Error};
use crate::server::{Server, reply};

fn client(server: &Server, choose: fn(ClientBuilder) -> ClientBuilder) -> Client {
    choose(Client::builder(&server.url)).build().unwrap()
}

async fn xml(status: &str, body: &str) -> Server {
    Server::raw(reply(status, "Content-Type: application/xml; charset=utf-8\r\n", body)).await
}

const CREWS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<crews type="array">
  <crew>
    <id type="integer">3</id>
    <name>Ducks</name>
    <note nil="true"/>
    <is_ready type="boolean">true</is_ready>
    <share type="decimal">0.5</share>
    <mates type="array"><mate><name>Dewey</name></mate></mates>
    <flags type="array"><flag>red</flag></flags>
  </crew>
</crews>"#;

#[tokio::test]
async fn formats() {
    // JSON unless told otherwise; what comes in XML all the same is read.
    let json = r#"[{"crew": {"id": "3", "name": "Ducks", "note": null, "is_ready": 1, "share": "0.5",
        "mates": [{"mate": {"name": "Dewey"}}], "flags": ["red"]}}]"#;
    let in_json = Server::json(json).await;
    let first = client(&in_json, |it| it).crews().list().page(2).await.unwrap();
    assert_eq!(in_json.only().target, "/crews.json?page=2");
    assert_eq!(in_json.only().header("accept"), Some("application/json"));

    let in_xml = xml("200 OK", CREWS).await;
    let second = client(&in_xml, ClientBuilder::xml).crews().list().page(2).await.unwrap();
    assert_eq!(in_xml.only().target, "/crews.xml?page=2");
    assert_eq!(in_xml.only().header("accept"), Some("application/xml"));
    assert_eq!(first, second);
    assert_eq!(second[0].mates, Some(vec![Mate::new("Dewey")]));
    assert_eq!(client(&in_xml, |it| it.format(Format::Json)).crews().list().await.unwrap(), first);

    // Bodies.
    let crew = Crew::new("R&D").clear_note().mates([Mate::new("Huey")]).flags(["a", "b"]);
    let answer = r#"{"crew": {"name": "R&D"}}"#;
    let server = Server::json(answer).await;
    client(&server, |it| it).crews().create(&crew).await.unwrap();
    assert_eq!(server.only().header("content-type"), Some("application/json"));
    assert_eq!(
        sent(&server),
        json!({"crew": {
            "name": "R&D", "note": null, "mates": [{"mate": {"name": "Huey"}}], "flags": ["a", "b"],
        }})
    );
    let server = xml("201 Created", "<crew><name>R&amp;D</name></crew>").await;
    assert_eq!(
        client(&server, ClientBuilder::xml).crews().create(&crew).await.unwrap().name,
        "R&D"
    );
    assert_eq!(server.only().header("content-type"), Some("application/xml"));
    let written = String::from_utf8(server.only().body).unwrap();
    assert_eq!(
        written.split_once("?>").unwrap().1,
        "<crew><name>R&amp;D</name><note nil=\"true\"/>\
         <mates type=\"array\"><mate><name>Huey</name></mate></mates>\
         <flags type=\"array\"><flag>a</flag><flag>b</flag></flags></crew>"
    );

    // One bare member, and several.
    let server = xml("200 OK", " ").await;
    let crews = client(&server, ClientBuilder::xml).crews();
    crews.delete("a/b").force(1).await.unwrap();
    crews.delete("7").force(1).berth_ids([4]).await.unwrap();
    crews.delete("7").await.unwrap();
    let bodies: Vec<String> =
        server.received().into_iter().map(|it| String::from_utf8(it.body).unwrap()).collect();
    assert_eq!(server.received()[0].target, "/crews/a%2Fb.xml");
    assert!(bodies[0].ends_with("?><force>1</force>"));
    assert!(bodies[1].ends_with(
        "?><hash><force>1</force><berth_ids type=\"array\"><berth_id>4</berth_id></berth_ids></hash>"
    ));
    assert_eq!(bodies[2], "");

    // What cannot be written is not sent.
    let error = crews.create(&Crew::new("\u{7}")).await.unwrap_err();
    assert!(matches!(error, Error::Argument(_)));
    assert!(error.to_string().contains("U+0007 in `name` cannot be written in XML"), "{error}");
    assert_eq!(server.received().len(), 3);

    // A route that the description does not have is asked for as it is written.
    let answer = client(&server, ClientBuilder::xml).request("GET", "/crews.csv").text().await;
    answer.unwrap();
    assert_eq!(server.received()[3].target, "/crews.csv");
}

#[tokio::test]
async fn errors_in_either_format() {
    let texts = ["no such crew".to_owned(), "sorry".to_owned()];
    for (server, choose) in [
        (
            Server::raw(reply(
                "404 Not Found",
                "Content-Type: application/json\r\n",
                r#"{"errors": ["no such crew", "sorry"]}"#,
            ))
            .await,
            (|it| it) as fn(ClientBuilder) -> ClientBuilder,
        ),
        (
            xml(
                "404 Not Found",
                "<errors><error>no such crew</error><error>sorry</error></errors>",
            )
            .await,
            ClientBuilder::xml,
        ),
    ] {
        let error = client(&server, choose).crews().list().await.unwrap_err();
        assert!(error.to_string().contains("no such crew; sorry"), "{error}");
        let body: ErrorBody = error.decode_body().unwrap();
        let errors = format!("{:?}", body.errors.unwrap());
        assert_eq!(errors, format!("List({texts:?})"));
    }
    let server = xml("200 OK", "<crews><crew><name>x").await;
    let error = client(&server, ClientBuilder::xml).crews().list().await.unwrap_err().to_string();
    assert!(
        error.contains("listCrews: unexpected answer: expected XML, found text that"),
        "{error}"
    );
}
