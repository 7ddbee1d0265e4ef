//! XML by the tables of types: the exact bytes that go out, and what comes back from them and from what servers write.

mod support;

use openapi_runtime::{
    Decode, DecodeError, Encode, Encoder, HttpClient, Node, Value, XmlMember, XmlName, XmlRoot,
    XmlType, json, to_value,
};
use support::{Server, reply};

static PRICE: XmlType = XmlType::object(&[
    XmlMember::attribute("currency", XmlName::new("currency")),
    XmlMember::text("amount"),
]);
static PET: XmlType = XmlType::object(&[
    XmlMember::attribute("id", XmlName::new("id")),
    XmlMember::attribute(
        "lang",
        XmlName::new("lang").prefix("x").namespace("http://example.com/x"),
    ),
    XmlMember::element("name", XmlName::new("Name"), &XmlType::Scalar),
    XmlMember::items("alias", XmlName::new("Alias"), &XmlType::Scalar),
    XmlMember::wrapped("tags", XmlName::new("Tags"), XmlName::new("Tag"), &XmlType::Scalar)
        .required(),
    XmlMember::element("price", XmlName::new("Price"), &PRICE),
    XmlMember::element("mother", XmlName::new("Mother"), &PET),
    XmlMember::wrapped("grid", XmlName::new("Grid"), XmlName::new("Row"), &ROW),
    XmlMember::element("about", XmlName::new("About"), &NOTE),
]);
static ROW: XmlType = XmlType::list(XmlName::new("Cell"), &XmlType::Scalar);
static NOTE: XmlType = XmlType::object(&[XmlMember::cdata("html")]);
static ROOT: XmlRoot = XmlRoot::new(XmlName::new("Pet").namespace("http://example.com/pets"), &PET);

/// Any JSON.
#[derive(Debug, PartialEq)]
struct Any(Value);

impl Encode for Any {
    fn encode(&self, to: Encoder<'_>) {
        self.0.encode(to);
    }
}

impl Decode for Any {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        Ok(Self(node.to_value()))
    }
}

async fn sent(root: &'static XmlRoot, value: Value) -> String {
    let server = Server::raw(reply("204 No Content", "", "")).await;
    let http = HttpClient::builder(&server.url).build().unwrap();
    let call = http.post("addPet", "/pets").body_xml("application/xml", root, &Any(value));
    call.empty().await.unwrap();
    let request = server.only();
    assert_eq!(request.header("content-type"), Some("application/xml"));
    let text = String::from_utf8(request.body.clone()).unwrap();
    text.strip_prefix(r#"<?xml version="1.0" encoding="UTF-8"?>"#).unwrap().to_owned()
}

async fn read(of: &'static XmlType, text: &str) -> Result<Value, String> {
    let server = Server::raw(reply("200 OK", "content-type: application/xml\r\n", text)).await;
    let http = HttpClient::builder(&server.url).build().unwrap();
    let call = http.get("getPet", "/pets/1").answer_xml("application/xml", of).json::<Any>();
    let read = call.await.map(|it| it.0).map_err(|error| error.to_string());
    assert_eq!(server.only().header("accept"), Some("application/xml"));
    read
}

#[tokio::test]
async fn everything_that_a_type_can_say() {
    let pet = json!({
        "id": "7\"<", "lang": "de", "name": "Tom & <Co>", "alias": ["T", "M"], "tags": ["a"],
        "price": {"currency": "EUR", "amount": "1.50"},
        "mother": {"id": "3", "tags": []},
        "grid": [["1", "2"], []],
        "about": {"html": "<b>]]></b>"},
    });
    let text = concat!(
        r#"<Pet xmlns="http://example.com/pets" id="7&quot;&lt;" xmlns:x="http://example.com/x" x:lang="de">"#,
        "<Name>Tom &amp; &lt;Co&gt;</Name><Alias>T</Alias><Alias>M</Alias><Tags><Tag>a</Tag></Tags>",
        r#"<Price currency="EUR">1.50</Price>"#,
        r#"<Mother id="3"><Tags></Tags></Mother>"#,
        "<Grid><Row><Cell>1</Cell><Cell>2</Cell></Row><Row></Row></Grid>",
        "<About><![CDATA[<b>]]]]><![CDATA[></b>]]></About></Pet>",
    );
    assert_eq!(sent(&ROOT, pet.clone()).await, text);
    assert_eq!(read(&PET, text).await.unwrap(), pet);
}

#[tokio::test]
async fn what_servers_write() {
    // Other prefixes, other order, one element of an array, comments, references, nothing, and nil.
    let text = r#"<?xml version="1.0"?><!-- x --><p:Pet xmlns:p="http://example.com/pets" y:lang="en" lang="de" id="1">
        <p:Alias>only</p:Alias><p:Name>A&#66;&amp;</p:Name><New deep="1"><a>1</a></New></p:Pet>"#;
    let pet = json!({
        "id": "1", "lang": "en", "name": "AB&", "alias": ["only"], "tags": [],
        "New": {"deep": "1", "a": "1"},
    });
    assert_eq!(read(&PET, text).await.unwrap(), pet);
    let nil =
        r#"<Pet xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><Price i:nil="true"/></Pet>"#;
    assert_eq!(read(&PET, nil).await.unwrap(), json!({"price": null, "tags": []}));
    // The same goes out.
    let text = sent(&ROOT, json!({"name": null, "lang": null})).await;
    assert!(text.ends_with(
        r#"><Name xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/></Pet>"#
    ));
}

#[tokio::test]
async fn lists_maps_and_unions() {
    static LIST: XmlType = XmlType::list(XmlName::new("n"), &XmlType::Scalar);
    static NUMBERS: XmlRoot = XmlRoot::new(XmlName::new("numbers"), &LIST);
    assert_eq!(sent(&NUMBERS, json!([1, 2.5])).await, "<numbers><n>1</n><n>2.5</n></numbers>");
    assert_eq!(read(&LIST, "<numbers><n>1</n></numbers>").await.unwrap(), json!(["1"]));
    assert_eq!(read(&LIST, "<numbers/>").await.unwrap(), json!([]));
    static MAP: XmlType = XmlType::map(&LIST);
    static MAPS: XmlRoot = XmlRoot::new(XmlName::new("map"), &MAP);
    assert_eq!(sent(&MAPS, json!({"a": [1]})).await, "<map><a><n>1</n></a></map>");
    assert_eq!(read(&MAP, "<map><a><n>1</n></a></map>").await.unwrap(), json!({"a": ["1"]}));
    static UNION: XmlType = XmlType::Union(&[&PRICE, &PET]);
    static EITHER: XmlRoot = XmlRoot::new(XmlName::new("it"), &UNION);
    let pet = json!({"id": "1", "tags": ["a"]});
    assert_eq!(sent(&EITHER, pet.clone()).await, r#"<it id="1"><Tags><Tag>a</Tag></Tags></it>"#);
    assert_eq!(read(&UNION, r#"<it id="1"><Tags><Tag>a</Tag></Tags></it>"#).await.unwrap(), pet);
    let price = json!({"currency": "EUR", "amount": "2"});
    assert_eq!(read(&UNION, r#"<it currency="EUR">2</it>"#).await.unwrap(), price);
}

#[tokio::test]
async fn what_cannot_be_written_is_said_before_it_is_sent() {
    let http = HttpClient::builder("http://127.0.0.1:9").build().unwrap();
    for (value, reason) in [
        (json!({"name": "\u{1}"}), "U+0001 in `Name` cannot be written in XML"),
        (json!({"a b": 1}), "`a b` cannot be the name of an XML element"),
    ] {
        let call = http.post("addPet", "/pets").body_xml("application/xml", &ROOT, &Any(value));
        let error = call.empty().await.unwrap_err().to_string();
        assert!(error.contains(reason), "{error}");
    }
}

#[tokio::test]
async fn hostile_documents() {
    let deep = format!("{}{}", "<a>".repeat(200), "</a>".repeat(200));
    assert!(read(&PET, &deep).await.unwrap_err().contains("more than 128 elements"));
    let bomb = r#"<!DOCTYPE x [<!ENTITY a "aaaa">]><Pet><Name>&a;</Name></Pet>"#;
    assert!(read(&PET, bomb).await.unwrap_err().contains("`&a;` is not known"));
    assert!(read(&PET, r#"<Pet id="&b;"/>"#).await.is_err());
    assert!(read(&PET, "<Pet>").await.is_err());
    assert!(read(&PET, "<html><body/></html>").await.unwrap_err().contains("an HTML page"));
}

#[tokio::test]
async fn json_all_the_same() {
    // A server that answers JSON where the description has XML.
    let server = Server::json(r#"{"id": 1}"#).await;
    let http = HttpClient::builder(&server.url).build().unwrap();
    let call = http.get("getPet", "/pets/1").answer_xml("application/xml", &PET).json::<Any>();
    assert_eq!(call.await.unwrap().0, json!({"id": 1}));
    assert_eq!(to_value(&Any(json!(1))), json!(1));
}
