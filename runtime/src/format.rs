//! The formats in which the same things are said: which one a client asks for, and how it reads what comes.

use crate::json::Reading;
#[cfg(feature = "xml")]
use openapi_media::{JSON, Kind, XML};

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
    /// Whether properties of responses that have to be there may be missing or wrong.
    pub(crate) lenient: bool,
    /// What the server says with a 404 where it has no such route, if the API declares it.
    pub(crate) missing_route: Option<&'static str>,
    /// How XML is written, if the API speaks it.
    #[cfg(feature = "xml")]
    pub(crate) xml: Option<&'static XmlRules>,
}

#[cfg(feature = "xml")]
impl Formats {
    /// How a body is written that the description has in this media type, and the media type that it then has; nothing
    /// if it is not XML. JSON stands for the client's format.
    pub(crate) fn xml_for(
        &self,
        media_type: &'static str,
    ) -> Option<(&'static str, &'static XmlRules)> {
        let rules = self.xml?;
        match media_type {
            JSON => (self.format == Format::Xml).then_some((XML, rules)),
            other => (Kind::of(other) == Kind::Xml).then_some((other, rules)),
        }
    }
}
