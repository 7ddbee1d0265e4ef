//! An example that runs as a process: started, read, sent signals, and ended.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStdout, Command, Stdio};

/// The variable that has the arguments of the example.
pub(crate) const ARGUMENTS: &str = "EXAMPLE_ARGUMENTS";

/// A running example; it is killed when this is dropped.
pub(crate) struct Running {
    child: Child,
    output: BufReader<ChildStdout>,
    /// What was read so far.
    said: String,
}

/// What came of an example.
#[derive(Debug)]
pub(crate) struct Ended {
    /// The exit code; none if a signal killed it.
    pub(crate) code: Option<i32>,
    /// The standard output.
    pub(crate) output: String,
    /// The standard error.
    pub(crate) errors: String,
}

impl Running {
    /// Starts the tour with these arguments and variables.
    pub(crate) fn tour(arguments: &str, variables: &[(&str, &str)]) -> Self {
        Self::start("tour_example", arguments, variables)
    }

    /// Starts the walk through a panel.
    pub(crate) fn panel(arguments: &str, variables: &[(&str, &str)]) -> Self {
        Self::start("panel_example", arguments, variables)
    }

    fn start(example: &str, arguments: &str, variables: &[(&str, &str)]) -> Self {
        let program = std::env::current_exe().expect("this program");
        let mut child = Command::new(program)
            .args([example, "--exact", "--ignored", "--nocapture"])
            .env_remove("CLOUDRON_URL")
            .env_remove("CLOUDRON_TOKEN")
            .env_remove("CLOUDFLOW_URL")
            .env_remove("CLOUDFLOW_LOGIN")
            .env_remove("CLOUDFLOW_PASSWORD")
            .envs(variables.iter().copied())
            .env(ARGUMENTS, arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("a process");
        let output = BufReader::new(child.stdout.take().expect("an output"));
        Self { child, output, said: String::new() }
    }

    /// Reads until a line says this.
    pub(crate) fn until(&mut self, text: &str) {
        let begin = self.said.len();
        while !self.said[begin..].contains(text) {
            let read = self.output.read_line(&mut self.said).expect("text");
            assert!(read > 0, "it ended before {text:?}: {}", self.said);
        }
    }

    /// Sends a signal by its name.
    pub(crate) fn signal(&self, name: &str) {
        let command = format!("kill -{name} {}", self.child.id());
        let sent = Command::new("sh").args(["-c", &command]).status().expect("a shell");
        assert!(sent.success(), "{command}");
    }

    /// Waits for its end.
    pub(crate) fn end(mut self) -> Ended {
        self.output.read_to_string(&mut self.said).expect("text");
        let mut errors = String::new();
        let mut pipe = self.child.stderr.take().expect("an error output");
        pipe.read_to_string(&mut errors).expect("text");
        let status = self.child.wait().expect("an end");
        Ended { code: status.code(), output: std::mem::take(&mut self.said), errors }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Ended {
    /// Fails unless it ended with this code and said all of this.
    #[track_caller]
    pub(crate) fn assert(&self, code: i32, said: &[&str]) {
        assert_eq!(self.code, Some(code), "{self:#?}");
        for text in said {
            let is_said = self.output.contains(text) || self.errors.contains(text);
            assert!(is_said, "{text:?} is not in {self:#?}");
        }
    }
}
