//! What the generator is told beside the description: a `client.toml`.

mod events;
mod pages;
mod retries;
mod tasks;
mod text;
mod webhooks;

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;

pub use events::EventStreamRule;
pub use pages::PageRule;
pub use retries::RetryRule;
pub use tasks::TaskRule;
pub use text::ConfigText;
pub use webhooks::{EventRule, WebhookRule};

/// The settings of one client, read from its `client.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// File name of the description's root, beside the `client.toml`.
    pub root: String,
    /// What the generated package says about itself.
    pub package: Package,
    /// How answers are handed to the caller.
    #[serde(default)]
    pub answers: Answers,
    /// How lists come in pages: `[pages]`, or `[[pages]]` where there are several ways.
    #[serde(default, deserialize_with = "text::one_or_more")]
    pub pages: Vec<PageRule>,
    /// What servers of event streams do with `Last-Event-ID`: `[events]`, or `[[events]]` where they differ.
    #[serde(default, deserialize_with = "text::one_or_more")]
    pub events: Vec<EventStreamRule>,
    /// Which errors may pass, and how requests are sent again that are to be done once.
    #[serde(default)]
    pub retries: RetryRule,
    /// The formats that the API speaks beside what the description says.
    #[serde(default)]
    pub formats: Formats,
    /// Which answers start work that goes on after them, and how it is followed: `[[tasks]]`.
    #[serde(default, deserialize_with = "text::one_or_more")]
    pub tasks: Vec<TaskRule>,
    /// What names the kind of a received webhook, where the description does not say it.
    #[serde(default)]
    pub webhooks: Option<WebhookRule>,
    /// Method names by operationId, where the rule's choice reads badly.
    #[serde(default)]
    pub methods: BTreeMap<String, String>,
    /// Type names by the name that the rule chooses, where that reads badly.
    #[serde(default)]
    pub types: BTreeMap<String, String>,
    /// Properties, by `Type.property`, that `Debug` does not show (`true`), or shows although their names are those of
    /// secrets (`false`).
    #[serde(default)]
    pub hidden: BTreeMap<String, bool>,
    /// What this was read from.
    #[serde(skip)]
    pub text: ConfigText,
    /// The command that the header of each generated file names.
    #[serde(skip, default = "regen")]
    pub command: String,
    /// Where the description is, for the header of each generated file; nothing is said if empty.
    #[serde(skip)]
    pub origin: String,
    /// Whether a sample call of each operation is written to `calls.rs`, for tests of the client.
    #[serde(skip)]
    pub sample_calls: bool,
    /// How the package reaches the runtime and where it stands.
    #[serde(skip)]
    pub manifest: Manifest,
    /// The module in which the client lives, from the root of its crate; empty if it is a crate of its own.
    #[serde(skip)]
    pub module: Vec<String>,
}

/// What the generated package says about itself.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Package {
    /// Name of the package; also of the folder under `generated/`.
    pub name: String,
    /// Version of the package, not of the API.
    pub version: String,
    /// One sentence, for the registry and the crate's documentation.
    pub description: String,
}

/// How answers are handed to the caller.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answers {
    /// Hand over the member of an answer that is an object of one required member, not the object.
    #[serde(default)]
    pub unwrap_single_member: bool,
    /// Take numbers and truth values that come as text, text that comes as a number, and truth as 0 or 1; empty text
    /// is then no number, no date and no truth value. The types stay the same.
    #[serde(default)]
    pub loose_scalars: bool,
    /// Operations, by their ids, whose response is a stream of JSON values, one a line, where the description has one of
    /// them, a list, or nothing.
    #[serde(default)]
    pub streams: Vec<String>,
    /// Take responses although properties that have to be there are missing or wrong: they are left out, or filled in
    /// with an empty string, 0, `false` and the like. A caller can change that on the builder of the client.
    #[serde(default)]
    pub lenient: bool,
    /// What the server says with a 404 where it has no such route at all, as servers of another version may.
    #[serde(default)]
    pub missing_route: Option<String>,
}

/// The formats in which the API says the same things; the description has the JSON.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Formats {
    /// Every path ends in the format, `/users.json`; those of the description do not.
    #[serde(default)]
    pub suffix: bool,
    /// The API speaks XML as well; the client can be told to.
    #[serde(default)]
    pub xml: Option<XmlFormat>,
}

/// How the API writes in XML what the description has in JSON.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct XmlFormat {
    /// Every list is an element around its items, with this attribute.
    #[serde(default)]
    pub list_attribute: Option<Attribute>,
    /// An element in which this attribute is `true` is `null`.
    #[serde(default)]
    pub null_attribute: Option<String>,
    /// The element around a body that is not a single member.
    #[serde(default)]
    pub root: Option<String>,
}

/// An attribute of an element.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attribute {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// How the generated manifest is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Manifest {
    /// The package is a member of this workspace and takes the workspace's runtime, edition and lints.
    Workspace,
    /// The package stands alone and finds the runtime at this path.
    StandAlone {
        /// Path of the runtime's folder, or `None` for the published package.
        runtime_path: Option<String>,
    },
}

impl Default for Manifest {
    fn default() -> Self {
        Self::StandAlone { runtime_path: None }
    }
}

fn regen() -> String {
    "cargo xtask regen".to_owned()
}

/// Why a `client.toml` cannot be used.
#[derive(Debug)]
pub struct ConfigError(String);

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ConfigError {}

impl Config {
    /// Reads the text of a `client.toml`.
    ///
    /// # Errors
    ///
    /// Text that is not TOML, a setting that is not known, or one that is missing.
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        let mut config: Self =
            toml::from_str(text).map_err(|error| ConfigError(error.to_string()))?;
        text.clone_into(&mut config.text.text);
        config.package.check()?;
        Ok(config)
    }

    /// The settings of a client that is told nothing but its name.
    ///
    /// # Errors
    ///
    /// A name that cannot be the name of a package.
    pub fn new(root: &str, name: &str) -> Result<Self, ConfigError> {
        let package = Package {
            name: name.to_owned(),
            version: "0.1.0".to_owned(),
            description: String::new(),
        };
        package.check()?;
        Ok(Self {
            root: root.to_owned(),
            package,
            answers: Answers::default(),
            pages: Vec::new(),
            events: Vec::new(),
            retries: RetryRule::default(),
            formats: Formats::default(),
            tasks: Vec::new(),
            webhooks: None,
            methods: BTreeMap::new(),
            types: BTreeMap::new(),
            hidden: BTreeMap::new(),
            text: ConfigText::default(),
            command: "cargo xtask generate".to_owned(),
            origin: String::new(),
            sample_calls: false,
            manifest: Manifest::default(),
            module: Vec::new(),
        })
    }
}

impl Config {
    /// What the header of a generated file says.
    pub(crate) fn header(&self) -> String {
        let from =
            if self.origin.is_empty() { String::new() } else { format!(" from {}", self.origin) };
        format!("@generated by `{}`{from}. Do not edit.", self.command)
    }
}

impl Package {
    fn check(&self) -> Result<(), ConfigError> {
        let mut letters = self.name.chars();
        let starts_well = letters.next().is_some_and(|first| first.is_ascii_alphabetic());
        if starts_well && letters.all(|it| it.is_ascii_alphanumeric() || it == '-' || it == '_') {
            return Ok(());
        }
        Err(ConfigError(format!(
            "`{}` cannot be the name of a package: use ASCII letters, digits, `-` and `_`, a letter first",
            self.name
        )))
    }
}
