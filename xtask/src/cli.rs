//! The command line: which commands there are, what they take, how their help reads.

use std::num::NonZero;
use std::path::PathBuf;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use openapi_codegen::Config;

use crate::Verdict;
use crate::failure::Failure;
use crate::streams::Streams;

/// The project's commands: from descriptions in `spec/` to clients in `generated/`.
#[derive(Debug, Parser)]
#[command(
    name = "xtask",
    bin_name = "cargo xtask",
    disable_help_subcommand = true,
    after_help = "Most used:\n  cargo xtask regen    after a change to spec/ or codegen/\n  cargo xtask check    what continuous integration runs"
)]
pub struct Cli {
    /// What to do; the help when absent.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Bring generated/ up to date with spec/
    ///
    /// Generates the client of each API in memory, then writes the files that differ, creates missing
    /// ones and removes those that an earlier run generated and this one does not; `generated-files.txt` beside them
    /// lists them. Other files are left alone. Nothing is written when any description has an error.
    #[command(
        after_help = "Examples:\n  cargo xtask regen\n  cargo xtask regen cloudron\n\nExit code: 0, or 1 when a description has an error."
    )]
    Regen(ApiArgs),
    /// Tell whether generated/ is up to date, without writing
    ///
    /// Lists every changed, missing, stale and foreign file, with the first line that differs.
    #[command(
        after_help = "Examples:\n  cargo xtask check\n  cargo xtask check cloudron\n\nExit code: 0 when up to date, 1 when anything differs or has an error."
    )]
    Check(ApiArgs),
    /// Show what regen would change, as a unified diff
    #[command(
        after_help = "Examples:\n  cargo xtask diff\n  cargo xtask diff cloudron | less\n\nExit code: 0 with or without differences (`check` is the one that judges), 1 on an error."
    )]
    Diff(ApiArgs),
    /// Turn any description into a stand-alone crate
    ///
    /// DIR may be absent, empty, or hold an earlier run of this command; then only the files that differ
    /// are written, and files of your own are left alone: `generated-files.txt` lists what a run may remove.
    #[command(
        after_help = "Examples:\n  cargo xtask generate petstore.yaml --out ../petstore --name petstore --runtime-path runtime\n  cargo xtask generate api/openapi.json --out client --name acme-client --deny-warnings\n\nExit code: 0, or 1 when the description has an error or DIR cannot be used; nothing is written then."
    )]
    Generate(GenerateArgs),
    /// List the operations of an API and how Rust calls them
    ///
    /// One line an operation: method, path, operationId, the call. All APIs when none is named.
    #[command(
        after_help = "Examples:\n  cargo xtask operations cloudron\n  cargo xtask operations cloudron | grep backup"
    )]
    Operations(ApiArgs),
    /// Print what the generator has to say about a description
    ///
    /// Errors, warnings, and notes: what it had to assume.
    #[command(
        after_help = "Examples:\n  cargo xtask lint petstore.yaml\n  cargo xtask lint petstore.yaml --deny-warnings --diagnostics json\n\nExit code: 0, or 1 on errors (with --deny-warnings on warnings too)."
    )]
    Lint(DescriptionArgs),
    /// Try the generator on every description under a folder
    ///
    /// For each: is it generated, how many of its operations are covered, does the client compile without
    /// warnings, CPU time and peak memory of the generation, the first diagnostic. The descriptions are those that
    /// a manifest.tsv in DIR lists (columns `id` and `path`), else every .json, .yaml or .yml file with `swagger` or
    /// `openapi` at its top that no other description refers to.
    ///
    /// Results are kept in the folder of --out until a file of the description, the generator or the runtime changes,
    /// so a run that was broken off goes on where it was. References to files outside DIR are followed.
    #[command(
        after_help = "Examples:\n  cargo xtask conformance ../corpus\n  cargo xtask conformance ../corpus --only 'v30*box' --fresh\n  cargo run --release -p xtask -- conformance ../corpus --no-compile --json\n\nExit code: 0, or 1 when a description stopped the generator or gave a client that does not compile without warnings."
    )]
    Conformance(ConformanceArgs),
    /// What `conformance` starts for each description
    #[command(hide = true)]
    Measure(GenerateArgs),
}

/// The APIs that a command is about.
#[derive(Args, Debug)]
pub struct ApiArgs {
    /// Folders of spec/; all of them when none is named
    pub api: Vec<String>,
}

/// A description outside `spec/`, and how strictly to read it.
#[derive(Args, Debug)]
pub struct DescriptionArgs {
    /// The description's root file (YAML or JSON)
    pub spec: PathBuf,
    /// A client.toml with settings for this description (its `root` is not used, SPEC is)
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Follow `$ref`s to files outside the folder of SPEC
    #[arg(long)]
    pub allow_outside: bool,
    /// Read the description as those of spec/: what refers to nothing or is written twice is an error
    ///
    /// Without it such faults are warnings, and only the part that is concerned is left out.
    #[arg(long)]
    pub strict: bool,
    /// Treat warnings as errors
    #[arg(long)]
    pub deny_warnings: bool,
    /// How diagnostics are printed: text, or json with an object a line on standard output
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub diagnostics: Format,
}

/// What `generate` takes.
#[derive(Args, Debug)]
pub struct GenerateArgs {
    /// The folder of the new crate
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// The name of the new crate; may be left to --config
    #[arg(long, required_unless_present = "config", value_parser = package_name)]
    pub name: Option<String>,
    /// The folder of openapi-runtime; without it the crate takes the published one
    ///
    /// A relative path is written into the crate relative to --out, an absolute one as it is.
    #[arg(long, value_name = "DIR")]
    pub runtime_path: Option<PathBuf>,
    /// The description and how to read it.
    #[command(flatten)]
    pub description: DescriptionArgs,
}

/// What `conformance` takes.
#[derive(Args, Debug)]
pub struct ConformanceArgs {
    /// The folder of the descriptions
    pub dir: PathBuf,
    /// Only those whose id or path holds this; `*` stands for anything
    #[arg(long, value_name = "PATTERN")]
    pub only: Option<String>,
    /// How many at a time; as many as there are processors when absent
    #[arg(long, value_name = "N")]
    pub jobs: Option<NonZero<usize>>,
    /// Do not compile the clients
    #[arg(long)]
    pub no_compile: bool,
    /// Try again what an earlier run has a result for
    #[arg(long)]
    pub fresh: bool,
    /// Where results, clients and logs are kept; target/conformance of the repository when absent
    #[arg(long, value_name = "FOLDER")]
    pub out: Option<PathBuf>,
    /// How long one generation, or one compilation, may take
    #[arg(long, value_name = "SECONDS", default_value_t = 600)]
    pub time_limit: u64,
    /// Print a JSON object a line instead of the table, the totals last
    #[arg(long)]
    pub json: bool,
}

/// How diagnostics are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// With the lines of the description that they are about.
    Text,
    /// A JSON object a line.
    Json,
}

/// Prints what `cargo xtask --help` prints.
pub(crate) fn print_help(streams: &mut Streams<'_>) -> Result<Verdict, Failure> {
    let help = Cli::command().render_help();
    if streams.out_colour {
        streams.print(format_args!("{}", help.ansi()))?;
    } else {
        streams.print(format_args!("{help}"))?;
    }
    Ok(Verdict::Clean)
}

fn package_name(text: &str) -> Result<String, String> {
    Config::new("", text).map_err(|error| error.to_string())?;
    Ok(text.to_owned())
}
