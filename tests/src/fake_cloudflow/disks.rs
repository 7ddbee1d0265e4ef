//! Disks of virtual machines.

use serde_json::{Value, json};

use super::backups;
use super::call::Call;
use super::fault::Fault;
use super::machines::unlocked;
use super::reply::Reply;
use super::state::{Disk, State, identifier};
use super::times::{Look, written};
use super::transactions::Work;

pub(super) fn answer(state: &mut State, call: &Call, path: &[&str]) -> Result<Reply, Fault> {
    match (call.method.as_str(), path) {
        ("GET", []) => Ok(many(state, state.disks.iter())),
        ("GET", [id]) => {
            let disk = state.disk(id)?.clone();
            Ok(Reply::one("disk", disk_json(state, &disk)))
        }
        ("PUT", [id]) => {
            let size = call.record("disk")?.integer("disk_size")?;
            let disk = state.disk(id)?;
            disk.size = size.unwrap_or(disk.size);
            Ok(Reply::done())
        }
        ("DELETE", [id]) => {
            let disk = state.disk(id)?.clone();
            if disk.primary {
                return Err(Fault::invalid("Primary disk cannot be deleted"));
            }
            state.disks.retain(|it| it.id != disk.id);
            Ok(Reply::done())
        }
        ("GET", [id, "backups"]) => {
            let id = state.disk(id)?.id;
            Ok(backups::many(state, |it| it.disk_id == id))
        }
        ("POST", [id, "backups"]) => backups::take(state, call, id),
        _ => Err(Fault::NotFound),
    }
}

pub(super) fn list_of_machine(state: &mut State, id: &str) -> Result<Reply, Fault> {
    let id = state.machine(id)?.id;
    Ok(many(state, state.disks.iter().filter(|it| it.machine_id == id)))
}

pub(super) fn add(state: &mut State, call: &Call, id: &str) -> Result<Reply, Fault> {
    let fields = call.record("disk")?;
    fields.required_integer("data_store_id")?;
    let machine_id = unlocked(state, id)?.id;
    let disk = Disk {
        id: state.fresh_id(),
        machine_id,
        size: fields.required_integer("disk_size")?,
        primary: false,
        is_swap: fields.truth("is_swap")?,
        built: false,
        created: state.now(),
    };
    state.disks.push(disk.clone());
    state.schedule(machine_id, Work::FormatDisk(disk.id));
    let path = format!("/settings/disks/{}", disk.id);
    Ok(Reply::created(path, "disk", disk_json(state, &disk)))
}

fn many<'s>(state: &'s State, disks: impl Iterator<Item = &'s Disk>) -> Reply {
    Reply::many("disks", "disk", disks.map(|it| disk_json(state, it)).collect())
}

fn disk_json(state: &State, disk: &Disk) -> Value {
    let time = written(disk.created, Look::Oldest);
    json!({
        "id": disk.id,
        "identifier": identifier(disk.id),
        "virtual_machine_id": disk.machine_id,
        "data_store_id": 3,
        "disk_size": disk.size,
        "disk_vm_number": if disk.primary { 1 } else { 2 },
        "primary": disk.primary,
        "is_swap": disk.is_swap,
        "built": disk.built,
        "locked": state.is_locked(disk.machine_id),
        "has_autobackups": false,
        "add_to_linux_fstab": null,
        "mount_point": null,
        "created_at": time,
        "updated_at": time,
    })
}
