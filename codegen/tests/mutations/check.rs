//! What must hold for every description, however damaged.

use std::any::Any;
use std::fmt;
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use openapi_codegen::{Output, Source, Tree, generate};

use crate::case::Case;
use crate::sound::sound;

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
