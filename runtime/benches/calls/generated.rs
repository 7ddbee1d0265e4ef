//! The calls through a client, as the generator writes one.

use openapi_runtime as rt;
use openapi_runtime::transport::Transport;

pub(crate) const TOKEN: &str = "0123456789abcdef0123456789abcdef";

pub(crate) const AGENT: &str = "openapi-runtime-benches";

const AUTH: &[&[&str]] = &[&["bearer_auth"]];

pub(crate) struct App {
    pub(crate) id: String,
    _label: Option<String>,
    _domain: String,
    _state: Option<String>,
    _memory: Option<i64>,
    _backup: Option<bool>,
    _created: Option<rt::DateTime>,
    _tags: Option<Vec<String>>,
    _icon: Option<String>,
    _note: Option<String>,
}

impl rt::Decode for App {
    fn decode(node: rt::Node<'_>) -> Result<Self, rt::DecodeError> {
        let mut object = node.object()?;
        Ok(Self {
            id: object.field("id")?,
            _label: object.field("label")?,
            _domain: object.field("domain")?,
            _state: object.field("state")?,
            _memory: object.field("memory")?,
            _backup: object.field("backup")?,
            _created: object.field("created")?,
            _tags: object.field("tags")?,
            _icon: object.field("icon")?,
            _note: object.field("note")?,
        })
    }
}

pub(crate) struct NewApp {
    label: String,
    domain: String,
    memory: Option<i64>,
    backup: Option<bool>,
    tags: Option<Vec<String>>,
}

impl rt::Encode for NewApp {
    fn encode(&self, to: rt::Encoder<'_>) {
        let mut object = to.object();
        object.field("label", &self.label);
        object.field("domain", &self.domain);
        object.field("memory", &self.memory);
        object.field("backup", &self.backup);
        object.field("tags", &self.tags);
    }
}

/// A client as it is generated.
pub(crate) struct Generated {
    http: rt::HttpClient,
}

impl Generated {
    /// With the transport that clients have by default.
    pub(crate) fn new(url: &str) -> Self {
        let builder = rt::HttpClient::builder(url).user_agent(AGENT);
        let builder = builder.credential("bearer_auth", rt::Credential::bearer(TOKEN));
        Self { http: builder.build().expect("settings that make sense") }
    }

    pub(crate) fn over(url: &str, transport: impl Transport) -> Self {
        let builder = rt::HttpClient::builder(url).transport(transport);
        let builder = builder.credential("bearer_auth", rt::Credential::bearer(TOKEN));
        Self { http: builder.build().expect("settings that make sense") }
    }

    pub(crate) fn get(&self, id: &str) -> rt::Call<App> {
        let request = self.http.get("getApp", "/apps/{id}").auth(AUTH).path("id", id);
        request.query("fields", "all").json()
    }

    pub(crate) fn list(&self) -> rt::Call<Vec<App>> {
        let request = self.http.get("listApps", "/apps").auth(AUTH);
        request.query("page", &1_i64).query("per_page", &25_i64).unwrap_member("apps").json()
    }

    pub(crate) fn add(&self, label: &str, domain: &str) -> rt::Call<App> {
        let body = NewApp {
            label: label.to_owned(),
            domain: domain.to_owned(),
            memory: Some(268_435_456),
            backup: Some(true),
            tags: Some(vec!["web".to_owned(), "news".to_owned()]),
        };
        self.http.post("addApp", "/apps").auth(AUTH).body(&body).json()
    }

    pub(crate) fn events(&self) -> rt::Call<rt::EventStream<App>> {
        self.http.get("events", "/events").auth(AUTH).events()
    }

    pub(crate) fn backup(&self) -> rt::Call<rt::Download> {
        self.http.get("getBackup", "/backup").auth(AUTH).download("application/octet-stream")
    }

    pub(crate) fn set_backup(&self, upload: rt::Upload) -> rt::Call<i64> {
        let request = self.http.put("setBackup", "/backup").auth(AUTH);
        request.raw_body("application/octet-stream", upload).json()
    }
}
