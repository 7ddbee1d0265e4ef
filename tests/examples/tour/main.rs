//! A tour of the Cloudron client: `cargo run -p tests --example tour`.
//!
//! It adds a user and a group, installs WordPress for the group and follows the installation. That happens on a fake
//! server inside this program, unless `CLOUDRON_URL` and `CLOUDRON_TOKEN` name a real one. The calls are in
//! `walkthrough.rs`; this file starts the server and shows what happens.

mod walkthrough;

use std::env;
use std::io::{self, IsTerminal};
use std::process::ExitCode;
use std::time::Duration;

use cloudron::Client;
use indicatif::{ProgressBar, ProgressStyle};
use tests::fake_cloudron::{FakeCloudron, Pace};

use walkthrough::{Narrator, Wishes, walk};

#[tokio::main]
async fn main() -> ExitCode {
    let (url, token) = (setting("CLOUDRON_URL"), setting("CLOUDRON_TOKEN"));
    match (url, token) {
        (Some(url), Some(token)) => tour(&api_of(&url), &token, Server::Real).await,
        (None, None) => {
            let fake = FakeCloudron::start(Pace::RealTime(Duration::from_secs(4))).await;
            tour(&fake.url(), FakeCloudron::TOKEN, Server::Fake).await
        }
        (Some(_), None) => refuse("CLOUDRON_URL is set, but CLOUDRON_TOKEN is not"),
        (None, Some(_)) => refuse("CLOUDRON_TOKEN is set, but CLOUDRON_URL is not"),
    }
}

/// Where the tour goes.
#[derive(Clone, Copy)]
enum Server {
    Fake,
    Real,
}

async fn tour(url: &str, token: &str, server: Server) -> ExitCode {
    let client = match Client::builder(url).bearer_token(token).build() {
        Ok(client) => client,
        Err(error) => return refuse(&error.to_string()),
    };
    let pause = match server {
        Server::Fake => {
            println!("This tour talks to a fake Cloudron in this program, at {url}.");
            println!("Set CLOUDRON_URL and CLOUDRON_TOKEN to take it on a real server.");
            Duration::from_millis(100)
        }
        Server::Real => {
            println!("This tour changes {url}:");
            println!("it adds a user, a group and an app, and leaves them there.");
            Duration::from_secs(2)
        }
    };
    let wishes = Wishes { package: "org.wordpress.cloudronapp", subdomain: "blog", pause };
    let mut terminal = Terminal { bar: progress_bar(), created: Vec::new() };
    let result = walk(&client, &wishes, &mut terminal).await;
    terminal.bar.finish_and_clear();
    terminal.report();
    match result {
        Ok(app) => {
            let fqdn = app.fqdn.unwrap_or_default();
            let health = app.health.map(|it| it.to_string()).unwrap_or_default();
            println!("https://{fqdn} runs, and is {health}.");
            ExitCode::SUCCESS
        }
        Err(trouble) => {
            eprintln!("error: {trouble}\nhelp: {}", trouble.advice());
            ExitCode::FAILURE
        }
    }
}

/// Shows the tour in a terminal, and remembers what it leaves behind.
struct Terminal {
    bar: ProgressBar,
    created: Vec<String>,
}

impl Narrator for Terminal {
    fn begins(&mut self, what: &str) {
        self.bar.suspend(|| println!("- {what}"));
    }

    fn created(&mut self, what: &str, id: &str) {
        self.created.push(format!("{what} ({id})"));
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
        if !self.created.is_empty() {
            println!("On the server are now:");
            self.created.iter().for_each(|it| println!("  {it}"));
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

/// The address of the API of a server that is named by its dashboard's address.
fn api_of(url: &str) -> String {
    let url = url.trim_end_matches('/');
    if url.ends_with("/api/v1") { url.to_owned() } else { format!("{url}/api/v1") }
}

fn refuse(what: &str) -> ExitCode {
    eprintln!("error: {what}");
    eprintln!(
        "help: set both CLOUDRON_URL (https://my.example.com) and CLOUDRON_TOKEN, or neither"
    );
    ExitCode::from(2)
}
