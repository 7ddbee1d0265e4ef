//! `lint`: what the generator has to say about a description.

use crate::Verdict;
use crate::cli::{DescriptionArgs, Format};
use crate::description::{self, count};
use crate::failure::Failure;
use crate::streams::Streams;

/// Runs the command.
///
/// # Errors
///
/// The description cannot be read. Its faults are a verdict, not an error.
pub fn lint(args: &DescriptionArgs, streams: &mut Streams<'_>) -> Result<Verdict, Failure> {
    let config = description::settings(args, None)?;
    let output = description::generate(args, &config)?;
    // Notes too: who lints a description wants to know what the generator had to assume.
    match args.diagnostics {
        Format::Text => {
            streams.print(format_args!("{}", output.report_with_notes(streams.out_colour)))?;
        }
        Format::Json => streams.print(format_args!("{}", output.report_json_with_notes()))?,
    }
    if let Some(objection) = description::objection(args, &output) {
        streams.fail(&Failure::new(objection));
        return Ok(Verdict::Faulty);
    }
    if args.diagnostics == Format::Text {
        let warnings = count(output.warning_count(), "warning");
        let notes = match output.note_count() {
            0 => String::new(),
            n => format!(", {}", count(n, "note")),
        };
        streams.remark(format_args!("{}: no errors, {warnings}{notes}\n", args.spec.display()));
    }
    Ok(Verdict::Clean)
}
