//! The walkthrough itself: the calls, in order, and nothing about how they are shown.

use std::fmt;
use std::time::Duration;

use cloudflow::types::{
    Transaction, TransactionStatus, UserCreate, VirtualMachine, VirtualMachineCreate,
};
use cloudflow::{Client, Error};

/// What differs between the program and its tests.
pub(crate) struct Wishes {
    /// The template to build from; the panel's first if there is none.
    pub(crate) template_id: Option<i64>,
    /// How long to wait before the panel's work is looked at again.
    pub(crate) pause: Duration,
    /// How often it is looked at before the program gives up.
    pub(crate) most_looks: usize,
}

/// Is told what happens.
pub(crate) trait Narrator {
    /// Something begins.
    fn begins(&mut self, what: &str);
    /// Something new is on the panel from now on.
    fn created(&mut self, what: &str, id: i64);
    /// It is gone again.
    fn removed(&mut self, what: &str);
    /// How far the panel's work is.
    fn progress(&mut self, percent: u64, message: &str);
}

/// Gives a new user a virtual machine that runs and is backed up, asks what that costs, and removes all of it.
pub(crate) async fn walk(
    client: &Client,
    wishes: &Wishes,
    narrator: &mut impl Narrator,
) -> Result<f64, Trouble> {
    // Required things are arguments, optional ones are set on the call; `.await` sends it.
    narrator.begins("creating a role, and a user who has it");
    let permissions = client.roles().list_permissions().await?;
    let permission_ids = permissions.iter().take(2).map(|it| it.id);
    let role = client.roles().create("Ducklings").permission_ids(permission_ids).await?;
    narrator.created("role Ducklings", role.id);
    let dewey = UserCreate::new("dewey", "dewey@duckburg.example", "three-nephews-1")
        .first_name("Dewey")
        .role_ids([role.id]);
    let dewey = client.users().create(&dewey).await?;
    narrator.created("user dewey", dewey.id);

    narrator.begins("building a virtual machine");
    let template_id = match wishes.template_id {
        Some(id) => id,
        None => client.templates().list().await?.first().ok_or(Trouble::NoTemplate)?.id,
    };
    let machine = VirtualMachineCreate::new(template_id, "web-1", "web1", 1024, 1, 100, 10, 1)
        .required_ip_address_assignment(1)
        .note("made by the walkthrough");
    let machine = client.virtual_machines().create(&machine).await?;
    narrator.created("virtual machine web-1", machine.id);

    // The panel goes on with the work after it has answered; transactions tell how far it is.
    follow(client, machine.id, wishes, narrator).await?;

    narrator.begins("booting it, and making it over to dewey");
    client.virtual_machines().start(machine.id).await?;
    let machine = follow(client, machine.id, wishes, narrator).await?.ok_or(Trouble::Vanished)?;
    client.virtual_machines().change_owner(machine.id, dewey.id).await?;

    narrator.begins("backing it up");
    let disks = client.disks().list_of_virtual_machine(machine.id).await?;
    let disk = disks.iter().find(|it| it.primary == Some(true)).ok_or(Trouble::Vanished)?;
    let backup = client.backups().back_up_disk(disk.id).note("before the ball").await?;
    narrator.created("backup", backup.id);
    follow(client, machine.id, wishes, narrator).await?;

    narrator.begins("asking what it costs");
    let bills = client.users().list_monthly_bills(dewey.id).await?;
    let cost = bills.iter().filter_map(|it| it.cost).sum();

    narrator.begins("removing everything");
    client.backups().delete(backup.id).await?;
    narrator.removed("backup");
    client.virtual_machines().delete(machine.id).destroy_all_backups(1).await?;
    while follow(client, machine.id, wishes, narrator).await?.is_some() {}
    narrator.removed("virtual machine web-1");
    client.users().delete(dewey.id).force(1).await?;
    narrator.removed("user dewey");
    client.roles().delete(role.id).await?;
    narrator.removed("role Ducklings");
    Ok(cost)
}

/// Looks at a virtual machine until there is nothing to do for it; `None` if it is gone then.
async fn follow(
    client: &Client,
    id: i64,
    wishes: &Wishes,
    narrator: &mut impl Narrator,
) -> Result<Option<VirtualMachine>, Trouble> {
    for _ in 0..wishes.most_looks {
        let machine = match client.virtual_machines().get(id).await {
            Err(error) if error.is_not_found() => return Ok(None),
            machine => machine?,
        };
        let transactions = client.virtual_machines().list_transactions(id).await?;
        let failed = |it: &&Transaction| it.status == Some(TransactionStatus::Failed);
        if let Some(failed) = transactions.iter().find(failed) {
            let log = failed.log_output.clone().unwrap_or_default();
            return Err(Trouble::Failed(log.trim().to_owned()));
        }
        let ended = transactions.iter().filter(|it| it.status == Some(TransactionStatus::Complete));
        let percent = ended.count() * 100 / transactions.len().max(1);
        let newest = transactions.first().and_then(|it| it.action.as_deref()).unwrap_or_default();
        narrator.progress(percent as u64, newest);
        if percent == 100 && machine.locked != Some(true) {
            return Ok(Some(machine));
        }
        tokio::time::sleep(wishes.pause).await;
    }
    Err(Trouble::GaveUp)
}

/// Why the walkthrough ended early.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// A call failed.
    Call(Error),
    /// The panel has nothing to build a machine from.
    NoTemplate,
    /// The panel's work failed.
    Failed(String),
    /// The panel's work takes longer than this program waits.
    GaveUp,
    /// The machine, or its disk, is not there any more.
    Vanished,
}

impl Trouble {
    /// What the reader can do about it.
    pub(crate) fn advice(&self) -> &'static str {
        match self {
            Self::Call(error) if error.is_unauthorized() => {
                "check the login and the password, or the e-mail address and the API key"
            }
            Self::Call(error) if error.is_forbidden() => "the account must be an administrator's",
            Self::Call(error) if error.is_connect() => "is the address right, and the panel up?",
            Self::Call(_) => "what is listed above is still on the panel",
            Self::NoTemplate => "add a template in the panel",
            Self::Failed(_) | Self::GaveUp | Self::Vanished => {
                "the transactions in the panel say more; what is listed above is still there"
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
            Self::NoTemplate => f.write_str("the panel has no template"),
            Self::Failed(log) => write!(f, "the panel could not do it: {log}"),
            Self::GaveUp => f.write_str("the panel has not finished; it may still be at work"),
            Self::Vanished => f.write_str("the virtual machine is gone"),
        }
    }
}

impl std::error::Error for Trouble {}
