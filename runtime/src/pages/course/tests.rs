//! Walks over the pages of servers of many kinds.

use proptest::prelude::*;

use super::*;

const SIZED: Paging = Paging::numbered("page", 1).sized("per_page").size(3).total("X-Total");
const UNSIZED: Paging = Paging::numbered("page", 1).total("X-Total");
const OFFSETS: Paging = Paging::offset("offset").sized("limit").size(3).total("X-Total");

/// What a server makes of the page that it is asked for.
#[derive(Clone, Copy, Debug)]
enum Server {
    Honest,
    /// The last page for each number behind it.
    RepeatsTheLast,
    IgnoresThePage,
    /// Its own number of items.
    IgnoresTheSize,
    IgnoresBoth,
    /// Of each page only what the caller may see.
    HidesSome,
    /// Two pages in turn.
    Alternates,
}

/// Walks through all pages of a list of so many items: the items that came, and how it ended.
fn walk(
    server: Server,
    rule: &'static Paging,
    length: u64,
    own: u64,
    total: Option<u64>,
) -> (Vec<u64>, Then) {
    let asked = rule.size;
    let mut course = Course::new(rule, None, None, asked);
    let mut came = Vec::new();
    for _ in 0..5000 {
        let page: u64 = course.page().unwrap().parse().unwrap();
        let size = match server {
            Server::IgnoresTheSize => own,
            Server::IgnoresBoth => length.max(1),
            _ => asked.unwrap_or(own),
        };
        let begin = match rule.kind {
            PagingKind::Offset { .. } => page,
            _ => (page - 1) * size,
        };
        let last = length.saturating_sub(1) / size * size;
        let begin = match server {
            Server::IgnoresThePage | Server::IgnoresBoth => 0,
            Server::RepeatsTheLast => begin.min(last),
            Server::Alternates => begin / size % 2 * size,
            _ => begin,
        };
        let is_seen = |item: &u64| !matches!(server, Server::HidesSome) || item % 7 > 2;
        let items: Vec<u64> =
            (begin..length.min(begin.saturating_add(size))).filter(is_seen).collect();
        let body = format!("{items:?}");
        let seen = Seen { items: items.len(), body: body.as_bytes(), cursor: None, total };
        let step = course.advance(seen);
        if step.hand_out {
            came.extend(items);
        }
        if step.then != Then::GoOn {
            return (came, step.then);
        }
    }
    panic!("no end: {server:?}");
}

fn servers() -> impl Strategy<Value = Server> {
    prop::sample::select(vec![
        Server::Honest,
        Server::RepeatsTheLast,
        Server::IgnoresThePage,
        Server::IgnoresTheSize,
        Server::IgnoresBoth,
        Server::HidesSome,
        Server::Alternates,
    ])
}

fn rules() -> impl Strategy<Value = &'static Paging> {
    prop::sample::select(vec![&SIZED, &UNSIZED, &OFFSETS])
}

proptest! {
    /// Whatever a server does: there is an end, nothing comes twice, and where the server says how many items there
    /// are, an end that is no error has as many.
    #[test]
    fn every_walk_ends(
        server in servers(), rule in rules(), length in 0..40_u64, own in 1..6_u64, total in prop::option::of(0..60_u64),
    ) {
        let (came, then) = walk(server, rule, length, own, total);
        let mut once = came.clone();
        once.sort_unstable();
        once.dedup();
        prop_assert_eq!(once.len(), came.len(), "something came twice");
        if then == Then::End && let Some(total) = total {
            prop_assert!(came.len() as u64 >= total.min(length), "{} of {total}", came.len());
            prop_assert!(came.len() as u64 >= total, "the server named more");
        }
    }

    /// What a server tells rightly is all there, and no error.
    #[test]
    fn honest_servers_are_read_to_the_end(
        rule in rules(), length in 0..40_u64, own in 1..6_u64, has_total in any::<bool>(),
    ) {
        let total = has_total.then_some(length);
        let (came, then) = walk(Server::Honest, rule, length, own, total);
        prop_assert_eq!((came, then), ((0..length).collect::<Vec<_>>(), Then::End));
        let (came, then) = walk(Server::IgnoresBoth, rule, length, own, total);
        let is_one_page = rule.size.is_some_and(|size| size == length) && total.is_none();
        prop_assert!(then == Then::End || is_one_page || length > 0 && matches!(rule.kind, PagingKind::Offset { .. }), "{:?}", then);
        prop_assert_eq!(came, (0..length).collect::<Vec<_>>());
    }
}

/// What follows from pages with as many items, up to the end: `+` to go on, `.` for the end, `!` for a fault.
fn steps(
    rule: &'static Paging,
    asked: Option<u64>,
    begin: i64,
    pages: &[u64],
    total: Option<u64>,
) -> String {
    let mut course = Course::new(rule, Some(begin), None, asked);
    let mut item = 0;
    let mut step = |items: &u64| {
        let body = format!("{item}");
        item += items;
        let items = usize::try_from(*items).unwrap();
        let seen = Seen { items, body: body.as_bytes(), cursor: None, total };
        let step = course.advance(seen);
        assert_eq!(step.hand_out, items > 0);
        match step.then {
            Then::GoOn => '+',
            Then::End => '.',
            Then::Fault(_) => '!',
        }
    };
    pages.iter().map(&mut step).collect()
}

#[test]
fn every_boundary() {
    // As many as were asked for, one fewer, none.
    assert_eq!(steps(&SIZED, Some(3), 1, &[3, 3, 2], None), "++.");
    assert_eq!(steps(&SIZED, Some(3), 1, &[3, 0], None), "+.");
    assert_eq!(steps(&SIZED, Some(3), 1, &[2], None), ".");
    // One more: its own size is that of the first page.
    assert_eq!(steps(&SIZED, Some(3), 1, &[4, 4, 3], None), "++.");
    // More than the default were asked for: as many as the default are a full page, one fewer is the last.
    assert_eq!(steps(&SIZED, Some(50), 1, &[3, 3, 2], None), "++.");
    assert_eq!(steps(&SIZED, Some(50), 1, &[4, 3], None), "+.");
    assert_eq!(steps(&SIZED, Some(50), 1, &[2], None), ".");
    // Without a size the first page tells.
    assert_eq!(steps(&UNSIZED, None, 1, &[2, 2, 3, 1], None), "+++.");
    assert_eq!(steps(&UNSIZED, None, 1, &[2, 0], None), "+.");
    // The total, one fewer and one more.
    assert_eq!(steps(&SIZED, Some(3), 1, &[3, 3], Some(6)), "+.");
    assert_eq!(steps(&SIZED, Some(3), 1, &[3, 2, 1], Some(6)), "++.");
    assert_eq!(steps(&SIZED, Some(3), 1, &[3, 3, 1], Some(5)), "++.");
    assert_eq!(steps(&SIZED, Some(3), 1, &[3, 0, 3], Some(6)), "++.");
    assert_eq!(steps(&SIZED, Some(3), 1, &[3, 0, 0], Some(6)), "++!");
    assert_eq!(steps(&SIZED, Some(3), 1, &[3, 3, 0, 0], Some(7)), "+++!");
    // Behind the first page: the pages before may have been shorter, so the total is only a lower bound.
    assert_eq!(steps(&SIZED, Some(3), 2, &[2, 1], Some(6)), "+.");
    assert_eq!(steps(&SIZED, Some(3), 2, &[3, 2], Some(6)), "+.");
    assert_eq!(steps(&SIZED, Some(3), 2, &[2], Some(5)), ".");
    // An offset says exactly how many are before.
    assert_eq!(steps(&OFFSETS, Some(3), 4, &[2], Some(6)), ".");
    assert_eq!(steps(&OFFSETS, Some(3), 4, &[2, 1], Some(7)), "+.");
    assert_eq!(steps(&OFFSETS, Some(3), 9, &[0], Some(7)), ".");
}
