//! What the reader wants: arguments and variables of the environment, checked before anything is sent.

use std::env;
use std::ffi::OsString;
use std::time::Duration;

use clap::{Parser, ValueEnum};
use cloudflow::{Client, Error};

const NAMES: [&str; 3] = ["CLOUDFLOW_URL", "CLOUDFLOW_LOGIN", "CLOUDFLOW_PASSWORD"];
const ALL: &str = "set CLOUDFLOW_URL (https://cloud.example.com), CLOUDFLOW_LOGIN and \
                   CLOUDFLOW_PASSWORD, or none of them";

/// A walk through the CloudFlow client: a new user gets a virtual machine, and all of it is removed again.
///
/// That happens on a fake panel inside this program, unless CLOUDFLOW_URL, CLOUDFLOW_LOGIN and CLOUDFLOW_PASSWORD name
/// a real one.
#[derive(Debug, Parser)]
#[command(name = "panel")]
pub(crate) struct Arguments {
    /// What requests and responses are written in
    #[arg(default_value = "json")]
    format: Format,
    /// Remove what earlier runs left on the panel that CLOUDFLOW_URL names, and do nothing else
    #[arg(long)]
    pub(crate) clean_up: bool,
    /// How long to wait before the panel's work is looked at again
    #[arg(long, value_name = "SECONDS", default_value = "5", value_parser = seconds)]
    pub(crate) interval: Duration,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Json,
    Xml,
}

/// Where the walkthrough goes.
pub(crate) enum Panel {
    /// Into this program.
    Fake,
    /// To a real panel, or one that is taken for it.
    Real { url: String, client: Client },
}

/// Why nothing is done, and what to do instead.
pub(crate) struct Refusal {
    pub(crate) why: String,
    pub(crate) help: String,
}

/// What the arguments say; else the exit code, when clap has said what is wrong.
pub(crate) fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<Arguments, u8> {
    Arguments::try_parse_from(arguments).map_err(|said| {
        // Help goes to the standard output, faults to the other.
        let _ = said.print();
        u8::try_from(said.exit_code()).unwrap_or(2)
    })
}

/// The panel that the environment names.
pub(crate) fn panel(arguments: &Arguments) -> Result<Panel, Refusal> {
    let (url, login, password) = match NAMES.map(setting) {
        [Some(url), Some(login), Some(password)] => (url, login, password),
        [None, None, None] if arguments.clean_up => {
            let why = "there is nothing to clean up: the fake panel forgets everything";
            return refuse(why, ALL);
        }
        [None, None, None] => return Ok(Panel::Fake),
        settings => {
            let missing = NAMES.iter().zip(&settings).filter(|(_, it)| it.is_none());
            let missing: Vec<&str> = missing.map(|(name, _)| *name).collect();
            return refuse(format!("{} is not set", missing.join(" and ")), ALL);
        }
    };
    match client(&url, &login, &password, arguments) {
        Ok(client) => Ok(Panel::Real { url, client }),
        Err(Error::Argument(error)) if error.argument() == "base_url" => {
            let why = format!("CLOUDFLOW_URL is {url:?}, which {}", error.reason());
            match url.contains("://") {
                true => refuse(why, "it is the address of the panel, https://cloud.example.com"),
                false => refuse(why, format!("does CLOUDFLOW_URL=https://{url} do?")),
            }
        }
        Err(error) => refuse(error.to_string(), ALL),
    }
}

/// A client in the format that the reader wants.
pub(crate) fn client(
    url: &str,
    login: &str,
    password: &str,
    arguments: &Arguments,
) -> Result<Client, Error> {
    let builder = Client::builder(url).basic(login, password);
    match arguments.format {
        Format::Json => builder.build(),
        Format::Xml => builder.xml().build(),
    }
}

fn refuse(why: impl Into<String>, help: impl Into<String>) -> Result<Panel, Refusal> {
    Err(Refusal { why: why.into(), help: help.into() })
}

/// A variable of the environment; an empty one is as good as none.
fn setting(name: &str) -> Option<String> {
    env::var(name).ok().map(|it| it.trim().to_owned()).filter(|it| !it.is_empty())
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "it is not a number of seconds".to_owned())?;
    Duration::try_from_secs_f64(seconds).map_err(|error| error.to_string())
}
