//! Why the tour ended early, and what the reader can do about it.

use std::fmt;

use cloudron::Error;

/// Why the tour ended early.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// A call failed.
    Call(Error),
    /// What answers at the address is no Cloudron.
    NoCloudron(Error),
    /// The server has no domain to put an app at.
    NoDomain,
    /// The app is installed, but does not run.
    DoesNotRun,
    /// Things of an earlier tour are in the way.
    LeftOver,
    /// The reader wants it to end.
    Stopped,
}

impl Trouble {
    /// What the reader can do about it.
    pub(crate) fn advice(&self) -> &'static str {
        match self {
            Self::NoCloudron(_) => {
                "is CLOUDRON_URL the address of the dashboard, such as https://my.example.com?"
            }
            Self::Call(error) if error.is_unauthorized() => {
                "is CLOUDRON_TOKEN right? make a token in the dashboard, at API access"
            }
            Self::Call(error) if error.is_forbidden() => {
                "the token needs read and write access, and its user the role admin"
            }
            Self::Call(error) if error.is_conflict() => {
                "something that the tour did not make has the name already, and stays as it is"
            }
            Self::Call(error) if error.is_connect() => {
                "is the address in CLOUDRON_URL right, and the server up?"
            }
            Self::Call(Error::Task(_)) | Self::DoesNotRun => {
                "the log of the app in the dashboard says more"
            }
            Self::Call(error) if error.is_retryable() => "try again later",
            Self::Call(_) => "the server's log in the dashboard may say more",
            Self::NoDomain => "add a domain in the dashboard",
            Self::LeftOver => "run the tour with --clean-up, which removes them, and then again",
            Self::Stopped => {
                "run with --clean-up, the tour removes what is left of it on the server"
            }
        }
    }
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Self::Call(error)
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Call(error) => error.fmt(f),
            Self::NoCloudron(error) => write!(f, "no Cloudron answers: {error}"),
            Self::NoDomain => f.write_str("the server has no domain"),
            Self::DoesNotRun => f.write_str("the app is installed, but does not run"),
            Self::LeftOver => f.write_str("an earlier tour left things on the server"),
            Self::Stopped => f.write_str("stopped"),
        }
    }
}

impl std::error::Error for Trouble {}
