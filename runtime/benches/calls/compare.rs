//! Calls by hand and through a client, in turn and in random order: the same server, the same run.

use std::hash::{BuildHasher as _, RandomState};
use std::hint::black_box;
use std::time::Instant;

use crate::by_hand::ByHand;
use crate::generated::Generated;
use crate::listener::Listener;
use crate::memory;
use crate::report::Report;

/// Each kind has as many turns.
const ROUNDS: usize = 1_000;

/// Turns of each kind that do not count.
const WARM_UP: usize = 50;

/// Calls of a turn: a program does not change between two clients with each call.
const CALLS: usize = 20;

const ID: &str = "8c1f1b0d-56a4-4f0a-9a2b-3f8f6f8c8c2d";
const LABEL: &str = "Blog";
const DOMAIN: &str = "a.example.com";

pub(crate) async fn measure(report: &Report, url: String) {
    same_requests().await;
    let (hand, again) = (ByHand::new(url.clone()), ByHand::new(url.clone()));
    let client = Generated::new(&url);
    if report.wants("call: by hand, twice") {
        // What the measurement itself is good for.
        let one = async || drop(black_box(hand.get(ID).await.expect("an app").id));
        let other = async || drop(black_box(again.get(ID).await.expect("an app").id));
        show(report, "call: by hand, twice", None, &compare(one, other).await);
    }
    if report.wants("call: get 0.2 KB") {
        let one = async || drop(black_box(hand.get(ID).await.expect("an app").id));
        let other = async || drop(black_box(client.get(ID).await.expect("an app").id));
        show(report, "call: get 0.2 KB", Some(5.0), &compare(one, other).await);
    }
    if report.wants("call: list 5 KB") {
        let one = async || drop(black_box(hand.list().await.expect("apps")));
        let other = async || drop(black_box(client.list().await.expect("apps")));
        show(report, "call: list 5 KB", Some(5.0), &compare(one, other).await);
    }
    if report.wants("call: post JSON") {
        let one = async || drop(black_box(hand.add(LABEL, DOMAIN).await.expect("an app")));
        let other = async || drop(black_box(client.add(LABEL, DOMAIN).await.expect("an app")));
        show(report, "call: post JSON", Some(5.0), &compare(one, other).await);
    }
}

/// What goes over the wire has to be the same, or the server's time would be part of the difference.
async fn same_requests() {
    let (of_hand, of_client) = (Listener::open().await, Listener::open().await);
    let (hand, client) = (ByHand::new(of_hand.url()), Generated::new(&of_client.url()));
    let one = of_hand.heard(async || drop(hand.get(ID).await.err())).await;
    assert_eq!(of_client.heard(async || drop(client.get(ID).await.err())).await, one);
    let one = of_hand.heard(async || drop(hand.list().await.err())).await;
    assert_eq!(of_client.heard(async || drop(client.list().await.err())).await, one);
    let one = of_hand.heard(async || drop(hand.add(LABEL, DOMAIN).await.err())).await;
    assert_eq!(of_client.heard(async || drop(client.add(LABEL, DOMAIN).await.err())).await, one);
}

/// Times in microseconds.
struct Comparison {
    by_hand: f64,
    client: f64,
    /// The median of the differences of the turns of each round.
    difference: f64,
    /// In which it is with 95 % certainty.
    between: (f64, f64),
    /// A call asks for memory as often.
    allocations: (u64, u64),
}

/// Makes the two calls `ROUNDS` times in turns, either one first.
async fn compare(by_hand: impl AsyncFn(), client: impl AsyncFn()) -> Comparison {
    let chance = RandomState::new();
    let (mut hand, mut ours) = (Vec::new(), Vec::new());
    let mut differences = Vec::with_capacity(ROUNDS);
    for round in 0..WARM_UP + ROUNDS {
        let (one, other);
        if chance.hash_one(round) % 2 == 0 {
            one = turn(&by_hand).await;
            other = turn(&client).await;
        } else {
            other = turn(&client).await;
            one = turn(&by_hand).await;
        }
        if round >= WARM_UP {
            differences.push(median(&mut other.clone()) - median(&mut one.clone()));
            hand.extend(one);
            ours.extend(other);
        }
    }
    differences.sort_by(f64::total_cmp);
    let half = (0.98 * (ROUNDS as f64).sqrt()) as usize;
    Comparison {
        by_hand: median(&mut hand),
        client: median(&mut ours),
        difference: differences[ROUNDS / 2],
        between: (differences[ROUNDS / 2 - half], differences[ROUNDS / 2 + half]),
        allocations: (memory::allocations(by_hand()).await, memory::allocations(client()).await),
    }
}

/// Some calls of one kind; how long each took.
async fn turn(call: &impl AsyncFn()) -> Vec<f64> {
    let mut times = Vec::with_capacity(CALLS);
    for _ in 0..CALLS {
        times.push(timed(call).await);
    }
    times
}

async fn timed(call: &impl AsyncFn()) -> f64 {
    let start = Instant::now();
    call().await;
    start.elapsed().as_secs_f64() * 1e6
}

fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn show(report: &Report, name: &str, at_most: Option<f64>, found: &Comparison) {
    let Comparison { by_hand, client, difference, between: (low, high), allocations } = found;
    let percent = difference / by_hand * 100.0;
    let measured = format!(
        "by hand {by_hand:.1} us, client {client:.1} us: {difference:+.1} us ({low:+.1} to {high:+.1}), \
         {percent:+.1} %; allocations {}, {}",
        allocations.0, allocations.1,
    );
    let wanted = at_most.map_or_else(String::new, |percent| format!("at most +{percent:.0} %"));
    report.line(name, &measured, &wanted, at_most.map(|most| percent <= most));
}
