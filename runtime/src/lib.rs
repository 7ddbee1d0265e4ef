//! What every generated API client does the same way.

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
mod call;
mod client;
mod credential;
mod error;
mod events;
mod execute;
mod json;
mod macros;
mod media;
mod request;
mod response;
mod values;

pub use bytes::Bytes;
pub use http::{HeaderMap, StatusCode};
pub use serde_json::{Value, json};

pub use call::{Call, CallFuture, RawFuture, ResponseFuture};
pub use client::{HttpClient, HttpClientBuilder};
pub use credential::Credential;
pub use error::{
    AnswerError, ArgumentError, BodyError, ConnectionError, Error, FileError, Operation,
    StatusError, TimeoutError,
};
pub use events::{Event, EventStream};
pub use json::{
    Alternative, Decode, DecodeError, Encode, Node, ObjectReader, ObjectWriter, alternative,
};
pub use media::{
    ByMediaType, MediaAlternative, media_download, media_events, media_json, media_text,
};
pub use request::{ListStyle, ObjectStyle, Request, Upload};
pub use response::{Download, Lines, Response};
pub use values::{DateTime, Id, Secret};

/// A free-form JSON object.
pub type Map = serde_json::Map<String, Value>;
