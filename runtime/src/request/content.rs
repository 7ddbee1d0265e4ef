//! A body as it goes over the wire, in the client's format.

use bytes::Bytes;

use super::body::{Body, FORM, OCTETS};
use super::multipart;
use super::upload::{Source, Upload};
use crate::format::Formats;
#[cfg(feature = "xml")]
use crate::xml::{XML, is_xml};
#[cfg(feature = "xml")]
use crate::{Format, request::JSON};

/// The largest body, in bytes, that is sent in one piece.
const SMALL: usize = 64 * 1024;

/// A body on the wire: its media type, and the pieces that follow each other.
pub(crate) struct Content {
    pub(crate) media_type: String,
    pub(crate) pieces: Vec<Upload>,
}

impl Content {
    /// The bytes, if they are in memory and few: the transport can send those again (after a redirect, say).
    pub(crate) fn small(&self) -> Option<Bytes> {
        match self.pieces.as_slice() {
            [upload] if upload.progress().is_none() => match &upload.source {
                Source::Bytes(bytes) if bytes.len() <= SMALL => Some(bytes.clone()),
                _ => None,
            },
            _ => None,
        }
    }
}

impl Body {
    /// The body as it goes over the wire.
    pub(crate) fn into_content(self, formats: &Formats) -> Result<Option<Content>, String> {
        #[cfg(feature = "xml")]
        if let Self::Json { media_type, value } = &self
            && let Some(rules) = formats.xml
            && ((*media_type == JSON && formats.format == Format::Xml) || is_xml(media_type))
        {
            let media_type = if *media_type == JSON { XML } else { media_type };
            let text = crate::xml::document(value, rules)?;
            let pieces = vec![Upload::from(Bytes::from(text))];
            return Ok(Some(Content { media_type: media_type.to_owned(), pieces }));
        }
        #[cfg(not(feature = "xml"))]
        let _ = formats;
        Ok(self.content())
    }

    pub(super) fn content(self) -> Option<Content> {
        let whole = |media_type: &str, bytes: Bytes| {
            Some(Content { media_type: media_type.to_owned(), pieces: vec![Upload::from(bytes)] })
        };
        match self {
            Self::None => None,
            // Not `to_string`: that goes through the machinery of formatting.
            Self::Json { media_type, value } => {
                whole(media_type, serde_json::to_vec(&value).unwrap_or_default().into())
            }
            Self::Text { media_type, text } => whole(media_type, text.into()),
            Self::Form(form) => whole(FORM, form.into_text().into()),
            Self::Parts(parts) => Some(multipart::content(parts)),
            Self::Raw { media_type, upload } => {
                let own = upload.media_type().map(str::to_owned);
                let media_type = own.unwrap_or_else(|| {
                    // A range such as `image/*` describes bodies, but is not the type of one.
                    if media_type.contains('*') { OCTETS } else { media_type }.to_owned()
                });
                Some(Content { media_type, pieces: vec![upload] })
            }
        }
    }
}
