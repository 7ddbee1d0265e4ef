//! Many calls, many at once, many events, many bytes: nothing fails, and memory does not grow.

use std::time::Instant;

use futures_util::future::join_all;
use futures_util::stream;
use openapi_runtime::{Bytes, Upload};

use crate::generated::Generated;
use crate::memory;
use crate::report::Report;
use crate::server::{EVENTS, PIECE, PIECES};

/// As many MiB may the process grow by and still count as not growing: pages that the allocator keeps.
const FLAT: f64 = 2.0;

/// The most memory, in MiB, that a gigabyte may need: 50 MB.
const GIGABYTE_IN: f64 = 47.7;

pub(crate) async fn calls_at_once(report: &Report, url: String) {
    const CALLS: usize = 1_000;
    let name = "1,000 calls at once";
    if !report.wants(name) {
        return;
    }
    let client = Generated::new(&url);
    let start = Instant::now();
    let outcomes = join_all((0..CALLS).map(|_| client.get("a1").into_future())).await;
    let spent = start.elapsed();
    let succeeded = outcomes.iter().filter(|it| it.is_ok()).count();
    let measured = format!("{succeeded} succeeded, {:.0} ms in all", spent.as_secs_f64() * 1e3);
    report.line(name, &measured, "no failure", Some(succeeded == CALLS));
}

pub(crate) async fn many_calls(report: &Report, url: String) {
    const CALLS: usize = 100_000;
    let name = "memory: 100,000 calls";
    if !report.wants(name) {
        return;
    }
    let client = Generated::new(&url);
    for _ in 0..5_000 {
        client.get("a1").await.expect("an app");
    }
    let growth = Growth::begin();
    for _ in 0..CALLS {
        client.get("a1").await.expect("an app");
    }
    growth.report(report, name);
}

pub(crate) async fn events(report: &Report, url: String) {
    let name = "memory: 1,000,000 events";
    if !report.wants(name) {
        return;
    }
    let client = Generated::new(&url);
    let mut events = client.events().await.expect("a stream");
    let mut count = 0;
    let start = Instant::now();
    let mut growth = Growth::begin();
    while let Some(event) = events.next().await {
        event.expect("an event");
        count += 1;
        if count == EVENTS / 100 {
            growth = Growth::begin();
        }
    }
    let pace = count as f64 / start.elapsed().as_secs_f64();
    assert_eq!(count, EVENTS);
    growth.report(report, name);
    report.line("events a second", &format!("{:.0},000", pace / 1e3), "", None);
}

pub(crate) async fn gigabytes(report: &Report, url: String) {
    let all = PIECE * PIECES;
    let client = Generated::new(&url);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("backup");
    let peaks =
        ["memory: 1 GiB to a file", "memory: 1 GiB from a file", "memory: 1 GiB from a stream"];
    if report.wants(peaks[0]) || report.wants(peaks[1]) {
        let peak = Peak::begin();
        let download = client.backup().await.expect("a download");
        assert_eq!(download.save_to(&path).await.expect("a file"), all as u64);
        peak.report(report, peaks[0]);
    }
    if report.wants(peaks[1]) {
        let peak = Peak::begin();
        let taken = client.set_backup(Upload::path(&path)).await.expect("an answer");
        assert_eq!(usize::try_from(taken), Ok(all));
        peak.report(report, peaks[1]);
    }
    if report.wants(peaks[2]) {
        let peak = Peak::begin();
        let pieces = stream::iter((0..PIECES).map(|_| Ok(Bytes::from(vec![0; PIECE]))));
        let upload = Upload::stream(pieces, Some(all as u64));
        let taken = client.set_backup(upload).await.expect("an answer");
        assert_eq!(usize::try_from(taken), Ok(all));
        peak.report(report, peaks[2]);
    }
}

/// By how much memory grows.
struct Growth {
    resident: Option<f64>,
}

impl Growth {
    fn begin() -> Self {
        Self { resident: memory::resident() }
    }

    fn report(self, report: &Report, name: &str) {
        let (before, after) = (self.resident, memory::resident());
        let measured = format!("{} before, {} after", memory::shown(before), memory::shown(after));
        let flat = before.zip(after).map(|(before, after)| after - before <= FLAT);
        report.line(name, &measured, "flat", flat);
    }
}

/// The most memory at any time, and how long it took.
struct Peak {
    start: Instant,
}

impl Peak {
    fn begin() -> Self {
        memory::forget_peak();
        Self { start: Instant::now() }
    }

    fn report(self, report: &Report, name: &str) {
        let (spent, peak) = (self.start.elapsed().as_secs_f64(), memory::peak());
        let measured =
            format!("peak of the process, server included: {}; {spent:.1} s", memory::shown(peak));
        let good = peak.map(|it| it < GIGABYTE_IN);
        report.line(name, &measured, "less than 50 MB", good);
    }
}
