//! Documents that are odd, broken or hostile.

use serde_json::{Value, json};

use super::*;

#[test]
fn faults_have_pointers_and_positions() {
    let wraps = in_envelopes(&[Wrap::Each, Wrap::In("machine")]);
    let text = STATUS.replace("51", "many");
    let error = decode::<Vec<Status>>(&text, wraps).unwrap_err();
    assert_eq!(error, "/0/id: expected an integer, found a string `\"many\"`");
    for (text, expected) in [
        (
            "<a>\n<b></a>",
            "expected XML, found text that is not (ill-formed document: expected `</b>`, but `</a>` was found at line 2 column ",
        ),
        (
            "<a><b></b>",
            "expected XML, found text that is not (`a` has no end at line 1 column 11) `<a><b></b>`",
        ),
        (
            "<a/><b/>",
            "expected XML, found text that is not (another element after the end at line 1 column 9) `<a/><b/>`",
        ),
        (
            "<a/> x",
            "expected XML, found text that is not (text outside of the elements at line 1 column 7) `<a/> x`",
        ),
        ("{}", "expected XML, found text that is not (text outside of the elements at "),
        ("<!-- -->", "expected XML, found text that is not (no element at "),
        (
            "<a>&x;</a>",
            "expected XML, found text that is not (`&x;` is not known at line 1 column 7) `<a>&x;</a>`",
        ),
        ("<!DOCTYPE html><p>", "expected XML, found an HTML page `<!DOCTYPE html><p>`"),
        ("<html><body/></html>", "expected XML, found an HTML page `<html><body/></html>`"),
        (
            r#"<?xml version="1.0" encoding="windows-1251"?><a/>"#,
            "expected XML in UTF-8 or ISO-8859-1, found XML in `windows-1251` `<?xml",
        ),
    ] {
        let error = decode::<Value>(text, Layout::default()).unwrap_err();
        assert!(error.starts_with(expected), "{text}\n{error}");
    }
    let page = Document::parse(&head("text/html"), b"<html></html>").err().unwrap();
    assert_eq!(page.to_string(), "expected JSON, found an HTML page `<html></html>`");
}

#[test]
fn hostile_documents_end() {
    let deep = "<a>".repeat(100_000);
    let error = decode::<Value>(&deep, Layout::default()).unwrap_err();
    assert!(error.contains("more than 128 elements in one another"), "{error}");
    let laughs = r#"<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>"#;
    let error = decode::<Value>(laughs, Layout::default()).unwrap_err();
    assert!(error.contains("`&c;` is not known"), "{error}");
    let utf16: Vec<u8> = "\u{feff}<a/>".encode_utf16().flat_map(u16::to_be_bytes).collect();
    let error = parse(&utf16, &RULES).unwrap_err().to_string();
    assert!(error.starts_with("expected XML in UTF-8, found XML in UTF-16"), "{error}");
    assert!(parse(b"<a>\xff</a>", &RULES).is_err());
}

#[test]
fn text_in_all_its_spellings() {
    for (text, expected) in [
        ("<a>x &lt;&#65;&#x42;&gt; y</a>", "x <AB> y"),
        ("<a><![CDATA[<b>&amp;</b>]]> z</a>", "<b>&amp;</b> z"),
        ("\u{feff}<?xml version=\"1.0\"?>\n<!-- c -->\n<a>---\nxen: hd\n</a>\n", "---\nxen: hd\n"),
        ("<a>one<!-- two --> three</a>", "one three"),
        ("<p:a xmlns:p='urn:x'>4</p:a>", "4"),
    ] {
        assert_eq!(decode(text, Layout::default()), Ok(expected.to_owned()), "{text}");
    }
    let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xfc</a>";
    assert_eq!(parse(latin, &RULES).unwrap().1, json!({"a": "ü"}));
}

#[test]
fn what_is_not_described_is_as_json_would_have_it() {
    let text = r#"<u><roles type="array"><role><id>1</id></role></roles><ids><id>1</id><id>2</id></ids><n nil="true"/>
        <odd type="array"><a>1</a><b>2</b></odd><m><x>1</x><y/></m></u>"#;
    assert_eq!(
        decode::<Value>(text, Layout::default()),
        Ok(json!({
            "roles": [{"id": "1"}], "ids": ["1", "2"], "n": null, "odd": ["1", "2"], "m": {"x": "1", "y": ""}
        }))
    );
}

#[test]
fn media_types() {
    for (media_type, expected) in [
        ("application/xml; charset=utf-8", true),
        ("Application/Problem+XML", true),
        ("application/xhtml+xml", false),
    ] {
        assert_eq!(head(media_type).is_xml(b"{}"), expected, "{media_type}");
    }
    // What the server does not say is told from how it begins.
    assert!(head("text/plain").is_xml(b" <a/>"));
    assert!(!head("text/plain").is_xml(b"{}"));
    assert!(!head("application/json").is_xml(b"<a/>"));
    assert!(!head("text/html").is_xml(b"<a/>"));
}
