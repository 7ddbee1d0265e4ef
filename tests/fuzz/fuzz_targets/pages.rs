//! Any server with pages: the walk over them ends, and when it ends well, it has all that the server said there is.

#![no_main]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use arbitrary::Arbitrary;
use clients_fuzz::{Server, run};
use libfuzzer_sys::fuzz_target;
use openapi_runtime::transport::{Body, Request, Response};
use openapi_runtime::{HttpClient, Paging, Value, json};

const NUMBERED: Paging = Paging::numbered("page", 1).sized("per_page").size(3).total("X-Total");
const OFFSETS: Paging = Paging::offset("offset").sized("limit").size(3).total("X-Total");
const CURSORS: Paging = Paging::cursor("after", "next").items("items");

#[derive(Arbitrary, Debug)]
struct Page {
    items: u8,
    next: Option<u8>,
}

#[derive(Arbitrary, Debug)]
struct Input {
    rule: u8,
    total: Option<u8>,
    pages: Vec<Page>,
}

fuzz_target!(|input: Input| {
    let Input { rule, total, mut pages } = input;
    pages.truncate(12);
    if pages.is_empty() {
        return;
    }
    let most = 10 * pages.len() + 10;
    let is_cursor = rule % 3 == 2;
    let rule: &'static Paging = [&NUMBERED, &OFFSETS, &CURSORS][usize::from(rule) % 3];
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let server = Server(move |request: Request| {
        assert!(count.fetch_add(1, Ordering::Relaxed) < most, "asked for ever");
        let at = wanted(request.uri().query().unwrap_or_default());
        // Behind the last page there is the last page, as many a server has it.
        let at = at.min(pages.len() - 1);
        let page = &pages[at];
        let items: Vec<Value> = (0..page.items % 4).map(|it| json!([at, it])).collect();
        let body = if is_cursor {
            json!({"items": items, "next": page.next.map(|it| usize::from(it) % pages.len())})
        } else {
            json!(items)
        };
        let mut response = Response::new(Body::from(body.to_string()));
        response.headers_mut().insert("content-type", "application/json".parse().unwrap());
        if let Some(total) = total {
            response.headers_mut().insert("x-total", u64::from(total % 24).into());
        }
        response
    });
    let client = HttpClient::builder("https://example.com").transport(server).build().unwrap();
    let found = run(async {
        client.get("list", "/list").json::<Value>().pages::<Value>(rule).items().into_vec().await
    });
    if let (Ok(found), Some(total), false) = (found, total, is_cursor) {
        assert!(found.len() >= usize::from(total % 24), "{} of {}", found.len(), total % 24);
    }
});

/// The page that a query asks for, from 0.
fn wanted(query: &str) -> usize {
    let number = |name: &str| {
        let mut pairs = query.split('&').filter_map(|it| it.split_once('='));
        pairs.find(|(it, _)| *it == name)?.1.parse::<usize>().ok()
    };
    number("page")
        .map(|it| it.saturating_sub(1))
        .or_else(|| number("offset").map(|it| it / 3))
        .or_else(|| number("after"))
        .unwrap_or(0)
}
