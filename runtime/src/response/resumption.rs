//! How a download goes on after it broke off: with the bytes that are missing, or from the start.

use http::{HeaderValue, StatusCode, header};

use super::Arrival;
use super::download::{Download, Parts, Tries};
use super::identity::Identity;
use crate::Error;
use crate::error::BodyError;

/// How a download goes on.
pub(super) enum Resumed {
    /// With the byte that is missing.
    There,
    /// From the start: it is another file now, or nothing tells that it is not.
    Anew,
}

impl Download {
    /// What tells whether it is still the same file.
    pub(super) fn identity(&self) -> Option<Identity> {
        Identity::of(&self.parts.head, self.parts.length)
    }

    /// The request, if a part that was saved is kept for the next time it is made.
    pub(super) fn kept_for(&self) -> Option<String> {
        self.parts.job.as_ref().filter(|_| self.parts.is_kept)?.address()
    }

    /// Goes on after it broke off at `received` bytes; the error is the outcome if that cannot be done.
    pub(super) async fn go_on(&mut self, received: u64, error: Error) -> Result<Resumed, Error> {
        let Tries { fruitless, anew } = self.parts.tries;
        let Some(job) = &self.parts.job else { return Err(error) };
        let policy = &job.settings().retries;
        if !error.is_retryable() || fruitless >= policy.retries() {
            return Err(error);
        }
        let identity = self.identity().filter(|it| (1..it.length).contains(&received));
        if identity.is_none() && anew >= policy.retries() {
            return Err(error);
        }
        tokio::time::sleep(policy.delay(fruitless)).await;
        self.parts.tries.fruitless += 1;
        let start = identity.map(|identity| (identity, received));
        let may_begin = anew < self.retries();
        self.ask(start, may_begin).await?.ok_or(error)
    }

    /// Leaves out the bytes before `start`, which an earlier run of the program has saved.
    pub(super) async fn go_on_at(&mut self, start: u64) -> Result<Resumed, Error> {
        self.stop();
        let start = self.identity().map(|identity| (identity, start));
        let resumed = self.ask(start, true).await?;
        resumed.map_or_else(|| Err(self.broken_off()), Ok)
    }

    /// Asks for it again, from a byte on, or from the start if there is none or it cannot be had; `None` if the server
    /// does not send a file any more.
    async fn ask(
        &mut self,
        from: Option<(Identity, u64)>,
        may_begin: bool,
    ) -> Result<Option<Resumed>, Error> {
        let Some(job) = &mut self.parts.job else { return Ok(None) };
        if let Some((identity, start)) = from {
            job.set_header(header::RANGE, HeaderValue::from_str(&format!("bytes={start}-")).ok());
            job.set_header(header::IF_RANGE, identity.if_range());
            match job.run().await {
                Ok(Arrival::Stream(new)) if identity.continues(new.head(), start) => {
                    (self.parts.body, self.parts.before, self.parts.ended) =
                        (new.parts.body, start, false);
                    return Ok(Some(Resumed::There));
                }
                Ok(Arrival::Stream(new)) if new.status() == StatusCode::OK => {
                    return Ok(may_begin.then(|| self.begin(new)));
                }
                // Another file, or another part of it.
                Ok(Arrival::Stream(new)) if new.status() == StatusCode::PARTIAL_CONTENT => {}
                Ok(_) => return Ok(None),
                Err(error) if error.status() == Some(StatusCode::RANGE_NOT_SATISFIABLE) => {}
                Err(error) => return Err(error),
            }
        }
        let Some(job) = self.parts.job.as_mut().filter(|_| may_begin) else { return Ok(None) };
        job.set_header(header::RANGE, None);
        job.set_header(header::IF_RANGE, None);
        match job.run().await? {
            Arrival::Stream(new) if new.status() == StatusCode::OK => Ok(Some(self.begin(new))),
            _ => Ok(None),
        }
    }

    fn retries(&self) -> u32 {
        self.parts.job.as_ref().map_or(0, |job| job.settings().retries.retries())
    }

    /// Takes another response in its place.
    fn begin(&mut self, new: Self) -> Resumed {
        let old = &mut *self.parts;
        let Parts { head, body, length, is_refused, .. } = *new.parts;
        (old.head, old.body, old.length, old.is_refused) = (head, body, length, is_refused);
        (old.before, old.ended) = (0, false);
        old.tries.anew += 1;
        Resumed::Anew
    }

    fn broken_off(&self) -> Error {
        BodyError::new(self.parts.head.clone(), 0, self.parts.length, None).into()
    }
}
