//! `cargo check` on the clients: what the dependencies need is compiled once, clients several at a time.
//!
//! Cargo locks its target folder, so each worker has one of its own (a slot). The first slot compiles the
//! dependencies; the others start as copies of it, times of change included, by which cargo takes them for its own.

use std::fs::{self, File, FileTimes};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use serde::Deserialize;

use super::record::{Compilation, Outcome};
use super::step::{self, Ending};
use crate::failure::Failure;

/// Where clients are compiled.
pub struct Compiler {
    /// Holds the slots.
    folder: PathBuf,
    /// The versions of the dependencies that the repository uses.
    lock: Option<PathBuf>,
    limit: Duration,
}

/// A line of what cargo prints.
#[derive(Deserialize)]
struct Line {
    reason: String,
    manifest_path: Option<PathBuf>,
    message: Option<Message>,
}

#[derive(Deserialize)]
struct Message {
    level: String,
    message: String,
    spans: Vec<Span>,
}

#[derive(Deserialize)]
struct Span {
    file_name: String,
    line_start: u64,
}

impl Compiler {
    /// Makes the slots ready by compiling the runtime and all that it needs.
    ///
    /// # Errors
    ///
    /// That does not compile.
    pub fn warm(
        folder: &Path,
        runtime: &Path,
        lock: Option<PathBuf>,
        n_slots: usize,
        limit: Duration,
    ) -> Result<Self, Failure> {
        let res = Self { folder: folder.to_owned(), lock, limit };
        let package = folder.join("warm");
        let runtime = runtime.display().to_string();
        let manifest = format!(
            "[package]\nname = \"warm\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\nopenapi-runtime.path = {}\n\n[workspace]\n",
            toml::Value::String(runtime)
        );
        write(&package.join("Cargo.toml"), &manifest)?;
        write(&package.join("src/lib.rs"), "")?;
        let log = folder.join("warm/check");
        // The dependencies are many, and nobody's fault: they get the time that they need.
        let ending = res.cargo(&package, 0, &log, Duration::MAX)?;
        if !ending.is_some_and(|it| it.success()) {
            let text = fs::read_to_string(log.with_extension("err")).unwrap_or_default();
            let error = first_error(&text).unwrap_or("cargo does not say why");
            return Err(Failure::new(format!("the runtime does not compile: {error}")).help(
                "run `cargo check -p openapi-runtime`; --no-compile measures the generator alone",
            ));
        }
        for slot in 1..n_slots {
            let target = res.slot(slot);
            if !target.exists() {
                let part = folder.join(format!("slot-{slot}.part"));
                let _ = fs::remove_dir_all(&part);
                copy(&res.slot(0), &part)
                    .and_then(|()| fs::rename(&part, &target))
                    .map_err(|error| Failure::writing(&target, &error))?;
            }
        }
        Ok(res)
    }

    /// Compiles a client in a slot; its output goes to two files named as `log`.
    ///
    /// # Errors
    ///
    /// Cargo cannot be run.
    pub fn check(&self, package: &Path, slot: usize, log: &Path) -> Result<Compilation, Failure> {
        let start = Instant::now();
        let ending = self.cargo(package, slot, log, self.limit)?;
        let read = |ending| fs::read(log.with_extension(ending)).unwrap_or_default();
        let (out, err) = (read("out"), read("err"));
        let mut res =
            judge(package, &String::from_utf8_lossy(&out), &String::from_utf8_lossy(&err), ending);
        res.seconds = start.elapsed().as_secs_f64();
        if res.outcome == Outcome::TimedOut {
            res.diagnostic = Some(format!("stopped after {} s", self.limit.as_secs()));
        }
        Ok(res)
    }

    fn slot(&self, slot: usize) -> PathBuf {
        self.folder.join(format!("slot-{slot}"))
    }

    fn cargo(
        &self,
        package: &Path,
        slot: usize,
        log: &Path,
        limit: Duration,
    ) -> Result<Ending, Failure> {
        let lock = package.join("Cargo.lock");
        if let Some(versions) = self.lock.as_deref().filter(|_| !lock.exists()) {
            fs::copy(versions, &lock).map_err(|error| Failure::writing(&lock, &error))?;
        }
        let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(program);
        command.args(["check", "--message-format=json", "--color=never"]);
        command.arg("--manifest-path").arg(package.join("Cargo.toml"));
        command.arg("--target-dir").arg(self.slot(slot));
        // Flags of the surroundings would hide warnings or add some.
        command.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
        command.env("CARGO_INCREMENTAL", "0");
        let (out, err) = (log.with_extension("out"), log.with_extension("err"));
        step::run(&mut command, limit, &out, &err)
    }
}

/// Reads what cargo printed about a package.
fn judge(package: &Path, out: &str, err: &str, ending: Ending) -> Compilation {
    let mut res = Compilation {
        outcome: Outcome::Done,
        errors: 0,
        warnings: 0,
        seconds: 0.0,
        diagnostic: None,
    };
    let (mut warning, mut elsewhere) = (None, None);
    for line in out.lines().filter_map(|it| serde_json::from_str::<Line>(it).ok()) {
        let Some(message) = line.message.filter(|_| line.reason == "compiler-message") else {
            continue;
        };
        let is_error = message.level.starts_with("error");
        // Without a place: "2 warnings emitted", "aborting due to 3 previous errors".
        let is_summary = message.spans.is_empty()
            && (message.message.ends_with(" emitted") || message.message.starts_with("aborting"));
        if is_summary || !(is_error || message.level == "warning") {
            continue;
        }
        let is_ours = line.manifest_path.is_some_and(|it| it.parent() == Some(package));
        match (is_ours, is_error) {
            (true, true) => {
                res.errors += 1;
                res.diagnostic.get_or_insert_with(|| message.told());
            }
            (true, false) => {
                res.warnings += 1;
                warning.get_or_insert_with(|| message.told());
            }
            (false, true) => drop(elsewhere.get_or_insert_with(|| message.told())),
            (false, false) => {}
        }
    }
    res.outcome = match ending {
        None => Outcome::TimedOut,
        Some(status) if status.success() => Outcome::Done,
        Some(_) if res.errors == 0 && elsewhere.is_some() => Outcome::Untried,
        Some(_) => Outcome::Errors,
    };
    if res.outcome == Outcome::Errors && res.errors == 0 {
        // Cargo itself refused, or the compiler fell over.
        res.errors = 1;
        res.diagnostic = first_error(err).map(|it| format!("error: {it}"));
    }
    res.diagnostic = res.diagnostic.or(elsewhere).or(warning);
    res
}

impl Message {
    /// `error: src/types.rs:3: what`.
    fn told(&self) -> String {
        let place = self.spans.first().map(|it| format!("{}:{}: ", it.file_name, it.line_start));
        format!("{}: {}{}", self.level, place.unwrap_or_default(), self.message)
    }
}

fn first_error(text: &str) -> Option<&str> {
    text.lines().find_map(|it| it.strip_prefix("error: "))
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let failed = |error| Failure::writing(path, &error);
    // Unchanged files keep their time of change.
    if fs::read_to_string(path).is_ok_and(|it| it == text) {
        return Ok(());
    }
    fs::create_dir_all(path.parent().unwrap_or(path)).map_err(failed)?;
    fs::write(path, text).map_err(failed)
}

/// Copies a folder with the times of change of its files.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target)?;
            let modified = entry.metadata()?.modified()?;
            let file = File::options().write(true).open(&target)?;
            file.set_times(FileTimes::new().set_modified(modified))?;
        }
    }
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::process::ExitStatusExt;
    use std::path::Path;
    use std::process::ExitStatus;

    use super::judge;
    use crate::conformance::record::Outcome;

    fn line(package: &str, level: &str, message: &str, place: &str) -> String {
        format!(
            r#"{{"reason":"compiler-message","manifest_path":"/{package}/Cargo.toml","message":{{"level":"{level}","message":"{message}","spans":[{place}]}}}}"#
        )
    }

    #[test]
    fn messages_are_counted() {
        let place = r#"{"file_name":"src/a.rs","line_start":3}"#;
        let ours = |level, message| line("ours", level, message, place);
        let summary = |message| line("ours", "warning", message, "");
        let table = [
            (vec![], 0, "", (Outcome::Done, 0, 0, None)),
            (
                vec![ours("warning", "unused"), ours("note", "x"), summary("1 warning emitted")],
                0,
                "",
                (Outcome::Done, 0, 1, Some("warning: src/a.rs:3: unused")),
            ),
            (
                vec![ours("warning", "unused"), ours("error", "no such type")],
                101,
                "",
                (Outcome::Errors, 1, 1, Some("error: src/a.rs:3: no such type")),
            ),
            (vec![line("runtime", "warning", "unused", place)], 0, "", (Outcome::Done, 0, 0, None)),
            (
                vec![line("runtime", "error", "broken", place)],
                101,
                "",
                (Outcome::Untried, 0, 0, Some("error: src/a.rs:3: broken")),
            ),
            (
                vec!["not json".to_owned()],
                101,
                "warning: x\nerror: invalid manifest\n",
                (Outcome::Errors, 1, 0, Some("error: invalid manifest")),
            ),
        ];
        for (lines, code, err, (outcome, errors, warnings, diagnostic)) in table {
            let ending = Some(ExitStatus::from_raw(code << 8));
            let res = judge(Path::new("/ours"), &lines.join("\n"), err, ending);
            assert_eq!((res.outcome, res.errors, res.warnings), (outcome, errors, warnings));
            assert_eq!(res.diagnostic.as_deref(), diagnostic);
        }
        assert_eq!(judge(Path::new("/ours"), "", "", None).outcome, Outcome::TimedOut);
    }
}
