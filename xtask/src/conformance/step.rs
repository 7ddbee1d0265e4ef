//! A program that is run with a time limit, its output going to files.

use std::fs::File;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::failure::Failure;

/// How the program ended: its status, or `None` when it was stopped at the limit.
pub type Ending = Option<ExitStatus>;

/// Runs a program to its end or to the limit.
///
/// # Errors
///
/// It cannot be started, or its output has no place.
pub fn run(
    command: &mut Command,
    limit: Duration,
    out: &Path,
    err: &Path,
) -> Result<Ending, Failure> {
    let create = |path: &Path| File::create(path).map_err(|error| Failure::writing(path, &error));
    command.stdin(Stdio::null()).stdout(create(out)?).stderr(create(err)?);
    let program = command.get_program().to_string_lossy().into_owned();
    let failed = |error| Failure::new(format!("cannot run `{program}`: {error}"));
    let mut child = command.spawn().map_err(failed)?;
    let start = Instant::now();
    let mut pause = Duration::from_millis(1);
    loop {
        if let Some(status) = child.try_wait().map_err(failed)? {
            return Ok(Some(status));
        }
        if start.elapsed() >= limit {
            stop(&mut child);
            child.wait().map_err(failed)?;
            return Ok(None);
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(50));
    }
}

/// Ends a program; where the system tells, also those that it started: `cargo` starts `rustc`.
fn stop(child: &mut Child) {
    #[cfg(target_os = "linux")]
    let heirs = linux::descendants(child.id());
    let _ = child.kill();
    #[cfg(target_os = "linux")]
    heirs.into_iter().for_each(linux::kill);
}

#[cfg(target_os = "linux")]
mod linux {
    use std::fs;

    use rustix::process::{Pid, Signal, kill_process};

    /// The processes that a process started, directly or not.
    pub(super) fn descendants(process: u32) -> Vec<u32> {
        let parents: Vec<(u32, u32)> = fs::read_dir("/proc")
            .into_iter()
            .flatten()
            .filter_map(|it| it.ok()?.file_name().to_str()?.parse().ok())
            .filter_map(|it| Some((it, parent(it)?)))
            .collect();
        let mut res = vec![process];
        let mut i = 0;
        while let Some(&parent) = res.get(i) {
            res.extend(parents.iter().filter(|it| it.1 == parent).map(|it| it.0));
            i += 1;
        }
        res.split_off(1)
    }

    fn parent(process: u32) -> Option<u32> {
        let text = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
        // The name before it may hold anything.
        let (_, rest) = text.rsplit_once(')')?;
        rest.split_whitespace().nth(1)?.parse().ok()
    }

    pub(super) fn kill(process: u32) {
        if let Some(pid) = i32::try_from(process).ok().and_then(Pid::from_raw) {
            let _ = kill_process(pid, Signal::KILL);
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::process::Command;
    use std::time::{Duration, Instant};

    use super::run;

    #[test]
    fn the_limit_holds() {
        let folder = tempfile::tempdir().unwrap();
        let (out, err) = (folder.path().join("out"), folder.path().join("err"));
        let run = |script: &str, limit| {
            run(Command::new("sh").args(["-c", script]), Duration::from_millis(limit), &out, &err)
        };
        let start = Instant::now();
        assert!(run("sleep 60 & echo $!; wait", 500).unwrap().is_none());
        assert!(start.elapsed() < Duration::from_secs(30));
        let status = run("exit 3", 60_000).unwrap().expect("it ended by itself");
        assert_eq!(status.code(), Some(3));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn what_the_program_started_is_stopped_too() {
        let folder = tempfile::tempdir().unwrap();
        let (out, err) = (folder.path().join("out"), folder.path().join("err"));
        let mut command = Command::new("sh");
        command.args(["-c", "sleep 60 & echo $!; wait"]);
        assert!(run(&mut command, Duration::from_millis(500), &out, &err).unwrap().is_none());
        let process = std::fs::read_to_string(&out).unwrap();
        let stat = format!("/proc/{}/stat", process.trim());
        let is_gone = || match std::fs::read_to_string(&stat) {
            Err(_) => true,
            // Ended, and nobody has asked how.
            Ok(text) => text.rsplit_once(')').is_some_and(|it| it.1.starts_with(" Z")),
        };
        let start = Instant::now();
        while !is_gone() {
            assert!(start.elapsed() < Duration::from_secs(30), "`sleep` still runs");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}
