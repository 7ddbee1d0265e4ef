//! A Cloudron to try a program on: `cargo run -p tests --example fake_cloudron -- --port 3000`.
//!
//! It serves the API to whoever has the token, in any language, and forgets everything when it ends. `--routes` lists
//! what it serves, and what of it keeps state.

use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use tests::fake_cloudron::{BROKEN_PACKAGE, Contents, FakeCloudron, Kept, Options, Pace, served};

/// A Cloudron to try a program on. It listens on this machine only, and forgets everything when it ends.
#[derive(Debug, Parser)]
#[command(name = "fake_cloudron")]
struct Arguments {
    /// The port to listen on; 0 for one that is free
    #[arg(long, default_value_t = 3000)]
    port: u16,
    /// The token that may do everything
    #[arg(long, default_value = FakeCloudron::TOKEN)]
    token: String,
    /// How long a task takes, in seconds
    #[arg(long, value_name = "SECONDS", default_value = "4", value_parser = seconds)]
    task: Duration,
    /// Begin with an owner and a domain only, without apps, people and backups
    #[arg(long)]
    empty: bool,
    /// Put a proxy before the server that answers 503 with an HTML page after so many seconds (a Cloudron's waits 10)
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    proxy: Option<Duration>,
    /// List the routes, and say which keep state
    #[arg(long)]
    routes: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if arguments.routes {
        list_routes();
        return ExitCode::SUCCESS;
    }
    let options = Options {
        pace: Pace::RealTime(arguments.task),
        contents: if arguments.empty { Contents::Fresh } else { Contents::Examples },
        port: arguments.port,
        token: arguments.token.clone(),
        proxy_limit: arguments.proxy,
    };
    match FakeCloudron::start_with(options).await {
        Ok(fake) => {
            introduce(&fake, &arguments.token);
            std::future::pending().await
        }
        Err(error) => {
            eprintln!("error: port {} cannot be listened on: {error}", arguments.port);
            eprintln!("help: choose another one with --port; 0 takes one that is free");
            ExitCode::FAILURE
        }
    }
}

fn introduce(fake: &FakeCloudron, token: &str) {
    let url = fake.url();
    let kept = served().filter(|it| it.kept() == Kept::State).count();
    println!("A fake Cloudron listens. Ctrl-C ends it, and it forgets everything.");
    println!();
    println!("  API:             {url}");
    println!("  token:           {token}");
    println!("  read-only token: {}", FakeCloudron::READ_ONLY_TOKEN);
    println!();
    println!("  curl -H 'Authorization: Bearer {token}' {url}/apps");
    println!();
    println!(
        "{kept} of {} routes keep state, the others answer with an example of the",
        served().count()
    );
    println!("description: --routes lists them. The package {BROKEN_PACKAGE} cannot be");
    println!("installed. For other faults, POST to {}:", fake.faults_url());
    println!(
        r#"  {{"route": "POST /groups", "fault": "refused", "status": 503, "message": "busy"}}"#
    );
    println!(
        r#"  {{"route": "POST /backups/create", "fault": "task_fails", "message": "disk full"}}"#
    );
}

/// A line for each route: what it keeps, and whether the description has it.
fn list_routes() {
    for route in served() {
        let kept = match route.kept() {
            Kept::State => "keeps state",
            Kept::Nothing => "example",
        };
        let beyond = if route.is_described() { "" } else { ", not in the description" };
        println!("{:<72} {kept}{beyond}", route.route());
    }
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "it is not a number of seconds".to_owned())?;
    Duration::try_from_secs_f64(seconds).map_err(|error| error.to_string())
}
