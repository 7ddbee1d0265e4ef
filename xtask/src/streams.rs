//! Where a command's words go: results to standard output, everything else to standard error.

use std::fmt;
use std::io::{self, Write};

use crate::failure::Failure;

/// The two streams of a command.
pub struct Streams<'a> {
    /// What was asked for.
    pub out: &'a mut dyn Write,
    /// What has to be said about it.
    pub err: &'a mut dyn Write,
    /// Whether `out` shows colours.
    pub out_colour: bool,
    /// Whether `err` shows colours.
    pub err_colour: bool,
}

impl Streams<'_> {
    /// Prints a part of the result.
    ///
    /// # Errors
    ///
    /// [`Failure::Closed`] when nobody reads any more.
    pub fn print(&mut self, text: fmt::Arguments<'_>) -> Result<(), Failure> {
        self.out.write_fmt(text).map_err(|error| output(&error))
    }

    /// Hands over what was printed so far.
    ///
    /// # Errors
    ///
    /// As [`print`](Self::print).
    pub fn flush(&mut self) -> Result<(), Failure> {
        self.out.flush().map_err(|error| output(&error))
    }

    /// Prints a remark. Standard error gone is no reason to stop.
    pub fn remark(&mut self, text: fmt::Arguments<'_>) {
        // The results first, so that remarks on them come after them on a terminal.
        let _ = self.out.flush();
        let _ = self.err.write_fmt(text);
        let _ = self.err.flush();
    }

    /// Prints a failure.
    pub fn fail(&mut self, failure: &Failure) {
        self.remark(format_args!("{failure}\n"));
    }
}

fn output(error: &io::Error) -> Failure {
    match error.kind() {
        io::ErrorKind::BrokenPipe => Failure::Closed,
        _ => Failure::new(format!("cannot write the output: {error}")),
    }
}
