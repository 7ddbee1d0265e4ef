//! Parameters, as they go over the wire.

use super::silent;
use crate::*;

#[tokio::test]
async fn query_lists() {
    use query_lists::types::SearchKind;
    let server = silent().await;
    let search = query_lists::Client::builder(&server.url).build().unwrap().search();
    let two = ["a b", "c,d"];
    search
        .search([1, 2])
        .repeated(two)
        .comma(two)
        .space(two)
        .pipe(two)
        .json(two)
        .kinds([SearchKind::Old, SearchKind::from("odd")])
        .await
        .unwrap();
    assert_eq!(
        server.only().target.split(['?', '&']).collect::<Vec<_>>(),
        [
            "/search",
            "ids%5B%5D=1",
            "ids%5B%5D=2",
            "repeated=a%20b",
            "repeated=c%2Cd",
            "comma=a%20b,c%2Cd",
            "space=a%20b%20c%2Cd",
            "pipe=a%20b%7Cc%2Cd",
            "json=%5B%22a%20b%22%2C%22c%2Cd%22%5D",
            "kinds=old,odd",
        ]
    );
}

#[tokio::test]
async fn deep_object() {
    use deep_object::types::Filter;
    let server = silent().await;
    let search = deep_object::Client::builder(&server.url).build().unwrap().search();
    let filter = Filter::new().name("x y").min_age(3);
    let call = search.search().filter(&filter).members(&filter).flat(&filter).json(&filter);
    call.labels([("a", "1"), ("b", "2")]).await.unwrap();
    assert_eq!(
        server.only().target.split(['?', '&']).collect::<Vec<_>>(),
        [
            "/search",
            "filter[name]=x%20y",
            "filter[minAge]=3",
            "name=x%20y",
            "minAge=3",
            "flat=name,x%20y,minAge,3",
            "json=%7B%22name%22%3A%22x%20y%22%2C%22minAge%22%3A3%7D",
            "labels[a]=1",
            "labels[b]=2",
        ]
    );
}

#[tokio::test]
async fn header_and_cookie_parameters() {
    let server = silent().await;
    let things =
        header_and_cookie_parameters::Client::builder(&server.url).build().unwrap().things();
    let call = things.list("r1").x_tags(["a", "b"]).session("s=1").theme("dark");
    call.cookie_theme(7).header_theme(true).await.unwrap();
    let received = server.only();
    assert_eq!(received.target, "/things?theme=dark");
    assert_eq!(received.header("x-request-id"), Some("r1"));
    assert_eq!(received.header("x-tags"), Some("a,b"));
    assert_eq!(received.header("theme"), Some("true"));
    assert_eq!(received.header("cookie"), Some("session=s=1; theme=7"));
}

#[tokio::test]
async fn path_arguments() {
    use path_arguments::types::PetFormat;
    let server = silent().await;
    let pets = path_arguments::Client::builder(&server.url).build().unwrap().pets();
    pets.get(7, "../Tom & Co?", PetFormat::Json).await.unwrap();
    assert_eq!(server.only().target, "/shops/7/pets/..%2FTom%20%26%20Co%3F.json");
    assert!(pets.get(7, "", PetFormat::Xml).await.unwrap_err().to_string().contains("`name`"));

    let server = silent().await;
    let pets = path_arguments::Client::builder(&server.url).build().unwrap().pets();
    pets.delete(["a", "b,c"]).await.unwrap();
    assert_eq!(server.only().target, "/pets/a,b%2Cc");

    let server = silent().await;
    let pets = path_arguments::Client::builder(&server.url).build().unwrap().pets();
    pets.find_pet("Tom/2", [1, 2]).await.unwrap();
    assert_eq!(server.only().target, "/pets/.Tom%2F2/;matrix=1;matrix=2");
}

#[tokio::test]
async fn path_variables_that_say_more() {
    let server = silent().await;
    let files = path_variables_that_say_more::Client::builder(&server.url).build().unwrap().files();
    files.open("projects/p 1/files/a/b").await.unwrap();
    files.get("a/b").await.unwrap();
    files.raw(2026, "x/y?z").await.unwrap();
    files.delete_tree(["a", "b"]).await.unwrap();
    let targets: Vec<String> = server.received().into_iter().map(|it| it.target).collect();
    let expected =
        ["/v1/projects/p%201/files/a/b:read", "/v2/a/b", "/raw/2026/x/y%3Fz", "/tree/a/b"];
    assert_eq!(targets, expected);
    let error = files.get("a/../b").await.unwrap_err().to_string();
    assert!(error.contains("argument `name` must not have a segment"), "{error}");
}

#[tokio::test]
async fn unsigned_integers() {
    use unsigned_integers::types::Disk;
    let disk = r#"{"size":18446744073709551615,"limit":10000000000000000000,"magic":18446744073709551615,"quota":null,"used":7.0}"#;
    let server = crate::server::Server::json(disk).await;
    let disks = unsigned_integers::Client::builder(&server.url).build().unwrap().disks();
    let sent = Disk::new(u64::MAX, 1).used(9_223_372_036_854_775_808);
    let sent = sent.sectors([("a", u64::MAX), ("b", 2)]).signed(i64::MAX).rounded(0);
    let call = disks.set(u64::MAX, &sent).from(u64::MAX).x_mask(u64::MAX).sectors([1, u64::MAX]);
    let received = call.await.unwrap();
    assert_eq!((received.size, received.limit), (u64::MAX, 10_000_000_000_000_000_000));
    assert_eq!((received.used, received.quota), (Some(7), Some(None)));
    let request = server.only();
    let most = "18446744073709551615";
    assert_eq!(request.target, format!("/disks/{most}?from={most}&sectors=1&sectors={most}"));
    assert_eq!(request.header("x-mask"), Some(most));
    assert_eq!(
        request.text(),
        format!(
            "{{\"magic\":{most},\"size\":{most},\"used\":9223372036854775808,\"limit\":1,\
             \"sectors\":{{\"a\":{most},\"b\":2}},\"signed\":9223372036854775807,\"rounded\":0}}"
        )
    );
}

#[tokio::test]
async fn parameters_with_content() {
    use parameters_with_content::types::Filter;
    let server = silent().await;
    let search = parameters_with_content::Client::builder(&server.url).build().unwrap().search();
    let filter = Filter::new().user("ü").n(1);
    let call = search.search(&filter, &filter).x_note("two words").words("two words");
    call.quoted("q").list([1.0, 2.5]).state(&Filter::new().user("a,b")).await.unwrap();
    let received = server.only();
    assert_eq!(
        received.target,
        "/search/%7B%22user%22%3A%22%C3%BC%22%2C%22n%22%3A1%7D?words=two%20words&quoted=%22q%22&list=%5B1%2C2.5%5D"
    );
    assert_eq!(received.header("x-filter"), Some(r#"{"user":"\u00fc","n":1}"#));
    assert_eq!(received.header("x-note"), Some("two words"));
    assert_eq!(received.header("cookie"), Some("state={%22user%22:%22a%2Cb%22}"));
}

/// What is said is for the reader: the server decides, and nothing is checked on what comes.
#[tokio::test]
async fn limits() {
    use crate::server::Server;

    let server = Server::json(r#"{"count": 11}"#).await;
    let client = limits::Client::builder(&server.url).build().unwrap();
    let pet = limits::types::Pet::new(31).labels([("a", "b")]);
    let answer = client.pets().set("UPPER", 3, &pet).limit(1000).await.unwrap();
    assert_eq!(answer.count, Some(11));
    let calls = include_str!("../limits/expected/src/api/pets.rs");
    assert!(calls.contains("/// - `name`: 1 to 64 characters. Must match `^[a-z]+$`.\n"));
    assert!(calls.contains("/// - `level`: More than 0. A multiple of 5.\n"));
    assert!(calls.contains("/// How many.\n    ///\n    /// At least 1 and at most 100.\n"));
    assert!(calls.contains("/// At most 5 items. No two items are equal.\n"));
    let types = include_str!("../limits/expected/src/types/pets.rs");
    assert!(types.contains("/// At least 0 and at most 30.\n"));
    assert!(types.contains("/// In kilograms.\n    ///\n    /// More than 0.\n"));
    assert!(types.contains("/// 1 to 200 characters.\n"));
    assert!(types.contains("/// At most 3 properties.\n"));
    // The server sets it, or sends it: nothing that a caller could break.
    assert!(!types.contains("8 characters") && !types.contains("at most 10"));
}
