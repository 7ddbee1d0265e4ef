//! How the servers of an API write what they send, and what is made of it.

use crate::HttpClientBuilder;
#[cfg(feature = "xml")]
use crate::XmlRules;
use crate::format::Format;
use crate::json::Reading;

impl HttpClientBuilder {
    /// Whether numbers and truth values in answers may come as text, text as a number, truth as 0 or 1, and empty
    /// text for what is not there (never unless told otherwise). The types of the answers stay the same.
    pub fn loose_scalars(mut self, loose: bool) -> Self {
        self.formats.reading = if loose { Reading::Loose } else { Reading::Exact };
        self
    }

    /// Whether properties of responses that have to be there may be missing or wrong (not unless told otherwise).
    ///
    /// What cannot be read is then left out where the type has a place for that (an optional property, an item of a
    /// list), and otherwise filled in: `""`, 0, `false`, an enum's unknown value, an object of such values; a string for
    /// which something else came is that as JSON text. The [observer](Self::observer) is told of each. A response of which nothing is known stays an error, and a change
    /// that the server has made is read like this in any case.
    pub fn lenient(mut self, lenient: bool) -> Self {
        self.formats.lenient = lenient;
        self
    }

    /// What the server says with a 404 where it has no such route, for
    /// [`Error::is_missing_route`](crate::Error::is_missing_route). Set in clients of APIs that declare it.
    pub fn missing_route(mut self, message: &'static str) -> Self {
        self.formats.missing_route = Some(message);
        self
    }

    /// The format of bodies and answers, where the API speaks several (JSON unless told otherwise).
    pub fn format(mut self, format: Format) -> Self {
        self.formats.format = format;
        self
    }

    /// Whether the path of an operation ends in its format: `/users.json`.
    pub fn format_suffix(mut self, suffix: bool) -> Self {
        self.formats.suffix = suffix;
        self
    }

    /// How the API writes XML. Answers in XML are then read, whichever format was asked for.
    #[cfg(feature = "xml")]
    pub fn xml_rules(mut self, rules: &'static XmlRules) -> Self {
        self.formats.xml = Some(rules);
        self
    }
}
