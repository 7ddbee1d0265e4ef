//! In which format a request is, where the API has several.

use crate::formats::Formats;

use super::received::Received;

/// The media type of JSON, which is what descriptions have.
pub(super) const JSON: &str = "application/json";
/// The media type that takes its place in XML.
pub(super) const XML: &str = "application/xml";

/// How bodies are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// The API has one format only.
    AsDescribed,
    Json,
    Xml,
}

impl Format {
    /// What takes the place of a media type of the description.
    pub(super) fn of(self, media_type: &str) -> String {
        match self {
            Self::Xml if media_type == JSON => XML.to_owned(),
            Self::Xml | Self::Json | Self::AsDescribed => media_type.to_owned(),
        }
    }
}

/// The format that a request asks for. The suffix that says so is taken off its path.
pub(super) fn take(formats: &Formats, received: &mut Received) -> Result<Format, String> {
    let has_xml = formats.xml.is_some();
    if !formats.suffix {
        let accept = received.header("accept").unwrap_or_default();
        let is_xml = has_xml && accept.contains(XML) && !accept.contains(JSON);
        return Ok(if is_xml { Format::Xml } else { Format::AsDescribed });
    }
    let (path, format) = match received.path.rsplit_once('.') {
        Some((path, "json")) => (path, Format::Json),
        Some((path, "xml")) if has_xml => (path, Format::Xml),
        _ => return Err("the path lacks the suffix of a format".to_owned()),
    };
    received.path = path.to_owned();
    Ok(format)
}
