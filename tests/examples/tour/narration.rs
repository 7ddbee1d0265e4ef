//! The tour as a terminal shows it.

use std::future::Future;

use super::terminal::Terminal;
use super::trouble::Trouble;
use super::walkthrough::Narrator;

impl Narrator for Terminal {
    fn begins(&mut self, what: &str) -> Result<(), Trouble> {
        if self.signal().is_some() {
            return Err(Trouble::Stopped);
        }
        self.step(what);
        Ok(())
    }

    fn created(&mut self, what: &str, id: &str) {
        self.note(what, id);
    }

    fn progress(&mut self, percent: u64, message: &str) {
        self.show(percent, message);
    }

    async fn unless_stopped<T>(&mut self, waiting: impl Future<Output = T>) -> Result<T, Trouble> {
        self.signals.or_signal(waiting).await.map_err(|_| Trouble::Stopped)
    }
}
