//! The figures, as a table: what was measured, and what is wanted.

use std::cell::Cell;

/// Prints each figure when it is known.
pub(crate) struct Report {
    wanted: String,
    shown: Cell<usize>,
    missed: Cell<usize>,
}

impl Report {
    /// Of all figures those that have this in their name.
    pub(crate) fn new(wanted: String) -> Self {
        Self { wanted, shown: Cell::new(0), missed: Cell::new(0) }
    }

    /// Whether a figure is to be measured.
    pub(crate) fn wants(&self, name: &str) -> bool {
        name.contains(&self.wanted)
    }

    /// A figure; `good` is whether it is as wanted, `None` if nothing in particular is.
    pub(crate) fn line(&self, name: &str, measured: &str, wanted: &str, good: Option<bool>) {
        if self.shown.replace(self.shown.get() + 1) == 0 {
            println!("{:<34} {:<78} {:<24}", "figure", "measured", "wanted");
        }
        let verdict = match good {
            Some(true) => "met",
            Some(false) => "MISSED",
            None => "",
        };
        self.missed.set(self.missed.get() + usize::from(good == Some(false)));
        println!("{name:<34} {measured:<78} {wanted:<24} {verdict}");
    }

    pub(crate) fn finish(self) {
        println!("{} figures, {} missed", self.shown.get(), self.missed.get());
    }
}
