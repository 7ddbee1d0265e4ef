//! A body as it goes over the wire, in the client's format.

use std::borrow::Cow;

use bytes::Bytes;

use super::body::{Body, FORM, OCTETS};
use super::multipart;
use super::upload::{Source, Upload};

/// The largest body, in bytes, that is sent in one piece.
const SMALL: usize = 64 * 1024;

/// A body on the wire: its media type, and the pieces that follow each other.
pub(crate) struct Content {
    pub(crate) media_type: Cow<'static, str>,
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
    /// The body as it goes over the wire; an error says what cannot be written.
    pub(crate) fn into_content(self) -> Result<Option<Content>, String> {
        let whole = |media_type: &'static str, bytes: Bytes| Content {
            media_type: media_type.into(),
            pieces: vec![Upload::from(bytes)],
        };
        Ok(Some(match self {
            Self::None => return Ok(None),
            Self::Json { media_type, text } => whole(media_type, text.into()),
            Self::Members { media_type, object } => whole(media_type, object.finish().into()),
            #[cfg(feature = "xml")]
            Self::Xml { media_type, value, rules } => {
                whole(media_type, crate::xml::document(&value, rules)?.into())
            }
            Self::Text { media_type, text } => whole(media_type, text.into()),
            Self::Form(form) => whole(FORM, form.into_text().into()),
            Self::Parts(parts) => multipart::content(parts),
            Self::Raw { media_type, upload } => {
                let media_type = match upload.media_type() {
                    Some(own) => own.to_owned().into(),
                    // A range such as `image/*` describes bodies, but is not the type of one.
                    None if media_type.contains('*') => OCTETS.into(),
                    None => media_type.into(),
                };
                Content { media_type, pieces: vec![upload] }
            }
        }))
    }
}
