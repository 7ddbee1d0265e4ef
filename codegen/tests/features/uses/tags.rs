//! What tells the variants of a union apart: who writes it, and what it may be.

use openapi_runtime::{Value, json};

use super::{decode, round_trip, sent, silent};
use crate::tags_of_unions::types::*;
use crate::*;

#[tokio::test]
async fn tags_of_unions() {
    let server = silent().await;
    let client = tags_of_unions::Client::builder(&server.url).build().unwrap();
    let _ = client.tags().add_pet(&Cat::new("n").into()).await;
    assert_eq!(sent(&server), json!({"petType": "Cat", "name": "n"}));
    round_trip(&Pet::from(PetBase::new("n")), json!({"petType": "Pet", "name": "n"}));
    assert!(matches!(decode::<Pet>(json!({"petType": "Cow", "name": "n"})), Pet::Unlisted(_)));
}

#[tokio::test]
async fn tags_in_forms() {
    let server = silent().await;
    let client = tags_of_unions::Client::builder(&server.url).build().unwrap();
    client.tags().send_form("First").first("f").await.unwrap();
    assert_eq!(server.only().body, b"choice=First&first=f");
}

/// The values that a mapping or a name decides, inside another object.
#[test]
fn tags_that_the_mapping_decides() {
    same(
        json!({"event": {"kind": "start", "id": "i"}, "lone": {"kind": "start"}}),
        Everything::new().event(Start::new().id("i").into()).lone(Start::new()),
    );
    same(
        json!({"event": {"kind": "chunk", "delta": "x"}}),
        Everything::new().event(Chunk::new("x").into()),
    );
    same(json!({"event": {"kind": "end"}}), Everything::new().event(End::new().into()));
    same(
        json!({"truck": {"load": "Truck", "tons": 3}}),
        Everything::new().truck(Truck::new().tons(3)),
    );
    same(
        json!({"choice": {"choice": "Second", "second": "s"}}),
        Everything::new().choice(Second::new().second("s").into()),
    );
}

#[test]
fn tags_that_are_no_strings() {
    same(
        json!({"version": {"version": 1, "a": "x"}}),
        Everything::new().version(V1::new().a("x").into()),
    );
    same(
        json!({"version": {"version": 2, "b": "x"}}),
        Everything::new().version(V2::new().b("x").into()),
    );
    same(
        json!({"outcome": {"ok": true, "value": "v"}}),
        Everything::new().outcome(Good::new().value("v").into()),
    );
    same(
        json!({"outcome": {"ok": false, "why": "w"}}),
        Everything::new().outcome(Bad::new().why("w").into()),
    );
    let other: Versioned = decode(json!({"version": 3}));
    assert!(matches!(other, Versioned::Unlisted(_)));
}

#[test]
fn one_struct_under_several_tags() {
    same(
        json!({"level": {"level": "low", "value": 1}}),
        Everything::new().level(Level::Low(Low::new().value(1))),
    );
    same(
        json!({"level": {"level": "none", "value": 1}}),
        Everything::new().level(Level::None(Low::new().value(1))),
    );
    let text = Level::Text([("a".to_owned(), "b".to_owned())].into());
    assert_eq!(serde_json::to_value(&text).unwrap(), json!({"level": "text", "a": "b"}));
    same(
        json!({"source": {"role": "source", "path": "p"}, "target": {"role": "target", "path": "q"}}),
        Everything::new().source(Place::new("p").into()).target(Place::new("q").into()),
    );
}

#[test]
fn unions_in_unions_and_bases_in_the_middle() {
    same(
        json!({"job": {"job": "Copy", "from": "f"}}),
        Everything::new().job(Copy::new().from("f").into()),
    );
    same(
        json!({"job": {"job": "rename", "to": "t"}}),
        Everything::new().job(Move::from(Rename::new("t")).into()),
    );
    same(
        json!({"job": {"job": "shape", "form": "Round", "radius": 1}}),
        Everything::new().job(Shape::from(Round::new(1)).into()),
    );
    same(
        json!({"shape": {"form": "Square", "side": 2}}),
        Everything::new().shape(Square::new(2).into()),
    );
    same(
        json!({"vehicle": {"type": "car", "doors": 3}}),
        Everything::new().vehicle(CarBase::new().doors(3).into()),
    );
    same(
        json!({"vehicle": {"type": "sports", "speed": 9}}),
        Everything::new().vehicle(Sports::new().speed(9).into()),
    );
    same(
        json!({"car": {"type": "sports", "speed": 9}}),
        Everything::new().car(Sports::new().speed(9).into()),
    );
    same(
        json!({"car": {"type": "car", "doors": 5}}),
        Everything::new().car(CarBase::new().doors(5).into()),
    );
}

#[test]
fn values_that_tell_though_nobody_says_so() {
    let aaaa = RecordAaaa::new("::1");
    round_trip(&Record::from(aaaa), json!({"data": "::1", "type": "AAAA"}));
    assert!(matches!(decode(json!({"data": "m", "type": "MX"})), Record::Unlisted(_)));
}

/// The JSON and the value that a caller makes are one.
#[track_caller]
fn same(wire: Value, value: Everything) {
    round_trip(&value, wire);
}
