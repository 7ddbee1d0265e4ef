//! A task that was started, or is taken up again.

use std::fmt;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use http::header;
use serde_json::Value;

use super::follow::{Follower, TaskProgress, TaskWait};
use super::judge::Seen;
use super::kind::{Follow, TaskKind};
use super::list::{Listed, Watch};
use super::{Polled, Progress};
use crate::call::Call;
use crate::error::{ArgumentError, shown};
use crate::response::{self, Arrival};
use crate::{Decode, DecodeError, Error, HttpClient, Id, Node, Request, Secret};

/// How long the items of work that is found in a list may be missing.
pub(super) const GRACE: Duration = Duration::from_secs(10);
/// Dates count whole seconds.
const SLACK: Duration = Duration::from_secs(1);

/// Work of the server that goes on after it has answered: `S` is what it says of the work, `A` was the answer.
///
/// Dropping it, or what waits for it, does not end the work: only [`cancel`](Self::cancel) does.
///
/// Generated clients hand one out wherever an operation starts a task:
///
/// ```text
/// let task = client.backups().create().await?;
/// println!("{}", task.id());
/// let done = task.wait().limit(Duration::from_secs(3600)).await?;
/// ```
pub struct Task<S, A = ()> {
    pub(super) handle: Handle<S>,
    answer: A,
}

/// What it takes to follow a task.
pub(super) struct Handle<S> {
    pub(super) http: HttpClient,
    pub(super) follow: Follow<S>,
    pub(super) id: Id,
    /// Of work that is found in a list: what was seen of it before.
    watch: Arc<Mutex<Watch>>,
    /// The secrets that the call sent that started it.
    sent: Option<Arc<[Secret]>>,
}

impl<S: Send + 'static, A> Task<S, A> {
    /// Which task it is; empty if the server did not say. The work goes on then, and the [`answer`](Self::answer) is here,
    /// but nothing can follow or stop it: [`wait`](Self::wait) and the others are an error that says so.
    pub fn id(&self) -> &str {
        &self.handle.id
    }

    /// What the server answered when it started the task.
    pub fn answer(&self) -> &A {
        &self.answer
    }

    /// What the server answered when it started the task.
    pub fn into_answer(self) -> A {
        self.answer
    }

    /// Asks once how far the task is. A task that failed is no error here: see [`Progress::failure`].
    ///
    /// # Errors
    ///
    /// What goes wrong with the call.
    pub async fn poll(&self) -> Result<Progress<S>, Error> {
        self.handle.check_id()?;
        let polled = self.handle.call().await?;
        Ok(self.handle.judge(polled, GRACE).0)
    }

    /// Waits for the end of the task: what the server says of it then.
    ///
    /// It asks at once, then after a second, and then less and less often, up to every ten seconds; see
    /// [`TaskWait`] for the settings. A task that failed is [`Error::Task`], with the server's reason.
    pub fn wait(&self) -> TaskWait<S> {
        TaskWait::new(Follower::new(self.handle.clone()))
    }

    /// How far the task is, as a stream: first where it stands, then whenever that changes, the end last.
    ///
    /// It asks as often as [`wait`](Self::wait) does. A task that failed is an `Err` item at the end.
    pub fn progress(&self) -> TaskProgress<S> {
        TaskProgress::new(Follower::new(self.handle.clone()))
    }

    /// Asks the server to stop the task. It may take a while until it has ended, as [`wait`](Self::wait) tells.
    ///
    /// # Errors
    ///
    /// What goes wrong with the call, or [`Error::Argument`] if the API has no operation that stops such a task.
    pub async fn cancel(&self) -> Result<(), Error> {
        self.handle.check_id()?;
        let Handle { http, follow, id, .. } = &self.handle;
        match (follow.cancel)(http, id) {
            Some(call) => call.await,
            None => {
                let reason = "cannot be stopped: the API has no operation for that";
                let operation = (follow.poll)(http, id).operation();
                Err(ArgumentError::new("task", reason).of(operation).into())
            }
        }
    }
}

impl<S: Send + 'static> Task<S> {
    /// A task that was started before, by its id. Nothing is sent.
    pub fn resume<K: TaskKind<State = S>>(http: &HttpClient, id: impl Into<Id>) -> Self {
        let watch = Watch::default();
        Self { handle: Handle::new::<K>(http.clone(), id.into(), watch, None), answer: () }
    }
}

impl<S> Handle<S> {
    pub(super) fn call(&self) -> Call<Polled<S>> {
        (self.follow.poll)(&self.http, &self.id)
    }

    /// An error if the server did not say which task it started.
    pub(super) fn check_id(&self) -> Result<(), Error> {
        if !self.id.is_empty() {
            return Ok(());
        }
        let reason = "has no id: the server did not say which task does the work, so look at what it works on";
        Err(ArgumentError::new("task", reason).of(self.call().operation()).into())
    }

    fn new<K: TaskKind<State = S>>(
        http: HttpClient,
        id: Id,
        watch: Watch,
        sent: Option<Arc<[Secret]>>,
    ) -> Self {
        Self { http, follow: Follow::of::<K>(), id, watch: Arc::new(Mutex::new(watch)), sent }
    }

    /// What an answer means; of a task that failed, with what was said of it.
    pub(super) fn judge(&self, polled: Polled<S>, grace: Duration) -> (Progress<S>, Option<Value>) {
        let Polled { seen, mut secrets } = polled;
        self.sent.iter().flat_map(|it| it.iter()).for_each(|it| secrets.add(it.expose()));
        let (mut progress, failed) = self.understand(seen, grace);
        progress.message = progress.message.map(|it| secrets.redact(&it));
        progress.failure = progress.failure.map(|it| shown(&it, &secrets).unwrap_or(it));
        (progress, failed)
    }

    fn understand(&self, seen: Seen<S>, grace: Duration) -> (Progress<S>, Option<Value>) {
        match (seen, &self.follow.rule.list) {
            (Seen::Task(progress, failed), _) => (progress, failed),
            (Seen::List(listed), Some(list)) => {
                let mut watch = self.watch.lock().unwrap_or_else(PoisonError::into_inner);
                watch.judge(self.follow.rule, list, &self.id, listed, grace)
            }
            // Generated code polls lists by rules for lists.
            (Seen::List(Listed { state, .. }), None) => {
                let (percent, message, failure) = (None, None, None);
                (Progress { percent, message, is_running: false, failure, state }, None)
            }
        }
    }
}

impl<S> Clone for Handle<S> {
    fn clone(&self) -> Self {
        let watch = Arc::clone(&self.watch);
        let (http, sent) = (self.http.clone(), self.sent.clone());
        Self { http, follow: self.follow, id: self.id.clone(), watch, sent }
    }
}

/// An answer that names the task that was started, or may do so.
struct Started<K, A, const HAS_ID: bool> {
    id: Id,
    answer: A,
    kind: PhantomData<fn() -> K>,
}

impl<K: TaskKind, A: Decode, const HAS_ID: bool> Decode for Started<K, A, HAS_ID> {
    fn decode(node: Node<'_>) -> Result<Self, DecodeError> {
        let answer = A::decode(node)?;
        // The answer may be nothing but the id.
        let id = match node.value().is_object() {
            true if HAS_ID => node.again().object()?.field(K::RULE.id)?,
            true => {
                let id: Option<Id> = node.again().object()?.field(K::RULE.id)?;
                id.unwrap_or_else(|| Id::from(""))
            }
            false => Id::decode(node.again())?,
        };
        Ok(Self { id, answer, kind: PhantomData })
    }

    fn holds_secrets() -> bool {
        A::holds_secrets()
    }
}

fn started<K: TaskKind, A: Decode, const HAS_ID: bool>(
    arrival: Arrival,
) -> Result<Task<K::State, A>, Error> {
    let head = arrival.head();
    let (http, sent) = (head.client.clone(), head.sent.clone());
    // By the server's clock if it tells; dates count whole seconds.
    let date = head.headers.get(header::DATE).and_then(|it| it.to_str().ok());
    let answered = date.and_then(|it| httpdate::parse_http_date(it).ok());
    let answered = answered.unwrap_or_else(SystemTime::now);
    let watch = Watch::since(answered.checked_sub(head.took + SLACK));
    let Started { id, answer, .. } = response::json::<Started<K, A, HAS_ID>>(arrival)?;
    Ok(Task { handle: Handle::new::<K>(http, id, watch, sent), answer })
}

fn polled<K: TaskKind>(arrival: Arrival) -> Result<Polled<K::State>, Error>
where
    K::State: Decode,
{
    let secrets = arrival.head().secrets();
    let polled = response::json::<super::judge::Judged<K>>(arrival)?.polled;
    Ok(Polled { secrets, ..polled })
}

fn polled_list<T: Decode>(arrival: Arrival) -> Result<Polled<Vec<T>>, Error> {
    let secrets = arrival.head().secrets();
    let polled = response::json::<super::judge::JudgedList<T>>(arrival)?.polled;
    Ok(Polled { secrets, ..polled })
}

impl Request {
    /// The answer is JSON, and says which task was started.
    pub fn task<K: TaskKind, A: Decode>(self) -> Call<Task<K::State, A>> {
        self.json_by(started::<K, A, true>)
    }

    /// The answer is JSON, and may say which task was started.
    pub fn task_with_optional_id<K: TaskKind, A: Decode>(self) -> Call<Task<K::State, A>> {
        self.json_by(started::<K, A, false>)
    }

    /// The answer is JSON, and says how far a task is.
    pub fn polled<K: TaskKind>(self) -> Call<Polled<K::State>>
    where
        K::State: Decode,
    {
        self.json_by(polled::<K>)
    }

    /// The answer is JSON, and a list in which the work is found.
    pub fn polled_list<T: Decode>(self) -> Call<Polled<Vec<T>>> {
        self.json_by(polled_list::<T>)
    }
}

impl<S, A: fmt::Debug> fmt::Debug for Task<S, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Task")
            .field("id", &self.handle.id)
            .field("answer", &self.answer)
            .finish_non_exhaustive()
    }
}
