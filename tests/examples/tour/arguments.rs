//! What the reader wants: arguments and variables of the environment, checked before anything is sent.

use std::env;
use std::ffi::OsString;
use std::time::Duration;

use clap::Parser;
use cloudron::{Client, Error};

/// A tour of the Cloudron client: it adds a user and a group, and installs WordPress for the group.
///
/// That happens on a fake server inside this program, unless CLOUDRON_URL and CLOUDRON_TOKEN name a real one.
#[derive(Debug, Parser)]
#[command(name = "tour")]
pub(crate) struct Arguments {
    /// Remove what earlier tours left on the server that CLOUDRON_URL names, and do nothing else
    #[arg(long)]
    pub(crate) clean_up: bool,
    /// How long to wait before a task is looked at again
    #[arg(long, value_name = "SECONDS", default_value = "2", value_parser = seconds)]
    pub(crate) interval: Duration,
}

/// Where the tour goes.
pub(crate) enum Server {
    /// Into this program.
    Fake,
    /// To a real server, or one that is taken for it.
    Real { url: String, client: Client },
}

/// Why nothing is done, and what to do instead.
pub(crate) struct Refusal {
    pub(crate) why: String,
    pub(crate) help: String,
}

/// What the arguments say; else what clap says about them, and the exit code.
pub(crate) fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<Arguments, u8> {
    Arguments::try_parse_from(arguments).map_err(|said| {
        // Help goes to the standard output, faults to the other.
        let _ = said.print();
        u8::try_from(said.exit_code()).unwrap_or(2)
    })
}

/// The server that the environment names.
pub(crate) fn server(arguments: &Arguments) -> Result<Server, Refusal> {
    const BOTH: &str =
        "set both CLOUDRON_URL (https://my.example.com) and CLOUDRON_TOKEN, or neither";
    let (url, token) = match (setting("CLOUDRON_URL"), setting("CLOUDRON_TOKEN")) {
        (Some(url), Some(token)) => (url, token),
        (None, None) if arguments.clean_up => {
            return Err(Refusal {
                why: "there is nothing to clean up: the fake server forgets everything".to_owned(),
                help: "set CLOUDRON_URL and CLOUDRON_TOKEN to clean up a real server".to_owned(),
            });
        }
        (None, None) => return Ok(Server::Fake),
        (Some(_), None) => return refuse("CLOUDRON_URL is set, but CLOUDRON_TOKEN is not", BOTH),
        (None, Some(_)) => return refuse("CLOUDRON_TOKEN is set, but CLOUDRON_URL is not", BOTH),
    };
    let api = api_of(&url);
    match Client::builder(&api).bearer_token(&*token).build() {
        Ok(client) => Ok(Server::Real { url: api, client }),
        Err(Error::Argument(error)) if error.argument() == "base_url" => {
            let why = format!("CLOUDRON_URL is {url:?}, which {}", error.reason());
            match url.contains("://") {
                true => refuse(why, "it is the address of the dashboard, https://my.example.com"),
                false => refuse(why, format!("does CLOUDRON_URL=https://{url} do?")),
            }
        }
        Err(error) => refuse(error.to_string(), BOTH),
    }
}

fn refuse(why: impl Into<String>, help: impl Into<String>) -> Result<Server, Refusal> {
    Err(Refusal { why: why.into(), help: help.into() })
}

/// A variable of the environment; an empty one is as good as none.
fn setting(name: &str) -> Option<String> {
    env::var(name).ok().map(|it| it.trim().to_owned()).filter(|it| !it.is_empty())
}

/// The address of the API of a server that is named by its dashboard's address.
fn api_of(url: &str) -> String {
    let url = url.trim_end_matches('/');
    if url.ends_with("/api/v1") { url.to_owned() } else { format!("{url}/api/v1") }
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "it is not a number of seconds".to_owned())?;
    Duration::try_from_secs_f64(seconds).map_err(|error| error.to_string())
}
