//! The table of the routes: which keep state, and what each does. All others answer with the description's example.

use std::sync::{Arc, OnceLock};

use crate::description::{Description, Operation};
use crate::description_server::Answer;
use crate::description_server::routes::best;
use crate::repository;

use super::answer::Said;
use super::call::Call;
use super::fault::Fault;
use super::state::State;
use super::things::{self, Kind};
use super::work::Work;
use super::{
    apps, backups, configure, directory, domains, events, logs, mail, packages, profile, services,
    settings, tasks, tokens, updates, work,
};

/// Does what a route does, and says what came of it.
pub(super) type Handler = fn(&mut State, &Call) -> Result<Said, Fault>;

/// What a route does.
#[derive(Clone, Copy, Debug)]
pub(super) enum Does {
    /// Nothing: the answer is the example of the description.
    Example,
    /// `GET` reads what was set under the same path, `POST` sets it; at first it is the example of the description.
    Setting,
    List(&'static Kind),
    Get(&'static Kind),
    Change(&'static Kind),
    Remove(&'static Kind),
    /// Starts a task.
    Start(&'static Work),
    Run(Handler),
}

use Does::{Change, Get, List, Remove, Run, Setting, Start};

/// The routes of the description that keep state.
const TABLE: &[(&str, Does)] = &[
    ("GET /app_passwords", List(&things::APP_PASSWORD)),
    ("POST /app_passwords", Run(tokens::add_app_password)),
    ("GET /app_passwords/{passwordId}", Get(&things::APP_PASSWORD)),
    ("DELETE /app_passwords/{passwordId}", Remove(&things::APP_PASSWORD)),
    ("GET /applinks", List(&things::APP_LINK)),
    ("POST /applinks", Run(apps::add_link)),
    ("GET /applinks/{id}", Get(&things::APP_LINK)),
    ("POST /applinks/{id}", Change(&things::APP_LINK)),
    ("DELETE /applinks/{id}", Remove(&things::APP_LINK)),
    ("GET /apps", List(&things::APP)),
    ("POST /apps", Run(apps::install)),
    ("GET /apps/{appId}", Get(&things::APP)),
    ("GET /apps/{appId}/backups", Run(backups::of_app)),
    ("POST /apps/{appId}/backups/{backupId}", Run(backups::change)),
    ("POST /apps/{appId}/check_for_updates", Run(updates::check_app)),
    ("POST /apps/{appId}/clone", Run(apps::clone)),
    ("GET /apps/{appId}/eventlog", Run(events::of_app)),
    ("POST /apps/{appId}/export", Start(&work::EXPORT)),
    ("POST /apps/{appId}/import", Start(&work::IMPORT)),
    ("GET /apps/{appId}/logs", Run(logs::download)),
    ("GET /apps/{appId}/logstream", Run(logs::stream_of)),
    ("POST /apps/{appId}/repair", Start(&work::REPAIR)),
    ("POST /apps/{appId}/restart", Start(&work::RESTART)),
    ("POST /apps/{appId}/restore", Run(backups::restore)),
    ("POST /apps/{appId}/start", Start(&work::START)),
    ("POST /apps/{appId}/stop", Start(&work::STOP)),
    ("GET /apps/{appId}/task", Run(tasks::of_app)),
    ("POST /apps/{appId}/uninstall", Start(&work::UNINSTALL)),
    ("POST /apps/{appId}/update", Run(updates::update_app)),
    ("GET /backups", List(&things::BACKUP)),
    ("POST /backups/{backupId}", Run(backups::change)),
    ("POST /backups/cleanup", Start(&work::CLEANUP)),
    ("GET /backups/config", Setting),
    ("POST /backups/config/storage", Run(backups::set_storage)),
    ("POST /backups/create", Start(&work::BACKUP)),
    ("GET /backups/policy", Setting),
    ("POST /backups/policy", Run(backups::set_policy)),
    ("GET /branding/cloudron_avatar", Run(settings::image)),
    ("POST /branding/cloudron_avatar", Run(settings::set_image)),
    ("GET /branding/cloudron_background", Run(settings::image)),
    ("POST /branding/cloudron_background", Run(settings::set_image)),
    ("GET /branding/cloudron_name", Setting),
    ("POST /branding/cloudron_name", Setting),
    ("GET /branding/footer", Setting),
    ("POST /branding/footer", Setting),
    ("GET /cloudron/avatar", Run(settings::image)),
    ("GET /cloudron/background", Run(settings::image)),
    ("GET /cloudron/language", Setting),
    ("POST /cloudron/language", Setting),
    ("GET /cloudron/status", Run(updates::status)),
    ("GET /cloudron/time_zone", Setting),
    ("POST /cloudron/time_zone", Setting),
    ("POST /dashboard/startPrepareLocation", Start(&work::DASHBOARD)),
    ("GET /directory_server/config", Setting),
    ("POST /directory_server/config", Setting),
    ("GET /docker/registry_config", Setting),
    ("POST /docker/registry_config", Setting),
    ("GET /domains", List(&things::DOMAIN)),
    ("POST /domains", Run(domains::add)),
    ("POST /domains/sync_dns", Start(&work::SYNC_DNS)),
    ("GET /domains/{domain}", Get(&things::DOMAIN)),
    ("DELETE /domains/{domain}", Run(domains::remove)),
    ("POST /domains/{domain}/config", Run(domains::configure)),
    ("GET /domains/{domain}/dns_check", Run(domains::dns_check)),
    ("POST /domains/{domain}/wellknown", Change(&things::DOMAIN)),
    ("GET /eventlog", Run(events::list)),
    ("GET /eventlog/{eventId}", Get(&things::EVENT)),
    ("GET /external_ldap/config", Setting),
    ("POST /external_ldap/config", Setting),
    ("POST /external_ldap/sync", Start(&work::SYNC_LDAP)),
    ("GET /groups", List(&things::GROUP)),
    ("POST /groups", Run(directory::add_group)),
    ("GET /groups/{groupId}", Get(&things::GROUP)),
    ("DELETE /groups/{groupId}", Remove(&things::GROUP)),
    ("PUT /groups/{groupId}/members", Run(directory::set_members)),
    ("PUT /groups/{groupId}/name", Change(&things::GROUP)),
    ("GET /mail/{domain}", Get(&things::MAIL_DOMAIN)),
    ("POST /mail/{domain}/banner", Run(mail::configure)),
    ("POST /mail/{domain}/catch_all", Run(mail::configure)),
    ("POST /mail/{domain}/enable", Run(mail::configure)),
    ("POST /mail/{domain}/mail_from_validation", Run(mail::configure)),
    ("POST /mail/{domain}/relay", Run(mail::configure)),
    ("GET /mail/{domain}/lists", Run(mail::list)),
    ("POST /mail/{domain}/lists", Run(mail::add)),
    ("GET /mail/{domain}/lists/{name}", Run(mail::get)),
    ("POST /mail/{domain}/lists/{name}", Run(mail::change)),
    ("DELETE /mail/{domain}/lists/{name}", Run(mail::remove)),
    ("GET /mail/{domain}/mailbox_count", Run(mail::count)),
    ("GET /mail/{domain}/mailboxes", Run(mail::list)),
    ("POST /mail/{domain}/mailboxes", Run(mail::add)),
    ("GET /mail/{domain}/mailboxes/{name}", Run(mail::get)),
    ("POST /mail/{domain}/mailboxes/{name}", Run(mail::change)),
    ("DELETE /mail/{domain}/mailboxes/{name}", Run(mail::remove)),
    ("GET /mail/{domain}/mailboxes/{name}/aliases", Run(mail::aliases)),
    ("PUT /mail/{domain}/mailboxes/{name}/aliases", Run(mail::change)),
    ("GET /mailserver/dnsbl_config", Setting),
    ("POST /mailserver/dnsbl_config", Setting),
    ("GET /mailserver/location", Setting),
    ("POST /mailserver/location", Run(settings::set_mail_location)),
    ("GET /mailserver/mailbox_sharing", Setting),
    ("POST /mailserver/mailbox_sharing", Setting),
    ("GET /mailserver/max_email_size", Setting),
    ("POST /mailserver/max_email_size", Setting),
    ("GET /mailserver/solr_config", Setting),
    ("POST /mailserver/solr_config", Setting),
    ("GET /mailserver/spam_acl", Setting),
    ("POST /mailserver/spam_acl", Setting),
    ("GET /mailserver/spam_custom_config", Setting),
    ("POST /mailserver/spam_custom_config", Setting),
    ("GET /mailserver/virtual_all_mail", Setting),
    ("POST /mailserver/virtual_all_mail", Setting),
    ("GET /network/blocklist", Setting),
    ("POST /network/blocklist", Setting),
    ("GET /network/dynamic_dns", Setting),
    ("POST /network/dynamic_dns", Setting),
    ("GET /network/ipv4_config", Setting),
    ("POST /network/ipv4_config", Setting),
    ("GET /network/ipv6_config", Setting),
    ("POST /network/ipv6_config", Setting),
    ("GET /notifications", Run(events::notifications)),
    ("GET /notifications/{notificationId}", Get(&things::NOTIFICATION)),
    ("POST /notifications/{notificationId}", Change(&things::NOTIFICATION)),
    ("GET /oidc/clients", List(&things::OIDC_CLIENT)),
    ("POST /oidc/clients", Run(tokens::add_oidc_client)),
    ("GET /oidc/clients/{clientId}", Get(&things::OIDC_CLIENT)),
    ("POST /oidc/clients/{clientId}", Change(&things::OIDC_CLIENT)),
    ("DELETE /oidc/clients/{clientId}", Remove(&things::OIDC_CLIENT)),
    ("GET /profile", Run(profile::get)),
    ("POST /profile", Run(profile::change)),
    ("GET /profile/background_image", Run(settings::image)),
    ("POST /profile/background_image", Run(settings::set_image)),
    ("POST /reverseproxy/renew_certs", Start(&work::RENEW_CERTS)),
    ("GET /reverseproxy/trusted_ips", Setting),
    ("POST /reverseproxy/trusted_ips", Setting),
    ("GET /services", Run(services::list)),
    ("GET /services/{service}", Run(services::get)),
    ("POST /services/{service}", Run(services::configure)),
    ("GET /services/{service}/logs", Run(logs::download)),
    ("GET /services/{service}/logstream", Run(logs::stream_of)),
    ("POST /services/{service}/rebuild", Run(services::restart)),
    ("POST /services/{service}/restart", Run(services::restart)),
    ("POST /system/disk_usage", Start(&work::DISK_USAGE)),
    ("GET /system/logs/{unit}", Run(logs::download)),
    ("GET /system/logstream/{unit}", Run(logs::stream_of)),
    ("GET /tasks", Run(tasks::list)),
    ("GET /tasks/{taskId}", Run(tasks::get)),
    ("GET /tasks/{taskId}/logs", Run(logs::download)),
    ("GET /tasks/{taskId}/logstream", Run(logs::stream_of)),
    ("POST /tasks/{taskId}/stop", Run(tasks::stop)),
    ("GET /tokens", List(&things::TOKEN)),
    ("POST /tokens", Run(tokens::add)),
    ("GET /tokens/{tokenId}", Get(&things::TOKEN)),
    ("DELETE /tokens/{tokenId}", Remove(&things::TOKEN)),
    ("GET /updater/autoupdate_pattern", Setting),
    ("POST /updater/autoupdate_pattern", Setting),
    ("POST /updater/check_for_updates", Run(updates::list)),
    ("POST /updater/update", Start(&work::UPDATE_SERVER)),
    ("GET /updater/updates", Run(updates::list)),
    ("GET /user_directory", Setting),
    ("POST /user_directory", Setting),
    ("GET /users", Run(directory::list_users)),
    ("POST /users", Run(directory::add_user)),
    ("GET /users/{userId}", Run(directory::get_user)),
    ("DELETE /users/{userId}", Run(directory::remove_user)),
    ("PUT /users/{userId}/active", Run(directory::change_user)),
    ("PUT /users/{userId}/groups", Run(directory::set_groups_of_user)),
    ("POST /users/{userId}/profile", Run(directory::change_user)),
    ("PUT /users/{userId}/role", Run(directory::change_user)),
    ("GET /volumes", List(&things::VOLUME)),
    ("POST /volumes", Run(domains::add_volume)),
    ("GET /volumes/{id}", Get(&things::VOLUME)),
    ("POST /volumes/{id}", Change(&things::VOLUME)),
    ("DELETE /volumes/{id}", Remove(&things::VOLUME)),
    ("POST /apps/{appId}/backup", Start(&work::BACKUP_APP)),
    ("GET /appstore/apps", Run(packages::list)),
    ("GET /appstore/apps/{appstoreId}", Run(packages::get)),
    ("GET /appstore/apps/{appstoreId}/versions/{versionId}", Run(packages::get)),
    ("GET /appstore/subscription", Run(packages::subscription)),
    ("POST /users/{userId}/make_local", Run(directory::make_local)),
];

/// Routes that servers have and the description does not: their status, and what they do.
const BEYOND: &[(&str, u16, Does)] = &[("POST /apps/install", 202, Run(apps::install))];

/// What routes of these beginnings do.
const PREFIXES: &[(&str, Does)] = &[("POST /apps/{appId}/configure/", Run(configure::set))];

/// What a path begins with, and the thing that must exist then.
const OWNERS: &[(&str, &Kind)] = &[
    ("/apps/{appId}", &things::APP),
    ("/domains/{domain}", &things::DOMAIN),
    ("/mail/{domain}", &things::MAIL_DOMAIN),
    ("/services/{service}", &things::SERVICE),
    ("/users/{userId}", &things::USER),
    ("/volumes/{id}", &things::VOLUME),
];

/// A method of a path.
#[derive(Debug)]
pub(super) struct Route {
    /// Method and path template, such as `GET /apps/{appId}`.
    pub(super) key: String,
    /// The status of a success.
    pub(super) status: u16,
    /// Whether it needs no token.
    pub(super) public: bool,
    /// Its description, where it has one.
    pub(super) operation: Option<&'static Operation>,
    does: Does,
}

/// What a route keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// What is done stays done, and is read back.
    State,
    /// The answer is the example of the description, always.
    Nothing,
}

/// A route that the server has.
#[derive(Clone, Copy, Debug)]
pub struct Served(&'static Route);

impl Served {
    /// Method and path template, such as `GET /apps/{appId}`.
    pub fn route(&self) -> &'static str {
        &self.0.key
    }

    /// What it keeps.
    pub fn kept(&self) -> Kept {
        match self.0.does {
            Does::Example => Kept::Nothing,
            _ => Kept::State,
        }
    }

    /// Whether the description has it.
    pub fn is_described(&self) -> bool {
        self.0.operation.is_some()
    }
}

/// Every route that the server has.
pub fn served() -> impl Iterator<Item = Served> {
    routes().iter().map(Served)
}

/// The description, read once.
pub(super) fn description() -> &'static Description {
    static DESCRIPTION: OnceLock<Arc<Description>> = OnceLock::new();
    DESCRIPTION.get_or_init(repository::cloudron)
}

fn routes() -> &'static [Route] {
    static ROUTES: OnceLock<Vec<Route>> = OnceLock::new();
    ROUTES.get_or_init(|| {
        let operations = description().operations().iter();
        let mut routes: Vec<Route> = operations.map(described).collect();
        routes.extend(BEYOND.iter().map(|(key, status, does)| {
            let (key, status, does) = ((*key).to_owned(), *status, *does);
            Route { key, status, public: false, operation: None, does }
        }));
        routes
    })
}

fn described(operation: &'static Operation) -> Route {
    let key = format!("{} {}", operation.method, operation.path);
    let row = TABLE.iter().find(|(it, _)| *it == key).map(|(_, does)| *does);
    let prefix = || PREFIXES.iter().find(|(prefix, _)| key.starts_with(prefix)).map(|(_, it)| *it);
    let does = row.or_else(prefix).unwrap_or(Does::Example);
    Route {
        status: operation.success().and_then(|it| it.code()).unwrap_or(200),
        public: operation.security.is_empty(),
        operation: Some(operation),
        does,
        key,
    }
}

/// The route that a request means, and its path arguments. `HEAD` means `GET`.
pub(super) fn find(method: &str, path: &str) -> Option<(&'static Route, Vec<(String, String)>)> {
    let method = if method == "HEAD" { "GET" } else { method };
    let templates = routes().iter().filter_map(|route| {
        let (of, template) = route.key.split_once(' ')?;
        (of == method).then_some((route, template))
    });
    best(templates, path)
}

/// The methods that a path has.
pub(super) fn methods(path: &str) -> Vec<&'static str> {
    ["GET", "HEAD", "POST", "PUT", "DELETE"]
        .into_iter()
        .filter(|method| find(method, path).is_some())
        .collect()
}

/// The answer of a route that keeps nothing.
pub(super) fn example(route: &Route) -> Result<Answer, Fault> {
    let operation = route.operation.ok_or_else(Fault::no_route)?;
    Answer::of(operation, true).map_err(|fault| Fault::new(500, fault))
}

/// What a route is about must exist.
pub(super) fn check_owner(state: &State, route: &Route, call: &Call) -> Result<(), Fault> {
    let path = route.key.split_once(' ').map_or("", |(_, path)| path);
    match OWNERS.iter().find(|(prefix, _)| path.starts_with(prefix)) {
        Some((_, kind)) => state.find(kind, call.id()).map(drop),
        None => Ok(()),
    }
}

impl Route {
    /// Does what it does; nothing is said where the example of the description is the answer.
    pub(super) fn run(&self, state: &mut State, call: &Call) -> Result<Option<Said>, Fault> {
        match self.does {
            Does::Example => return Ok(None),
            Setting => settings::read_or_set(state, call),
            List(kind) => Ok(things::list(state, kind)),
            Get(kind) => things::get(state, kind, call),
            Change(kind) => things::change(state, kind, call),
            Remove(kind) => things::remove(state, kind, call),
            Start(work) => tasks::start(state, work, call),
            Run(handler) => handler(state, call),
        }
        .map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::{TABLE, routes};

    #[test]
    fn every_row_of_the_table_is_a_route_of_the_description() {
        let known: Vec<&str> = routes().iter().map(|it| it.key.as_str()).collect();
        let stray: Vec<_> = TABLE.iter().filter(|(key, _)| !known.contains(key)).collect();
        assert!(stray.is_empty(), "{stray:?}");
    }
}
