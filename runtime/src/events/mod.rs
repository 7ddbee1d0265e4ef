//! Server-sent events.

mod connections;
mod continuity;
mod parser;
mod stream;

pub use stream::{Event, EventStream};
