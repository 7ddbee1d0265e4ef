//! The walkthrough itself: the calls, in order, and nothing about how they are shown.

use std::fmt;
use std::time::Duration;

use cloudron::types::{AccessRestriction, App, AppInstall, AppInstallationState, AppRunState};
use cloudron::{Client, Error};

/// How often an app that is installed is read until it runs.
const MOST_READS: usize = 60;

/// What differs between the tour and its tests.
pub(crate) struct Wishes {
    /// The package to install.
    pub(crate) package: &'static str,
    /// Where it shall live; the domain is the server's first.
    pub(crate) subdomain: &'static str,
    /// How long to wait before a task or an app is looked at again.
    pub(crate) pause: Duration,
}

/// Is told what happens.
pub(crate) trait Narrator {
    /// Something begins.
    fn begins(&mut self, what: &str);
    /// Something new is on the server from now on.
    fn created(&mut self, what: &str, id: &str);
    /// How far the installation is.
    fn progress(&mut self, percent: u64, message: &str);
}

/// Creates a user and a group, puts the one into the other, and installs an app for the group.
pub(crate) async fn walk(
    client: &Client,
    wishes: &Wishes,
    narrator: &mut impl Narrator,
) -> Result<App, Trouble> {
    // Required things are arguments, optional ones are set on the call; `.await` sends it.
    narrator.begins("adding the user dewey");
    let users = client.users();
    let dewey =
        users.add("dewey@duckfamily.com").username("dewey").display_name("Dewey Duck").await?;
    narrator.created("user dewey", &dewey);

    narrator.begins("adding the group nephews");
    let nephews = client.groups().add("nephews").await?;
    narrator.created("group nephews", &nephews.id);

    narrator.begins("putting dewey into it");
    client.groups().set_members(&nephews.id, [&dewey]).await?;

    narrator.begins("looking for a domain");
    let domains = client.domains().list().await?;
    let domain = domains.into_iter().find_map(|it| it.domain).ok_or(Trouble::NoDomain)?;

    narrator.begins(&format!(
        "installing {} at {}.{domain} for the nephews",
        wishes.package, wishes.subdomain
    ));
    let for_the_nephews = AccessRestriction::new().groups([&nephews.id]);
    let wordpress =
        AppInstall::new(wishes.subdomain, &domain, for_the_nephews).app_store_id(wishes.package);
    let installing = client.apps().install(&wordpress).await?;
    let id = installing.answer().id.clone();
    narrator.created(&format!("app {}.{domain}", wishes.subdomain), &id);

    // The server goes on with the work after it has answered; a task tells how far it is.
    let mut progress = installing.progress().interval(wishes.pause);
    while let Some(step) = progress.next().await {
        let step = step?;
        let percent = step.state.percent.and_then(|it| u64::try_from(it).ok());
        narrator.progress(percent.unwrap_or_default(), &step.message.unwrap_or_default());
    }

    narrator.begins("waiting until the app runs");
    for _ in 0..MOST_READS {
        let app = client.apps().get(&id).await?;
        let is_installed = app.installation_state == Some(AppInstallationState::Installed);
        if is_installed && app.run_state == Some(AppRunState::Running) {
            return Ok(app);
        }
        tokio::time::sleep(wishes.pause).await;
    }
    Err(Trouble::DoesNotRun)
}

/// Why the walkthrough ended early.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// A call failed.
    Call(Error),
    /// The server has no domain to put an app at.
    NoDomain,
    /// The app is installed, but does not run.
    DoesNotRun,
}

impl Trouble {
    /// What the reader can do about it.
    pub(crate) fn advice(&self) -> &'static str {
        match self {
            Self::Call(error) if error.is_unauthorized() => {
                "make a token in the dashboard, at API access"
            }
            Self::Call(error) if error.is_forbidden() => {
                "the token needs read and write access, and its user the role admin"
            }
            Self::Call(error) if error.is_conflict() => {
                "is it left from an earlier tour? remove it in the dashboard"
            }
            Self::Call(error) if error.is_connect() => "is the address right, and the server up?",
            Self::Call(Error::Task(_)) | Self::DoesNotRun => {
                "the log of the app in the dashboard says more"
            }
            Self::Call(_) => "what was created up to here stays on the server",
            Self::NoDomain => "add a domain in the dashboard",
        }
    }
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Self::Call(error)
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Call(error) => error.fmt(f),
            Self::NoDomain => f.write_str("the server has no domain"),
            Self::DoesNotRun => f.write_str("the app is installed, but does not run"),
        }
    }
}

impl std::error::Error for Trouble {}
