//! `generate`: any description to a stand-alone crate.

use openapi_codegen::Manifest;

use crate::Verdict;
use crate::cli::{Format, GenerateArgs};
use crate::description;
use crate::destination;
use crate::drift::{self, Others};
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
    let mut config = description::settings(description, args.name.as_deref())?;
    let disk = destination::inspect(&args.out)?;
    let folder = args.runtime_path.as_deref();
    let runtime_path = folder.map(|it| runtime::path_from(it, &args.out)).transpose()?;
    config.manifest = Manifest::StandAlone { runtime_path };

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

    destination::check_free(&args.out, &tree, &disk)?;
    let drifts = drift::drifts(&tree, &disk, Others::Kept)?;
    let staging = destination::staging(disk.dir())?;
    update::prepare(&disk, &tree, &drifts, &staging)?.finish()?;

    // Standard output is the diagnostics' when a program reads them.
    let summary = format!("{}: {}\n", args.out.display(), regen::tally(&tree, &drifts));
    match description.diagnostics {
        Format::Text => streams.print(format_args!("{summary}"))?,
        Format::Json => streams.remark(format_args!("{summary}")),
    }
    if folder.is_none() {
        streams.remark(format_args!(
            "note: the crate takes the published `openapi-runtime`; --runtime-path takes one from a folder\n"
        ));
    }
    Ok(Verdict::Clean)
}
