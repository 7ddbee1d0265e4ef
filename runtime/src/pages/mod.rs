//! Lists that come in pages: how an API numbers them, and streams over all of them.

mod course;
mod rule;
mod stream;
mod visited;
mod walk;

pub use rule::Paging;
pub use stream::{Items, Page, Pages};
