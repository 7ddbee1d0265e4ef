//! JSON to types, types to JSON: without a derive.

mod alternative;
mod decode;
mod decode_error;
mod encode;
mod encoder;
mod lenience;
mod list_writer;
mod node;
mod notes;
mod number;
mod object_reader;
mod object_text;
mod object_writer;
mod pass;
mod read;
mod reading;
mod scalar;
mod tally;
mod tape;
#[cfg(test)]
mod tests;
mod tolerant;
mod view;
mod wrap;

pub use alternative::{Alternative, alternative, alternative_in};
pub use decode::Decode;
pub use decode_error::DecodeError;
pub use encode::{Encode, to_value};
pub use encoder::Encoder;
pub(crate) use encoder::{enveloped_text, to_text, to_tree, tree_to_text};
pub use list_writer::ListWriter;
pub use node::Node;
pub(crate) use notes::Notes;
pub(crate) use number::{NotFinite, number_text};
pub use object_reader::ObjectReader;
pub(crate) use object_text::ObjectText;
pub use object_writer::ObjectWriter;
pub(crate) use pass::{Pass, Unknown};
pub(crate) use reading::Reading;
pub(crate) use scalar::text;
pub(crate) use tally::{Tally, fault_at, places};
pub(crate) use tape::Tape;
pub(crate) use view::{Scalar, View};
pub(crate) use wrap::enveloped;
pub use wrap::{Wrap, Wrapped, wrapped};
