//! Redirects: which ones are followed, and what to say of the others.

use http::{Method, StatusCode, header};
use reqwest::Url;

use super::Job;
use crate::Error;
use crate::request::Proofs;
use crate::response::Head;
use crate::transport::{Answered, Body, Sending};

/// As many redirects are followed, all on the same origin.
const MOST: usize = 10;

impl Job {
    /// The request to which a response leads; nothing if the response is what the call gets.
    ///
    /// `followed` is the number of redirects so far, `at` the address of the last one.
    pub(super) fn redirected(
        &mut self,
        answered: &Answered,
        proofs: &Proofs,
        at: &mut Option<Url>,
        followed: usize,
    ) -> Option<Result<Sending, Error>> {
        let status = answered.status;
        if !leads_elsewhere(status) || followed == MOST || self.is_the_result(status) {
            return None;
        }
        let shared = self.plan.client().shared();
        if !shared.carrier.leaves_redirects() {
            return None;
        }
        let location = answered.headers.get(header::LOCATION)?.to_str().ok()?;
        let from = match at.take() {
            Some(at) => at,
            None => self.plan.address().ok()?,
        };
        let target = from.join(location).ok()?;
        if target.origin() != from.origin() {
            return None;
        }
        let changes = changes_method(status, self.plan.method());
        if changes && !self.is_described(status) {
            return None;
        }
        let body = if changes { Body::empty() } else { self.plan.small_body()? };
        *at = Some(target.clone());
        let request = self.plan.request(proofs, body);
        Some(request.and_then(|mut request| {
            request.url = target;
            if changes {
                request.method = Method::GET;
                request.headers.remove(header::CONTENT_TYPE);
                request.headers.remove(header::CONTENT_LENGTH);
            }
            self.plan.send(request)
        }))
    }

    /// Whether a redirect or `304 Not Modified` is what the call is to give: the description lists it, and there is no
    /// value to wait for.
    pub(super) fn is_the_result(&self, status: StatusCode) -> bool {
        self.plan.arguments().has_no_result && self.is_described(status)
    }

    fn is_described(&self, status: StatusCode) -> bool {
        let status = status.as_u16();
        self.plan.arguments().redirects.iter().any(|it| *it == status || *it == status / 100)
    }
}

fn leads_elsewhere(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

/// Whether a request would be followed by a `GET` of another kind: a change would not be made, and look as if it were.
fn changes_method(status: StatusCode, method: &Method) -> bool {
    matches!(status.as_u16(), 301..=303) && *method != Method::GET && *method != Method::HEAD
}

/// Where a redirect leads that was not followed, why it was not, and what to do; nothing if it leads nowhere.
///
/// Without the query, which may hold a secret.
pub(crate) fn explanation(head: &Head) -> Option<String> {
    let base = &head.client.shared().base_url;
    let location = head.headers.get(header::LOCATION)?.to_str().ok()?;
    if !leads_elsewhere(head.status) {
        return None;
    }
    let Ok(mut target) = base.join(location) else {
        return Some("a redirect to what is no URL".to_owned());
    };
    target.set_query(None);
    target.set_fragment(None);
    let _ = target.set_username("");
    let _ = target.set_password(None);
    let method = Method::from_bytes(head.operation.method().as_bytes()).unwrap_or_default();
    let is_same = target.origin() == base.origin();
    let shown = head.secrets().redact(if is_same { target.path() } else { target.as_str() });
    let is_secure = base.scheme() == "http" && target.scheme() == "https";
    Some(if !is_same && is_secure && base.host_str() == target.host_str() {
        format!(
            "a redirect to `{shown}`: the server wants `https`, so the base URL has to begin with `https://`"
        )
    } else if !is_same {
        format!("a redirect to another origin, `{shown}`, which is not followed")
    } else if changes_method(head.status, &method) {
        format!(
            "a redirect to `{shown}` that is not followed, because it would make a GET of this {method}"
        )
    } else {
        format!("a redirect to `{shown}` that is not followed")
    })
}
