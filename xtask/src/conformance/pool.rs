//! Several at a time, with a progress bar.

use std::io::IsTerminal;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::failure::Failure;

/// A progress bar on standard error; none when that is not a terminal.
pub fn bar(n: usize) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
    }
    let res = ProgressBar::new(n as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:24} {pos}/{len} {elapsed} {wide_msg}") {
        res.set_style(style);
    }
    res.enable_steady_tick(Duration::from_millis(200));
    res
}

/// Does the same to every item, several at a time; the results are in the order of the items.
///
/// The second argument of `work` is the number of the worker, below `n_workers`.
///
/// # Errors
///
/// The first failure; no further item is begun then.
pub fn map<T: Sync, U: Send>(
    items: &[T],
    n_workers: usize,
    bar: &ProgressBar,
    work: impl Fn(&T, usize) -> Result<U, Failure> + Sync,
) -> Result<Vec<U>, Failure> {
    let (next, failed) = (AtomicUsize::new(0), AtomicBool::new(false));
    let done: Vec<Mutex<Option<Result<U, Failure>>>> =
        items.iter().map(|_| Mutex::new(None)).collect();
    thread::scope(|scope| {
        for worker in 0..n_workers.clamp(1, items.len().max(1)) {
            let (next, failed, done, work) = (&next, &failed, &done, &work);
            scope.spawn(move || {
                while !failed.load(Ordering::Relaxed) {
                    let i = next.fetch_add(1, Ordering::Relaxed);
                    let (Some(item), Some(place)) = (items.get(i), done.get(i)) else { return };
                    let res = work(item, worker);
                    failed.fetch_or(res.is_err(), Ordering::Relaxed);
                    bar.inc(1);
                    *place.lock().unwrap_or_else(|it| it.into_inner()) = Some(res);
                }
            });
        }
    });
    let done = done.into_iter().filter_map(|it| it.into_inner().ok().flatten());
    let mut res = Vec::new();
    let mut failure = None;
    for it in done {
        match it {
            Ok(it) => res.push(it),
            Err(it) => failure = failure.or(Some(it)),
        }
    }
    failure.map_or(Ok(res), Err)
}

#[cfg(test)]
mod tests {
    use super::{bar, map};
    use crate::failure::Failure;

    #[test]
    fn results_keep_the_order_of_the_items() {
        let items: Vec<usize> = (0..100).collect();
        let res = map(&items, 7, &bar(100), |it, worker| {
            assert!(worker < 7);
            Ok(it * 2)
        });
        assert_eq!(res.unwrap(), items.iter().map(|it| it * 2).collect::<Vec<_>>());
        assert!(map(&[] as &[usize], 0, &bar(0), |_, _| Ok(())).unwrap().is_empty());
    }

    #[test]
    fn a_failure_ends_it() {
        let items: Vec<usize> = (0..100).collect();
        let res = map(&items, 3, &bar(100), |it, _| match it {
            5 => Err(Failure::new("five")),
            it => Ok(*it),
        });
        assert_eq!(res.unwrap_err().to_string(), "error: five");
    }
}
