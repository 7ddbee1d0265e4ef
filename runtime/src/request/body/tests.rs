//! Bodies as they go over the wire.

use serde_json::json;

use openapi_media::{FORM, OCTETS};

use super::*;

fn written(body: Body) -> (String, String) {
    let mut content = body.into_content().unwrap().unwrap();
    let text = content
        .again()
        .into_iter()
        .filter_map(Upload::into_bytes)
        .map(|it| it.to_vec())
        .collect::<Vec<_>>();
    (content.media_type.into_owned(), String::from_utf8(text.concat()).unwrap())
}

fn of(media_type: &'static str, value: Value) -> Body {
    Body::of(media_type, &value, &Formats::default(), &Notes::default()).unwrap()
}

#[test]
fn kinds() {
    let media_types = |body| (written(body).0, ());
    assert_eq!(written(of("text/plain", json!("a"))), ("text/plain".to_owned(), "a".to_owned()));
    for json in [JSON, "text/json", "*/*", "application/*+json", "application/vnd.x+json"] {
        assert_eq!(written(of(json, json!("a"))).1, "\"a\"", "{json}");
    }
    assert_eq!(written(of("text/json", json!("a"))).0, "text/json");
    for (range, sent) in [("*/*", JSON), ("application/*+json", JSON), ("text/*", "text/plain")] {
        assert_eq!(written(of(range, json!("a"))).0, sent);
    }
    assert_eq!(
        written(of(FORM, json!({"a": [1, "x y"], "b": {"c": 1}}))).1,
        "a=1&a=x%20y&b=%7B%22c%22%3A1%7D"
    );
    let rows = json!([{"a": 1, "b": "x"}, {"a": 2}]);
    assert_eq!(written(of(FORM, rows.clone())).1, "a=1&b=x&a=2");
    assert_eq!(written(of(FORM, json!(["a", "b"]))).1, "a=&b=");
    for (media_type, text) in [
        ("application/x-ndjson", "{\"a\":1,\"b\":\"x\"}\n{\"a\":2}\n"),
        ("application/json-seq", "\u{1e}{\"a\":1,\"b\":\"x\"}\n\u{1e}{\"a\":2}\n"),
    ] {
        assert_eq!(written(of(media_type, rows.clone())), (media_type.to_owned(), text.to_owned()));
    }
    let (media_type, parts) = written(of("multipart/form-data", json!({"a": "x", "b": {"c": 1}})));
    assert!(media_type.starts_with("multipart/form-data; boundary="), "{media_type}");
    assert!(parts.contains("name=\"a\"\r\n\r\nx\r\n"), "{parts}");
    assert!(
        parts.contains("name=\"b\"\r\nContent-Type: application/json\r\n\r\n{\"c\":1}\r\n"),
        "{parts}"
    );
    let raw = |media_type| Body::Raw { media_type, upload: Upload::from("x") };
    assert_eq!(media_types(raw("image/png")).0, "image/png");
    assert_eq!(media_types(raw("image/*")).0, OCTETS);
    assert_eq!(media_types(raw("text/*")).0, "text/plain");
    assert_eq!(media_types(raw("application/*+json")).0, JSON);
    let upload = Upload::from("x").content_type("image/*");
    let range = Body::Raw { media_type: "image/*", upload };
    assert_eq!(
        range.into_content().err().unwrap(),
        "cannot be sent as `image/*`, which is no media type"
    );
    assert!(Body::default().into_content().unwrap().is_none());
}

#[test]
fn json_is_text_unless_it_is_lines() {
    for (media_type, value, expected) in [
        ("application/merge-patch+json", json!([null, 1.5]), "[null,1.5]"),
        ("application/stream+json", json!(["a", 1]), "\"a\"\n1\n"),
        ("application/stream+json", json!("a"), "\"a\""),
        ("text/csv", json!({"a": "\u{7}"}), r#"{"a":"\u0007"}"#),
    ] {
        assert_eq!(written(of(media_type, value)), (media_type.to_owned(), expected.to_owned()));
    }
}

#[test]
fn members_in_order() {
    let formats = Formats::default();
    let mut body = Body::default();
    body.be_object(&formats);
    assert_eq!(written(body).1, "{}");
    let mut body = Body::Text { media_type: "text/plain", text: String::new() };
    body.member("z", &1, &formats, &Notes::default()).unwrap();
    body.member("a", &json!(null), &formats, &Notes::default()).unwrap();
    body.be_object(&formats);
    assert_eq!(written(body), (JSON.to_owned(), r#"{"z":1,"a":null}"#.to_owned()));
    let mut body = of("application/merge-patch+json", json!({"a": 1, "b": [{}]}));
    body.member("a", &"x", &formats, &Notes::default()).unwrap();
    body.member("c", &2, &formats, &Notes::default()).unwrap();
    let expected = ("application/merge-patch+json".to_owned(), r#"{"a":"x","b":[{}],"c":2}"#);
    let (media_type, text) = written(body);
    assert_eq!((media_type, text.as_str()), expected);
}

#[test]
fn envelopes_are_around_what_is_there() {
    for (value, expected) in [
        (json!({"a": 1}), r#"{"out\"er":{"in":{"a":1}}}"#),
        (json!({}), r#"{"out\"er":{"in":{}}}"#),
        (json!(null), r#"{"out\"er":{"in":null}}"#),
    ] {
        let mut body = of(JSON, value);
        body.envelope("in");
        body.envelope("out\"er");
        assert_eq!(written(body).1, expected);
    }
    let mut body = Body::default();
    body.member("a", &1, &Formats::default(), &Notes::default()).unwrap();
    body.envelope("in");
    assert_eq!(written(body).1, r#"{"in":{"a":1}}"#);
    let mut body = of("text/plain", json!("a"));
    body.envelope("in");
    assert_eq!(written(body).1, "a");
}

#[cfg(feature = "xml")]
#[test]
fn xml_has_the_members_of_json() {
    use crate::{Format, XmlRules};

    static RULES: XmlRules = XmlRules::new();
    let formats = Formats { format: Format::Xml, xml: Some(&RULES), ..Formats::default() };
    let xml = |text: &str| format!(r#"<?xml version="1.0" encoding="UTF-8"?>{text}"#);

    let mut body = Body::of(JSON, &json!({"a": 1}), &formats, &Notes::default()).unwrap();
    body.member("b", &"x", &formats, &Notes::default()).unwrap();
    body.member("a", &[0.1, 7.0, 1e20], &formats, &Notes::default()).unwrap();
    body.envelope("in");
    let expected = xml("<in><a>0.1</a><a>7</a><a>100000000000000000000</a><b>x</b></in>");
    assert_eq!(written(body), ("application/xml".to_owned(), expected));

    let mut body = Body::default();
    body.be_object(&formats);
    body.envelope("in");
    assert_eq!(written(body).1, xml("<in></in>"));

    let mut body =
        Body::of("application/problem+json", &json!({"a": 1}), &formats, &Notes::default())
            .unwrap();
    body.member("b", &2, &formats, &Notes::default()).unwrap();
    assert_eq!(written(body).1, r#"{"a":1,"b":2}"#);

    let body = Body::of(
        "text/xml",
        &json!({"a": "<"}),
        &Formats { format: Format::Json, ..formats },
        &Notes::default(),
    )
    .unwrap();
    assert_eq!(written(body), ("text/xml".to_owned(), xml("<a>&lt;</a>")));
    let body = Body::of("text/xml", &"<a/>", &formats, &Notes::default()).unwrap();
    assert_eq!(written(body).1, "<a/>");
}

#[test]
fn members_of_forms_in_every_style() {
    let list = json!(["a b", "c"]);
    let object = json!({"x": 1, "y": ["a", {"z": 2}]});
    for (add, expected) in [
        (
            Box::new(|it: &mut Body| it.form_list("n", &list, ListStyle::Comma))
                as Box<dyn Fn(&mut Body)>,
            "n=a%20b,c",
        ),
        (Box::new(|it| it.form_list("n", &list, ListStyle::Repeat)), "n=a%20b&n=c"),
        (
            Box::new(|it| it.form_object("n", &object, ObjectStyle::Deep)),
            "n[x]=1&n[y][0]=a&n[y][1][z]=2",
        ),
        (Box::new(|it| it.form_object("n", &list, ObjectStyle::Deep)), "n[0]=a%20b&n[1]=c"),
        (Box::new(|it| it.form_object("n", &json!({"x": 1}), ObjectStyle::Members)), "x=1"),
    ] {
        let mut body = Body::default();
        add(&mut body);
        assert_eq!(written(body).1, expected);
    }
}

#[test]
fn parts_of_lists_and_of_media_types() {
    let list = json!(["a", "b"]);
    let mut body = Body::default();
    body.part_list("joined", &list, ListStyle::Pipe);
    body.part_list("each", &list, ListStyle::Repeat);
    body.part_as("json", JSON, &list);
    body.part_as("csv", "text/csv", &json!("1,2"));
    let (_, text) = written(body);
    for expected in [
        "name=\"joined\"\r\n\r\na|b\r\n",
        "name=\"each\"\r\n\r\na\r\n",
        "name=\"each\"\r\n\r\nb\r\n",
        "name=\"json\"\r\nContent-Type: application/json\r\n\r\n[\"a\",\"b\"]\r\n",
        "name=\"csv\"\r\nContent-Type: text/csv\r\n\r\n1,2\r\n",
    ] {
        assert!(text.contains(expected), "{expected:?} in {text}");
    }
}
