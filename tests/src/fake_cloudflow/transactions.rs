//! Transactions: the work that is done after an answer. One step is done each time that somebody looks.

use serde_json::{Value, json};

use super::fault::Fault;
use super::machine_json::template_label;
use super::reply::Reply;
use super::state::State;
use super::times::{Look, Second, written};
use super::{BROKEN_TEMPLATE, ENDLESS_TEMPLATE};

/// How many transactions are listed unless a page is asked for.
const NEWEST: usize = 10;

/// Work that is done, or to be done.
#[derive(Clone, Debug)]
pub(super) struct Transaction {
    pub(super) id: i64,
    pub(super) work: Work,
    pub(super) machine_id: i64,
    pub(super) status: &'static str,
    /// The one that must be complete before this may begin.
    after: Option<i64>,
    user_id: i64,
    log: String,
    created: Second,
    updated: Second,
}

/// What a transaction does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Work {
    Build,
    Startup,
    Stop,
    Resize,
    Destroy,
    FormatDisk(i64),
    TakeBackup(i64),
    RestoreBackup(i64),
}

impl Work {
    fn action(self) -> &'static str {
        match self {
            Self::Build => "build_virtual_machine",
            Self::Startup => "startup_virtual_machine",
            Self::Stop => "stop_virtual_machine",
            Self::Resize => "resize_virtual_machine",
            Self::Destroy => "destroy_virtual_machine",
            Self::FormatDisk(_) => "format_disk",
            Self::TakeBackup(_) => "take_backup",
            Self::RestoreBackup(_) => "restore_backup",
        }
    }
}

impl State {
    /// Puts work at the end of what there is to do for a machine.
    pub(super) fn schedule(&mut self, machine_id: i64, work: Work) {
        let id = self.fresh_id();
        let unfinished = |it: &&Transaction| it.machine_id == machine_id && !it.has_ended();
        let after = self.transactions.iter().rev().find(unfinished).map(|it| it.id);
        let owner = self.machines.iter().find(|it| it.id == machine_id);
        self.transactions.push(Transaction {
            id,
            work,
            machine_id,
            status: "pending",
            after,
            user_id: owner.map_or(0, |it| it.user_id),
            log: String::new(),
            created: self.now(),
            updated: self.now(),
        });
    }

    /// Whether there is work to do for a machine.
    pub(super) fn is_locked(&self, machine_id: i64) -> bool {
        self.transactions.iter().any(|it| it.machine_id == machine_id && !it.has_ended())
    }

    /// Somebody has looked at a machine, or at its transactions: the next of them gets one step further.
    pub(super) fn look(&mut self, machine_id: i64) {
        let next = |it: &Transaction| it.machine_id == machine_id && !it.has_ended();
        let Some(index) = self.transactions.iter().position(next) else { return };
        let template = self.machines.iter().find(|it| it.id == machine_id).map(|it| it.template_id);
        let builds = self.transactions[index].work == Work::Build;
        match (self.transactions[index].status, template) {
            ("pending", _) => self.turn(index, "running", "started"),
            (_, Some(ENDLESS_TEMPLATE)) if builds => {}
            (_, Some(BROKEN_TEMPLATE)) if builds => self.fail(index),
            _ => {
                self.turn(index, "complete", "finished");
                self.finish(index);
            }
        }
    }

    fn turn(&mut self, index: usize, status: &'static str, line: &str) {
        let now = self.now();
        let transaction = &mut self.transactions[index];
        (transaction.status, transaction.updated) = (status, now);
        let action = transaction.work.action();
        transaction.log.push_str(&format!("{action} {line}\n"));
    }

    /// What waits for work that failed is cancelled.
    fn fail(&mut self, index: usize) {
        let machine_id = self.transactions[index].machine_id;
        self.turn(index, "failed", "failed: the image of the template is damaged");
        let waiting = |it: &Transaction| it.machine_id == machine_id && !it.has_ended();
        while let Some(index) = self.transactions.iter().position(waiting) {
            self.turn(index, "cancelled", "was not started");
        }
        let machine = self.machines.iter_mut().find(|it| it.id == machine_id);
        machine.into_iter().for_each(|it| it.state = "failed");
    }

    /// Does what a transaction was there for.
    fn finish(&mut self, index: usize) {
        let (work, machine_id) =
            (self.transactions[index].work, self.transactions[index].machine_id);
        let now = self.now();
        for machine in self.machines.iter_mut().filter(|it| it.id == machine_id) {
            machine.updated = now;
            match work {
                Work::Build => (machine.built, machine.state) = (true, "delivered"),
                Work::Startup => machine.booted = true,
                Work::Stop => machine.booted = false,
                _ => {}
            }
        }
        for disk in self.disks.iter_mut().filter(|it| it.machine_id == machine_id) {
            disk.built |= work == Work::Build || work == Work::FormatDisk(disk.id);
        }
        for backup in self.backups.iter_mut().filter(|it| work == Work::TakeBackup(it.id)) {
            backup.built_at = Some(now);
        }
        if work == Work::Destroy {
            self.machines.retain(|it| it.id != machine_id);
            self.disks.retain(|it| it.machine_id != machine_id);
        }
    }
}

impl Transaction {
    fn has_ended(&self) -> bool {
        matches!(self.status, "complete" | "failed" | "cancelled")
    }
}

pub(super) fn list(state: &mut State) -> Reply {
    let seen = state.transactions.iter().rev().map(|it| transaction_json(state, it)).collect();
    let machine_ids: Vec<i64> = state.machines.iter().map(|it| it.id).collect();
    machine_ids.into_iter().for_each(|id| state.look(id));
    Reply::many("transactions", "transaction", seen).at_most(NEWEST)
}

pub(super) fn list_of_machine(state: &mut State, id: &str) -> Result<Reply, Fault> {
    let id = state.machine(id)?.id;
    let of_it = state.transactions.iter().rev().filter(|it| it.machine_id == id);
    let seen = of_it.map(|it| transaction_json(state, it)).collect();
    state.look(id);
    Ok(Reply::many("transactions", "transaction", seen).at_most(NEWEST))
}

pub(super) fn get(state: &mut State, id: &str) -> Result<Reply, Fault> {
    let found = state.transactions.iter().find(|it| it.id.to_string() == id);
    let transaction = found.ok_or(Fault::NotFoundOfOld)?;
    let (seen, machine_id) = (transaction_json(state, transaction), transaction.machine_id);
    state.look(machine_id);
    Ok(Reply::one("transaction", seen))
}

fn transaction_json(state: &State, transaction: &Transaction) -> Value {
    let (parent_type, parent_id) = match transaction.work {
        Work::FormatDisk(id) => ("Disk", id),
        Work::TakeBackup(id) | Work::RestoreBackup(id) => ("Backup", id),
        _ => ("VirtualMachine", transaction.machine_id),
    };
    let machine = state.machines.iter().find(|it| it.id == transaction.machine_id);
    json!({
        "id": transaction.id,
        "identifier": super::state::identifier(transaction.id),
        "action": transaction.work.action(),
        "status": transaction.status,
        "parent_type": parent_type,
        "parent_id": parent_id,
        "associated_object_type": "VirtualMachine",
        "associated_object_id": transaction.machine_id,
        "dependent_transaction_id": transaction.after,
        "user_id": transaction.user_id,
        "pid": if transaction.status == "running" { json!(3311) } else { Value::Null },
        "priority": 10,
        "allowed_cancel": transaction.status == "pending",
        "actor": null,
        "params": { "template": machine.map(|it| template_label(it.template_id)) },
        "log_output": transaction.log,
        "created_at": written(transaction.created, Look::Older),
        "updated_at": written(transaction.updated, Look::Older),
    })
}
