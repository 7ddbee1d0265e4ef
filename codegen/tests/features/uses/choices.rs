//! Values of one of several kinds, and types that are made of others.

use openapi_runtime::json;

use super::{decode, round_trip, sent, silent};
use crate::server::Server;
use crate::*;

#[tokio::test]
async fn open_enum() {
    use open_enum::types::{RunState, RunTrigger};
    let server = Server::json(
        r#"[{"state": "not-started", "trigger": "cron"}, {"state": "exploded", "trigger": null}]"#,
    )
    .await;
    let client = open_enum::Client::builder(&server.url).build().unwrap();
    let runs = client.runs().list().state(RunState::NotStarted).await.unwrap();
    assert_eq!(server.only().target, "/runs?state=not-started");
    assert_eq!(
        (&runs[0].state, &runs[0].trigger),
        (&RunState::NotStarted, &Some(RunTrigger::Cron))
    );
    assert_eq!(runs[1].state, RunState::Unlisted("exploded".to_owned()));
    assert_eq!(runs[1].trigger, None);
    assert_eq!(RunState::from("running").to_string(), "running");
}

#[test]
fn enum_values_that_collide_or_are_signs() {
    use enum_values_that_collide_or_are_signs::types::{
        Operator, Rule, RuleCase, RuleNumber, RuleSort,
    };
    assert_eq!(Operator::from("<="), Operator::LessEqual);
    assert_eq!(Operator::TildeStar.as_str(), "~*");
    for wire in ["a-b", "a_b", "aB", "AB", "Unlisted", "Self", "self"] {
        let value = RuleCase::from(wire);
        assert_eq!(value.as_str(), wire);
        assert!(!matches!(value, RuleCase::Unlisted2(_)), "{wire}");
    }
    let rule: Rule = decode(json!({"number": "-1", "sort": "-name", "level": 4, "mixed": 1}));
    assert_eq!((rule.number, rule.sort), (Some(RuleNumber::Minus1), Some(RuleSort::MinusName)));
    assert_eq!((rule.level, rule.mixed), (Some(4), Some(json!(1))));
}

#[test]
fn discriminated_union() {
    use discriminated_union::types::{Blob, Circle, Shape, Square};
    round_trip(&Shape::from(Circle::new(1.5)), json!({"kind": "circle", "radius": 1.5}));
    round_trip(&Shape::from(Square::new(2.0)), json!({"kind": "square", "side": 2}));
    round_trip(&Shape::Blob(Blob::new().area(3.5)), json!({"kind": "blob", "area": 3.5}));
    round_trip(&Shape::Cloud(Blob::new().area(3.5)), json!({"kind": "cloud", "area": 3.5}));
    let unknown = json!({"kind": "star", "rays": 5});
    round_trip(&Shape::Unlisted(unknown.clone()), unknown);
    // The discriminator decides, not what happens to fit.
    let error =
        serde_json::from_value::<Shape>(json!({"kind": "circle", "side": 1.0})).unwrap_err();
    assert!(error.to_string().starts_with("/radius: "), "{error}");
}

#[test]
fn one_value_for_two_branches() {
    use one_value_for_two_branches::types::Item;
    let item = |value| decode::<Item>(value);
    let question = item(json!({"type": "message", "question": "Why?"}));
    assert!(matches!(question, Item::Question(it) if it.question == "Why?"));
    let reply = item(json!({"type": "message", "answer": "Because."}));
    assert!(matches!(reply, Item::Reply(it) if it.answer == "Because."));
    assert!(matches!(item(json!({"type": "image", "url": "/a.png"})), Item::Image(_)));
    assert!(matches!(item(json!({"type": "sound"})), Item::Unlisted(_)));
}

#[test]
fn wrong_discriminator_mapping() {
    use wrong_discriminator_mapping::types::{Domain, ManualDomain};
    let domain: Domain = decode(json!({"provider": "route53", "zone": "z"}));
    assert!(matches!(domain, Domain::Route53(it) if it.zone == "z"));
    let domain: Domain = decode(json!({"provider": "manual"}));
    assert!(matches!(domain, Domain::Manual(ManualDomain { .. })));
    assert!(matches!(decode(json!({"provider": "AWS Route53"})), Domain::Unlisted(_)));
}

#[test]
fn untagged_union() {
    use untagged_union::types::{Access, AccessPassword, Restriction};
    round_trip(&Access::from("all"), json!("all"));
    round_trip(&Access::from(7), json!(7));
    round_trip(&Access::List(vec!["a".to_owned()]), json!(["a"]));
    round_trip(&Access::from(Restriction::new(["u"])), json!({"users": ["u"]}));
    round_trip(&Access::from(AccessPassword::new("p")), json!({"password": "p"}));
    round_trip(&Access::Unlisted(json!(true)), json!(true));
}

#[test]
fn all_of() {
    use all_of::types::Cat;
    round_trip(&Cat::new("Tom", 3, 9), json!({"name": "Tom", "age": 3, "lives": 9}));
    assert!(serde_json::from_value::<Cat>(json!({"name": "Tom", "lives": 9})).is_err());
}

#[test]
fn all_of_narrows_a_property() {
    use all_of_narrows_a_property::types::{Dog, DogSize};
    let dog = Dog::new(DogSize::Small).name("Rex");
    round_trip(&dog, json!({"kind": "dog", "size": "small", "name": "Rex"}));
}

#[test]
fn recursive_type() {
    use recursive_type::types::Node;
    let leaf = || Node::new("leaf", None);
    let tree = Node::new("root", leaf()).next(leaf()).children([leaf()]).by_name([("x", leaf())]);
    let wire = json!({"name": "leaf", "kept": null});
    let root = json!({"name": "root", "next": wire, "kept": wire, "children": [wire], "by_name": {"x": wire}});
    round_trip(&tree, root);
}

#[test]
fn mutually_recursive_types() {
    use mutually_recursive_types::types::{Expression, Negation, Sum};
    let sum = Sum::new([Expression::from(1.5), Negation::new(2.5.into()).into()]);
    round_trip(&Expression::from(sum), json!({"terms": [1.5, {"not": 2.5}]}));
}

#[test]
fn identical_shapes_merged() {
    use identical_shapes_merged::types::{Colour, Pair, PairLeft, PairLeftColour, PairThird};
    let pair = Pair::new(PairLeft::new(1.0, 2.0), PairLeft::new(3.0, 4.0), PairThird::new(5.0))
        .left_colour(PairLeftColour::Red)
        .right_colour(PairLeftColour::Green)
        .third_colour(Colour::Blue)
        .named(Colour::Blue);
    let wire = serde_json::to_value(&pair).unwrap();
    assert_eq!((&wire["right"], &wire["rightColour"]), (&json!({"x": 3, "y": 4}), &json!("green")));
    let point: PairLeft = decode(json!({"x": 1, "y": 2}));
    assert_eq!(point, PairLeft::new(1.0, 2.0));
}

#[test]
fn type_arrays_and_31_forms() {
    use type_arrays_and_31_forms::types::{
        Local, Values, ValuesClosed, ValuesNarrowed, ValuesSeveral,
    };
    let values = Values::new(ValuesSeveral::from("s"))
        .number(1.5)
        .clear_nullable()
        .tuple(("a".to_owned(), 1))
        .narrowed(ValuesNarrowed::A)
        .local(Local::new().here(true))
        .closed(ValuesClosed::new().a(1));
    let wire = json!({
        "several": "s", "number": 1.5, "nullable": null, "tuple": ["a", 1], "narrowed": "a",
        "local": {"here": true}, "closed": {"a": 1},
    });
    assert_eq!(serde_json::to_value(&values).unwrap(), wire);
    for several in [json!("s"), json!(1), json!(true), json!([])] {
        let values: Values = decode(json!({"several": several}));
        assert_eq!(serde_json::to_value(&values.several).unwrap(), several);
        assert_eq!(matches!(values.several, ValuesSeveral::Unlisted(_)), several.is_array());
    }
}

#[test]
fn members_beside_one_of() {
    use members_beside_one_of::types::{Message, MessageImage, MessageText};
    round_trip(&Message::from(MessageText::new("you", "hi")), json!({"to": "you", "text": "hi"}));
    round_trip(&Message::from(MessageImage::new("you", "x")), json!({"to": "you", "url": "x"}));
}

#[test]
fn union_that_leads_back() {
    use union_that_leads_back::types::{Other, Single, Value};
    assert_eq!(
        decode::<Value>(json!({"single": 1})),
        Value::Single(decode::<Single>(json!({"single": 1})))
    );
    assert_eq!(decode::<Value>(json!(true)), Value::Bool(true));
    assert!(matches!(decode(json!({"single": 1})), Other::Single(_)));
    assert!(matches!(decode(json!("x")), Value::Unlisted(_)));
}

#[test]
fn union_with_members_that_leads_back() {
    use union_with_members_that_leads_back::types::Value;
    let value: Value = decode(json!({"note": "n", "single": 1}));
    assert!(
        matches!(value, Value::Single(it) if it.single == 1 && it.note.as_deref() == Some("n"))
    );
}

#[test]
fn body_that_requires_itself() {
    use body_that_requires_itself::types::Knot;
    // What the description requires has no end; so what closes the circle is optional.
    let knot = Knot::new().left(Knot::new().name("inner"));
    assert_eq!(serde_json::to_value(&knot).unwrap(), json!({"left": {"name": "inner"}}));
}

#[tokio::test]
async fn discriminator_of_a_base() {
    use discriminator_of_a_base::types::{Cat, Dog, Fish, Pet, PetBase};
    let dog = Dog::new("Rex", "Ann").friend(Fish::new("Wanda").into());
    let wire = json!({
        "kind": "hound", "name": "Rex", "master": "Ann", "friend": {"kind": "Fish", "name": "Wanda"},
    });
    round_trip(&Pet::from(dog), wire);
    round_trip(&Pet::Pet(PetBase::new("x")), json!({"kind": "Pet", "name": "x"}));
    round_trip(
        &Pet::Cat(Cat::new("Tom").lives(9)),
        json!({"kind": "Cat", "name": "Tom", "lives": 9}),
    );
    let other = json!({"kind": "Horse", "name": "Jolly", "speed": 3});
    assert_eq!(decode::<Pet>(other.clone()), Pet::Unlisted(other));

    let server = silent().await;
    let pets = discriminator_of_a_base::Client::builder(&server.url).build().unwrap().pets();
    pets.add(&Fish::new("Wanda").into()).await.unwrap();
    assert_eq!(sent(&server), json!({"kind": "Fish", "name": "Wanda"}));
}

#[test]
fn swagger_discriminator() {
    use swagger_discriminator::types::{Event, EventBase, PushEvent, TagEvent};
    let push = json!({"type": "push_event", "branch": "main"});
    round_trip(&Event::PushEvent(PushEvent::new("main")), push);
    round_trip(
        &Event::TagEvent(TagEvent::new().tag("v1")),
        json!({"type": "tag_event", "tag": "v1"}),
    );
    round_trip(&Event::Other(EventBase::new()), json!({"type": "other"}));
}

#[test]
fn types_that_require_each_other() {
    use types_that_require_each_other::types::{Address, Company, Person};
    let address = Address::new("Ulm", Vec::<Person>::new(), None);
    let person = Person::new(
        "Ann",
        address.owner(
            Company::new(Person::new("Bob", Address::new("Bonn", Vec::<Person>::new(), None)))
                .into(),
        ),
    );
    let bonn = json!({"city": "Bonn", "neighbours": [], "former": null});
    let bob = json!({"name": "Bob", "address": bonn});
    let ulm = json!({"city": "Ulm", "owner": {"head": bob}, "neighbours": [], "former": null});
    round_trip(&person, json!({"name": "Ann", "address": ulm}));
}
