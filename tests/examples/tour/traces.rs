//! What a tour leaves on a server: found by names that nobody else gives, and removed on request.

use std::fmt;
use std::time::Duration;

use cloudron::types::App;
use cloudron::{Client, Error};

use super::trouble::Trouble;

/// The email address of the user.
pub(crate) const EMAIL: &str = "dewey@duckfamily.com";
/// The name with which the user logs in.
pub(crate) const USERNAME: &str = "tour-dewey";
/// The name of the group.
pub(crate) const GROUP: &str = "tour-nephews";
/// Where the app lives.
pub(crate) const SUBDOMAIN: &str = "tour-blog";
/// The label of the app, which tells it from an app of somebody else at the same place.
pub(crate) const LABEL: &str = "Made by the tour";

/// Something that a tour made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Trace {
    User { id: String },
    Group { id: String },
    App { id: String, fqdn: String, task_id: Option<String> },
}

impl fmt::Display for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User { id } => write!(f, "user {USERNAME} ({id})"),
            Self::Group { id } => write!(f, "group {GROUP} ({id})"),
            Self::App { id, fqdn, task_id: Some(task) } => {
                write!(f, "app {fqdn} ({id}), on which task {task} works")
            }
            Self::App { id, fqdn, task_id: None } => write!(f, "app {fqdn} ({id})"),
        }
    }
}

/// Whether a Cloudron answers; this changes nothing.
pub(crate) async fn check_server(client: &Client) -> Result<(), Trouble> {
    match client.cloudron().status().await {
        Ok(_) => Ok(()),
        Err(error @ (Error::Status(_) | Error::Decode(_))) if !error.is_retryable() => {
            Err(Trouble::NoCloudron(error))
        }
        Err(error) => Err(Trouble::Call(error)),
    }
}

/// Everything on the server that a tour made.
pub(crate) async fn find(client: &Client) -> Result<Vec<Trace>, Error> {
    let mut found = Vec::new();
    let apps = client.apps().list().await?;
    let is_ours =
        |it: &App| it.subdomain.as_deref() == Some(SUBDOMAIN) && it.label.as_deref() == Some(LABEL);
    for app in apps.into_iter().filter(is_ours) {
        let task_id = app.task_id.map(|it| it.to_string());
        found.push(Trace::App { id: app.id, fqdn: app.fqdn.unwrap_or_default(), task_id });
    }
    let groups = client.groups().list().await?;
    let groups = groups.into_iter().filter(|it| it.name == GROUP);
    found.extend(groups.map(|it| Trace::Group { id: it.id }));
    let users = client.users().list().search(EMAIL).items().into_vec().await?;
    let users = users.into_iter().filter(|it| it.email.as_deref() == Some(EMAIL));
    found.extend(users.map(|it| Trace::User { id: it.id }));
    Ok(found)
}

/// Removes something that a tour made. What is gone already is as good as removed.
pub(crate) async fn remove(client: &Client, trace: &Trace, pause: Duration) -> Result<(), Error> {
    let removed = match trace {
        Trace::User { id } => client.users().delete(id).await,
        Trace::Group { id } => client.groups().delete(id).await,
        Trace::App { id, task_id, .. } => {
            // An app on which a task works is locked; a task that has just ended cannot be stopped.
            if let Some(task) = task_id {
                match client.tasks().stop(task).await {
                    Err(error) if error.is_conflict() || error.is_not_found() => {}
                    stopped => stopped?,
                }
            }
            match client.apps().uninstall(id).await {
                Ok(removal) => removal.wait().interval(pause).await.map(drop),
                Err(error) => Err(error),
            }
        }
    };
    match removed {
        Err(error) if error.is_not_found() => Ok(()),
        removed => removed,
    }
}
