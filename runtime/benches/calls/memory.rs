//! How much memory the process has, and how often a call asks for some.

use std::fs;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll};

/// How often a future asks for memory, on the thread that polls it: what the server asks for is not counted, nor what
/// the connection's own task does.
pub(crate) async fn allocations(future: impl Future<Output = ()>) -> u64 {
    let mut future = pin!(future);
    let mut count = 0;
    std::future::poll_fn(|context: &mut Context<'_>| {
        let mut polled = Poll::Pending;
        let counted = allocation_counter::measure(|| polled = future.as_mut().poll(context));
        count += counted.count_total;
        polled
    })
    .await;
    count
}

/// The memory that the process has, in MiB; `None` where the system does not tell.
pub(crate) fn resident() -> Option<f64> {
    of_status("VmRSS:")
}

/// The most that it had since [`forget_peak`], in MiB.
pub(crate) fn peak() -> Option<f64> {
    of_status("VmHWM:")
}

/// Starts the peak anew, where the system allows it; else it is that of the whole program.
pub(crate) fn forget_peak() {
    let _ = fs::write("/proc/self/clear_refs", "5");
}

fn of_status(key: &str) -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|it| it.strip_prefix(key))?;
    let kib: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib / 1024.0)
}

/// As text, for the report.
pub(crate) fn shown(mib: Option<f64>) -> String {
    mib.map_or_else(|| "unknown".to_owned(), |mib| format!("{mib:.1} MiB"))
}
