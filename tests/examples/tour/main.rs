//! A tour of the Cloudron client: `cargo run -p tests --example tour`.
//!
//! It adds a user and a group, installs WordPress for the group and follows the installation. That happens on a fake
//! server inside this program, unless `CLOUDRON_URL` and `CLOUDRON_TOKEN` name a real one. The calls are in
//! `walkthrough.rs`; this file starts the server, and says at the end what is on it and how to remove it.

mod arguments;
mod narration;
#[path = "../shared/signals.rs"]
mod signals;
#[allow(dead_code, reason = "the tour removes nothing while it goes on")]
#[path = "../shared/terminal.rs"]
mod terminal;
mod traces;
mod trouble;
mod walkthrough;

use std::ffi::OsString;
use std::process::ExitCode;
use std::time::Duration;

use cloudron::Client;
use tests::fake_cloudron::{FakeCloudron, Pace};

use arguments::{Arguments, Server};
use terminal::Terminal;
use trouble::Trouble;
use walkthrough::{Wishes, walk};

/// How long the server is asked what is on it, when the tour ends early.
const LAST_LOOK: Duration = Duration::from_secs(10);

/// The exit code of a tour that failed.
const FAILED: u8 = 1;
/// The exit code of a tour that did not begin.
const REFUSED: u8 = 2;

#[tokio::main]
async fn main() -> ExitCode {
    ExitCode::from(run(std::env::args_os()).await)
}

/// The whole program, as far as its exit code.
pub(crate) async fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let arguments = match arguments::read(arguments) {
        Ok(arguments) => arguments,
        Err(code) => return code,
    };
    let mut terminal = Terminal::new();
    match arguments::server(&arguments) {
        Ok(Server::Fake) => tour_of_fake(&mut terminal).await,
        Ok(Server::Real { url, client }) if arguments.clean_up => {
            println!("This removes from {url} what earlier tours left there.");
            clean_up(&client, &arguments, &terminal).await
        }
        Ok(Server::Real { url, client }) => {
            println!("This tour changes {url}:");
            println!("it adds a user, a group and an app, and leaves them there.");
            tour(&client, &arguments, &mut terminal).await
        }
        Err(refusal) => {
            eprintln!("error: {}\nhelp: {}", refusal.why, refusal.help);
            REFUSED
        }
    }
}

async fn tour_of_fake(terminal: &mut Terminal) -> u8 {
    let fake = FakeCloudron::start(Pace::RealTime(Duration::from_secs(4))).await;
    println!("This tour talks to a fake Cloudron in this program, at {}.", fake.url());
    println!("Set CLOUDRON_URL and CLOUDRON_TOKEN to take it on a real server.");
    let client = match Client::builder(fake.url()).bearer_token(FakeCloudron::TOKEN).build() {
        Ok(client) => client,
        Err(error) => return failed(&Trouble::Call(error), terminal),
    };
    let result = walk(&client, &wishes(Duration::from_millis(100)), terminal).await;
    terminal.clear();
    if !terminal.diary.made().is_empty() {
        println!("On the server are now, until this program ends:");
        terminal.diary.made().iter().for_each(|it| println!("  {it}"));
    }
    match result {
        Ok(app) => ran(&app),
        Err(trouble) => failed(&trouble, terminal),
    }
}

async fn tour(client: &Client, arguments: &Arguments, terminal: &mut Terminal) -> u8 {
    // First whatever changes nothing: a tour that cannot be done shall leave nothing behind.
    if let Err(trouble) = begin(client, terminal).await {
        if !matches!(trouble, Trouble::LeftOver) {
            println!("Nothing was changed.");
        }
        return failed(&trouble, terminal);
    }
    let result = walk(client, &wishes(arguments.interval), terminal).await;
    terminal.clear();
    report(client, terminal).await;
    match result {
        Ok(app) => {
            println!("Run the tour with --clean-up to remove all of it.");
            ran(&app)
        }
        Err(trouble) => failed(&trouble, terminal),
    }
}

/// Whether a Cloudron answers, the token is right, and no earlier tour is in the way.
async fn begin(client: &Client, terminal: &Terminal) -> Result<(), Trouble> {
    let looked = terminal.signals.or_signal(async {
        traces::check_server(client).await?;
        Ok::<_, Trouble>(traces::find(client).await?)
    });
    let found = looked.await.map_err(|_| Trouble::Stopped)??;
    if found.is_empty() {
        return Ok(());
    }
    println!("On the server are, from an earlier tour:");
    found.iter().for_each(|it| println!("  {it}"));
    Err(Trouble::LeftOver)
}

/// Says what of the tour is on the server: by asking it, since a call that failed may have been done. Whether
/// nothing is there.
async fn report(client: &Client, terminal: &Terminal) -> bool {
    match tokio::time::timeout(LAST_LOOK, traces::find(client)).await {
        Ok(Ok(found)) if found.is_empty() => {
            println!("Nothing of the tour is on the server.");
            return true;
        }
        Ok(Ok(found)) => {
            println!("On the server are now:");
            found.iter().for_each(|it| println!("  {it}"));
        }
        _ => terminal.diary.report_unchecked(),
    }
    false
}

async fn clean_up(client: &Client, arguments: &Arguments, terminal: &Terminal) -> u8 {
    let found = match traces::check_server(client).await {
        Ok(()) => traces::find(client).await.map_err(Trouble::Call),
        Err(trouble) => Err(trouble),
    };
    let found = match found {
        Ok(found) => found,
        Err(trouble) => {
            println!("Nothing was changed.");
            return failed(&trouble, terminal);
        }
    };
    if found.is_empty() {
        println!("Nothing of a tour is on the server.");
    }
    for trace in &found {
        println!("- removing the {trace}");
        let removal = traces::remove(client, trace, arguments.interval);
        let trouble = match terminal.signals.or_signal(removal).await {
            Ok(Ok(())) => continue,
            Ok(Err(error)) => Trouble::Call(error),
            Err(_) => Trouble::Stopped,
        };
        report(client, terminal).await;
        return failed(&trouble, terminal);
    }
    let is_clean = found.is_empty() || report(client, terminal).await;
    if is_clean { 0 } else { FAILED }
}

fn wishes(pause: Duration) -> Wishes {
    Wishes { package: "org.wordpress.cloudronapp", pause }
}

fn ran(app: &cloudron::types::App) -> u8 {
    let fqdn = app.fqdn.clone().unwrap_or_default();
    let health = app.health.as_ref().map(ToString::to_string).unwrap_or_default();
    println!("https://{fqdn} runs, and is {health}.");
    0
}

/// Says why; the exit code is that of the signal, if one ended the tour.
fn failed(trouble: &Trouble, terminal: &Terminal) -> u8 {
    eprintln!("error: {trouble}\nhelp: {}", trouble.advice());
    match (trouble, terminal.signal()) {
        (Trouble::Stopped, Some(signal)) => signal.exit_code(),
        _ => FAILED,
    }
}
