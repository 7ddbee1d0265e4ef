//! Servers whose pages do not lead to the end: an error or the whole list, but no silent end and no circle.

use futures_util::StreamExt as _;
use openapi_runtime::testing::{Reply, Script};
use openapi_runtime::{Paging, Value, json};

use crate::pages::{CURSORS, NUMBERED, OFFSETS, SIZED, items, script, walked};

async fn told(
    replies: &[(Value, Option<&str>)],
    query: &[(&str, i64)],
    rule: &'static Paging,
) -> (Vec<Result<Value, String>>, usize) {
    let reply = |(page, total): &(Value, Option<&str>)| match total {
        Some(total) => Reply::json(page).header("X-Total", total),
        None => Reply::json(page),
    };
    let script = replies.iter().fold(Script::new(), |script, it| script.then(reply(it)));
    let items = items(&script, query, rule).map(|it| it.map_err(|it| it.to_string()));
    (items.collect().await, script.requests().len())
}

#[track_caller]
fn before_the_error(told: (Vec<Result<Value, String>>, usize), pages: usize, error: &str) -> Value {
    let (mut items, asked) = told;
    let last = items.pop().unwrap().unwrap_err();
    assert!(last.contains(error), "{last}");
    assert_eq!(asked, pages, "{last}");
    items.into_iter().map(Result::unwrap).collect()
}

#[tokio::test]
async fn a_server_that_ignores_the_page_is_noticed() {
    let (found, asked) = walked(&[json!([1, 2]), json!([1, 2])], &[], &NUMBERED).await;
    assert_eq!((found, asked.len()), (json!([1, 2]), 2));
    // Or the beginning of the list: as much of it as it was asked for.
    let same = [(json!([1, 2]), None), (json!([1, 2]), None)];
    let error = "expected another page than those before for `page=2`, found page 1 again: the server may not know the \
                 parameter `page`; 2 items came";
    assert_eq!(before_the_error(told(&same, &[], &SIZED).await, 2, error), json!([1, 2]));
    assert_eq!(
        before_the_error(told(&same, &[("per_page", 50)], &SIZED).await, 2, error),
        json!([1, 2])
    );
}

#[tokio::test]
async fn a_server_that_ignores_the_size_is_noticed() {
    let all = json!([1, 2, 3, 4, 5]);
    let (found, asked) = walked(&[all.clone(), all.clone()], &[], &SIZED).await;
    assert_eq!((found, asked.len()), (all.clone(), 2));
    // It has a size of its own.
    let (found, asked) = walked(&[all, json!([6, 7])], &[], &SIZED).await;
    assert_eq!((found, asked.len()), (json!([1, 2, 3, 4, 5, 6, 7]), 2));
}

#[tokio::test]
async fn the_last_page_again_is_the_end() {
    let replies = [json!([1, 2]), json!([3, 4]), json!([3, 4])];
    let (found, asked) = walked(&replies, &[], &SIZED).await;
    assert_eq!((found, asked.len()), (json!([1, 2, 3, 4]), 3));
    // But not if there are more.
    let replies = replies.map(|page| (page, Some("6")));
    let error = "expected another page than those before for `page=3`, found page 2 again";
    assert_eq!(before_the_error(told(&replies, &[], &SIZED).await, 3, error), json!([1, 2, 3, 4]));
}

#[tokio::test]
async fn pages_in_a_circle_are_an_error() {
    let pages = [json!([1, 2]), json!([3, 4]), json!([1, 2])].map(|page| (page, None));
    let error = "for `page=3`, found one of them again; 4 items came";
    assert_eq!(before_the_error(told(&pages, &[], &SIZED).await, 3, error), json!([1, 2, 3, 4]));
    let error = "for `offset=4`, found one of them again; 4 items came";
    assert_eq!(before_the_error(told(&pages, &[], &OFFSETS).await, 3, error), json!([1, 2, 3, 4]));
}

const TOTALED_OFFSETS: Paging = OFFSETS.total("X-Total");

#[tokio::test]
async fn an_empty_page_before_the_total_does_not_end_it() {
    for rule in [&SIZED, &TOTALED_OFFSETS] {
        let pages = [json!([1, 2]), json!([]), json!([3, 4])].map(|page| (page, Some("4")));
        let (found, asked) = told(&pages, &[], rule).await;
        let found: Value = found.into_iter().map(Result::unwrap).collect();
        assert_eq!((found, asked), (json!([1, 2, 3, 4]), 3));
        // There is no page any more that could have them.
        let pages = [json!([1, 2]), json!([]), json!([])].map(|page| (page, Some("4")));
        let error = "expected 4 items in all, as the server says, found the end after page 3; 2 items came (GET /pets, 200 OK)";
        assert_eq!(before_the_error(told(&pages, &[], rule).await, 3, error), json!([1, 2]));
    }
    let (found, asked) = told(&[(json!([]), Some("0"))], &[], &SIZED).await;
    assert_eq!((found.len(), asked), (0, 1));
    let error =
        "expected 1 items in all, as the server says, found the end after page 2; 0 items came";
    let pages = [(json!([]), Some("1")), (json!([]), Some("1"))];
    assert_eq!(before_the_error(told(&pages, &[], &SIZED).await, 2, error), json!([]));
    // Where it began later, the items before the page count as well.
    let query = [("page", 2), ("per_page", 2)];
    let pages = [json!([3]), json!([]), json!([5, 6])].map(|page| (page, Some("7")));
    let error = "expected 7 items in all behind the first 2, as the server says, found the end after page 4; 3 items came";
    let pages = [pages.as_slice(), &[(json!([]), Some("7"))]].concat();
    assert_eq!(before_the_error(told(&pages, &query, &SIZED).await, 4, error), json!([3, 5, 6]));
    // Behind the last page there is nothing.
    let (found, asked) =
        told(&[(json!([]), Some("7"))], &[("page", 9), ("per_page", 2)], &SIZED).await;
    assert_eq!((found.len(), asked), (0, 1));
    let (found, asked) = told(&[(json!([]), Some("7"))], &[("offset", 9)], &TOTALED_OFFSETS).await;
    assert_eq!((found.len(), asked), (0, 1));
}

#[tokio::test]
async fn a_total_that_changes() {
    let pages = [
        (json!([1, 2]), Some("6")),
        (json!([3, 4]), Some("4")),
        (json!([]), Some("4")),
        (json!([]), None),
    ];
    let error =
        "expected 6 items in all, as the server says, found the end after page 4; 4 items came";
    assert_eq!(before_the_error(told(&pages, &[], &SIZED).await, 4, error), json!([1, 2, 3, 4]));
    // It grows, or is too small from the start: what there is comes.
    for totals in [["3", "5", "5"], ["1", "1", "1"]] {
        let pages = [json!([1, 2]), json!([3, 4]), json!([5])].into_iter().zip(totals.map(Some));
        let (found, asked) = told(&pages.collect::<Vec<_>>(), &[], &SIZED).await;
        let found: Value = found.into_iter().map(Result::unwrap).collect();
        assert_eq!((found, asked), (json!([1, 2, 3, 4, 5]), 3));
    }
    // It is told only once.
    let pages = [(json!([1, 2]), Some("3")), (json!([3]), None)];
    assert_eq!(told(&pages, &[], &SIZED).await.0.len(), 3);
}

#[tokio::test]
async fn a_total_that_is_no_number_is_an_error() {
    for total in ["many", "-1", "1,000", "4.0", "99999999999999999999999", "4, 4"] {
        let script = Script::new().then(Reply::json(&json!([1, 2])).header("X-Total", total));
        let error = items(&script, &[], &SIZED).into_vec().await.unwrap_err().to_string();
        let expected =
            format!("expected a number in the header `X-Total`, found something else `{total}`");
        assert!(error.contains(&expected), "{error}");
    }
    for total in [" 2 ", "\"2\""] {
        let (found, asked) = told(&[(json!([1, 2]), Some(total))], &[], &SIZED).await;
        assert_eq!((found.len(), asked), (2, 1));
    }
}

#[tokio::test]
async fn a_response_without_the_list_is_an_error() {
    for page in [json!({"meta": {}}), json!({}), json!({"pets": {}}), json!([])] {
        let script = script(std::slice::from_ref(&page));
        let items = items(&script, &[], &CURSORS).into_vec().await;
        assert!(items.is_err(), "{page} {items:?}");
    }
}

#[tokio::test]
async fn pages_that_never_have_anything_end() {
    let number = std::sync::atomic::AtomicU64::new(0);
    let page = |next: u64| json!({"pets": [], "meta": {"next": next}});
    let replies: Vec<_> = (0..1100)
        .map(|_| page(number.fetch_add(1, std::sync::atomic::Ordering::Relaxed)))
        .collect();
    let script = script(&replies);
    let error = items(&script, &[], &CURSORS).into_vec().await.unwrap_err();
    assert!(
        error.to_string().contains("expected items, found 1001 empty pages in a row; 0 items came"),
        "{error}"
    );
}

#[tokio::test]
async fn cursors_in_a_circle_are_an_error() {
    for (cursors, asked) in [("aa", 2), ("aba", 3), ("abcb", 4), ("abca", 4)] {
        let page = |(number, cursor)| (json!({"pets": [number], "meta": {"next": cursor}}), None);
        let pages: Vec<_> = cursors.chars().map(String::from).enumerate().map(page).collect();
        let error = format!(
            "expected page {asked} to lead on, found the cursor of a page that was read; {asked} items came `{}`",
            &cursors[asked - 1..]
        );
        let found = before_the_error(told(&pages, &[], &CURSORS).await, asked, &error);
        assert_eq!(found.as_array().unwrap().len(), asked);
    }
    // The one at which the caller began.
    let page = (json!({"pets": [1], "meta": {"next": "5"}}), None);
    let found = told(&[page], &[("after", 5)], &CURSORS).await;
    assert_eq!(before_the_error(found, 1, "found the cursor of a page that was read"), json!([1]));
    // The server does not know the parameter.
    let page = (json!({"pets": [1], "meta": {"next": "a"}}), None);
    let found = told(&[page.clone(), page], &[], &CURSORS).await;
    assert_eq!(before_the_error(found, 2, "found page 1 again"), json!([1]));
    // From there a server goes on when there is more some day.
    let pages =
        [json!({"pets": [1], "meta": {"next": "a"}}), json!({"pets": [], "meta": {"next": "a"}})];
    assert_eq!(walked(&pages, &[], &CURSORS).await.0, json!([1]));
}

#[tokio::test]
async fn a_cursor_that_is_none_is_an_error() {
    for (next, found) in [
        (json!(true), "a boolean"),
        (json!(["a"]), "an array"),
        (json!({"href": "/pets"}), "an object"),
    ] {
        let script = script(&[json!({"pets": [1], "meta": {"next": next}})]);
        let error = items(&script, &[], &CURSORS).into_vec().await.unwrap_err().to_string();
        let expected =
            format!("/meta/next: expected a cursor, which is a string or a number, found {found}");
        assert!(error.contains(&expected), "{error}");
    }
}

const TOTALED_CURSORS: Paging = CURSORS.total("X-Total");

#[tokio::test]
async fn cursors_that_end_before_the_total_are_an_error() {
    let pages = [
        (json!({"pets": [1], "meta": {"next": "a"}}), Some("3")),
        (json!({"pets": [2]}), Some("3")),
    ];
    let error =
        "expected 3 items in all, as the server says, found the end after page 2; 2 items came";
    assert_eq!(
        before_the_error(told(&pages, &[], &TOTALED_CURSORS).await, 2, error),
        json!([1, 2])
    );
}
