//! What the panel knows.

use super::FakeCloudflow;
use super::fault::Fault;
use super::reply::Reply;
use super::times::Second;
use super::transactions::Transaction;

/// The role of those who may do everything.
pub(super) const ADMINISTRATORS: i64 = 1;
/// The role of everybody else.
pub(super) const USERS: i64 = 2;

/// Everything that lasts while the panel runs.
#[derive(Debug)]
pub(super) struct State {
    /// Seconds of the panel's own clock; each request takes one.
    clock: Second,
    last_id: i64,
    n_done: usize,
    pub(super) requests: Vec<String>,
    /// Beginnings of requests that will fail, and whether they are done.
    pub(super) breaks: Vec<(String, bool)>,
    pub(super) users: Vec<User>,
    pub(super) roles: Vec<Role>,
    pub(super) machines: Vec<Machine>,
    pub(super) disks: Vec<Disk>,
    pub(super) backups: Vec<Backup>,
    pub(super) transactions: Vec<Transaction>,
}

#[derive(Clone, Debug)]
pub(super) struct User {
    pub(super) id: i64,
    pub(super) login: String,
    pub(super) email: String,
    pub(super) password: String,
    pub(super) first_name: Option<String>,
    pub(super) last_name: Option<String>,
    pub(super) time_zone: Option<String>,
    pub(super) status: &'static str,
    pub(super) role_ids: Vec<i64>,
    pub(super) api_key: Option<String>,
    pub(super) created: Second,
    pub(super) updated: Second,
}

#[derive(Clone, Debug)]
pub(super) struct Role {
    pub(super) id: i64,
    pub(super) identifier: String,
    pub(super) label: String,
    pub(super) permission_ids: Vec<i64>,
    pub(super) created: Second,
    pub(super) updated: Second,
}

#[derive(Clone, Debug)]
pub(super) struct Machine {
    pub(super) id: i64,
    pub(super) identifier: String,
    pub(super) label: String,
    pub(super) hostname: String,
    pub(super) note: Option<String>,
    pub(super) user_id: i64,
    pub(super) template_id: i64,
    pub(super) memory: i64,
    pub(super) cpus: i64,
    pub(super) cpu_shares: i64,
    pub(super) state: &'static str,
    pub(super) built: bool,
    pub(super) booted: bool,
    pub(super) suspended: bool,
    /// The last piece of its address in 192.0.2.0, if it has one.
    pub(super) address: Option<i64>,
    pub(super) created: Second,
    pub(super) updated: Second,
}

#[derive(Clone, Debug)]
pub(super) struct Disk {
    pub(super) id: i64,
    pub(super) machine_id: i64,
    /// In GB.
    pub(super) size: i64,
    pub(super) primary: bool,
    pub(super) is_swap: bool,
    pub(super) built: bool,
    pub(super) created: Second,
}

#[derive(Clone, Debug)]
pub(super) struct Backup {
    pub(super) id: i64,
    pub(super) machine_id: i64,
    pub(super) disk_id: i64,
    pub(super) note: Option<String>,
    pub(super) built_at: Option<Second>,
    pub(super) created: Second,
}

impl State {
    /// A panel with an administrator, a user, their roles, and nothing else.
    pub(super) fn new() -> Self {
        let role = |id, label: &str, permission_ids| Role {
            id,
            identifier: label.to_lowercase(),
            label: label.to_owned(),
            permission_ids,
            created: 0,
            updated: 0,
        };
        let user = |id, login: &str, email: &str, password: &str, role_id| User {
            id,
            login: login.to_owned(),
            email: email.to_owned(),
            password: password.to_owned(),
            first_name: None,
            last_name: None,
            time_zone: None,
            status: "active",
            role_ids: vec![role_id],
            api_key: (role_id == ADMINISTRATORS).then(|| FakeCloudflow::API_KEY.to_owned()),
            created: 0,
            updated: 0,
        };
        let (login, password) = (FakeCloudflow::LOGIN, FakeCloudflow::PASSWORD);
        let administrator = user(1, login, FakeCloudflow::EMAIL, password, ADMINISTRATORS);
        let (login, password) = (FakeCloudflow::USER_LOGIN, FakeCloudflow::USER_PASSWORD);
        let daisy = user(2, login, "daisy@duckburg.example", password, USERS);
        Self {
            clock: 0,
            last_id: 100,
            n_done: 0,
            requests: Vec::new(),
            breaks: Vec::new(),
            users: vec![administrator, daisy],
            roles: vec![
                role(ADMINISTRATORS, "Administrator", vec![12, 24, 34]),
                role(USERS, "User", vec![34]),
            ],
            machines: Vec::new(),
            disks: Vec::new(),
            backups: Vec::new(),
            transactions: Vec::new(),
        }
    }

    /// A request comes in.
    pub(super) fn tick(&mut self) {
        self.clock += 1;
    }

    /// The time of the request that is being answered.
    pub(super) fn now(&self) -> Second {
        self.clock
    }

    /// An id that was never given before.
    pub(super) fn fresh_id(&mut self) -> i64 {
        self.last_id += 1;
        self.last_id
    }

    /// Counts the answers that say nothing, each of which says it in another way than the one before.
    pub(super) fn count_done(&mut self, reply: &Reply) -> usize {
        self.n_done += usize::from(reply.is_done());
        self.n_done
    }

    pub(super) fn user(&mut self, id: &str) -> Result<&mut User, Fault> {
        self.users.iter_mut().find(|it| it.id.to_string() == id).ok_or(Fault::NotFound)
    }

    pub(super) fn role(&mut self, id: &str) -> Result<&mut Role, Fault> {
        self.roles.iter_mut().find(|it| it.id.to_string() == id).ok_or(Fault::NotFound)
    }

    /// The machine of that number or identifier.
    pub(super) fn machine(&mut self, id: &str) -> Result<&mut Machine, Fault> {
        let is = |it: &&mut Machine| it.id.to_string() == id || it.identifier == id;
        self.machines.iter_mut().find(is).ok_or(Fault::NotFound)
    }

    pub(super) fn disk(&mut self, id: &str) -> Result<&mut Disk, Fault> {
        self.disks.iter_mut().find(|it| it.id.to_string() == id).ok_or(Fault::NotFound)
    }
}

/// Fourteen letters and digits that no other thing has.
pub(super) fn identifier(id: i64) -> String {
    format!("k{id:06}b5het{:02}", id % 97)
}
