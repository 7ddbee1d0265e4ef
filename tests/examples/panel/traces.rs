//! What the walkthrough leaves on a panel: found by names that nobody else gives, and removed on request.

use std::fmt;
use std::time::Duration;

use cloudflow::{Client, Error};

use super::trouble::Trouble;

/// The email address of the user.
pub(crate) const EMAIL: &str = "dewey@duckburg.example";
/// The label of the role.
pub(crate) const ROLE: &str = "Ducklings of the walkthrough";
/// The label of the virtual machine.
pub(crate) const MACHINE: &str = "walkthrough-web-1";

/// Something that the walkthrough made; backups go with their machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Trace {
    Machine(i64),
    User(i64),
    Role(i64),
}

impl fmt::Display for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Machine(id) => write!(f, "virtual machine {MACHINE} ({id})"),
            Self::User(id) => write!(f, "user dewey ({id})"),
            Self::Role(id) => write!(f, "role {ROLE} ({id})"),
        }
    }
}

/// Everything on the panel that a walkthrough made, in the order in which it can be removed. This changes nothing, and
/// tells whether a panel answers.
pub(crate) async fn find(client: &Client) -> Result<Vec<Trace>, Trouble> {
    find_all(client).await.map_err(|error| match error {
        // A panel without lists is none; one that is out of order is.
        Error::Status(_) if !knows_us(&error) => Trouble::NoPanel(error),
        Error::Decode(_) => Trouble::NoPanel(error),
        error => Trouble::Call(error),
    })
}

/// Whether a refusal is one that a panel would send.
fn knows_us(error: &Error) -> bool {
    error.is_unauthorized() || error.is_forbidden() || error.is_retryable()
}

async fn find_all(client: &Client) -> Result<Vec<Trace>, Error> {
    let machines = client.virtual_machines().list().await?;
    let machines = machines.into_iter().filter(|it| it.label.as_deref() == Some(MACHINE));
    let mut found: Vec<Trace> = machines.map(|it| Trace::Machine(it.id)).collect();
    let users = client.users().list().await?;
    let users = users.into_iter().filter(|it| it.email.as_deref() == Some(EMAIL));
    found.extend(users.map(|it| Trace::User(it.id)));
    let roles = client.roles().list().await?;
    let roles = roles.into_iter().filter(|it| it.label.as_deref() == Some(ROLE));
    found.extend(roles.map(|it| Trace::Role(it.id)));
    Ok(found)
}

/// Removes something that a walkthrough made. What is gone already is as good as removed.
pub(crate) async fn remove(client: &Client, trace: &Trace, pause: Duration) -> Result<(), Error> {
    let removed = match trace {
        Trace::Machine(id) => remove_machine(client, *id, pause).await,
        Trace::User(id) => client.users().delete(*id).force(1).await.map(drop),
        Trace::Role(id) => client.roles().delete(*id).await.map(drop),
    };
    match removed {
        Err(error) if error.is_not_found() => Ok(()),
        removed => removed,
    }
}

async fn remove_machine(client: &Client, id: i64, pause: Duration) -> Result<(), Error> {
    // The machine is locked while the panel works on it; how that work ends does not matter.
    match client.resume_virtual_machine(id).wait().interval(pause).await {
        Err(Error::Task(error)) if !error.may_be_running() => {}
        Err(error) => return Err(error),
        Ok(_) => {}
    }
    client.virtual_machines().delete(id).destroy_all_backups(1).await?;
    // The transactions go with the machine: that is the end of them.
    client.resume_virtual_machine(id).wait().interval(pause).await.map(drop)
}
