//! Work that goes on after the answer: following it to its end.

mod follow;
mod judge;
mod kind;
mod list;
mod rule;
mod task;

pub use follow::{TaskProgress, TaskWait};
pub use judge::{Polled, Progress};
pub use kind::TaskKind;
pub use rule::TaskRule;
pub use task::Task;
