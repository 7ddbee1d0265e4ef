//! Backups of disks: taken, noted, restored and deleted.

use serde_json::{Value, json};

use super::call::Call;
use super::fault::Fault;
use super::machines::unlocked;
use super::reply::Reply;
use super::state::{Backup, State, identifier};
use super::times::{Look, written};
use super::transactions::Work;

pub(super) fn answer(state: &mut State, call: &Call, path: &[&str]) -> Result<Reply, Fault> {
    let [id, rest @ ..] = path else { return Err(Fault::NotFound) };
    let found = state.backups.iter().find(|it| it.id.to_string() == *id);
    let backup = found.cloned().ok_or(Fault::NotFound)?;
    match (call.method.as_str(), rest) {
        ("DELETE", []) => {
            state.backups.retain(|it| it.id != backup.id);
            Ok(Reply::done())
        }
        ("PUT", ["note"]) => {
            let note = match call.record("backup") {
                Ok(fields) => fields.text("note")?,
                Err(_) => call.bare().text("note")?,
            };
            let backups = state.backups.iter_mut().filter(|it| it.id == backup.id);
            backups.for_each(|it| it.note.clone_from(&note));
            Ok(Reply::done())
        }
        ("POST", ["restore"]) => {
            unlocked(state, &backup.machine_id.to_string())?;
            state.schedule(backup.machine_id, Work::RestoreBackup(backup.id));
            Ok(created(state, &backup))
        }
        _ => Err(Fault::NotFound),
    }
}

/// The backups that are meant.
pub(super) fn many(state: &State, is_meant: impl Fn(&Backup) -> bool) -> Reply {
    let meant = state.backups.iter().filter(|it| is_meant(it));
    Reply::many("backups", "backup", meant.map(|it| backup_json(state, it)).collect())
}

pub(super) fn list_of_machine(state: &mut State, id: &str) -> Result<Reply, Fault> {
    let id = state.machine(id)?.id;
    Ok(many(state, |it| it.machine_id == id))
}

/// Takes a backup of a disk.
pub(super) fn take(state: &mut State, call: &Call, disk: &str) -> Result<Reply, Fault> {
    let disk = state.disk(disk)?.clone();
    unlocked(state, &disk.machine_id.to_string())?;
    if !disk.built {
        return Err(Fault::invalid("Disk has not been built yet"));
    }
    let backup = Backup {
        id: state.fresh_id(),
        machine_id: disk.machine_id,
        disk_id: disk.id,
        note: call.record("backup").ok().map(|it| it.text("note")).transpose()?.flatten(),
        built_at: None,
        created: state.now(),
    };
    state.backups.push(backup.clone());
    state.schedule(disk.machine_id, Work::TakeBackup(backup.id));
    Ok(created(state, &backup))
}

/// Takes a backup of a machine, which is one of its primary disk here.
pub(super) fn take_of_machine(state: &mut State, call: &Call, id: &str) -> Result<Reply, Fault> {
    let id = state.machine(id)?.id;
    let disk = state.disks.iter().find(|it| it.machine_id == id && it.primary);
    let disk = disk.ok_or(Fault::NotFound)?.id.to_string();
    take(state, call, &disk)
}

fn created(state: &State, backup: &Backup) -> Reply {
    Reply::created(format!("/backups/{}", backup.id), "backup", backup_json(state, backup))
}

/// The size is a number once the backup is there, and a text before.
fn backup_json(state: &State, backup: &Backup) -> Value {
    let is_built = backup.built_at.is_some();
    json!({
        "id": backup.id,
        "identifier": identifier(backup.id),
        "disk_id": backup.disk_id,
        "target_id": backup.disk_id,
        "target_type": "Disk",
        "backup_type": "normal",
        "backup_size": if is_built { json!(204_800) } else { json!("0") },
        "built": is_built,
        "built_at": backup.built_at.map(|it| written(it, Look::Older)),
        "locked": state.is_locked(backup.machine_id),
        "marked_for_delete": false,
        "note": backup.note,
        "initiated": "manual",
        "operating_system": "linux",
        "operating_system_distro": "debian",
        "min_disk_size": 5,
        "volume_id": null,
        "created_at": written(backup.created, Look::Older),
        "updated_at": written(backup.built_at.unwrap_or(backup.created), Look::Older),
    })
}
