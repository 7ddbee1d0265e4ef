//! The formats in which the same things are said: which one a client asks for, and how it reads what comes.

use crate::json::Reading;
#[cfg(feature = "xml")]
use crate::xml::XmlRules;

/// The format of bodies and answers. The types are the same in each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// `application/json`
    #[default]
    Json,
    /// `application/xml`
    #[cfg(feature = "xml")]
    Xml,
}

impl Format {
    /// What stands behind the path, where the path says the format.
    pub(crate) fn suffix(self) -> &'static str {
        match self {
            Self::Json => ".json",
            #[cfg(feature = "xml")]
            Self::Xml => ".xml",
        }
    }
}

/// What a client knows about formats.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Formats {
    /// The one to ask for.
    pub(crate) format: Format,
    /// Whether the path says it.
    pub(crate) suffix: bool,
    /// How exactly the kinds of scalars in JSON are taken.
    pub(crate) reading: Reading,
    /// How XML is written, if the API speaks it.
    #[cfg(feature = "xml")]
    pub(crate) xml: Option<&'static XmlRules>,
}
