//! Virtual machines: created, built, booted, stopped, given to others and destroyed.

use serde_json::Value;

use super::call::Call;
use super::fault::Fault;
use super::fields::Fields;
use super::machine_json::{
    join_json, machine_json, status_json, template_json, template_label, templates as all_templates,
};
use super::reply::Reply;
use super::state::{Disk, Machine, State, identifier};
use super::transactions::Work;

type Answer = Result<Reply, Fault>;

pub(super) fn answer(state: &mut State, call: &Call, path: &[&str]) -> Answer {
    match (call.method.as_str(), path) {
        ("GET", []) => {
            let wanted = call.query.get("q").cloned().unwrap_or_default();
            let found = state.machines.iter().filter(|it| it.label.contains(&wanted));
            Ok(many(found.map(|it| machine_json(state, it)).collect()))
        }
        ("POST", []) => create(state, call),
        ("GET", ["status"]) => {
            Ok(many(state.machines.iter().map(|it| status_json(state, it)).collect()))
        }
        ("GET", [id]) => {
            let machine = state.machine(id)?.clone();
            let seen = machine_json(state, &machine);
            state.look(machine.id);
            Ok(Reply::one("virtual_machine", seen))
        }
        ("GET", [id, "status"]) => {
            let machine = state.machine(id)?.clone();
            let seen = status_json(state, &machine);
            state.look(machine.id);
            Ok(Reply::listed("virtual_machine", seen))
        }
        ("PUT", [id]) => edit(state, call, id),
        ("DELETE", [id]) => {
            let id = unlocked(state, id)?.id;
            if call.is_asked("destroy_all_backups") {
                state.backups.retain(|it| it.machine_id != id);
            }
            state.schedule(id, Work::Destroy);
            Ok(Reply::done())
        }
        ("POST", [id, action]) => act(state, call, id, action),
        _ => Err(Fault::NotFound),
    }
}

pub(super) fn templates() -> Reply {
    let templates = all_templates().into_iter().map(template_json).collect();
    Reply::many("image_templates", "image_template", templates)
}

pub(super) fn list_of_user(state: &mut State, id: &str) -> Answer {
    let id = state.user(id)?.id;
    let machines = state.machines.iter().filter(|it| it.user_id == id);
    Ok(many(machines.map(|it| machine_json(state, it)).collect()))
}

pub(super) fn addresses(state: &mut State, id: &str) -> Answer {
    let machine = state.machine(id)?;
    let joins = machine.address.into_iter().map(|it| join_json(machine, it)).collect();
    Ok(Reply::many("ip_address_joins", "ip_address_join", joins))
}

/// A machine for which there is nothing to do at present.
pub(super) fn unlocked<'s>(state: &'s mut State, id: &str) -> Result<&'s mut Machine, Fault> {
    let machine_id = state.machine(id)?.id;
    match state.is_locked(machine_id) {
        true => Err(Fault::invalid("Virtual machine is locked by another transaction")),
        false => state.machine(id),
    }
}

fn many(machines: Vec<Value>) -> Reply {
    Reply::many("virtual_machines", "virtual_machine", machines)
}

/// The machine as it is now, of which more is to come.
fn scheduled(state: &mut State, id: i64) -> Answer {
    let machine = state.machine(&id.to_string())?.clone();
    let path = format!("/virtual_machines/{}", machine.identifier);
    Ok(Reply::created(path, "virtual_machine", machine_json(state, &machine)))
}

fn create(state: &mut State, call: &Call) -> Answer {
    let fields = call.record("virtual_machine")?;
    let id = state.fresh_id();
    let now = state.now();
    let machine = Machine {
        id,
        identifier: identifier(id),
        label: fields.required_text("label")?,
        hostname: fields.required_text("hostname")?,
        note: fields.text("note")?,
        user_id: call.visitor,
        template_id: known_template(fields)?,
        memory: fields.required_integer("memory")?,
        cpus: fields.required_integer("cpus")?,
        cpu_shares: fields.required_integer("cpu_shares")?,
        state: "new",
        built: false,
        booted: false,
        suspended: false,
        address: fields.truth("required_ip_address_assignment")?.then_some(id % 200 + 10),
        created: now,
        updated: now,
    };
    let sizes = [
        (Some(fields.required_integer("primary_disk_size")?), false),
        (fields.integer("swap_disk_size")?, true),
    ];
    let build = fields.truth("required_virtual_machine_build")?;
    let startup = fields.truth("required_virtual_machine_startup")?;
    state.machines.push(machine);
    for (size, is_swap) in sizes {
        let Some(size) = size else { continue };
        let disk = Disk {
            id: state.fresh_id(),
            machine_id: id,
            size,
            primary: !is_swap,
            is_swap,
            built: false,
            created: now,
        };
        state.disks.push(disk);
    }
    if build {
        state.schedule(id, Work::Build);
    }
    if build && startup {
        state.schedule(id, Work::Startup);
    }
    scheduled(state, id)
}

fn known_template(fields: Fields<'_>) -> Result<i64, Fault> {
    let id = fields.required_integer("template_id")?;
    template_label(id).map(|_| id).ok_or_else(|| Fault::invalid("Template is invalid"))
}

/// New words are taken over at once; more memory or other processors are work.
fn edit(state: &mut State, call: &Call, id: &str) -> Answer {
    let fields = call.record("virtual_machine")?;
    let now = state.now();
    let machine = unlocked(state, id)?;
    machine.label = fields.text("label")?.unwrap_or_else(|| machine.label.clone());
    machine.note = fields.text("note")?.or(machine.note.take());
    machine.memory = fields.integer("memory")?.unwrap_or(machine.memory);
    machine.cpus = fields.integer("cpus")?.unwrap_or(machine.cpus);
    machine.cpu_shares = fields.integer("cpu_shares")?.unwrap_or(machine.cpu_shares);
    machine.updated = now;
    let id = machine.id;
    if !["memory", "cpus", "cpu_shares"].iter().any(|it| fields.has(it)) {
        return Ok(Reply::done());
    }
    state.schedule(id, Work::Resize);
    scheduled(state, id)
}

fn act(state: &mut State, call: &Call, id: &str, action: &str) -> Answer {
    let machine = state.machine(id)?.clone();
    match action {
        "startup" | "reboot" | "build" if state.is_locked(machine.id) => {
            unlocked(state, id)?;
        }
        "startup" | "reboot" if !machine.built => {
            return Err(Fault::invalid("Virtual machine has not been built yet"));
        }
        "startup" => state.schedule(machine.id, Work::Startup),
        "reboot" => {
            state.schedule(machine.id, Work::Stop);
            state.schedule(machine.id, Work::Startup);
        }
        "build" => {
            let template_id = known_template(call.record("virtual_machine")?)?;
            state.machine(id)?.template_id = template_id;
            state.schedule(machine.id, Work::Build);
        }
        "shutdown" | "stop" => {
            unlocked(state, id)?;
            state.schedule(machine.id, Work::Stop);
        }
        "suspend" => state.machine(id)?.suspended = !machine.suspended,
        "unlock" => {}
        "change_owner" => change_owner(state, call, id)?,
        _ => return Err(Fault::NotFound),
    }
    scheduled(state, machine.id)
}

/// The panel falls over an owner that does not exist.
fn change_owner(state: &mut State, call: &Call, id: &str) -> Result<(), Fault> {
    let asked = call.query.get("user_id").cloned();
    let user_id = asked.map_or_else(|| call.bare().required_text("user_id"), Ok)?;
    let user_id = state.user(&user_id).map_err(|_| Fault::Broken)?.id;
    state.machine(id)?.user_id = user_id;
    Ok(())
}
