//! What virtual machines use and cost, and the version of the panel.

use serde_json::{Value, json};

use super::fault::Fault;
use super::reply::Reply;
use super::state::State;

/// Price of a machine that is built, for a month.
const MACHINE: f64 = 2.5;
/// Price of a backup, for a month.
const BACKUP: f64 = 0.25;

pub(super) fn version() -> Reply {
    Reply::bare(json!({ "version": "6.7.0-84" }))
}

pub(super) fn monthly_bills(state: &mut State, id: &str) -> Result<Reply, Fault> {
    let id = state.user(id)?.id;
    let bills =
        vec![json!({ "cost": 0.0, "month": 10 }), json!({ "cost": owed(state, id), "month": 11 })];
    Ok(Reply::plain("monthly_bills", "monthly_bill", bills))
}

/// What a user has to pay for this month.
pub(super) fn owed(state: &State, user_id: i64) -> f64 {
    let machines = || state.machines.iter().filter(|it| it.user_id == user_id && it.built);
    let n_machines = machines().count();
    let backups = state.backups.iter().filter(|it| it.built_at.is_some());
    let n_backups = backups.filter(|it| machines().any(|of| of.id == it.machine_id)).count();
    n_machines as f64 * MACHINE + n_backups as f64 * BACKUP
}

pub(super) fn limits(state: &mut State, id: &str) -> Result<Reply, Fault> {
    state.user(id)?;
    Ok(Reply::bare(json!({
        "limits": {
            "cpus": 8, "cpu_shares": 100, "memory": 4096, "swap_disk_size": 40, "primary_disk_size": 400, "rate": 1000,
            "data_store_groups": [{ "id": 1, "label": "DS zone" }],
            "network_groups": [{ "id": 2, "label": "Net zone" }],
            "hypervisor_groups": [],
            "hypervisors": [{ "id": 1, "label": "hv-a", "hypervisor_type": "xen" }],
        },
        "best_data_store_group_primary_id": 1,
        "best_data_store_group_swap_id": 1,
        "best_network_group_id": 2,
    })))
}

pub(super) fn usage(state: &State) -> Reply {
    let usage = |it: &super::state::Machine| -> Value {
        json!({
            "virtual_machine_id": it.id,
            "user_id": it.user_id,
            "cpu_usage": "1.5",
            "data_sent": "0.0",
            "data_received": "16752.0",
            "data_read": "8400.0",
            "data_written": "48.0",
            "reads_completed": "2080.0",
            "writes_completed": "12.0",
        })
    };
    Reply::untyped("vm_stats", "vm_stat", state.machines.iter().map(usage).collect())
}
