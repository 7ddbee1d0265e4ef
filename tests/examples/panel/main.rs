//! A walk through the CloudFlow client: `cargo run -p tests --example panel`, with `-- xml` in XML.
//!
//! It gives a new user a virtual machine that runs and is backed up, asks what that costs, and removes all of it. That
//! happens on a fake panel inside this program, unless `CLOUDFLOW_URL`, `CLOUDFLOW_LOGIN` and `CLOUDFLOW_PASSWORD` name
//! a real one. The calls are in `walkthrough.rs`; this file starts the panel, and says at the end what is left on it and
//! how to remove that.

mod arguments;
mod narration;
#[path = "../shared/signals.rs"]
mod signals;
#[path = "../shared/terminal.rs"]
mod terminal;
mod traces;
mod trouble;
mod walkthrough;

use std::ffi::OsString;
use std::process::ExitCode;
use std::time::Duration;

use cloudflow::Client;
use tests::fake_cloudflow::FakeCloudflow;

use arguments::{Arguments, Panel};
use terminal::Terminal;
use trouble::Trouble;
use walkthrough::{Wishes, walk};

/// How long each piece of work may take.
const LIMIT: Duration = Duration::from_secs(3600);

/// How long the panel is asked what is on it, when the walkthrough ends early.
const LAST_LOOK: Duration = Duration::from_secs(10);

/// The exit code of a walkthrough that failed.
const FAILED: u8 = 1;
/// The exit code of one that did not begin.
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
    match arguments::panel(&arguments) {
        Ok(Panel::Fake) => walk_on_fake(&arguments, &mut terminal).await,
        Ok(Panel::Real { url, client }) if arguments.clean_up => {
            println!("This removes from {url} what earlier runs left there.");
            clean_up(&client, &arguments, &terminal).await
        }
        Ok(Panel::Real { url, client }) => {
            println!("This program changes {url}:");
            println!(
                "it creates a role, a user and a virtual machine, and removes them at its end."
            );
            walk_on(&client, &arguments, &mut terminal).await
        }
        Err(refusal) => {
            eprintln!("error: {}\nhelp: {}", refusal.why, refusal.help);
            REFUSED
        }
    }
}

async fn walk_on_fake(arguments: &Arguments, terminal: &mut Terminal) -> u8 {
    let fake = FakeCloudflow::start().await;
    println!("This program talks to a fake panel of its own, at {}.", fake.url());
    println!("Set CLOUDFLOW_URL, CLOUDFLOW_LOGIN and CLOUDFLOW_PASSWORD to talk to a real one.");
    let (login, password) = (FakeCloudflow::LOGIN, FakeCloudflow::PASSWORD);
    let client = match arguments::client(&fake.url(), login, password, arguments) {
        Ok(client) => client,
        Err(error) => return failed(&Trouble::Call(error), terminal),
    };
    let result = walk(&client, &wishes(Duration::from_millis(300)), terminal).await;
    terminal.clear();
    if !terminal.diary.made().is_empty() {
        println!("On the panel are now, until this program ends:");
        terminal.diary.made().iter().for_each(|it| println!("  {it}"));
    }
    ended(result, terminal)
}

async fn walk_on(client: &Client, arguments: &Arguments, terminal: &mut Terminal) -> u8 {
    // First whatever changes nothing: what cannot be done shall leave nothing behind.
    let begun = match terminal.signals.or_signal(traces::find(client)).await {
        Ok(Ok(found)) if found.is_empty() => Ok(()),
        Ok(Ok(found)) => {
            println!("On the panel are, from an earlier run:");
            found.iter().for_each(|it| println!("  {it}"));
            return failed(&Trouble::LeftOver, terminal);
        }
        Ok(Err(trouble)) => Err(trouble),
        Err(_) => Err(Trouble::Stopped),
    };
    if let Err(trouble) = begun {
        println!("Nothing was changed.");
        return failed(&trouble, terminal);
    }
    let result = walk(client, &wishes(arguments.interval), terminal).await;
    terminal.clear();
    report(client, terminal).await;
    ended(result, terminal)
}

/// Says what is left on the panel: by asking it, since a call that failed may have been done. Whether
/// nothing is there.
async fn report(client: &Client, terminal: &Terminal) -> bool {
    match tokio::time::timeout(LAST_LOOK, traces::find(client)).await {
        Ok(Ok(found)) if found.is_empty() => {
            println!("Nothing of it is on the panel.");
            return true;
        }
        Ok(Ok(found)) => {
            println!("Still on the panel, backups of the machine included:");
            found.iter().for_each(|it| println!("  {it}"));
            println!("Run it with --clean-up to remove that.");
        }
        _ => terminal.diary.report_unchecked(),
    }
    false
}

async fn clean_up(client: &Client, arguments: &Arguments, terminal: &Terminal) -> u8 {
    let found = match traces::find(client).await {
        Ok(found) => found,
        Err(trouble) => {
            println!("Nothing was changed.");
            return failed(&trouble, terminal);
        }
    };
    if found.is_empty() {
        println!("Nothing of an earlier run is on the panel.");
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
    Wishes { template_id: None, pause, limit: LIMIT }
}

fn ended(result: Result<f64, Trouble>, terminal: &Terminal) -> u8 {
    match result {
        Ok(cost) => {
            println!("All of it would have cost {cost:.2} this month.");
            0
        }
        Err(trouble) => failed(&trouble, terminal),
    }
}

/// Says why; the exit code is that of the signal, if one ended the walkthrough.
fn failed(trouble: &Trouble, terminal: &Terminal) -> u8 {
    eprintln!("error: {trouble}\nhelp: {}", trouble.advice());
    match (trouble, terminal.signal()) {
        (Trouble::Stopped, Some(signal)) => signal.exit_code(),
        _ => FAILED,
    }
}
