//! What schemas say in odd places: beside references, in branches that hold together, in lists of values.

use openapi_runtime::json;

use super::{decode, round_trip, sent, silent};
use crate::server::Server;
use crate::*;

#[test]
fn beside_a_reference() {
    use beside_a_reference::types::{Book, Person, Shelf};
    let wire = json!({
        "title": "T", "author": null, "editor": {"name": "E"}, "created": "2026-01-02T03:04:05Z",
        "checked": "2026-01-02T03:04:05Z", "shelf": null, "reserve": null, "place": {"room": "r", "level": 1},
        "lender": {"name": "L"}
    });
    let book: Book = decode(wire.clone());
    assert_eq!((&book.author, &book.shelf, &book.reserve), (&None, &None, &None));
    assert!(book.created.is_some() && book.checked.is_some());
    // What the server sets is no argument.
    let sent =
        Book::new("T", None, None, Shelf::new().room("r")).editor(Person::new("E")).secret("s");
    assert_eq!(
        serde_json::to_value(&sent).unwrap(),
        json!({"title": "T", "author": null, "shelf": null, "reserve": {"room": "r"}, "editor": {"name": "E"}, "secret": "s"})
    );
    assert!(serde_json::from_value::<Book>(json!({"place": null})).is_err());
}

#[test]
fn enums_of_several_schemas() {
    use enums_of_several_schemas::types::{State, Task, TaskListed, TaskState};
    round_trip(&Task::new().state(TaskState::Open), json!({"state": "open"}));
    round_trip(&Task::new().state(TaskState::Empty), json!({"state": ""}));
    round_trip(
        &Task::new().clear_state().kept(State::Done),
        json!({"state": null, "kept": "done"}),
    );
    round_trip(
        &Task::new().clear_kept().listed(TaskListed::High),
        json!({"kept": null, "listed": "high"}),
    );
    round_trip(&Task::new().code("b").clear_password(), json!({"code": "b", "password": null}));
    assert!(!format!("{:?}", Task::new().password("hidden")).contains("hidden"));
}

#[test]
fn required_without_a_property() {
    use required_without_a_property::types::{Labels, Sample};
    round_trip(&Sample::new("n", "1.2"), json!({"name": "n", "version": "1.2"}));
    round_trip(&Sample::new("n", 7).size(3), json!({"name": "n", "size": 3, "version": 7}));
    // An answer without it is no fault: nothing says what it is.
    assert_eq!(decode::<Sample>(json!({"name": "n"})).version, None);
    round_trip(
        &Labels::new("n", "me").with_additional("env", "prod"),
        json!({"name": "n", "owner": "me", "env": "prod"}),
    );
}

#[test]
fn branches_that_contradict() {
    use branches_that_contradict::types::Zone;
    let zone: Zone =
        decode(json!({"size": "big", "count": 3, "result": {"name": "z", "refresh": 5}}));
    assert_eq!(
        (zone.size, zone.count, zone.result.refresh),
        (Some(json!("big")), Some(3), Some(5))
    );
}

#[test]
fn lists_that_hold_themselves() {
    use lists_that_hold_themselves::types::{Kind, Traced};
    let wire = json!({
        "trace": [{"name": "a", "kind": "call", "trace": [{"last": "return"}], "nested": [[{"name": "c"}]]}],
        "tree": {"left": {"child": {"right": "leaf"}}}
    });
    let traced: Traced = decode(wire);
    let trace = &traced.trace.unwrap()[0];
    assert_eq!(trace.trace.as_ref().unwrap()[0].last, Some(Kind::Return));
    assert_eq!(trace.nested.as_ref().unwrap()[0][0].name.as_deref(), Some("c"));
}

#[tokio::test]
async fn enums_with_names() {
    use enums_with_names::types::{Game, Level, Platform, Sort, Speed};
    let wire = json!({
        "platform": -2, "level": 2, "speed": null, "sort": "-", "stars": 3, "version": 2, "free": true,
        "ratio": 1.5, "odd": "auto", "players": 4
    });
    let game =
        Game::new(Platform::Psn).level(Level::High).clear_speed().sort(Sort::Descending).stars(3);
    round_trip(&game.ratio(1.5).odd("auto").players(4), wire);
    assert_eq!(decode::<Platform>(json!(7)), Platform::Unlisted(7));
    assert_eq!(
        (Speed::Fast.as_i64(), Platform::from(1), Level::Low.to_string()),
        (100, Platform::Xbox, "1".into())
    );

    let server = Server::json("[]").await;
    let games = enums_with_names::Client::builder(&server.url).build().unwrap().games();
    games.list().platform(Platform::None).levels([Level::Low, Level::Unlisted(9)]).await.unwrap();
    assert_eq!(server.only().target, "/games?platform=0&levels=1&levels=9");

    let server = silent().await;
    let games = enums_with_names::Client::builder(&server.url).build().unwrap().games();
    games.set_platform(Platform::Psn, &Game::new(Platform::Xbox)).await.unwrap();
    assert_eq!(server.only().target, "/platforms/-2");
    assert_eq!(sent(&server), json!({"platform": 1, "version": 2, "free": true}));
}

#[test]
fn any_of_that_combines() {
    use any_of_that_combines::types::{ByName, ByTag, Found, Query, QueryCombined, User};
    round_trip(&Query::from(ByName::new("n").limit(1)), json!({"name": "n", "limit": 1}));
    round_trip(&Query::from(ByTag::new("t")), json!({"tag": "t"}));
    round_trip(
        &Query::from(QueryCombined::new().name("n").tag("t").limit(2)),
        json!({"name": "n", "limit": 2, "tag": "t"}),
    );
    round_trip(&Query::from("text"), json!("text"));
    let found: Found = decode(
        json!({"id": "i", "owner": {"kind": "user", "name": "u"}, "closed": {"b": "x"}, "file": "f", "size": 1, "age": 2}),
    );
    let Found::File(file) = found else { panic!("{found:?}") };
    assert_eq!(
        (file.id.as_str(), file.file.as_str(), file.size, file.age),
        ("i", "f", Some(1), Some(2))
    );
    assert!(matches!(
        file.owner.unwrap(),
        any_of_that_combines::types::FoundFileOwner::User(User { .. })
    ));
}

#[test]
fn schemas_by_identifier() {
    use schemas_by_identifier::types::{PetPage, TagPage, Tree};
    let page: PetPage = decode(json!({"items": [{
        "name": "n", "category": {"name": "c"}, "categoryName": "d", "detailsId": 7,
        "details": {"id": 8, "next": 9, "label": {"text": "l"}}, "other": {"name": "o"}, "lost": [1]
    }], "next": "p"}));
    let pet = &page.items.unwrap()[0];
    assert_eq!(pet.category.as_ref().unwrap().name.as_deref(), Some("c"));
    assert_eq!(pet.other.as_ref().unwrap().name.as_deref(), Some("o"));
    assert_eq!((pet.category_name.as_deref(), pet.details_id), (Some("d"), Some(7)));
    let details = pet.details.as_ref().unwrap();
    assert_eq!(
        (details.id, details.next, details.label.as_ref().unwrap().text.as_str()),
        (Some(8), Some(9), "l")
    );
    let tags: TagPage = decode(json!({"items": ["a"]}));
    assert_eq!(tags.items, Some(vec!["a".to_owned()]));
    let tree: Tree = decode(json!({"name": "a", "children": [{"name": "b", "children": []}]}));
    assert_eq!(tree.children.unwrap()[0].name.as_deref(), Some("b"));
}
