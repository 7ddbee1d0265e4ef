//! The project's commands, behind `cargo xtask`.
//!
//! ```text
//! spec/<api> --fresh--> Tree --compare--> [Comparison] --+--> regen  writes what differs
//!                                                        +--> check  tells what differs
//!                                                        `--> diff   shows what differs
//! ```
//!
//! `regen`, `check` and `diff` share one path up to the list of differences, so what `check` passes
//! is exactly what `regen` would leave alone. `generate` and `lint` take any description, `conformance`
//! a folder of them.

use std::io::{self, BufWriter, IsTerminal};
use std::process::ExitCode;

pub mod check;
pub mod cli;
pub mod client_toml;
pub mod compare;
pub mod conformance;
pub mod description;
pub mod destination;
pub mod diff;
pub mod disk;
pub mod drift;
pub mod failure;
mod files;
pub mod fresh;
pub mod generate;
pub mod generated_files;
pub mod header;
pub mod lint;
pub mod operations;
pub mod regen;
pub mod repository;
pub mod runtime;
pub mod staging;
pub mod streams;
pub mod update;

use cli::{Cli, Command};
use failure::Failure;
use streams::Streams;

/// What a command found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// All is well: exit code 0.
    Clean,
    /// Something differs or is faulty, and was told: exit code 1.
    Faulty,
}

/// Runs a command on the process's own streams and current folder.
pub fn run(cli: Cli) -> ExitCode {
    let (stdout, stderr) = (io::stdout(), io::stderr());
    let plain = std::env::var_os("NO_COLOR").is_some_and(|it| !it.is_empty());
    let mut streams = Streams {
        out_colour: stdout.is_terminal() && !plain,
        err_colour: stderr.is_terminal() && !plain,
        out: &mut BufWriter::new(stdout.lock()),
        err: &mut stderr.lock(),
    };
    let verdict = dispatch(cli, &mut streams);
    let verdict = verdict.and_then(|it| streams.flush().map(|()| it));
    match verdict {
        Ok(Verdict::Clean) => ExitCode::SUCCESS,
        Ok(Verdict::Faulty) => ExitCode::FAILURE,
        // The reader has seen enough: `cargo xtask operations | head`.
        Err(Failure::Closed) => ExitCode::SUCCESS,
        Err(failure) => {
            streams.fail(&failure);
            ExitCode::FAILURE
        }
    }
}

fn dispatch(cli: Cli, streams: &mut Streams<'_>) -> Result<Verdict, Failure> {
    match cli.command {
        None => cli::print_help(streams),
        Some(Command::Regen(args)) => regen::regen(&args.api, streams),
        Some(Command::Check(args)) => check::check(&args.api, streams),
        Some(Command::Diff(args)) => diff::diff(&args.api, streams),
        Some(Command::Generate(args)) => generate::generate(&args, streams),
        Some(Command::Operations(args)) => operations::operations(&args.api, streams),
        Some(Command::Lint(args)) => lint::lint(&args, streams),
        Some(Command::Conformance(args)) => conformance::conformance(&args, streams),
        Some(Command::Measure(args)) => conformance::measure(&args, streams),
    }
}
