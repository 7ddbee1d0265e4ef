//! The types of the sample API, as the generator writes them.

use std::collections::BTreeMap;

use openapi_runtime as rt;

/// An installed app.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct App {
    /// Id.
    pub id: Option<String>,
    pub label: Option<String>,
    /// Bytes.
    pub memory_limit: Option<i64>,
    pub task_id: Option<rt::Id>,
    pub created: Option<rt::DateTime>,
    pub run_state: Option<RunState>,
    pub tags: Option<Vec<String>>,
    pub ports: Option<BTreeMap<String, i64>>,
    pub manifest: Option<rt::Map>,
    pub anything: Option<rt::Value>,
    pub password: Option<rt::Secret>,
    pub access: Option<Access>,
    pub parent: Option<Box<App>>,
    /// Properties that the description does not name.
    pub additional: BTreeMap<String, i64>,
}

impl rt::Decode for App {
    fn decode(node: rt::Node<'_>) -> Result<Self, rt::DecodeError> {
        let mut object = node.object()?;
        Ok(Self {
            id: object.field("id")?,
            label: object.field("label")?,
            memory_limit: object.field("memoryLimit")?,
            task_id: object.field("taskId")?,
            created: object.field("creationTime")?,
            run_state: object.field("runState")?,
            tags: object.field("tags")?,
            ports: object.field("ports")?,
            manifest: object.field("manifest")?,
            anything: object.field("anything")?,
            password: object.field("password")?,
            access: object.field("accessRestriction")?,
            parent: object.field("parent")?,
            additional: object.rest()?,
        })
    }
}

/// A request body: required things in `new`, optional ones as setters.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct AppInstall {
    pub subdomain: String,
    pub label: Option<String>,
    pub icon: Option<Option<String>>,
    pub sizes: Option<Vec<i64>>,
}

impl AppInstall {
    pub fn new(subdomain: impl Into<String>) -> Self {
        Self { subdomain: subdomain.into(), label: None, icon: None, sizes: None }
    }
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }
    #[must_use]
    pub fn icon(mut self, icon: Option<String>) -> Self {
        self.icon = Some(icon);
        self
    }
}

impl rt::Encode for AppInstall {
    fn encode(&self, to: rt::Encoder<'_>) {
        let mut object = to.object();
        object.field("subdomain", &self.subdomain);
        object.field("label", &self.label);
        object.field("icon", &self.icon);
        object.field("sizes", &self.sizes);
    }
}

impl rt::Decode for AppInstall {
    fn decode(node: rt::Node<'_>) -> Result<Self, rt::DecodeError> {
        let mut object = node.object()?;
        Ok(Self {
            subdomain: object.field("subdomain")?,
            label: object.field("label")?,
            icon: object.field("icon")?,
            sizes: object.field("sizes")?,
        })
    }
}

/// An open enum: a value that the description does not list is kept.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RunState {
    Running,
    Stopped,
    /// A value that the description does not list.
    Other(String),
}
impl RunState {
    /// The value as it goes over the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Running => "running",
            Self::Stopped => "stopped",
            Self::Other(value) => value,
        }
    }
}
impl From<&str> for RunState {
    fn from(value: &str) -> Self {
        match value {
            "running" => Self::Running,
            "stopped" => Self::Stopped,
            other => Self::Other(other.to_owned()),
        }
    }
}
rt::open_enum!(RunState);

/// A union with a discriminator.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum DomainSetup {
    Route53(AppInstall),
    Cloudflare(AppInstall),
    /// A kind that the description does not list.
    Other(rt::Value),
}
impl rt::Decode for DomainSetup {
    fn decode(node: rt::Node<'_>) -> Result<Self, rt::DecodeError> {
        match node.tag("provider") {
            Some("route53") => node.variant(Self::Route53),
            Some("cloudflare") => node.variant(Self::Cloudflare),
            _ => node.variant(Self::Other),
        }
    }
}
impl rt::Encode for DomainSetup {
    fn encode(&self, to: rt::Encoder<'_>) {
        match self {
            Self::Route53(it) => it.encode(to),
            Self::Cloudflare(it) => it.encode(to),
            Self::Other(it) => it.encode(to),
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct AccessRestriction {
    pub users: Vec<String>,
}
impl rt::Decode for AccessRestriction {
    fn decode(node: rt::Node<'_>) -> Result<Self, rt::DecodeError> {
        let mut object = node.object()?;
        Ok(Self { users: object.field("users")? })
    }
}

/// A union without a discriminator: the alternative that fits best, else kept as it came.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Access {
    AccessRestriction(AccessRestriction),
    Text(String),
    /// What is neither.
    Other(rt::Value),
}
impl rt::Decode for Access {
    fn decode(node: rt::Node<'_>) -> Result<Self, rt::DecodeError> {
        node.best_of(
            &[rt::alternative(Self::AccessRestriction), rt::alternative(Self::Text)],
            Self::Other,
        )
    }
}

rt::impl_deserialize!(App, AppInstall, RunState);
rt::impl_serialize!(AppInstall, RunState);

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Named {
    pub name: String,
}
impl rt::Decode for Named {
    fn decode(node: rt::Node<'_>) -> Result<Self, rt::DecodeError> {
        let mut object = node.object()?;
        Ok(Self { name: object.field("name")? })
    }
}
