//! What kind of refusal an error is, by the status.

use http::StatusCode;

use super::Error;

impl Error {
    /// 404 or 410: there is no such thing.
    pub fn is_not_found(&self) -> bool {
        matches!(self.refused(), Some(StatusCode::NOT_FOUND | StatusCode::GONE))
    }

    /// A 404 with which the server says that it has no such route at all, not that there is no such thing: it is of a
    /// version that does not have the operation. Known where the description of the API says how its servers put it, and
    /// `false` elsewhere.
    ///
    /// ```
    /// # use openapi_runtime::testing::{Reply, Script};
    /// # use openapi_runtime::HttpClient;
    /// # tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap().block_on(async {
    /// # let said = r#"{"status": "Not Found", "message": "No such route"}"#;
    /// # let server = Script::new().then(Reply::status(404).header("Content-Type", "application/json").body(said));
    /// let http = HttpClient::builder("https://example.com").missing_route("No such route").transport(server).build()?;
    /// let error = http.get("listSites", "/sites").text().await.unwrap_err();
    /// assert!(error.is_missing_route());
    /// # Ok::<_, openapi_runtime::Error>(()) }).unwrap();
    /// ```
    pub fn is_missing_route(&self) -> bool {
        matches!(self, Self::Status(error) if error.is_missing_route())
    }

    /// 401: no credential, or not a valid one.
    pub fn is_unauthorized(&self) -> bool {
        self.refused() == Some(StatusCode::UNAUTHORIZED)
    }

    /// 403: the credential is valid, but does not permit this.
    pub fn is_forbidden(&self) -> bool {
        self.refused() == Some(StatusCode::FORBIDDEN)
    }

    /// 409: in conflict with the present state.
    pub fn is_conflict(&self) -> bool {
        self.refused() == Some(StatusCode::CONFLICT)
    }

    /// 429: too many requests.
    pub fn is_rate_limited(&self) -> bool {
        self.refused() == Some(StatusCode::TOO_MANY_REQUESTS)
    }

    /// The status, if it is why this is an error.
    pub(super) fn refused(&self) -> Option<StatusCode> {
        match self {
            Self::Status(error) => Some(error.status()),
            _ => None,
        }
    }
}
