//! The client of the sample API, as the generator writes it.

use openapi_runtime as rt;

use super::types::{App, AppInstall, Named, RunState};

/// The client.
#[derive(Clone, Debug)]
pub struct Client {
    http: rt::HttpClient,
}
impl Client {
    /// `base_url` must be absolute.
    pub fn builder(base_url: impl Into<String>) -> ClientBuilder {
        ClientBuilder {
            http: rt::HttpClient::builder(base_url.into()).user_agent("sample-rust/0.1.0"),
        }
    }
    pub fn apps(&self) -> Apps {
        Apps { http: self.http.clone() }
    }
}
#[derive(Debug)]
pub struct ClientBuilder {
    http: rt::HttpClientBuilder,
}
impl ClientBuilder {
    #[must_use]
    pub fn bearer_token(mut self, token: impl Into<rt::Secret>) -> Self {
        self.http = self.http.credential("bearer_auth", rt::Credential::bearer(token.into()));
        self
    }
    #[must_use]
    pub fn access_token(mut self, token: impl Into<rt::Secret>) -> Self {
        self.http =
            self.http.credential("query_auth", rt::Credential::query("access_token", token.into()));
        self
    }
}
rt::client_builder!(ClientBuilder, Client);

/// Which credentials an operation takes.
const AUTH: &[&[&str]] = &[&["bearer_auth"], &["query_auth"]];

#[derive(Clone, Debug)]
pub struct Apps {
    http: rt::HttpClient,
}
impl Apps {
    pub fn get(&self, app_id: &str) -> rt::Call<App> {
        self.http.get("getApp", "/apps/{appId}").auth(AUTH).path("appId", app_id).json()
    }
    pub fn list(&self) -> rt::Call<Vec<App>> {
        self.http.get("listApps", "/apps").auth(AUTH).unwrap_member("apps").json()
    }
    pub fn install(&self, body: &AppInstall) -> rt::Call<Named> {
        self.http.post("installApp", "/apps").auth(AUTH).body(body).json()
    }
    pub fn add_user(&self, email: &str) -> AddUser {
        AddUser {
            call: self.http.post("addUser", "/users").auth(AUTH).member("email", email).json(),
        }
    }
    pub fn delete(&self, app_id: &str) -> rt::Call<()> {
        self.http.delete("deleteApp", "/apps/{appId}").auth(AUTH).path("appId", app_id).empty()
    }
    pub fn logs(&self, app_id: &str) -> Logs {
        Logs {
            call: self
                .http
                .get("downloadAppLogs", "/apps/{appId}/logs")
                .auth(AUTH)
                .path("appId", app_id)
                .download("application/x-logs"),
        }
    }
    pub fn logstream(&self, app_id: &str) -> rt::Call<rt::EventStream<Named>> {
        self.http
            .get("streamAppLogs", "/apps/{appId}/logstream")
            .auth(AUTH)
            .path("appId", app_id)
            .events()
    }
    pub fn set_avatar(&self, avatar: impl Into<rt::Upload>) -> rt::Call<()> {
        self.http.post("setAvatar", "/avatar").auth(AUTH).part("avatar", avatar.into()).empty()
    }
    pub fn group(&self, id: &str) -> rt::Call<Named> {
        self.http.get("getGroup", "/groups/{id}").path("id", id).unwrap_forms("group").json()
    }
    pub fn icon(&self, id: &str) -> rt::Call<AppIcon> {
        self.http
            .get("getIcon", "/apps/{id}/icon")
            .path("id", id)
            .accept("application/json, image/png")
            .by_media_type()
    }
    pub fn status(&self) -> rt::Call<Named> {
        self.http.get("getStatus", "/status").json()
    }
}

/// Several media types for one answer: the Content-Type decides.
#[derive(Debug)]
#[non_exhaustive]
pub enum AppIcon {
    Json(Named),
    Binary(rt::Download),
}
impl rt::ByMediaType for AppIcon {
    fn alternatives() -> Vec<rt::MediaAlternative<Self>> {
        vec![
            rt::media_json("application/json", Self::Json),
            rt::media_download("image/png", Self::Binary),
        ]
    }
}

/// Downloads logs (a builder, because the operation has optional things).
#[must_use = "a call does nothing until it is awaited"]
#[derive(Debug)]
pub struct Logs {
    call: rt::Call<rt::Download>,
}
impl Logs {
    pub fn lines(mut self, lines: i64) -> Self {
        self.call.query("lines", &lines);
        self
    }
    pub fn state(mut self, state: RunState) -> Self {
        self.call.query("state", &state);
        self
    }
    pub fn actions(mut self, actions: Vec<String>) -> Self {
        self.call.query_list("actions", &actions, rt::ListStyle::Comma);
        self
    }
    pub fn filter(mut self, filter: &AppInstall) -> Self {
        self.call.query_object("filter", filter, rt::ObjectStyle::Deep);
        self
    }
}
rt::call_builder!(Logs, rt::Download);

#[must_use = "a call does nothing until it is awaited"]
#[derive(Debug)]
pub struct AddUser {
    call: rt::Call<Named>,
}
impl AddUser {
    pub fn username(mut self, username: impl Into<String>) -> Self {
        self.call.member("username", &username.into());
        self
    }
}
rt::call_builder!(AddUser, Named);
