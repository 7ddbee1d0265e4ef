//! What the server sends by itself.

use openapi_runtime::webhooks::{Refused, WebhookError};
use openapi_runtime::{HeaderMap, json};

use crate::*;

fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
    pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
}

#[test]
#[allow(deprecated, reason = "it is what the description deprecates")]
fn webhooks() {
    use webhooks::types::{IssuesClosedPayloadAction, Receipt};
    use webhooks::{WebhookEvent, webhooks::Event};
    let read = |event: &str, body: &str| {
        let headers = headers(&[("X-Forge-Event", event)]);
        WebhookEvent::parse(&headers, body.as_bytes()).unwrap()
    };
    let opened = r#"{"action": "opened", "issue": {"title": "x"}, "sender": {"name": "Ann"}}"#;
    let Event::IssuesOpened(opened) = read("issues", opened) else { panic!() };
    assert_eq!((opened.issue.title.as_str(), opened.sender.name.as_str()), ("x", "Ann"));
    for (value, action) in [
        ("closed", IssuesClosedPayloadAction::Closed),
        ("reopened", IssuesClosedPayloadAction::Reopened),
    ] {
        let closed = json!({ "action": value, "sender": { "name": "Ann" } }).to_string();
        let Event::IssuesClosed(closed) = read("issues", &closed) else { panic!() };
        assert_eq!(closed.action, action);
    }
    let Event::Push(push) = read("push", r#"{"commits": [{"id": "1"}]}"#) else { panic!() };
    assert_eq!(push.commits[0].id.as_deref(), Some("1"));
    assert_eq!(read("ping", ""), Event::Ping);
    assert_eq!(read("archive", "{}"), Event::Archive("{}".into()));

    let form = headers(&[
        ("x-forge-event", "legacy_push"),
        ("content-type", "application/x-www-form-urlencoded"),
    ]);
    let body = b"n=3&payload=%7B%22ref%22%3A%20%22main%22%7D";
    let Event::LegacyPush(push) = Event::parse(&form, body).unwrap() else { panic!() };
    assert_eq!((push.n, push.payload.unwrap().ref_.as_deref()), (3, Some("main")));

    // What the description does not list is kept.
    let Event::Unlisted { name, payload } = read("issues", r#"{"action": "deleted"}"#) else {
        panic!()
    };
    assert_eq!((name.as_str(), payload), ("issues.deleted", json!({ "action": "deleted" })));
    let nothing = Event::parse(&HeaderMap::new(), b"{}").unwrap();
    assert!(matches!(nothing, Event::Unlisted { name, .. } if name.is_empty()));
    // What it lists has to be what it says.
    let faulty = Event::parse(&headers(&[("x-forge-event", "push")]), br#"{"commits": 1}"#);
    assert_eq!(faulty.unwrap_err().pointer(), "/commits");

    // The check comes before the body is looked at.
    let check = |headers: &HeaderMap, _: &[u8]| match headers.contains_key("x-token") {
        true => Ok(()),
        false => Err(Refused::new("no token")),
    };
    let ping = headers(&[("x-forge-event", "ping")]);
    let refused = Event::receive(&check, &ping, b"{").unwrap_err();
    assert!(matches!(refused, WebhookError::Refused(_)));
    let ping = headers(&[("x-forge-event", "ping"), ("x-token", "y")]);
    assert_eq!(Event::receive(&check, &ping, b"").unwrap(), Event::Ping);

    // What the receiver answers can be made.
    assert_eq!(serde_json::to_value(Receipt::new("7")).unwrap(), json!({ "id": "7" }));
}

#[test]
fn webhooks_by_property() {
    use webhooks_by_property::webhooks::{Event, parse_anything};
    let read = |body: &str| Event::parse(&HeaderMap::new(), body.as_bytes()).unwrap();
    let paid = read(r#"{"type": "order.paid", "amount": 3}"#);
    assert!(matches!(paid, Event::OrderPaid(it) if it.amount == 3));
    let sent = read(r#"{"type": "order.sent", "data": {"parcel": "p"}}"#);
    assert!(matches!(sent, Event::OrderSent(it) if it.data.parcel == "p"));
    use webhooks_by_property::types::StockPayload;
    let low = read(r#"{"type": "stock.low", "left": 2}"#);
    assert!(matches!(low, Event::Stock(StockPayload::StockLow(it)) if it.left == 2));
    assert!(matches!(read(r#"{"type": "stock.out"}"#), Event::Stock(StockPayload::StockOut(_))));
    assert!(matches!(read("[1]"), Event::Unlisted { name, .. } if name.is_empty()));
    // Nothing tells this one: the caller says that it is expected.
    assert_eq!(parse_anything(&HeaderMap::new(), b"[1, 2]").unwrap(), [1, 2]);
}

#[test]
fn callbacks() {
    use callbacks::callbacks::{stream_ended, subscribe_on_data};
    let data = subscribe_on_data(&HeaderMap::new(), br#"{"text": "a"}"#).unwrap();
    assert_eq!(data.text, "a");
    assert!(subscribe_on_data(&HeaderMap::new(), b"{}").is_err());
    stream_ended(&HeaderMap::new(), b"").unwrap();
}
