//! Secrets in every encoding, at every place and at every cut.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use proptest::prelude::*;
use serde_json::json;

use super::excerpt::text_without_secrets;
use super::*;

fn redacted(text: &str, secrets: &[&str]) -> String {
    let mut all = Secrets::default();
    secrets.iter().for_each(|it| all.add(it));
    all.redact(text)
}

#[test]
fn every_way_in_which_a_server_repeats_a_secret() {
    let secret = "tok&<>\"'/+ é€😀%";
    for repeated in [
        secret.to_owned(),
        json!(secret).to_string(),
        json!(json!(secret).to_string()).to_string(),
        "t\\u006fk\\u0026<\\u003E\\\"'\\/+ \\u00e9\\u20AC\\ud83d\\uDE00%".to_owned(),
        "tok\\x26<>\\\"\\'/+ \\u{e9}€\\u{1f600}%".to_owned(),
        "tok&amp;&lt;&gt;&quot;&#39;&sol;&plus; &#233;&#x20AC;&#128512;&percnt;".to_owned(),
        "&#116;&#x6F;k&#0038;&#x3c>\"&apos;/+&nbsp;é€😀%".to_owned(),
        "tok%26%3C%3E%22%27%2F%2B%20%C3%A9%E2%82%AC%F0%9F%98%80%25".to_owned(),
        "tok%26%3c%3e%22%27/%2b+%c3%a9%e2%82%ac%f0%9f%98%80%25".to_owned(),
        // One in the other.
        "tok%2526%253C%253E%2522%2527%252F%252B%2520%25C3%25A9%25E2%2582%25AC%25F0%259F%2598%2580%2525".to_owned(),
        "tok&amp;amp;&amp;lt;&amp;gt;&amp;quot;&amp;#39;/+ é€😀%".to_owned(),
        "tok\\u0026amp;\\u003c&gt;\\\"'\\/+ é€😀%".to_owned(),
        STANDARD.encode(secret),
        URL_SAFE_NO_PAD.encode(secret),
    ] {
        let text = format!("no such token: {repeated}, try another");
        assert_eq!(redacted(&text, &[secret]).replace(['"', '\\'], ""), "no such token: REDACTED, try another", "{text}");
    }
}

#[test]
fn what_has_escapes_of_its_own() {
    for secret in ["a%41b%%", "a\\u0041\\b", "a&amp;b&", "a+b c", "100%"] {
        for repeated in [
            secret.to_owned(),
            json!(secret).to_string(),
            utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string(),
        ] {
            let shown = redacted(&format!("<{repeated}>"), &[secret]);
            assert_eq!(shown.replace('"', ""), "<REDACTED>", "{repeated}");
        }
    }
}

#[test]
fn what_is_left_of_a_secret_that_was_cut() {
    let secret = "s3cr3tTOKEN0123456789";
    for (text, expected) in [
        ("no s3cr", "no REDACTED"),
        ("no s3cr…", "no REDACTED…"),
        ("no s3cr...", "no REDACTED..."),
        ("no \"s3cr\"", "no \"REDACTED\""),
        ("no s3c", "no s3c"),
        ("no s3cr for you", "no s3cr for you"),
        ("no s3cr3tTO… for you", "no REDACTED… for you"),
        ("no s3cr3tTOKEN0 for you", "no REDACTED for you"),
        ("6789 is wrong", "REDACTED is wrong"),
        ("KEN0123456789 is wrong", "REDACTED is wrong"),
        ("789 is wrong", "789 is wrong"),
        ("no s3cr3t\\u0054OKEN", "no REDACTED"),
        ("s3cr3tTOKEN0123456789", "REDACTED"),
        ("s3cr3tTOKEN0123456789s3cr3tTOKEN0123456789", "REDACTEDREDACTED"),
    ] {
        assert_eq!(redacted(text, &[secret]), expected, "{text}");
    }
    // A short one is only known by all of it.
    assert_eq!(redacted("hunter is 2", &["hunter2"]), "hunter is 2");
    assert_eq!(redacted("hunter2 is short", &["hunter2"]), "REDACTED is short");
    assert_eq!(redacted("a cat", &["cat", ""]), "a cat");
}

#[test]
fn a_long_text_ends_where_it_is_not_searched() {
    let text = format!("{}s3cr3t/+&", "ü".repeat(LONGEST));
    let shown = redacted(&text, &["s3cr3t/+&"]);
    assert!(
        shown.len() <= LONGEST + 3
            && shown.ends_with("ü…")
            && text.starts_with(shown.trim_end_matches('…'))
    );
}

#[test]
fn headers_of_requests() {
    let mut secrets = Secrets::default();
    secrets.add_header(b"Bearer s3cr3t");
    secrets.add_header(b"Basic bWU6cGFzc3dvcmQ=");
    secrets.add_header(b"bare-key");
    let text =
        "Bearer s3cr3t, me:password, password, bWU6cGFzc3dvcmQ=, bWU6cGFzc3dvcmQ, bare-key, me";
    let shown = "Bearer REDACTED, REDACTED, REDACTED, REDACTED, REDACTED, REDACTED, me";
    assert_eq!(secrets.redact(text), shown);
    assert!(secrets.are_in(text) && !secrets.are_in(shown));
    let mut secrets = Secrets::default();
    secrets.add_header(b"Token token=\"abcdefgh\", nonce=ijklmnop; realm=short");
    assert_eq!(secrets.redact("abcdefgh ijklmnop short"), "REDACTED REDACTED short");
}

#[test]
fn headers_are_shown_without_secrets() {
    let mut headers = HeaderMap::new();
    for (name, value) in [
        ("content-type", "text/plain"),
        ("set-cookie", "sid=s3cr3t"),
        ("x-auth-token", "s3cr3t"),
        ("location", "/a?token=s3cr3t"),
        ("x-request-id", "r?1"),
    ] {
        headers.insert(name, value.parse().unwrap());
    }
    let shown = "{\"content-type\": \"text/plain\", \"set-cookie\": REDACTED, \"x-auth-token\": REDACTED, \
                 \"location\": \"/a\"?REDACTED, \"x-request-id\": \"r?1\"}";
    assert_eq!(format!("{:?}", Headers(&headers)), shown);
    assert!(format!("{headers:?}").contains("s3cr3t"));
    mark(&mut headers, |name| name == "x-request-id");
    assert!(headers["x-request-id"].is_sensitive());
    assert!(!format!("{:?}", headers.get("set-cookie")).contains("s3cr3t"));
    assert!(!headers["content-type"].is_sensitive());
}

#[test]
fn what_does_something_to_a_terminal_is_visible() {
    for (text, shown) in [
        ("plain ü €", "plain ü €"),
        ("\u{1b}[31mred\u{7}\u{0}\u{7f}\u{9b}", "\\u{1b}[31mred\\u{7}\\u{0}\\u{7f}\\u{9b}"),
        (
            "a\u{202e}b\u{2066}c\u{200b}d\u{2028}e\u{feff}",
            "a\\u{202e}b\\u{2066}c\\u{200b}d\\u{2028}e\\u{feff}",
        ),
        ("a\nb\tc\rd", "a b c d"),
        ("", ""),
    ] {
        assert_eq!(visible(text), shown);
    }
}

#[test]
fn values_of_properties_that_hold_secrets() {
    for (text, shown) in [
        (
            r#"{"id":1,"accessToken":"NEW\"SECRET","x":"y"}"#,
            r#"{"id":1,"accessToken":REDACTED,"x":"y"}"#,
        ),
        (r#"{"accessToken" : "NEWSECR"#, r#"{"accessToken" : REDACTED"#),
        (r#"{"pin_token":4711,"a":2}"#, r#"{"pin_token":REDACTED,"a":2}"#),
        (r#"{"token":null,"password":""}"#, r#"{"token":null,"password":""}"#),
        (r#"{\"token\":\"NEW\"}"#, r#"{\"token\":REDACTED"#),
        ("access_token=NEW&x=1", "access_token=REDACTED&x=1"),
        ("<token>NEW one</token><a>1</a>", "<token>REDACTED</token><a>1</a>"),
        ("password: is wrong", "password: is wrong"),
        ("password: 'NEW one' is wrong", "password: REDACTED is wrong"),
        ("the token is wrong", "the token is wrong"),
    ] {
        assert!(!text_without_secrets(text).contains("NEW"), "{}", text_without_secrets(text));
        if !text.contains('\\') || text.starts_with("{\"id") {
            assert_eq!(text_without_secrets(text), shown);
        }
    }
}

/// A character as an encoder may write it.
fn written(character: char, style: u8) -> String {
    let code = u32::from(character);
    let mut units = [0; 2];
    let units = character.encode_utf16(&mut units);
    let mut bytes = [0; 4];
    let bytes = character.encode_utf8(&mut bytes).as_bytes();
    match style {
        0 => units.iter().map(|it| format!("\\u{it:04x}")).collect(),
        1 => units.iter().map(|it| format!("\\u{it:04X}")).collect(),
        2 => format!("&#{code};"),
        3 => format!("&#x{code:x};"),
        4 => bytes.iter().map(|it| format!("%{it:02x}")).collect(),
        5 => bytes.iter().map(|it| format!("%{it:02X}")).collect(),
        _ => character.to_string(),
    }
}

/// A text in which each character may be escaped, in ways that go together.
fn encoded(secret: &str, styles: &[u8], family: u8) -> String {
    let style = |style: u8| if style.is_multiple_of(3) { 9 } else { family * 2 + style % 2 };
    let escaped = |it: char| matches!(it, '\\' | '&' | '%' | '"' | '<');
    let characters = secret.chars().zip(styles.iter().cycle());
    characters
        .map(|(it, of)| written(it, if escaped(it) { family * 2 } else { style(*of) }))
        .collect()
}

proptest! {
    #[test]
    fn no_encoding_shows_a_secret(
        secret in "[!-~é€😀]{4,40}",
        styles in proptest::collection::vec(any::<u8>(), 1..10),
        families in proptest::collection::vec(0_u8..3, 0..3),
        before in "[ a-z\"<>{}:,ü]{0,20}",
        after in "[ a-z\"<>{}:,ü]{0,20}",
    ) {
        let repeated = families.iter().fold(secret.clone(), |it, family| encoded(&it, &styles, *family));
        let text = format!("{before} {repeated} {after}");
        let shown = redacted(&text, &[&secret]);
        prop_assert!(!shown.contains(&secret) && !shown.contains(&repeated), "{} {}", text, shown);
        // Nothing else is lost.
        prop_assert!(shown.starts_with(&before) || before.contains(&secret), "{} {}", text, shown);
        prop_assert!(shown.contains(REDACTED));
    }

    #[test]
    fn no_cut_shows_a_secret(secret in "[!-~é€😀]{16,40}", family in 0_u8..4, cut in 0_usize..300) {
        let repeated = if family == 3 { secret.clone() } else { encoded(&secret, &[1], family) };
        let text: String = format!("no such key: {repeated}").chars().take(cut).collect();
        let shown = redacted(&text, &[&secret]);
        let left = shown.strip_prefix("no such key: ").unwrap_or_default();
        // Of the secret itself less than four bytes, of its escapes those of as many characters.
        prop_assert!(left.starts_with(REDACTED) || left.chars().count() < 4 * 12 + 12, "{} {}", text, shown);
        let beginning: String = secret.chars().take(8).collect();
        prop_assert!(!shown.contains(&beginning), "{} {}", text, shown);
        prop_assert!(left.len() < 4 || family != 3 || left.starts_with(REDACTED), "{} {}", text, shown);
    }

    #[test]
    fn any_text_is_searched(text in any::<String>(), secrets in proptest::collection::vec(any::<String>(), 0..4)) {
        let secrets: Vec<&str> = secrets.iter().map(String::as_str).collect();
        redacted(&text, &secrets);
        text_without_secrets(&text);
        let shown = visible(&text);
        prop_assert!(!shown.contains(char::is_control));
    }
}
