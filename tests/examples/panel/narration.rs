//! The walkthrough as a terminal shows it.

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

    fn created(&mut self, what: &str, id: i64) {
        self.note(what, &id.to_string());
    }

    fn removed(&mut self, what: &str) {
        self.forget(what);
    }

    fn progress(&mut self, percent: u64, message: &str) {
        self.show(percent, message);
    }

    async fn unless_stopped<T>(&mut self, waiting: impl Future<Output = T>) -> Result<T, Trouble> {
        self.signals.or_signal(waiting).await.map_err(|_| Trouble::Stopped)
    }
}
