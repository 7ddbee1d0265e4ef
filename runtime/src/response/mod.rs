//! What comes back: from the head of an answer to the type that the operation promises.

mod answer;
mod document;
mod download;
mod file_name;
mod head;
mod identity;
mod incoming;
mod json_lines;
mod lines;
mod page;
mod part_file;
mod resumption;
mod save;
mod value_end;
mod values;

pub(crate) use answer::{
    Answer, Arrival, Layout, Peel, by_media_type, bytes, download, events, json, json_lines,
    nothing, text,
};
pub(crate) use document::{Document, document_error};
pub use download::Download;
pub use head::Response;
pub(crate) use head::{Delivery, Head};
pub(crate) use incoming::Incoming;
pub use json_lines::JsonLines;
pub use lines::Lines;
pub(crate) use values::check as check_values;
