//! What tasks do: one constant for each kind of work.

use serde_json::json;

use super::state::State;
use super::tasks::Task;
use super::things::APP;
use super::{apps, backups, updates};

/// A kind of work.
#[derive(Debug)]
pub(super) struct Work {
    /// The `type` of its tasks.
    pub(super) kind: &'static str,
    /// The app's `installationState` meanwhile.
    pub(super) pending: &'static str,
    /// The event that tells its end; none if it is empty.
    pub(super) event: &'static str,
    /// Whether an app in the state `error` can have it.
    pub(super) mends: bool,
    /// Whether it fetches the package of the app.
    pub(super) installs: bool,
    /// What it does from which percentage on.
    pub(super) stages: &'static [(u32, &'static str)],
    /// What comes of it when it ends well.
    pub(super) done: fn(&mut State, &Task),
}

const INSTALLING: &[(u32, &str)] = &[
    (0, "Queued"),
    (1, "Registering subdomains"),
    (20, "Downloading image"),
    (60, "Setting up addons"),
    (90, "Starting app"),
    (100, "Done"),
];
const BACKING_UP: &[(u32, &str)] =
    &[(0, "Queued"), (1, "Creating snapshot"), (30, "Uploading files"), (100, "Done")];
const WORKING: &[(u32, &str)] = &[(0, "Queued"), (1, "Working"), (100, "Done")];

const OF_APP: Work = Work {
    kind: "app",
    pending: "pending_configure",
    event: "",
    mends: false,
    installs: false,
    stages: WORKING,
    done: nothing,
};
const OF_SERVER: Work = Work { kind: "backup", ..OF_APP };

pub(super) const INSTALL: Work = Work {
    pending: "pending_install",
    event: "app.install",
    installs: true,
    stages: INSTALLING,
    done: apps::installed,
    ..OF_APP
};
pub(super) const CLONE: Work = Work { pending: "pending_clone", event: "app.clone", ..INSTALL };
pub(super) const UNINSTALL: Work = Work {
    pending: "pending_uninstall",
    event: "app.uninstall",
    mends: true,
    done: apps::uninstalled,
    ..OF_APP
};
pub(super) const REPAIR: Work = Work {
    pending: "pending_configure",
    event: "app.repair",
    mends: true,
    done: started,
    ..OF_APP
};
pub(super) const RESTORE: Work = Work {
    pending: "pending_restore",
    event: "app.restore",
    mends: true,
    done: backups::restored,
    ..OF_APP
};
pub(super) const IMPORT: Work =
    Work { pending: "pending_import", event: "app.import", mends: true, done: started, ..OF_APP };
pub(super) const EXPORT: Work = Work { pending: "pending_backup", stages: BACKING_UP, ..OF_APP };
pub(super) const BACKUP_APP: Work = Work {
    pending: "pending_backup",
    event: "app.backup.finish",
    stages: BACKING_UP,
    done: backups::app_backed_up,
    ..OF_APP
};
pub(super) const UPDATE_APP: Work = Work {
    pending: "pending_update",
    event: "app.update.finish",
    stages: INSTALLING,
    done: updates::app_updated,
    ..OF_APP
};
pub(super) const START: Work =
    Work { pending: "pending_start", event: "app.start", done: started, ..OF_APP };
pub(super) const RESTART: Work =
    Work { pending: "pending_restart", event: "app.restart", done: started, ..OF_APP };
pub(super) const STOP: Work =
    Work { pending: "pending_stop", event: "app.stop", done: stopped, ..OF_APP };
pub(super) const CONFIGURE: Work = Work { event: "app.configure", ..OF_APP };

pub(super) const BACKUP: Work = Work {
    event: "backup.finish",
    stages: BACKING_UP,
    done: backups::server_backed_up,
    ..OF_SERVER
};
pub(super) const CLEANUP: Work = Work {
    kind: "cleanBackups",
    event: "backup.cleanup.finish",
    done: backups::cleaned_up,
    ..OF_SERVER
};
pub(super) const UPDATE_SERVER: Work = Work {
    kind: "update",
    event: "cloudron.update.finish",
    done: updates::server_updated,
    ..OF_SERVER
};
pub(super) const RENEW_CERTS: Work =
    Work { kind: "checkCerts", event: "certificate.new", ..OF_SERVER };
pub(super) const SYNC_DNS: Work = Work { kind: "syncDnsRecords", ..OF_SERVER };
pub(super) const SYNC_LDAP: Work = Work { kind: "syncExternalLdap", ..OF_SERVER };
pub(super) const DASHBOARD: Work = Work { kind: "prepareDashboardLocation", ..OF_SERVER };
pub(super) const MOVE_MAIL: Work =
    Work { kind: "changeMailLocation", event: "mail.location", ..OF_SERVER };
pub(super) const DISK_USAGE: Work = Work { kind: "updateDiskUsage", ..OF_SERVER };

fn nothing(_: &mut State, _: &Task) {}

/// The app runs.
pub(super) fn started(state: &mut State, task: &Task) {
    set_run_state(state, task, "running", json!("healthy"));
}

fn stopped(state: &mut State, task: &Task) {
    set_run_state(state, task, "stopped", json!(null));
}

fn set_run_state(state: &mut State, task: &Task, run_state: &str, health: serde_json::Value) {
    if let Ok(app) = state.find_mut(&APP, task.app_id.as_deref().unwrap_or_default()) {
        app["runState"] = run_state.into();
        app["health"] = health;
    }
}
