//! What is tried again, when and how often.

use std::fmt;
use std::hash::{BuildHasher as _, Hasher as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use crate::Error;

/// What is tried again, when and how often.
///
/// Methods that can be repeated without harm (`GET`, `HEAD`, `PUT`, `DELETE`, `OPTIONS`), and calls with an
/// [idempotency key](crate::Call::idempotency_key), are tried again after failures to connect, broken connections,
/// time-outs and the statuses 408, 429, 500, 502, 503 and 504, unless [others are set](Self::statuses). Others
/// only if nothing was sent, if the server answers 429 or 503 and says when to come back, or if it answers 425, which says
/// that it did nothing (where 425 is among the statuses). A body that cannot be sent again (a stream) is not.
///
/// ```
/// use std::time::Duration;
/// use openapi_runtime::{HttpClient, RetryPolicy};
///
/// let patient = RetryPolicy::new(5).backoff(Duration::from_secs(1), Duration::from_secs(60));
/// let http = HttpClient::builder("https://example.com").retries(patient).build()?;
/// # Ok::<_, openapi_runtime::Error>(())
/// ```
#[derive(Clone)]
#[must_use]
pub struct RetryPolicy {
    retries: u32,
    first: Duration,
    longest: Duration,
    patience: Duration,
    even_if_sent: bool,
    budget: u32,
    /// If they are not those of the client.
    statuses: Option<Statuses>,
    random: Option<Arc<dyn Fn() -> f64 + Send + Sync>>,
}

impl RetryPolicy {
    /// At most as many retries (2 unless told otherwise), so one attempt more than that.
    pub fn new(retries: u32) -> Self {
        Self {
            retries,
            first: Duration::from_millis(500),
            longest: Duration::from_secs(8),
            patience: Duration::from_secs(120),
            even_if_sent: false,
            budget: 100,
            statuses: None,
            random: None,
        }
    }

    /// No retries.
    pub fn none() -> Self {
        Self::new(0)
    }

    /// Waits a random part of `first` (0.5 s unless told otherwise) before the first retry, of twice as long before
    /// the next one and so on, up to `longest` (8 s).
    pub fn backoff(mut self, first: Duration, longest: Duration) -> Self {
        (self.first, self.longest) = (first, longest);
        self
    }

    /// The longest wait that a server may ask for with `Retry-After` or `retry-after-ms` (120 s unless told otherwise). If it asks for
    /// more, there is no retry: the error has [`retry_after`](Error::retry_after).
    pub fn longest_wait(mut self, longest: Duration) -> Self {
        self.patience = longest;
        self
    }

    /// Repeats any method, for calls of which you know that doing them twice does no harm.
    pub fn even_if_sent(mut self) -> Self {
        self.even_if_sent = true;
        self
    }

    /// The statuses of errors that are tried again, in place of those of the client
    /// ([`retry_statuses`](crate::HttpClientBuilder::retry_statuses)), which are 408, 429, 500, 502, 503 and 504 unless the
    /// API declares others.
    ///
    /// Which methods may be repeated stays the same: a `POST` is not sent again after a 409 or a 520.
    ///
    /// ```
    /// use openapi_runtime::RetryPolicy;
    ///
    /// // Also what a proxy of Cloudflare answers in place of the server.
    /// let policy = RetryPolicy::new(3).statuses([408, 409, 425, 429].into_iter().chain(500..=504).chain(520..=529));
    /// ```
    pub fn statuses(mut self, statuses: impl IntoIterator<Item = u16>) -> Self {
        self.statuses = Some(Statuses::new(statuses));
        self
    }

    /// As many retries may be made without a success, by all clones of a client together (100 unless told
    /// otherwise); each successful call pays back a fifth of one. Only the policy of the client counts.
    pub fn budget(mut self, retries: u32) -> Self {
        self.budget = retries;
        self
    }

    /// Where chance comes from: numbers from 0 to 1. For tests; `|| 1.0` waits the longest.
    pub fn random(mut self, random: impl Fn() -> f64 + Send + Sync + 'static) -> Self {
        self.random = Some(Arc::new(random));
        self
    }

    /// A random part of the delay before a retry, the first of which has number 0.
    pub(crate) fn delay(&self, number: u32) -> Duration {
        let doubled = self.first.saturating_mul(1_u32.checked_shl(number).unwrap_or(u32::MAX));
        let random = self.random.as_ref().map_or_else(random, |random| random());
        doubled.min(self.longest).mul_f64(random.clamp(0.0, 1.0))
    }

    /// How long a server may be waited for.
    pub(crate) fn patience(&self) -> Duration {
        self.patience
    }

    pub(crate) fn retries(&self) -> u32 {
        self.retries
    }

    pub(crate) fn own_statuses(&self) -> Option<&Statuses> {
        self.statuses.as_ref()
    }

    pub(crate) fn new_budget(&self) -> Budget {
        let all = self.budget.saturating_mul(COST);
        Budget { all, left: AtomicU32::new(all) }
    }

    /// How long to wait before the same call is made again, if it may be; `number` retries were made.
    pub(crate) fn wait(
        &self,
        error: &Error,
        idempotent: bool,
        number: u32,
        statuses: &Statuses,
    ) -> Option<Duration> {
        if number >= self.retries {
            return None;
        }
        let idempotent = idempotent || self.even_if_sent;
        match error {
            Error::Connection(error) if error.is_permanent() => None,
            Error::Connection(error) if !error.may_have_been_sent() => Some(self.delay(number)),
            Error::Timeout(error) if error.is_local() => None,
            Error::Timeout(error) if !error.may_have_been_sent() => Some(self.delay(number)),
            Error::Status(error) => {
                let after = error.retry_after();
                let status = error.status().as_u16();
                // Whatever the method: the server says that it did nothing, or when to come back.
                let invited = status == TOO_EARLY || after.is_some() && matches!(status, 429 | 503);
                if !((invited || idempotent) && statuses.contain(status)) {
                    return None;
                }
                match after {
                    Some(after) => (after <= self.patience).then_some(after),
                    None => Some(self.delay(number)),
                }
            }
            error => (idempotent && error.is_retryable()).then(|| self.delay(number)),
        }
    }
}

/// The server did nothing, because the request might have been a replay (RFC 8470).
const TOO_EARLY: u16 = 425;

/// Statuses that may be different next time.
#[derive(Clone, Debug, Default)]
pub(crate) struct Statuses(Option<Arc<[u16]>>);

impl Statuses {
    pub(crate) fn new(statuses: impl IntoIterator<Item = u16>) -> Self {
        Self(Some(statuses.into_iter().collect()))
    }

    pub(crate) fn contain(&self, status: u16) -> bool {
        match &self.0 {
            Some(statuses) => statuses.contains(&status),
            None => matches!(status, 408 | 429 | 500 | 502 | 503 | 504),
        }
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new(2)
    }
}

impl fmt::Debug for RetryPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RetryPolicy")
            .field("retries", &self.retries)
            .field("backoff", &(self.first..=self.longest))
            .field("longest_wait", &self.patience)
            .field("even_if_sent", &self.even_if_sent)
            .field("budget", &self.budget)
            .finish_non_exhaustive()
    }
}

/// What a retry takes from the budget; a success puts back one.
const COST: u32 = 5;

/// What is left for retries of a client and its clones: when a server is down, its clients do not storm it.
pub(crate) struct Budget {
    all: u32,
    left: AtomicU32,
}

impl Budget {
    /// Whether there is enough for one more retry, which is then paid.
    pub(crate) fn take(&self) -> bool {
        let taken = |left: u32| left.checked_sub(COST);
        self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, taken).is_ok()
    }

    /// A call succeeded.
    pub(crate) fn succeeded(&self) {
        if self.left.load(Ordering::Relaxed) < self.all {
            let more = |left: u32| (left < self.all).then(|| left + 1);
            // Full is full.
            let _ = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more);
        }
    }
}

/// A number from 0 to 1.
fn random() -> f64 {
    let bits = std::collections::hash_map::RandomState::new().build_hasher().finish();
    f64::from((bits >> 32) as u32) / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_double_up_to_the_longest() {
        let most = RetryPolicy::new(9).random(|| 1.0);
        let delays: Vec<_> = (0..7).map(|number| most.delay(number).as_secs_f64()).collect();
        assert_eq!(delays, [0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0]);
        assert_eq!(most.delay(40), Duration::from_secs(8));
        assert_eq!(RetryPolicy::default().random(|| 0.0).delay(3), Duration::ZERO);
        for number in 0..100 {
            assert!(RetryPolicy::default().delay(number) <= Duration::from_secs(8));
        }
    }

    #[test]
    fn settings_are_kept_beside_each_other() {
        let policy = RetryPolicy::new(7)
            .longest_wait(Duration::from_secs(9))
            .statuses([418])
            .budget(3)
            .even_if_sent()
            .random(|| 1.0)
            .backoff(Duration::from_secs(2), Duration::from_secs(3));
        assert_eq!((policy.retries(), policy.patience()), (7, Duration::from_secs(9)));
        assert_eq!((policy.delay(0).as_secs(), policy.delay(1).as_secs()), (2, 3));
        assert!(policy.even_if_sent && policy.own_statuses().unwrap().contain(418));
        assert!(!policy.own_statuses().unwrap().contain(503));
        let shown = format!("{policy:?}");
        assert!(shown.contains("retries: 7") && shown.contains("budget: 3"), "{shown}");
        assert_eq!((RetryPolicy::none().retries(), RetryPolicy::default().retries()), (0, 2));
        // A random part of it, or more than all, or less than nothing.
        assert_eq!(RetryPolicy::default().random(|| 0.5).delay(0), Duration::from_millis(250));
        assert_eq!(RetryPolicy::default().random(|| 7.0).delay(0), Duration::from_millis(500));
        assert_eq!(RetryPolicy::default().random(|| -7.0).delay(0), Duration::ZERO);
    }

    #[test]
    fn a_success_pays_back_a_fifth_and_no_more_than_all() {
        let budget = RetryPolicy::default().budget(1).new_budget();
        let left = || budget.left.load(Ordering::Relaxed);
        budget.succeeded();
        assert_eq!(left(), 5);
        assert!(budget.take());
        let paid: Vec<_> = (0..7).map(|_| (budget.succeeded(), left()).1).collect();
        assert_eq!(paid, [1, 2, 3, 4, 5, 5, 5]);
    }

    #[test]
    fn chance_is_spread() {
        let numbers: Vec<_> = (0..1000).map(|_| random()).collect();
        assert!(numbers.iter().all(|it| (0.0..=1.0).contains(it)));
        for quarter in [0.0, 0.25, 0.5, 0.75] {
            let inside = numbers.iter().filter(|it| (quarter..quarter + 0.25).contains(*it));
            assert!(inside.count() > 150);
        }
    }

    #[test]
    fn a_budget_is_spent_and_earned() {
        let budget = RetryPolicy::default().budget(2).new_budget();
        assert!(budget.take() && budget.take() && !budget.take());
        (0..4).for_each(|_| budget.succeeded());
        assert!(!budget.take());
        budget.succeeded();
        assert!(budget.take());
        (0..100).for_each(|_| budget.succeeded());
        assert!(budget.take() && budget.take() && !budget.take());
    }
}
