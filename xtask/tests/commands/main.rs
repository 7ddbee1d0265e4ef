//! The commands as a user runs them: the program, in repositories of their own.

mod check;
mod conformance;
mod errors;
mod generate;
mod help;
mod lint;
mod operations;
mod petstore;
mod regen;
mod sandbox;
