//! Property tests: valid descriptions, damaged in many ways. Whatever comes out, nothing panics, nothing runs away, and
//! what is generated is tidy Rust.
//!
//! The cases are the same in every run. `MUTATIONS=100000 cargo test --release -p openapi-codegen --test mutations many`
//! runs as many others and collects what fails; see `long.rs`.

#[path = "../support/mod.rs"]
mod support;

mod case;
mod change;
mod changes;
mod check;
mod hostile;
mod long;
mod minimal;
mod seed;
mod sound;
mod text;

use proptest::prelude::Strategy;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};

use case::Case;

/// The same random numbers in every run; nothing is kept from one run to the next.
fn runner(cases: u32, seed: u8) -> TestRunner {
    let config =
        Config { cases, failure_persistence: None, max_shrink_iters: 500, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]))
}

#[track_caller]
fn hold(cases: u32, seed: u8, strategy: impl Strategy<Value = Case>) {
    let result = runner(cases, seed).run(&strategy, |case| {
        check::check(&case).map_err(|fault| TestCaseError::fail(fault.to_string()))
    });
    if let Err(fault) = result {
        panic!("{fault}");
    }
}

#[test]
fn the_seeds_are_sound() {
    let seeds = seed::seeds();
    assert!(seeds.len() > 40, "{} seeds", seeds.len());
    for seed in seeds {
        if let Err(fault) = check::check(&seed.case()) {
            panic!("{}: {fault}", seed.name);
        }
    }
}

#[test]
fn changed_values() {
    hold(100, 1, case::changed_values(seed::seeds()));
}

#[test]
fn changed_texts() {
    hold(80, 2, case::changed_texts(seed::seeds()));
}
