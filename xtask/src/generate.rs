//! `generate`: any description to a stand-alone crate.

use std::path::Path;

use openapi_codegen::{Config, Manifest, Tree};

use crate::Verdict;
use crate::cli::{Format, GenerateArgs};
use crate::description;
use crate::destination;
use crate::disk::Disk;
use crate::drift::{self, Drift, Others};
use crate::failure::Failure;
use crate::regen;
use crate::runtime;
use crate::streams::Streams;
use crate::update;

/// Runs the command.
///
/// # Errors
///
/// The description has an error, or the crate cannot be written where it should go.
pub fn generate(args: &GenerateArgs, streams: &mut Streams<'_>) -> Result<Verdict, Failure> {
    let description = &args.description;
    let (config, disk) = prepare(args)?;
    let output = description::generate(description, &config)?;
    match description.diagnostics {
        Format::Text => streams.remark(format_args!("{}", output.report(streams.err_colour))),
        Format::Json => streams.print(format_args!("{}", output.report_json()))?,
    }
    let objection = description::objection(description, &output);
    let Some(tree) = output.tree.filter(|_| objection.is_none()) else {
        let objection = objection.unwrap_or_else(|| "no client came of the description".to_owned());
        return Err(Failure::new(format!("{objection}, nothing was written")));
    };
    let drifts = write(&args.out, &disk, &tree)?;

    // Standard output is the diagnostics' when a program reads them.
    let summary = format!("{}: {}\n", args.out.display(), regen::tally(&tree, &drifts));
    match description.diagnostics {
        Format::Text => streams.print(format_args!("{summary}"))?,
        Format::Json => streams.remark(format_args!("{summary}")),
    }
    if args.runtime_path.is_none() {
        streams.remark(format_args!(
            "note: the crate takes the published `openapi-runtime`; --runtime-path takes one from a folder\n"
        ));
    }
    Ok(Verdict::Clean)
}

/// The settings of the new crate, and what lies in its folder now.
pub(crate) fn prepare(args: &GenerateArgs) -> Result<(Config, Disk), Failure> {
    let mut config = description::settings(&args.description, args.name.as_deref())?;
    let disk = destination::inspect(&args.out)?;
    let folder = args.runtime_path.as_deref();
    let runtime_path = folder.map(|it| runtime::path_from(it, &args.out)).transpose()?;
    config.manifest = Manifest::StandAlone { runtime_path };
    Ok((config, disk))
}

/// Brings the folder to the new crate; tells what differed.
pub(crate) fn write(out: &Path, disk: &Disk, tree: &Tree) -> Result<Vec<Drift>, Failure> {
    destination::check_free(out, tree, disk)?;
    let drifts = drift::drifts(tree, disk, Others::Kept)?;
    let staging = destination::staging(disk.dir())?;
    update::prepare(disk, tree, &drifts, &staging)?.finish()?;
    Ok(drifts)
}
