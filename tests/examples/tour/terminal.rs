//! Shows the tour in a terminal, remembers what it made, and hears when it shall end.

use std::future::Future;
use std::io::{self, IsTerminal};
use std::sync::{Arc, Mutex, PoisonError};

use indicatif::{ProgressBar, ProgressStyle};

use super::signals::{Signal, Signals};
use super::trouble::Trouble;
use super::walkthrough::Narrator;

/// What was made so far, and what is being done: also for those who end the program at once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Diary(Arc<Mutex<(Vec<String>, Option<String>)>>);

impl Diary {
    /// What was made, with its ids.
    pub(crate) fn made(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).0.clone()
    }

    fn note(&self, made: String) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).0.push(made);
    }

    fn begin(&self, what: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).1 = Some(what.to_owned());
    }

    /// Says what was made, where nobody asks the server any more.
    pub(crate) fn report_unchecked(&self) {
        let (made, doing) = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if !made.is_empty() {
            println!(
                "The tour made this on the server; whether it is there still was not checked:"
            );
            made.iter().for_each(|it| println!("  {it}"));
        }
        if let Some(doing) = doing {
            println!("Whether the last step ({doing}) was done was not checked either.");
            println!("Run the tour with --clean-up to remove what it made.");
        }
    }
}

/// The tour in a terminal.
pub(crate) struct Terminal {
    bar: ProgressBar,
    pub(crate) diary: Diary,
    pub(crate) signals: Signals,
}

impl Terminal {
    pub(crate) fn new(diary: Diary, signals: Signals) -> Self {
        let style = ProgressStyle::with_template("  {bar:40} {pos:>3} % {msg}");
        let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
        Self { bar: ProgressBar::new(100).with_style(style), diary, signals }
    }

    /// Takes the progress bar away.
    pub(crate) fn clear(&self) {
        self.bar.finish_and_clear();
    }

    /// The signal that ends the tour, if one came.
    pub(crate) fn signal(&self) -> Option<Signal> {
        self.signals.came()
    }
}

impl Narrator for Terminal {
    fn begins(&mut self, what: &str) -> Result<(), Trouble> {
        if self.signal().is_some() {
            return Err(Trouble::Stopped);
        }
        self.diary.begin(what);
        self.bar.suspend(|| println!("- {what}"));
        Ok(())
    }

    fn created(&mut self, what: &str, id: &str) {
        self.diary.note(format!("{what} ({id})"));
    }

    fn progress(&mut self, percent: u64, message: &str) {
        if !io::stderr().is_terminal() && self.bar.message() != message {
            println!("  {percent:>3} % {message}");
        }
        self.bar.set_position(percent);
        self.bar.set_message(message.to_owned());
    }

    async fn unless_stopped<T>(&mut self, waiting: impl Future<Output = T>) -> Result<T, Trouble> {
        self.signals.or_signal(waiting).await.map_err(|_| Trouble::Stopped)
    }
}
