//! Scalar values that the standard library has no type for.

mod date_time;
mod id;
mod instant;
mod secret;

pub use date_time::DateTime;
pub use id::Id;
pub(crate) use instant::Instant;
pub use secret::Secret;
