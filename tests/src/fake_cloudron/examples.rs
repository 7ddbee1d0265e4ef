//! Servers on which the example of an operation can be done: what stands in its way is away, what it needs is there.

use serde_json::json;

use super::state::State;
use super::things::{APP, DOMAIN, GROUP, USER};
use super::work::RESTART;
use super::{Contents, FakeCloudron, Options};

/// Makes room for the example of an operation.
type Prepare = fn(&mut State);

/// What must be done before the example of an operation, by its id.
const FIRST: &[(&str, Prepare)] = &[
    ("addDomain", |state| {
        state.all_mut(&DOMAIN).retain(|it| it["domain"] != "example.org");
        state.all_mut(&APP).clear();
    }),
    ("addGroup", |state| state.all_mut(&GROUP).clear()),
    ("addList", |state| drop(state.things.remove("lists"))),
    ("addMailbox", |state| drop(state.things.remove("mailboxes"))),
    ("addUser", |state| state.all_mut(&USER).retain(|it| it["username"] != "huey")),
    ("addVolume", |state| drop(state.things.remove("volumes"))),
    ("deleteDomain", |state| state.all_mut(&APP).clear()),
    ("getAppTask", |state| {
        let id = state.all(&APP)[0]["id"].as_str().map(str::to_owned);
        // The app has no task yet, so it gets one.
        let _ = state.start_task(&RESTART, id, json!({}));
    }),
    ("installApp", |state| {
        state.all_mut(&APP).clear();
    }),
];

impl FakeCloudron {
    /// A server with what the examples of the description speak of, on which that of an operation succeeds.
    ///
    /// # Panics
    ///
    /// If loopback cannot be listened on: nothing can be tested then.
    pub async fn ready_for(operation_id: &str) -> Self {
        let options = Options { contents: Contents::Examples, ..Options::default() };
        let fake = Self::start_with(options).await.expect("loopback has a free port");
        if let Some((_, prepare)) = FIRST.iter().find(|(id, _)| *id == operation_id) {
            prepare(&mut fake.shared.state());
        }
        fake
    }
}
