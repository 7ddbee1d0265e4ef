//! A body as it goes over the wire, in the client's format.

use std::borrow::Cow;

use bytes::Bytes;

use openapi_media::{FORM, OCTETS, concrete};

use super::body::Body;
use super::upload::{Source, Upload};

/// The largest body, in bytes, that is sent in one piece.
const SMALL: usize = 64 * 1024;

/// A body on the wire.
pub(crate) struct Content {
    pub(crate) media_type: Cow<'static, str>,
    pub(crate) pieces: Pieces,
}

/// What a body consists of.
pub(crate) enum Pieces {
    /// All of it, in memory.
    Whole(Bytes),
    /// One after the other.
    Several(Vec<Upload>),
}

impl Content {
    /// The bytes, if they are in memory and few: the transport can send those again (after a redirect, say).
    pub(crate) fn small(&self) -> Option<Bytes> {
        match &self.pieces {
            Pieces::Whole(bytes) if bytes.len() <= SMALL => Some(bytes.clone()),
            _ => None,
        }
    }

    /// Whether it can be sent more than once.
    pub(crate) fn can_be_repeated(&self) -> bool {
        match &self.pieces {
            Pieces::Whole(_) => true,
            Pieces::Several(uploads) => uploads.iter().all(Upload::can_be_repeated),
        }
    }

    /// The pieces to be sent once more; streams move out.
    pub(crate) fn again(&mut self) -> Vec<Upload> {
        match &mut self.pieces {
            Pieces::Whole(bytes) => vec![Upload::from(bytes.clone())],
            Pieces::Several(uploads) => uploads.iter_mut().map(Upload::again).collect(),
        }
    }
}

impl Body {
    /// The body as it goes over the wire; an error says what cannot be written.
    pub(crate) fn into_content(self) -> Result<Option<Content>, String> {
        let whole = |media_type: &'static str, bytes: Bytes| Content {
            media_type: media_type.into(),
            pieces: Pieces::Whole(bytes),
        };
        Ok(Some(match self {
            Self::None { .. } => return Ok(None),
            Self::Parts(parts) if parts.is_empty() => return Ok(None),
            Self::Json { media_type, text } => whole(media_type, text.into()),
            Self::Members { media_type, object } => whole(media_type, object.finish().into()),
            #[cfg(feature = "xml")]
            Self::Xml { media_type, value, rules } => {
                whole(media_type, crate::xml::document(&value, rules)?.into())
            }
            Self::Text { media_type, text } => whole(media_type, text.into()),
            Self::Form(form) => whole(FORM, form.into_text().into()),
            Self::Parts(parts) => parts.content(),
            Self::Raw { media_type, upload } => {
                let media_type = match upload.media_type() {
                    Some(own) if own.contains('*') => {
                        return Err(format!("cannot be sent as `{own}`, which is no media type"));
                    }
                    Some(own) => own.to_owned().into(),
                    // A range such as `image/*` describes bodies, but is not the type of one.
                    None => concrete(media_type).unwrap_or(OCTETS).into(),
                };
                Content { media_type, pieces: upload.into() }
            }
        }))
    }
}

/// Progress is told of a body that is sent piece by piece.
impl From<Upload> for Pieces {
    fn from(upload: Upload) -> Self {
        match upload {
            Upload { source: Source::Bytes(bytes), progress: None, .. } => Self::Whole(bytes),
            upload => Self::Several(vec![upload]),
        }
    }
}
