//! Virtual machines, their addresses and the templates that they are built from, as the panel shows them.

use serde_json::{Value, json};

use super::state::{Machine, State};
use super::times::{Look, written};
use super::{BROKEN_TEMPLATE, ENDLESS_TEMPLATE, FakeCloudflow};

/// Number, label, and what each can run on: one text in older panels, a list in newer ones.
pub(super) fn templates() -> [(i64, &'static str, Value); 4] {
    [
        (FakeCloudflow::TEMPLATE, "Debian 12 x64", json!(["kvm", "xen"])),
        (18, "Debian 6 x64", json!("xen,kvm")),
        (BROKEN_TEMPLATE, "A damaged image", json!(["kvm"])),
        (ENDLESS_TEMPLATE, "An image that is never complete", json!(["kvm"])),
    ]
}

pub(super) fn template_json((id, label, virtualization): (i64, &'static str, Value)) -> Value {
    json!({
        "id": id,
        "label": label,
        "file_name": format!("template-{id}.tgz"),
        "version": "1.0",
        "state": "active",
        "operating_system": "linux",
        "operating_system_distro": "debian",
        "min_disk_size": 5,
        "template_size": 1_310_720,
        "allowed_swap": true,
        "virtualization": virtualization,
        "user_id": null,
        "created_at": written(0, Look::Oldest),
        "updated_at": null,
    })
}

pub(super) fn template_label(id: i64) -> Option<&'static str> {
    templates().into_iter().find(|(it, ..)| *it == id).map(|(_, label, _)| label)
}

pub(super) fn machine_json(state: &State, machine: &Machine) -> Value {
    let disks = state.disks.iter().filter(|it| it.machine_id == machine.id);
    let address = |it: i64| json!({ "ip_address": address_json(machine, it) });
    json!({
        "id": machine.id,
        "identifier": machine.identifier,
        "label": machine.label,
        "hostname": machine.hostname,
        "user_id": machine.user_id,
        "hypervisor_id": 4,
        "template_id": machine.template_id,
        "template_label": template_label(machine.template_id),
        "operating_system": "linux",
        "operating_system_distro": "debian",
        "memory": machine.memory,
        "cpus": machine.cpus,
        "cpu_shares": machine.cpu_shares,
        "total_disk_size": format!("{}.0", disks.map(|it| it.size).sum::<i64>()),
        "monthly_bandwidth_used": "0",
        "state": machine.state,
        "built": machine.built,
        "booted": machine.booted,
        "locked": state.is_locked(machine.id),
        "suspended": machine.suspended,
        "recovery_mode": "",
        "vip": null,
        "allowed_swap": true,
        "xen_id": null,
        "admin_note": null,
        "note": machine.note,
        "initial_root_password": "not-a-secret",
        "ip_addresses": machine.address.into_iter().map(address).collect::<Value>(),
        "created_at": written(machine.created, Look::Older),
        "updated_at": written(machine.updated, Look::Older),
    })
}

/// What there is to say in short.
pub(super) fn status_json(state: &State, machine: &Machine) -> Value {
    json!({
        "id": machine.id,
        "identifier": machine.identifier,
        "hostname": machine.hostname,
        "template_id": machine.template_id,
        "built": machine.built,
        "locked": state.is_locked(machine.id),
        "booted": machine.booted,
        "suspended": machine.suspended,
        "operating_system": "linux",
        "enable_autoscale": null,
        "state": machine.state,
    })
}

/// An address, and that a machine has it: the one in the other, both under the same name.
pub(super) fn join_json(machine: &Machine, address: i64) -> Value {
    json!({
        "id": 1800 + machine.id,
        "ip_address_id": 50 + address,
        "network_interface_id": 20 + machine.id,
        "virtual_machine_id": machine.id,
        "ip_address": { "ip_address": address_json(machine, address) },
        "created_at": written(machine.created, Look::Oldest),
        "updated_at": written(machine.created, Look::Oldest),
    })
}

fn address_json(machine: &Machine, address: i64) -> Value {
    json!({
        "id": 50 + address,
        "address": format!("192.0.2.{address}"),
        "netmask": "255.255.255.0",
        "broadcast": "192.0.2.255",
        "network_address": "192.0.2.0",
        "gateway": "192.0.2.1",
        "network_id": 1,
        "free": false,
        "disallowed_primary": false,
        "created_at": written(0, Look::Oldest),
        "updated_at": written(machine.created, Look::Oldest),
    })
}
