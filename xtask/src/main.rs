//! The `cargo xtask` program: hands its arguments to the library.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    xtask::run(xtask::cli::Cli::parse())
}
