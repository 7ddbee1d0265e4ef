//! The walkthrough itself: the calls, in order, and nothing about how they are shown.

use std::future::Future;
use std::time::Duration;

use cloudron::Client;
use cloudron::types::{AccessRestriction, App, AppInstall, AppInstallationState, AppRunState};

use super::traces::{EMAIL, GROUP, LABEL, SUBDOMAIN, USERNAME};
use super::trouble::Trouble;

/// How often an app that is installed is read until it runs.
const MOST_READS: usize = 60;

/// What differs between the tour and its tests.
pub(crate) struct Wishes {
    /// The package to install; it lives at the server's first domain.
    pub(crate) package: &'static str,
    /// How long to wait before a task or an app is looked at again.
    pub(crate) pause: Duration,
}

/// Is told what happens, and knows whether the reader wants it to end.
pub(crate) trait Narrator {
    /// Something begins; an error if it shall not.
    fn begins(&mut self, what: &str) -> Result<(), Trouble>;
    /// Something new is on the server from now on.
    fn created(&mut self, what: &str, id: &str);
    /// How far the installation is.
    fn progress(&mut self, percent: u64, message: &str);
    /// Waits for something that changes nothing, unless the reader wants the tour to end.
    fn unless_stopped<T>(
        &mut self,
        waiting: impl Future<Output = T>,
    ) -> impl Future<Output = Result<T, Trouble>>;
}

/// Creates a user and a group, puts the one into the other, and installs an app for the group.
pub(crate) async fn walk(
    client: &Client,
    wishes: &Wishes,
    narrator: &mut impl Narrator,
) -> Result<App, Trouble> {
    // Required things are arguments, optional ones are set on the call; `.await` sends it.
    narrator.begins(&format!("adding the user {USERNAME}"))?;
    let dewey = client.users().add(EMAIL).username(USERNAME).display_name("Dewey Duck").await?;
    narrator.created(&format!("user {USERNAME}"), &dewey);

    narrator.begins(&format!("adding the group {GROUP}"))?;
    let nephews = client.groups().add(GROUP).await?;
    narrator.created(&format!("group {GROUP}"), &nephews.id);

    narrator.begins("putting dewey into it")?;
    client.groups().set_members(&nephews.id, [&dewey]).await?;

    narrator.begins("looking for a domain")?;
    let domains = client.domains().list().await?;
    let domain = domains.into_iter().next().ok_or(Trouble::NoDomain)?.domain;

    let package = wishes.package;
    narrator.begins(&format!("installing {package} at {SUBDOMAIN}.{domain} for the group"))?;
    let for_the_nephews = AccessRestriction::new().groups([&nephews.id]);
    let wordpress =
        AppInstall::new(SUBDOMAIN, &domain, for_the_nephews).app_store_id(package).label(LABEL);
    let installing = client.apps().install(&wordpress).await?;
    let id = installing.answer().id.clone();
    narrator.created(&format!("app {SUBDOMAIN}.{domain}"), &id);

    // The server goes on with the work after it has answered; a task tells how far it is.
    let mut progress = installing.progress().interval(wishes.pause);
    while let Some(step) = narrator.unless_stopped(progress.next()).await? {
        let step = step?;
        let percent = step.state.percent.and_then(|it| u64::try_from(it).ok());
        narrator.progress(percent.unwrap_or_default(), &step.message.unwrap_or_default());
    }

    narrator.begins("waiting until the app runs")?;
    for _ in 0..MOST_READS {
        let app = narrator.unless_stopped(client.apps().get(&id).into_future()).await??;
        let is_installed = app.installation_state == Some(AppInstallationState::Installed);
        if is_installed && app.run_state == Some(AppRunState::Running) {
            return Ok(app);
        }
        narrator.unless_stopped(tokio::time::sleep(wishes.pause)).await?;
    }
    Err(Trouble::DoesNotRun)
}
