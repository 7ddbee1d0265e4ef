//! The generation of one client, in a process of its own: what it does, and what it costs.
//!
//! `conformance` starts `xtask measure` (not shown in the help) for each description; that prints a
//! [`Measurement`] and then the diagnostics, all as JSON, an object a line.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use cpu_time::ProcessTime;
use serde::{Deserialize, Serialize};

use super::library::Operation;
use super::record::{Generation, Outcome};
use super::step::{self, Ending};
use crate::Verdict;
use crate::cli::GenerateArgs;
use crate::description;
use crate::failure::Failure;
use crate::generate;
use crate::streams::Streams;

/// What the process prints first.
#[derive(Debug, Deserialize, Serialize)]
struct Measurement {
    generated: bool,
    /// Those that the client has.
    operations: Vec<Operation>,
    errors: usize,
    warnings: usize,
    cpu_seconds: f64,
    peak_bytes: Option<u64>,
}

/// One line of the diagnostics.
#[derive(Deserialize)]
struct Diagnostic {
    severity: String,
    message: String,
    file: Option<String>,
    line: Option<u64>,
    column: Option<u64>,
}

/// Generates a client and tells what that took.
///
/// # Errors
///
/// The description cannot be read or the crate not be written.
pub fn measure(args: &GenerateArgs, streams: &mut Streams<'_>) -> Result<Verdict, Failure> {
    let config = generate::prepare(args)?;
    let mut output = description::generate(&args.description, &config)?;
    if let Some(tree) = &mut output.tree {
        generate::write(&args.out, tree, streams)?;
    }
    let (cpu_seconds, peak_bytes) = (cpu_seconds(), peak_bytes());
    let covered = output.operations.iter().filter(|it| it.call.is_some());
    let measurement = Measurement {
        generated: output.tree.is_some(),
        operations: covered.map(|it| (it.method.clone(), it.path.clone())).collect(),
        errors: output.error_count(),
        warnings: output.warning_count(),
        cpu_seconds,
        peak_bytes,
    };
    let text = serde_json::to_string(&measurement)
        .map_err(|error| Failure::new(format!("cannot write the measurement: {error}")))?;
    streams.print(format_args!("{text}\n{}", output.report_json()))?;
    Ok(Verdict::Clean)
}

fn cpu_seconds() -> f64 {
    ProcessTime::try_now().map_or(0.0, |it| it.as_duration().as_secs_f64())
}

/// The most memory that this process held, where the system tells.
///
/// What `wait4` tells of a child is no less than what its parent held when it started it; this is the child's own.
fn peak_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}

/// Where a generation goes, and how long it may take.
pub struct Task<'a> {
    /// The description's root file.
    pub spec: &'a Path,
    /// The folder of the new crate.
    pub out: &'a Path,
    /// Its package.
    pub name: &'a str,
    /// The folder of the runtime.
    pub runtime: &'a Path,
    /// The output goes to two files of this name.
    pub log: &'a Path,
    /// When it is stopped.
    pub limit: Duration,
}

/// Runs [`measure`] in a process of its own; the second value is the operations that the client has.
///
/// # Errors
///
/// This program cannot be started.
pub fn run(task: &Task<'_>) -> Result<(Generation, Vec<Operation>), Failure> {
    let program = std::env::current_exe()
        .map_err(|error| Failure::new(format!("cannot tell where this program is: {error}")))?;
    let mut command = Command::new(program);
    command.arg("measure").arg(task.spec).arg("--out").arg(task.out);
    command.args(["--name", task.name, "--allow-outside"]);
    command.arg("--runtime-path").arg(task.runtime).env("NO_COLOR", "1");
    let (out, err) = (task.log.with_extension("out"), task.log.with_extension("err"));
    let ending = step::run(&mut command, task.limit, &out, &err)?;
    let read = |path| std::fs::read(path).map_err(|error| Failure::reading(path, &error));
    let (out, err) = (read(&out)?, read(&err)?);
    let (out, err) = (String::from_utf8_lossy(&out), String::from_utf8_lossy(&err));

    Ok(judge(ending, &out, &err, task.limit))
}

/// What the process printed, and how it ended, as a result.
fn judge(ending: Ending, out: &str, err: &str, limit: Duration) -> (Generation, Vec<Operation>) {
    let stopped = |outcome, diagnostic: String| {
        let generation = Generation {
            outcome,
            covered: 0,
            missing: Vec::new(),
            errors: 0,
            warnings: 0,
            cpu_seconds: None,
            peak_bytes: None,
            diagnostic: Some(diagnostic),
        };
        (generation, Vec::new())
    };
    let Some(status) = ending else {
        return stopped(Outcome::TimedOut, format!("stopped after {} s", limit.as_secs()));
    };
    let measurement = out.lines().next().and_then(|it| serde_json::from_str(it).ok());
    let Some(measurement): Option<Measurement> = measurement.filter(|_| status.success()) else {
        // 1 is the program's own code for a failure that it tells about.
        let told = status.code() == Some(1);
        let outcome = if told { Outcome::Untried } else { Outcome::Panicked };
        return stopped(outcome, last_words(err).unwrap_or_else(|| status.to_string()));
    };
    let generation = Generation {
        outcome: if measurement.generated { Outcome::Done } else { Outcome::Errors },
        covered: 0,
        missing: Vec::new(),
        errors: measurement.errors,
        warnings: measurement.warnings,
        cpu_seconds: Some(measurement.cpu_seconds),
        peak_bytes: measurement.peak_bytes,
        diagnostic: first_diagnostic(out.lines().skip(1)),
    };
    (generation, measurement.operations)
}

/// The place and the message of a panic, or the first line of anything else.
fn last_words(text: &str) -> Option<String> {
    let mut lines = text.lines().map(str::trim).filter(|it| !it.is_empty());
    let first = lines.next()?;
    let Some((_, place)) = first.split_once("' panicked at ").or(first.split_once(" panicked at "))
    else {
        return Some(first.trim_start_matches("error: ").to_owned());
    };
    let message = lines.next().unwrap_or_default();
    Some(format!("panicked at {} {message}", place.trim()).trim_end().to_owned())
}

/// The first error, else the first warning: `file:line:column: what`.
fn first_diagnostic<'a>(lines: impl Iterator<Item = &'a str>) -> Option<String> {
    let all: Vec<Diagnostic> = lines.filter_map(|it| serde_json::from_str(it).ok()).collect();
    let of = |severity: &str| all.iter().find(|it| it.severity == severity);
    let first = of("error").or_else(|| of("warning"))?;
    let file = first.file.as_deref().unwrap_or_default();
    let file = file.rsplit_once('/').map_or(file, |it| it.1);
    let place = match (first.line, first.column) {
        (Some(line), Some(column)) => format!("{file}:{line}:{column}"),
        _ => file.to_owned(),
    };
    Some(format!("{}: {place}: {}", first.severity, first.message))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{first_diagnostic, judge, last_words};
    use crate::conformance::record::Outcome;

    #[cfg(unix)]
    #[test]
    fn endings_are_told_apart() {
        use std::os::unix::process::ExitStatusExt;
        use std::process::ExitStatus;

        let line = |generated: bool| {
            format!(
                r#"{{"generated":{generated},"operations":[["GET","/a"]],"errors":0,"warnings":0,"cpu_seconds":0.5,"peak_bytes":7}}"#
            )
        };
        let panic = "thread 'main' panicked at src/a.rs:1:2:\nno\n";
        let table = [
            (Some(0), line(true), "", Outcome::Done, None),
            (Some(0), line(false), "", Outcome::Errors, None),
            (
                Some(101 << 8),
                String::new(),
                panic,
                Outcome::Panicked,
                Some("panicked at src/a.rs:1:2: no"),
            ),
            // It told what it had, and fell over afterwards.
            (
                Some(101 << 8),
                line(true),
                panic,
                Outcome::Panicked,
                Some("panicked at src/a.rs:1:2: no"),
            ),
            (
                Some(6),
                String::new(),
                "\nthread 'main' has overflowed its stack\n",
                Outcome::Panicked,
                Some("thread 'main' has overflowed its stack"),
            ),
            (Some(9), String::new(), "", Outcome::Panicked, Some("signal: 9 (SIGKILL)")),
            (
                Some(1 << 8),
                String::new(),
                "error: cannot write `a`: no room\n",
                Outcome::Untried,
                Some("cannot write `a`: no room"),
            ),
            (None, line(true), "", Outcome::TimedOut, Some("stopped after 60 s")),
        ];
        for (code, out, err, outcome, diagnostic) in table {
            let ending = code.map(ExitStatus::from_raw);
            let (res, operations) = judge(ending, &out, err, Duration::from_secs(60));
            assert_eq!((res.outcome, res.diagnostic.as_deref()), (outcome, diagnostic));
            let told = matches!(outcome, Outcome::Done | Outcome::Errors);
            assert_eq!(operations.len(), usize::from(told));
        }
    }

    #[test]
    fn a_panic_is_told_in_a_line() {
        let table = [
            (
                "\nthread 'main' (77) panicked at src/a.rs:1:2:\nindex out of bounds\nnote: run with\n",
                Some("panicked at src/a.rs:1:2: index out of bounds"),
            ),
            ("error: no room\nhelp: make some\n", Some("no room")),
            ("", None),
        ];
        for (text, expected) in table {
            assert_eq!(last_words(text).as_deref(), expected);
        }
    }

    #[test]
    fn an_error_comes_before_a_warning() {
        let warning =
            r#"{"file":"a/b.yaml","line":1,"column":2,"severity":"warning","message":"odd"}"#;
        let error =
            r#"{"file":"a/c.yaml","line":null,"column":null,"severity":"error","message":"bad"}"#;
        let first = |lines: &[&str]| first_diagnostic(lines.iter().copied());
        assert_eq!(first(&[warning, error]).as_deref(), Some("error: c.yaml: bad"));
        assert_eq!(first(&[warning]).as_deref(), Some("warning: b.yaml:1:2: odd"));
        assert_eq!(first(&[]), None);
    }
}
