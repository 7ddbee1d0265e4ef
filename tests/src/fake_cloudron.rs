//! An embedded Cloudron: real HTTP on loopback, and what is done to it stays done while it runs.
//!
//! It serves every operation of `spec/cloudron`, and a few that only servers know. Most keep state: an app that is
//! installed is in the list, its task runs and ends. The others answer with the example of the description; `routes`
//! has the table. Bodies and tokens are checked as a server would.

mod answer;
mod apps;
mod backups;
mod call;
mod configure;
mod contents;
mod control;
mod directory;
mod domains;
mod events;
mod examples;
mod fault;
mod fields;
mod injected;
mod journal;
mod logs;
mod mail;
mod packages;
mod profile;
mod proxy;
mod routes;
mod serve;
mod services;
mod settings;
mod state;
mod tasks;
mod things;
mod tokens;
mod updates;
mod work;

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use tokio::sync::watch;

use crate::loopback::Loopback;

use state::State;

pub use injected::Trouble;
pub use packages::BROKEN_PACKAGE;
pub use routes::{Kept, Served, served};

/// How fast tasks get on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// One step each time that somebody looks at the task; it ends after so many. No clock is involved.
    Steps(u32),
    /// From start to end in this time.
    RealTime(Duration),
}

/// What is on a server when it starts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Contents {
    /// An owner and a domain, and nothing else.
    #[default]
    Fresh,
    /// Besides, one of everything that the examples of the description speak of, with their ids.
    Examples,
}

/// How a server behaves. Two servers that are started with the same options and asked the same behave alike.
#[derive(Clone, Debug)]
pub struct Options {
    /// How fast tasks get on.
    pub pace: Pace,
    /// What is there at the start.
    pub contents: Contents,
    /// The port of loopback to listen on; 0 for one that is free.
    pub port: u16,
    /// The token that may do everything.
    pub token: String,
    /// After this time a proxy before the server answers 503 with an HTML page, while the server goes on with its
    /// work; it also puts its own page in the place of every 502, 503 and 504. Without it there is no proxy. The
    /// proxy of a Cloudron waits for 10 s.
    pub proxy_limit: Option<Duration>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            pace: Pace::Steps(1),
            contents: Contents::default(),
            port: 0,
            token: FakeCloudron::TOKEN.to_owned(),
            proxy_limit: None,
        }
    }
}

/// A running Cloudron. It stops when this is dropped.
#[derive(Debug)]
pub struct FakeCloudron {
    loopback: Loopback,
    shared: Shared,
}

impl FakeCloudron {
    /// A token that may do everything, unless the options name another one.
    pub const TOKEN: &'static str = "fake-token-that-may-write";
    /// A token that may only read.
    pub const READ_ONLY_TOKEN: &'static str = "fake-token-that-may-read";
    /// The domain that every server has.
    pub const DOMAIN: &'static str = "example.com";

    /// Starts a fresh server, with an owner and a domain and nothing else.
    ///
    /// # Panics
    ///
    /// If loopback cannot be listened on: nothing can be tested then.
    pub async fn start(pace: Pace) -> Self {
        let started = Self::start_with(Options { pace, ..Options::default() }).await;
        started.expect("loopback has a free port")
    }

    /// Starts a server with these options.
    ///
    /// # Errors
    ///
    /// A port that cannot be listened on.
    pub async fn start_with(options: Options) -> io::Result<Self> {
        let shared = Shared {
            state: Arc::new(Mutex::new(State::new(options.pace, options.contents))),
            troubles: Arc::default(),
            options: Arc::new(options),
            news: watch::Sender::new(()),
        };
        let router = Router::new().fallback(serve::serve).with_state(shared.clone());
        Ok(Self { loopback: Loopback::serve_on(shared.options.port, router).await?, shared })
    }

    /// The address of the API.
    pub fn url(&self) -> String {
        format!("{}{}", self.loopback.origin(), serve::BASE_PATH)
    }

    /// Where programs in any language ask for faults, as [`inject`](Self::inject) does.
    pub fn faults_url(&self) -> String {
        format!("{}{}", self.loopback.origin(), control::FAULTS)
    }

    /// Lets the next call of a route, such as `POST /groups`, run into trouble. Several wait for their turn.
    ///
    /// # Panics
    ///
    /// If the server has no such route: the test would wait for a fault that never comes.
    pub fn inject(&self, route: &str, trouble: Trouble) {
        assert!(served().any(|it| it.route() == route), "the fake has no route `{route}`");
        self.shared.troubles().push(route, trouble);
    }
}

/// What all requests share.
#[derive(Clone, Debug)]
struct Shared {
    state: Arc<Mutex<State>>,
    troubles: Arc<Mutex<injected::Troubles>>,
    options: Arc<Options>,
    /// Told whenever something may have changed, for those who follow a log.
    news: watch::Sender<()>,
}

impl Shared {
    /// The state, up to date.
    fn state(&self) -> MutexGuard<'_, State> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.settle();
        state
    }

    fn troubles(&self) -> MutexGuard<'_, injected::Troubles> {
        self.troubles.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
