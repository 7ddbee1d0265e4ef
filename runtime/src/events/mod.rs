//! Server-sent events.

mod parser;
mod stream;

pub use stream::{Event, EventStream};
