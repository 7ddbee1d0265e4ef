//! What the members of an object become.

use openapi_runtime::{Id, json};

use super::{decode, round_trip, sent, silent};
use crate::server::Server;
use crate::*;

#[test]
fn optional_field() {
    use optional_field::types::Pet;
    round_trip(&Pet::new(7).type_("cat"), json!({"id": 7, "type": "cat"}));
    round_trip(&Pet::new(7).nick_name("Tom"), json!({"id": 7, "nickName": "Tom"}));
    let pet: Pet = decode(json!({"id": 7, "nickName": null, "legs": 4}));
    assert_eq!(pet, Pet::new(7));
    assert!(serde_json::from_value::<Pet>(json!({"type": "cat"})).is_err());
}

#[tokio::test]
async fn nullable() {
    use nullable::types::{Change, Owner};
    assert_eq!(serde_json::to_value(Change::new()).unwrap(), json!({}));
    assert_eq!(serde_json::to_value(Change::new().clear_name()).unwrap(), json!({"name": null}));
    let change = Change::new().name("Tom").tags(["a"]).owner(Owner::new("o@example.com")).age(3);
    let wire = json!({"name": "Tom", "tags": ["a"], "owner": {"email": "o@example.com"}, "age": 3});
    round_trip(&change, wire);
    let change: Change = decode(json!({"tags": null, "owner": null, "age": null}));
    assert_eq!((change.tags.flatten(), change.owner.flatten(), change.age), (None, None, None));

    let server = silent().await;
    let pets = nullable::Client::builder(&server.url).build().unwrap().pets();
    pets.change_name().clear_name().await.unwrap();
    assert_eq!(sent(&server), json!({"name": null}));

    let server = silent().await;
    let pets = nullable::Client::builder(&server.url).build().unwrap().pets();
    pets.change_name().age(3).await.unwrap();
    assert_eq!(sent(&server), json!({"age": 3}));
}

#[tokio::test]
async fn required_nullable() {
    use required_nullable::types::{Access, App};
    round_trip(&App::new(None, None), json!({"name": null, "access": null}));
    let app = App::new(Some("blog"), Access::new().users(["u"]));
    round_trip(&app, json!({"name": "blog", "access": {"users": ["u"]}}));

    let server = silent().await;
    let apps = required_nullable::Client::builder(&server.url).build().unwrap().apps();
    apps.set_access(None, None).await.unwrap();
    assert_eq!(sent(&server), json!({"users": null, "note": null}));
}

#[test]
fn many_required_members() {
    use many_required_members::types::{
        Disk, Machine, MachineRequired, MachineType, Plan, PlanRequired,
    };
    // Every member, in whatever order: the wire has that of the description.
    let required = MachineRequired {
        memory: 1024,
        type_: MachineType::Small,
        tags: vec!["web".to_owned()],
        host_name: None,
        label: "web-1".to_owned(),
    };
    let machine = Machine::new(required.clone()).note("The first.");
    let wire = json!({
        "label": "web-1", "hostName": null, "tags": ["web"], "type": "small", "memory": 1024, "note": "The first.",
    });
    round_trip(&machine, wire);
    let named = MachineRequired { host_name: Some("web1".to_owned()), ..required };
    assert_eq!(serde_json::to_value(Machine::new(named.clone())).unwrap()["hostName"], "web1");

    // Four are arguments, as before.
    let disk = serde_json::to_value(Disk::new(7, "data", 20, true)).unwrap();
    assert_eq!(disk, json!({"machine": 7, "label": "data", "size": 20, "fast": true}));

    // What the server sets and what has one value only is not asked for.
    let machine = Machine::new(named);
    let of = |after: Option<Plan>| PlanRequired {
        secret: "s3cr3t".into(),
        owner: 7.into(),
        since: "2026-01-31T12:00:00Z".into(),
        steps: [("copy".to_owned(), vec![None])].into(),
        after: after.map(Box::new),
        machine: machine.clone(),
    };
    assert!(!format!("{:?}", of(None)).contains("s3cr3t"));
    let plan = serde_json::to_value(Plan::new(of(Some(Plan::new(of(None)))))).unwrap();
    assert_eq!(plan["after"]["after"], json!(null));
    for plan in [&plan, &plan["after"]] {
        assert_eq!((&plan["kind"], &plan["mode"]), (&json!("plan"), &json!("nightly")));
        assert_eq!((&plan["secret"], &plan["owner"]), (&json!("s3cr3t"), &json!(7)));
        assert_eq!((&plan["steps"], plan.get("id")), (&json!({"copy": [null]}), None));
    }
}

#[tokio::test]
async fn const_member() {
    use const_member::types::{Card, CardScheme};
    let wire = json!({"kind": "card", "version": 2, "strict": true, "number": "42"});
    round_trip(&Card::new("42"), wire);
    assert_eq!(
        serde_json::to_value(Card::new("4").scheme(CardScheme::Visa)).unwrap()["scheme"],
        "visa"
    );

    let server = silent().await;
    let payments = const_member::Client::builder(&server.url).build().unwrap().payments();
    payments.refund(7).await.unwrap();
    assert_eq!(sent(&server), json!({"kind": "refund", "version": 2, "amount": 7}));
}

#[test]
fn free_form_and_maps() {
    use free_form_and_maps::types::{Settings, Volume};
    round_trip(&Settings::new(json!(null)), json!({"anything": null}));
    let nested = [("a", vec![[("b".to_owned(), "c".to_owned())].into()])];
    let settings = Settings::new(json!([1]))
        .free(json!({"x": {}}))
        .ports([("ssh", 22), ("web", 80)])
        .nested(nested)
        .volumes([("data", Volume::new().size(6_442_450_944))])
        .either(true);
    let wire = json!({
        "anything": [1], "free": {"x": {}}, "ports": {"ssh": 22, "web": 80}, "nested": {"a": [{"b": "c"}]},
        "volumes": {"data": {"size": 6_442_450_944_i64}}, "either": true,
    });
    round_trip(&settings, wire);
}

#[test]
fn additional_properties_beside_properties() {
    use additional_properties_beside_properties::types::{Labels, Open};
    let labels = Labels::new("n").with_additional("a", 1).with_additional("b", 2);
    round_trip(&labels, json!({"name": "n", "a": 1, "b": 2}));
    let open = Open::new().additional("x").with_additional_members("y", json!([null]));
    round_trip(&open, json!({"additional": "x", "y": [null]}));
}

#[test]
fn read_and_write_only() {
    use read_and_write_only::types::{Marks, Stamp, User};
    let user = User::new("a@example.com", "1234");
    assert_eq!(
        serde_json::to_value(&user).unwrap(),
        json!({"email": "a@example.com", "pin": "1234"})
    );
    // The server does not give back what only the caller sends, and adds what only the server sets.
    let user: User =
        decode(json!({"id": "u", "email": "a@example.com", "created": "2024-01-01T00:00:00Z"}));
    assert_eq!((user.id.as_deref(), user.pin), (Some("u"), None));
    assert_eq!(user.created.unwrap().as_str(), "2024-01-01T00:00:00Z");
    // Objects of which the server sets everything, or everything that has a name.
    let stamp: Stamp = decode(json!({"by": "scrooge"}));
    assert_eq!(serde_json::to_value(&stamp).unwrap(), json!({}));
    let marks: Marks = decode(json!({"total": 3, "maths": 1, "duck": 2}));
    assert_eq!(serde_json::to_value(&marks).unwrap(), json!({"duck": 2, "maths": 1}));
    let user = User::new("b@example.com", "1").stamp(stamp).marks(marks);
    assert_eq!(
        serde_json::to_value(&user).unwrap(),
        json!({"email": "b@example.com", "pin": "1", "stamp": {}, "marks": {"duck": 2, "maths": 1}})
    );
}

#[tokio::test]
async fn id_as_number_or_text() {
    let tasks = [json!({"id": 295, "parentId": "7"}), json!({"id": "295", "parentId": 7})];
    for wire in tasks {
        let server = crate::server::Server::json(&wire.to_string()).await;
        let client = id_as_number_or_text::Client::builder(&server.url).build().unwrap();
        let task = client.tasks().get(295).await.unwrap();
        assert_eq!((task.id, task.parent_id), (Id::from("295"), Some(Id::from(7))));
        assert_eq!(server.only().target, "/tasks/295");
    }
}

#[tokio::test]
async fn secrets() {
    use secrets::types::{Login, Token};
    let login = Login::new("dewey", "hunter2").codes(["0815"]);
    let shown = format!("{login:?}");
    assert!(
        shown.contains("dewey") && !shown.contains("hunter2") && !shown.contains("0815"),
        "{shown}"
    );
    let wire = json!({"name": "dewey", "password": "hunter2", "codes": ["0815"]});
    assert_eq!(serde_json::to_value(&login).unwrap(), wire);
    let token: Token = decode(json!({"token": "t0ken"}));
    assert!(!format!("{token:?}").contains("t0ken"));
    assert_eq!(token.token.expose(), "t0ken");

    let server = silent().await;
    let users = secrets::Client::builder(&server.url).build().unwrap().users();
    let call = users.set_password("hunter2").hint("a film");
    assert!(!format!("{call:?}").contains("hunter2"));
    call.await.unwrap();
    assert_eq!(sent(&server), json!({"password": "hunter2", "hint": "a film"}));
}

#[tokio::test]
async fn hidden_in_debug() {
    use hidden_in_debug::types::{App, Login, LoginRequired, Session, TsigKey};
    let env = [("A", "hunter2"), ("B", "hunter2")];
    #[allow(deprecated, reason = "it is what the description deprecates")]
    let app = App::new("blog", env, "wp")
        .environment(["A=hunter2"])
        .headers(json!({"X-Key": "hunter2"}))
        .labels([("tier", "gold")])
        .smtp_password("hunter2")
        .token_type("bearer")
        .max_tokens(7)
        .pepper(4711)
        .secret_santa("donald");
    assert_eq!(
        format!("{app:?}"),
        "App { name: \"blog\", env: {\"A\": REDACTED, \"B\": REDACTED}, type_: \"wp\", \
         environment: Some([REDACTED]), headers: Some({\"X-Key\": REDACTED}), \
         labels: Some({\"tier\": \"gold\"}), smtp_password: Some(Some(REDACTED)), \
         token_type: Some(\"bearer\"), max_tokens: Some(7), pepper: Some(REDACTED), secret_santa: Some(\"donald\") }"
    );
    // It is what it was for everything else.
    assert_eq!(serde_json::to_value(&app).unwrap()["env"]["A"], "hunter2");
    assert_eq!(app.env["A"], "hunter2");
    let key: TsigKey = decode(json!({"name": "k", "key": "hunter2"}));
    assert_eq!(
        format!("{key:?}"),
        "TsigKey { name: Some(\"k\"), algorithm: None, key: Some(REDACTED) }"
    );
    let required = LoginRequired {
        a: "a".into(),
        b: "b".into(),
        c: "c".into(),
        d: "d".into(),
        passphrase: "hunter2".into(),
    };
    assert!(!format!("{required:?}{:?}", Login::new(required.clone())).contains("hunter2"));
    assert!(<Session as openapi_runtime::Decode>::holds_secrets());
    assert!(!<App as openapi_runtime::Decode>::holds_secrets());
}

#[test]
#[allow(deprecated, reason = "it is what the description deprecates")]
fn odd_members() {
    use odd_members::types::{Cell, Odd, OddState};
    let odd = Odd::new(1, "f", [("a", Some(1)), ("b", None)], [Some(OddState::On), None])
        .default("d")
        .grid([vec![Cell::new().at(0.5)]])
        .with_additional("more", Cell::new());
    let wire = json!({
        "encode": 1, "finish": "f", "default": "d", "counts": {"a": 1, "b": null}, "states": ["on", null],
        "grid": [[{"at": 0.5}]], "tuple": [1, {"a": null}], "more": {},
    });
    round_trip(&odd, wire);
}

#[tokio::test]
async fn tuples_and_patterns() {
    use tuples_and_patterns::types::{Kind, Notes, Ride};
    let after = Ride::new((0.0, 0.5, Kind::Street));
    let ride = Ride::new((1.5, 2.0, Kind::Door))
        .span((1, None))
        .open([json!("a"), json!(1), json!(true)])
        .same(["a", "b"])
        .short([json!("a")])
        .after((after, "x".to_owned()))
        .prices([("EUR", 1.0)])
        .notes(Notes::new().first("a").with_additional("n1", 1));
    let wire = json!({
        "from": [1.5, 2, "door"], "span": [1, null], "open": ["a", 1, true], "same": ["a", "b"], "short": ["a"],
        "after": [{"from": [0, 0.5, "street"]}, "x"], "prices": {"EUR": 1}, "notes": {"first": "a", "n1": 1},
    });
    round_trip(&ride, wire.clone());
    // What may be missing may be missing here, too; what is too much is left aside.
    assert_eq!(
        decode::<Ride>(json!({"from": [1, 2, "door", 4], "span": [7]})).span,
        Some((7, None))
    );
    let error = serde_json::from_value::<Ride>(json!({"from": [1, 2]})).unwrap_err();
    assert_eq!(error.to_string(), "/from/2: expected a value, found nothing");

    let server = Server::json(&wire.to_string()).await;
    let rides = tuples_and_patterns::Client::builder(&server.url).build().unwrap().rides();
    assert_eq!(rides.add(&ride).near((1.0, 2.5)).await.unwrap(), ride);
    assert_eq!(server.only().target, "/rides?near=1,2.5");
}
