//! Lists in pages: which pages are asked for, and when it ends.

use futures_util::{StreamExt, TryStreamExt};
use openapi_runtime::testing::{Reply, Script};
use openapi_runtime::{Items, Pages, Paging, Value, json};

use crate::client;

pub(crate) const NUMBERED: Paging = Paging::numbered("page", 1).sized("per_page");
pub(crate) const SIZED: Paging = NUMBERED.size(2).total("X-Total");
pub(crate) const OFFSETS: Paging = Paging::offset("offset").sized("limit").size(2);
pub(crate) const CURSORS: Paging =
    Paging::cursor("after", "meta.next").sized("limit").items("pets");

/// A server with a page for each reply.
pub(crate) fn script(pages: &[Value]) -> Script {
    pages.iter().fold(Script::new(), |script, page| script.then(Reply::json(page)))
}

fn pages(script: &Script, query: &[(&str, i64)], rule: &'static Paging) -> Pages<Value> {
    let call = client(script).get("listPets", "/pets");
    let call = query.iter().fold(call, |call, (name, value)| call.query(name, value));
    call.json::<Value>().pages(rule)
}

pub(crate) fn items(script: &Script, query: &[(&str, i64)], rule: &'static Paging) -> Items<Value> {
    pages(script, query, rule).items()
}

fn queries(script: &Script) -> Vec<String> {
    script.requests().iter().map(|it| it.query().to_owned()).collect()
}

/// What comes of all pages, and what was asked for.
pub(crate) async fn walked(
    replies: &[Value],
    query: &[(&str, i64)],
    rule: &'static Paging,
) -> (Value, Vec<String>) {
    let script = script(replies);
    let found = items(&script, query, rule).into_vec().await.unwrap();
    (Value::Array(found), queries(&script))
}

#[tokio::test]
async fn a_short_page_is_the_last() {
    let (found, asked) = walked(&[json!([1, 2]), json!([3, 4]), json!([5])], &[], &SIZED).await;
    assert_eq!(found, json!([1, 2, 3, 4, 5]));
    assert_eq!(asked, ["per_page=2&page=1", "per_page=2&page=2", "per_page=2&page=3"]);
}

#[tokio::test]
async fn an_empty_page_is_behind_the_last() {
    let (found, asked) = walked(&[json!([1, 2]), json!([])], &[], &SIZED).await;
    assert_eq!((found, asked.len()), (json!([1, 2]), 2));
    let (found, asked) = walked(&[json!([])], &[], &SIZED).await;
    assert_eq!((found, asked.len()), (json!([]), 1));
}

#[tokio::test]
async fn without_a_size_pages_are_compared_with_the_first() {
    let replies = [json!([1, 2, 3]), json!([4, 5, 6]), json!([7, 8])];
    let (found, asked) = walked(&replies, &[], &NUMBERED).await;
    assert_eq!(found, json!([1, 2, 3, 4, 5, 6, 7, 8]));
    assert_eq!(asked, ["page=1", "page=2", "page=3"]);
}

#[tokio::test]
async fn the_callers_size_and_page_hold() {
    let query = [("page", 3), ("per_page", 3)];
    let (found, asked) = walked(&[json!([7, 8, 9]), json!([10])], &query, &SIZED).await;
    assert_eq!(found, json!([7, 8, 9, 10]));
    assert_eq!(asked, ["page=3&per_page=3", "page=4&per_page=3"]);
}

/// The caller asks for more than the server gives at a time.
#[tokio::test]
async fn a_server_that_gives_less_than_is_asked_for_is_noticed() {
    let replies = [json!([1, 2, 3]), json!([4, 5, 6]), json!([7])];
    let (found, asked) = walked(&replies, &[("per_page", 50)], &SIZED).await;
    assert_eq!(found, json!([1, 2, 3, 4, 5, 6, 7]));
    assert_eq!(asked, ["per_page=50&page=1", "per_page=50&page=2", "per_page=50&page=3"]);
    // Fewer than are asked for by default: that was all.
    let (found, asked) = walked(&[json!([1])], &[("per_page", 50)], &SIZED).await;
    assert_eq!((found, asked.len()), (json!([1]), 1));
    let (found, asked) = walked(&[json!([1, 2]), json!([])], &[("limit", 50)], &OFFSETS).await;
    assert_eq!(found, json!([1, 2]));
    assert_eq!(asked, ["limit=50&offset=0", "limit=50&offset=2"]);
}

#[tokio::test]
async fn a_total_spares_the_last_question() {
    let script = Script::new()
        .then(Reply::json(&json!([1, 2])).header("X-Total", "4"))
        .then(Reply::json(&json!([3, 4])).header("X-Total", "4"));
    let mut pages = pages(&script, &[], &SIZED);
    let first = pages.next().await.unwrap().unwrap();
    assert_eq!((first.total, first.len(), first.status.as_u16()), (Some(4), 2, 200));
    assert_eq!(first.headers["x-total"], "4");
    assert_eq!(first.into_iter().collect::<Vec<_>>(), [1, 2]);
    assert_eq!(pages.next().await.unwrap().unwrap().items, [3, 4]);
    assert!(pages.next().await.is_none());
    assert_eq!(script.requests().len(), 2);
}

/// A server that gives no more than a few, however many are asked for.
#[tokio::test]
async fn a_total_tells_a_cut_page_from_the_last() {
    let reply = |page| Reply::json(&page).header("X-Total", "3");
    let script =
        Script::new().then(reply(json!([1]))).then(reply(json!([2]))).then(reply(json!([3])));
    assert_eq!(items(&script, &[], &SIZED).into_vec().await.unwrap(), [1, 2, 3]);
}

/// The total counts what is before the page at which the caller began.
#[tokio::test]
async fn a_total_is_not_compared_with_a_part() {
    let reply = |page| Reply::json(&page).header("X-Total", "5");
    let script = Script::new().then(reply(json!([3, 4]))).then(reply(json!([5])));
    assert_eq!(items(&script, &[("page", 2)], &SIZED).into_vec().await.unwrap(), [3, 4, 5]);
}

/// What comes of all pages, one by one: the items, and the texts of errors.
/// The items that come before the only error, and the end of its text.
/// It sends the list, whatever page is asked for.
/// Some servers answer the last page for all pages behind it.
/// A list that gets shorter while it is read moves items to pages that were read already.
#[tokio::test]
async fn offsets_count_what_came() {
    let (found, asked) = walked(&[json!([1, 2]), json!([3])], &[], &OFFSETS).await;
    assert_eq!(found, json!([1, 2, 3]));
    assert_eq!(asked, ["limit=2&offset=0", "limit=2&offset=2"]);
    let (_, asked) = walked(&[json!([1, 2]), json!([])], &[("offset", 10)], &OFFSETS).await;
    assert_eq!(asked, ["offset=10&limit=2", "offset=12&limit=2"]);
}

#[tokio::test]
async fn cursors_lead_on_until_there_is_none() {
    let replies = [
        json!({"pets": [1, 2], "meta": {"next": "a b"}}),
        json!({"pets": [], "meta": {"next": 7}}),
        json!({"pets": [3], "meta": {"next": null}}),
    ];
    let (found, asked) = walked(&replies, &[("limit", 2)], &CURSORS).await;
    assert_eq!(found, json!([1, 2, 3]));
    assert_eq!(asked, ["limit=2", "limit=2&after=a%20b", "limit=2&after=7"]);
    for end in [json!({}), json!({"next": ""}), json!({"next": false})] {
        let (found, asked) = walked(&[json!({"pets": [1], "meta": end})], &[], &CURSORS).await;
        assert_eq!((found, asked.len()), (json!([1]), 1));
    }
}

/// `a, b, a, b`, and every other circle.
#[tokio::test]
async fn nothing_is_sent_before_it_is_wanted() {
    let script = script(&[json!([1, 2]), json!([3, 4])]);
    let mut items = items(&script, &[], &SIZED);
    tokio::task::yield_now().await;
    assert_eq!(script.requests().len(), 0);
    assert_eq!(items.next().await.unwrap().unwrap(), 1);
    assert_eq!(items.next().await.unwrap().unwrap(), 2);
    assert_eq!(script.requests().len(), 1);
    assert_eq!(items.next().await.unwrap().unwrap(), 3);
    assert_eq!(script.requests().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_page_that_fails_is_asked_for_again() {
    let script = Script::new()
        .then(Reply::json(&json!([1, 2])))
        .then(Reply::status(403))
        .then(Reply::json(&json!({"no": "list"})))
        .then(Reply::json(&json!([3])));
    let mut items = items(&script, &[], &SIZED);
    assert_eq!(items.next().await.unwrap().unwrap(), 1);
    assert_eq!(items.next().await.unwrap().unwrap(), 2);
    assert!(items.next().await.unwrap().unwrap_err().is_forbidden());
    assert_eq!(items.next().await.unwrap().unwrap_err().status().unwrap(), 200);
    assert_eq!(items.next().await.unwrap().unwrap(), 3);
    assert!(items.next().await.is_none());
    assert!(items.next().await.is_none());
    let asked = queries(&script);
    assert_eq!(asked[1..], ["per_page=2&page=2", "per_page=2&page=2", "per_page=2&page=2"]);
}

/// Retries are those of the call, for each page.
#[tokio::test(start_paused = true)]
async fn a_page_is_retried() {
    let script = Script::new()
        .then(Reply::status(503))
        .then(Reply::json(&json!([1, 2])))
        .then(Reply::status(502))
        .then(Reply::json(&json!([3])));
    let http = client(&script);
    let call = http.get("listPets", "/pets").json::<Vec<i64>>();
    let found: Vec<i64> = call.pages::<i64>(&SIZED).items().try_collect().await.unwrap();
    assert_eq!(found, [1, 2, 3]);
    assert_eq!(script.requests().len(), 4);
}

#[tokio::test]
async fn an_argument_that_cannot_be_sent_ends_it() {
    let script = Script::new();
    let call = client(&script).get("listPets", "/pets/{kind}").path("kind", "..");
    let mut pages = call.json::<Vec<i64>>().pages::<i64>(&SIZED);
    let fault = StreamExt::next(&mut pages).await.unwrap().unwrap_err();
    assert!(matches!(fault, openapi_runtime::Error::Argument(_)), "{fault}");
    assert!(StreamExt::next(&mut pages).await.is_none());
}
