//! A client whose description is full of programs: none of them may run where the documentation is tested.
//!
//! `cargo test` tests the documentation of this package, as it does that of every generated client. The programs of the
//! description panic.

#[path = "../../features/descriptions_that_are_code/expected/src/lib.rs"]
pub mod descriptions_that_are_code;

pub use descriptions_that_are_code::*;
