//! Shows what a program does in a terminal, and remembers what it made, for whatever end it comes to.

use std::io::{self, IsTerminal};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use indicatif::{ProgressBar, ProgressStyle};

use super::signals::{Signal, Signals};

/// What is there that the program made, and what it is doing: also for those who end it at once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Diary(Arc<Mutex<Entries>>);

#[derive(Clone, Debug, Default)]
struct Entries {
    /// What was made, and its id.
    made: Vec<(String, String)>,
    step: Option<String>,
}

impl Diary {
    /// What was made and is there still, with ids.
    pub(crate) fn made(&self) -> Vec<String> {
        self.entries().made.iter().map(|(what, id)| format!("{what} ({id})")).collect()
    }

    /// Says what was made, where nobody asks the server any more.
    pub(crate) fn report_unchecked(&self) {
        let made = self.made();
        if !made.is_empty() {
            println!("This was made; whether it is there still was not checked:");
            made.iter().for_each(|it| println!("  {it}"));
        }
        if let Some(step) = self.entries().step.clone() {
            println!("Whether the last step ({step}) was done was not checked either.");
            println!("With --clean-up, this program removes what is left of it.");
        }
    }

    fn entries(&self) -> MutexGuard<'_, Entries> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A terminal with a progress bar.
pub(crate) struct Terminal {
    bar: ProgressBar,
    pub(crate) diary: Diary,
    pub(crate) signals: Signals,
}

impl Terminal {
    /// A terminal that hears signals: the first ends the program when the step under way has ended, the second at once.
    pub(crate) fn new() -> Self {
        let diary = Diary::default();
        let last_words = diary.clone();
        let first =
            || println!("Stopping when this step has ended; once more ends the program at once.");
        let signals = Signals::listen(first, move |signal| {
            last_words.report_unchecked();
            std::process::exit(signal.exit_code().into());
        });
        let style = ProgressStyle::with_template("  {bar:40} {pos:>3} % {msg}");
        let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
        Self { bar: ProgressBar::new(100).with_style(style), diary, signals }
    }

    /// The signal that ends the program, if one came.
    pub(crate) fn signal(&self) -> Option<Signal> {
        self.signals.came()
    }

    /// Shows a step that begins.
    pub(crate) fn step(&self, what: &str) {
        self.diary.entries().step = Some(what.to_owned());
        self.bar.suspend(|| println!("- {what}"));
    }

    /// Notes what is there from now on.
    pub(crate) fn note(&self, what: &str, id: &str) {
        self.diary.entries().made.push((what.to_owned(), id.to_owned()));
    }

    /// Notes what is gone.
    pub(crate) fn forget(&self, what: &str) {
        self.diary.entries().made.retain(|(it, _)| it != what);
    }

    /// Shows how far it is.
    pub(crate) fn show(&self, percent: u64, message: &str) {
        if !io::stderr().is_terminal() && self.bar.message() != message {
            println!("  {percent:>3} % {message}");
        }
        self.bar.set_position(percent);
        self.bar.set_message(message.to_owned());
    }

    /// Takes the progress bar away.
    pub(crate) fn clear(&self) {
        self.bar.finish_and_clear();
    }
}
