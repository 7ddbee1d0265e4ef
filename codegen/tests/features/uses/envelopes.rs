//! What is on the wire and not in the types, and the other way round.

use openapi_runtime::json;

use super::{round_trip, sent, silent};
use crate::server::{Server, reply};
use crate::*;

#[tokio::test]
async fn envelopes() {
    use envelopes::types::{Badge, Member, MemberAddress, MemberPrize};
    let client = |server: &Server| envelopes::Client::builder(&server.url).build().unwrap();

    // Answers: a list of envelopes, and what is plain.
    let body = json!([
        {"member": {"id": 1, "badges": [{"badge": {"name": "gold"}}], "address": {"address": {"city": "X"}}}},
        {"id": 2, "friend": {"member": {"id": 3}}, "by_year": {"2025": {"badge": {"name": "tin"}}}},
    ]);
    let server = Server::json(&body.to_string()).await;
    let members = client(&server).members().list().await.unwrap();
    assert_eq!(members[0].badges.as_ref().unwrap()[0].name, "gold");
    assert_eq!(members[0].address.as_ref().unwrap().city.as_deref(), Some("X"));
    assert_eq!(members[1].friend.as_ref().unwrap().id, 3);
    assert_eq!(members[1].by_year.as_ref().unwrap()["2025"].name, "tin");

    // What goes out is always wrapped: a whole type, and members that are arguments.
    let server = silent().await;
    client(&server).members().replace(1, &members[1]).await.unwrap();
    assert_eq!(
        sent(&server),
        json!({"member": {
            "id": 2,
            "friend": {"member": {"id": 3}},
            "by_year": {"2025": {"badge": {"name": "tin"}}},
        }})
    );
    let server = Server::json(r#"{"member": {"id": 4}}"#).await;
    let create = client(&server).members().create("Dewey").badges([Badge::new("gold")]);
    assert_eq!(create.await.unwrap().id, 4);
    assert_eq!(
        sent(&server),
        json!({"member": {"name": "Dewey", "badges": [{"badge": {"name": "gold"}}]}})
    );

    // Several forms of one thing.
    for body in [
        r#"{"member": {"id": 5}}"#,
        r#"{"id": 5}"#,
        r#"[{"member": {"id": 5}}]"#,
        r#"{"member": [{"id": 5}]}"#,
        r#"[{"id": 5}]"#,
    ] {
        let server = Server::json(body).await;
        assert_eq!(client(&server).members().status(5).await.unwrap().id, 5, "{body}");
    }

    // The pointer of a fault is that of the document.
    let server = Server::json(r#"[{"member": {"id": 1, "badges": [{"badge": {}}]}}]"#).await;
    let error = client(&server).members().list().await.unwrap_err().to_string();
    assert!(error.contains("/0/member/badges/0/badge/name: expected a value"), "{error}");

    // Alternatives are told apart by their envelopes.
    let member = |prize| Member::new(1).prize(prize);
    let city = MemberAddress::new().city("X");
    for (prize, wire) in [
        (MemberPrize::Badge(Badge::new("tin")), json!({"badge": {"name": "tin"}})),
        (MemberPrize::MemberAddress(city), json!({"address": {"city": "X"}})),
        (MemberPrize::from("cake"), json!("cake")),
    ] {
        round_trip(&member(prize), json!({"id": 1, "prize": wire}));
    }
}

#[tokio::test]
async fn loose_scalars() {
    use loose_scalars::types::{Meter, MeterLimit, MeterState, MeterSystems};
    let read = async |body: openapi_runtime::Value| -> Result<Meter, loose_scalars::Error> {
        let server = Server::json(&body.to_string()).await;
        loose_scalars::Client::builder(&server.url).build().unwrap().meter().get().await
    };
    let meter = read(json!({
        "reading": "51.0", "is_on": 1, "label": 7, "price": "2.50", "read_at": "", "state": "fine",
        "limit": 3, "systems": "xen,kvm",
    }));
    let meter = meter.await.unwrap();
    assert_eq!((meter.reading, meter.is_on, meter.label.as_str()), (51, true, "7"));
    assert_eq!((meter.price, meter.read_at), (Some(2.5), None));
    assert_eq!(meter.state, Some(MeterState::Fine));
    assert_eq!(meter.limit, Some(MeterLimit::Integer(3)));
    assert_eq!(meter.systems, Some(MeterSystems::from("xen,kvm")));

    let meter = read(json!({
        "reading": 4, "is_on": "false", "label": "", "price": "", "state": "", "limit": "3",
        "systems": ["xen", "kvm"],
    }));
    let meter = meter.await.unwrap();
    assert_eq!((meter.reading, meter.is_on, meter.label.as_str()), (4, false, ""));
    assert_eq!((meter.price, meter.state), (None, None));
    assert_eq!(meter.limit, Some(MeterLimit::Text("3".to_owned())));
    assert_eq!(meter.systems, Some(MeterSystems::List(vec!["xen".to_owned(), "kvm".to_owned()])));

    let error = read(json!({"reading": "many", "is_on": true, "label": ""})).await.unwrap_err();
    assert!(error.to_string().contains("/reading: expected an integer, found a string `\"many\"`"));
}

#[tokio::test]
async fn answer_or_nothing() {
    let change = async |status, headers, body: &str| {
        let server = Server::raw(reply(status, headers, body)).await;
        answer_or_nothing::Client::builder(&server.url).build().unwrap().machines().change(1).await
    };
    let json = "Content-Type: application/json\r\n";
    assert_eq!(change("201 Created", json, r#"{"id": 1}"#).await.unwrap().unwrap().id, 1);
    for (status, body) in [("204 No Content", ""), ("200 OK", "{}"), ("200 OK", " ")] {
        assert!(change(status, json, body).await.unwrap().is_none(), "{status} {body}");
    }
    // The change was made, whatever is missing.
    assert_eq!(change("200 OK", json, r#"{"name": "x"}"#).await.unwrap().unwrap().id, 0);
    let error = change("200 OK", "", "<html>").await.unwrap_err().to_string();
    assert!(error.contains("the server says that the change was made"), "{error}");
    for (status, body) in [("204 No Content", ""), ("200 OK", "{}"), ("200 OK", " ")] {
        let server = Server::raw(reply(status, json, body)).await;
        let client = answer_or_nothing::Client::builder(&server.url).build().unwrap();
        client.machines().delete(1).await.unwrap();
    }
}
