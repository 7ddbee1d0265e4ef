//! Lists that come in pages.

use openapi_runtime::testing::{Reply, Script};
use openapi_runtime::{Error, json};

use crate::*;

#[tokio::test]
async fn paged_lists() {
    use paged_lists::types::Pet;

    let pets = |names: &[&str]| json!({"pets": names.iter().map(|it| json!({"name": it})).collect::<Vec<_>>()});
    let script = Script::new()
        .then(Reply::json(&pets(&["a", "b"])).header("x-total", "3"))
        .then(Reply::json(&pets(&["c"])).header("x-total", "3"))
        .then(Reply::json(&json!(["d", "e"])))
        .then(Reply::json(&json!(["f"])))
        .then(Reply::json(&json!({"found": [{"name": "g"}], "meta": {"next": "h"}})))
        .then(Reply::json(&json!({"found": [{"name": "h"}]})));
    let client =
        paged_lists::Client::builder("http://x").transport(script.clone()).build().unwrap();
    let api = client.pets();

    // A parameter that is called like a function of the call has another name.
    let mut items = api.list().kind("cat").pages_(7).items();
    let mut names = Vec::new();
    while let Some(pet) = items.next().await {
        names.push(pet.unwrap().name);
    }
    let mut owned = Vec::new();
    let mut pages = api.list_of_owner("dewey").limit(2).pages();
    while let Some(page) = pages.next().await {
        owned.push(page.unwrap().items);
    }
    let found: Result<Vec<Pet>, Error> = api.search().items().into_vec().await;
    names.extend(found.unwrap().into_iter().map(|it| it.name));

    assert_eq!(names, ["a", "b", "c", "g", "h"]);
    assert_eq!(owned, [vec!["d", "e"], vec!["f"]]);
    let asked: Vec<String> = script.requests().iter().map(|it| it.uri().to_string()).collect();
    assert_eq!(
        asked,
        [
            "http://x/pets?kind=cat&pages=7&per_page=2&page=0",
            "http://x/pets?kind=cat&pages=7&per_page=2&page=1",
            "http://x/owners/dewey/pets?limit=2&skip=0",
            "http://x/owners/dewey/pets?limit=2&skip=2",
            "http://x/search",
            "http://x/search?after=h",
        ]
    );
}
