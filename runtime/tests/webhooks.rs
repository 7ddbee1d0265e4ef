//! Received webhooks: the check of their signature, and what is read from headers and body.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use openapi_runtime::webhooks::{
    Check, HmacSha256, Incoming, Refused, StandardWebhooks, WebhookError, receive,
};
use openapi_runtime::{Decode, DecodeError, HeaderMap, Node, Value, json};

fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
    pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
}

#[test]
fn a_signature_in_hexadecimal_digits() {
    let hello = b"Hello, World!";
    let digits = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    let check = HmacSha256::new("X-Signature", "It's a Secret to Everybody");
    let with = |signature: &str| check.check(&headers(&[("x-signature", signature)]), hello);
    assert_eq!(with(&format!("sha256={digits}")), Ok(()));
    assert_eq!(with(&digits.to_uppercase()), Ok(()));
    let refused = |signature: &str| with(signature).unwrap_err().to_string();
    assert_eq!(refused(&digits[..62]), "the signature in `X-Signature` does not fit the body");
    assert_eq!(refused(&digits[..63]), "the signature in `X-Signature` is not hexadecimal");
    assert_eq!(refused("sha256=zz"), "the signature in `X-Signature` is not hexadecimal");
    assert_eq!(refused(""), "the signature in `X-Signature` does not fit the body");
    let missing = check.check(&HeaderMap::new(), hello).unwrap_err();
    assert_eq!(missing.to_string(), "the signature in `X-Signature` is missing");
    let rotated = HmacSha256::new("x-signature", "new").or("It's a Secret to Everybody");
    assert!(rotated.check(&headers(&[("x-signature", digits)]), hello).is_ok());
    assert!(!format!("{check:?}").contains("Everybody"));
}

/// The example of the specification's own libraries.
const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const SIGNATURE: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
const BODY: &[u8] = br#"{"test": 2432232314}"#;

fn standard(prefix: &str, signature: &str) -> HeaderMap {
    let fields = [("id", "msg_p5jXN8AQM9LWM0D4loKWxJek"), ("timestamp", "1614265330")];
    let fields = fields.into_iter().chain([("signature", signature)]);
    fields
        .map(|(name, value)| (format!("{prefix}-{name}").parse().unwrap(), value.parse().unwrap()))
        .collect()
}

fn sent() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_614_265_330)
}

#[test]
fn the_signature_of_the_standard_webhooks() {
    let check = StandardWebhooks::new(SECRET);
    assert_eq!(check.check_at(&standard("webhook", SIGNATURE), BODY, sent()), Ok(()));
    assert_eq!(check.check_at(&standard("svix", SIGNATURE), BODY, sent()), Ok(()));
    let several = format!("v1,bm90aGluZw== v1a,other {SIGNATURE}");
    assert_eq!(check.check_at(&standard("webhook", &several), BODY, sent()), Ok(()));
    let refused = |headers: &HeaderMap, body: &[u8], now: SystemTime| {
        check.check_at(headers, body, now).unwrap_err().to_string()
    };
    let right = standard("webhook", SIGNATURE);
    assert_eq!(refused(&right, b"{}", sent()), "no signature in `webhook-signature` fits");
    let minutes = |n: u64| Duration::from_secs(60 * n);
    assert_eq!(check.check_at(&right, BODY, sent() + minutes(5)), Ok(()));
    let old = "the webhook is too old, or from the future";
    assert_eq!(refused(&right, BODY, sent() + minutes(6)), old);
    assert_eq!(refused(&right, BODY, sent() - minutes(6)), old);
    let patient = check.clone().tolerance(minutes(10));
    assert_eq!(patient.check_at(&right, BODY, sent() + minutes(9)), Ok(()));
    assert_eq!(refused(&HeaderMap::new(), BODY, sent()), "the header `webhook-id` is missing");
    let mut odd = right.clone();
    odd.insert("webhook-timestamp", "yesterday".parse().unwrap());
    assert_eq!(refused(&odd, BODY, sent()), "`webhook-timestamp` is not in seconds since 1970");
    odd.insert("webhook-timestamp", u64::MAX.to_string().parse().unwrap());
    assert!(check.check_at(&odd, BODY, sent()).is_err());
    // It was sent long ago.
    assert_eq!(check.check(&right, BODY).unwrap_err().to_string(), old);
    let unusable = StandardWebhooks::new("whsec_!").check_at(&right, BODY, sent()).unwrap_err();
    assert_eq!(unusable.to_string(), "the secret of this receiver is not Base64");
}

#[derive(Debug, PartialEq)]
struct Order {
    id: i64,
    lines: Option<Vec<i64>>,
}

impl Decode for Order {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        let mut object = node.object()?;
        Ok(Self { id: object.field("id")?, lines: object.field("lines")? })
    }
}

#[test]
fn what_is_refused_is_not_read() {
    let read = |_: &HeaderMap, _: &[u8]| -> Result<(), DecodeError> { panic!("it was read") };
    let check = |_: &HeaderMap, _: &[u8]| Err(Refused::new("I know you not"));
    let error = receive(&check, &HeaderMap::new(), b"{", read).unwrap_err();
    assert!(matches!(&error, WebhookError::Refused(_)));
    assert_eq!(error.to_string(), "the webhook is refused: I know you not");

    let check = |_: &HeaderMap, _: &[u8]| Ok(());
    let read = |headers: &HeaderMap, body: &[u8]| Incoming::new(headers, body).decode::<Order>();
    let order = receive(&check, &HeaderMap::new(), br#"{"id": 7}"#, read).unwrap();
    assert_eq!(order, Order { id: 7, lines: None });
    let error = receive(&check, &HeaderMap::new(), b"{", read).unwrap_err();
    assert!(error.to_string().starts_with("the webhook cannot be read: expected JSON, found text"));
}

#[test]
fn what_tells_the_kind() {
    let given = headers(&[("x-event", " order ")]);
    let body = br#"{"type": "paid", "data": {"n": 3, "on": true}, "a.b": "whole", "list": []}"#;
    let incoming = Incoming::new(&given, body);
    assert_eq!((incoming.header("X-Event"), incoming.header("x-other")), (Some("order"), None));
    let property = |name: &str| incoming.property(name);
    assert_eq!(property("type").as_deref(), Some("paid"));
    assert_eq!(property("data.n").as_deref(), Some("3"));
    assert_eq!(property("data.on").as_deref(), Some("true"));
    assert_eq!(property("a.b").as_deref(), Some("whole"));
    assert_eq!([property("list"), property("data"), property("data.m")], [None, None, None]);
    assert_eq!(&incoming.bytes()[..], body);
    let faulty = Incoming::new(&given, b"nothing");
    assert_eq!(faulty.property("type"), None);
    assert!(faulty.value().is_err() && faulty.decode::<Value>().is_err());
    assert_eq!(Incoming::new(&given, b"").value().unwrap(), json!({}));
}

#[test]
fn a_form() {
    let form = headers(&[("content-type", "application/x-www-form-urlencoded; charset=utf-8")]);
    let incoming = Incoming::new(&form, b"id=7&lines=1&lines=2&note=a+b%20c%C3%BC&empty");
    assert_eq!(incoming.decode::<Order>().unwrap(), Order { id: 7, lines: Some(vec![1, 2]) });
    assert_eq!(incoming.property("note").as_deref(), Some("a b cü"));
    assert_eq!(incoming.value().unwrap()["empty"], "");
    // An array in one field is JSON.
    let incoming = Incoming::new(&form, b"id=7&lines=%5B1%2C+2%5D");
    assert_eq!(incoming.decode::<Order>().unwrap(), Order { id: 7, lines: Some(vec![1, 2]) });
}

/// A payload with a secret in it.
#[derive(Debug)]
#[expect(dead_code, reason = "it is never read")]
struct Invitation {
    code: openapi_runtime::Secret,
}

impl Decode for Invitation {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        Ok(Self { code: node.object()?.field("code")? })
    }

    fn holds_secrets() -> bool {
        true
    }
}

#[test]
fn what_is_secret_in_a_webhook_is_not_shown() {
    let headers = headers(&[
        ("x-hub-signature", "s3cr3t"),
        ("authorization", "Bearer s3cr3t"),
        ("x-event", "push"),
    ]);
    let bodies = [
        r#"{"code": ["s3cr3t"]}"#,
        r#"{"code": "s3cr3t"#,
        r#"["s3cr3t"]"#,
        r#"{"token": "s3cr3t", "x"#,
    ];
    for body in bodies {
        let incoming = Incoming::new(&headers, body.as_bytes());
        let shown = format!("{incoming:?} {incoming:#?}");
        assert!(!shown.contains("s3cr3t") && shown.contains("push"), "{shown}");
        let read =
            |headers: &HeaderMap, body: &[u8]| Incoming::new(headers, body).decode::<Invitation>();
        let accept = |_: &HeaderMap, _: &[u8]| Ok::<(), Refused>(());
        let error = receive(&accept, &headers, body.as_bytes(), read).unwrap_err();
        let source = std::error::Error::source(&error).unwrap();
        let shown = format!("{error} {error:?} {error:#?} {source} {source:?}");
        assert!(!shown.contains("s3cr3t"), "{shown}");
    }
    let error = Incoming::new(&headers, b"{\"a\": \"\x1b[2J\xe2\x80\xae\"}")
        .decode::<Vec<i64>>()
        .unwrap_err();
    let shown = format!("{} {error:?}", WebhookError::from(error.clone()));
    assert!(!shown.contains(['\u{1b}', '\u{202e}']), "{shown}");
}
