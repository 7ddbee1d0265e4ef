//! The App Store: the packages that can be installed, and the subscription.

use serde_json::{Value, json};

use super::answer::Said;
use super::call::Call;
use super::fault::Fault;
use super::state::State;
use super::things::PACKAGE;

/// The package whose installation fails half-way.
pub const BROKEN_PACKAGE: &str = "broken.example.cloudronapp";

/// What the store has: id, title, newest version, and what it is.
const STORE: &[(&str, &str, &str, &str)] = &[
    ("org.wordpress.cloudronapp", "WordPress", "3.9.2", "A publishing platform"),
    ("chat.rocket.cloudronapp", "Rocket.Chat", "2.49.1", "Messages for teams"),
    ("io.gogs.cloudronapp", "Gogs", "1.32.0", "A Git service"),
    (BROKEN_PACKAGE, "Broken", "1.0.0", "An app that cannot be installed"),
];

/// `GET /appstore/apps`
pub(super) fn list(state: &mut State, call: &Call) -> Result<Said, Fault> {
    let search = call.query("search").unwrap_or_default().to_lowercase();
    let is_found = |it: &&Value| it["manifest"].to_string().to_lowercase().contains(&search);
    let found: Vec<&Value> = state.all(&PACKAGE).iter().filter(is_found).collect();
    Ok(json!({ "apps": found }).into())
}

/// `GET /appstore/apps/{appstoreId}`, and of one version
pub(super) fn get(state: &mut State, call: &Call) -> Result<Said, Fault> {
    let package = state.find(&PACKAGE, call.id())?;
    match call.argument("versionId") {
        "" | "latest" => Ok(package.clone().into()),
        version if package["manifest"]["version"] == version => Ok(package.clone().into()),
        _ => Err(Fault::not_found("version of the package")),
    }
}

/// `GET /appstore/subscription`
pub(super) fn subscription(_: &mut State, _: &Call) -> Result<Said, Fault> {
    Ok(json!({
        "email": "scrooge@example.com",
        "cloudronId": "c-17",
        "plan": { "id": "free", "name": "Free" },
        "status": "active",
    })
    .into())
}

/// The store as it is at the start.
pub(super) fn store() -> Vec<Value> {
    let package = |(id, title, version, what): &(&str, &str, &str, &str)| {
        json!({
            "id": id,
            "creationDate": "2026-11-01T12:00:00.000Z",
            "publishState": "published",
            "iconUrl": null,
            "unstable": false,
            "manifest": {
                "id": id,
                "title": title,
                "version": version,
                "description": what,
                "httpPort": 8000,
            },
        })
    };
    STORE.iter().map(package).collect()
}
