//! `generate`: any description to a stand-alone crate.

use std::path::Path;

use openapi_codegen::{Config, Manifest, Tree};

use crate::Verdict;
use crate::cli::{Format, GenerateArgs};
use crate::description;
use crate::destination;
use crate::drift::{self, Drift, Others};
use crate::failure::Failure;
use crate::generated_files;
use crate::regen;
use crate::runtime;
use crate::staging::Staging;
use crate::streams::Streams;
use crate::update;

/// Runs the command.
///
/// # Errors
///
/// The description has an error, or the crate cannot be written where it should go.
pub fn generate(args: &GenerateArgs, streams: &mut Streams<'_>) -> Result<Verdict, Failure> {
    let description = &args.description;
    let config = prepare(args)?;
    let output = description::generate(description, &config)?;
    match description.diagnostics {
        Format::Text => streams.remark(format_args!("{}", output.report(streams.err_colour))),
        Format::Json => streams.print(format_args!("{}", output.report_json()))?,
    }
    let objection = description::objection(description, &output);
    let Some(mut tree) = output.tree.filter(|_| objection.is_none()) else {
        let objection = objection.unwrap_or_else(|| "no client came of the description".to_owned());
        return Err(Failure::new(format!("{objection}, nothing was written")));
    };
    let drifts = write(&args.out, &mut tree, streams)?;

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

/// The settings of the new crate, once it is sure that its folder may be written.
pub(crate) fn prepare(args: &GenerateArgs) -> Result<Config, Failure> {
    let mut config = description::settings(&args.description, args.name.as_deref())?;
    destination::inspect(&args.out)?;
    let folder = args.runtime_path.as_deref();
    let runtime_path = folder.map(|it| runtime::path_from(it, &args.out)).transpose()?;
    config.manifest = Manifest::StandAlone { runtime_path };
    Ok(config)
}

/// Brings the folder to the new crate, which gets the list of its files; returns what differed.
pub(crate) fn write(
    out: &Path,
    tree: &mut Tree,
    streams: &mut Streams<'_>,
) -> Result<Vec<Drift>, Failure> {
    generated_files::add(tree);
    let compare = || {
        let disk = destination::inspect(out)?;
        destination::check_free(out, tree, &disk)?;
        let drifts = drift::drifts(tree, &disk, Others::Welcome)?;
        Ok((disk, drifts))
    };
    let (disk, drifts) = compare()?;
    if drifts.is_empty() {
        return Ok(drifts);
    }
    let staging = Staging::open(disk.dir(), streams)?;
    // Another run may have written since.
    let (disk, drifts) = compare()?;
    update::prepare(&disk, tree, &drifts, &staging)?.finish()?;
    Ok(drifts)
}
