//! What must hold for every description, however damaged.

use std::any::Any;
use std::fmt;
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use openapi_codegen::{Output, Source, Tree, generate};

use crate::case::Case;

/// How much stack a run may need: what a test has by default, a quarter of what a program has.
const STACK: usize = 2 << 20;

/// When a run is given up. Far more than any takes, also on a machine that does much else.
const MOST_SECONDS: u64 = 120;

/// What was found wrong.
#[derive(Debug)]
pub enum Fault {
    Panic(String),
    Endless,
    Wrong(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Panic(message) => write!(f, "panic: {message}"),
            Fault::Endless => write!(f, "not done after {MOST_SECONDS} s"),
            Fault::Wrong(message) => f.write_str(message),
        }
    }
}

/// Runs the generator on a description in every way that it is run.
pub fn check(case: &Case) -> Result<(), Fault> {
    checked(case).map(|_| ())
}

/// As [`check`], and gives what was generated for a description of somebody else's.
pub fn checked(case: &Case) -> Result<Option<Tree>, Fault> {
    let case = Arc::new(case.clone());
    let (done, wait) = channel();
    // When the stack is exhausted, the process ends, and says the name of the thread.
    let name = format!("{}/{} {}", case.name, case.file, case.how).replace('\0', "");
    let body = move || drop(done.send(all(&case)));
    let run = thread::Builder::new().name(name).stack_size(STACK).spawn(body).unwrap();
    match wait.recv_timeout(Duration::from_secs(MOST_SECONDS)) {
        Ok(result) => result.map_err(Fault::Wrong),
        Err(RecvTimeoutError::Timeout) => Err(Fault::Endless),
        Err(RecvTimeoutError::Disconnected) => match run.join() {
            Ok(()) => Err(Fault::Panic("no answer".to_owned())),
            Err(payload) => Err(Fault::Panic(message(&*payload))),
        },
    }
}

fn message(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<String>().cloned();
    text.or_else(|| payload.downcast_ref::<&str>().map(|it| (*it).to_owned())).unwrap_or_default()
}

fn all(case: &Case) -> Result<Option<Tree>, String> {
    let strict = run(case, false);
    sound(&strict).map_err(|it| format!("strict: {it}"))?;
    let tolerant = run(case, true);
    sound(&tolerant).map_err(|it| format!("tolerant: {it}"))?;
    let again = run(case, true);
    if tolerant.tree != again.tree
        || tolerant.report_json_with_notes() != again.report_json_with_notes()
    {
        return Err("two runs differ".to_owned());
    }
    if strict.tree.is_some() && tolerant.tree.is_none() {
        return Err("generated, but not if tolerant".to_owned());
    }
    Ok(tolerant.tree)
}

fn run(case: &Case, tolerant: bool) -> Output {
    let read = |path: &str| case.files.get(path).cloned().ok_or_else(|| "no such file".to_owned());
    let root = if case.files.contains_key(&case.config.root) {
        case.config.root.clone()
    } else {
        case.file.clone()
    };
    generate(&Source::new(root, read).tolerant(tolerant), &case.config)
}

fn sound(output: &Output) -> Result<(), String> {
    let shown = [output.report(false), output.report_with_notes(true), output.report_json()];
    if output.error_count() > 0 && shown.iter().any(String::is_empty) {
        return Err("an error that is not shown".to_owned());
    }
    for line in output.report_json_with_notes().lines() {
        serde_json::from_str::<serde_json::Value>(line).map_err(|it| format!("{it}: {line}"))?;
    }
    match &output.tree {
        Some(tree) => tree
            .files()
            .try_for_each(|(path, text)| tidy(path, text).map_err(|it| format!("{path}: {it}"))),
        None if output.error_count() == 0 => Err("nothing was generated, and no error".to_owned()),
        None => Ok(()),
    }
}

/// What a generated file must look like, whatever the description says.
fn tidy(path: &str, text: &str) -> Result<(), String> {
    if path.ends_with(".rs") {
        syn::parse_file(text).map_err(|error| format!("{error}\n{text}"))?;
    } else {
        toml::from_str::<toml::Table>(text).map_err(|error| format!("{error}\n{text}"))?;
    }
    if text.contains("compile_error!(\"the gen") {
        return Err(format!("the generator wrote what is no Rust\n{text}"));
    }
    for (number, line) in text.lines().enumerate() {
        let turns = |it| matches!(it, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if line.ends_with(' ') || line.contains(turns) || line.chars().any(char::is_control) {
            return Err(format!("line {}: {line:?}", number + 1));
        }
    }
    Ok(())
}
