//! Lists that come in pages: how an API numbers them, and streams over all of them.

mod rule;
mod stream;
mod walk;

pub use rule::Paging;
pub use stream::{Items, Page, Pages};
