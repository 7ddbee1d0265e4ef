//! The calls as they would be written by hand: `reqwest`, and types that derive serde.

use std::time::Duration;

use http::{HeaderMap, HeaderValue, header};
use reqwest::redirect::Policy;
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
pub(crate) struct App {
    pub(crate) id: String,
    #[expect(dead_code, reason = "it is there to be decoded")]
    pub(crate) label: Option<String>,
    #[expect(dead_code, reason = "it is there to be decoded")]
    pub(crate) domain: String,
    #[expect(dead_code, reason = "it is there to be decoded")]
    pub(crate) state: Option<String>,
    #[expect(dead_code, reason = "it is there to be decoded")]
    pub(crate) memory: Option<i64>,
    #[expect(dead_code, reason = "it is there to be decoded")]
    pub(crate) backup: Option<bool>,
    #[expect(dead_code, reason = "it is there to be decoded")]
    pub(crate) created: Option<String>,
    #[expect(dead_code, reason = "it is there to be decoded")]
    pub(crate) tags: Option<Vec<String>>,
    #[expect(dead_code, reason = "it is there to be decoded")]
    pub(crate) icon: Option<String>,
    #[expect(dead_code, reason = "it is there to be decoded")]
    pub(crate) note: Option<String>,
}

#[derive(Deserialize)]
struct Apps {
    apps: Vec<App>,
}

#[derive(Serialize)]
struct NewApp<'a> {
    label: &'a str,
    domain: &'a str,
    memory: i64,
    backup: bool,
    tags: [&'a str; 2],
}

/// A client written by hand.
pub(crate) struct ByHand {
    http: reqwest::Client,
    url: String,
}

const TIMEOUT: Duration = Duration::from_secs(60);

impl ByHand {
    /// With the settings of the other client: it connects within 10 s, follows redirects ten times, sends no referrer,
    /// and says who it is and what it wants.
    pub(crate) fn new(url: String) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        let http = reqwest::Client::builder()
            .connect_timeout(Duration::from_secs(10))
            .redirect(Policy::limited(10))
            .referer(false)
            .user_agent(super::generated::AGENT)
            .default_headers(headers);
        Self { http: http.build().expect("a client"), url }
    }

    pub(crate) async fn get(&self, id: &str) -> reqwest::Result<App> {
        let request = self.http.get(format!("{}/apps/{id}", self.url)).query(&[("fields", "all")]);
        let request = request.bearer_auth(super::generated::TOKEN).timeout(TIMEOUT);
        request.send().await?.error_for_status()?.json().await
    }

    pub(crate) async fn list(&self) -> reqwest::Result<Vec<App>> {
        let request = self.http.get(format!("{}/apps", self.url));
        let request = request.query(&[("page", 1), ("per_page", 25)]);
        let request = request.bearer_auth(super::generated::TOKEN).timeout(TIMEOUT);
        let answer: Apps = request.send().await?.error_for_status()?.json().await?;
        Ok(answer.apps)
    }

    pub(crate) async fn add(&self, label: &str, domain: &str) -> reqwest::Result<App> {
        let body =
            NewApp { label, domain, memory: 268_435_456, backup: true, tags: ["web", "news"] };
        let request = self.http.post(format!("{}/apps", self.url)).json(&body);
        let request = request.bearer_auth(super::generated::TOKEN).timeout(TIMEOUT);
        request.send().await?.error_for_status()?.json().await
    }
}
