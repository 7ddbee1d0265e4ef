//! JSON to types, types to JSON: through a tree, without a derive.

mod alternative;
mod decode;
mod decode_error;
mod encode;
mod node;
mod object_writer;
#[cfg(test)]
mod tests;

pub use alternative::{Alternative, alternative};
pub use decode::Decode;
pub(crate) use decode::text;
pub use decode_error::DecodeError;
pub(crate) use decode_error::excerpt;
pub use encode::Encode;
pub use node::{Node, ObjectReader};
pub use object_writer::ObjectWriter;
