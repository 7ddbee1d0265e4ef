//! A walk through the CloudFlow client: `cargo run -p tests --example panel`, with `-- xml` in XML.
//!
//! It gives a new user a virtual machine that runs and is backed up, asks what that costs, and removes all of it. That
//! happens on a fake panel inside this program, unless `CLOUDFLOW_URL`, `CLOUDFLOW_LOGIN` and `CLOUDFLOW_PASSWORD` name
//! a real one. The calls are in `walkthrough.rs`; this file starts the panel and shows what happens.

mod walkthrough;

use std::env;
use std::io::{self, IsTerminal};
use std::process::ExitCode;
use std::time::Duration;

use cloudflow::Client;
use indicatif::{ProgressBar, ProgressStyle};
use tests::fake_cloudflow::FakeCloudflow;

use walkthrough::{Narrator, Wishes, walk};

/// How long each piece of work may take.
const LIMIT: Duration = Duration::from_secs(3600);

#[tokio::main]
async fn main() -> ExitCode {
    let names = ["CLOUDFLOW_URL", "CLOUDFLOW_LOGIN", "CLOUDFLOW_PASSWORD"];
    match names.map(setting) {
        [Some(url), Some(login), Some(password)] => {
            println!("This program changes {url}:");
            println!(
                "it creates a role, a user and a virtual machine, and removes them at its end."
            );
            tour(&url, &login, &password, Duration::from_secs(5)).await
        }
        [None, None, None] => {
            let fake = FakeCloudflow::start().await;
            println!("This program talks to a fake panel of its own, at {}.", fake.url());
            println!("Set {} to talk to a real one.", names.join(", "));
            let (login, password) = (FakeCloudflow::LOGIN, FakeCloudflow::PASSWORD);
            tour(&fake.url(), login, password, Duration::from_millis(300)).await
        }
        _ => refuse("only some of the settings are there"),
    }
}

async fn tour(url: &str, login: &str, password: &str, pause: Duration) -> ExitCode {
    let builder = Client::builder(url).basic(login, password);
    let client = match env::args().nth(1).as_deref() {
        None | Some("json") => builder.build(),
        Some("xml") => builder.xml().build(),
        Some(other) => return refuse(&format!("the format is json or xml, not {other}")),
    };
    let client = match client {
        Ok(client) => client,
        Err(error) => return refuse(&error.to_string()),
    };
    let wishes = Wishes { template_id: None, pause, limit: LIMIT };
    let mut terminal = Terminal { bar: progress_bar(), there: Vec::new() };
    let result = walk(&client, &wishes, &mut terminal).await;
    terminal.bar.finish_and_clear();
    terminal.report();
    match result {
        Ok(cost) => {
            println!("All of it would have cost {cost:.2} this month.");
            ExitCode::SUCCESS
        }
        Err(trouble) => {
            eprintln!("error: {trouble}\nhelp: {}", trouble.advice());
            ExitCode::FAILURE
        }
    }
}

/// Shows the walk in a terminal, and remembers what it leaves behind.
struct Terminal {
    bar: ProgressBar,
    there: Vec<(String, i64)>,
}

impl Narrator for Terminal {
    fn begins(&mut self, what: &str) {
        self.bar.suspend(|| println!("- {what}"));
    }

    fn created(&mut self, what: &str, id: i64) {
        self.there.push((what.to_owned(), id));
    }

    fn removed(&mut self, what: &str) {
        self.there.retain(|(it, _)| it != what);
    }

    fn progress(&mut self, percent: u64, message: &str) {
        if !io::stderr().is_terminal() && self.bar.message() != message {
            println!("  {percent:>3} % {message}");
        }
        self.bar.set_position(percent);
        self.bar.set_message(message.to_owned());
    }
}

impl Terminal {
    fn report(&self) {
        if !self.there.is_empty() {
            println!("Still on the panel:");
            self.there.iter().for_each(|(what, id)| println!("  {what} ({id})"));
        }
    }
}

fn progress_bar() -> ProgressBar {
    let style = ProgressStyle::with_template("  {bar:40} {pos:>3} % {msg}");
    ProgressBar::new(100).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// A variable of the environment; an empty one is as good as none.
fn setting(name: &str) -> Option<String> {
    env::var(name).ok().filter(|it| !it.is_empty())
}

fn refuse(what: &str) -> ExitCode {
    eprintln!("error: {what}");
    eprintln!(
        "help: set CLOUDFLOW_URL (https://cloud.example.com), CLOUDFLOW_LOGIN and CLOUDFLOW_PASSWORD, or none of them"
    );
    ExitCode::from(2)
}
