//! Why the walkthrough ended early, and what the reader can do about it.

use std::fmt;

use cloudflow::Error;

/// Why the walkthrough ended early.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// A call failed.
    Call(Error),
    /// What answers at the address is no panel.
    NoPanel(Error),
    /// The panel has nothing to build a machine from.
    NoTemplate,
    /// The machine has lost its disk.
    Vanished,
    /// Things of an earlier walkthrough are in the way.
    LeftOver,
    /// The reader wants it to end.
    Stopped,
}

impl Trouble {
    /// What the reader can do about it.
    pub(crate) fn advice(&self) -> &'static str {
        match self {
            Self::NoPanel(_) => {
                "is CLOUDFLOW_URL the address of the panel, such as https://cloud.example.com?"
            }
            Self::Call(error) if error.is_unauthorized() => {
                "check the login and the password, or the e-mail address and the API key"
            }
            Self::Call(error) if error.is_forbidden() => "the account must be an administrator's",
            Self::Call(error) if error.is_connect() => {
                "is the address in CLOUDFLOW_URL right, and the panel up?"
            }
            Self::Call(Error::Task(_)) | Self::Vanished => "the transactions in the panel say more",
            Self::Call(error) if error.is_retryable() => "try again later",
            Self::Call(_) => "the panel's log may say more",
            Self::NoTemplate => "add a template in the panel",
            Self::LeftOver => "run it with --clean-up, which removes them, and then again",
            Self::Stopped => "with --clean-up it removes what is left of it on the panel",
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
            Self::NoPanel(error) => write!(f, "no CloudFlow panel answers: {error}"),
            Self::NoTemplate => f.write_str("the panel has no template"),
            Self::Vanished => f.write_str("the virtual machine has no disk"),
            Self::LeftOver => f.write_str("an earlier walkthrough left things on the panel"),
            Self::Stopped => f.write_str("stopped"),
        }
    }
}

impl std::error::Error for Trouble {}
