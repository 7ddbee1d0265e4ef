//! The client that all operations of an API share.

use std::fmt;
use std::sync::Arc;

use http::{HeaderMap, HeaderName};
use reqwest::Url;
use tokio::sync::Semaphore;

use crate::credential::Proof;
use crate::difference::Observer;
use crate::error::Operation;
use crate::format::Formats;
use crate::request::Auth;
use crate::retry::Budget;
use crate::settings::CallSettings;
use crate::transport::Carrier;
use crate::{CredentialProvider, HttpClientBuilder, Request};

/// Sends the requests of an API. Cheap to clone; clones share their connections.
#[derive(Clone)]
pub struct HttpClient {
    shared: Arc<Shared>,
}

pub(crate) struct Shared {
    pub(crate) carrier: Carrier,
    /// Without a slash at the end.
    pub(crate) base: String,
    /// The same, read.
    pub(crate) base_url: Url,
    /// The same with a longer path: a copy of it has room for the path and the query of a call.
    pub(crate) roomy_url: Url,
    /// By security scheme.
    pub(crate) proofs: Vec<(&'static str, Held)>,
    /// What the caller set in place of servers that the description has for single operations.
    pub(crate) servers: Vec<(String, Url)>,
    pub(crate) headers: HeaderMap,
    pub(crate) formats: Formats,
    /// What calls start from.
    pub(crate) settings: CallSettings,
    /// One for each request that may be on its way, if there is a limit.
    pub(crate) connections: Option<Arc<Semaphore>>,
    pub(crate) idempotency_header: HeaderName,
    pub(crate) budget: Budget,
    pub(crate) observer: Option<Observer>,
}

/// A credential as the client has it.
pub(crate) enum Held {
    Fixed(Proof),
    Provided(Arc<dyn CredentialProvider>),
}

impl HttpClient {
    /// A client of the API at `base_url`, which is absolute and may have a path.
    pub fn builder(base_url: impl Into<String>) -> HttpClientBuilder {
        HttpClientBuilder::new(base_url.into())
    }

    pub(crate) fn new(shared: Shared) -> Self {
        Self { shared: Arc::new(shared) }
    }

    /// The base URL, without a slash at its end.
    pub fn base_url(&self) -> &str {
        &self.shared.base
    }

    /// A request of an operation, by its id, method and path template.
    pub fn request(
        &self,
        operation_id: &'static str,
        method: &'static str,
        path: &'static str,
    ) -> Request {
        Request::new(self.clone(), Operation::new(operation_id, method, path))
    }

    /// A request to a route that the description does not have: it takes the first credential that the client has.
    /// Where paths end in the format, this one has to.
    ///
    /// ```no_run
    /// # async fn run(http: openapi_runtime::HttpClient) -> Result<(), openapi_runtime::Error> {
    /// use openapi_runtime::Value;
    ///
    /// let app: Value = http.undocumented("GET", "/apps/{id}/secret").path("id", "a1").json().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn undocumented(&self, method: &'static str, path: &'static str) -> Request {
        self.request("request", method, path).any_auth().exact_path()
    }

    /// A `GET` request.
    pub fn get(&self, operation_id: &'static str, path: &'static str) -> Request {
        self.request(operation_id, "GET", path)
    }

    /// A `POST` request.
    pub fn post(&self, operation_id: &'static str, path: &'static str) -> Request {
        self.request(operation_id, "POST", path)
    }

    /// A `PUT` request.
    pub fn put(&self, operation_id: &'static str, path: &'static str) -> Request {
        self.request(operation_id, "PUT", path)
    }

    /// A `PATCH` request.
    pub fn patch(&self, operation_id: &'static str, path: &'static str) -> Request {
        self.request(operation_id, "PATCH", path)
    }

    /// A `DELETE` request.
    pub fn delete(&self, operation_id: &'static str, path: &'static str) -> Request {
        self.request(operation_id, "DELETE", path)
    }

    /// A `HEAD` request.
    pub fn head(&self, operation_id: &'static str, path: &'static str) -> Request {
        self.request(operation_id, "HEAD", path)
    }

    /// An `OPTIONS` request.
    pub fn options(&self, operation_id: &'static str, path: &'static str) -> Request {
        self.request(operation_id, "OPTIONS", path)
    }

    pub(crate) fn shared(&self) -> &Shared {
        &self.shared
    }
}

impl Shared {
    /// The credentials of the first alternative whose schemes all have one, with their schemes.
    pub(crate) fn proofs(&self, auth: Auth) -> impl Iterator<Item = &(&'static str, Held)> {
        let of_scheme = |scheme: &&str| self.proofs.iter().find(|(it, _)| it == scheme);
        let (whatever, schemes) = match auth {
            Auth::Any => (1, [].as_slice()),
            Auth::OneOf(alternatives) => {
                let complete = |it: &&&[&str]| it.iter().all(|it| of_scheme(it).is_some());
                (0, alternatives.iter().find(complete).copied().unwrap_or_default())
            }
        };
        self.proofs.iter().take(whatever).chain(schemes.iter().filter_map(of_scheme))
    }

    /// Whether a query parameter carries a credential.
    pub(crate) fn is_secret_query(&self, name: &str) -> bool {
        let held = self.proofs.iter().map(|(_, held)| held);
        held.into_iter().any(|held| matches!(held, Held::Fixed(proof) if proof.is_query(name)))
    }
}

impl fmt::Debug for HttpClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let schemes: Vec<_> = self.shared.proofs.iter().map(|(scheme, _)| scheme).collect();
        f.debug_struct("HttpClient")
            .field("base_url", &self.shared.base)
            .field("credentials", &schemes)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Credential;

    #[test]
    fn the_first_alternative_that_is_complete() {
        let client = HttpClient::builder("http://example.com")
            .credential("a", Credential::query("a", "1"))
            .credential("b", Credential::query("b", "2"))
            .build()
            .unwrap();
        let names = |alternatives| -> Vec<&str> {
            let proofs = client.shared().proofs(Auth::OneOf(alternatives));
            proofs.map(|(scheme, _)| *scheme).collect()
        };
        assert_eq!(names(&[&["x"], &["a", "x"], &["b", "a"], &["a"]]), ["b", "a"]);
        assert_eq!(names(&[&["x"], &[], &["a"]]), [""; 0]);
        assert_eq!(names(&[&["x"]]), [""; 0]);
        assert_eq!(names(&[]), [""; 0]);
    }
}
