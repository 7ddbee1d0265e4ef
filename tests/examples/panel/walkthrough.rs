//! The walkthrough itself: the calls, in order, and nothing about how they are shown.

use std::future::Future;
use std::time::Duration;

use cloudflow::types::{
    Transaction, UserCreate, VirtualMachineCreate, VirtualMachineCreateRequired,
};
use cloudflow::{Client, Task};

use super::traces::{EMAIL, MACHINE, ROLE};
use super::trouble::Trouble;

/// What differs between the program and its tests.
pub(crate) struct Wishes {
    /// The template to build from; the panel's first if there is none.
    pub(crate) template_id: Option<i64>,
    /// How long to wait before the panel's work is looked at again.
    pub(crate) pause: Duration,
    /// How long one piece of work may take before the program gives up.
    pub(crate) limit: Duration,
}

/// Is told what happens.
pub(crate) trait Narrator {
    /// Something begins; an error if it shall not.
    fn begins(&mut self, what: &str) -> Result<(), Trouble>;
    /// Something new is on the panel from now on.
    fn created(&mut self, what: &str, id: i64);
    /// It is gone again.
    fn removed(&mut self, what: &str);
    /// How far the panel's work is.
    fn progress(&mut self, percent: u64, message: &str);
    /// Waits for something that changes nothing, unless the reader wants the walkthrough to end.
    fn unless_stopped<T>(
        &mut self,
        waiting: impl Future<Output = T>,
    ) -> impl Future<Output = Result<T, Trouble>>;
}

/// Gives a new user a virtual machine that runs and is backed up, asks what that costs, and removes all of it.
pub(crate) async fn walk(
    client: &Client,
    wishes: &Wishes,
    narrator: &mut impl Narrator,
) -> Result<f64, Trouble> {
    // Required things are arguments, optional ones are set on the call; `.await` sends it.
    narrator.begins("creating a role, and a user who has it")?;
    let permissions = client.roles().list_permissions().await?;
    let permission_ids = permissions.iter().take(2).map(|it| it.id);
    let role = client.roles().create(ROLE).permission_ids(permission_ids).await?;
    narrator.created(&format!("role {ROLE}"), role.id);
    let dewey =
        UserCreate::new("dewey", EMAIL, "three-nephews-1").first_name("Dewey").role_ids([role.id]);
    let dewey = client.users().create(&dewey).await?;
    narrator.created("user dewey", dewey.id);

    narrator.begins("building a virtual machine")?;
    let template_id = match wishes.template_id {
        Some(id) => id,
        None => client.templates().list().await?.first().ok_or(Trouble::NoTemplate)?.id,
    };
    // More than four required things have names.
    let machine = VirtualMachineCreate::new(VirtualMachineCreateRequired {
        template_id,
        label: MACHINE.into(),
        hostname: "web1".into(),
        memory: 1024,
        cpus: 1,
        cpu_shares: 100,
        primary_disk_size: 10,
        required_virtual_machine_build: 1,
    })
    .required_ip_address_assignment(1)
    .note("made by the walkthrough");
    let build = client.virtual_machines().create(&machine).await?;
    let machine = build.answer().id;
    narrator.created(&format!("virtual machine {MACHINE}"), machine);

    // The panel goes on with the work after it has answered; transactions tell how far it is.
    follow(&build, wishes, narrator).await?;

    narrator.begins("booting it, and making it over to dewey")?;
    let boot = client.virtual_machines().start(machine).await?;
    follow(&boot, wishes, narrator).await?;
    client.virtual_machines().change_owner(machine, dewey.id).await?;

    narrator.begins("backing it up")?;
    let disks = client.disks().list_of_virtual_machine(machine).await?;
    let disk = disks.iter().find(|it| it.primary == Some(true)).ok_or(Trouble::Vanished)?;
    let backup = client.backups().back_up_disk(disk.id).note("before the ball").await?;
    let backup_id = backup.answer().id;
    narrator.created("backup", backup_id);
    follow(&backup, wishes, narrator).await?;

    narrator.begins("asking what it costs")?;
    let bills = client.users().list_monthly_bills(dewey.id).await?;
    let cost = bills.iter().filter_map(|it| it.cost).sum();

    narrator.begins("removing everything")?;
    client.backups().delete(backup_id).await?;
    narrator.removed("backup");
    client.virtual_machines().delete(machine).destroy_all_backups(1).await?;
    // Its transactions go with it.
    match follow(&client.resume_virtual_machine(machine), wishes, narrator).await {
        Err(Trouble::Call(error)) if error.is_not_found() => {}
        removed => removed?,
    }
    narrator.removed(&format!("virtual machine {MACHINE}"));
    client.users().delete(dewey.id).force(1).await?;
    narrator.removed("user dewey");
    client.roles().delete(role.id).await?;
    narrator.removed(&format!("role {ROLE}"));
    Ok(cost)
}

/// Waits for the end of the panel's work, and tells how far it is.
async fn follow<A>(
    work: &Task<Vec<Transaction>, A>,
    wishes: &Wishes,
    narrator: &mut impl Narrator,
) -> Result<(), Trouble> {
    let mut progress = work.progress().interval(wishes.pause).limit(wishes.limit);
    while let Some(now) = narrator.unless_stopped(progress.next()).await? {
        let now = now?;
        let percent = now.percent.unwrap_or_default();
        narrator.progress(percent.round() as u64, now.message.as_deref().unwrap_or_default());
    }
    Ok(())
}
